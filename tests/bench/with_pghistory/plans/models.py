"""An action as Django would keep it."""

from __future__ import annotations

import pghistory
from django.db import models


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Action(models.Model):
    """An action of a plan as Django would keep it: a row that is changed, and a history made by triggers."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField()
    text = models.TextField()
    partnership = models.UUIDField()
    review = models.UUIDField()
    recommendation = models.UUIDField()
    progress = models.TextField(default="")
    delivery = models.TextField(default="planned")

    def __str__(self) -> str:
        return str(self.number)

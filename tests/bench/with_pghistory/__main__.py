"""The job of the subject `store` in Django with django-pghistory, for comparison; a program of its own.

It runs with the Python of .venv-bench, which has neither the tracker nor its tests. It takes the address of
an empty database, then lines such as "create 50" and "change 50", and says when each is done; last of all it
prints how many rows and how many events of their history there are.
"""

from __future__ import annotations

import sys
from itertools import cycle, islice
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import django
from django.apps import apps
from django.conf import settings

FIRST = 50
PROGRESS = "What was done this quarter. " * 4
address = urlsplit(sys.argv[1])
words = parse_qs(address.query)
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": address.path.strip("/"),
            "USER": address.username,
            "HOST": words["host"][0],
            "PORT": words["port"][0],
            "CONN_MAX_AGE": None,
        }
    },
    INSTALLED_APPS=["pgtrigger", "pghistory", "plans"],
    USE_TZ=True,
)
django.setup()

import pghistory  # noqa: E402  (Django wants its settings first)
import pgtrigger  # noqa: E402
from django.core.management import call_command  # noqa: E402
from plans.models import Action  # noqa: E402


def create(times: int, actions: list[UUID]) -> None:
    """Plan actions, each in a transaction of its own, with the user and a reason."""
    for _ in range(times):
        made = uuid4()
        with pghistory.context(user=str(PERSON), reason="So it was agreed."):
            Action.objects.create(
                id=made,
                number="3.1/1",
                text="Train all staff in what was learned.",
                partnership=PERSON,
                review=PERSON,
                recommendation=PERSON,
            )
        actions.append(made)


def change(times: int) -> None:
    """Load an action, report progress and save it, with the user and a reason."""
    for identity in islice(TURN, times):
        with pghistory.context(user=str(PERSON), reason="So it was agreed."):
            action = Action.objects.get(pk=identity)
            action.progress, action.delivery = f"{PROGRESS}{uuid4()}", "in progress"
            action.save()


def prepare() -> None:
    """The tables, and the triggers that write the history."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    for model, trigger in pgtrigger.registered():
        trigger.install(model)


PERSON = uuid4()
prepare()
SOME: list[UUID] = []
create(FIRST, SOME)
TURN = cycle(list(SOME))
print("ready", flush=True)
for line in sys.stdin:
    what, times = line.split()
    if what == "create":
        create(int(times), SOME)
    else:
        change(int(times))
    print("done", flush=True)
print(Action.objects.count(), apps.get_model("plans", "ActionEvent").objects.count(), flush=True)

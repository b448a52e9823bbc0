"""A partnership with 2,000 actions of 60 agencies, with names and texts as long as any, all invented."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from hashlib import sha256
from itertools import cycle, islice
from uuid import UUID

from domain.action import Action
from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.provenance import Provenance
from domain.refusals import Refused
from domain.timescales import read_timescale
from domain.tracker import Tracker, agency, partnership, person
from domain.tracker import action as actions
from domain.tracker import review as reviews
from domain.tracker.importing import PlanFile, Prepared, prepare, save
from domain.vocabulary import Forecast, How

ACTIONS, AGENCIES, OWNERS = 2_000, 60, 30
OF_A_REVIEW, OF_A_RECOMMENDATION = 100, 4
LONG_NAME = "Anytown and Othertown Integrated Domestic Abuse, Housing and Community Safety Board (invented)"
UNBROKEN = "https://example.org/" + "a" * 280
LONG_TEXT = ("A sentence of the plan that goes on. " * 110 + UNBROKEN)[:4_000]
TIMESCALES = ("ongoing", "3 months after publication", "to be agreed", "Spring 2021")
EVERY_TENTH = 10


def record_many(tracker: Tracker, today: date) -> None:
    """Record all of it, as an administrator would who brings in twenty old plans."""
    by = Provenance(How.COMMAND_LINE, today, reason=UNBROKEN)
    home = partnership.register(tracker, "MANY", "Safer Anytown and Othertown (invented)", by=by)
    names = [LONG_NAME, *(f"Service {number} of Anytown (invented)" for number in range(1, AGENCIES))]
    agencies = [agency.add(tracker, name, by=by) for name in names]
    owners = [
        person.add(
            tracker,
            person.Details("N" * 150 if not number else f"Owner {number}"),
            post=name,
            agency=one,
            by=by,
        )
        for number, (name, one) in enumerate(islice(zip(names, agencies, strict=True), OWNERS))
    ]
    for number in range(ACTIONS // OF_A_REVIEW):
        imported = brought_in(tracker, home, number, names, today)
        for action, owner in zip(imported.new["action"][1::EVERY_TENTH], cycle(owners), strict=False):
            happen(tracker, action, owner, by)
    reviews.open_review(tracker, home, reference="R" * 60, pseudonym="Unbroken" * 20, by=by)


def brought_in(tracker: Tracker, home: UUID, number: int, names: list[str], today: date) -> Prepared:
    """A review with its plan, imported."""
    reference, before = f"OLD{number}", number * OF_A_REVIEW
    steps = [step(before + place, names, today) for place in range(OF_A_REVIEW)]
    plan = Plan(
        tuple(
            PlannedRecommendation(
                f"{reference}.{first // OF_A_RECOMMENDATION + 1}",
                LONG_TEXT if not first else f"Agencies should do what stands under {first}.",
                actions=tuple(steps[first : first + OF_A_RECOMMENDATION]),
            )
            for first in range(0, OF_A_REVIEW, OF_A_RECOMMENDATION)
        )
    )
    file = PlanFile(f"{reference}.csv", sha256(reference.encode()).hexdigest())
    by = Provenance(How.IMPORT, today)
    prepared = prepare(tracker, home, reference, file=file, plan=plan, by=by)
    save(tracker, prepared, open_review=True)
    return prepared


def step(number: int, names: list[str], today: date) -> PlannedAction:
    """One action: due at any time from two years ago to a year from now, or at no time."""
    due = today + timedelta(days=(number * 7_919) % 1_100 - 730)
    said = TIMESCALES[number % len(TIMESCALES)] if number % EVERY_TENTH == 0 else f"{due:%d/%m/%Y}"
    text = LONG_TEXT if number == 1 else f"Do step {number} and write down what came of it."
    return PlannedAction(text, lead=names[number % len(names)], timescale=read_timescale(said))


def happen(tracker: Tracker, action: UUID, owner: UUID, by: Provenance) -> None:
    """Somebody owns an action, says in many words what was done, and asks for more time if it has a date."""
    actions.assign_owner(tracker, action, owner=owner, by=by)
    tracker.change(Action.report_progress, Action, action, progress=LONG_TEXT, evidence=UNBROKEN, by=by)
    tracker.change(Action.give_forecast, Action, action, forecast=Forecast.AT_RISK, by=by)
    with suppress(Refused):
        later = by.today + timedelta(days=400)
        tracker.change(Action.request_extension, Action, action, until=later, by=by)

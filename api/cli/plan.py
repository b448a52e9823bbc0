"""`dhr import`: what a file would record, and with --commit the recording of it."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

from api.cli.choosing import chosen_partnership
from api.cli.installation import installation
from api.cli.progress import step
from api.importing.opening import LARGEST_FILE
from api.importing.presenting import plan_as_json, plan_as_text
from api.importing.reading import read_plan
from domain.partnership import partnership_identity
from domain.provenance import Provenance
from domain.tracker.importing import PlanFile, Prepared, prepare, save
from domain.vocabulary import How

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from api.cli.installation import Installation
    from domain.plan import Plan


def import_plan(options: Namespace) -> int:
    """Read the file, then show it beside what is recorded, or record it."""
    content = _content(options.file)
    step(f"Reading {options.file.name} …")
    plan = read_plan(options.file.name, content)
    file = PlanFile(options.file.name, sha256(content).hexdigest())
    with installation() as here:
        return _import(here, options, file, plan)


def _import(here: Installation, options: Namespace, file: PlanFile, plan: Plan) -> int:
    here.catch_up()
    partnership = chosen_partnership(here, options.partnership, needed=options.commit)
    if partnership is None:
        print("There is no partnership yet: register one before you record this plan.", file=sys.stderr)
        partnership = partnership_identity("")
    by = Provenance(how=How.IMPORT, today=here.by().today)
    step("Comparing it with what is recorded …")
    prepared = prepare(
        here.tracker,
        partnership,
        options.review,
        file=file,
        plan=plan,
        issued=not options.not_issued,
        by=by,
    )
    if not options.commit:
        _show(prepared.plan, options)
        _tell_differences(prepared, options)
        return 0
    step("Recording it …")
    save(here.tracker, prepared, open_review=options.open_review)
    step("Bringing the lists up to date …")
    here.catch_up()
    if options.json:
        _show(prepared.plan, options)
    print(_summary(prepared), file=sys.stderr if options.json else sys.stdout)
    return 0


def _content(file: Path) -> bytes:
    """The bytes of the file; of one that is too large, as many as show that it is."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _show(plan: Plan, options: Namespace) -> None:
    shown = (
        json.dumps(plan_as_json(plan), indent=2, ensure_ascii=False) + "\n"
        if options.json
        else plan_as_text(plan)
    )
    sys.stdout.write(shown)


def _tell_differences(prepared: Prepared, options: Namespace) -> None:
    """What --commit would record: beside the plan on a terminal, and apart from it where that is JSON."""
    reference, output = prepared.review.reference, sys.stderr if options.json else sys.stdout
    if prepared.nothing_new:
        print(f"\nNothing new: all of this is recorded in {reference}.", file=output)
        return
    print(f"\nWith --commit this would be recorded in {reference}:", file=output)
    for one in prepared.differences:
        print(f"  {one.what} {one.number}: {' '.join(one.text.split())[:100]}".rstrip(": "), file=output)
    if prepared.opens_review and not options.open_review:
        print(f"There is no review {reference} yet: --commit needs --open-review.", file=sys.stderr)


def _summary(prepared: Prepared) -> str:
    reference = prepared.review.reference
    if prepared.nothing_new:
        return f"Nothing new: all of this is recorded in {reference}."
    waiting = len(prepared.review.open_questions())
    parts = [_counted(len(prepared.new[kind]), f"new {kind}") for kind in ("recommendation", "action")]
    changes = [one for one in prepared.differences if not one.what.startswith("new ")]
    parts += [_counted(len(changes), "change")] if changes else []
    return f"Recorded in {reference}: {', '.join(parts)}. {_counted(waiting, 'question')} to settle."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"

"""From a plan to the mail about a lapse, as somebody outside does it: by commands and JSON alone."""

from __future__ import annotations

import http
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from api.importing.reading import read_plan
from domain.action import OPEN
from domain.clocks import in_words, london_day
from domain.working_days import next_working_day
from scheduler.bank_holidays import BankHolidays
from tests.api.importing.invented import TEMPLATE, word
from tests.api.importing.test_real_plans import PLANS
from tests.domain.store.servers import eventually
from tests.survival.serving import Installation, serving

pytestmark = pytest.mark.process

OWNER = "sam.example@example.org"
PLAN = (
    TEMPLATE,
    (
        "1. Anytown Police should review how it asks about coercive control.",
        "Local",
        "1. Review the policy.\n2. Train all response officers.",
        "Anytown Police",
        "1. Draft written",
        "1. 31/01/2020\n2. ongoing",
        "",
    ),
    (
        "2. Anytown Council should offer a named worker.",
        "Local",
        "Appoint the worker",
        "Anytown Council",
        "",
        "30 September 2020",
        "Completed 20/01/2021",
    ),
)
"""An invented plan in the seven columns of the Home Office template."""


class Outsider:
    """Somebody who has the command line, a token, and nothing else."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.token = ""

    def dhr(self, *arguments: str) -> str:
        """The results of a command that succeeds."""
        return self.installation.dhr(*arguments).stdout

    def get(self, path: str) -> Any:
        """What JSON says of something."""
        status, said = self.installation.ask("GET", f"/api/v1/{path}", token=self.token)
        assert status == http.HTTPStatus.OK, said
        return said

    def change(self, action: dict[str, Any], noun: str, **body: object) -> dict[str, Any]:
        """Give a command about an action as it was seen; the action as it is then."""
        path = f"/api/v1/actions/{action['id']}/{noun}"
        status, said = self.installation.ask(
            "POST", path, token=self.token, body=body, headers={"If-Match": f'"{action["version"]}"'}
        )
        assert status == http.HTTPStatus.OK, said
        changed: dict[str, Any] = said
        return changed


@pytest.fixture
def outsider(data_folder: Path) -> Iterator[Outsider]:
    """On a trial installation with one partnership, one action owner, and an administrator's token."""
    installation = Installation(data_folder, {"DHR_TRIAL": "1"})
    someone = Outsider(installation)
    with serving(installation):
        someone.dhr("partnership", "ANY", "Safer Anytown")
        someone.dhr("person", "add", "Sam Example", OWNER, "--post", "Detective inspector")
        someone.dhr("person", "admin", "admin@example.org")
        someone.token = someone.dhr("token", "--person", "admin@example.org").strip()
        yield someone


def mails(folder: Path) -> list[EmailMessage]:
    """The mails in the folder of an installation that has no mail server."""
    files = sorted((folder / "outbox").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def a_working_day_from(day: date) -> date:
    """The first working day from a day on."""
    return next_working_day(day, BankHolidays())


def leaves_a_date_open(path: Path) -> bool:
    """Whether a plan has an action that is still to be done and has no due date."""
    actions = [action for one in read_plan(path.name, path).recommendations for action in one.actions]
    return any(action.timescale.due is None and not action.reported_complete for action in actions)


def test_from_the_plan_to_the_mail(outsider: Outsider, tmp_path: Path) -> None:
    """Import, name the owner, set a timescale, let it lapse, read the mail, see it all in the history."""
    file = tmp_path / "plan.docx"
    file.write_bytes(word(PLAN))
    the_plan_is_shown_and_recorded_once(outsider, file)
    from_an_action_to_the_mail(outsider, the_open_action_without_a_date(outsider))


if PLANS:

    def test_from_a_real_plan_to_the_mail(outsider: Outsider) -> None:
        """The same with a plan that a partnership has published, where there is one at hand."""
        real_plan = next(path for path in PLANS if leaves_a_date_open(path))
        shown = json.loads(outsider.dhr("import", str(real_plan), "--review", "REAL", "--json"))
        outsider.dhr("import", str(real_plan), "--review", "REAL", "--open-review", "--commit")
        recorded = outsider.get("actions?limit=500")["items"]
        assert len(recorded) == sum(len(one["actions"]) for one in shown["recommendations"]) > 0
        without_date = next(one for one in recorded if one["due"] is None and one["delivery"] in OPEN)
        from_an_action_to_the_mail(outsider, without_date)


def from_an_action_to_the_mail(outsider: Outsider, action: dict[str, Any]) -> None:
    """Name its owner, set its timescale, and let that lapse."""
    due = london_day(datetime.now(UTC)) + timedelta(days=10)
    agreed = {"reason": "Agreed by phone.", "how": "phone"}
    action = outsider.change(action, "owner", owner=the_owner(outsider), **agreed)
    action = outsider.change(action, "timescale", timescale=f"{due:%d/%m/%Y}", said_by="Sam Example")
    assert (action["due"], action["overdue"]) == (due.isoformat(), False)
    lapsed_on = a_working_day_from(due + timedelta(days=1))
    the_lapse_is_recorded_once_and_written_about(outsider, action, due, lapsed_on)
    the_history_tells_all_of_it(outsider, action)


def the_plan_is_shown_and_recorded_once(outsider: Outsider, file: Path) -> None:
    """First as JSON, with its questions; then recorded; the same file again is nothing new."""
    shown = json.loads(outsider.dhr("import", str(file), "--review", "DHR7", "--json"))
    assert [len(one["actions"]) for one in shown["recommendations"]] == [2, 1]
    assert shown["recommendations"][0]["actions"][0]["timescale"]["due"] == "2020-01-31"
    assert shown["recommendations"][1]["actions"][0]["completion"]["reported_on"] == "2021-01-20"
    assert any("ongoing" in one["text"] for one in shown["questions"])
    assert outsider.get("reviews")["items"] == []
    commit = ("import", str(file), "--review", "DHR7", "--open-review", "--commit")
    assert outsider.dhr(*commit).startswith("Recorded in DHR7: 2 new recommendations, 3 new actions")
    assert outsider.dhr(*commit).startswith("Nothing new")


def the_open_action_without_a_date(outsider: Outsider) -> dict[str, Any]:
    """Of the three actions one is overdue, one has no date, and one was complete in the plan."""
    actions: dict[str, dict[str, Any]] = {one["text"]: one for one in outsider.get("actions")["items"]}
    assert actions["Review the policy."]["overdue"]
    assert actions["Appoint the worker"]["delivery"] == "reported complete"
    [open_one] = [one for one in actions.values() if one["due"] is None]
    assert (open_one["text"], open_one["why_no_date"]) == ("Train all response officers.", "ongoing")
    return open_one


def the_owner(outsider: Outsider) -> str:
    """The identity of the person who was added."""
    [found] = [one["id"] for one in outsider.get("people")["items"] if one["name"] == "Sam Example"]
    return str(found)


def the_lapse_is_recorded_once_and_written_about(
    outsider: Outsider, action: dict[str, Any], due: date, day: date
) -> None:
    """Looked at in advance without effect; then one lapse and one mail, also when it is asked for twice."""
    ask = ("remind", "--date", day.isoformat(), "--json")
    tried = json.loads(outsider.dhr(*ask, "--dry-run"))
    assert {"action": action["id"], "due": due.isoformat()} in tried["lapses"]
    assert mails(outsider.installation.folder) == []
    done = json.loads(outsider.dhr(*ask))
    assert {"action": action["id"], "due": due.isoformat()} in done["lapses"]
    assert json.loads(outsider.dhr(*ask))["lapses"] == []
    [mail] = [one for one in mails(outsider.installation.folder) if one["To"] == OWNER]
    body = mail.get_body(("plain",))
    assert body is not None
    assert mail["Auto-Submitted"] == "auto-generated"
    text = body.get_content()
    assert action["number"] in text
    assert in_words(due) in text
    assert f"/actions/{action['id']}" in text
    assert action["text"] not in text


def the_history_tells_all_of_it(outsider: Outsider, action: dict[str, Any]) -> None:
    """Who, what, when, how and why, in order, from the import to the lapse."""
    history = outsider.get(f"actions/{action['id']}/history")["items"]
    topics = [one["topic"] for one in history]
    assert topics[0] == "action.planned"
    assert topics[-3:] == ["action.owner_assigned", "action.timescale_set", "action.timescale_lapsed"]
    named, dated, lapsed = history[-3:]
    assert history[0]["how"] == "import"
    assert (named["how"], dated["how"], lapsed["how"]) == ("phone", "json", "scheduler")
    assert named["reason"] == "Agreed by phone."
    assert dated["said_by"] == "Sam Example"
    assert all(one["recorded_at"] and one["sentence"] for one in history)
    assert eventually(lambda: outsider.get(f"actions/{action['id']}")["version"] == len(history))

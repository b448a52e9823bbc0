"""From an imported plan to the mail: events, views, lapse, digest, letter and history."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.action import Action
from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.timescales import read_timescale
from domain.tracker import action as actions
from domain.tracker.importing import PlanFile, prepare, save
from domain.tracker.recommendation import in_plan
from scheduler.post import Post, send_waiting
from tests.scheduler.installation import Installation, morning, post_to
from tests.scheduler.mail_server import MailServerForTests

DAY = timedelta(days=1)
LATE = 8 * DAY


def imported(installation: Installation, *timescales: str) -> list[UUID]:
    """The actions of a plan with these timescales, led by the council, imported as issued."""
    planned = tuple(
        PlannedAction(
            f"Train team {number} about coercion.",
            lead="Anytown Council WAL",
            timescale=read_timescale(raw),
        )
        for number, raw in enumerate(timescales)
    )
    plan = Plan((PlannedRecommendation("3.140(a)", "All staff are trained.", actions=planned),))
    ready = prepare(
        installation.tracker,
        installation.partnership,
        "WAL/2019/07",
        file=PlanFile("plan.docx", "0" * 64),
        plan=plan,
        by=installation.by,
    )
    save(installation.tracker, ready, open_review=True)
    return in_plan(installation.tracker, ready.review.id, "action")


def send(installation: Installation, post: Post) -> int:
    """Send what waits on the day of the reminder."""
    now = morning(installation.due + LATE)
    return send_waiting(installation.tracker.store, installation.views, post, now=now)


def test_the_owner_of_an_imported_action_gets_a_mail_when_its_timescale_lapses(
    installation: Installation, mail_server: MailServerForTests
) -> None:
    """A step too early to be sent is caught up with; a timescale without a day sends nothing."""
    due = installation.due
    dated, ongoing = imported(installation, due.strftime("%d/%m/%Y"), "Ongoing")
    owner = installation.person("owner@council.example")
    for action in (dated, ongoing):
        actions.assign_owner(installation.tracker, action, owner=owner, by=installation.by)
    reminded = installation.remind(due + LATE)
    assert reminded.lapses == [(dated, due)]
    assert reminded.digests == [("owner@council.example", [(dated, "after-7")], [])]
    post = post_to(None, mail_server.url)
    assert send(installation, post) == 1
    (mail,) = mail_server.mails
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    said = (
        f"WAL/2019/07, action 3.140(a)/1, Anytown Council WAL: was due on {due.day} {due:%B %Y} (8 days ago)."
    )
    assert said in text
    assert "coercion" not in mail.as_string()
    assert installation.whats(dated) == [("after-7", "decided"), ("after-7", "sent")]
    history = [type(entry.event) for entry in installation.tracker.store.log.of(dated)]
    assert history[-2:] == [Action.OwnerAssigned, Action.TimescaleLapsed]


def test_before_an_owner_is_named_the_main_contact_is_asked_to_name_one(
    installation: Installation, mail_server: MailServerForTests
) -> None:
    """The mail says so beside each such action."""
    imported(installation, installation.due.isoformat())
    installation.main_contact(installation.person("contact@council.example"))
    installation.remind(installation.due + LATE)
    send(installation, post_to(None, mail_server.url))
    (mail,) = mail_server.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert (mail["To"], mail_server.recipients) == ("contact@council.example", ["contact@council.example"])
    assert "It has no owner yet: please name one." in body.get_content()

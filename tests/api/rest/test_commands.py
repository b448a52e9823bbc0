"""Every command through its JSON address: what is sent, and what the thing then says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.commands import COMMANDS
from api.commands.deciding import DECIDING
from api.commands.learning import LEARNING
from api.commands.planning import PLANNING
from api.commands.reporting import REPORTING
from api.commands.returns import RETURNS
from domain.erasure import Erasable
from domain.partnership import partnership_identity
from domain.person import Person
from domain.provenance import Provenance
from domain.review import Review
from domain.store.scope import EVERYTHING, within
from domain.vocabulary import ErasureGround, How
from tests.api.conftest import BEGIN, Given, acting
from tests.api.rest.asking import API, Plan, act, get, items, make
from tests.api.rest.cases_of_panel import OF_PANEL
from tests.standing import keeper


class Case(NamedTuple):
    """A body, what the answer then says, and the commands that come before (noun and body)."""

    body: dict[str, Any]
    says: dict[str, Any]
    before: tuple[tuple[str, dict[str, Any]], ...] = ()


OWNER = ("owner", {"owner": "{ada}"})
ASKED = ("extension-request", {"until": "2026-06-30", "reason": "The trainer left."})
COMPLETE = ("completion", {"what_was_done": "All are trained."})
SIGNED: tuple[str, dict[str, Any]] = ("sign-off", {})
CONTACT = {"agency": "{council}", "contact": "main contact", "person": "{ada}"}
SUBGROUP = {"person": "{ada}", "role": "subgroup member"}
ERASED_WHY = {"ground": "retention ended", "reason": "Nobody needs it any more."}

IN_COURSE = [*(one.noun for one in (*DECIDING, *RETURNS, *LEARNING, *REPORTING, *PLANNING)), *OF_PANEL]
NOTIFIED = "notification", {"notified_by": "{police}", "happened_on": "2026-02-20"}
CONSULTED = "consultation", {"agency": "{police}", "view": "It should be reviewed."}
ASSESSED = (
    "assessment",
    {
        **dict.fromkeys(("age", "cause", "connection"), "met"),
        **dict.fromkeys(("age_reasons", "cause_reasons", "connection_reasons"), "As the police say."),
    },
)
DECIDED = "decision", {"outcome": "review", "rationale": "All three limbs are met."}
NOT_REVIEWED = "decision", {"outcome": "no review", "rationale": "They were not connected."}
RETURN_ASKED = (
    "return-request",
    {"agency": "{police}", "asked_for": "Individual Management Review", "due": "2026-05-29"},
)
RETURNED = (
    "agency-return",
    {"agency": "{police}", "answer": "Individual Management Review", "author_independent": True},
)
LESSON = (
    "lesson",
    {
        "text": "Ask again, and alone.",
        "reach": "within one agency",
        "agencies": ["{police}"],
        "themes": ["routine enquiry"],
        "early": True,
    },
)

DRAFTING = "entry", {"step": "terms of reference agreed"}
SUBMITTING = "entry", {"step": "report accepted by the partnership"}
WAITING = "entry", {"step": "report submitted"}
PUBLISHING = "entry", {"step": "quality assurance answered"}
CHECKED = (
    "publication-check",
    {"family_told_on": "2026-02-20", "dates_avoided": True, "names_looked_for": True},
)

CASES: Mapping[tuple[str, str], Case] = {
    ("reviews", ""): Case(
        {"partnership": "{partnership}", "reference": "DHR8", "label": "DARDR"},
        {"reference": "DHR8", "label": "DARDR", "code": "WAL", "issued_on": None, "version": 1},
    ),
    ("reviews", "issue"): Case({}, {"issued_on": "2026-03-02"}),
    ("reviews", "question"): Case({"text": "Who leads this?"}, {"open_questions": 1}),
    ("reviews", "settlement"): Case(
        {"question": "{question}", "answer": "The council."},
        {"open_questions": 0},
        (("question", {"text": "Who?"}),),
    ),
    ("reviews", "access"): Case({"person": "{ada}", "reason": "She audits it."}, {"version": 3}),
    ("reviews", "access-end"): Case(
        {"person": "{cora}"}, {"version": 4}, (("access", {"person": "{cora}", "reason": "She asked."}),)
    ),
    ("reviews", "commissioning-bodies"): Case(
        {"other_bodies": ["Anytown Safeguarding\nAdults Board"]},
        {"other_bodies": ["Anytown Safeguarding Adults Board"], "commissioned_with": []},
    ),
    ("reviews", "notification"): Case(
        {"notified_by": "{police}", "happened_on": "2026-02-20"}, {"steps": {"notified": "2026-02-20"}}
    ),
    ("reviews", "entry"): Case({"step": "report submitted"}, {"entered_at": "report submitted"}),
    ("reviews", "written-notice"): Case({}, {"version": 4}, (NOTIFIED,)),
    ("reviews", "consultation"): Case(CONSULTED[1], {"version": 4}, (NOTIFIED,)),
    ("reviews", "assessment"): Case(ASSESSED[1], {"version": 4}, (NOTIFIED,)),
    ("reviews", "decision"): Case(DECIDED[1], {"outcome": "review"}, (NOTIFIED, CONSULTED, ASSESSED)),
    ("reviews", "home-office"): Case(
        {"told_of": "decision"}, {"version": 10}, (NOTIFIED, CONSULTED, ASSESSED, DECIDED)
    ),
    ("reviews", "view-of-board"): Case(
        {"view": "agrees"}, {"outcome": "no review"}, (NOTIFIED, CONSULTED, ASSESSED, NOT_REVIEWED)
    ),
    ("reviews", "direction"): Case(
        {}, {"outcome": "no review"}, (NOTIFIED, CONSULTED, ASSESSED, NOT_REVIEWED)
    ),
    ("reviews", "secured-records"): Case(
        {"agencies": ["{police}"]}, {"version": 10}, (NOTIFIED, CONSULTED, ASSESSED, DECIDED)
    ),
    ("reviews", "return-request"): Case(RETURN_ASKED[1], {"version": 3}),
    ("reviews", "agency-return"): Case(RETURNED[1], {"version": 5}, (RETURN_ASKED,)),
    ("reviews", "return-assurance"): Case({"agency": "{police}"}, {"version": 6}, (RETURN_ASKED, RETURNED)),
    ("reviews", "return-sent-back"): Case(
        {"agency": "{police}", "due": "2026-06-12", "reason": "The last year is missing."},
        {"version": 7},
        (RETURN_ASKED, RETURNED),
    ),
    ("reviews", "lesson"): Case(LESSON[1], {"version": 2}),
    ("reviews", "lesson-wording"): Case(
        {"lesson": "{lesson lesson-wording}", "text": "Always ask alone."}, {"version": 3}, (LESSON,)
    ),
    ("reviews", "lesson-withdrawal"): Case(
        {"lesson": "{lesson lesson-withdrawal}", "reason": "Said twice."}, {"version": 3}, (LESSON,)
    ),
    ("reviews", "early-learning"): Case(
        {"lesson": "{lesson early-learning}", "agencies": ["{police}"], "what": "A briefing."},
        {"version": 3},
        (LESSON,),
    ),
    ("reviews", "good-practice"): Case(
        {"text": "The nurse asked twice.", "themes": ["Professional curiosity"]}, {"version": 2}
    ),
    ("reviews", "other-time"): Case(
        {"clock": "{clock other-time}", "due": "2026-05-01", "reason": "The police ask for it."},
        {"version": 4},
        (NOTIFIED,),
    ),
    ("reviews", "pause"): Case(
        {"clocks": ["{clock pause}"], "reason": "A trial."}, {"paused_on": "2026-03-02"}, (NOTIFIED,)
    ),
    ("reviews", "resumption"): Case({}, {"paused_on": None}, (NOTIFIED, ("pause", {"reason": "A trial."}))),
    ("reviews", "step-correction"): Case(
        {"step": "notified", "day": "2026-02-19", "reason": "Misread."},
        {"steps": {"notified": "2026-02-19"}},
        (NOTIFIED,),
    ),
    ("reviews", "report-draft"): Case({}, {"steps": {"report drafted": "2026-03-02"}}, (DRAFTING,)),
    ("reviews", "draft-comment"): Case(
        {"comment": "Chapter 3 is clear."}, {"version": 4}, (DRAFTING, ("report-draft", {}))
    ),
    ("reviews", "report-agreement"): Case({}, {"version": 4}, (DRAFTING, ("report-draft", {}))),
    ("reviews", "report-acceptance"): Case(
        {"meeting": "Board of 2 March", "minute": "4"},
        {"version": 5},
        (DRAFTING, ("report-draft", {}), ("report-agreement", {})),
    ),
    ("reviews", "report-submission"): Case({}, {"steps": {"report submitted": "2026-03-02"}}, (SUBMITTING,)),
    ("reviews", "report-answer"): Case(
        {"outcome": "content"}, {"steps": {"quality assurance answered": "2026-03-02"}}, (WAITING,)
    ),
    ("reviews", "report-copy"): Case({"to": "Secretary of State"}, {"version": 3}, (SUBMITTING,)),
    ("reviews", "publication-check"): Case(CHECKED[1], {"published_on": None}, (PUBLISHING,)),
    ("reviews", "withholding"): Case(
        {"reason": "The family asked for it."}, {"steps": {"published": "2026-03-02"}}, (PUBLISHING,)
    ),
    ("reviews", "links"): Case(
        {"links": ["https://example.org/dhr12.pdf"]},
        {"version": 6},
        (PUBLISHING, CHECKED, ("publication", {})),
    ),
    ("reviews", "briefing"): Case(
        {"briefing": "newsletter", "to": ["{police}"]}, {"version": 3}, (PUBLISHING,)
    ),
    ("reviews", "plan-agreement"): Case({}, {"version": 3}, (DRAFTING,)),
    ("reviews", "plan-agreement-of-agency"): Case(
        {"agency": "{police}", "agreed_by": "Head of Safeguarding"}, {"version": 3}, (DRAFTING,)
    ),
    ("reviews", "plan-approval"): Case({"meeting": "Board of 2 March"}, {"version": 3}, (DRAFTING,)),
    ("reviews", "plan-version"): Case({"stage": "as submitted"}, {"version": 3}, (WAITING,)),
    **{("reviews", noun): Case(*said) for noun, said in OF_PANEL.items()},
    ("reviews", "publication"): Case({"happened_on": "2026-02-27"}, {"published_on": "2026-02-27"}),
    ("reviews", "publication-end"): Case(
        {"reason": "Taken down."}, {"published_on": None}, (("publication", {}),)
    ),
    ("reviews", "legal-hold"): Case(
        {"because_of": "inquest", "since": "2026-02-01"}, {"holds": ["inquest"], "erasure": ""}
    ),
    ("reviews", "legal-hold-end"): Case(
        {"because_of": "trial"}, {"holds": []}, (("legal-hold", {"because_of": "trial"}),)
    ),
    ("reviews", "conclusion"): Case(
        {"reason": "All is said.", "meeting": "Board of 2 March"}, {"concluded_on": "2026-03-02"}
    ),
    ("reviews", "erasure-proposal"): Case(ERASED_WHY, {"erasure": "proposed"}),
    ("reviews", "erasure-withdrawal"): Case({}, {"erasure": ""}, (("erasure-proposal", ERASED_WHY),)),
    ("reviews", "erasure-approval"): Case({}, {"erasure": "approved"}),
    ("recommendations", ""): Case(
        {"review": "{review}", "wording": "Share data.", "scope": "local", "addressees": ["{police}"]},
        {
            "wording": "Share data.",
            "scope": "local",
            "addressee_names": ["Westshire Police"],
            "withdrawn": False,
        },
    ),
    ("recommendations", "wording"): Case({"wording": "Train everybody."}, {"wording": "Train everybody."}),
    ("recommendations", "addressees"): Case(
        {"addressees": ["{police}"]}, {"addressee_names": ["Westshire Police"]}
    ),
    ("recommendations", "lessons"): Case(
        {"lessons": ["{lesson of the plan}"]}, {"lessons": ["{lesson of the plan}"]}
    ),
    ("recommendations", "label"): Case({"label": "R10"}, {"label": "R10"}),
    ("recommendations", "scope"): Case({"scope": "national"}, {"scope": "national"}),
    ("recommendations", "background"): Case(
        {"issue": "No training.", "theme": "Skills"}, {"theme": "Skills"}
    ),
    ("recommendations", "withdrawal"): Case({"reason": "Said twice."}, {"withdrawn": True}),
    ("actions", ""): Case(
        {"text": "Write a policy", "recommendations": ["{recommendation}"], "due": "2026-01-31"},
        {
            "text": "Write a policy",
            "number": "3.140(a)/3",
            "due": "2026-01-31",
            "overdue": True,
            "days_overdue": 30,
        },
    ),
    ("actions", "progress"): Case({"progress": "Half of them."}, {"delivery": "in progress", "version": 3}),
    ("actions", "completion"): Case(
        {"what_was_done": "All.", "happened_on": "2026-02-27"},
        {"delivery": "reported complete", "reported_on": "2026-02-27", "rag": "purple"},
    ),
    ("actions", "progress-request"): Case(
        {"question": "How far is it?", "answer_by": "2026-03-20"},
        {"delivery": "planned", "version": 4},
        (OWNER,),
    ),
    ("actions", "forecast"): Case({"forecast": "at risk"}, {"forecast": "at risk", "rag": "amber"}),
    ("actions", "extension-request"): Case(ASKED[1], {"asked_until": "2026-06-30", "due": "2026-04-30"}),
    ("actions", "extension-grant"): Case(
        {"meeting": "Subgroup of 1 March"},
        {"due": "2026-06-30", "original_due": "2026-04-30", "extended": True, "asked_until": None},
        (ASKED,),
    ),
    ("actions", "extension-decline"): Case(
        {"reason": "No."}, {"due": "2026-04-30", "extended": False, "asked_until": None}, (ASKED,)
    ),
    ("actions", "sign-off"): Case(
        {}, {"agency_signed_off": True, "delivery": "reported complete"}, (COMPLETE,)
    ),
    ("actions", "assurance"): Case({}, {"delivery": "signed off", "rag": "blue"}, (COMPLETE, SIGNED)),
    ("actions", "return"): Case(
        {"reason": "The night shift is missing.", "further_work_by": "2026-05-31"},
        {"delivery": "sent back", "due": "2026-05-31", "original_due": "2026-04-30"},
        (COMPLETE,),
    ),
    ("actions", "owner"): Case({"owner": "{ada}"}, {"owner": "{ada}", "owner_name": "Ada Administrator"}),
    ("actions", "ownership-decline"): Case(
        {"reason": "Housing runs that."}, {"owner": None, "delivery": "planned"}, (OWNER, ("acceptance", {}))
    ),
    ("actions", "acceptance"): Case({}, {"delivery": "accepted"}, (OWNER,)),
    ("actions", "timescale"): Case(
        {"timescale": "31 May 2026"},
        {"timescale": "31 May 2026", "due": "2026-05-31", "original_due": "2026-05-31"},
    ),
    ("actions", "timescale-correction"): Case(
        {"timescale": "30/04/2027", "reason": "Mistyped."}, {"due": "2027-04-30", "timescale": "30/04/2027"}
    ),
    ("actions", "lead-agency"): Case(
        {"lead": "{police}"}, {"lead": "{police}", "lead_name": "Westshire Police", "supporting": []}
    ),
    ("actions", "supporting-agencies"): Case({"supporting": []}, {"supporting": [], "supporting_names": []}),
    ("actions", "split"): Case({"agencies": ["{council}", "{police}"]}, {"delivery": "cancelled"}),
    ("actions", "wording"): Case({"text": "Train everybody"}, {"text": "Train everybody"}),
    ("actions", "cancellation"): Case(
        {"reason": "No longer needed."}, {"delivery": "cancelled", "rag": "no colour"}
    ),
    ("actions", "reopening"): Case(
        {"reason": "Needed after all."}, {"delivery": "in progress"}, (("cancellation", {"reason": "No."}),)
    ),
    ("agencies", ""): Case({"name": "Probation"}, {"name": "Probation", "aliases": [], "open_actions": 0}),
    ("agencies", "name"): Case({"name": "Council"}, {"name": "Council", "aliases": ["Westonbury Council"]}),
    ("agencies", "alias"): Case({"alias": "WBC"}, {"aliases": ["WBC"]}),
    ("agencies", "alias-removal"): Case({"alias": "WBC"}, {"aliases": []}, (("alias", {"alias": "WBC"}),)),
    ("people", ""): Case(
        {"name": "Sam", "email": "sam@example.org", "post": "Clerk", "agency": "{police}"},
        {"name": "Sam", "email": "sam@example.org", "post": "Clerk", "agency_name": "Westshire Police"},
    ),
    ("people", "details"): Case(
        {"name": "Ada A.", "telephone": "1"}, {"name": "Ada A.", "email": "", "version": 2}
    ),
    ("people", "post"): Case(
        {"post": "Clerk", "agency": "{police}"}, {"post": "Clerk", "agency": "{police}"}
    ),
    ("people", "invitation"): Case(
        {},
        {"invited_on": "2026-03-02", "invited_until": "2026-03-09", "accepted_on": None},
    ),
    ("people", "invitation-withdrawal"): Case(
        {}, {"invited_on": "2026-03-02", "invited_until": None}, (("invitation", {}),)
    ),
    ("people", "leaving"): Case({}, {"has_left": True}),
    ("people", "return"): Case({}, {"has_left": False}, (("leaving", {}),)),
    ("people", "erasure-proposal"): Case(ERASED_WHY, {"erasure": "proposed"}, (("leaving", {}),)),
    ("people", "erasure-withdrawal"): Case(
        {}, {"erasure": ""}, (("leaving", {}), ("erasure-proposal", ERASED_WHY))
    ),
    ("people", "erasure-approval"): Case({}, {"erasure": "approved"}),
    ("partnerships", ""): Case(
        {"code": "new", "name": "Newbury CSP"}, {"code": "NEW", "name": "Newbury CSP"}
    ),
    ("partnerships", "name"): Case({"name": "Westonbury CSP"}, {"name": "Westonbury CSP"}),
    ("partnerships", "contact"): Case(CONTACT, {"version": 7}),
    ("partnerships", "contact-end"): Case(CONTACT, {"version": 8}, (("contact", CONTACT),)),
    ("partnerships", "role"): Case(SUBGROUP, {"version": 7}),
    ("partnerships", "role-end"): Case(SUBGROUP, {"version": 8}, (("role", SUBGROUP),)),
    ("partnerships", "go-live"): Case({"go_live": "2026-04-01"}, {"go_live": "2026-04-01"}),
    ("partnerships", "reply-address"): Case({"reply_to": "dhr@example.org"}, {"reply_to": "dhr@example.org"}),
    ("partnerships", "rag-rule"): Case({"amber_within_days": 14}, {}),
    ("partnerships", "reminder-rule"): Case({"days_before": [14]}, {}),
    ("partnerships", "retention"): Case(
        {"years": 8, "since": "2026-01-01"}, {"retention": [{"years": 8, "since": "2026-01-01"}]}
    ),
    ("partnerships", "clock-rule"): Case(
        {
            "kind": "decision",
            "months": 2,
            "source": "Guidance of 2027",
            "first_day": "2027-04-01",
        },
        {"code": "WAL"},
    ),
    ("partnerships", "definition"): Case(
        {
            "code": "DVCVA 2004 s.8A",
            "title": "Domestic abuse related death review",
            "source": "The Act",
            **dict.fromkeys(("age", "cause", "connection"), "As the Act says."),
            "first_day": "2027-04-01",
        },
        {"code": "WAL"},
    ),
    ("partnerships", "review-practice"): Case(
        {"definition_by": "death", "decision_counts_from": "death coming to attention"}, {"code": "WAL"}
    ),
    ("partnerships", "themes"): Case({"themes": ["housing", "Housing of carers"]}, {"code": "WAL"}),
    ("partnerships", "quality-board"): Case({"quality_board": "Home Office panel"}, {"code": "WAL"}),
    ("partnerships", "public-contact"): Case({"public_contact": "dhr@example.org"}, {"code": "WAL"}),
    ("partnerships", "sign-off-rule"): Case(
        {"single_agency_closes_alone": True}, {"single_agency_closes_alone": True}
    ),
    ("partnerships", "delegation-scheme"): Case(
        {"first_day": "2026-04-01", "short_days": 14, "short_extensions": ["subgroup member"]}, {}
    ),
}


def test_every_command_has_a_case() -> None:
    """A command that is added without a case fails here."""
    assert set(CASES) == {(one.things, one.noun) for one in COMMANDS}


def proposed_by_another(client: TestClient, kind: type[Erasable], thing: UUID, who: UUID) -> None:
    """Somebody else proposes to erase it."""
    app: Any = client.app
    standing = keeper(who, partnership_identity("WAL"))
    by = Provenance(How.FORM, BEGIN.date(), entered_by=who, standing=standing)
    ground = ErasureGround.RETENTION_ENDED
    with within(EVERYTHING):
        position = app.state.tracker.change(kind.propose_erasure, kind, thing, ground=ground, by=by)
    app.state.views.wait_for(position)


class Bench:
    """Things to carry out commands on."""

    def __init__(self, client: TestClient, given: Given, plan: Plan) -> None:
        self.client, self.given = client, given
        somebody = make(client, "people", name="Sam Somebody", email="sam.s@example.org")["id"]
        bare = make(client, "actions", text="Bare", recommendations=[plan.recommendation])["id"]
        fresh = make(client, "reviews", partnership=str(given.partnership), reference="DHR9")["id"]
        held, old, ended = (
            make(client, "reviews", partnership=str(given.partnership), reference=reference)["id"]
            for reference in ("DHR10", "DHR11", "OLD1")
        )
        gone = make(client, "people", name="Gone Somebody")["id"]
        begun = {
            ("reviews", noun): make(
                client, "reviews", partnership=str(given.partnership), reference=f"DHR{number}"
            )["id"]
            for number, noun in enumerate(IN_COURSE, 12)
        }
        act(client, f"people/{gone}/leaving")
        for kind, identity in ((Review, fresh), (Person, gone)):
            proposed_by_another(client, kind, UUID(identity), UUID(somebody))
        self.targets: dict[str, str] = {
            "reviews": plan.review,
            "recommendations": plan.recommendation,
            "actions": plan.action,
            "agencies": str(given.council),
            "people": somebody,
            "partnerships": str(given.partnership),
        }
        # What these two change, another target of theirs has already.
        self.special: dict[tuple[str, str], str] = {
            **begun,
            ("actions", "timescale"): bare,
            ("reviews", "issue"): fresh,
            ("reviews", "erasure-approval"): fresh,
            ("reviews", "publication"): fresh,
            ("reviews", "legal-hold"): held,
            ("reviews", "conclusion"): ended,
            ("reviews", "erasure-proposal"): old,
            ("people", "erasure-approval"): gone,
        }
        self.ids = {
            **plan._asdict(),
            "council": str(given.council),
            "police": str(given.police),
            "ada": str(given.administrator),
            "vera": str(given.validator),
            "cora": str(given.chair),
            "partnership": str(given.partnership),
        }

    def filled(self, value: Any) -> Any:
        """The ids in the places of their names."""
        if isinstance(value, dict):
            return {name: self.filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        is_place = isinstance(value, str) and value.startswith("{")
        return self.found(value[1:-1]) if is_place else value

    def found(self, place: str) -> Any:
        """What a place stands for: an id of the plan, or of something inside a review."""
        if place == "question":
            return items(self.client, f"reviews/{self.ids['review']}/questions")[0]["id"]
        if place.startswith("lesson"):
            return self.lesson_found(place.removeprefix("lesson").strip())
        if place.startswith("clock"):
            review = self.special["reviews", place.removeprefix("clock").strip() or "notification"]
            return items(self.client, f"clocks?review={review}")[0]["id"]
        return self.ids[place]

    def lesson_found(self, noun: str) -> str:
        """The lesson of the review that the command is about; of the plan's, one that is found now."""
        app: Any = self.client.app
        if noun == "of the plan":
            return self.lesson_of_the_plan()
        with within(EVERYTHING):
            review = app.state.tracker.get(Review, UUID(self.special["reviews", noun]))
        return str(next(iter(review.lessons)))

    def lesson_of_the_plan(self) -> str:
        """The lesson of the review in which the recommendation was made."""
        app: Any = self.client.app
        if ("reviews", "of the plan") not in self.special:
            self.special["reviews", "of the plan"] = self.ids["review"]
            self.act("reviews", self.ids["review"], *LESSON)
        with within(EVERYTHING):
            return str(next(iter(app.state.tracker.get(Review, UUID(self.ids["review"])).lessons)))

    def act(self, things: str, identity: str, noun: str, body: dict[str, Any]) -> Any:
        """Give a command as whoever may give it: the thing after it."""
        with acting(self.client, self.given.who_gives(noun)):
            return act(self.client, f"{things}/{identity}/{noun}", **self.filled(body))

    def target(self, things: str, noun: str) -> str:
        """What the command is about."""
        return self.special.get((things, noun), self.targets[things])


@pytest.fixture
def bench(client: TestClient, given: Given, plan: Plan) -> Bench:
    """Things to carry out commands on."""
    return Bench(client, given, plan)


@pytest.mark.parametrize(("things", "noun"), [case for case in CASES if not case[1]])
def test_making(bench: Bench, things: str, noun: str) -> None:
    """A new thing: 201, where it is, its version as ETag, its position, and what stands under its address."""
    case = CASES[things, noun]
    answer = bench.client.post(f"{API}/{things}", json=bench.filled(case.body))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made | bench.filled(case.says) == made
    again = bench.client.get(answer.headers["Location"])
    assert again.headers["ETag"] == answer.headers["ETag"] == f'"{made["version"]}"'
    assert again.json() | {"position": made["position"]} == made


@pytest.mark.parametrize(("things", "noun"), [case for case in CASES if case[1]])
def test_changing(bench: Bench, things: str, noun: str) -> None:
    """A change: 200, the thing as it then is, a higher version as ETag, and its event in the history."""
    case, identity = CASES[things, noun], bench.target(things, noun)
    for earlier, body in case.before:
        bench.act(things, identity, earlier, body)
    before = get(bench.client, f"{things}/{identity}")
    after = bench.act(things, identity, noun, case.body)
    assert after | bench.filled(case.says) == after
    assert after["version"] > before["version"]
    assert get(bench.client, f"{things}/{identity}") | {"position": after["position"]} == after
    last = items(bench.client, f"{things}/{identity}/history")[-1]
    assert (last["version"], last["how"], last["entered_by"]) == (
        after["version"],
        "json",
        str(bench.given.who_gives(noun)),
    )


def test_rules_of_a_partnership(bench: Bench) -> None:
    """A rule that is set gets the next version; what is not said has the default."""
    partnership = bench.targets["partnerships"]
    rag = act(bench.client, f"partnerships/{partnership}/rag-rule", amber_within_days=14)["rag_rule"]
    assert (rag["version"], rag["amber_within_days"]) == (2, 14)
    reminders = act(bench.client, f"partnerships/{partnership}/reminder-rule", days_before=[14])[
        "reminder_rule"
    ]
    assert (reminders["version"], reminders["days_before"], reminders["on_the_day"]) == (2, [14], True)


def test_contacts_and_roles_are_seen(bench: Bench) -> None:
    """A contact shows with the agency and with the person, a role with the person."""
    partnership, ada, council = (bench.ids[one] for one in ("partnership", "ada", "council"))
    act(bench.client, f"partnerships/{partnership}/contact", **bench.filled(CONTACT))
    act(bench.client, f"partnerships/{partnership}/role", **bench.filled(SUBGROUP))
    held = [{"partnership": partnership, "agency": council, "contact": "main contact", "person": ada}]
    validator = {**held[0], "contact": "validator", "person": bench.ids["vera"]}
    assert get(bench.client, f"agencies/{council}")["contacts"] == [*held, validator]
    person = get(bench.client, f"people/{ada}")
    assert (person["contacts"], person["roles"]) == (held, ["coordinator", "subgroup member"])


def test_a_split_makes_actions(bench: Bench) -> None:
    """Each agency gets an action of its own, and the whole names them."""
    act(
        bench.client,
        f"actions/{bench.ids['action']}/split",
        agencies=[bench.ids["council"], bench.ids["police"]],
    )
    whole = get(bench.client, f"actions/{bench.ids['action']}")
    parts = [get(bench.client, f"actions/{part}") for part in whole["split_into"]]
    assert [part["number"] for part in parts] == ["3.140(a)/1.1", "3.140(a)/1.2"]
    assert {part["lead"] for part in parts} == {bench.ids["council"], bench.ids["police"]}
    assert {part["split_from"] for part in parts} == {whole["id"]}


def test_said_by_another(bench: Bench) -> None:
    """Who said it, how and when it came, stand beside who typed it."""
    said = {
        "said_by": "Sergeant Smith",
        "how": "phone",
        "how_in_detail": "call of 1 March",
        "happened_on": "2026-03-01",
    }
    act(bench.client, f"actions/{bench.ids['action']}/progress", progress="Half.", **said)
    event = items(bench.client, f"actions/{bench.ids['action']}/history")[-1]
    assert event | said == event
    assert (event["post"], event["post_agency"]) == ("Community safety officer", "Westonbury Council")
    assert event["recorded_at"].endswith("Z")


def test_a_line_is_one_line(bench: Bench) -> None:
    """Line breaks and control characters become spaces in what has one line; prose keeps its lines."""
    typed = "a\r\nb\x07\u2028c\td"
    partnership, action = bench.targets["partnerships"], bench.targets["actions"]
    body = {"name": typed, "reason": typed, "said_by": typed}
    assert act(bench.client, f"partnerships/{partnership}/name", **body)["name"] == "a b c d"
    last = items(bench.client, f"partnerships/{partnership}/history")[-1]
    assert (last["reason"], last["said_by"]) == (typed, "a b c d")
    act(bench.client, f"actions/{action}/progress", progress=typed)
    told = items(bench.client, f"actions/{action}/history")[-1]["facts"]
    assert told["progress"] == typed

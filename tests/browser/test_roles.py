"""The main path of each role, as they see it: what it begins with, what they can press, what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.commands import COMMANDS
from api.sessions import issue_link
from domain.action import Action
from domain.provenance import Provenance
from domain.store.embedded import Server
from domain.timescales import Timescale
from domain.tracker import Tracker, action
from domain.vocabulary import Contact, How, Role
from tests.api.role_table.people import INSTALLATION, NOBODY, OWNER, Stage, set_up
from tests.browser.conftest import now
from tests.browser.site import Site, site
from tests.conftest import database

Open = Callable[..., Page]
PERSONS_WORDS = "Rose"
"""The pseudonym of both reviews."""


class Parts(NamedTuple):
    """The site, who and what stands in it, and an action for each decision."""

    site: Site
    stage: Stage
    asked: UUID
    reported: UUID
    signed: UUID
    without_owner: UUID


@pytest.fixture(scope="module")
def parts(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """One installation with somebody of every role, for all of these tests."""
    folder = tmp_path_factory.mktemp("roles")
    with database(postgres, "roles", migrated) as url, site(url, folder, now()) as running:
        stage = set_up(running.store, running.clock.now)
        yield Parts(running, stage, *actions_of(running, stage))


def actions_of(running: Site, stage: Stage) -> list[UUID]:
    """Four more actions of the published review: more time asked for, reported, signed off, without owner."""
    tracker, by = Tracker(running.store), Provenance(How.COMMAND_LINE, running.today)
    due = running.today + timedelta(days=10)
    planned = [
        action.plan(
            tracker,
            text=text,
            recommendations=(stage.published.recommendations,),
            lead=stage.lead,
            timescale=Timescale(f"{due:%d/%m/%Y}", due, None),
            by=by,
        )
        for text in ("Train the teams.", "Write the policy.", "Buy the screens.", "Ask the partners.")
    ]
    why, until = by.because("The trainer left."), due + timedelta(days=14)
    tracker.change(Action.request_extension, Action, planned[0], until=until, by=why)
    for one in planned[1:3]:
        tracker.change(Action.report_complete, Action, one, what_was_done="It is written.", by=by)
    tracker.change(Action.sign_off_by_agency, Action, planned[2], closes=False, by=by)
    running.views.projector.catch_up()
    return planned


@pytest.fixture
def open_as(browser: Browser, parts: Parts) -> Iterator[Open]:
    """Opens a page as somebody who has signed in by a link."""
    opened: list[BrowserContext] = []

    def open_it(who: str, place: str = "/") -> Page:
        context = browser.new_context()
        opened.append(context)
        sign_in(context, parts, who)
        page = context.new_page()
        page.goto(parts.site.address + place)
        return page

    yield open_it
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, parts: Parts, who: str) -> None:
    """Use a one-time link, as its button does."""
    running = parts.site
    link = issue_link(running.store, parts.stage.people[who], now=running.clock.now)
    answer = context.request.post(f"{running.address}/set-up/{link}", headers={"Origin": running.address})
    assert answer.ok


def press(page: Page, words: str) -> None:
    """Press the button with these words."""
    page.get_by_role("main").get_by_role("button", name=words, exact=True).click()


def says(page: Page, *words: str) -> None:
    """The page says all of this."""
    for one in words:
        expect(page.locator("main")).to_contain_text(one)


def says_nothing_of(page: Page, *words: str) -> None:
    """The page says nothing of this."""
    for one in words:
        expect(page.locator("main")).not_to_contain_text(one)


def place_of(identity: UUID, noun: str = "") -> str:
    """The page of an action, or the form of a command on it."""
    return f"/actions/{identity}/{noun}".rstrip("/")


def test_a_board_member(open_as: Open, parts: Parts) -> None:
    """Reads the board and a published review; of another one reference, stage and counts alone."""
    page = open_as(Role.BOARD_MEMBER)
    says(page, "open actions")
    page.goto(f"{parts.site.address}/reviews/{parts.stage.published.reviews}")
    says(page, "OPEN1", PERSONS_WORDS, "Train all.")
    page.goto(f"{parts.site.address}/reviews/{parts.stage.unpublished.reviews}")
    says(page, "SHUT1", "They are shown once the review is published.")
    says_nothing_of(page, PERSONS_WORDS, "Train all.", "Write a plan.", "no recommendations yet")
    answer = page.goto(parts.site.address + place_of(parts.stage.unpublished.actions))
    assert answer is not None
    assert answer.status == 404


def test_a_chair(open_as: Open, parts: Parts) -> None:
    """Grants more time, with what was asked in view."""
    page = open_as(Role.CHAIR, place_of(parts.asked))
    page.get_by_role("link", name="Grant more time").click()
    says(page, "The trainer left.")
    press(page, "Grant more time")
    page.wait_for_url("**/actions/*done=extension-grant")
    says(page, "Extended")


def test_a_member_of_the_subgroup(open_as: Open, parts: Parts) -> None:
    """Signs off for the partnership what the agency has signed off; what is not published is not there."""
    page = open_as(Role.SUBGROUP_MEMBER, place_of(parts.signed))
    page.get_by_role("link", name="Sign off for the partnership").click()
    press(page, "Sign off for the partnership")
    page.wait_for_url("**/actions/*done=assurance")
    says(page, "Signed off")
    page.goto(f"{parts.site.address}/reviews")
    says(page, "OPEN1")
    says_nothing_of(page, "SHUT1")


def test_a_contact_of_an_agency(open_as: Open, parts: Parts) -> None:
    """Names the owner of an action of their agency, and reports on it."""
    page = open_as(Contact.MAIN_CONTACT, place_of(parts.without_owner))
    page.get_by_role("link", name="Name the owner").click()
    page.get_by_label("Owner").select_option(str(parts.stage.people[OWNER]))
    press(page, "Name the owner")
    page.wait_for_url("**/actions/*done=owner")
    says(page, f"The {OWNER}")
    report(page, "Two of three partners have answered.")
    page.goto(f"{parts.site.address}/reviews/{parts.stage.unpublished.reviews}")
    says(page, "SHUT1", "Train all.")
    says_nothing_of(page, PERSONS_WORDS)


def report(page: Page, words: str) -> None:
    """Report progress from the page of an action."""
    page.get_by_role("link", name="Report progress").click()
    page.get_by_label("What has been done").fill(words)
    press(page, "Report progress")
    page.wait_for_url("**/actions/*done=progress")
    says(page, words)


def test_a_validator(open_as: Open, parts: Parts) -> None:
    """Signs off for the agency what was reported complete, and decides nothing for the partnership."""
    page = open_as(Contact.VALIDATOR, place_of(parts.reported))
    says_nothing_of(page, "Sign off for the partnership")
    page.get_by_role("link", name="Sign off for the agency").click()
    press(page, "Sign off for the agency")
    page.wait_for_url("**/actions/*done=sign-off")
    says(page, "Signed off by the agency")


def test_an_owner(browser: Browser, parts: Parts) -> None:
    """Opens the address of a mail, signs in, accepts the action, and reports progress."""
    place = parts.site.address + place_of(parts.stage.published.actions)
    context = browser.new_context()
    page = context.new_page()
    page.goto(place)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(context, parts, OWNER)
    page.goto(place)
    page.get_by_role("link", name="Accept it").click()
    press(page, "Accept it")
    page.wait_for_url("**/actions/*done=acceptance")
    report(page, "The plan is drafted.")
    says_nothing_of(page, "Change the text", "Cancel it")
    context.close()


def test_an_independent_chair(open_as: Open, parts: Parts) -> None:
    """Adds a recommendation to their review while it is not published."""
    unpublished = parts.stage.unpublished.reviews
    page = open_as(Role.INDEPENDENT_CHAIR, f"/reviews/{unpublished}")
    says(page, PERSONS_WORDS)
    page.goto(f"{parts.site.address}/recommendations/new?review={unpublished}")
    page.get_by_label("Wording").fill("Share what is known.")
    press(page, "Make a recommendation")
    page.wait_for_url("**/recommendations/*done=new")
    says(page, "Share what is known.")


def test_an_auditor(open_as: Open, parts: Parts) -> None:
    """Reads what was done and when, without the words of the case, and who has read what."""
    page = open_as(Role.AUDITOR, f"/log?review={parts.stage.unpublished.reviews}")
    says(page, "SHUT1")
    says_nothing_of(page, PERSONS_WORDS, "Train all.", "Write a plan.")
    page.goto(parts.site.address + place_of(parts.stage.unpublished.actions))
    says(page, "[not shown]")
    says_nothing_of(page, "Train all.", "Write a plan.")
    page.goto(f"{parts.site.address}/access-log")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Access log")
    says_nothing_of(page, "There is nothing under this address")
    page.goto(parts.site.address)
    says(page, "No action is shown to you.")


def test_oversight(open_as: Open, parts: Parts) -> None:
    """Reads published reviews, and knows of no others."""
    page = open_as(Role.OVERSIGHT, f"/reviews/{parts.stage.published.reviews}")
    says(page, "OPEN1", "Train all.")
    for one in COMMANDS:
        if one.things == "reviews" and one.noun:
            expect(page.get_by_role("link", name=one.title, exact=True)).to_have_count(0)
    page.goto(f"{parts.site.address}/reviews")
    says_nothing_of(page, "SHUT1")


def test_an_administrator_of_the_installation(open_as: Open, parts: Parts) -> None:
    """Adds and invites a person and gives them a role; no case is shown."""
    page = open_as(INSTALLATION, "/people/new")
    page.get_by_label("Name").fill("Nell Newcomer")
    page.get_by_label("E-mail").fill("nell@example.org")
    press(page, "Add a person")
    page.wait_for_url("**/people/*done=new")
    newcomer = page.url.rpartition("/")[2].partition("?")[0]
    page.get_by_role("link", name="Invite to sign in").click()
    press(page, "Send the invitation")
    page.wait_for_url("**/people/*done=invitation")
    page.goto(f"{parts.site.address}/partnerships/{parts.stage.home}/role")
    page.get_by_label("Person").select_option(newcomer)
    page.get_by_label("Role", exact=True).select_option(Role.BOARD_MEMBER)
    press(page, "Give a role")
    page.wait_for_url("**/partnerships/*done=role")
    says(page, "Nell Newcomer")
    page.goto(f"{parts.site.address}/reviews")
    says_nothing_of(page, "OPEN1", "SHUT1")


def test_somebody_without_a_role(open_as: Open) -> None:
    """Is told in one sentence what to do, and offered nothing else."""
    page = open_as(NOBODY)
    says(page, "You have no role here yet. Ask the coordinator of your partnership.")
    says_nothing_of(page, "Register", "Import")

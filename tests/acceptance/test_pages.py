"""From an action plan to the overdue list and the reminder, through the pages alone."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from playwright.sync_api import Page

from domain.clocks import in_words
from domain.working_days import next_working_day
from scheduler.bank_holidays import BankHolidays
from tests.browser.site import Site

PLAN = """\
Recommendation,Action,Lead agency,Person responsible,Target date,Progress to date
1. The trust should ask patients in private.,Put a question in the form,Anytown Trust,Head of nursing,ASAP,
2. The council should train its staff.,Train all front-line staff,Anytown Council,,Ongoing,Begun
"""
"""An invented plan."""


def test_from_a_plan_to_the_reminder(page: Page, installation: Site, tmp_path: Path) -> None:
    """A plan is imported, a question settled, an owner named, a timescale set; it lapses, and mail goes."""
    due = installation.today + timedelta(days=30)
    page.goto(installation.address)
    register_partnership(page)
    import_plan(page, tmp_path)
    settle_by_a_new_agency(page)
    name_owner(page)
    set_timescale(page, in_words(due))
    action = page.url.partition("?")[0]
    day = next_working_day(due + timedelta(days=7), BankHolidays())

    installation.send_reminders(tmp_path / "mail", day)

    read_outbox(page, in_words(day))
    page.goto(action)
    told = page.inner_text("main")
    for words in (
        f"The timescale lapsed: it was due on {in_words(due)}",
        "Reminder sent to Nora Nurse, Head of nursing",
        f"Timescale set: “{in_words(due)}”",
        "Owner: Nora Nurse, Head of nursing, Anytown Hospitals Trust",
        "Lead agency: Anytown Hospitals Trust",
        "Action 1/1 was planned",
    ):
        assert words in told
    (mail,) = (tmp_path / "mail").glob("*.eml")
    letter = message_from_bytes(mail.read_bytes(), policy=default)
    assert letter["To"] == "nora@example.org"
    assert "question in the form" not in mail.read_text(encoding="utf-8")


def register_partnership(page: Page) -> None:
    """The board of an empty installation leads to the first form."""
    page.get_by_role("link", name="Register your partnership").click()
    page.get_by_label("Code").fill("ANY")
    page.get_by_label("Name").fill("Safer Anytown")
    page.get_by_role("button", name="Register a partnership").click()
    page.get_by_role("link", name="Board", exact=True).first.click()


def import_plan(page: Page, folder: Path) -> None:
    """Upload the file, look at what it says, and record it with its review."""
    (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Action plan").set_input_files(folder / "plan.csv")
    page.get_by_label("Reference of the review").fill("ANY/2026/01")
    page.get_by_role("button", name="Read the plan").click()
    assert "2 recommendations with 2 actions" in page.inner_text("main")
    assert "“ASAP” names no day." in page.inner_text("main")
    page.get_by_role("button", name="Record the plan").click()
    assert "There is no review ANY/2026/01 yet" in page.inner_text(".govuk-error-summary")
    page.get_by_label("Open the review ANY/2026/01").check()
    page.get_by_role("button", name="Record the plan").click()
    page.wait_for_url("**/reviews/*imported=yes")


def settle_by_a_new_agency(page: Page) -> None:
    """The agency that the plan names is not in the directory: it is added under its full name."""
    page.get_by_role("link", name="Which agency is “Anytown Trust” (lead agency)?").click()
    page.get_by_label("Or a new agency, by its name").fill("Anytown Hospitals Trust")
    page.get_by_role("button", name="Settle a question").click()
    page.wait_for_url("**/reviews/*done=settlement")


def name_owner(page: Page) -> None:
    """Add the person, and name them on the action of the review."""
    review = page.url.partition("?")[0]
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name").fill("Nora Nurse")
    page.get_by_label("E-mail address (optional)").fill("nora@example.org")
    page.get_by_label("Post (optional)").fill("Head of nursing")
    page.get_by_label("Agency (optional)").select_option(label="Anytown Hospitals Trust")
    page.get_by_role("button", name="Add a person").click()
    page.goto(review)
    page.get_by_role("link", name="1/1", exact=True).last.click()
    page.get_by_role("link", name="Name the owner").click()
    page.get_by_label("Owner").select_option(label="Nora Nurse, Head of nursing, Anytown Hospitals Trust")
    page.get_by_role("button", name="Name the owner").click()


def set_timescale(page: Page, words: str) -> None:
    """Put a day in the place of "ASAP"."""
    page.get_by_role("link", name="Set the timescale").click()
    page.get_by_label("Timescale, in words (optional)").fill(words)
    page.get_by_role("button", name="Set the timescale").click()
    assert f"Taken to mean {words}." in page.inner_text("main")


def read_outbox(page: Page, day: str) -> None:
    """The mail of the day was sent, to the owner by post, and names the action and no more of it."""
    page.get_by_role("link", name="Outbox", exact=True).click()
    row = page.get_by_role("row").filter(has_text=day)
    assert "Head of nursing, Anytown Hospitals Trust" in row.inner_text()
    assert "Sent" in row.inner_text()
    row.get_by_role("link").click()
    letter = page.inner_text(".app-mail")
    assert "ANY/2026/01, action 1/1" in letter
    assert "question in the form" not in letter

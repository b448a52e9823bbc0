"""What goes wrong while people work: a refused form and Back, a file too large, a session that ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import things
from tests.browser.site import Site


@pytest.fixture(scope="session")
def too_large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of more than 50 MB, with nothing in it."""
    file = tmp_path_factory.mktemp("large") / "plan.csv"
    with file.open("wb") as opened:
        opened.truncate(60 * 1024 * 1024)
    return file


def test_back_to_a_refused_form(page: Page, invented: Site) -> None:
    """Who goes on from a form with a mistake and comes back finds it as it was, with what was typed."""
    page.goto(f"{invented.address}/people/new")
    page.get_by_label("Post (optional)").fill("Training lead")
    page.get_by_role("button", name="Add a person").click()
    page.get_by_role("link", name="Help").click()
    page.wait_for_url("**/help")
    page.go_back()
    assert page.title().startswith("Error: ")
    expect(page.get_by_label("Post (optional)")).to_have_value("Training lead")


def report_progress(page: Page, site: Site, words: str) -> int:
    """Report progress on an action of the invented data; how many events there are then."""
    page.goto(f"{site.address}/actions/{things(site).late}/progress")
    page.get_by_label("What has been done").fill(words)
    page.get_by_role("button", name="Report progress").click()
    page.wait_for_url("**/actions/*done=progress")
    return site.store.log.last_position()


def test_back_to_a_recorded_form_and_sending_it_again(plain: Page, invented: Site) -> None:
    """It is known by its key: it leads to the same result, and is recorded once."""
    recorded = report_progress(plain, invented, "Half of them are trained.")
    plain.go_back()
    expect(plain.get_by_label("What has been done")).to_have_value("Half of them are trained.")
    plain.get_by_role("button", name="Report progress").click()
    plain.wait_for_url("**/actions/*done=progress")
    assert invented.store.log.last_position() == recorded


def test_back_to_a_recorded_form_that_is_changed_then(page: Page, invented: Site) -> None:
    """It says that the form was recorded before, and records the rest when it is sent knowingly."""
    recorded = report_progress(page, invented, "Two thirds of them are trained.")
    page.go_back()
    page.get_by_label("What has been done").fill("Nearly all of them are trained.")
    page.get_by_role("button", name="Report progress").click()
    expect(page.get_by_role("alert")).to_contain_text("This form was sent before, and recorded.")
    assert invented.store.log.last_position() == recorded
    page.get_by_role("button", name="Report progress").click()
    page.wait_for_url("**/actions/*done=progress")
    assert invented.store.log.last_position() == recorded + 1


def test_back_to_the_form_of_a_calendar(plain: Page, invented: Site) -> None:
    """Pressed again after Back it makes no second calendar, and says that its address is shown once."""
    place = f"{invented.address}/people/{things(invented).signed_in}/calendars"
    plain.goto(place)
    plain.get_by_role("button", name="Make a calendar").click()
    expect(plain.get_by_label("Secret address")).to_be_visible()
    plain.go_back()
    plain.get_by_role("button", name="Make a calendar").click()
    expect(plain.get_by_text("not shown twice")).to_be_visible()
    plain.goto(place)
    expect(plain.get_by_role("button", name="Revoke")).to_have_count(1)


def test_the_summary_of_errors_has_the_focus(page: Page, invented: Site) -> None:
    """Whoever hears the page hears first what is wrong, and its link leads to the box."""
    page.goto(f"{invented.address}/people/new")
    page.get_by_role("button", name="Add a person").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="“Name” is needed.").click()
    expect(page.locator("#name")).to_be_focused()


def test_a_file_that_is_too_large_is_known_before_it_is_sent(
    page: Page, invented: Site, too_large: Path
) -> None:
    """The box says so, and the form stays, so that nobody waits for a long upload in vain."""
    page.goto(f"{invented.address}/import")
    page.get_by_label("Action plan").set_input_files(too_large)
    page.get_by_role("button", name="Read the plan").click()
    said = page.evaluate("document.getElementById('file').validationMessage")
    assert said == "This file is larger than 50 MB. Choose a smaller one."
    assert page.url.endswith("/import")
    expect(page.get_by_role("heading", name="Import a plan")).to_be_visible()


def test_without_scripts_too_it_leads_back_to_the_form(plain: Page, invented: Site, too_large: Path) -> None:
    """The browser shows the refusal as a page, and a link leads to the form again."""
    plain.goto(f"{invented.address}/import")
    plain.get_by_label("Action plan").set_input_files(too_large)
    plain.get_by_role("button", name="Read the plan").click()
    expect(plain.get_by_role("heading", name="This is too large")).to_be_visible()
    plain.get_by_role("link", name="Go back to the form").click()
    expect(plain.get_by_role("heading", name="Import a plan")).to_be_visible()


def test_on_paper_stands_of_when_it_is(page: Page, invented: Site) -> None:
    """Buttons, contents and navigation stay off; the day of the page is on it."""
    page.goto(f"{invented.address}/help")
    expect(page.get_by_text("This is what the page showed on")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("This is what the page showed on")).to_be_visible()
    for hidden in (page.get_by_role("navigation").first, page.get_by_role("button").first):
        expect(hidden).to_be_hidden()


def test_a_session_that_ends_while_somebody_types(plain: Page, invented: Site) -> None:
    """Without scripts too: after signing in by a new link the form is there, as it was filled in."""
    plain.goto(f"{invented.address}/actions/{things(invented).late}/progress")
    plain.get_by_label("What has been done").fill("Forty of sixty are trained.")
    invented.clock.move(minutes=31)
    plain.get_by_role("button", name="Report progress").click()
    expect(plain.get_by_text("nothing that you typed is lost")).to_be_visible()
    plain.goto(invented.link())
    plain.get_by_role("button", name="Sign in").click()
    expect(plain.get_by_label("What has been done")).to_have_value("Forty of sixty are trained.")
    plain.get_by_role("button", name="Report progress").click()
    plain.wait_for_url("**/actions/*done=progress")
    assert "Forty of sixty are trained." in plain.inner_text("main")

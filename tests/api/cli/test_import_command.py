"""`dhr import`: a dry run shows, --commit records all or nothing, and the same file again is nothing new."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from projections import reviews
from projections.reading import Views
from tests.api.cli.conftest import ROWS, Dhr, plan_file, topics


def test_without_a_partnership_a_plan_is_shown_all_the_same(dhr: Dhr, plan: Path) -> None:
    """The plan and its questions on standard output; on standard error what is missing to record it."""
    said = dhr("import", str(plan), "--review", "DHR1")
    assert said.status == 0
    assert said.out.startswith("2 recommendations, 3 actions, ")
    assert "Which agency is “Anytown Police” (lead agency)?" in said.out
    assert said.err.splitlines() == [
        "There is no partnership yet: register one before you record this plan.",
        "There is no review DHR1 yet: --commit needs --open-review.",
    ]


def test_a_dry_run_shows_what_would_be_recorded_and_records_nothing(
    dhr_of_anytown: Dhr, plan: Path, database_url: str, tmp_path: Path
) -> None:
    """Plan, questions (also about names that no agency has), differences, and that the review is new."""
    before = topics(database_url, tmp_path)
    said = dhr_of_anytown("import", str(plan), "--review", "DHR1")
    assert said.status == 0
    assert "Which agency is “Anytown Police” (lead agency)?" in said.out
    assert "With --commit this would be recorded in DHR1:" in said.out
    assert "  new action 1/2: Check what was asked." in said.out
    assert said.err == "There is no review DHR1 yet: --commit needs --open-review.\n"
    assert topics(database_url, tmp_path) == before


def test_json_has_the_shape_that_outsiders_rely_on(dhr_of_anytown: Dhr, plan: Path) -> None:
    """Nothing but the plan is on standard output; the differences are beside it, on standard error."""
    said = dhr_of_anytown("import", str(plan), "--review", "DHR1", "--json")
    shown = said.json()
    assert list(shown) == ["recommendations", "questions", "remarks"]
    first = shown["recommendations"][0]
    assert (first["label"], first["text"]) == ("1", "Anytown Police should ask.")
    assert first["actions"][0]["timescale"] == {"raw": "01/03/2026", "due": "2026-03-01", "why_no_date": None}
    assert first["actions"][1]["timescale"]["why_no_date"] == "ongoing"
    assert "new recommendation 1: Anytown Police should ask." in said.err


def test_commit_records_and_the_views_show_it(dhr_of_anytown: Dhr, plan: Path, reading: Views) -> None:
    """The review is opened in the same go, and lists are up to date although no worker runs."""
    said = dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Recorded in DHR1: 2 new recommendations, 3 new actions. ")
    assert "questions to settle." in said.out
    with reading.reading() as connection:
        [review] = reviews.listed(connection, today=date(2026, 4, 1))
    assert (review.reference, review.recommendations, review.actions) == ("DHR1", 2, 3)
    assert review.issued_on is not None


def test_commit_with_json_still_prints_json(dhr_of_anytown: Dhr, plan: Path) -> None:
    """The plan on standard output, the summary on standard error."""
    said = dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit", "--json")
    assert len(said.json()["recommendations"]) == 2
    assert said.err.startswith("Recorded in DHR1: ")


def test_a_plan_that_was_not_issued_stays_so(dhr_of_anytown: Dhr, plan: Path, reading: Views) -> None:
    """With --not-issued the import does not issue the plan."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit", "--not-issued")
    with reading.reading() as connection:
        [review] = reviews.listed(connection, today=date(2026, 4, 1))
    assert review.issued_on is None


def test_a_review_is_not_opened_unasked(
    dhr_of_anytown: Dhr, plan: Path, database_url: str, tmp_path: Path
) -> None:
    """Exit status 1, one sentence, nothing saved."""
    before = topics(database_url, tmp_path)
    said = dhr_of_anytown("import", str(plan), "--review", "DHR1", "--commit")
    assert (said.status, said.out) == (1, "")
    assert said.err == "There is no review DHR1 yet: ask for it to be opened.\n"
    assert topics(database_url, tmp_path) == before


@pytest.mark.parametrize("commit", [[], ["--commit"]])
def test_the_same_file_again_is_nothing_new(
    dhr_of_anytown: Dhr, plan: Path, commit: list[str], database_url: str, tmp_path: Path
) -> None:
    """Exit status 0, said in words, and no event."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    before = topics(database_url, tmp_path)
    said = dhr_of_anytown("import", str(plan), "--review", "DHR1", *commit)
    assert said.status == 0
    assert "Nothing new: all of this is recorded in DHR1." in said.out
    assert topics(database_url, tmp_path) == before


def test_a_changed_file_shows_and_records_the_difference_alone(
    dhr_of_anytown: Dhr, plan: Path, tmp_path: Path, database_url: str
) -> None:
    """One row more is one action more, and nothing else."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    before = topics(database_url, tmp_path)
    changed = plan_file(
        tmp_path / "later.csv", [*ROWS, ("", "", "Publish it.", "Anytown Council", "01/02/2027")]
    )
    shown = dhr_of_anytown("import", str(changed), "--review", "dhr1")
    assert shown.out.endswith(
        "With --commit this would be recorded in DHR1:\n  new action 2/2: Publish it.\n"
    )
    assert dhr_of_anytown("import", str(changed), "--review", "dhr1", "--commit").status == 0
    new = topics(database_url, tmp_path)[len(before) :]
    assert new.count("action.planned") == 1
    assert "recommendation.made" not in new


def test_a_partnership_is_asked_for_where_there_are_several(dhr_of_anytown: Dhr, plan: Path) -> None:
    """Exit status 2 with their codes; --partnership settles it; an unknown code is refused."""
    dhr_of_anytown("partnership", "OTHER", "Safer Othertown")
    said = dhr_of_anytown("import", str(plan), "--review", "DHR1")
    assert said.status == 2
    assert said.err == "There are several partnerships (ANY, OTHER): say which by --partnership CODE.\n"
    assert dhr_of_anytown("import", str(plan), "--review", "DHR1", "--partnership", "other").status == 0
    unknown = dhr_of_anytown("import", str(plan), "--review", "DHR1", "--partnership", "NONE")
    assert (unknown.status, unknown.out) == (1, "")
    assert unknown.err.startswith("There is no partnership with the code NONE")


def test_commit_needs_a_partnership(dhr: Dhr, plan: Path) -> None:
    """Exit status 2 and how to register one."""
    said = dhr("import", str(plan), "--review", "DHR1", "--commit")
    assert said.status == 2
    assert said.err == "There is no partnership yet: register one by dhr partnership CODE NAME.\n"


@pytest.mark.parametrize(
    ("name", "content", "about"),
    [("plan.pdf", b"%PDF-1.7", "plan.pdf"), ("plan.csv", b"", "plan.csv"), ("plan.docx", b"PK", "plan.docx")],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    dhr: Dhr, tmp_path: Path, name: str, content: bytes, about: str
) -> None:
    """Exit status 1, before any database is asked."""
    (tmp_path / name).write_bytes(content)
    said = dhr("import", str(tmp_path / name), "--review", "DHR1")
    assert (said.status, said.out) == (1, "")
    assert about in said.err
    assert said.err.count("\n") == 1


def test_a_file_that_is_not_there_is_named(dhr: Dhr, tmp_path: Path) -> None:
    """Exit status 1."""
    said = dhr("import", str(tmp_path / "gone.docx"), "--review", "DHR1")
    assert (said.status, said.out) == (1, "")
    assert said.err == f"{tmp_path / 'gone.docx'}: No such file or directory.\n"


def test_a_folder_is_no_plan(dhr: Dhr, tmp_path: Path) -> None:
    """Exit status 1."""
    said = dhr("import", str(tmp_path), "--review", "DHR1")
    assert (said.status, said.err) == (1, f"{tmp_path}: Is a directory.\n")

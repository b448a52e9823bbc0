"""What the words of a plan's timescale mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.timescales import Relative, Timescale, read_timescale
from domain.vocabulary import WhyNoDate

WORDS = [
    "by",
    "end of",
    "June",
    "2021",
    "31",
    "/",
    "-",
    "3 months",
    "after",
    "Q3",
    "Ongoing",
    "TBC",
    "review",
    "(",
]
PLAN_LIKE = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    "raw",
    [
        "31/03/2021",
        "31.03.2021",
        "31-03-21",
        "2021-03-31",
        "2021-03-31 00:00:00",
        "31 March 2021",
        "31st March 2021.",
        "31\u00a0March\u00a0 2021",
        "31\nMarch\n2021",
        "31 – March – 2021",
        "Wednesday 31 March 2021",
        "Wed. 31st March 2021",
        "By 31 March 2021",
        "by the end of 31/03/2021",
        "Due: 31/03/2021",
        "Target date 31/03/2021",
        "Target completion date: 31/03/2021",
        "To be completed by 31/03/2021",
        "For completion by 31/03/2021",
        "Complete by 31/03/2021",
        "No later than 31/03/2021",
        "31/03/2021 at the latest",
        "31/03/2021 (extended)",
        "Revised: 31/03/2021",
        "31/03/2021 (31 March 2021)",
    ],
)
def test_a_full_date_gives_its_day_without_a_question(raw: str) -> None:
    """A day, alone or with words that add nothing, is the due date, and nobody is asked."""
    assert read_timescale(raw) == Timescale(raw, due=date(2021, 3, 31), why_no_date=None)


@pytest.mark.parametrize(
    "raw",
    [
        "June 2021",
        "june 2021",
        "Jun 2021",
        "June, 2021",
        "June. 2021",
        "Jun-21",
        "Jun 21",
        "June '21",
        "June ’21",
        "June2021",
        "06/2021",
        "6/2021",
        "06-2021",
        "by end of June 2021",
        "End June 2021.",
        "mid-June 2021",
        "Start of June 2021",
        "June 2021 (may be extended)",
        "June 2021 and ongoing",
        "TBC - June 2021",
        "Training delivered by June 2021",
    ],
)
def test_a_month_gives_its_last_day_with_a_question(raw: str) -> None:
    """A month stands for its last day, but a person is asked whether that is right."""
    reading = read_timescale(raw)
    assert (reading.due, reading.why_no_date) == (date(2021, 6, 30), None)
    assert reading.question is not None
    assert "30 June 2021" in reading.question


@pytest.mark.parametrize(
    ("raw", "due"),
    [
        ("February 2020", date(2020, 2, 29)),
        ("Feb 2021", date(2021, 2, 28)),
        ("Sept 2021", date(2021, 9, 30)),
        ("May 2021", date(2021, 5, 31)),
        ("12/2021", date(2021, 12, 31)),
        ("Dec-21", date(2021, 12, 31)),
    ],
)
def test_the_last_day_is_that_of_the_month_and_year(raw: str, due: date) -> None:
    """Short months, leap years and December end where they end."""
    assert read_timescale(raw).due == due


@pytest.mark.parametrize(
    "raw",
    [
        "Policy agreed, 31/03/2021",
        "31/03/2021 subject to funding",
        "31/03/2021 (TBC)",
        "Ongoing - 31/03/2021",
        "Immediate, by 31 March 2021",
        "within 3 months (by 31 March 2021)",
        "before 31/03/2021",
        "On approval, 31/03/2021",
        "Not yet completed - 31/03/2021",
        "Monday 31 March 2021",
        "Action 2: 31/03/2021",
    ],
)
def test_a_day_among_other_words_is_taken_with_a_question(raw: str) -> None:
    """The day is the due date, but the words beside it, or a weekday that is another, are put to a person."""
    reading = read_timescale(raw)
    assert (reading.due, reading.why_no_date) == (date(2021, 3, 31), None)
    assert reading.question == f"“{raw}” was read as Wednesday 31 March 2021. Is that the due date?"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("31 September 2020", WhyNoDate.NO_SUCH_DAY),
        ("30/02/2021", WhyNoDate.NO_SUCH_DAY),
        ("29/02/2021", WhyNoDate.NO_SUCH_DAY),
        ("03/13/2020", WhyNoDate.NO_SUCH_DAY),
        ("By 31st June 2021", WhyNoDate.NO_SUCH_DAY),
        ("0/3/2021", WhyNoDate.NO_SUCH_DAY),
        ("13/2020", WhyNoDate.NO_SUCH_DAY),
        ("2020-13-05", WhyNoDate.NO_SUCH_DAY),
        ("Q3 2026", WhyNoDate.NOT_A_DAY),
        ("Q 3", WhyNoDate.NOT_A_DAY),
        ("Third quarter of 2026", WhyNoDate.NOT_A_DAY),
        ("Summer 2021", WhyNoDate.NOT_A_DAY),
        ("End of summer", WhyNoDate.NOT_A_DAY),
        ("Easter 2021", WhyNoDate.NOT_A_DAY),
        ("2021", WhyNoDate.NOT_A_DAY),
        ("by end of 2021", WhyNoDate.NOT_A_DAY),
        ("2020/21", WhyNoDate.NOT_A_DAY),
        ("2020-2021", WhyNoDate.NOT_A_DAY),
        ("June 2020/21", WhyNoDate.NOT_A_DAY),
        ("June - September 2020", WhyNoDate.NOT_A_DAY),
        ("June – September 2020", WhyNoDate.NOT_A_DAY),
        ("June/July 2020", WhyNoDate.NOT_A_DAY),
        ("May to July 2020", WhyNoDate.NOT_A_DAY),
        ("June 2020 and September 2020", WhyNoDate.NOT_A_DAY),
        ("June 2020 - 31 March 2021", WhyNoDate.NOT_A_DAY),
        ("31/03/2021 - 30/06/2021", WhyNoDate.NOT_A_DAY),
        ("31/03/2021-30/06/2021", WhyNoDate.NOT_A_DAY),
        ("31/03/2021 extended to 30/06/2021", WhyNoDate.NOT_A_DAY),
        ("1 March - 30 June 2020", WhyNoDate.NOT_A_DAY),
        ("4 - 6 June 2020", WhyNoDate.NOT_A_DAY),
        ("4th and 6th June 2020", WhyNoDate.NOT_A_DAY),
        ("4/5 June 2020", WhyNoDate.NOT_A_DAY),
        ("4 March", WhyNoDate.NOT_A_DAY),
        ("31/03", WhyNoDate.NOT_A_DAY),
        ("End of June", WhyNoDate.NOT_A_DAY),
        ("March 4, 2020", WhyNoDate.NOT_A_DAY),
        ("From 1 April 2021", WhyNoDate.NOT_A_DAY),
        ("Starting April 2021", WhyNoDate.NOT_A_DAY),
        ("w/c 5 April 2021", WhyNoDate.NOT_A_DAY),
        ("31/03/2021, then 3 months after publication", WhyNoDate.NOT_A_DAY),
        ("6 months", WhyNoDate.NOT_A_DAY),
        ("Within six months", WhyNoDate.NOT_A_DAY),
        ("3-6 months after publication", WhyNoDate.NOT_A_DAY),
        ("3 to 6 months after publication", WhyNoDate.NOT_A_DAY),
        ("ongoing", WhyNoDate.ONGOING),
        ("On-going", WhyNoDate.ONGOING),
        ("On going", WhyNoDate.ONGOING),
        ("On–going.", WhyNoDate.ONGOING),
        ("Continuous", WhyNoDate.ONGOING),
        ("Business as usual", WhyNoDate.ONGOING),
        ("Annually", WhyNoDate.ONGOING),
        ("Ongoing, first 6 months after publication", WhyNoDate.ONGOING),
        ("Quarterly from March 2021", WhyNoDate.ONGOING),
        ("Ongoing since 1 April 2021", WhyNoDate.ONGOING),
        ("Immediate and ongoing", WhyNoDate.ONGOING),
        ("ASAP", WhyNoDate.IMMEDIATE),
        ("A.S.A.P.", WhyNoDate.IMMEDIATE),
        ("as soon as possible", WhyNoDate.IMMEDIATE),
        ("immediate", WhyNoDate.IMMEDIATE),
        ("Immediately", WhyNoDate.IMMEDIATE),
        ("with immediate effect", WhyNoDate.IMMEDIATE),
        ("TBC", WhyNoDate.TO_BE_AGREED),
        ("T.B.C.", WhyNoDate.TO_BE_AGREED),
        ("tba", WhyNoDate.TO_BE_AGREED),
        ("To be agreed", WhyNoDate.TO_BE_AGREED),
        ("to be confirmed by the panel", WhyNoDate.TO_BE_AGREED),
        ("Complete", WhyNoDate.NOT_UNDERSTOOD),
        ("Completed - June 2020.", WhyNoDate.NOT_UNDERSTOOD),
        ("Complete 04/03/2020", WhyNoDate.NOT_UNDERSTOOD),
        ("Signed off 20/01/2020", WhyNoDate.NOT_UNDERSTOOD),
        ("Next meeting of the board", WhyNoDate.NOT_UNDERSTOOD),
        ("Short term", WhyNoDate.NOT_UNDERSTOOD),
        ("10 working days after publication", WhyNoDate.NOT_UNDERSTOOD),
        ("43921", WhyNoDate.NOT_UNDERSTOOD),
        ("10.1.1.1", WhyNoDate.NOT_UNDERSTOOD),
        ("04/03/2020/7", WhyNoDate.NOT_A_DAY),
        ("?", WhyNoDate.NOT_UNDERSTOOD),
    ],
)
def test_what_is_not_one_day_gives_no_due_date_but_why_and_a_question(raw: str, why: WhyNoDate) -> None:
    """No date is guessed: the reason is named, the words are kept, and a person is asked about them."""
    reading = read_timescale(raw)
    assert (reading.raw, reading.due, reading.why_no_date) == (raw, None, why)
    assert reading.relative is None
    assert reading.question is not None
    assert reading.question.startswith(f"“{raw}” ")


@pytest.mark.parametrize(
    "raw", ["", " ", "-", "–", "N/A", "n/a", "NA", "n.a.", "None", "Not given", "\u00a0"]
)
def test_an_empty_timescale_is_not_given(raw: str) -> None:
    """No words, a dash or "N/A" is no timescale; there is nothing to quote in a question."""
    assert read_timescale(raw) == Timescale(raw, why_no_date=WhyNoDate.NOT_GIVEN)


@pytest.mark.parametrize(
    ("raw", "relative"),
    [
        ("3 months after publication", Relative(3, "months", "publication")),
        (
            "3 months after the publication of the report",
            Relative(3, "months", "the publication of the report"),
        ),
        ("within six months of publication", Relative(6, "months", "publication")),
        ("Within one month of publication.", Relative(1, "months", "publication")),
        ("A year from publication", Relative(1, "years", "publication")),
        ("three (3) months following sign-off", Relative(3, "months", "sign-off")),
        ("12 weeks from Home Office approval", Relative(12, "weeks", "Home Office approval")),
        ("28 days of receipt", Relative(28, "days", "receipt")),
        ("3 months post-publication", Relative(3, "months", "publication")),
        ("3 months post publication", Relative(3, "months", "publication")),
        ("3-month after publication", Relative(3, "months", "publication")),
        ("Training held within 3\u00a0months\nof publication", Relative(3, "months", "publication")),
        ("Publication + 3 months", Relative(3, "months", "Publication")),
        ("publication plus six months", Relative(6, "months", "publication")),
        ("3 months from 1 April 2021", Relative(3, "months", "1 April 2021")),
        ("On publication", Relative(0, "days", "publication")),
        ("Upon Home Office approval", Relative(0, "days", "Home Office approval")),
        ("Immediately after the inquest", Relative(0, "days", "the inquest")),
    ],
)
def test_a_time_after_an_event_is_kept_as_relative(raw: str, relative: Relative) -> None:
    """How long after what is kept in the plan's own words; the day of the event is asked for."""
    reading = read_timescale(raw)
    assert (reading.due, reading.why_no_date, reading.relative) == (None, WhyNoDate.RELATIVE, relative)
    assert reading.question is not None
    assert f"“{relative.after}”" in reading.question


@pytest.mark.parametrize("raw", ["Ongoing - review 31/03/2021", "On-going, to be reviewed by 31 March 2021"])
def test_ongoing_with_a_review_day_is_complete(raw: str) -> None:
    """What is ongoing needs a next review date; where the plan names it, nobody is asked."""
    expected = Timescale(raw, why_no_date=WhyNoDate.ONGOING, next_review=date(2021, 3, 31))
    assert read_timescale(raw) == expected


@pytest.mark.parametrize(
    "raw", ["Ongoing – review March 2021", "Review 31/03/2021", "Ongoing, review after 31/03/2021"]
)
def test_a_review_day_that_is_assumed_is_asked_about(raw: str) -> None:
    """A month, a review of something not called ongoing, or further words leave a question."""
    reading = read_timescale(raw)
    assert (reading.due, reading.why_no_date) == (None, WhyNoDate.ONGOING)
    assert reading.next_review == date(2021, 3, 31)
    assert reading.question == (
        f"“{raw}” was read as ongoing, to be reviewed next on 31 March 2021. Is that right?"
    )


def test_a_question_quotes_long_words_in_short() -> None:
    """A cell that holds a whole story is quoted by its beginning."""
    question = read_timescale("To be taken forward by the partnership. " * 50).question
    assert question is not None
    assert question.startswith("“To be taken forward")
    assert len(question) < 200


@given(st.text() | PLAN_LIKE)
def test_every_text_has_a_consistent_reading(raw: str) -> None:
    """The words are kept; there is a due date or a reason; what gives no day is asked about."""
    reading = read_timescale(raw)
    assert reading.raw == raw
    assert (reading.due is None) == (reading.why_no_date is not None)
    assert (reading.relative is not None) == (reading.why_no_date is WhyNoDate.RELATIVE)
    settled = reading.due or reading.next_review or reading.why_no_date is WhyNoDate.NOT_GIVEN
    assert reading.question or settled


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_month_always_asks_and_a_day_never_does(day: date) -> None:
    """The rule holds for every day of the century."""
    assert read_timescale(f"{day:%d/%m/%Y}") == Timescale(f"{day:%d/%m/%Y}", due=day, why_no_date=None)
    month = read_timescale(f"{day:%B %Y}")
    assert month.due is not None
    assert month.question is not None
    assert (month.due.year, month.due.month) == (day.year, day.month)
    assert month.due >= day


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("3 months after publication", date(2027, 2, 28)),
        ("Within six months of publication of the DHR", date(2027, 5, 30)),
        ("Publication + 2 weeks", date(2026, 12, 14)),
        ("1 year following the publication date of the Overview Report", date(2027, 11, 30)),
        ("Within 10 days of the report being published", date(2026, 12, 10)),
        ("Upon publication of the review", date(2026, 11, 30)),
    ],
)
def test_a_time_after_the_publication_of_the_review(raw: str, day: date) -> None:
    """It is known what it counts from, and which day it means; of a shorter month the last."""
    relative = read_timescale(raw).relative
    assert relative is not None
    assert relative.counts_from_publication
    assert relative.day_after(date(2026, 11, 30)) == day


@pytest.mark.parametrize(
    "raw",
    [
        "3 months after publication of the new national guidance",
        "6 months after the policy is published",
        "3 months after Home Office approval",
        "3 months after public consultation on the report",
    ],
)
def test_a_time_after_something_else(raw: str) -> None:
    """Whatever else is published, or happens, is left to a person."""
    relative = read_timescale(raw).relative
    assert relative is not None
    assert not relative.counts_from_publication

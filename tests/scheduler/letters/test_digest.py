"""What a digest says, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from projections.reminding import Line
from projections.reminding_clocks import ClockLine
from scheduler.letters.digest import Digest, digest, message

TODAY = date(2027, 3, 11)
OWNER, SOMEBODY_ELSE = UUID(int=1), UUID(int=2)
WALSALL, FENLAND = UUID(int=11), UUID(int=12)
GOLDEN = Path(__file__).parent


def line(number: int, days: int, **facts: object) -> Line:
    """An action that is due so many days after today."""
    known: dict[str, object] = {
        "action": UUID(int=100 + number),
        "partnership": WALSALL,
        "due_date_version": 1,
        "step": "due",
        "rule_version": 1,
        "person": OWNER,
        "outbox": UUID(int=3),
        "number": f"3.1/{number}",
        "due": TODAY + timedelta(days=days),
        "owner": OWNER,
        "owner_has_left": False,
        "lead": UUID(int=4),
        "agency": "Anytown Council",
        "references": ["WAL/2025/03"],
        "partnership_name": "Walsall Partnership",
        "reply_to": "dhr@walsall.example",
        "closed": False,
        "moved": False,
        "asks_for_time": False,
        "is_asked": False,
        "is_unowned": False,
        "answered": False,
        "answer_by": None,
    }
    return Line(**{**known, **facts})  # type: ignore[arg-type]


LINES = [
    line(2, -8),
    line(
        5,
        -1,
        partnership=FENLAND,
        partnership_name="Fenland & District <Partnership>",
        reply_to="",
        references=["FEN/1", "FEN/2"],
        agency="",
        owner=None,
    ),
    line(3, 0, owner=SOMEBODY_ELSE),
    line(4, 28),
]


def clock(number: int, days: int, **facts: object) -> ClockLine:
    """A return that is due so many days after today."""
    known: dict[str, object] = {
        "clock": UUID(int=200 + number),
        "partnership": WALSALL,
        "due_date_version": 1,
        "step": "due",
        "rule_version": 1,
        "person": OWNER,
        "outbox": UUID(int=3),
        "kind": "agency return",
        "due": TODAY + timedelta(days=days),
        "review": UUID(int=300),
        "reference": "WAL/2026/01",
        "about": UUID(int=4),
        "agency": "Anytown Council",
        "partnership_name": "Walsall Partnership",
        "reply_to": "dhr@walsall.example",
        "stands": False,
        "moved": False,
        "may_open": True,
    }
    return ClockLine(**{**known, **facts})  # type: ignore[arg-type]


CLOCKS = [clock(1, -10), clock(2, 7, kind="decision", about=None, agency=""), clock(3, 0, may_open=False)]


def said(lines: Sequence[Line | ClockLine], *, trial: bool = False) -> Digest:
    """The digest of these actions, today."""
    return digest(lines, OWNER, today=TODAY, base_url="https://dhr.example", trial=trial)


@pytest.mark.parametrize("trial", [False, True])
@pytest.mark.parametrize("form", ["txt", "html"])
def test_the_letter_is_this_one_word_for_word(form: str, *, trial: bool) -> None:
    """What to do first, then a section for each partnership; a trial says that it is one."""
    letter = said(LINES[:1] if trial else LINES, trial=trial)
    written = letter.text() if form == "txt" else letter.html()
    golden = GOLDEN / f"{'trial' if trial else 'digest'}.{form}"
    assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["txt", "html"])
def test_dates_of_reviews_stand_beside_actions_word_for_word(form: str) -> None:
    """What is due first stands first, whatever it is; who could not open a review gets no link to it."""
    letter = said([*LINES, *CLOCKS])
    written = letter.text() if form == "txt" else letter.html()
    assert written == (GOLDEN / f"clocks.{form}").read_text(encoding="utf-8")


def test_the_subject_tells_what_is_due() -> None:
    """Dates of reviews alone, or beside actions."""
    assert said(CLOCKS[:1]).subject == "Dates of reviews: 1 needs you"
    assert said([*LINES, *CLOCKS]).subject == "Actions and dates of reviews: 7 need you"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-365, "was due on 11 March 2026 (365 days ago)"),
        (-1, "was due on 10 March 2027 (1 day ago)"),
        (0, "is due today, 11 March 2027"),
        (1, "is due on 12 March 2027 (in 1 day)"),
        (28, "is due on 8 April 2027 (in 28 days)"),
    ],
)
def test_a_date_is_said_with_its_days(days: int, words: str) -> None:
    """Before, on and after the day, also across the change of the clocks."""
    assert said([line(1, days)]).first.when == words


def test_the_subject_counts_and_says_nothing_of_a_case() -> None:
    """One needs you, or several; a trial says so."""
    assert said(LINES).subject == "Actions due: 4 need you"
    assert said(LINES[:1]).subject == "Actions due: 1 needs you"
    assert said(LINES[:1], trial=True).subject == "Trial: actions due: 1 needs you"


def test_text_and_html_say_the_same() -> None:
    """Each action, its date and its link stand in both."""
    letter = said(LINES)
    plain = re.sub(r"<[^>]+>", "", letter.html())
    for section in letter.sections:
        for entry in section.entries:
            assert f"{entry.about}: {entry.when}." in plain
            assert f"{entry.about}: {entry.when}." in letter.text()
            assert f'href="{entry.link}"' in letter.html()


def test_the_headers_are_those_of_an_automatic_mail() -> None:
    """Replies go to the partnerships; the Message-ID is the one given; both forms are quoted-printable."""
    moment = datetime(2027, 3, 11, 7, 30, tzinfo=UTC)
    mail = message(
        said(LINES),
        to="owner@council.example",
        mail_from="tracker@dhr.example",
        message_id="<1@dhr.example>",
        moment=moment,
    )
    headers = {name: mail[name] for name in mail if name not in {"Content-Type", "MIME-Version"}}
    assert headers == {
        "From": "DHR Tracker <tracker@dhr.example>",
        "To": "owner@council.example",
        "Reply-To": "dhr@walsall.example",
        "Subject": "Actions due: 4 need you",
        "Date": "Thu, 11 Mar 2027 07:30:00 +0000",
        "Message-ID": "<1@dhr.example>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<mailto:dhr@walsall.example?subject=unsubscribe>",
        "Content-Language": "en-GB",
    }
    text, html = mail.iter_parts()
    assert [text.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    for part in (text, html):
        assert (part["Content-Transfer-Encoding"], part.get_content_charset()) == (
            "quoted-printable",
            "utf-8",
        )
    assert max(map(len, mail.as_bytes().splitlines())) <= 998


def test_a_partnership_without_a_reply_address_gets_none_made_up() -> None:
    """There is no Reply-To then, and whoever wants no more mail writes to the sender."""
    mail = message(
        said([line(1, 0, reply_to="")]),
        to="owner@council.example",
        mail_from="tracker@dhr.example",
        message_id="<1@dhr.example>",
        moment=datetime(2027, 3, 11, tzinfo=UTC),
    )
    assert mail["Reply-To"] is None
    assert mail["List-Unsubscribe"] == "<mailto:tracker@dhr.example?subject=unsubscribe>"


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "nobody"])
def test_no_address_can_bring_a_header_or_a_second_recipient_with_it(address: str) -> None:
    """The mail is not made."""
    with pytest.raises(ValueError, match=r".+"):
        message(
            said(LINES),
            to=address,
            mail_from="tracker@dhr.example",
            message_id="<1@dhr.example>",
            moment=datetime(2027, 3, 11, tzinfo=UTC),
        )


HOSTILE = "Fen\r\nBcc: thief@evil.example\r\n\r\n<script>mark()</script><img src=x onerror=mark()> {{7*7}}"


@pytest.mark.parametrize("said_by", ["partnership_name", "agency", "number", "references"])
def test_no_name_can_bring_a_header_a_recipient_or_a_script_with_it(said_by: str) -> None:
    """Whatever things are called: the headers are those of any mail, and the words stand in it as text."""
    facts: dict[str, Any] = {said_by: [HOSTILE] if said_by == "references" else HOSTILE}
    mails = [
        message(
            said([one]),
            to="owner@council.example",
            mail_from="tracker@dhr.example",
            message_id="<1@dhr.example>",
            moment=datetime(2027, 3, 11, tzinfo=UTC),
        )
        for one in (line(1, 0), line(1, 0)._replace(**facts))
    ]
    usual, hostile = (dict(mail.items()) for mail in mails)
    for name in ("Content-Type", "MIME-Version"):
        del usual[name], hostile[name]
    assert hostile == usual
    read_again = message_from_bytes(mails[1].as_bytes(), policy=SMTP)
    assert (read_again["Bcc"], read_again["To"]) == (None, "owner@council.example")
    html = mails[1].get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()
    assert "<img" not in html.get_content()
    assert "{{7*7}}" in html.get_content()

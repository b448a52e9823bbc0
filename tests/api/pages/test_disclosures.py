"""The disclosure log: which files were taken, and to whom each was handed on."""

from __future__ import annotations

import json
import re
from csv import DictReader, reader
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api import disclosures
from api.access_log import Entry, write
from api.subject_access import held_about
from domain.access_log import CameBy, Kind
from domain.disclosures import HandedOn
from domain.provenance import DIRECTORY
from domain.store.application import Store
from domain.store.keys import ERASED, TextErased
from domain.tracker import Tracker
from projections.disclosures import Filters, Seen, exports
from projections.reading import Views
from tests.api.accesses import accesses
from tests.api.conftest import BEGIN, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import visit
from tests.api.rest.asking import API

LOG = "/disclosures"
HANDED = {"to": "Westonbury Council, legal services", "purpose": "Meeting of the board"}
DAY = {"day-day": "2", "day-month": "3", "day-year": "2026"}
DESTROY = "update public.text_keys set wrapped = null, destroyed_at = now() where scope = %s"


@pytest.fixture
def taken(client: TestClient, store: Store, plan: Plan) -> str:
    """The page of a file of the actions, which has just been taken."""
    assert client.get(f"{API}/actions.csv?words=staff").status_code == 200
    [row] = accesses(store, Kind.FILE_TAKEN)
    return f"{LOG}/{row.id}"


def hand_on(client: TestClient, place: str, status: int = 303, **typed: str) -> Any:
    """Fill in the form of a file, and send it."""
    answer = client.post(place, data=visit(client, place).sent_with(**{**HANDED, **typed}))
    assert answer.status_code == status, answer.text[-2000:]
    return answer


def kept(store: Store) -> list[Any]:
    """The rows of the table."""
    with store.connection() as connection:
        return connection.execute("select * from public.disclosures").fetchall()


class TestTheList:
    """Every file that was taken, the newest first."""

    def test_where_it_is(self, client: TestClient) -> None:
        """The log leads to it; before any file was taken it says so."""
        assert LOG in visit(client, "/log").links.values()
        assert "No file has been taken yet." in visit(client, LOG).text

    def test_a_file(self, client: TestClient, taken: str) -> None:
        """When, by whom, which list with which filters, without the words of a search."""
        [(when, who, what, handed)] = visit(client, LOG).table()[1:]
        assert (when, handed) == ("2 March 2026 at 09:30, file 1 on this page", "Nothing recorded")
        assert who.startswith("Ada")
        assert what == f"CSV, 1 row {API}/actions.csv?words=..."

    def test_what_is_held_about_somebody(self, client: TestClient, given: Given) -> None:
        """Whose data it is."""
        client.post(f"/people/{given.chair}/held")
        [row] = visit(client, LOG).table()[1:]
        assert row[2].startswith("What is held about Cora")

    def test_a_long_file(
        self, client: TestClient, plan: Plan, monkeypatch: pytest.MonkeyPatch, store: Store
    ) -> None:
        """Is one file, with all its rows."""
        monkeypatch.setattr("api.rest.files.BATCH", 2)
        lines = list(reader(client.get(f"{API}/events.csv").text.splitlines(keepends=True)))
        assert len(accesses(store, Kind.FILE_TAKEN)) > 1
        [row] = visit(client, LOG).table()[1:]
        assert row[2].startswith(f"CSV, {len(lines) - 1} rows")

    def test_what_is_none(self, client: TestClient, store: Store, given: Given) -> None:
        """A calendar that a program reads every hour, and readings on a page."""
        usual: dict[str, Any] = {"person": given.administrator, "format": "ICS", "rows_taken": 1}
        write(store, Entry(Kind.FILE_TAKEN, came_by=CameBy.CALENDAR, **usual), now=BEGIN)
        write(store, Entry(Kind.REVIEW_READ, given.administrator), now=BEGIN)
        assert "No file has been taken yet." in visit(client, LOG).text

    def test_filters(self, client: TestClient, taken: str, given: Given) -> None:
        """By person, partnership and days; what is on is said in words."""
        on = f"who={given.administrator}&partnership={given.partnership}&from=2026-03-02&to=2026-03-02"
        page = visit(client, f"{LOG}?{on}")
        assert len(page.table()) == 2
        assert len(page.tree.find_class("app-pick")[0]) == 4
        assert page.links["These entries as CSV"] == f"{API}/disclosures.csv?{on}"
        for other in (f"who={given.chair}", f"partnership={uuid4()}", "from=2026-03-03", "to=2026-03-01"):
            assert "No file is like this." in visit(client, f"{LOG}?{other}").text
        assert visit(client, f"{LOG}?from=2026-03-02&to=2026-03-01", 422).heading
        assert client.get(f"{LOG}?who=&from=2026-03-02").headers["location"] == f"{LOG}?from=2026-03-02"

    def test_page_by_page(self, client: TestClient, store: Store, given: Given) -> None:
        """Fifty on a page; the way to the older ones, and back."""
        for _ in range(60):
            entry = Entry(Kind.FILE_TAKEN, given.administrator, CameBy.SESSION, format="CSV", rows_taken=1)
            write(store, entry, now=BEGIN)
        first = visit(client, LOG)
        second = visit(client, first.links["Older files"])
        assert (len(first.table()), len(second.table())) == (51, 11)
        assert second.links["Newest files"] == LOG
        assert visit(client, f"{LOG}?before={uuid4()}", 404).heading == "Page not found"

    def test_as_a_file(self, client: TestClient, taken: str) -> None:
        """With what was recorded; a file once for each time it was handed on."""
        hand_on(client, taken)
        hand_on(client, taken, to="Westshire Police")
        rows = list(DictReader(client.get(f"{API}/disclosures.csv").text.splitlines()))
        assert {row["Handed on to"] for row in rows} == {HANDED["to"], "Westshire Police"}
        assert {row["What for"] for row in rows} == {HANDED["purpose"]}
        assert rows[0]["Address"] == f"{API}/actions.csv?words=..."


class TestHandingOn:
    """By one form."""

    def test_is_recorded(self, client: TestClient, store: Store, taken: str) -> None:
        """To whom, what for, on which day, and who recorded it; the words are encrypted."""
        assert hand_on(client, taken).headers["location"] == f"{taken}?done=recorded"
        [row] = visit(client, taken).table()[1:]
        assert row[:3] == [HANDED["to"], HANDED["purpose"], "2 March 2026"]
        assert row[3].startswith("2 March 2026 at 09:30 Ada")
        assert visit(client, LOG).table()[1][3] == f"{HANDED['to']}, 2 March 2026"
        assert "Council" not in str(kept(store))

    def test_sent_twice(self, client: TestClient, store: Store, taken: str) -> None:
        """The same form is recorded once."""
        said = visit(client, taken).sent_with(**HANDED)
        for _ in range(2):
            assert client.post(taken, data=said).status_code == 303
        assert len(kept(store)) == 1

    def test_what_is_wrong(self, client: TestClient, store: Store, taken: str) -> None:
        """Is said at its field, and what was typed is still there."""
        page = client.post(taken, data={**HANDED, **DAY, "day-day": "31", "day-month": "2"})
        assert page.status_code == 422
        assert all(words in page.text for words in ("The day must be a real day", HANDED["to"]))
        hand_on(client, taken, 422, to="")
        hand_on(client, taken, 422, **{"day-day": "3"})
        hand_on(client, taken, 422, **{"day-day": "1"})
        assert kept(store) == []

    def test_of_nothing(self, client: TestClient) -> None:
        """An entry that is no file, or none at all, has no page."""
        visit(client, f"{LOG}/{uuid4()}", 404)

    def test_whose_key(self, client: TestClient, store: Store, plan: Plan, taken: str, given: Given) -> None:
        """Of the review that is in the file: its words go with those of the review."""
        hand_on(client, taken)
        review = UUID(plan.review.rpartition("/")[2])
        with store.connection() as connection:
            assert connection.execute("select partnership, review from public.disclosures").fetchall() == [
                (given.partnership, review)
            ]
            connection.execute(DESTROY, [review])
        store.keys.notice_destroyed(1)
        assert visit(client, taken).table()[1][:2] == [ERASED, ERASED]


class TestWhoSees:
    """Their own files, and those of people of partnerships that they answer for."""

    def test_of_a_partnership(self, views: Views, taken: str, given: Given) -> None:
        """Nobody else's."""
        somebody, export = uuid4(), UUID(taken.rpartition("/")[2])
        with views.reading() as connection:

            def seen(me: UUID, *partnerships: UUID) -> list[UUID]:
                found = exports(connection, Filters(), Seen(me, partnerships), limit=10)
                return [one.id for one in found]

            assert seen(somebody) == seen(somebody, uuid4()) == []
            assert seen(somebody, given.partnership) == seen(given.administrator) == [export]


class TestWhoseDataItIs:
    """What is held about somebody says to whom it was handed on (Article 15(1)(c))."""

    def test_told_and_erased(
        self, client: TestClient, tracker: Tracker, views: Views, given: Given, store: Store
    ) -> None:
        """Until their details are erased."""
        client.post(f"/people/{given.chair}/held")
        [row] = accesses(store, Kind.HELD_TAKEN)
        hand_on(client, f"{LOG}/{row.id}")
        held = json.loads(held_about(tracker, views, given.chair, now=BEGIN))
        assert held["handed_on_to"] == [
            {
                "to": HANDED["to"],
                "purpose": HANDED["purpose"],
                "day": "2026-03-02",
                "recorded_at": "2026-03-02T09:30:00Z",
            }
        ]
        by_them = json.loads(held_about(tracker, views, given.administrator, now=BEGIN))
        assert len(by_them["tables"]["disclosures"]) == 1
        with store.connection() as connection:
            connection.execute("update public.disclosures set sealed = null")
        assert disclosures.about(store, given.chair)[0].to == ERASED


def test_nothing_more_about_an_erased_review(store: Store, given: Given) -> None:
    """Its key is gone, so nothing can be written under it any more."""
    review = uuid4()
    belongs = disclosures.Belongs(given.partnership, review)
    assert (belongs.scope, disclosures.Belongs(None, None).scope) == (review, DIRECTORY)
    store.keys.of_scope(review)
    with store.connection() as connection:
        connection.execute(DESTROY, [review])
    store.keys.notice_destroyed(1)
    export: Any = type("Export", (), {"id": uuid4(), "about": None})
    handed = HandedOn("The council", "The board", BEGIN.date())
    with pytest.raises(TextErased):
        disclosures.record(store, export, handed, belongs, identity=uuid4(), person=given.chair, now=BEGIN)


class TestPersonalDetails:
    """Words of the form that look like personal details."""

    NUMBER = "For patient 943 476 5919"

    def test_asked_before_anything_is_saved(self, client: TestClient, taken: str, store: Store) -> None:
        """Each field is pointed out with what its words look like; what was typed stands in the form."""
        answer = hand_on(client, taken, 422, purpose=self.NUMBER, to="Jane Miller, born 3 May 1981")
        assert "Look at this before it is saved" in answer.text
        assert "“What for?”: “943 476 5919” looks like an NHS number" in answer.text
        assert "“To which agency or post was it handed on?”: " in answer.text
        assert (self.NUMBER in answer.text, kept(store)) == (True, [])

    def test_said_not_to_be_personal(self, client: TestClient, taken: str, store: Store) -> None:
        """Sent again it is saved, once, with who said so; never the words."""
        typed = visit(client, taken).sent_with(**HANDED, **DAY) | {"purpose": self.NUMBER}
        asked = client.post(taken, data=typed)
        [seen] = re.findall(r'name="warned" value="(\w+)"', asked.text)
        for _ in range(2):
            assert client.post(taken, data={**typed, "warned": seen}).status_code == 303
        [row] = kept(store)
        with store.connection() as connection:
            [said] = connection.execute("select * from public.not_personal").fetchall()
        assert (row[0] in said, "What for?" in said, "943" in str(said)) == (True, True, False)

    def test_changed_after_it_was_asked(self, client: TestClient, taken: str, store: Store) -> None:
        """Other words are asked about anew."""
        typed = visit(client, taken).sent_with(**HANDED, **DAY) | {"purpose": self.NUMBER}
        [seen] = re.findall(r'name="warned" value="(\w+)"', client.post(taken, data=typed).text)
        other = {**typed, "purpose": "For patient 401 023 2137", "warned": seen}
        assert client.post(taken, data=other).status_code == 422
        assert kept(store) == []

"""People, programs and time at work on an installation that is being killed: each in a thread of its own."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Event, Lock, Thread
from typing import Any
from uuid import uuid4

from domain.clocks import london_day
from domain.working_days import next_working_day
from scheduler.bank_holidays import BankHolidays
from tests.api.importing.invented import commas
from tests.soaking import soaked
from tests.survival.browsing import UNANSWERED, Browser, Form, form_of
from tests.survival.patience import crowd, is_back
from tests.survival.serving import Installation

SOMEONE_WAS_FIRST, OF_THE_SERVER, UNAVAILABLE = 412, 500, 503
NOTHING = "Nothing was recorded"
KINDS = ("person", "progress", "import", "round", "form")
"""What is done again and again until it is acknowledged."""
ANSWERED_WITHIN_SECONDS = 60
"""However often it is asked: the first plan takes a new web service seconds, and it may be killed then."""
PAUSE_SECONDS, BETWEEN_ROUNDS_SECONDS = soaked(0.02, 0.05), 1.0
"""Enough of a load that every instant meets work, and not so much that nothing but it goes on."""


class Acknowledged:
    """What the installation has said is saved, in the order in which it said so."""

    def __init__(self) -> None:
        self._said: list[tuple[str, str]] = []
        self._news = Lock()

    def note(self, kind: str, what: str) -> None:
        """One more."""
        with self._news:
            self._said.append((kind, what))

    def so_far(self) -> dict[str, list[str]]:
        """All of it, by its kind."""
        found: dict[str, list[str]] = defaultdict(list)
        with self._news:
            for kind, what in self._said:
                found[kind].append(what)
        return found

    def number(self, kind: str) -> int:
        """How many of a kind there are."""
        with self._news:
            return sum(one == kind for one, _ in self._said)


class Work:
    """All that goes on at once, until it is stopped. What goes wrong in a thread is raised by `stop`.

    Whoever holds `no_rounds` keeps the rounds by the command line, which feed the views as well, from going.
    """

    def __init__(self, installation: Installation, token: str, actions: list[str]) -> None:
        self.installation, self.token, self.actions = installation, token, actions
        self.acknowledged = Acknowledged()
        self.sent: list[str] = []
        self.denied: list[str] = []
        self.refusals: Counter[str] = Counter()
        self.no_rounds = Lock()
        self._browser = Browser(installation)
        self._stop = Event()
        self._errors: list[BaseException] = []
        deeds = [self._add_people, self._report_progress, self._say_once, self._import, self._remind]
        deeds += [self._fill_in_forms]
        self._threads = [Thread(target=self._run, args=[deed]) for deed in deeds]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody get on once, and finish what they are at. Raises what went wrong in any thread."""
        all_got_on = is_back(lambda: bool(self._errors) or all(map(self.acknowledged.number, KINDS)))
        self.give_up()
        self.go_on()
        assert all_got_on, self.acknowledged.so_far().keys()

    def go_on(self) -> None:
        """Raise what has gone wrong in any thread so far."""
        for error in self._errors:
            raise error

    def gets_on(self) -> bool:
        """Whether a change is acknowledged again as soon as it must be. Raises what has gone wrong so far."""
        before = self.acknowledged.number("progress")
        more = is_back(lambda: bool(self._errors) or self.acknowledged.number("progress") > before)
        self.go_on()
        return more

    def give_up(self) -> None:
        """The same, whatever went wrong."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 (raised again by `stop`)
            self._errors.append(error)

    def _turns(self) -> Iterator[int]:
        for turn in count():
            if self._stop.wait(PAUSE_SECONDS):
                return
            yield turn

    def _until_answered(self, path: str, body: object, headers: dict[str, str]) -> Any:
        """The answer to a request, sent again with the same key until it is answered and nobody was first."""
        headers = {"Idempotency-Key": str(uuid4()), **headers}
        deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS * crowd()
        while time.monotonic() < deadline:
            status, said = self._asked(path, body, headers)
            if status is not None and status < OF_THE_SERVER and status != SOMEONE_WAS_FIRST:
                assert status in (200, 201, 202), (status, said)
                return said
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{path} was not answered in time.")

    def _asked(self, path: str, body: object, headers: dict[str, str]) -> tuple[int | None, Any]:
        try:
            status, said = self.installation.ask("POST", path, token=self.token, body=body, headers=headers)
        except UNANSWERED:
            return None, None
        if status >= OF_THE_SERVER:
            assert status == UNAVAILABLE, (status, said)
            assert said["detail"].endswith("."), said
            self.refusals[said["detail"]] += 1
        return status, said

    def _add_people(self) -> None:
        """New people; each request again until it is answered."""
        for turn in self._turns():
            name = f"Invented {turn}"
            self._until_answered("/api/v1/people", {"name": name}, {})
            self.acknowledged.note("person", name)

    def _report_progress(self) -> None:
        """Progress of one action after the other; each request again until it is answered."""
        for turn in self._turns():
            said = f"progress {turn}"
            action = self.actions[turn % len(self.actions)]
            address = f"/api/v1/actions/{action}/progress"
            self._until_answered(address, {"progress": said}, {"If-Match": "*"})
            self.acknowledged.note("progress", said)

    def _say_once(self) -> None:
        """Progress that is never sent again: what was not answered may be there once, or not."""
        for turn in self._turns():
            said = f"said once {turn}"
            action = self.actions[turn % len(self.actions)]
            self.sent.append(said)
            address = f"/api/v1/actions/{action}/progress"
            status, answer = self._asked(address, {"progress": said}, {"If-Match": "*"})
            if status in (200, 202):
                self.acknowledged.note("said once", said)
            elif status == UNAVAILABLE and NOTHING in answer["detail"]:
                self.denied.append(said)

    def _fill_in_forms(self) -> None:
        """Progress by the form of a page; where the form comes back, it is sent on as it stands there."""
        for turn in self._turns():
            said = f"typed {turn}"
            address = f"/actions/{self.actions[turn % len(self.actions)]}/progress"
            form: Form | None = self._until_shown(address, said)
            while form is not None:
                form = self._sent(form, said)
                if form is not None and self._stop.wait(PAUSE_SECONDS * 10):
                    return

    def _until_shown(self, address: str, said: str) -> Form:
        """The form of a page with something typed into it, as soon as it is shown."""
        deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS * crowd()
        while time.monotonic() < deadline:
            answer = self._browser.look(address)
            if answer and answer.status_code == 200:
                return form_of(answer, address, progress=said)
            assert answer is None or "Try again in a minute." in answer.text, answer
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{address} was not shown in time.")

    def _sent(self, form: Form, said: str) -> Form | None:
        """Send a form; the one to be sent next, None where it was recorded."""
        answer = self._browser.send(form)
        if answer is None:
            return form
        if answer.status_code == 303:
            self.acknowledged.note("form", said)
            return None
        assert answer.status_code in (SOMEONE_WAS_FIRST, UNAVAILABLE), answer
        again = form_of(answer, form.address)
        assert again.fields["progress"] == [said], answer
        return again

    def _import(self) -> None:
        """Plans of twenty actions, each into a review of its own, by JSON; again until it is answered."""
        for turn in self._turns():
            reference = f"IMPORTED{turn}"
            body, headers = plan_form(reference)
            self._until_answered("/api/v1/imports", body, headers)
            self.acknowledged.note("import", reference)

    def _remind(self) -> None:
        """The rounds of the days to come, by the command line: again until it has gone through."""
        day = london_day(datetime.now(UTC))
        for _ in self._turns():
            day = next_working_day(day + timedelta(days=1), BankHolidays())
            while not self._reminded(day):
                if self._stop.is_set():
                    return
            self.acknowledged.note("round", day.isoformat())
            self._stop.wait(BETWEEN_ROUNDS_SECONDS)

    def _reminded(self, day: date) -> bool:
        with self.no_rounds:
            done = self.installation.dhr("remind", "--date", day.isoformat(), "--json", check=False)
        assert done.returncode in (0, 1), done
        if done.returncode == 0:
            for digest in json.loads(done.stdout)["digests"]:
                self.acknowledged.note("digest", f"{day} {digest['to']}")
        return done.returncode == 0


def invited(installation: Installation) -> tuple[str, list[str]]:
    """A token of an administrator, and some actions that progress can be reported of."""
    installation.dhr("person", "admin", "tester@example.org")
    token = installation.dhr("token", "--person", "tester@example.org").stdout.strip()
    status, listed = installation.ask("GET", "/api/v1/actions?limit=200", token=token)
    assert status == 200, listed
    going = [
        one["id"] for one in listed["items"] if one["delivery"] in ("planned", "accepted", "in progress")
    ]
    return token, going[:12]


ACTIONS_OF_A_PLAN = 20


def plan_form(reference: str) -> tuple[bytes, dict[str, str]]:
    """An invented plan as the multipart form of an import, and its headers."""
    rows = [("No", "Recommendation", "Action", "Lead agency", "Target date")]
    rows += [
        (str(n), f"{reference} should ask {n}.", f"Step {n}.", "Anytown Police", "01/02/2027")
        for n in range(1, ACTIONS_OF_A_PLAN + 1)
    ]
    fields = {"review": reference, "open_review": "true", "commit": "true", "issued": "false"}
    parts = [
        f'--divide\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = '--divide\r\nContent-Disposition: form-data; name="file"; filename="plan.csv"\r\n\r\n'
    body = b"".join(parts) + head.encode() + commas(rows) + b"\r\n--divide--\r\n"
    return body, {"Content-Type": "multipart/form-data; boundary=divide"}

"""A master key that is lost, empty or another is one sentence of every command, and is never made anew."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from domain.store.keys import MasterKeyLost, make_master_key
from domain.store.master_key import MasterKey
from tests.api.cli.conftest import Dhr

COMMANDS = (
    "migrate",
    "demo",
    "remind",
    "remind --dry-run --json",
    "rebuild",
    "rebuild --check",
    "verify",
    "mail release",
    "partnership any Another",
    "person add Pat pat@example.org",
    "person list",
    "person admin pat@example.org",
    "token --person pat@example.org",
)
CONTENTS = (
    (None, "ut the file back"),
    (b"", "is not a master key: it has 0 bytes instead of 32."),
    (b"x" * 32, "is not the one of this database."),
)
COUNTS = """
    select (select count(*) from events), (select count(*) from text_keys), (select count(*) from api_tokens)
"""


def counted() -> object:
    """How much of everything there is."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return connection.execute(COUNTS).fetchone()


@pytest.mark.parametrize(("content", "words"), CONTENTS, ids=["lost", "empty", "another"])
def test_each_command_says_so_and_does_nothing(
    dhr_of_anytown: Dhr, tmp_path: Path, plan: Path, content: bytes | None, words: str
) -> None:
    """Exit status 1, one sentence, nothing recorded, no key made, and what lies there stays as it is."""
    key = tmp_path / "master.key"
    key.unlink()
    if content is not None:
        key.write_bytes(content)
    before = counted()
    importing = f"import {plan} --review DHR1 --open-review --commit"
    for command in (*COMMANDS, importing):
        said = dhr_of_anytown(*command.split())
        assert (said.status, said.out) == (1, ""), command
        assert words in said.err, command
        assert said.err.count("\n") == 1, (command, said.err)
        assert (key.read_bytes() if key.exists() else None) == content, command
    assert counted() == before


def test_without_its_proof_a_key_of_text_decides(dhr_of_anytown: Dhr, tmp_path: Path) -> None:
    """The row that proves the key is gone: no other key is taken, none is made, the right one proves it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        scope, name = tmp_path / "scope", b"x" * 16
        wrapped = MasterKey(tmp_path / "master.key").wrap(b"secret", name)
        connection.execute("delete from master_key_check")
        connection.execute(
            "insert into text_keys (id, scope, wrapped) values (%s, gen_random_uuid(), %s)",
            ["78787878-7878-7878-7878-787878787878", wrapped],
        )
        (tmp_path / "master.key").rename(scope)
        assert "has text that only it can open" in dhr_of_anytown("migrate").err
        make_master_key(tmp_path / "other.key")
        with pytest.raises(MasterKeyLost, match="is not the one of this database"):
            MasterKey(tmp_path / "other.key").check(connection)
        assert connection.execute("select count(*) from master_key_check").fetchone() == (0,)
        MasterKey(scope).check(connection)
        assert connection.execute("select count(*) from master_key_check").fetchone() == (1,)

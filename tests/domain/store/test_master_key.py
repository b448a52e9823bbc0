"""The file without which no confidential text can be read."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.store.keys import MasterKey, MasterKeyLost, make_master_key


def test_a_new_key_is_its_owners_alone(tmp_path: Path) -> None:
    """32 random bytes, readable by nobody else, and no draft left beside it."""
    make_master_key(tmp_path / "a")
    make_master_key(tmp_path / "b")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert len((tmp_path / "a").read_bytes()) == 32
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """A second making is refused, and the first key stays."""
    make_master_key(tmp_path / "key")
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(FileExistsError):
        make_master_key(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_of_many_who_make_one_one_succeeds(tmp_path: Path) -> None:
    """Two processes that start at once do not each have their own key."""

    def make(_: int) -> bool:
        try:
            make_master_key(tmp_path / "key")
        except FileExistsError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(make, range(8))) == [False] * 7 + [True]


def test_a_missing_key_is_said(tmp_path: Path) -> None:
    """The sentence names the file and what to do."""
    with pytest.raises(
        MasterKeyLost, match=r"cannot be read from .*gone\.key \(No such file.*Put the file back"
    ):
        MasterKey(tmp_path / "gone.key")


def test_a_broken_key_is_said(tmp_path: Path) -> None:
    """A file of another length is no key."""
    (tmp_path / "short").write_bytes(b"x" * 31)
    with pytest.raises(MasterKeyLost, match="it has 31 bytes instead of 32"):
        MasterKey(tmp_path / "short")


def test_what_was_wrapped_opens_under_its_name_alone(tmp_path: Path) -> None:
    """The wrapped key of one review cannot be put in the place of another's."""
    make_master_key(tmp_path / "key")
    key = MasterKey(tmp_path / "key")
    wrapped = key.wrap(b"secret", b"one")
    assert key.unwrap(wrapped, b"one") == b"secret"
    with pytest.raises(MasterKeyLost, match="is not the one of this database"):
        key.unwrap(wrapped, b"two")

"""The code that comes by mail: six digits that follow from a key and an id, and from nothing else."""

from uuid import UUID, uuid4

import pytest

from domain.sign_in import DIGITS, code_of, is_code_of

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
ONE = UUID("11111111-2222-4333-8444-555555555555")


def test_it_is_always_the_same() -> None:
    """It is kept nowhere, so it must come out again; a mail that goes a second time has the same."""
    assert code_of(KEY, ONE) == code_of(KEY, UUID(str(ONE)))


def test_it_follows_from_key_and_id() -> None:
    """Whoever has the database, and not the key, has no code."""
    identities = [uuid4() for _ in range(200)]
    codes = [code_of(KEY, one) for one in identities]
    assert {len(code) for code in codes} == {DIGITS}
    assert all(code.isdecimal() for code in codes)
    assert len(set(codes)) > len(codes) - 5
    assert sum(code_of(OTHER_KEY, one) == code for one, code in zip(identities, codes, strict=True)) < 5


@pytest.mark.parametrize("between", ["", " ", "-", "\u00a0", " . "])
def test_it_may_be_typed_as_it_is_shown(between: str) -> None:
    """With a space in the middle, or whatever a mail program makes of that."""
    code = code_of(KEY, ONE)
    assert is_code_of(KEY, ONE, f" {code[:3]}{between}{code[3:]}\n")


@pytest.mark.parametrize(
    "said", ["", "1", "12345", "1234567", "letters", "\u0661\u0662\u0663\u0664\u0665\u0666"]
)
def test_anything_else_is_not_it(said: str) -> None:
    """Too short, too long, no digits, or digits of another script."""
    assert not is_code_of(KEY, ONE, said)


def test_one_digit_off_is_not_it() -> None:
    """There is no nearly."""
    code = code_of(KEY, ONE)
    assert not is_code_of(KEY, ONE, f"{code[:-1]}{(int(code[-1]) + 1) % 10}")

"""Excerpts: the found words in their sentence, from word to word, with an ellipsis for what is left out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.excerpts import AFTER, BEFORE, BEGINNING, LONGEST, Span, excerpt

WORDS = " ".join(f"word{number}" for number in range(80))


def marked(text: str) -> str:
    """A text with the marks of the database in the place of brackets."""
    return text.replace("[", BEFORE).replace("]", AFTER)


def shown(text: str) -> str:
    """The excerpt as one text, what was found in brackets."""
    return "".join(f"[{one.text}]" if one.found else one.text for one in excerpt(marked(text)))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Train all [officers].", "Train all [officers]."),
        ("Train all [officers]. Ask them.", "Train all [officers]. Ask them."),
        (f"{WORDS}. Then train [officers].", "… Then train [officers]."),
        ("[Train] all. Then [train] all [officers].", "… Then [train] all [officers]."),
        ("Train all\n[Anytown] Police", "Train all … [Anytown] Police"),
        ("See 3.140(a) for [officers].", "See 3.140(a) for [officers]."),
        ("Nothing is marked.", "Nothing is marked."),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_the_sentence_that_says_most(text: str, short: str) -> None:
    """The first that says most of the words, with the next ones; the wording stands before anything else."""
    assert shown(text) == short


def test_a_long_sentence_is_cut_between_words() -> None:
    """Some words before the first that was found, and as many after it as there is room for."""
    found = shown(f"{WORDS} [officers] {WORDS}.")
    assert re.fullmatch(r"… word\d+ .*word79 \[officers\] word0 .*word\d+ …", found)
    assert len(found) <= LONGEST + len("… []…") + 1


def test_a_long_text_without_what_was_found_shows_its_beginning() -> None:
    """As for what is found by its number alone."""
    found = shown(f"{WORDS}.")
    assert found.startswith("word0 word1")
    assert re.search(r" word\d+ …$", found)


def test_of_a_long_wording_the_beginning_stands_before_its_agency() -> None:
    """Where the words are found in the agency, whoever looks still sees what the action is."""
    found = shown(f"{WORDS}.\nAnytown [Police]")
    assert found.startswith("word0 ")
    assert found.endswith(" … Anytown [Police]")
    assert len(found) < BEGINNING + 40


def test_a_word_without_an_end_is_cut() -> None:
    """Nobody is shown four thousand letters in one piece."""
    assert len(shown("x" * 4000)) <= LONGEST + 2
    assert len(shown(f"[{'x' * 4000}]")) <= LONGEST + 2


PARTS = st.lists(st.sampled_from(["ab", "[cde]", " ", ". ", "\n", "…", "12.3", "?"]), max_size=200)


@given(PARTS)
def test_an_excerpt_is_of_its_text(parts: list[str]) -> None:
    """Whatever the text: pieces of it, not too long, and a word that was found where there is one."""
    text = re.sub(r"\[cde\](?=\[)", "[cde] ", "".join(parts))
    spans = excerpt(marked(text))
    plain = text.translate({ord("["): None, ord("]"): None})
    assert all(one.text in plain or one.text.strip(" …") == "" for one in spans)
    assert sum(len(one.text) for one in spans) <= BEGINNING + LONGEST + 10
    assert any(one.found for one in spans) == ("[cde]" in text)
    assert all(one.text == "cde" for one in spans if one.found)
    assert Span("", found=False) not in spans

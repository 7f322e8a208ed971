"""Words are found by their beginnings, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.search import LONGEST_WORD, MOST_WORDS, matches, normalise, words_of


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("søv", "Bo spurgte til SØVNEN", True),
        ("øvn", "søvnen", False),
        ("arbejde møde", "Møde om arbejdet", True),
        ("arbejde ferie", "Møde om arbejdet", False),
        ("århus", "Aarhus", True),
        ("aarhus", "I A\u030arhus", True),
        ("cafe", "Café Blå", True),
        ("ø", "o", False),
        ("o", "ø", False),
        ("", "Amal", False),
        ("!!!", "Amal", False),
        (".*", "Amal", False),
        ("part", "full_part", True),
        ("STRASSE", "Straße", True),
    ],
)
def test_amal_finds_her_words(query: str, text: str, found: bool) -> None:
    assert matches(words_of(query), text) is found


def test_a_query_has_bounds() -> None:
    assert len(words_of("a b c d e f g h i j k")) == MOST_WORDS
    assert [len(word) for word in words_of("x" * 1_000_000)] == [LONGEST_WORD]


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_every_text_is_found_by_its_own_first_words(text: str) -> None:
    words = words_of(text)
    assert matches(words, text) is bool(words)

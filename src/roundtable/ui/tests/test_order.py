"""Names stand where a reader of the language looks for them."""

import pytest
from django.utils import translation

from roundtable.ui.order import in_order

PEOPLE = ["Zoe", "Ærø", "Aage", "Østen", "Åse", "Émile", "Bo", "Ane"]


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("da", ["Ane", "Bo", "Émile", "Zoe", "Ærø", "Østen", "Aage", "Åse"]),
        ("nl", ["Aage", "Ærø", "Ane", "Åse", "Bo", "Émile", "Østen", "Zoe"]),
        ("en", ["Aage", "Ærø", "Ane", "Åse", "Bo", "Émile", "Østen", "Zoe"]),
    ],
)
def test_names_are_sorted_as_the_readers_alphabet_goes(language: str, ordered: list[str]) -> None:
    with translation.override(language):
        assert in_order(PEOPLE, str) == ordered


def test_rows_of_one_name_keep_their_order() -> None:
    assert in_order([("Bo", 2), ("Ane", 1), ("Bo", 1)], lambda row: row[0]) == [("Ane", 1), ("Bo", 2), ("Bo", 1)]

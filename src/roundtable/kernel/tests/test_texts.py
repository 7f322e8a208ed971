"""What people write is kept whole, or refused with the line and the reason."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel import texts
from roundtable.kernel.refusal import Refusal


def test_amal_pastes_from_a_word_processor_and_keeps_every_line() -> None:
    assert texts.clean_text("One\r\nTwo\rThree\x0bFour\u2028Five", 100) == "One\nTwo\nThree\nFour\nFive"


def test_letters_typed_in_two_parts_are_kept_as_one() -> None:
    assert texts.clean_text("A\u030arhus", 6) == "Århus"


def test_emoji_flags_and_arabic_marks_are_kept() -> None:
    kept = "👩‍👧 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f مرحبا\u200f!"
    assert texts.clean_text(kept, 100) == kept


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_an_invisible_control_character_is_refused_with_its_line(sign: str) -> None:
    with pytest.raises(texts.UnreadableCharacter) as caught:
        texts.clean_text(f"first\nsecond secret{sign}\nthird", 100)
    assert caught.value.params == {"line": 2, "character": f"U+{ord(sign):04X}"}
    assert "secret" not in caught.value.english()


@pytest.mark.parametrize("sign", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_a_text_that_would_read_differently_for_bo_is_refused(sign: str) -> None:
    with pytest.raises(texts.HiddenDirection):
        texts.clean_text(f"yes{sign}no", 100)


def test_a_text_too_long_says_how_much_room_there_is() -> None:
    with pytest.raises(texts.TextTooLong) as caught:
        texts.clean_text("x" * 101, 100)
    assert caught.value.params == {"length": 101, "max_length": 100}
    with pytest.raises(texts.TextTooLong):
        texts.clean_text("x" * 1_000_000, 100)


def test_a_text_that_fills_the_room_exactly_is_kept() -> None:
    assert len(texts.clean_text(" " + "x" * 100 + "\n", 100)) == 100


@given(st.text(st.characters(exclude_categories=())))
def test_cleaning_twice_changes_nothing_and_nothing_unseen_gets_through(value: str) -> None:
    try:
        once = texts.clean_text(value, 1000)
    except Refusal:
        return
    assert texts.clean_text(once, 1000) == once
    assert not [sign for sign in once if sign not in "\n\t" and unicodedata.category(sign) in ("Cc", "Cs")]
    once.encode("utf-8")


def test_a_headline_is_one_line_that_says_something() -> None:
    assert texts.clean_headline("  Mornings  are hard. ") == "Mornings are hard"
    assert texts.clean_headline("And then ...") == "And then ..."
    with pytest.raises(texts.MoreThanOneLine):
        texts.clean_headline("one\ntwo")
    for nothing in ("", "   ", "...", "🙂"):
        with pytest.raises(texts.TextMissing):
            texts.clean_headline(nothing)
    with pytest.raises(texts.TextTooLong):
        texts.clean_headline("x" * 121)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Amal", "A"),
        ("Åse Østergaard", "ÅØ"),
        ("Jean-Luc de Vries", "JV"),
        ("o'Neil", "O"),
        ("", "?"),
        ("🙂", "?"),
        ("ßen", "ß"),
        ("(Bo)", "B"),
    ],
)
def test_each_seat_has_one_or_two_letters(name: str, short: str) -> None:
    assert texts.initials(name) == short


def test_names_stand_in_the_danish_order() -> None:
    assert sorted(["Åge", "Øjvind", "Æske", "bo", "Zoe", "Amal"], key=texts.sort_key) == ["Amal", "bo", "Zoe", "Æske", "Øjvind", "Åge"]
    assert texts.sort_key("A\u030age") == texts.sort_key("Åge")

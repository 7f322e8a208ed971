"""Fields: what people type comes in whole, or is refused in words that help, with nothing lost."""

import doctest
import uuid
from datetime import date, time

import pytest
from django import forms

from roundtable.ui import fields
from roundtable.ui.fields import DateField, OnceField, PlainText, TimeField


class Message(forms.Form):
    """What Amal writes to Bo."""

    text = PlainText(label="Your message")
    once = OnceField()


def sent(text: str, once: str = "4c1c1df2-0bd2-4a55-8f83-2f7f6d1f5d05") -> Message:
    """The form as Amal sent it."""
    return Message({"text": text, "once": once})


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(fields).failed == 0


def test_amals_words_come_in_as_she_wrote_them_with_one_kind_of_newline() -> None:
    form = sent("  Hej Bo,\r\njeg er træt.\rI dag 😀 <b>ikke</b> & i morgen \u2028heller\tikke  ")
    assert form.is_valid()
    assert form.cleaned_data["text"] == "Hej Bo,\njeg er træt.\nI dag 😀 <b>ikke</b> & i morgen \nheller\tikke"


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_a_control_character_is_refused_and_the_text_comes_back_without_it(bad: str) -> None:
    form = sent(f"before{bad}after")
    assert form.errors.as_data()["text"][0].code == "hidden_characters"
    assert form["text"].value() == "beforeafter"
    again = sent(form["text"].value())
    assert again.is_valid(), "sending again what came back is enough"


@pytest.mark.parametrize("mark", [*"\u202a\u202b\u202c\u202d\u202e", *"\u2066\u2067\u2068\u2069"])
def test_a_mark_that_turns_the_reading_direction_is_refused_and_taken_out(mark: str) -> None:
    form = sent(f"yes{mark}on")
    assert form.errors.as_data()["text"][0].code == "direction"
    assert form["text"].value() == "yeson"


def test_arabic_and_hebrew_words_need_no_marks_and_are_taken_as_they_are() -> None:
    form = sent("שלום and مرحبا\u200f!")
    assert form.is_valid()
    assert form.cleaned_data["text"] == "שלום and مرحبا\u200f!"


def test_a_megabyte_is_refused_with_both_numbers_and_kept() -> None:
    form = sent("æ" * 1_000_000)
    (sentence,) = form.errors["text"]
    assert "1,000,000" in sentence and "10,000" in sentence
    assert len(form["text"].value()) == 1_000_000
    assert 'maxlength="' not in str(form["text"]), "a browser would cut a pasted text without a word"


def test_everything_wrong_with_a_text_is_said_at_once() -> None:
    faults = sent("\x00\u202e" + "æ" * 10_001).errors.as_data()["text"]
    assert [fault.code for fault in faults] == ["hidden_characters", "direction", "too_long"]
    nothing = sent("\x00 \u202e").errors.as_data()["text"]
    assert [fault.code for fault in nothing] == ["hidden_characters", "direction", "required"]


def test_the_limit_counts_characters_after_tidying() -> None:
    field = PlainText(max_length=5)
    assert field.clean(" \r\n12345\r\n ") == "12345"
    assert field.clean("😀" * 5) == "😀" * 5
    with pytest.raises(forms.ValidationError, match="There is room for 5"):
        field.clean("😀" * 6)


def test_an_empty_message_is_refused_and_an_optional_one_is_not() -> None:
    assert sent(" \r\n ").errors["text"] == ["Write something here first."]
    assert PlainText(required=False).clean("  ") == ""


def test_one_line_stays_one_line_even_when_a_newline_is_forged() -> None:
    assert PlainText(multiline=False).clean("Your letter\r\nBcc: Dag") == "Your letter Bcc: Dag"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-03",
        "3.12.2026",
        "03.12.2026",
        "3/12-2026",
        "3/12/2026",
        "3-12-2026",
        " 3. 12. 2026 ",
        "3. december 2026",
        "3 Dec 2026",
        "3. dec. 2026",
    ],
)
def test_a_day_is_read_however_people_here_write_it(typed: str) -> None:
    assert DateField().clean(typed) == date(2026, 12, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "31.2.2026",
        "2026-13-01",
        "3.12.26",
        "12/2026",
        "tomorrow",
        "0.1.2026",
        "٣.١٢.٢٠٢٦",
        "3.12.2026\x00",
        "1" * 1_000_000,
        "3. smarch 2026",
    ],
)
def test_a_day_that_cannot_be_told_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"for example 3\.12\.2026") as refused:
        DateField().clean(typed)
    assert refused.value.code == "unclear"


def test_a_day_out_of_range_is_refused_with_the_nearest_possible_day() -> None:
    field = DateField(earliest=date(2026, 11, 21), latest=lambda: date(2027, 11, 20))
    assert field.clean("21.11.2026") == date(2026, 11, 21)
    assert field.clean("20.11.2027") == date(2027, 11, 20)
    with pytest.raises(forms.ValidationError, match=r"first possible day is 21\.11\.2026"):
        field.clean("20.11.2026")
    with pytest.raises(forms.ValidationError, match=r"last possible day is 20\.11\.2027"):
        field.clean("21.11.2027")
    with pytest.raises(forms.ValidationError, match="too early"):
        DateField().clean("1.1.1066")


def test_an_optional_day_may_be_empty_and_a_needed_one_may_not() -> None:
    assert DateField(required=False).clean("  ") is None
    with pytest.raises(forms.ValidationError, match="Write a date first"):
        DateField().clean("")


@pytest.mark.parametrize("typed", ["10:00", "10.00", "kl. 10", "kl 10.00", "10"])
def test_a_time_is_read_however_people_here_write_it(typed: str) -> None:
    assert TimeField().clean(typed) == time(10, 0)


@pytest.mark.parametrize("typed", ["24:00", "10:60", "ten", "-1", "10:0", "١٠"])
def test_a_time_that_cannot_be_told_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="could not read this time"):
        TimeField().clean(typed)


def test_days_and_times_already_known_are_shown_as_people_write_them() -> None:
    assert DateField().prepare_value(date(2026, 12, 3)) == "3.12.2026"
    assert TimeField().prepare_value(time(9, 5)) == "09:05"


def test_a_form_carries_one_token_through_a_refusal_and_two_forms_carry_two() -> None:
    assert Message()["once"].value() != Message()["once"].value()
    form = sent("")
    assert form["once"].value() == "4c1c1df2-0bd2-4a55-8f83-2f7f6d1f5d05"
    assert "text" in form.errors and "once" not in form.errors


@pytest.mark.parametrize("forged", ["", "not-a-token", "1" * 1_000_000, "\x00"])
def test_a_broken_token_is_refused_and_a_fresh_one_put_in(forged: str) -> None:
    form = sent("Hej", once=forged)
    assert form.errors["once"] == ["This page was not complete. Everything you wrote is kept here. Send it again."]
    assert uuid.UUID(form["once"].value())
    assert form["text"].value() == "Hej"

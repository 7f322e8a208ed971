"""One question at a time: the same form, question by question, nothing lost on the way, nothing sent before the last."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from roundtable.ui.calm import Calm, set_calm
from roundtable.ui.fields import DateField, OnceField, PlainText
from roundtable.ui.slowly import Slowly


class Asked(Slowly):
    """Three questions, one of them with two fields."""

    how = forms.ChoiceField(label="How?", widget=forms.RadioSelect, choices=[("phone", "By phone"), ("here", "Here")])
    on = DateField(label="On which day?")
    text = PlainText(label="Something else?", required=False)
    topics = forms.MultipleChoiceField(label="About?", choices=[("a", "A"), ("b", "B")], required=False)
    once = OnceField()

    def questions(self) -> list[list[str]]:
        return [["how"], ["on", "text"], ["topics"]]


@pytest.fixture(autouse=True)
def slowly() -> Iterator[None]:
    set_calm(Calm(slow=True, keeps=True))
    yield
    set_calm(None)


def sent(form: Asked) -> dict[str, list[str]]:
    """What a browser would send: everything that stands in the form."""
    import re

    html, data = str(form), dict[str, list[str]]()
    for tag in re.findall(r"<input[^>]*>", html):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") in ("radio", "checkbox") and "checked" not in tag:
            continue
        data.setdefault(said["name"], []).append(said.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s*([^<]*)</textarea>', html):
        data[name] = [text]
    return data


def posted(form: Asked, **typed: Any) -> Asked:
    data = QueryDict(mutable=True)
    for name, values in sent(form).items():
        data.setlist(name, values)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return Asked(data)


def test_each_question_stands_alone_and_the_answers_travel_along() -> None:
    first = Asked(initial={"text": "kept\nwords"})
    assert "How?" in str(first) and "On which day?" not in str(first) and "Question 1 of 3" in str(first) and "Back" not in str(first)
    second = posted(first, how="phone")
    assert not second.is_valid() and not second.errors
    assert "On which day?" in str(second) and "By phone" not in str(second) and "Back" in str(second)
    third = posted(second, on="3.12.2026", text="Line one\nline two")
    assert not third.is_valid() and "About?" in str(third) and "Question 3 of 3" in str(third)
    answers = posted(third, topics=["a", "b"])
    assert not answers.is_valid() and not answers.errors
    last = posted(answers)
    assert last.is_valid(), last.errors
    assert last.cleaned_data["how"] == "phone" and last.cleaned_data["on"].isoformat() == "2026-12-03"
    assert last.cleaned_data["text"] == "Line one\nline two" and last.cleaned_data["topics"] == ["a", "b"]
    assert last.cleaned_data["once"] is not None and str(last.cleaned_data["once"]) == sent(first)["once"][0]


def shown(before: Asked, **typed: Any) -> Asked:
    """The next page: nothing is sent by it, and nothing refused."""
    form = posted(before, **typed)
    assert not form.is_valid() and not form.errors
    return form


def asked_through() -> Asked:
    """The form with every question answered, at the page that shows the answers."""
    return shown(shown(shown(Asked(), how="phone"), on="3.12.2026", text="Line one"), topics=["a"])


def test_the_last_page_shows_the_answers_and_nothing_is_sent_before_it() -> None:
    answers = asked_through()
    html = str(answers)
    step = answers.step
    assert step is not None and step.answers and step.last and "Nothing is sent yet" in html and "Go on" not in html
    assert [(one.question, one.lines) for one in answers.answers()] == [
        ("How?", ("By phone",)),
        ("On which day?", ("3.12.2026", "Something else?: Line one")),
        ("About?", ("A",)),
    ]
    assert "Left empty" not in html and posted(answers).is_valid()
    named = Asked(QueryDict("text=more"))
    assert named.answers()[1].lines == ("Something else?: more",) and named.answers()[2].lines == ()
    empty = shown(shown(shown(Asked(), how="here"), on="3.12.2026"), topics=[])
    assert "Left empty" in str(empty)


def test_an_answer_is_changed_from_there_and_the_answers_are_shown_again() -> None:
    answers = asked_through()
    again = shown(answers, _to="how")
    assert "Question 1 of 3" in str(again) and sent(again)["how"] == ["phone"]
    back = shown(again, how="here", _go="on")
    assert "Nothing is sent yet" in str(back) and back.answers()[0].lines == ("Here",)
    assert posted(back).is_valid()
    wrong = posted(shown(asked_through(), _to="on"), on="31.2.2026", _go="on")
    assert not wrong.is_valid() and list(wrong.errors) == ["on"] and "Question 2 of 3" in str(wrong)


def test_what_is_refused_in_the_end_leads_to_the_question_it_is_about() -> None:
    last = posted(asked_through())
    assert last.is_valid()
    last.add_error("text", "Not so.")
    assert "Question 2 of 3" in str(last) and "Not so." in str(last)


def test_only_the_open_question_is_refused_and_what_was_typed_stays() -> None:
    second = posted(Asked(), how="here")
    second.is_valid()
    wrong = posted(second, on="31.2.2026", text="stays")
    assert not wrong.is_valid() and list(wrong.errors) == ["on"]
    assert "31.2.2026" in str(wrong) and "stays" in str(wrong) and "Question 2 of 3" in str(wrong)
    assert not Asked(QueryDict("_at=how")).is_valid()


def test_one_can_go_back_without_being_told_off() -> None:
    second = posted(Asked(), how="here")
    second.is_valid()
    back = posted(second, on="rubbish", _go="back")
    assert not back.is_valid() and not back.errors and "Question 1 of 3" in str(back)
    assert sent(back)["on"] == ["rubbish"] and sent(back)["how"] == ["here"]


@pytest.mark.parametrize("at", ["", "nothing", "once", "x" * 1000, "<script>"])
def test_a_question_that_is_not_asked_leads_to_the_first(at: str) -> None:
    form = Asked(QueryDict("", mutable=True) | {"_at": at, "how": "phone"})  # type: ignore[operator]
    assert not form.is_valid() and "<script>" not in str(form)


def test_who_skips_to_the_end_is_led_to_the_first_thing_that_is_missing() -> None:
    skipped = posted(Asked(), _at="_answers")
    assert not skipped.is_valid() and "Question 1 of 3" in str(skipped) and "how" in skipped.errors


def test_what_was_kept_comes_back_whole_and_nothing_is_refused() -> None:
    data = QueryDict("how=phone&on=rubbish&text=half a&_resume=1&_kept=0c6a&_at=on", mutable=True)
    form = Asked(data)
    assert not form.is_valid() and not form.errors and "Question 2 of 3" in str(form), "where its writer stopped"
    assert sent(form)["on"] == ["rubbish"] and sent(form)["_kept"] == ["0c6a"] and "_resume" not in sent(form)


def test_for_everybody_else_it_is_the_whole_form_at_once() -> None:
    set_calm(Calm())
    html = str(Asked())
    assert all(words in html for words in ("How?", "On which day?", "About?")) and "Question" not in html and "_at" not in html
    assert not Asked().can_be_kept
    data = QueryDict("how=phone&on=3.12.2026", mutable=True)
    data["once"] = sent(Asked())["once"][0]
    assert Asked(data).is_valid()


class Changed(Asked):
    """The same about what stands already."""

    changes = True


def test_what_stands_already_is_shown_first_and_one_thing_of_it_is_changed_alone() -> None:
    first = Changed(initial={"how": "phone", "on": "3.12.2026", "topics": ["a"]})
    html = str(first)
    assert first.step is not None and first.step.stands and "This is how it is now" in html and "Are these your answers?" not in html
    one = Changed(_data(first, _to="how"))
    assert not one.is_valid() and not one.errors
    assert "How?" in str(one) and "Question" not in str(one) and "On which day?" not in str(one)
    back = Changed(_data(one, how="here", _go="back"))
    assert not back.is_valid() and back.step is not None and back.step.answers, "back is to the answers, not to another question"
    changed = Changed(_data(one, how="here", _go="on"))
    assert not changed.is_valid() and "Are these your answers?" in str(changed) and changed.answers()[0].lines == ("Here",)
    assert changed.step is not None and not changed.step.stands and not changed.step.goes_back
    last = Changed(_data(changed))
    assert last.is_valid() and last.cleaned_data["how"] == "here" and last.cleaned_data["topics"] == ["a"]


def _data(form: Asked, **typed: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in sent(form).items():
        data.setlist(name, values)
    for name, value in typed.items():
        data[name] = value
    return data


def test_the_way_back_stands_after_what_sends() -> None:
    page = Template("{% load ui %}{{ form }}{% send_button 'Send it' form=form %}").render(Context({"form": asked_through()}))
    assert page.count('value="back"') == 1 and page.index("Send it") < page.index('value="back"')

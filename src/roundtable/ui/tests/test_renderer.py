"""Forms as HTML: everything that explains a field is tied to it."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines

from roundtable.ui.fields import Choice, DateField, OnceField, PlainText
from roundtable.ui.table import Readers, SeatMark

AMAL = SeatMark("Amal", "AH", "", reads=True, is_citizen=True, is_me=True)
BO = SeatMark("Bo Lund", "BL", "Mental health services", "dots", reads=True)
CLEO = SeatMark("Cleo Dahl", "CD", "Jobcentre", "stripe")


class Meeting(forms.Form):
    """One field of each kind."""

    text = PlainText(label="What matters to you?", help_text="In your own words", readers=Readers("You and Bo", (AMAL, BO, CLEO)))
    on = DateField(label="When?", required=False)
    channel = forms.ChoiceField(
        label="How?", widget=forms.RadioSelect, choices=[("here", Choice("Here", "Ground floor")), ("phone", "Phone")]
    )
    topics = forms.MultipleChoiceField(
        label="About what?", widget=forms.CheckboxSelectMultiple, choices=[("a", "Sleep"), ("b", "Work")], required=False
    )
    place = forms.ChoiceField(label="Where?", choices=[("", "Choose one"), ("a", "Ashfield")])
    read = forms.BooleanField(label="I have read it")
    paper = forms.FileField(label="A paper", required=False)
    once = OnceField()


class Elements(HTMLParser):
    """Collects every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.found if attrs.get("id")]


def page(source: str, **context: object) -> str:
    """A template's HTML."""
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def refused() -> Meeting:
    """A form with something wrong in every field that can be wrong."""
    return Meeting({"text": "", "on": "soon", "channel": "raven", "topics": ["zzz"]})


@pytest.mark.parametrize("form", [Meeting(), refused()], ids=["empty", "refused"])
def test_every_reference_leads_somewhere_and_no_id_is_used_twice(form: Meeting) -> None:
    elements = Elements(page("{{ form }}", form=form))
    ids = elements.ids()
    assert len(ids) == len(set(ids))
    for tag, attrs in elements.found:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for target in (attrs.get(name) or "").split():
                assert target in ids, f"{tag} {name}={target}"
        if tag == "a" and (attrs.get("href") or "#").startswith("#") and attrs.get("href") != "#help-now":
            assert attrs["href"].removeprefix("#") in ids


@pytest.mark.parametrize("form", [Meeting(), refused()], ids=["empty", "refused"])
def test_every_box_has_a_label(form: Meeting) -> None:
    elements = Elements(page("{{ form }}", form=form))
    labelled = {attrs["for"] for tag, attrs in elements.found if tag == "label"}
    boxes = [attrs for tag, attrs in elements.found if tag in {"input", "textarea", "select"} and attrs.get("type") != "hidden"]
    assert len(boxes) == 9
    assert {box["id"] for box in boxes} == labelled


def test_a_text_box_as_golden_html() -> None:
    class One(forms.Form):
        name = PlainText(label="Name & title", multiline=False, help_text="As on <your> door")

    html = re.sub(r">\s+<", "><", str(One({"name": ""})["name"].as_field_group()))
    assert html == (
        '<div class="govuk-form-group govuk-form-group--error">'
        '<label class="govuk-label" for="id_name">Name &amp; title</label>'
        '<div class="govuk-hint" id="id_name_helptext">As on &lt;your&gt; door</div>'
        '<p class="govuk-error-message" id="id_name_error"><span class="govuk-visually-hidden">Please check:</span>'
        " Write something here first. </p>"
        '<input type="text" name="name" autocomplete="off" aria-invalid="true" aria-describedby="id_name_helptext id_name_error" '
        'class="govuk-input govuk-input--error" id="id_name"></div>'
    )


def test_nobody_reads_this_at_once_stands_above_every_free_text_and_is_read_with_it() -> None:
    class Two(forms.Form):
        mine = PlainText(label="Mine")
        plain = forms.CharField(label="Django's own", widget=forms.Textarea)
        line = PlainText(label="A line", multiline=False)

    html = page("{{ form }}", form=Two())
    assert html.count("Nobody reads this at once.") == 2
    for name in ("mine", "plain"):
        assert html.index(f'id="id_{name}_calm"') < html.index(f'<textarea name="{name}"')
        assert re.search(rf'<textarea name="{name}"[^>]*aria-describedby="id_{name}_calm', html)


def test_what_may_stay_empty_says_so_and_browsers_do_not_scold() -> None:
    html = page("{{ form }}", form=Meeting())
    assert html.count("(you can leave this empty)") == 3
    assert " required" not in html


def test_the_summary_leads_to_each_place_and_stands_once() -> None:
    html = page("{% error_summary form %}<h1>Meeting</h1>{{ form }}", form=refused())
    assert html.count("data-error-summary") == 1
    assert html.index("data-error-summary") < html.index("<h1>")
    for target in ("id_text", "id_on", "id_channel_0", "id_topics_0", "id_place", "id_read"):
        assert f'<a href="#{target}">' in html
    assert "This page was not complete" in html, "a hidden field's refusal is said too"
    assert page("{{ form }}", form=refused()).count("data-error-summary") == 1, "a page that forgets it still gets it"
    assert "data-error-summary" not in page("{% error_summary form %}{{ form }}", form=Meeting())


def test_the_summary_names_each_field_before_what_to_do() -> None:
    class Two(forms.Form):
        born = DateField(label="Date of birth")
        day = DateField(label="On which day?")
        mine = PlainText(label="Given name", multiline=False)

    form = Two({"born": "x", "day": "y", "mine": ""})
    form.fields["mine"].summary_label = "Given name, person 2"  # type: ignore[attr-defined]
    html = page("{% error_summary form %}{{ form }}", form=form)
    assert '<a href="#id_born">Date of birth: We could not read this date.' in html
    assert '<a href="#id_day">On which day? We could not read this date.' in html
    assert '<a href="#id_mine">Given name, person 2: Write something here first.</a>' in html
    assert "summary_label" not in html and html.count("person 2") == 1


def test_what_was_typed_comes_back_escaped() -> None:
    form = Meeting({"text": "</textarea><script>alert(1)</script>\u202e", "on": '"><img src=x>', "place": '"><svg>'})
    html = page("{{ form }}", form=form)
    assert "<script>" not in html and "<img" not in html and "<svg" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;" in html


def test_an_explained_choice_shows_its_explanation_beside_the_button() -> None:
    html = page("{{ form }}", form=Meeting())
    assert '<div class="govuk-hint govuk-radios__hint" id="id_channel_0_hint">Ground floor</div>' in html
    assert re.search(r'<input type="radio"[^>]*id="id_channel_0"[^>]*aria-describedby="id_channel_0_hint"', html)


def test_who_will_read_it_stands_beside_the_send_button_in_words_and_picture() -> None:
    html = page('{% send_button "Send to Bo" form=form %}', form=Meeting())
    assert ">Send to Bo</button>" in html and "<strong>You and Bo</strong>" in html
    assert html.count("rt-seat--reads") == 2 and html.count("rt-seat--empty") == 1


def test_readers_said_on_the_button_or_the_form_win_over_the_fields() -> None:
    form = Meeting()
    form.readers = Readers("Everyone at your table")  # type: ignore[attr-defined]
    assert "Everyone at your table" in page('{% send_button "Send" form=form %}', form=form)
    html = page('{% send_button "Keep" form=form readers="Only you" kind="secondary" name="keep" value="1" %}', form=form)
    assert "Only you" in html and "Everyone" not in html and 'name="keep" value="1"' in html


def test_our_templates_use_no_variable_that_is_not_there() -> None:
    for form in (Meeting(), refused()):
        assert "UNDEFINED" not in page('{% error_summary form %}{{ form }}{% send_button "Send" form=form %}', form=form)

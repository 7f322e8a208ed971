"""What notes, messages and contacts ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from roundtable.casework.notes.rules import LINE_CHARACTERS, MINE, MOST_CHARACTERS, MOST_MINUTES, ContactHow, ContactState, layered
from roundtable.kernel.texts import TextMissing, clean_headline
from roundtable.ui.fields import DateField, OnceField, PlainText, TimeField
from roundtable.ui.slowly import Slowly
from roundtable.ui.table import Readers

Choices = Sequence[tuple[str, Any]]


class Headline(PlainText):
    """One line that says something where it stands alone, or nothing at all. `half`: in a text that is not finished, anything goes."""

    half = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(multiline=False, max_length=LINE_CHARACTERS, **kwargs)

    def to_python(self, value: Any) -> str:
        """The line, refused at its field where it holds no letter and no digit."""
        text = super().to_python(value)
        try:
            return clean_headline(text, LINE_CHARACTERS) if text and not self.half else text
        except TextMissing:
            raise ValidationError(_("Write a word or two here: a sign alone says nothing to who reads only this line.")) from None


class _Written(forms.Form):
    """A text with its token and, where it was taken up again, the draft it came from."""

    once = OnceField()
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, readers: Readers | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers
        for field in self.fields.values() if "keep" in self.data else ():  # kept half-written: nothing needs to be complete
            if isinstance(field, PlainText):
                field.required = False
            if isinstance(field, Headline):
                field.half = True


class MessageForm(_Written):
    """A message to one person."""

    body = PlainText(label=_("Your message"), max_length=MOST_CHARACTERS, rows=5)
    more = PlainText(
        label=_("More, for who wants to read it"),
        help_text=_("It stands folded under your message. A rule in full, or the reasons, has its place here."),
        required=False,
        max_length=MOST_CHARACTERS,
        rows=4,
    )

    def text(self) -> str:
        """Both layers as one text. Takes a valid form."""
        return layered(self.cleaned_data["body"], self.cleaned_data["more"])


class NotebookForm(_Written, Slowly):
    """An entry in one's own notebook."""

    together = (("headline", "body"),)

    headline = Headline(label=_("Headline"), required=False)
    body = PlainText(label=_("Your thoughts"), max_length=MOST_CHARACTERS, rows=6)


class NoteForm(_Written):
    """A professional's note: who shall read it comes first."""

    about = forms.ChoiceField(label=_("Whom is it about?"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("Who shall read it?"), widget=forms.RadioSelect)
    whose = forms.ChoiceField(label=_("Whose words are these?"), widget=forms.RadioSelect, required=False)
    headline = Headline(label=_("Headline"), required=False)
    body = PlainText(label=_("Your note"), max_length=MOST_CHARACTERS, rows=8)
    line = Headline(
        label=_("One line others may ask for"),
        required=False,
        help_text=_("It is kept as a text of its own, for the same people. It can be shared later without the rest."),
    )

    def __init__(self, *args: Any, places: Choices, about: Choices, whose: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "place", places)
        _choose(self, "about", about)
        _choose(self, "whose", whose)
        if self.initial.get("draft"):  # a half-written text does not keep whose it was: asked anew, never guessed
            self.fields["whose"].initial = None

    def clean(self) -> dict[str, Any]:
        """A citizen's words stand where that citizen reads them, not with somebody else of the family."""
        values = super().clean() or {}
        whose, keeps = values.get("whose"), "keep" in self.data
        if not whose and values.get("draft") and not keeps and "whose" not in self.errors:
            self.add_error("whose", _("Choose whose words these are."))
        if whose and whose != MINE and not keeps and values.get("place") != "table" and values.get("about") not in (None, whose):
            self.add_error("about", _("Choose the one who said it. Others of the family would read it here."))
        return values

    def said_by(self) -> UUID | None:
        """The citizen whose words a scribe writes down; None for the writer's own. Takes a valid form."""
        whose = self.cleaned_data.get("whose") or MINE
        return None if whose == MINE else UUID(whose)


class CorrectForm(_Written, Slowly):
    """The right text, in the layers of the first, and why the first was not."""

    together = (("body", "more"),)

    reason = Headline(label=_("What was wrong?"), help_text=_("For example: the wrong day."))
    body = PlainText(label=_("The right text"), max_length=MOST_CHARACTERS, rows=6)
    more = PlainText(
        label=_("More, for who wants to read it"),
        help_text=_("It stands folded under your text."),
        required=False,
        max_length=MOST_CHARACTERS,
        rows=4,
    )

    def text(self) -> str:
        """Both layers as one text. Takes a valid form."""
        return layered(self.cleaned_data["body"], self.cleaned_data["more"])

    def in_one_layer(self) -> None:
        """A text that has no second layer, where none can be written, asks for none. What was typed into one stays."""
        if not self["more"].value():
            del self.fields["more"]


HOW: Choices = (
    (ContactHow.TALK, _("We met")),
    (ContactHow.PHONE, _("By telephone")),
    (ContactHow.VIDEO, _("By video")),
    (ContactHow.VISIT, _("A visit")),
    (ContactHow.TREATMENT, _("A treatment hour")),
    (ContactHow.PUBLIC, _("A meeting with several people")),
)
STATES: Choices = (
    (ContactState.HELD, _("Held")),
    (ContactState.PLANNED, _("Planned")),
    (ContactState.MOVED, _("Moved")),
    (ContactState.DID_NOT_COME, _("Did not come")),
    (ContactState.WE_CANCELLED, _("We cancelled")),
)


class ContactForm(_Written):
    """A contact in twenty seconds: everything but the line is filled in."""

    about = forms.ChoiceField(label=_("With whom?"), widget=forms.RadioSelect)
    line = PlainText(label=_("One line"), required=False, multiline=False, max_length=LINE_CHARACTERS)
    how = forms.ChoiceField(label=_("How?"), choices=HOW, initial=ContactHow.TALK)
    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[row for row in STATES if row[0] != ContactState.MOVED],
        initial=ContactState.HELD,
    )
    day = DateField(label=_("Day"), earliest=date(2000, 1, 1), latest=date(2100, 12, 31))
    time = TimeField(label=_("At"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    place = forms.ChoiceField(label=_("Who shall know of it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: Choices, about: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "place", places)
        _choose(self, "about", about)


class MarkForm(forms.Form):
    """What became of a contact."""

    state = forms.ChoiceField(
        label=_("What became of it?"), widget=forms.RadioSelect, choices=[row for row in STATES if row[0] != ContactState.PLANNED]
    )
    minutes = forms.IntegerField(
        label=_("Minutes, if it was held"),
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    day = DateField(label=_("New day, if it was moved"), required=False, earliest=date(2000, 1, 1))
    time = TimeField(label=_("New time, if it was moved"), required=False)

    def clean(self) -> dict[str, Any]:
        """What was moved has its new day and time."""
        values = super().clean() or {}
        for name in ("day", "time") if values.get("state") == ContactState.MOVED else ():
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return values


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Fill in the choices of this case; a choice of one is no question."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
    field.initial = form.initial.get(name) or (choices[0][0] if choices else None)
    if len(choices) == 1:
        field.widget = forms.HiddenInput()

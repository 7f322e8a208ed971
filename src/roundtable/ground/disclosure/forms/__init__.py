"""What the pages of sharing ask for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ui.fields import Choice, DateField, OnceField, PlainText
from roundtable.ui.slowly import Slowly
from roundtable.ui.table import Readers

HEADLINE = 120
WORDS = 4_000
Choices = Sequence[tuple[str, Any]]
GONE = {"invalid_choice": _("The list has changed. Choose again."), "required": _("Choose one first.")}
NONE_CHOSEN = {"invalid_choice": _("The list has changed. Choose again."), "required": _("Choose at least one text.")}


class ShareForm(Slowly):
    """What is shared with one person, what for, until when. Its view shows what will be read before it is shared."""

    shows_answers = False

    items = forms.MultipleChoiceField(
        label=_("What do you want to share?"), widget=forms.CheckboxSelectMultiple, error_messages=NONE_CHOSEN
    )
    purpose = forms.ChoiceField(label=_("What is it for?"), widget=forms.RadioSelect, error_messages=GONE)
    until = DateField(label=_("Until when?"), help_text=_("You can take it back earlier, at any time."))
    once = OnceField()

    def __init__(self, *args: Any, items: Choices, purposes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "items", items)
        _offer(self, "purpose", purposes)


class AskToShareForm(forms.Form):
    """May I say this? The exact words, and to whom."""

    to = forms.ChoiceField(label=_("To whom?"), widget=forms.RadioSelect, error_messages=GONE)
    about = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect, error_messages=GONE)
    headline = PlainText(label=_("The headline"), multiline=False, max_length=HEADLINE, help_text=_("One line, as you would say it aloud."))
    body = PlainText(label=_("More, if it is needed"), required=False, max_length=WORDS, rows=4)
    once = OnceField()

    def __init__(self, *args: Any, to: Choices, about: Choices, readers: Readers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers
        _offer(self, "to", to)
        _offer(self, "about", about)
        if len(about) == 1:
            del self.fields["about"]


class NoteClosingForm(forms.Form):
    """That somebody closes her course for a person, or opens it again, as she said by telephone or on paper."""

    about = forms.ChoiceField(label=_("Who said it?"), widget=forms.RadioSelect, error_messages=GONE)
    said = forms.BooleanField(
        label=_("I have read it aloud, and this is what was said"),
        error_messages={"required": _("Read it aloud first, and tick this box when it is right.")},
    )

    def __init__(self, *args: Any, about: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "about", about)
        if len(about) == 1:
            del self.fields["about"]


class AnswerForm(Slowly):
    """Her own words instead of the proposed ones; the buttons say the rest."""

    together = (("headline", "body"),)

    headline = PlainText(label=_("The headline"), multiline=False, required=False, max_length=HEADLINE)
    body = PlainText(label=_("In your words"), required=False, max_length=WORDS, rows=4)


class AskForm(forms.Form):
    """A question to a colleague of another organisation."""

    to = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect, error_messages=GONE)
    headline = PlainText(label=_("What do you ask for?"), multiline=False, max_length=HEADLINE)
    body = PlainText(label=_("What do you need it for?"), required=False, max_length=WORDS, rows=4)
    once = OnceField()

    def __init__(self, *args: Any, to: Choices, readers: Readers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers
        _offer(self, "to", to)


class ReplyForm(forms.Form):
    """The reply to a question."""

    body = PlainText(label=_("Your reply"), max_length=WORDS, rows=5)
    once = OnceField()

    def __init__(self, *args: Any, readers: Readers | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers


class ByLawForm(forms.Form):
    """Sharing one entry on a rule of law."""

    to = forms.ChoiceField(label=_("Who needs it?"), widget=forms.RadioSelect, error_messages=GONE)
    paragraph = PlainText(
        label=_("Which rule of law allows it?"), multiline=False, max_length=HEADLINE, help_text=_("For example: Health Act § 43(2)2")
    )
    necessity = PlainText(
        label=_("Why is it necessary?"),
        max_length=WORDS,
        rows=5,
        help_text=_("In your own words: why this, why now, and why nothing less would do."),
    )
    until = DateField(label=_("How long do they need it?"))
    countersigner = forms.ChoiceField(
        label=_("Who signs as second person?"),
        widget=forms.RadioSelect,
        error_messages=GONE,
        help_text=_("A colleague of your own organisation."),
    )
    urgent = forms.ChoiceField(
        label=_("Can it wait for the second signature?"),
        widget=forms.RadioSelect,
        error_messages=GONE,
        choices=[
            ("no", Choice(_("Yes, it can wait"), _("It opens when your colleague has signed."))),
            (
                "yes",
                Choice(
                    _("No: life is in danger, or a child is at risk"),
                    _("It opens now. Your colleague signs by the end of the next working day, or it closes."),
                ),
            ),
        ],
        initial="no",
    )
    tell = forms.ChoiceField(
        label=_("When is the citizen told?"),
        widget=forms.RadioSelect,
        error_messages=GONE,
        choices=[
            ("now", _("At once")),
            ("later", Choice(_("Later"), _("Only where a rule of law allows it. Write the day and the rule below."))),
        ],
        initial="now",
    )
    tell_on = DateField(label=_("If later, on which day?"), required=False)
    deferral = PlainText(label=_("If later, by which rule of law?"), required=False, multiline=False, max_length=HEADLINE)
    once = OnceField()

    def __init__(self, *args: Any, to: Choices, countersigners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "to", to)
        _offer(self, "countersigner", countersigners)


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)

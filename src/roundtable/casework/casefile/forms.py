"""What a search asks for, what a sheet about the end of a course takes along, and who acts for a citizen."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.cases.rules import Outcome
from roundtable.kernel.texts import NAME_LENGTH
from roundtable.ui.fields import Choice, DateField, OnceField, PlainText
from roundtable.ui.slowly import Slowly
from roundtable.ui.table import Readers


class SearchForm(forms.Form):
    """Words, by their beginnings. Sent as a form, never in the address: what somebody looks for is content too."""

    words = PlainText(label=_("Words to look for"), multiline=False, max_length=200, help_text=_("The beginning of a word is enough."))


class ClosingSheetForm(forms.Form):
    """What stands in the form that closes the course, before it is sent."""

    outcome = forms.ChoiceField(choices=[(str(outcome), str(outcome)) for outcome in Outcome])
    her_words = PlainText(label=_("How does the citizen say it?"), required=False, max_length=2000)


class RepresentativeForm(Slowly):
    """Who acts for her, what they read besides what the table reads, and until when."""

    together = (("given_name", "family_name"), ("phone", "email"))

    given_name = PlainText(label=_("First name"), multiline=False, max_length=min(NAME_LENGTH, 80))
    family_name = PlainText(label=_("Family name"), multiline=False, required=False, max_length=min(NAME_LENGTH, 80))
    phone = PlainText(label=_("Telephone"), multiline=False, required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
    places = forms.MultipleChoiceField(
        label=_("What do they read besides?"),
        help_text=_("They always read what everyone at the table reads. Tick what more they read, or nothing."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("team", Choice(_("What you and all the professionals at your table read"))),
            (
                "side",
                Choice(
                    _("What you and the people of one organisation at your table read"),
                    _("For example what those who treat you write to each other about you."),
                ),
            ),
        ],
        error_messages={"invalid_choice": _("The list has changed. Choose again.")},
    )
    until = DateField(label=_("Until when?"), help_text=_("A year at most. You can end it earlier, at any time."))
    once = OnceField()

    def __init__(self, *args: Any, today: date, usual: date, latest: date, readers: Readers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers
        until = self.fields["until"]
        assert isinstance(until, DateField)
        until.initial, until.earliest, until.latest = usual, today, latest

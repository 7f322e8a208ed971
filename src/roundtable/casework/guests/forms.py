"""What is filled in to ask somebody from outside, and what they answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.casework.guests.rules import MOST_CHARACTERS, REPLY_WORDS, AskedTo, Reply, Said, Who
from roundtable.ground.seats.rules import GUEST_WORDS
from roundtable.kernel.texts import NAME_LENGTH
from roundtable.ui.fields import Choice, OnceField, PlainText
from roundtable.ui.slowly import Slowly


class InviteForm(Slowly):
    """Who, what they are, the words they are asked with, and exactly which texts they read: none is ticked before.

    `items`: the texts that can be given, each with its words and what it is, whose and from when. `meeting`: asked to one, not to a step.
    """

    together = (("name", "who"),)

    name = PlainText(label=_("Their name"), multiline=False, max_length=min(NAME_LENGTH, 80), autocomplete="off")
    who = forms.ChoiceField(
        label=_("Who they are"),
        widget=forms.RadioSelect,
        choices=[(str(who), _(GUEST_WORDS[who])) for who in Who],
    )
    text = PlainText(
        label=_("What they are asked, in your words"),
        help_text=_("They read these words and see nothing of the plan. Say what, by when, and where."),
        rows=3,
        max_length=MOST_CHARACTERS,
    )
    items = forms.TypedMultipleChoiceField(
        label=_("What else they read"),
        help_text=_(
            "Only the person you ask here reads what you tick, just as it stands, and your words above. Nothing else. You can take it back."
        ),
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        required=False,
    )
    whose = forms.ChoiceField(label=_("Who said yes to this, and how"), widget=forms.RadioSelect)
    once = OnceField()

    def __init__(
        self,
        *args: Any,
        items: Sequence[tuple[UUID, str, str]] = (),
        citizens: Sequence[tuple[UUID, str]] = (),
        meeting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if meeting:
            self.fields["text"].help_text = _("They read these words, and when and how we meet.")
        if items:
            chosen = self.fields["items"]
            assert isinstance(chosen, forms.TypedMultipleChoiceField)
            chosen.choices = [(str(item_id), Choice(text, about)) for item_id, text, about in items]
        else:
            del self.fields["items"]
        if citizens:
            whose = self.fields["whose"]
            assert isinstance(whose, forms.ChoiceField)
            whose.choices = [
                (f"{how}:{person_id}", sentence % {"name": name})
                for person_id, name in citizens
                for how, sentence in (
                    (Said.TOGETHER, _now("%(name)s said yes, and we wrote this together")),
                    (Said.TELEPHONE, _now("%(name)s said yes by telephone. I read this aloud")),
                )
            ]
        else:
            del self.fields["whose"]

    def speaker(self) -> tuple[UUID | None, Said]:
        """Whose guest it is, and how the yes was said."""
        how, _colon, person = str(self.cleaned_data.get("whose", "")).partition(":")
        return (UUID(person), Said(how)) if person else (None, Said.SELF)


class ReplyForm(forms.Form):
    """One of two answers."""

    reply = forms.TypedChoiceField(label=_("Your answer"), widget=forms.RadioSelect, coerce=Reply)
    once = OnceField()

    def __init__(self, *args: Any, asked: AskedTo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reply"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(reply), _now(REPLY_WORDS[reply])) for reply in asked.replies]

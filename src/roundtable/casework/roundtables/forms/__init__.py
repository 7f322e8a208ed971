"""What people fill in about a meeting: shape only; the rules decide."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.casework.roundtables.rules import (
    ANSWER_WORDS,
    BREAK_WORDS,
    CHANNEL_WORDS,
    MOST_CHARACTERS,
    PACE_WORDS,
    WHY_WORDS,
    Answer,
    Breaks,
    Channel,
    How,
    Pace,
    Why,
)
from roundtable.casework.roundtables.rules.place import PLACE_WORDS, WishedPlace
from roundtable.kernel.texts import NAME_LENGTH
from roundtable.ui.calm import current_calm
from roundtable.ui.fields import Choice, DateField, OnceField, PlainText, SeenField, TimeField
from roundtable.ui.slowly import Slowly

MINE = "mine"
MINUTES = (30, 45, 60, 75, 90, 120)
PERIOD = {"earliest": date(1900, 1, 1), "latest": date(2100, 12, 31)}


def _choices(words: Any) -> list[tuple[str, Any]]:
    return [(str(code), _(sentence)) for code, sentence in words.items()]


def whose_choices(citizens: Sequence[tuple[UUID, str]]) -> list[tuple[str, Any]]:
    """Noted for a citizen, by telephone or from paper."""
    found: list[tuple[str, Any]] = []
    for person_id, name in citizens:
        found.append((f"{How.TELEPHONE}:{person_id}", _now("%(name)s said it by telephone. I noted it and read it back") % {"name": name}))
        found.append((f"{How.PAPER}:{person_id}", _now("%(name)s wrote it on paper") % {"name": name}))
    return found


def said_for(value: str) -> tuple[UUID | None, How]:
    """Whose it is, and how it came here, from a chosen line.

    >>> said_for("mine")
    (None, <How.SELF: 'self'>)
    """
    if value in ("", MINE):
        return None, How.SELF
    how, _colon, person = value.partition(":")
    return UUID(person), How(how)


class ForSomebody(Slowly):
    """A form a professional can also fill in for the citizen: the question whose words these are."""

    whose = forms.ChoiceField(label=_("Whose words are these?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, whose: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        if whose:
            field.choices = whose
        else:
            del self.fields["whose"]

    def speaker(self) -> tuple[UUID | None, How]:
        """Whose it is, and how it came here."""
        return said_for(self.cleaned_data.get("whose", ""))


class CallForm(forms.Form):
    """A day, a time, how and where."""

    on = DateField(label=_("On which day?"), **PERIOD)
    clock = TimeField(label=_("At what time?"))
    minutes = forms.TypedChoiceField(
        label=_("How long?"), coerce=int, initial=60, choices=[(count, format_lazy(_("{count} minutes"), count=count)) for count in MINUTES]
    )
    channel = forms.ChoiceField(
        label=_("How do you meet?"), widget=forms.RadioSelect, choices=_choices(CHANNEL_WORDS), initial=str(Channel.IN_PERSON)
    )
    place = PlainText(
        label=_("Where, and how to get in"),
        help_text=_("The address, the door, the room; or the number to call. Everyone at the table reads this."),
        multiline=False,
        required=False,
        max_length=MOST_CHARACTERS,
    )
    pace = forms.ChoiceField(label=_("How fast?"), widget=forms.RadioSelect, choices=_choices(PACE_WORDS), initial=str(Pace.USUAL))
    last = forms.BooleanField(
        label=_("This is the last meeting before the course ends"),
        help_text=_("It asks what you reached, what goes on without you, and whom there is to ring afterwards."),
        required=False,
    )
    once = OnceField()

    def __init__(self, *args: Any, facts_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if facts_only:
            for name in ("place", "text"):
                self.fields.pop(name, None)

    def appointment(self) -> dict[str, Any]:
        """What the actions ask for."""
        values = self.cleaned_data
        found = {name: values[name] for name in ("on", "clock", "minutes")}
        return {**found, "channel": Channel(values["channel"]), "pace": Pace(values["pace"])}


class MoveForm(CallForm):
    """The same, with what was seen and why."""

    text = PlainText(
        label=_("Why is it moved?"), help_text=_("Everyone at the table reads this."), required=False, max_length=MOST_CHARACTERS, rows=2
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    last = None  # type: ignore[assignment]
    field_order = ("on", "clock", "minutes", "channel", "place", "pace", "text")


CHOSEN_WHY = {why: words for why, words in WHY_WORDS.items() if why != Why.COURSE_ENDED}


class CancelForm(forms.Form):
    """Why."""

    why = forms.ChoiceField(label=_("Why is it cancelled?"), widget=forms.RadioSelect, choices=_choices(CHOSEN_WHY))
    text = PlainText(
        label=_("In your own words"), help_text=_("Everyone at the table reads this."), required=False, max_length=MOST_CHARACTERS, rows=2
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    once = OnceField()

    def __init__(self, *args: Any, facts_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if facts_only:
            del self.fields["text"]

    def reason(self) -> Why:
        """The code."""
        return Why(self.cleaned_data["why"])


class TakeTimeForm(forms.Form):
    """The time somebody asked for, as it stood on the page beside the button."""

    on = forms.DateField(input_formats=["%Y-%m-%d"])
    clock = forms.TimeField(input_formats=["%H:%M"])
    version = forms.IntegerField()


class AnswerForm(ForSomebody):
    """Comes, cannot, another time."""

    grows = True

    answer = forms.ChoiceField(
        label=_("Do you come?"),
        widget=forms.RadioSelect,
        choices=[
            (str(Answer.COMES), _("Yes, I come")),
            (str(Answer.CANNOT), Choice(_("I cannot come"), _("Nothing else happens. The meeting can be moved."))),
            (str(Answer.OTHER_TIME), Choice(_("I would rather come another time"), _("Write the day below."))),
        ],
    )
    other_on = DateField(label=_("Another day"), required=False, **PERIOD)
    other_clock = TimeField(label=_("Another time"), required=False)
    text = PlainText(label=_("Something to add"), required=False, max_length=MOST_CHARACTERS, rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput)
    once = OnceField()

    def questions(self) -> list[list[str]]:
        """Day and time are one question, asked only of who would rather come another time."""
        asked: list[list[str]] = [[name] for name in ("whose", "answer", "text") if name in self.fields]
        if self.is_bound and self.data.get("answer") == str(Answer.OTHER_TIME):
            asked.insert(asked.index(["answer"]) + 1, ["other_on", "other_clock"])
        return asked

    def __init__(self, *args: Any, no_words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if no_words:
            del self.fields["text"]
        if "whose" in self.fields:
            self.fields["whose"].label = _("Whose answer is this?")
            self.fields["answer"].label = _("Do they come?")
            answers = self.fields["answer"]
            assert isinstance(answers, forms.ChoiceField)
            answers.choices = _choices(ANSWER_WORDS)


class WishesForm(ForSomebody):
    """How she wants the meeting."""

    pace = forms.ChoiceField(label=_("How fast?"), widget=forms.RadioSelect, choices=_choices(PACE_WORDS), initial=str(Pace.USUAL))
    breaks = forms.ChoiceField(label=_("Breaks"), widget=forms.RadioSelect, choices=_choices(BREAK_WORDS), initial=str(Breaks.WHEN_ASKED))
    channel = forms.ChoiceField(
        label=_("How would you rather meet?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("As it is planned")), *_choices(CHANNEL_WORDS)],
    )
    place = forms.ChoiceField(
        label=_("Where would you rather meet?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("It does not matter")), *_choices(PLACE_WORDS)],
    )
    looks_after = forms.ChoiceField(label=_("Who looks after me in the meeting?"), widget=forms.RadioSelect, required=False)
    text = PlainText(
        label=_("Something else that helps me"),
        help_text=_("For example the place, who comes with you, where you want to sit, or when you want to stop."),
        required=False,
        max_length=MOST_CHARACTERS,
        rows=3,
    )
    once = OnceField()
    seen = SeenField()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["looks_after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody in particular")), *people]
        if current_calm().slow:  # who wants it slowly on pages is not asked for it again here
            self.fields["pace"].initial = str(Pace.SLOW)
        if "whose" in self.fields:  # noted for the one the course is about: asked about them, not about the one who notes
            self.fields["channel"].label = _("How would they rather meet?")
            self.fields["place"].label = _("Where would they rather meet?")
            field.label = _("Who looks after them in the meeting?")
            self.fields["text"].label = _("Something else that helps them")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("place") == WishedPlace.OTHER and not values.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write here where."))
        return values

    def wishes(self) -> dict[str, Any]:
        """What the action asks for."""
        values = self.cleaned_data
        return {
            "pace": Pace(values["pace"]),
            "breaks": Breaks(values["breaks"]),
            "channel": Channel(values["channel"]) if values["channel"] else None,
            "place": WishedPlace(values["place"]) if values["place"] else None,
            "looks_after_id": UUID(values["looks_after"]) if values["looks_after"] else None,
            "text": values["text"],
        }


class TopicForm(ForSomebody):
    """What shall not come up, and who may know."""

    text = PlainText(label=_("What shall not come up at this meeting?"), max_length=MOST_CHARACTERS, rows=3)
    chosen = forms.TypedMultipleChoiceField(
        label=_("Who may know this?"),
        help_text=_("They help to keep the talk away from it. If you tick nobody, only you read it."),
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        required=False,
        empty_value=[],
    )
    once = OnceField()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        if people:
            field.choices = list(people)
        else:
            del self.fields["chosen"]


class PointForm(ForSomebody):
    """Something to talk about."""

    text = PlainText(label=_("What do you want to talk about?"), max_length=MOST_CHARACTERS, rows=3)
    once = OnceField()


class CorrectForm(Slowly):
    """Said differently."""

    text = PlainText(label=_("How would you say it?"), max_length=MOST_CHARACTERS, rows=3)
    once = OnceField()


class CorrectMinutesForm(Slowly):
    """Which line is not right, how it should be, and why."""

    line = forms.TypedChoiceField(label=_("Which line is not right?"), widget=forms.RadioSelect, coerce=UUID)
    text = PlainText(label=_("How should it be?"), max_length=MOST_CHARACTERS, rows=3)
    reason = PlainText(label=_("Why?"), help_text=_("Everyone at the table reads this."), max_length=MOST_CHARACTERS, rows=2)
    once = OnceField()

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(item, Choice(text, who)) for item, text, who in lines]


class CompanionForm(ForSomebody):
    """Who comes with her; for a professional who notes it, also who said so."""

    together = (("given_name", "family_name"), ("phone", "email"))

    whose = forms.ChoiceField(label=_("Who wants it, and how did they say so?"), widget=forms.RadioSelect)
    given_name = PlainText(label=_("First name"), multiline=False, max_length=min(NAME_LENGTH, 80))
    family_name = PlainText(label=_("Family name"), multiline=False, required=False, max_length=min(NAME_LENGTH, 80))
    phone = PlainText(label=_("Telephone"), multiline=False, required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)


KIND_WORDS = {
    "meeting_place": _("The place"),
    "meeting_reason": _("Why it was moved or cancelled"),
    "meeting_remark": _("Written with an answer to the invitation"),
    "meeting_wishes": _("How you want the meeting: pace, breaks, who looks after you"),
    "meeting_line": _("For the meeting"),
}


class GiveForm(Slowly):
    """Which of the meeting's texts somebody else reads: all are ticked, each can be left out."""

    items = forms.TypedMultipleChoiceField(label=_("What they will read"), widget=forms.CheckboxSelectMultiple, coerce=UUID)
    once = OnceField()

    def __init__(self, *args: Any, items: Sequence[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(item, Choice(text, KIND_WORDS.get(kind, ""))) for item, text, kind in items]
        field.error_messages["required"] = _("Tick at least one, or go back.")
        self.initial.setdefault("items", [item for item, _text, _kind in items])

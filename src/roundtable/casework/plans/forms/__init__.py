"""What people type into the plan: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.plans.forms.goal import LONG, SHORT, STEP_KINDS, Revised, set_choices
from roundtable.casework.plans.rules.agreement import How
from roundtable.casework.plans.rules.content import ReturnKind, StepState
from roundtable.ui.calm import current_calm
from roundtable.ui.fields import Choice, DateField, OnceField, PlainText
from roundtable.ui.slowly import Slowly

ANSWERS = [
    ("yes", _("Yes")),
    ("yes_but", Choice(_("Yes, but …"), _("I say yes, and one thing should be different"))),
    ("no", Choice(_("No"), _("This is not the right plan for me"))),
    ("not_yet", Choice(_("Not yet"), _("I need more time. You owe nobody a reason."))),
]
EXCEPTIONS = [("", _("The same as above")), ("yes_but", _("Yes, but …")), ("no", _("No")), ("not_yet", _("Not yet"))]


class SharedGoalForm(Revised):
    """The one goal of all, and the writer's own words for it."""

    text = PlainText(
        label=_("What do we want together?"),
        help_text=_("Write it together, and read it aloud. No sentence from a form."),
        max_length=LONG,
        rows=3,
    )
    own_words = PlainText(
        label=_("And in your own words?"),
        help_text=_("What does it mean to you? The goal is shared when each has said it in their own way."),
        required=False,
        max_length=LONG,
        rows=3,
    )


class WordsForm(Slowly):
    """Own words for the shared goal, and what work could give; for oneself, or written for somebody."""

    own_words = PlainText(label=_("What does the shared goal mean to you?"), required=False, max_length=LONG, rows=3)
    work_gives = PlainText(label=_("What could work give you?"), required=False, max_length=LONG, rows=3)
    own_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    gives_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, said_by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if said_by:  # written for somebody: asked about them, not about the one who writes
            self.fields["own_words"].label = _("What does the shared goal mean to %(name)s?") % {"name": said_by}
            self.fields["work_gives"].label = _("What could work give %(name)s?") % {"name": said_by}


class HelpForm(Revised):
    """How I help with somebody's goal."""

    text = PlainText(label=_("How I help"), help_text=_("Leave it empty to take it back."), required=False, max_length=LONG, rows=3)


class StepForm(Revised):
    """A step: how far it is, or what, who and when anew."""

    changes = True
    together = (("state", "reason"),)

    state = forms.ChoiceField(
        label=_("How far has it come?"),
        choices=[
            (str(StepState.OPEN), _("Not yet done")),
            (str(StepState.DONE), _("Done")),
            (str(StepState.NOT_DONE), _("Not done")),
            (str(StepState.CHANGED), _("It changed")),
        ],
        widget=forms.RadioSelect,
    )
    reason = PlainText(label=_("Why"), help_text=_("Only where it was not done or changed."), required=False, max_length=SHORT, rows=2)
    what = PlainText(label=_("What"), multiline=False, max_length=SHORT)
    who = forms.ChoiceField(label=_("Who"), required=False)
    by_on = DateField(label=_("By when"), required=False)
    kind = forms.ChoiceField(label=_("Part of"), choices=STEP_KINDS)
    remove = forms.BooleanField(label=_("Take this step out of the plan"), required=False)

    def __init__(self, *args: Any, people: Any = (), how_far: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "who", [("", _("Not said yet")), *people])
        if not how_far:
            del self.fields["state"], self.fields["reason"]


class ReturnForm(Revised):
    """The way back to work."""

    together = (("on", "until"),)

    kind = forms.ChoiceField(
        label=_("What do we say about the day?"),
        choices=[
            (str(ReturnKind.OPEN), Choice(_("It is open"), _("We choose a day to look again"))),
            (str(ReturnKind.BETWEEN), Choice(_("Between two days"), _("And what has to be there first"))),
            (str(ReturnKind.AGREED), _("A day we agree on")),
            ("unsaid", _("Nothing yet")),
        ],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("The day, the first of two, or the day to look again"), required=False)
    until = DateField(label=_("The second day"), required=False)
    when = PlainText(
        label=_("What comes first?"), help_text=_("For example: when I sleep through the night"), required=False, max_length=SHORT, rows=2
    )


class CallForm(forms.Form):
    """Who answers for an organisation with more than one person here."""

    once = OnceField()

    def __init__(self, *args: Any, named: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for number, (key, organisation, people) in enumerate(named, start=1):
            self.keys[f"named_{number}"] = key
            self.fields[f"named_{number}"] = forms.ChoiceField(
                label=_("Who answers for %(organisation)s?") % {"organisation": organisation}, choices=people, widget=forms.RadioSelect
            )

    def named(self) -> dict[str, str]:
        """Party key to the person chosen."""
        return {key: self.cleaned_data[name] for name, key in self.keys.items()}


class AnswerForm(Slowly):
    """One party's answer to the whole plan, with what they see differently per goal."""

    grows = True

    call = forms.UUIDField(widget=forms.HiddenInput)
    once = OnceField()
    own_words = PlainText(
        label=_("What does the shared goal mean to you, in your own words?"),
        help_text=_("A few words are enough. It is shared when each has said it in their own way."),
        required=False,
        max_length=LONG,
        rows=3,
    )
    answer = forms.ChoiceField(label=_("What do you say to the whole plan?"), choices=ANSWERS, widget=forms.RadioSelect)
    reason = PlainText(
        label=_("What do you see differently?"), help_text=_("For “Yes, but …” and “No”."), required=False, max_length=LONG, rows=2
    )

    def __init__(self, *args: Any, goals: Any = (), words_said: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words_said:  # asked on the page before: shown there as said, carried along here
            self.fields["own_words"].widget = forms.HiddenInput()
        self.goal_ids: list[str] = [key for key, _text in goals]
        for key, text in goals:  # by the goal's own id: asked anew, what was typed about a goal stays with that goal
            self.fields[f"goal_{key}"] = forms.ChoiceField(label=text, choices=EXCEPTIONS, required=False)
            self.fields[f"why_{key}"] = PlainText(label=_("Why"), required=False, multiline=False, max_length=SHORT)
        if goals and current_calm().slow:
            self.fields["each"] = forms.ChoiceField(
                label=_("Do you say something else to one of the goals?"),
                choices=[("", _("No, the same to all of them")), ("yes", _("Yes, ask me goal by goal"))],
                widget=forms.RadioSelect,
                required=False,
                initial="yes" if self.goals_open else "",
            )

    def questions(self) -> list[list[str]]:
        """Who says yes, or needs time, is not asked what they see differently; nor goal by goal who says the same to all of them."""
        whole = [[field.name] for field in self.whole_fields if field.name not in ("reason", "each")]
        if self["answer"].value() in ("yes_but", "no") or self["reason"].value():
            whole.insert(whole.index(["answer"]) + 1, ["reason"])
        if "each" not in self.fields:
            return whole
        goals = [[f"goal_{key}", f"why_{key}"] for key in self.goal_ids] if self["each"].value() else []
        return [*whole, ["each"], *goals]

    def exceptions(self) -> list[tuple[str, str, str]]:
        """Goals answered differently: (goal, answer, reason)."""
        values = self.cleaned_data
        if "each" in self.fields and not values["each"]:
            return []
        return [(key, values[f"goal_{key}"], values.get(f"why_{key}", "")) for key in self.goal_ids if values.get(f"goal_{key}")]

    @property
    def whole_fields(self) -> list[Any]:
        """The questions about the whole."""
        return [self[name] for name in self.fields if not name.startswith(("goal_", "why_")) and not self[name].is_hidden]

    @property
    def goal_fields(self) -> list[tuple[Any, Any]]:
        """The questions per goal."""
        return [(self[f"goal_{key}"], self[f"why_{key}"]) for key in self.goal_ids]

    @property
    def goals_open(self) -> bool:
        """Show the questions per goal unfolded: something stands there."""
        return any(pair[0].value() or pair[1].value() for pair in self.goal_fields)


class RecordForm(AnswerForm):
    """What a citizen said by telephone or on paper, noted and read back."""

    how = forms.ChoiceField(
        label=_("How did you get this answer?"),
        choices=[(str(How.PHONE), _("By telephone")), (str(How.PAPER), _("On paper"))],
        widget=forms.RadioSelect,
    )
    read_back = forms.BooleanField(label=_("I have read it back, and it is right"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own_words"].label = _("What does the shared goal mean to them, in their own words?")
        self.fields["answer"].label = _("What do they say to the whole plan?")
        self.fields["reason"].label = _("What do they see differently?")


class NoteYesForm(forms.Form):
    """A yes said on the telephone to what was written down."""

    on = DateField(label=_("On which day did you talk?"))
    read_back = forms.BooleanField(label=_("I have read it back, and it is right"), required=False)


class OwnWordsForm(Slowly):
    """The first question alone: the shared goal in own words."""

    own_words = PlainText(
        label=_("What does it mean to you, in your own words?"),
        help_text=_("A few words are enough."),
        required=False,
        max_length=LONG,
        rows=4,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)


class SaidForm(Revised):
    """One's own words, said differently than they were written down."""

    text = PlainText(label=_("How do you say it?"), max_length=LONG, rows=4)


class PairForm(Slowly):
    """How two goals lie beside each other, as the one who writes sees it."""

    together = (("one", "other"),)

    one = forms.ChoiceField(label=_("One goal"))
    other = forms.ChoiceField(label=_("Another goal"))
    mark = forms.ChoiceField(
        label=_("How do you see these two?"),
        choices=[
            ("fits", _("They fit together")),
            ("competes", Choice(_("They want different things"), _("That may be so. Nobody has to give in by saying it."))),
            ("none", _("I take back what I said about them")),
        ],
        widget=forms.RadioSelect,
    )
    text = PlainText(
        label=_("In your words, if you like"),
        help_text=_("What happens when both are wanted at once? Facts help, and no threat."),
        required=False,
        max_length=SHORT,
        rows=2,
    )

    def __init__(self, *args: Any, goals: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "one", goals)
        set_choices(self, "other", goals)


class TakeOnForm(forms.Form):
    """Two professionals and a day."""

    first = forms.ChoiceField(label=_("Who looks at this?"))
    second = forms.ChoiceField(label=_("And who else?"))
    on = DateField(label=_("Until which day?"), help_text=_("The citizen reads both names and this day."))
    once = OnceField()

    def __init__(self, *args: Any, people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "first", people)
        set_choices(self, "second", people)


class NameDayForm(Slowly):
    """The day to be asked again."""

    on = DateField(label=_("When shall we look at it again?"), help_text=_("You can leave it open, and choose later."))
    once = OnceField()


class ConfirmForm(forms.Form):
    """A press of a button."""


class ConfirmWordsForm(forms.Form):
    """Yes, this is what I said: to the words that were shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class RemoveForm(Slowly):
    """Taking a goal out, with a reason if one wants to say it."""

    why = PlainText(label=_("Why is it taken out?"), required=False, max_length=SHORT, rows=2)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

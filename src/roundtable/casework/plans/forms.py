"""What people type into the plan: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.plans.rules.agreement import How
from roundtable.casework.plans.rules.content import GoalKind, Level, ReturnKind, StepKind, StepState
from roundtable.ui.fields import Choice, DateField, OnceField, PlainText
from roundtable.ui.slowly import Slowly

LONG, SHORT = 2000, 500
STEP_ROWS = 3
STEP_KINDS = [(str(StepKind.CARE), _("Care")), (str(StepKind.WORK), _("Work")), (str(StepKind.DAILY), _("Daily life"))]
GOAL_KINDS = [
    (str(GoalKind.PERSONAL), Choice(_("Personal"), _("What somebody wants for their life"))),
    (str(GoalKind.TREATMENT), Choice(_("Treatment"), _("What care works for"))),
    (str(GoalKind.VOCATIONAL), Choice(_("Work"), _("What the way back to work needs"))),
]
LEVELS = [
    (str(Level.MICRO), _("Daily life")),
    (str(Level.MESO), _("How the organisations work")),
    (str(Level.MACRO), _("The law")),
]
ANSWERS = [
    ("yes", _("Yes")),
    ("yes_but", Choice(_("Yes, but …"), _("I say yes, and one thing should be different"))),
    ("no", Choice(_("No"), _("This is not the right plan for me"))),
    ("not_yet", Choice(_("Not yet"), _("I need more time. You owe nobody a reason."))),
]
EXCEPTIONS = [("", _("The same as above")), ("yes_but", _("Yes, but …")), ("no", _("No")), ("not_yet", _("Not yet"))]


class Revised(forms.Form):
    """A form that knows which state of the plan it was written on."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    once = OnceField()


class StepRows(Revised):
    """Several steps at once; empty rows are left out. `part`: what a step of the writer usually is part of."""

    def __init__(self, *args: Any, people: Any = (), rows: int = STEP_ROWS, part: str = "care", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.part = rows, part
        for number in range(1, rows + 1):
            self._add_row(number, people)

    def _add_row(self, number: int, people: Any) -> None:
        self.fields[f"what_{number}"] = PlainText(
            label=_("Step %(number)s: what") % {"number": number}, required=False, multiline=False, max_length=SHORT
        )
        self.fields[f"who_{number}"] = forms.ChoiceField(label=_("Who"), required=False, choices=[("", _("Not said yet")), *people])
        self.fields[f"by_{number}"] = DateField(label=_("By when"), required=False)
        self.fields[f"part_{number}"] = forms.ChoiceField(label=_("Part of"), choices=STEP_KINDS, initial=self.part, required=False)

    def steps(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        values = self.cleaned_data
        return [
            {
                "what": values[f"what_{number}"],
                "who": values.get(f"who_{number}") or None,
                "by_on": values.get(f"by_{number}"),
                "kind": values.get(f"part_{number}") or self.part,
            }
            for number in range(1, self.rows + 1)
            if values.get(f"what_{number}")
        ]

    @property
    def more_steps(self) -> bool:
        """Something stands in a row after the first, or went wrong there."""
        return any(row[0].value() or any(field.errors for field in row) for row in self.step_fields[1:])

    @property
    def step_fields(self) -> list[list[Any]]:
        """The rows as drawn."""
        return [[self[f"{name}_{number}"] for name in ("what", "who", "by", "part")] for number in range(1, self.rows + 1)]


class StepsForm(StepRows):
    """Steps that belong to no single goal."""

    field_order = ("revision", "once")


class GoalForm(StepRows):
    """A goal with its owner, its links and its steps, in one."""

    kind = forms.ChoiceField(label=_("What kind of goal is it?"), choices=GOAL_KINDS, widget=forms.RadioSelect, initial="personal")
    owner = forms.ChoiceField(label=_("Whose goal is it?"), help_text=_("If you write it for somebody, they confirm it."))
    text = PlainText(label=_("The goal, in the words of the one it belongs to"), max_length=LONG, rows=3)
    gives = PlainText(label=_("What could it give, if it works?"), required=False, max_length=LONG, rows=2)
    fears = PlainText(label=_("What is hard or frightening about it?"), required=False, max_length=LONG, rows=2)
    protection = PlainText(label=_("What protects then? What have we agreed?"), required=False, max_length=LONG, rows=2)
    level = forms.ChoiceField(label=_("Where does it come from?"), choices=LEVELS, initial="micro", required=False)
    fixed_link = forms.ChoiceField(
        label=_("Does it help with the programme's fixed goal?"),
        choices=[("", _("Not said")), ("supports", _("It helps")), ("does_not", _("It does not, and that is fine"))],
        required=False,
    )
    fixed_how = PlainText(label=_("How"), required=False, multiline=False, max_length=SHORT)
    link_to = forms.ChoiceField(label=_("Does it help with another goal?"), required=False)
    link_how = PlainText(label=_("How"), required=False, multiline=False, max_length=SHORT)

    def __init__(self, *args: Any, owners: Any = (), goals: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "owner", owners)
        _choices(self, "link_to", [("", _("Not said")), *goals])

    @property
    def first_fields(self) -> list[Any]:
        """What every goal needs."""
        return [self["text"], self["kind"], self["owner"]]

    @property
    def more_open(self) -> bool:
        """Something stands in what only some goals need."""
        return any(field.value() or field.errors for field in self.more_fields[:-1])

    @property
    def more_fields(self) -> list[Any]:
        """What some goals need."""
        return [self[name] for name in ("gives", "fears", "protection", "fixed_link", "fixed_how", "link_to", "link_how", "level")]


def _choices(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


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
        _choices(self, "who", [("", _("Not said yet")), *people])
        if not how_far:
            del self.fields["state"], self.fields["reason"]


class ReturnForm(Revised, Slowly):
    """The way back to work."""

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

    def questions(self) -> list[list[str]]:
        """The goals are one question: most people say nothing else to any of them."""
        whole = [[field.name] for field in self.whole_fields]
        return [*whole, [name for key in self.goal_ids for name in (f"goal_{key}", f"why_{key}")]] if self.goal_ids else whole

    def exceptions(self) -> list[tuple[str, str, str]]:
        """Goals answered differently: (goal, answer, reason)."""
        values = self.cleaned_data
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


class OwnWordsForm(forms.Form):
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


class PairForm(forms.Form):
    """How two goals lie beside each other, as the one who writes sees it."""

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
        _choices(self, "one", goals)
        _choices(self, "other", goals)


class TakeOnForm(forms.Form):
    """Two professionals and a day."""

    first = forms.ChoiceField(label=_("Who looks at this?"))
    second = forms.ChoiceField(label=_("And who else?"))
    on = DateField(label=_("Until which day?"), help_text=_("The citizen reads both names and this day."))
    once = OnceField()

    def __init__(self, *args: Any, people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "first", people)
        _choices(self, "second", people)


class NameDayForm(forms.Form):
    """The day to be asked again."""

    on = DateField(label=_("When shall we look at it again?"), help_text=_("You can leave it open, and choose later."))
    once = OnceField()


class ConfirmForm(forms.Form):
    """A press of a button."""


class ConfirmWordsForm(forms.Form):
    """Yes, this is what I said: to the words that were shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class RemoveForm(forms.Form):
    """Taking a goal out, with a reason if one wants to say it."""

    why = PlainText(label=_("Why is it taken out?"), required=False, max_length=SHORT, rows=2)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

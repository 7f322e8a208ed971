"""What people type into a goal and its steps: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.plans.rules.content import GoalKind, Level, StepKind
from roundtable.ui.calm import current_calm
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


class Revised(Slowly):
    """A form that knows which state of the plan it was written on."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    once = OnceField()


class StepRows(Revised):
    """Several steps at once; empty rows are left out. `part`: what a step of the writer usually is part of."""

    grows = True

    def __init__(self, *args: Any, people: Any = (), rows: int = STEP_ROWS, part: str = "care", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.part = rows, part
        for number in range(1, rows + 1):
            self._add_row(number, people)

    def _add_row(self, number: int, people: Any) -> None:
        self.fields[f"what_{number}"] = PlainText(
            label=_("Step %(number)s: what") % {"number": number}, required=False, multiline=False, max_length=SHORT
        )
        slow, place = current_calm().slow, {"number": number}  # asked alone, each says which step it is about
        who = _("Step %(number)s: who") % place if slow else _("Who")
        by = _("Step %(number)s: by when") % place if slow else _("By when")
        self.fields[f"who_{number}"] = forms.ChoiceField(label=who, required=False, choices=[("", _("Not said yet")), *people])
        self.fields[f"by_{number}"] = DateField(label=by, required=False)
        self.fields[f"part_{number}"] = forms.ChoiceField(label=_("Part of"), choices=STEP_KINDS, initial=self.part, required=False)

    def questions(self) -> list[list[str]]:
        """What, who and by when are a question each; the next step is asked where something was said to the one before.

        What it is part of is not asked: it is what the steps of its writer usually are, and can be changed where the step stands.
        """
        rows = [[field.name for field in row[:3]] for row in self.step_fields]
        said = next((number for number, names in enumerate(rows) if not self[names[0]].value()), len(rows))
        return [[name] for names in rows[:said] for name in names] + [[names[0]] for names in rows[said : said + 1]]

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
    """A goal with its owner, its links and its steps, in one. Asked slowly, its writer says first whether to be asked for more."""

    together = (("fears", "protection"), ("fixed_link", "fixed_how"), ("link_to", "link_how"))

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

    def __init__(self, *args: Any, owners: Any = (), goals: Any = (), work: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "kind", [one for one in GOAL_KINDS if work or one[0] != GoalKind.VOCATIONAL])
        set_choices(self, "owner", owners)
        set_choices(self, "link_to", [("", _("Not said")), *goals])

        if current_calm().slow:
            self.fields["more"] = forms.ChoiceField(
                label=_("Do you want to say more about this goal?"),
                help_text=_("What it gives, what is hard, how it fits with others. You can also do it later."),
                choices=[("", _("No, this is enough")), ("yes", _("Yes, ask me more"))],
                widget=forms.RadioSelect,
                required=False,
                initial="yes" if any(field.value() for field in self.more_fields[:-1]) else "",
            )

    def questions(self) -> list[list[str]]:
        """First what every goal needs, then its steps, and then what some goals need, if its writer likes."""
        asked = [["text"], ["kind"], ["owner"], *super().questions(), ["more"]]
        if self["more"].value() != "yes":
            return asked
        follow = {name for group in self.together for name in group[1:]}
        groups = {group[0]: list(group) for group in self.together}
        return asked + [groups.get(field.name, [field.name]) for field in self.more_fields if field.name not in follow]

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


def set_choices(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)

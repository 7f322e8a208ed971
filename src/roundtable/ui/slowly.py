"""One question at a time, for who wants it so: the same form, the same view, shown question by question without a script.

A form that may be asked slowly is a `Slowly`. Its view does what it always does: `is_valid()` says no until the last question was
answered, and the form that is shown again shows the next one; what was answered before travels along, hidden. What was kept for
another day comes back the same way: all of it, with nothing refused.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from roundtable.ui.calm import current_calm

AT = "_at"
GO = "_go"
RESUME = "_resume"
KEPT = "_kept"


@dataclass(frozen=True)
class Step:
    """Which question is asked: its name, its place among how many."""

    name: str
    number: int
    total: int

    @property
    def last(self) -> bool:
        """The answer to this one sends the form."""
        return self.number == self.total


class Slowly(forms.Form):
    """A form that is asked one question at a time where the person wants it so, and whole everywhere else."""

    _asked: int | None = None

    def questions(self) -> list[list[str]]:
        """The fields of each question, in order: one field a question, unless a form says which belong together."""
        return [[name] for name in self.fields if not self[name].is_hidden]

    @property
    def one_by_one(self) -> bool:
        """Whether it is asked one question at a time."""
        return current_calm().slow and len(self.questions()) > 1

    @property
    def can_be_kept(self) -> bool:
        """Whether its writer may stop and go on another day; whoever is asked, not staff."""
        return current_calm().keeps

    @property
    def kept_before(self) -> str:
        """What was kept of it before, by number; empty for nothing."""
        return str(self.data.get(KEPT, "")) if self.is_bound else ""

    @property
    def step(self) -> Step | None:
        """The question that is asked now; None where the whole form is shown."""
        if not self.one_by_one:
            return None
        questions = self.questions()
        place = self._place(questions) if self._asked is None else self._asked
        return Step(questions[place][0], place + 1, len(questions))

    def is_valid(self) -> bool:
        """Whether everything was asked, and the answers are good. The next question, the one before, or what was kept is shown else."""
        if self.is_bound and RESUME in self.data:
            return self._ask(0)
        good = super().is_valid()
        if not self.is_bound or not self.one_by_one:
            return good
        questions = self.questions()
        if AT in self.data and (said := self._on_the_way(questions)) is not None:
            return said
        if not good:
            self._asked = next((i for i, names in enumerate(questions) if self.errors.keys() & set(names)), len(questions) - 1)
        return good

    def _on_the_way(self, questions: list[list[str]]) -> bool | None:
        """What `is_valid` says while there are questions left; None at the last one."""
        place = self._place(questions)
        if self.data.get(GO) == "back":
            return self._ask(max(place - 1, 0))
        wrong = {name: self.errors[name] for name in questions[place] if name in self.errors}
        if not wrong and place < len(questions) - 1:
            return self._ask(place + 1)
        if wrong:
            self._ask(place)
            self.errors.update(wrong)
            return False
        return None

    def _ask(self, place: int) -> bool:
        self._asked = place
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        return False

    def _place(self, questions: list[list[str]]) -> int:
        asked = self.data.get(AT, "") if self.is_bound else ""
        return next((i for i, names in enumerate(questions) if asked in names), 0)

    def get_context(self) -> dict[str, Any]:
        """The form's template gets the fields of one question, and the others hidden."""
        context: dict[str, Any] = super().get_context()
        step = self.step
        if step is None:
            return context
        shown = set(self.questions()[step.number - 1])
        others = [field.as_hidden() for field, _errors in context["fields"] if field.name not in shown]
        context["fields"] = [(field, errors) for field, errors in context["fields"] if field.name in shown]
        context["hidden_fields"] = [*context["hidden_fields"], *others]
        return {**context, "step": step}

"""One question at a time, for who wants it so: the same form, the same view, shown question by question without a script.

A form that may be asked slowly is a `Slowly`; which fields are one question stands in its `together`, or in `questions`. Its view
does what it always does: `is_valid()` says no until the answers were looked at, and the form that is shown again shows the next
question; what was answered before travels along, hidden. The last page shows the answers, each with a way back to it. A form that changes
what stands already begins there: one thing is changed alone. What was kept for another day comes back the same way: all of it, where its
writer stopped, with nothing refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from roundtable.ui.calm import current_calm

AT = "_at"
GO = "_go"
TO = "_to"
"""Back to one question, from the answers."""
RESUME = "_resume"
KEPT = "_kept"
LOOKED = "_looked"
"""The answers were shown already: after one of them was changed they are shown again, without the questions in between."""
ANSWERS = "_answers"
"""The page with the answers, where a question's name would stand."""
BACK = "back"


@dataclass(frozen=True)
class Step:
    """What is asked now: its name, its place among how many questions; `total` 0 where the answers decide what else is asked.

    `last`: sent from here. `answers`: the answers are shown, and nothing is asked. `heading`: what its fields have in common.
    `stands`: the answers are those of before, and nothing was changed yet. `alone`: one of them is asked again, and no other.
    """

    name: str
    number: int
    total: int
    last: bool
    heading: str = ""
    stands: bool = False
    alone: bool = False

    @property
    def goes_back(self) -> bool:
        """Whether there is a question before it; where only one is changed, back is to the answers."""
        return self.number > 1 and not (self.alone and self.answers)

    @property
    def answers(self) -> bool:
        return self.name == ANSWERS


@dataclass(frozen=True)
class Answer:
    """What was said to one question: its lines, none where nothing was; `name` leads back to it."""

    name: str
    question: str
    lines: tuple[str, ...]


class Slowly(forms.Form):
    """A form that is asked one question at a time where the person wants it so, and whole everywhere else."""

    together: ClassVar[Sequence[Sequence[str]]] = ()
    """Fields that are one question: a day and its hour, a name and a name."""
    grows: ClassVar[bool] = False
    """Whether what is answered decides how many questions there are."""
    shows_answers: ClassVar[bool] = True
    """Whether its last page shows the answers; not where the view shows what will be sent before it is."""
    changes: ClassVar[bool] = False
    """Whether it changes what stands already: it begins with the answers, and one is changed without the others."""

    _asked: int | None = None

    def questions(self) -> list[list[str]]:
        """The fields of each question, in order: one field a question, unless a form says which belong together."""
        seen = [name for name in self.fields if not self[name].is_hidden]
        asked: list[list[str]] = []
        for name in seen:
            group = next((group for group in self.together if name in group), (name,))
            if not asked or not any(name in names for names in asked):
                asked.append([one for one in seen if one in group])
        return asked

    def heading(self, names: Sequence[str]) -> str:
        """What the fields of one question have in common, where their labels alone do not say it."""
        return ""

    def _pages(self) -> list[list[str]]:
        return [*self.questions(), *([[ANSWERS]] if self.shows_answers else [])]

    @property
    def one_by_one(self) -> bool:
        """Whether it is asked one question at a time."""
        if not current_calm().slow:
            return False
        questions = self.questions()
        return len(questions) > 1 or any(not self[name].is_hidden for name in self.fields if questions and name not in questions[0])

    @property
    def can_be_kept(self) -> bool:
        """Whether its writer may stop and go on another day; whoever is asked, not staff."""
        return current_calm().keeps

    @property
    def kept_before(self) -> str:
        """What was kept of it before, by number; empty for nothing."""
        return str(self.data.get(KEPT, "")) if self.is_bound else ""

    @property
    def looked(self) -> bool:
        """Whether the answers were shown before."""
        return self.is_bound and LOOKED in self.data

    @property
    def step(self) -> Step | None:
        """What is asked now; None where the whole form is shown."""
        if not self.one_by_one:
            return None
        pages = self._pages()
        place = self._asked
        if place is None:
            place = self._wrong(pages, self._place(pages)) if self._errors else self._place(pages)
        names = pages[place]
        total = 0 if self.grows else len(pages) - self.shows_answers
        last, alone = place == len(pages) - 1, self.changes and self.shows_answers
        return Step(names[0], place + 1, total, last, self.heading(names), alone and last and not self.is_bound, alone)

    def is_valid(self) -> bool:
        """Whether everything was asked, and the answers are good. The next question, the one before, or what was kept is shown else."""
        if self.is_bound and RESUME in self.data:
            return self._ask(self._place(self._pages()) if self.one_by_one else 0)
        good = super().is_valid()
        if not self.is_bound or not self.one_by_one:
            return good
        pages = self._pages()
        if AT in self.data and (said := self._on_the_way(pages)) is not None:
            return said
        if not good:
            self._asked = self._wrong(pages, len(pages) - 1)
        return good

    def _on_the_way(self, pages: list[list[str]]) -> bool | None:
        """What `is_valid` says while there are questions left; None at the last page."""
        place = self._place(pages)
        if TO in self.data:
            return self._ask(self._place(pages, self.data[TO]))
        if self.data.get(GO) == BACK:
            return self._ask(len(pages) - 1 if self.changes and self.shows_answers else max(place - 1, 0))
        wrong = {name: self.errors[name] for name in pages[place] if name in self.errors}
        if wrong:
            self._ask(place)
            self.errors.update(wrong)
            return False
        if place < len(pages) - 1:
            return self._ask(len(pages) - 1 if self.looked and self.shows_answers and not self.grows else place + 1)
        return None

    def _wrong(self, pages: list[list[str]], otherwise: int) -> int:
        return next((place for place, names in enumerate(pages) if self.errors.keys() & set(names)), otherwise)

    def _ask(self, place: int) -> bool:
        self._asked = place
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        return False

    def _place(self, pages: list[list[str]], name: Any = None) -> int:
        asked = name or (self.data.get(AT, "") if self.is_bound else ANSWERS if self.changes else "")
        return next((place for place, names in enumerate(pages) if asked in names), 0)

    def answers(self) -> list[Answer]:
        """What was said so far, question by question, as its writer reads it."""
        return [Answer(names[0], self.heading(names) or str(self[names[0]].label), self._lines(names)) for names in self.questions()]

    def _lines(self, names: list[str]) -> tuple[str, ...]:
        """The first field says it, and the others more of it: what is merely chosen beside nothing is no answer."""
        named = bool(self.heading(names))
        said = [(self[name], _said(self[name])) for name in names]
        if not named and not said[0][1]:
            said = [(field, lines) for field, lines in said if not isinstance(field.field, forms.ChoiceField)]
        plain = "" if named and len(names) > 1 else names[0]
        return tuple(line if field.name == plain else f"{field.label}: {line}" for field, lines in said for line in lines)

    def get_context(self) -> dict[str, Any]:
        """The form's template gets the fields of one question, and the others hidden; at the end the answers, and all of them hidden."""
        context: dict[str, Any] = super().get_context()
        step = self.step
        if step is None:
            return context
        shown = set() if step.answers else set(self._pages()[step.number - 1])
        others = [field.as_hidden() for field, _errors in context["fields"] if field.name not in shown]
        context["fields"] = [(field, errors) for field, errors in context["fields"] if field.name in shown]
        context["hidden_fields"] = [*context["hidden_fields"], *others]
        return {**context, "step": step, "answers": self.answers() if step.answers else ()}


def _said(field: BoundField) -> tuple[str, ...]:
    """What stands in a field, in the words it was offered in."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return (_("Yes") if value else _("No"),)
    if isinstance(field.field, forms.ChoiceField):
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])} - {"None"}
        return tuple(str(label) for key, label in _offered(field.field.choices) if str(key) in chosen)
    text = str("" if value is None else value).strip()
    return (text,) if text else ()


def _offered(choices: Any) -> list[tuple[Any, Any]]:
    """The choices one can make, those inside of groups among them."""
    return [one for key, label in choices for one in (_offered(label) if isinstance(label, list | tuple) else [(key, label)])]

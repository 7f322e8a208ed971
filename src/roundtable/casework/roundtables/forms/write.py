"""What one writes for all in a meeting."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.casework.roundtables.forms import PERIOD
from roundtable.casework.roundtables.rules import GONE, MOST_CHARACTERS, How, Section
from roundtable.casework.roundtables.rules.writing import HOW_READ
from roundtable.ui.fields import DateField, LeftText, OnceField, PlainText, still_typed
from roundtable.ui.slowly import Slowly


class WriteForm(Slowly):
    """One form for the whole meeting: a box for each part and each person, two rows high, that grows with what is said."""

    how = forms.ChoiceField(
        label=_("Have you read it aloud?"),
        widget=forms.RadioSelect,
        initial=str(How.READ_ALOUD),
        choices=[(str(how), _(words)) for how, words in HOW_READ],
    )
    again_on = DateField(label=_("We look at it again on"), required=False, **PERIOD)
    once = OnceField()

    def __init__(self, *args: Any, parties: Sequence[tuple[UUID, str]] = (), gone: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        """gone: who sat at the table; what was typed as theirs while they still did comes back."""
        super().__init__(*args, **kwargs)
        self.parties, self.titles = tuple(parties), dict[str, str]()
        self._box("arrive", _now("How we arrive today"))
        for section in (Section.MATTERS, Section.BRING, Section.HOME):
            for person_id, name in self.parties:  # by who it is: somebody seated meanwhile gets nobody else's words
                self._box(f"{section}_{person_id}", name)
            for person_id, name in gone:
                for typed in still_typed(self.data, [self.add_prefix(f"{section}_{person_id}")]):
                    self.fields[typed] = LeftText(label=name, rows=2, why=_now(GONE) % {"name": name})
        self._box("agree", _now("What else we agreed"))
        self._box("disagree", _now("What we do not agree on"))

    def questions(self) -> list[list[str]]:
        """A part of the meeting is a question, with the day to look again in the part it belongs to."""
        parts = [[box.name for box in self.boxes(section)] for section in Section]
        return [[*names, "again_on"] if Section.DISAGREE in names else names for names in parts if names] + [["how"]]

    def heading(self, names: Sequence[str]) -> str:
        """The part's own name, where its boxes are named after people."""
        code = names[0].partition("_")[0]
        return self.titles.get(code, "") if code in (Section.MATTERS, Section.BRING, Section.HOME) else ""

    @property
    def part(self) -> str:
        """Which part of the meeting is asked now; empty where all of them are."""
        return self.step.name.partition("_")[0] if self.step else ""

    def _box(self, name: str, label: str) -> None:
        self.fields[name] = PlainText(label=label, required=False, rows=2, max_length=MOST_CHARACTERS)

    def boxes(self, section: str) -> list[Any]:
        """The boxes of one part, in order."""
        return [self[name] for name in self.fields if name == section or name.startswith(f"{section}_")]

    def said(self) -> list[tuple[Section, str, UUID | None, date | None]]:
        """Part, text, whose words, look again; in a fixed order, so that a second click finds the first."""
        values, found = self.cleaned_data, []
        for name in self.fields:
            code, _line, person_id = name.partition("_")
            if code in {str(section) for section in Section}:
                person = UUID(person_id) if person_id else None
                again = values.get("again_on") if code == Section.DISAGREE else None
                found.append((Section(code), values.get(name) or "", person, again))
        return found

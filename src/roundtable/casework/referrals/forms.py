"""The shape of what is typed into referrals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import EmailValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.casework.referrals.rules.draft import (
    MOST_CITIZENS,
    RECORDED,
    CheckAnswer,
    ConsentHow,
    NewCitizen,
    ReferralDraft,
    field_of,
)
from roundtable.ui.fields import PHONE, Choice, DateField, OnceField, PlainText
from roundtable.ui.slowly import Slowly

LONGEST_TEXT = 4000
EMAIL = EmailValidator(_("Write an address like name@example.org."))
HOW = (
    (ConsentHow.ORALLY, Choice(_("Aloud, to me, and I write it down here"), _("It is shown so until the citizen confirms it."))),
    (ConsentHow.IN_WRITING, Choice(_("By signing a paper"), _("You keep the paper in your own record."))),
    (ConsentHow.TO_ASK, Choice(_("Not asked yet"), _("Keep it as a draft until the answer is there."))),
)
HOW_AGAIN = (*HOW[:2], (ConsentHow.TO_ASK, Choice(_("Not asked yet"), _("Until there is an answer it waits here, as it came back."))))
WHO = ("given_name", "family_name", "born_on", "phone", "email")
YES = ("consent_how", "consent_on")
REACH = ("phone", "email", "born_on")


def _text_field(people: int) -> PlainText:
    reads = _("The citizen reads exactly this.") if people == 1 else _("Each of them reads exactly this.")
    return PlainText(label=_("The text that is sent"), help_text=reads, max_length=LONGEST_TEXT, rows=8)


def _who_fields(number: int) -> dict[str, forms.Field]:
    one: dict[str, Any] = {"multiline": False, "required": False}
    fields: dict[str, forms.Field] = {
        "given_name": PlainText(label=_("Given name"), multiline=False, max_length=80),
        "family_name": PlainText(label=_("Family name"), max_length=80, **one),
        "born_on": DateField(label=_("Born on"), required=False, help_text=_("For example 27.3.1980")),
        "phone": PlainText(label=_("Telephone"), max_length=40, validators=[PHONE], **one),
        "email": PlainText(label=_("E-mail"), max_length=254, validators=[EMAIL], **one),
    }
    for field in fields.values():
        field.said_once = True  # type: ignore[attr-defined]  # over the group: only the given name is needed
    return {field_of(name, number): field for name, field in fields.items()}


def _check_fields(checks: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    """Each thing of the programme's list: whether it holds, and since which day that is known."""
    fields: dict[str, forms.Field] = {}
    for number, (_code, text) in enumerate(checks):
        on = DateField(label=_("Checked on which day?"), required=False, help_text="")
        on.summary_label, on.said_once = text, True  # type: ignore[attr-defined]
        fields |= {f"check_{number}": forms.BooleanField(label=text, required=False), f"check_{number}_on": on}
    return fields


def _yes_fields(number: int, question: Any) -> dict[str, forms.Field]:
    """How one person said yes, and on which day; the day is asked of a recorded yes only."""
    how = forms.ChoiceField(
        label=question, choices=HOW, widget=forms.RadioSelect, error_messages={"required": _("Choose how the citizen said yes.")}
    )
    on = DateField(label=_("On which day?"), required=False)
    on.said_once = True  # type: ignore[attr-defined]  # a yes has its day; who has not been asked has none
    return {field_of("consent_how", number): how, field_of("consent_on", number): on}


def _question(name: str, number: int, people: int) -> Any:
    if people == 1:
        return _("How did the citizen say yes?")
    return _now("How did %(name)s say yes?") % {"name": name or _now("person %(number)s") % {"number": number}}


@dataclass(frozen=True)
class PersonGroup:
    """The fields of one person on the form: who it is, and the yes."""

    number: int
    name: str
    who: tuple[BoundField, ...]
    yes: tuple[BoundField, ...]


class ConsentFields(forms.Form):
    """The exact text, and how each said yes to it."""

    people = 1
    checks: tuple[tuple[str, str], ...] = ()

    def clean(self) -> dict[str, Any]:
        """A recorded yes has its day."""
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, self.people + 1):
            how, on = (field_of(name, number) for name in YES)
            if data.get(how) in RECORDED and data.get(on) is None and on not in self.errors and self.fields[how].required:
                self.add_error(on, self.fields[on].error_messages["required"])
        return data

    def yes_of(self, number: int) -> tuple[ConsentHow | None, date | None]:
        """How and when one person said yes."""
        how = self.cleaned_data.get(field_of("consent_how", number))
        return ConsentHow(how) if how else None, self.cleaned_data.get(field_of("consent_on", number))

    @property
    def answers(self) -> tuple[CheckAnswer, ...]:
        """What was ticked, with its day."""
        data = self.cleaned_data
        return tuple(CheckAnswer(code, data[f"check_{no}"], data[f"check_{no}_on"]) for no, (code, _text) in enumerate(self.checks))


class WriteReferralForm(ConsentFields):
    """A referral to one programme, about one person or several. Kept as a draft, only a name is needed.

    people: how many the form has room for; a further one that is left empty is nobody.
    """

    once = OnceField()

    def __init__(self, *args: Any, checks: Sequence[tuple[str, str]] = (), keep: bool = False, people: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.checks = people, tuple(checks)
        numbers = range(1, people + 1)
        for number in numbers:
            self.fields |= _who_fields(number)
        self.fields["text"] = _text_field(people)
        self.fields |= _check_fields(self.checks)
        for number in numbers:
            self.fields |= _yes_fields(number, _question(self.name_of(number), number, people))
            self._one_of_several(number)
        if keep:
            for name in ("text", *(field_of("consent_how", number) for number in numbers)):
                self.fields[name].required = False

    def _one_of_several(self, number: int) -> None:
        """Says in the list of what to look at again whose field it is; asks nothing of a further person left empty."""
        for name in (*WHO, *YES) if self.people > 1 else ():
            field = self.fields[field_of(name, number)]
            if name != "consent_how":
                field.summary_label = _now("%(field)s, person %(number)s") % {"field": field.label, "number": number}  # type: ignore[attr-defined]
            if number > 1 and self.is_bound and not self._is_somebody(number):
                field.required = False

    def _is_somebody(self, number: int) -> bool:
        return any(str(self[field_of(name, number)].value() or "").strip() for name in (*WHO, "consent_how"))

    def name_of(self, number: int) -> str:
        """The given name as typed so far."""
        return " ".join(str(self[field_of("given_name", number)].value() or "").split())[:40]

    @property
    def persons(self) -> tuple[PersonGroup, ...]:
        """The fields of each person, in order."""
        return tuple(
            PersonGroup(
                number,
                self.name_of(number),
                tuple(self[field_of(name, number)] for name in WHO),
                tuple(self[field_of(name, number)] for name in YES),
            )
            for number in range(1, self.people + 1)
        )

    @property
    def check_lines(self) -> tuple[tuple[BoundField, BoundField], ...]:
        """Each thing to check with its date."""
        return tuple((self[f"check_{number}"], self[f"check_{number}_on"]) for number in range(len(self.checks)))

    @property
    def may_add(self) -> bool:
        """Whether one more fits."""
        return self.people < MOST_CITIZENS

    def typed(self, *, without: int = 0) -> dict[str, Any]:
        """Everything that was typed, checked or not, to show again; `without` one of the people, the later ones move up."""
        values = {name: self[name].value() for name in self.fields}
        for number in range(without, self.people) if without else ():
            for name in (*WHO, *YES):
                values[field_of(name, number)] = values[field_of(name, number + 1)]
        return values

    def draft(self, programme_id: UUID) -> ReferralDraft:
        """What was typed, as a referral."""
        data = self.cleaned_data
        numbers = [number for number in range(1, self.people + 1) if number == 1 or self._is_somebody(number)]
        citizens = tuple(self._citizen(number) for number in numbers)
        return ReferralDraft(programme_id, citizens, data["text"], self.answers)

    def _citizen(self, number: int) -> NewCitizen:
        how, on = self.yes_of(number)
        return NewCitizen(**{name: self.cleaned_data[field_of(name, number)] for name in WHO}, consent_how=how, consent_on=on)


def people_on(data: Mapping[str, Any]) -> int:
    """How many people the sent form had room for."""
    said = str(data.get("people", "1"))
    return min(max(int(said), 1), MOST_CITIZENS) if said.isascii() and said.isdigit() and len(said) < 3 else 1


def draft_initial(draft: ReferralDraft, checks: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A kept draft as what the form shows."""
    initial: dict[str, Any] = {"text": draft.text}
    for number, citizen in enumerate(draft.citizens, start=1):
        initial |= {field_of(name, number): getattr(citizen, name) for name in (*WHO, *YES)}
    return initial | _checks_initial(draft.checks, checks)


def _checks_initial(answers: Sequence[CheckAnswer], checks: Sequence[tuple[str, str]]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    known = {answer.code: answer for answer in answers}
    for number, (code, _text) in enumerate(checks):
        if code in known:
            initial |= {f"check_{number}": known[code].met, f"check_{number}_on": known[code].on}
    return initial


class SendAgainForm(ConsentFields):
    """The new text of a returned referral, how to reach each, what was checked, and the yes of each to it.

    names: of the citizens, in order.
    """

    def __init__(self, *args: Any, names: Sequence[str] = ("",), checks: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.checks = len(names), tuple(checks)
        for number, name in enumerate(names, start=1):
            known = _who_fields(number)
            for field in (field_of(one, number) for one in REACH):
                self.fields[field] = known[field]
                if self.people > 1:
                    known[field].label = _now("%(field)s, %(name)s") % {"field": known[field].label, "name": name}
        self.fields["text"] = _text_field(self.people)
        self.fields |= _check_fields(self.checks)
        for number, name in enumerate(names, start=1):
            self.fields |= _yes_fields(number, _question(name, number, self.people))
            self.fields[field_of("consent_how", number)].choices = HOW_AGAIN  # type: ignore[attr-defined]
            if self.people > 1:
                on = self.fields[field_of("consent_on", number)]
                on.label = _now("On which day did %(name)s say yes?") % {"name": name}

    @property
    def contacts(self) -> list[tuple[str, str, date | None]]:
        """Telephone, e-mail and day of birth of each."""
        data, numbers = self.cleaned_data, range(1, self.people + 1)
        return [(data[field_of("phone", no)], data[field_of("email", no)], data[field_of("born_on", no)]) for no in numbers]


def again_initial(text: str, reach: Sequence[Any], answers: Sequence[CheckAnswer], checks: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A referral that came back as what the form shows. `reach`: each citizen, with telephone, e-mail and day of birth."""
    initial: dict[str, Any] = {"text": text, **_checks_initial(answers, checks)}
    for number, citizen in enumerate(reach, start=1):
        initial |= {field_of(name, number): getattr(citizen, name) for name in REACH}
    return initial


class AcceptForm(forms.Form):
    """Who sits down at the new table."""

    people = forms.MultipleChoiceField(
        label=_("Who sits down at this table?"),
        help_text=_("Somebody of each organisation. You can add people later."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    to_come = PlainText(
        label=_("Who is still to come?"),
        help_text=_("Only needed if everybody you choose is of one organisation. Everyone at the table reads it."),
        multiline=False,
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason everyone at this table reads."""

    reason = PlainText(label=_("The reason, in a sentence or two"), max_length=2000, rows=3)


class MissingForm(forms.Form):
    """What is missing."""

    reason = PlainText(label=_("What is missing?"), max_length=2000, rows=3)


class WithdrawForm(forms.Form):
    """Why a referral is taken back; may stay empty."""

    reason = PlainText(label=_("Why do you take it back?"), max_length=2000, rows=3, required=False)


class LaterYesForm(forms.Form):
    """A yes said on the telephone after the referral was sent."""

    on = DateField(label=_("On which day did you talk?"))
    read_back = forms.BooleanField(
        label=_("I have read the text aloud, and heard a yes"), error_messages={"required": _("Read the text aloud first.")}
    )


class SayNoForm(Slowly):
    """A no needs no reason."""

    words = PlainText(label=_("Is there something you want them to know?"), max_length=2000, rows=3, required=False)


def written(form: forms.Form) -> tuple[tuple[str, str], ...]:
    """What somebody wrote into a form whose place is gone: each box by its name, and the words in it that were not there before."""
    boxes = [form[name] for name, field in form.fields.items() if isinstance(field, PlainText) and form.is_bound]
    said = ((str(box.label), str(box.value() or "").strip(), str(box.initial or "").strip()) for box in boxes)
    return tuple((label, words) for label, words, before in said if words and words != before)


class LinkForm(forms.Form):
    """Two referrals and whether they are about the same person."""

    case_id = forms.UUIDField()
    other_case_id = forms.UUIDField()
    linked = forms.TypedChoiceField(choices=(("yes", "yes"), ("no", "no")), coerce=lambda value: value == "yes")

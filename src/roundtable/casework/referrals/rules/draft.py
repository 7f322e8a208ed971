"""What a referral says before it is sent: the citizens, the exact text, how consent was given, what was checked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from roundtable.kernel.calendar import local_date
from roundtable.kernel.refusal import Refusal, gettext_noop


class ConsentHow(StrEnum):
    """How a citizen said yes, or that she says no. `confirmed` is her own act; the others are recorded for her and shown so.

    `to_ask`: nobody has asked yet. It stands in drafts only: nothing leaves before the answer.
    """

    ORALLY = "orally"
    IN_WRITING = "in_writing"
    TO_ASK = "to_ask"
    CONFIRMED = "confirmed"
    NO = "no"


WHO_READS = gettext_noop(
    "The team leaders who decide on the referral read this text. If it is accepted, the people who then sit at the table read it too."
)
"""Part of what a citizen says yes to: it is read aloud before the yes, kept with it, and shown to her again."""
RECORDED = frozenset({ConsentHow.ORALLY, ConsentHow.IN_WRITING})
MOST_CITIZENS = 8
"""A referral is about one person or about a family; the database opens no course for more."""


@dataclass(frozen=True)
class NewCitizen:
    """Somebody the referral is about, not yet in the house, and the yes that was recorded from this person.

    Each says yes for herself, at any age: a parent's yes does not stand for the yes of somebody who is 15.
    """

    given_name: str
    family_name: str = ""
    born_on: date | None = None
    phone: str = ""
    email: str = ""
    consent_how: ConsentHow | None = None
    consent_on: date | None = None

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def said_yes(self) -> bool:
        """Whether a yes is recorded, with its day."""
        return self.consent_how in RECORDED and self.consent_on is not None


@dataclass(frozen=True)
class CheckAnswer:
    """One thing of the programme's list: whether it holds, and on which day that was checked."""

    code: str
    met: bool
    on: date | None = None


@dataclass(frozen=True)
class ReferralDraft:
    """A referral as far as it is written."""

    programme_id: UUID | None
    citizens: tuple[NewCitizen, ...] = ()
    text: str = ""
    checks: tuple[CheckAnswer, ...] = field(default=())

    @property
    def names(self) -> str:
        """All citizens' names, in one line."""
        return ", ".join(citizen.name for citizen in self.citizens)


class ConsentMissing(Refusal):
    """Nothing leaves without the citizen's yes."""

    code = "referral_consent_missing"
    message = gettext_noop("A referral is sent with the citizen's yes only. Say how and when it was given, or keep this as a draft.")


SEND_AGAIN_WITH_A_YES = gettext_noop(
    "A referral is sent with the yes of each it is about. Ask first, then say how and when it was given."
    " Until then it waits here, as it came back."
)


class NotAsked(Refusal):
    """Of several, one has not said yes."""

    code = "referral_not_asked"
    message = gettext_noop(
        "This person has not said yes. Each says yes for themselves. Ask first, keep this as a draft, or take this person out and send it."
    )


class TooManyCitizens(Refusal):
    """More people than one table holds."""

    code = "referral_too_many"
    message = gettext_noop("A referral is for %(most)s people at most. Write another one for the others.")


class ConsentTooLate(Refusal):
    """A consent cannot lie in the future, or be older than a year."""

    code = "referral_consent_day"
    message = gettext_noop("The yes must have been given today or in the year before. Look at the date again.")


class CheckedTooLate(Refusal):
    """Something was checked on a day that has not come."""

    code = "referral_check_day"
    message = gettext_noop("This day has not come yet. Write the day on which it was checked.")


class CitizenMissing(Refusal):
    """A referral is about somebody."""

    code = "referral_citizen_missing"
    message = gettext_noop("Write at least the given name of who the referral is about.")


class TextNotWritten(Refusal):
    """A referral says something."""

    code = "referral_text_missing"
    message = gettext_noop("Write the text that is to be sent. The citizen reads exactly this.")


def check_ready(draft: ReferralDraft, at: datetime, zone: str) -> None:
    """Whether it may be sent: somebody it is about, a text, and of each a recorded yes of today or the year before.

    `zone`: the programme's, for what day it is. Raises CitizenMissing, TooManyCitizens, TextNotWritten, ConsentMissing, NotAsked,
    ConsentTooLate, CheckedTooLate; at the field of the person it is about (`field_of`).
    """
    if not draft.citizens:
        raise CitizenMissing(field="given_name")
    if len(draft.citizens) > MOST_CITIZENS:
        raise TooManyCitizens(most=MOST_CITIZENS)
    for number, citizen in enumerate(draft.citizens, start=1):
        if not citizen.given_name.strip():
            raise CitizenMissing(field=field_of("given_name", number))
    if not draft.text.strip():
        raise TextNotWritten(field="text")
    for number, check in enumerate(draft.checks):
        if check.on is not None and check.on > local_date(at, zone):
            raise CheckedTooLate(field=f"check_{number}_on")
    for number, citizen in enumerate(draft.citizens, start=1):
        _check_yes(draft, citizen, number, local_date(at, zone))


def _check_yes(draft: ReferralDraft, citizen: NewCitizen, number: int, today: date) -> None:
    if citizen.consent_how not in RECORDED or citizen.consent_on is None:
        field = field_of("consent_on" if citizen.consent_how in RECORDED else "consent_how", number)
        if len(draft.citizens) > 1:
            raise NotAsked(field=field)
        raise ConsentMissing(field=field)
    check_yes_day(citizen.consent_on, today, field_of("consent_on", number))


def check_yes_day(on_day: date, today: date, field: str = "on") -> None:
    """Whether a yes can have been said on that day: today, or in the year before. Raises ConsentTooLate.

    >>> check_yes_day(date(2026, 5, 3), date(2026, 5, 4))
    """
    if not 0 <= (today - on_day).days <= 366:
        raise ConsentTooLate(field=field)


def field_of(name: str, number: int) -> str:
    """The name of a field of the first, the second … person.

    >>> field_of("given_name", 1), field_of("given_name", 3)
    ('given_name', 'given_name_3')
    """
    return name if number == 1 else f"{name}_{number}"


def to_json(draft: ReferralDraft) -> str:
    """The draft as text, for the sealed words of its writer."""
    return json.dumps(asdict(draft), default=str, ensure_ascii=False)


def from_json(text: str) -> ReferralDraft:
    """The draft again; what cannot be read is left empty.

    >>> from_json(to_json(ReferralDraft(None, (NewCitizen("Amal", born_on=date(1980, 11, 2)),), "Stress"))).citizens[0].born_on
    datetime.date(1980, 11, 2)
    """
    try:
        raw: dict[str, Any] = json.loads(text)
    except ValueError:
        return ReferralDraft(None)
    programme = raw.get("programme_id")
    shared = {"consent_how": raw.get("consent_how"), "consent_on": raw.get("consent_on")}  # drafts of before: one yes, one person
    return ReferralDraft(
        UUID(programme) if programme else None,
        tuple(_citizen({**shared, **citizen}) for citizen in raw.get("citizens", ())),
        raw.get("text", ""),
        read_checks(raw.get("checks", ())),
    )


def _citizen(raw: Mapping[str, Any]) -> NewCitizen:
    how = raw.get("consent_how")
    return NewCitizen(
        **{
            **raw,
            "born_on": _day(raw.get("born_on")),
            "consent_how": ConsentHow(how) if how else None,
            "consent_on": _day(raw.get("consent_on")),
        }
    )


def read_checks(stored: Sequence[Mapping[str, Any]]) -> tuple[CheckAnswer, ...]:
    """The checks of a stored list."""
    return tuple(CheckAnswer(entry["code"], bool(entry["met"]), _day(entry.get("on"))) for entry in stored)


def store_checks(checks: Sequence[CheckAnswer]) -> list[dict[str, Any]]:
    """The checks as they are stored: code, met, day."""
    return [{"code": check.code, "met": check.met, "on": check.on.isoformat() if check.on else None} for check in checks]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

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
    """How a citizen said yes, or that she says no. `confirmed` is her own act; the others are recorded for her and shown so."""

    ORALLY = "orally"
    IN_WRITING = "in_writing"
    CONFIRMED = "confirmed"
    NO = "no"


RECORDED = frozenset({ConsentHow.ORALLY, ConsentHow.IN_WRITING})


@dataclass(frozen=True)
class NewCitizen:
    """Somebody the referral is about, not yet in the house."""

    given_name: str
    family_name: str = ""
    born_on: date | None = None
    phone: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class CheckAnswer:
    """One thing of the programme's list: whether it holds, and since when."""

    code: str
    met: bool
    on: date | None = None


@dataclass(frozen=True)
class ReferralDraft:
    """A referral as far as it is written."""

    programme_id: UUID | None
    citizens: tuple[NewCitizen, ...] = ()
    text: str = ""
    consent_how: ConsentHow | None = None
    consent_on: date | None = None
    checks: tuple[CheckAnswer, ...] = field(default=())

    @property
    def names(self) -> str:
        """All citizens' names, in one line."""
        return ", ".join(citizen.name for citizen in self.citizens)


class ConsentMissing(Refusal):
    """Nothing leaves without the citizen's yes."""

    code = "referral_consent_missing"
    message = gettext_noop("A referral is sent with the citizen's yes only. Say how and when it was given, or keep this as a draft.")


class ConsentTooLate(Refusal):
    """A consent cannot lie in the future, or be older than a year."""

    code = "referral_consent_day"
    message = gettext_noop("The yes must have been given today or in the year before. Look at the date again.")


class CitizenMissing(Refusal):
    """A referral is about somebody."""

    code = "referral_citizen_missing"
    message = gettext_noop("Write at least the given name of who the referral is about.")


class TextNotWritten(Refusal):
    """A referral says something."""

    code = "referral_text_missing"
    message = gettext_noop("Write the text that is to be sent. The citizen reads exactly this.")


def check_ready(draft: ReferralDraft, at: datetime, zone: str) -> None:
    """Whether it may be sent: somebody it is about, a text, a recorded yes of today or the year before.

    `zone`: the programme's, for what day it is. Raises CitizenMissing, TextNotWritten, ConsentMissing, ConsentTooLate.
    """
    if not draft.citizens or not all(citizen.given_name.strip() for citizen in draft.citizens):
        raise CitizenMissing(field="given_name")
    if not draft.text.strip():
        raise TextNotWritten(field="text")
    if draft.consent_how not in RECORDED or draft.consent_on is None:
        raise ConsentMissing(field="consent_how" if draft.consent_how not in RECORDED else "consent_on")
    if not 0 <= (local_date(at, zone) - draft.consent_on).days <= 366:
        raise ConsentTooLate(field="consent_on")


def to_json(draft: ReferralDraft) -> str:
    """The draft as text, for the sealed words of its writer."""
    return json.dumps(asdict(draft), default=str, ensure_ascii=False)


def from_json(text: str) -> ReferralDraft:
    """The draft again; what cannot be read is left empty.

    >>> from_json(to_json(ReferralDraft(None, (NewCitizen("Amal"),), "Stress", ConsentHow.ORALLY, date(2026, 11, 2)))).consent_on
    datetime.date(2026, 11, 2)
    """
    try:
        raw: dict[str, Any] = json.loads(text)
    except ValueError:
        return ReferralDraft(None)
    programme = raw.get("programme_id")
    how = raw.get("consent_how")
    return ReferralDraft(
        UUID(programme) if programme else None,
        tuple(NewCitizen(**{**citizen, "born_on": _day(citizen.get("born_on"))}) for citizen in raw.get("citizens", ())),
        raw.get("text", ""),
        ConsentHow(how) if how else None,
        _day(raw.get("consent_on")),
        read_checks(raw.get("checks", ())),
    )


def read_checks(stored: Sequence[Mapping[str, Any]]) -> tuple[CheckAnswer, ...]:
    """The checks of a stored list."""
    return tuple(CheckAnswer(entry["code"], bool(entry["met"]), _day(entry.get("on"))) for entry in stored)


def store_checks(checks: Sequence[CheckAnswer]) -> list[dict[str, Any]]:
    """The checks as they are stored: code, met, day."""
    return [{"code": check.code, "met": check.met, "on": check.on.isoformat() if check.on else None} for check in checks]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

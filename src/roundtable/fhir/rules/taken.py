"""What is taken over from a FHIR file, and what is left behind, in the words of this house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from roundtable.kernel.refusal import Refusal


class PartyKind(StrEnum):
    """Who somebody named in the file is here."""

    CITIZEN = "citizen"
    PROFESSIONAL = "professional"
    COMPANION = "companion"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


class StepState(StrEnum):
    """How far a step is."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Missing:
    """What the file does not say and a person must add: the FHIR path where it would stand, and an English msgid."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An element without a place here: its FHIR path, its resource (`CarePlan/f201`), the reason as English msgid with `params`.

    A path stands for everything below it.
    """

    path: str
    resource: str
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)

    def english(self) -> str:
        """The element as one line of a terminal."""
        return f"{self.path} ({self.resource}): {self.reason % self.params if self.params else self.reason}"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody named in the file, not yet a person here: the name as shown, the reference as written ("" for none), an address at work."""

    kind: PartyKind
    shown_as: str
    reference: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Citizen:
    """The one the file is about; what its Patient does not say is empty. `reference` is how the file points to them."""

    reference: str
    shown_as: str
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ReferralTaken:
    """A referral draft from a ServiceRequest; never sent by the import. `wanted_by` is the last day it is asked for."""

    source: str
    citizen: Citizen
    asked_for: str
    reason: str
    referrer: Party | None
    asked_of: tuple[Party, ...]
    requested_on: date | None
    wanted_by: date | None
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class GoalTaken:
    """A goal in a plan draft, in its owner's words; `owner` is None where the file does not say whose goal it is."""

    source: str
    text: str
    owner: Party | None
    target_on: date | None


@dataclass(frozen=True, slots=True)
class StepTaken:
    """Who does what by when; `supports` names the `source` of goals in the same plan."""

    source: str
    text: str
    who: tuple[Party, ...]
    by: date | None
    when: str
    state: StepState
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatToName:
    """A seat that somebody must give to a person here: the role in the file's words, who sits there, from and until."""

    source: str
    role: str
    party: Party
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PlanTaken:
    """An open case with its plan draft; nobody has answered it, whatever the file says."""

    source: str
    citizen: Citizen
    title: str
    text: str
    from_on: date | None
    until_on: date | None
    goals: tuple[GoalTaken, ...]
    steps: tuple[StepTaken, ...]
    seats: tuple[SeatToName, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class TakeOver:
    """What a file gives: drafts, everything left behind, and, where it gives no draft at all, the refusal that says why."""

    referrals: tuple[ReferralTaken, ...] = ()
    plans: tuple[PlanTaken, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    refused: Refusal | None = None

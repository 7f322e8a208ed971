"""Who acts: one person, in one hat, on one case or on all of theirs, for one purpose."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID


class Hat(StrEnum):
    """The capacity in which a person acts; the rights of two hats never add up (invariant 9)."""

    CITIZEN = "citizen"
    COMPANION = "companion"
    REPRESENTATIVE = "representative"
    PROFESSIONAL = "professional"
    INTAKE = "intake"
    GUEST = "guest"
    LINE_MANAGER = "line_manager"
    TEAM_LEADER = "team_leader"


CITIZEN_HATS = frozenset({Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE})


class Login(StrEnum):
    """The database logins a request may act through. The wall is a login, not a setting."""

    CITIZEN = "web_citizen"
    CARE = "web_care"
    AUTHORITY = "web_authority"


class Purpose(StrEnum):
    """Why content is opened. A closed list (invariant 1), derived from the page."""

    CASE = "case"
    PLAN = "plan"
    MEETING = "meeting"
    MESSAGES = "messages"
    PREPARE = "prepare"
    REFERRAL = "referral"
    SHARE = "share"
    COUNTERSIGN = "countersign"
    SEARCH = "search"
    LOG = "log"
    TEAM = "team"
    HAND_OVER = "hand_over"
    RECORD = "record"
    PRINT = "print"
    IMPORT = "import"


def login_for(hat: Hat, authority: bool) -> Login:
    """The login a hat acts through: citizens' own, care, or authority.

    >>> login_for(Hat.PROFESSIONAL, authority=True).value
    'web_authority'
    """
    if hat in CITIZEN_HATS:
        return Login.CITIZEN
    return Login.AUTHORITY if authority else Login.CARE


@dataclass(frozen=True)
class Actor:
    """A person acting in exactly one hat. `case_id` None means *mine*: all live seats of this hat."""

    person_id: UUID
    hat: Hat
    authority: bool = False
    case_id: UUID | None = None
    purpose: Purpose = Purpose.CASE

    @property
    def login(self) -> Login:
        return login_for(self.hat, self.authority)

    @property
    def is_citizen_hat(self) -> bool:
        return self.hat in CITIZEN_HATS

    def on(self, case_id: UUID | None) -> "Actor":
        """The same person in the same hat, on one case."""
        return replace(self, case_id=case_id)

    def purposing(self, purpose: Purpose) -> "Actor":
        """The same, for another purpose."""
        return replace(self, purpose=purpose)

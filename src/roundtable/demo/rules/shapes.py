"""What is said of everybody in the demo: who they are, where they work, and in which programme."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrganisationOf:
    """One organisation; `pattern` is how its seats are drawn."""

    code: str
    name: str
    short_name: str
    kind: str
    pattern: str
    phone: str


@dataclass(frozen=True)
class RoleOf:
    """A role of one programme: what it decides, in one sentence."""

    code: str
    name: str
    decides: str
    authority: bool = False
    clinical: bool = False
    safeguarding: bool = False


@dataclass(frozen=True)
class Worker:
    """Somebody who works in a programme. `who`: one line for the page of the cast; empty for those who cannot be signed in as."""

    key: str
    name: str
    organisation: str
    role: str
    team: str
    hours: int
    phone: str
    programme: str = "back-together"
    leads: bool = False
    who: str = ""
    about: tuple[str, str, str, str, str] = ("", "", "", "", "")


@dataclass(frozen=True)
class Citizen:
    """Somebody whose course it is, or who comes with them. `born_on` is ISO; without `who` they have no account."""

    key: str
    name: str
    phone: str = ""
    born_on: str = ""
    who: str = ""
    hat: str = "citizen"

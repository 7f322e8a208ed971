"""Readers of programmes, roles, memberships and the page each professional writes about themselves."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from uuid import UUID

from django.db import connections
from django.db.models import Q
from django.utils.translation import get_language

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import DOOR, current, current_alias
from roundtable.ground.access.guard import reader
from roundtable.ground.programmes.models import AboutMe, Absence, Membership
from roundtable.ground.programmes.rules import Stored, help_lines
from roundtable.kernel.refusal import NotHere
from roundtable.kernel.texts import mark_of


@dataclass(frozen=True)
class ProgrammeFrame:
    """What of a programme stands around every page. `numbers`: its emergency lines as stored."""

    id: UUID
    name: str
    country: str
    numbers: Stored
    citizen_word: str
    language: str = "en"

    @property
    def emergency(self) -> tuple[str, ...]:
        """Whole lines, in the language of the page: who needs them at night reads them in a language of their own."""
        return help_lines(self.numbers, get_language() or self.language, self.language)


KEPT_SECONDS = 600
_kept: tuple[float, dict[UUID, ProgrammeFrame]] = (0.0, {})


def programme_frame(programme_id: UUID) -> ProgrammeFrame | None:
    """The frame of one programme. The table changes a few times a year: a process asks again after ten minutes, or for a new one."""
    global _kept
    at, frames = _kept
    if programme_id not in frames or monotonic() - at > KEPT_SECONDS:
        _kept = (monotonic(), _frames())
    return _kept[1].get(programme_id)


def _frames() -> dict[UUID, ProgrammeFrame]:
    with connections[DOOR].cursor() as cursor:
        cursor.execute("SELECT id, name, country, emergency::text, citizen_word, language FROM programmes_programme")
        return {row[0]: ProgrammeFrame(row[0], row[1], row[2], json.loads(row[3]), row[4], row[5]) for row in cursor.fetchall()}


@dataclass(frozen=True)
class Check:
    """One thing a referral is checked for, as the programme words it."""

    code: str
    text: str


@dataclass(frozen=True)
class ProgrammeTexts:
    """A programme one works in: what a referral to it says, asks and checks."""

    id: UUID
    code: str
    name: str
    time_zone: str
    consent_text: str
    consent_version: str
    if_no_text: str
    eligibility: tuple[Check, ...]
    organisation_id: UUID


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in a programme."""

    person_id: UUID
    programme_id: UUID
    name: str
    role_name: str
    organisation: str
    pattern: str
    authority: bool
    leads: bool


@dataclass(frozen=True)
class AbsenceView:
    """Somebody is away, or will be: from, until the day they are back, and who covers (None: nobody)."""

    id: UUID
    person_id: UUID
    given_name: str
    name: str
    first_day: date
    back_on: date
    cover_id: UUID | None
    cover: str


@dataclass(frozen=True)
class AboutPerson:
    """The page a professional wrote about themselves; empty lines where nothing is written yet."""

    person_id: UUID
    given_name: str
    name: str
    phone: str
    role_name: str
    organisation: str
    pattern: str
    hours: str
    i_decide: str
    i_do_not_decide: str
    my_judgement: str
    my_organisation_needs: str
    changed_at: datetime | None

    @property
    def lines_written(self) -> int:
        """How many of the five lines say something."""
        return sum(map(bool, (self.hours, self.i_decide, self.i_do_not_decide, self.my_judgement, self.my_organisation_needs)))


@dataclass(frozen=True)
class Referrer:
    """Whom an imported referral is from."""

    person_id: UUID
    organisation_id: UUID
    role_id: UUID
    programme_id: UUID
    authority: bool


def _live(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(until_at=None) | Q(until_at__gt=at))


def checks_of(eligibility: object) -> tuple[Check, ...]:
    """The programme's list as checks; an entry without a code or a text is passed over."""
    found = eligibility if isinstance(eligibility, list) else []
    return tuple(
        Check(str(entry["code"]), str(entry["text"])) for entry in found if isinstance(entry, dict) and {"code", "text"} <= entry.keys()
    )


@reader()
def my_programmes(*, actor: Actor) -> tuple[ProgrammeTexts, ...]:
    """The programmes the acting person works in now, in a role of their kind of hat, by name. One statement."""
    rows = (
        Membership.objects.filter(_live(current().at), person_id=actor.person_id, role__authority=actor.authority)
        .select_related("programme")
        .order_by("programme__name", "id")
    )
    texts = {
        row.programme_id: ProgrammeTexts(
            row.programme_id,
            row.programme.code,
            row.programme.name,
            row.programme.time_zone,
            row.programme.consent_text,
            row.programme.consent_version,
            row.programme.if_no_text,
            checks_of(row.programme.eligibility),
            row.organisation_id,
        )
        for row in rows
    }
    return tuple(texts.values())


@reader()
def colleagues(*, actor: Actor) -> tuple[Colleague, ...]:
    """Everyone who works in the acting person's programmes now, by role and name. One statement. Empty for citizens."""
    rows = (
        Membership.objects.filter(_live(current().at))
        .select_related("person", "role", "organisation")
        .order_by("role__name", "person__given_name", "person__family_name", "id")
    )
    return tuple(
        Colleague(
            row.person_id,
            row.programme_id,
            str(row.person),
            row.role.name,
            row.organisation.short_name,
            row.organisation.pattern,
            row.role.authority,
            row.leads,
        )
        for row in rows
    )


ABOUT_LINES = ("hours", "i_decide", "i_do_not_decide", "my_judgement", "my_organisation_needs")


def about_mark(lines: "AboutPerson | AboutMe") -> str:
    """The mark of the five lines as they stand."""
    return mark_of(*(getattr(lines, name) for name in ABOUT_LINES))


@reader()
def about_person(*, actor: Actor, person_id: UUID) -> AboutPerson:
    """What a professional wrote about themselves, for who shares a table or a programme with them. Two statements. Raises NotHere."""
    row = (
        Membership.objects.filter(_live(current().at), person_id=person_id)
        .select_related("person", "role", "organisation")
        .order_by("leads", "id")
        .first()
    )
    if row is None:
        raise NotHere()
    written = AboutMe.objects.filter(person_id=person_id).first()
    said = written or AboutMe(person_id=person_id)
    return AboutPerson(
        person_id,
        row.person.given_name,
        str(row.person),
        row.person.work_phone,
        row.role.name,
        row.organisation.short_name,
        row.organisation.pattern,
        said.hours,
        said.i_decide,
        said.i_do_not_decide,
        said.my_judgement,
        said.my_organisation_needs,
        written.changed_at if written else None,
    )


@reader()
def absences(*, actor: Actor, person_id: UUID | None = None) -> tuple[AbsenceView, ...]:
    """Absences that are not over: the acting person's own and those they cover; for a leader those of the programmes led. One statement.

    `person_id`: of one person alone. The nearest first. Empty for citizens, who read it at their own table.
    """
    if actor.hat not in (Hat.PROFESSIONAL, Hat.TEAM_LEADER):
        return ()
    today = current().at.date()
    wanted = Absence.objects.filter(ended_at=None, back_on__gte=today).select_related("person", "cover").order_by("first_day", "id")
    rows = wanted if person_id is None else wanted.filter(person_id=person_id)
    return tuple(
        AbsenceView(
            row.id,
            row.person_id,
            row.person.given_name,
            str(row.person),
            row.first_day,
            row.back_on,
            row.cover_id,
            row.cover.given_name if row.cover else "",
        )
        for row in rows
    )


def referrers(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Referrer]:
    """Who stands behind e-mail addresses and programme codes of an imported list; both in small letters. One statement, as loader.

    By the address of the account or the one at work; only who works in that programme now. Who leads it there is taken last.
    """
    alias = current_alias()
    if alias != "loader":
        raise RuntimeError("lists are imported by the loader only")
    wanted = sorted(set(pairs))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (u.email, u.code) u.email, u.code, m.person_id, m.organisation_id, m.role_id, m.programme_id, r.authority"
            " FROM unnest(%s::text[], %s::text[]) AS u(email, code)"
            " JOIN programmes_programme g ON lower(g.code) = u.code JOIN programmes_membership m ON m.programme_id = g.id"
            " JOIN programmes_role r ON r.id = m.role_id JOIN people_person p ON p.id = m.person_id"
            " LEFT JOIN people_account a ON a.person_id = m.person_id AND a.is_active"
            " WHERE (lower(a.email) = u.email OR lower(p.work_email) = u.email)"
            " AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)"
            " ORDER BY u.email, u.code, m.leads, m.from_at, m.id",
            [[email for email, _ in wanted], [code for _, code in wanted]],
        )
        return {(row[0], row[1]): Referrer(*row[2:]) for row in cursor.fetchall()}


def known_codes(codes: Iterable[str]) -> frozenset[str]:
    """Which of these codes of an imported list are a programme's, in small letters. One statement, as loader."""
    alias = current_alias()
    if alias != "loader":
        raise RuntimeError("lists are imported by the loader only")
    with connections[alias].cursor() as cursor:
        wanted = sorted({code.lower() for code in codes})
        cursor.execute("SELECT lower(code) FROM programmes_programme WHERE lower(code) = ANY (%s)", [wanted])
        return frozenset(row[0] for row in cursor.fetchall())


@dataclass(frozen=True)
class Decides:
    """Of a professional's page About me: what they decide, and what they do not."""

    decides: str
    does_not: str


@reader()
def who_decides(*, actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, Decides]:
    """What these professionals wrote that they decide, and what not, as far as the actor knows them. One statement."""
    found = AboutMe.objects.filter(person_id__in=list(person_ids)).values_list("person_id", "i_decide", "i_do_not_decide")
    return {row[0]: Decides(row[1], row[2]) for row in found}

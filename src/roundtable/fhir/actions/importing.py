"""A FHIR file comes in, as loader, in one transaction: all of it or nothing, and nothing twice."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import DatabaseError, IntegrityError

from roundtable.fhir.actions.loading import keep_draft, open_course
from roundtable.fhir.models import Imported
from roundtable.fhir.rules import (
    LeftBehind,
    Missing,
    Opening,
    Party,
    PlanTaken,
    ReferralTaken,
    TakeOver,
    Worker,
    parties_of,
    take_over_file,
    who_works_here,
)
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import RT_REFUSED
from roundtable.ground.access.context import through
from roundtable.ground.programmes.queries import Referrer, colleagues, my_programmes, referrers
from roundtable.kernel.calendar import local_date
from roundtable.kernel.refusal import Refusal, gettext_noop


class NotInProgramme(Refusal):
    """Who imports a file works in the programme."""

    code = "fhir_not_in_programme"
    message = gettext_noop("Nobody with this e-mail address works in this programme now. Correct the address or the programme.")


class FileInUse(Refusal):
    """Two imports of the same file at once."""

    code = "fhir_file_in_use"
    message = gettext_noop("Somebody else is importing the same just now. Nothing was stored. Run it again in a moment.")


class TooManyCases(Refusal):
    """Nobody sits at more tables than anybody can."""

    code = "fhir_too_many_cases"
    message = gettext_noop("Somebody named in this file already has 500 open courses, which is the limit. Nothing was stored.")


@dataclass(frozen=True)
class Came:
    """What one resource became: a referral draft, or a course with its plan draft; `to_name`: who a person must still seat."""

    source: str
    draft: bool
    goals: int = 0
    steps: int = 0
    seats: int = 0
    to_name: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Imports:
    """What came in, or would; `already`: sources that came in before; `left`: everything without a place; `refused`: why nothing came."""

    came: tuple[Came, ...] = ()
    already: tuple[str, ...] = ()
    left: tuple[LeftBehind, ...] = ()
    refused: Refusal | None = None
    stored: bool = False


class _NotForGood(Exception):
    """Undo everything: a trial, or a file that gives nothing."""


def import_fhir(*, data: bytes, programme_code: str, referrer_email: str, at: datetime, dry_run: bool = False) -> Imports:
    """A FHIR R4 file becomes referral drafts of the named referrer, and open courses with their plan drafts at the referrer's table.

    A ServiceRequest is never sent: no file records a consent here. A resource that came in before is passed over, also when it has
    changed since: the draft or plan here has been in people's hands. A plan that names no citizen is left behind with its reason; where
    nothing comes in, `refused` says why. A trial (`dry_run`) stores nothing and finds the same. `at`: now.

    Raises NotInProgramme, FileInUse, TooManyCases.
    """
    with through("loader"):
        who = _referrer(programme_code, referrer_email)
    found = take_over_file(data)
    if found.refused:
        return Imports(left=found.left_behind, refused=found.refused)
    house = _house(found, who, programme_code, at)
    result = Imports()
    try:
        with through("loader"):
            result = _import(found, who, house, at)
            if dry_run or result.refused:
                raise _NotForGood
    except _NotForGood:
        return result
    except IntegrityError:
        raise FileInUse() from None
    except DatabaseError as problem:
        if getattr(problem.__cause__, "sqlstate", None) != RT_REFUSED:
            raise
        gone = "not_in_programme" in str(problem)
        raise (NotInProgramme() if gone else TooManyCases()) from None
    return replace(result, stored=True)


def _referrer(programme_code: str, email: str) -> Referrer:
    asked = (email.strip().lower(), programme_code.strip().lower())
    who = referrers([asked]).get(asked)
    if who is None:
        raise NotInProgramme()
    return who


@dataclass(frozen=True)
class _House:
    """What the programme says to a file: who of its people works here, and which day it is."""

    workers: Mapping[Party, Worker]
    today: date


def _house(found: TakeOver, who: Referrer, code: str, at: datetime) -> _House:
    """Looked up as the referrer, among their colleagues in the programme; addresses as loader."""
    actor = Actor(who.person_id, Hat.PROFESSIONAL, who.authority, None, Purpose.IMPORT)
    parties = [party for plan in found.plans for party in parties_of(plan)]
    with through("loader"):
        asked = referrers((party.email.lower(), code.strip().lower()) for party in parties if party.email)
    by_email = {email: Worker(one.person_id, one.authority) for (email, _), one in asked.items()}
    people = sorted(colleagues(actor=actor), key=lambda one: one.leads)
    by_name = [(one.name, Worker(one.person_id, one.authority)) for one in people if one.programme_id == who.programme_id]
    zone = next((one.time_zone for one in my_programmes(actor=actor) if one.id == who.programme_id), "UTC")
    return _House(who_works_here(parties, by_email, by_name), local_date(at, zone))


def _import(found: TakeOver, who: Referrer, house: _House, at: datetime) -> Imports:
    """Everything of a file, in this transaction."""
    keys = {id(one): _key(one, who, place) for place, one in enumerate(_all(found))}
    here = set(Imported.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    came: list[Came] = []
    left = list(found.left_behind)
    no: list[Refusal] = []
    for referral in found.referrals:
        if keys[id(referral)] not in here:
            keep_draft(referral, who, keys[id(referral)], at)
            came.append(Came(referral.source, True, missing=referral.missing))
    for plan in found.plans:
        if keys[id(plan)] in here:
            continue
        try:
            course = open_course(plan, who, house.workers, keys[id(plan)], at, house.today)
        except Refusal as refusal:
            no.append(refusal)
            left.append(LeftBehind(plan.source, plan.source, refusal.msgid, refusal.params))
            continue
        left += course.left
        came.append(
            Came(plan.source, False, len(course.goals), len(course.steps), len(course.member_ids), _to_name(course), missing=plan.missing)
        )
    already = tuple(one.source for one in _all(found) if keys[id(one)] in here)
    return Imports(tuple(came), already, tuple(left), None if came or already else no[0])


def _to_name(course: Opening) -> tuple[str, ...]:
    """Who is still to be named, for whoever runs the import: without the words of a step, which stand in the course alone."""
    doers = Counter(who for who, _words in course.without_doer)
    return (*course.to_name, *(f"{who}, for {count} of the plan's steps" for who, count in doers.items()))


def _all(found: TakeOver) -> Iterable[ReferralTaken | PlanTaken]:
    return (*found.referrals, *found.plans)


def _key(one: ReferralTaken | PlanTaken, who: Referrer, place: int) -> str:
    """What a resource is, as a digest: programme, type and id, and the citizen as the file shows them; all of it where it has no id.

    Two systems may both have a `CarePlan/1`; hardly of one citizen.
    """
    citizen = one.citizen
    parts = [who.programme_id, type(one).__name__, one.source, citizen.reference, citizen.shown_as, citizen.given_name, citizen.family_name]
    parts += [citizen.born_on] if "/" in one.source else [place, one]
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()

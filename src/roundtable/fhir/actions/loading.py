"""One draft or one course of a file, stored by the loader's own functions."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db.models import BinaryField, BooleanField, F, Func, IntegerField, JSONField, TextField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from roundtable.casework.referrals.rules.draft import NewCitizen, ReferralDraft, to_json
from roundtable.fhir.models import Imported
from roundtable.fhir.rules import Opening, Party, PlanTaken, ReferralTaken, Worker, as_line, named, open_plan, reachable
from roundtable.ground.access import keys
from roundtable.ground.access.actor import Hat, login_for
from roundtable.ground.programmes.queries import Referrer

LONGEST_HEADLINE = 200
_CITIZENS = UUID("6f1d3f0e-6a0c-4b62-9d0e-3a5b1c2d4e5f")
"""The space of ids in which a citizen of two plans in one file is one person."""


def keep_draft(taken: ReferralTaken, who: Referrer, key: str, at: datetime) -> None:
    """A ServiceRequest is a draft of its referrer: sealed for the referrer's kind of login; nobody it names enters the house."""
    Imported.objects.create(
        key=key,
        draft=True,
        scope_id=_load("load_draft_scope", IntegerField(), Value(who.person_id, UUIDField()), Value(who.authority, BooleanField())),
        at=at,
    )
    scope_id = Imported.objects.values_list("scope_id", flat=True).get(key=key) or 0
    item_id, data_key = uuid4(), keys.new_key()
    ring = keys.RING_OF_LOGIN[str(login_for(Hat.PROFESSIONAL, who.authority))]
    draft = _draft(taken, who)
    sealed = keys.seal_words(data_key, f"{draft.names[:LONGEST_HEADLINE]}\x00{to_json(draft)}".encode(), item_id, scope_id)
    wrapped = keys.seal_for_ring(ring, data_key, str(item_id))
    Imported.objects.filter(key=key).update(
        became=_load(
            "load_draft",
            UUIDField(),
            Value(item_id, UUIDField()),
            F("scope_id"),
            Value(who.person_id, UUIDField()),
            Cast(Value(ring), TextField()),
            Value(sealed, BinaryField()),
            Value(wrapped, BinaryField()),
        )
    )


def open_course(plan: PlanTaken, who: Referrer, known: Mapping[Party, Worker], key: str, at: datetime, today: date) -> Opening:
    """A plan is an open course: citizen, seats, goals and steps, and, for the referrer's own organisation, what has no place in a plan.

    Raises CitizenNotNamed, and what `named` raises.
    """
    given, family = named(plan.citizen)
    phone, email, unreachable = reachable(plan.citizen)
    case_id = uuid4()
    citizen_id = uuid5(_CITIZENS, f"{at.isoformat()} {plan.citizen!r}") if plan.citizen.reference else uuid4()
    referrer = Worker(who.person_id, who.authority)
    course = open_plan(plan, case_id=case_id, citizen_id=citizen_id, referrer=referrer, workers=known, today=today, left=unreachable)
    facts: dict[str, Any] = {
        "case_id": str(case_id),
        "citizen_id": str(citizen_id),
        "programme_id": str(who.programme_id),
        "referrer_id": str(who.person_id),
        "given_name": given,
        "family_name": family,
        "phone": phone,
        "email": email,
        "born_on": _plain(plan.citizen.born_on),
        "member_ids": [str(person_id) for person_id in course.member_ids],
        "goals": [{name: _plain(value) for name, value in asdict(goal).items()} for goal in course.goals],
        "steps": [
            {name: _plain(value) for name, value in asdict(step).items()} | {"state_reason": step.state_reason and _(step.state_reason)}
            for step in course.steps
        ],
        "headline": _("From an imported file"),
        "body": _note(plan, course),
    }
    Imported.objects.create(key=key, draft=False, became=_load("load_plan", UUIDField(), Value(facts, JSONField())), at=at)
    return course


def _load(name: str, output: Any, *arguments: Any) -> Any:
    return Func(*arguments, function=f"guard.{name}", output_field=output)


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _draft(taken: ReferralTaken, who: Referrer) -> ReferralDraft:
    """The draft; whom it is about stays open where the file does not say, for the referrer knows."""
    citizen = taken.citizen
    given, family = (citizen.given_name, citizen.family_name) if citizen.given_name else (citizen.family_name or citizen.shown_as, "")
    people = (NewCitizen(given, family, citizen.born_on, citizen.phone, citizen.email),) if given else ()
    said = [
        (_("Referred by: %(name)s"), taken.referrer and taken.referrer.shown_as),
        (_("Asked of: %(name)s"), ", ".join(party.shown_as for party in taken.asked_of)),
        (_("Asked for on: %(name)s"), taken.requested_on),
        (_("Wanted by: %(name)s"), taken.wanted_by),
    ]
    around = "\n".join(text % {"name": value} for text, value in said if value)
    return ReferralDraft(who.programme_id, people, "\n\n".join(filter(None, (taken.asked_for, taken.reason, around))))


def _note(plan: PlanTaken, course: Opening) -> str:
    """What the file says beside goals and steps, and what a person must still say."""
    days = "–".join(_plain(day) or "" for day in (plan.from_on, plan.until_on))
    goals = [f"{goal.text[:100]}: {goal.target_on}" for goal in plan.goals if goal.target_on]
    parts = [plan.title, plan.text, days if plan.from_on or plan.until_on else ""]
    parts += [
        "\n".join((heading, *lines))
        for heading, lines in (
            (_("At the table in the file:"), [as_line(seat) for seat in plan.seats]),
            (_("Who this was imported for has these still to name:"), [*course.to_name, *map(": ".join, course.without_doer)]),
            (_("Days of goals:"), goals),
            (_("Still to be said:"), [_(lack.what) for lack in plan.missing]),
        )
        if lines
    ]
    return "\n\n".join(filter(None, (*parts, _("Imported from: %(source)s") % {"source": plan.source})))

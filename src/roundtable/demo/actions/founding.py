"""The demo's programmes, organisations, roles and people, stored by the loader; their accounts, by the door, as the very last."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connections, transaction

from roundtable.demo.actions.stage import LOADER, Stage
from roundtable.demo.rules.people import CITIZENS, ORGANISATIONS, ROLES, WORKERS, demo_id, email_of, names_of
from roundtable.demo.rules.programmes import PROGRAMMES, ProgrammeOf
from roundtable.demo.rules.shapes import Citizen, Worker
from roundtable.demo.rules.stories import STORIES
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import DOOR
from roundtable.ground.programmes.actions import write_about_me

_BEGAN = 230
"""Working days ago that the partnership began: a good ten months."""


def found_programmes(stage: Stage) -> None:
    """Programmes, organisations, roles, people and who works where: everything there is before the first referral."""
    began = stage.when(_BEGAN, "08:00")
    with transaction.atomic(using=LOADER):
        insert_rows("programmes_programme", [programme_row(programme) for programme in PROGRAMMES])
        insert_rows(
            "organisations_organisation",
            [
                {
                    "id": demo_id(o.code),
                    "code": o.code,
                    "name": o.name,
                    "short_name": o.short_name,
                    "kind": o.kind,
                    "pattern": o.pattern,
                    "phone": o.phone,
                }
                for o in ORGANISATIONS
            ],
        )
        insert_rows("programmes_role", [_role(programme, role) for programme, roles in ROLES.items() for role in roles])
        insert_rows("people_person", [_person(who.key, who.name, who.phone, email_of(who.key)) for who in WORKERS])
        insert_rows("programmes_membership", [_membership(who, began) for who in WORKERS])
    for worker in WORKERS:
        if worker.about[0]:
            _tell_about(stage, worker)


def programme_row(programme: ProgrammeOf) -> dict[str, Any]:
    """A programme as it is stored."""
    return {
        "id": demo_id(programme.code),
        "code": programme.code,
        "name": programme.name,
        "country": programme.country,
        "time_zone": programme.time_zone,
        "language": programme.language,
        "citizen_word": programme.citizen_word,
        "emergency": json.dumps(programme.emergency),
        "consent_text": programme.consent_text,
        "consent_version": "1",
        "if_no_text": programme.if_no_text,
        "fixed_goal": programme.fixed_goal,
        "fixed_goal_owner": programme.fixed_goal_owner,
        "fixed_goal_source": programme.fixed_goal_source,
        "answer_days": programme.answer_days,
        "steps_text": programme.steps_text,
        "eligibility": json.dumps([{"code": code, "text": text} for code, text in programme.eligibility]),
    }


def _role(programme: str, role: Any) -> dict[str, Any]:
    return {
        "id": demo_id(f"{programme}/{role.code}"),
        "programme_id": demo_id(programme),
        "code": role.code,
        "name": role.name,
        "authority": role.authority,
        "clinical": role.clinical,
        "safeguarding": role.safeguarding,
        "decides": role.decides,
    }


def _person(key: str, name: str, phone: str = "", email: str = "") -> dict[str, Any]:
    given, family = names_of(name)
    return {"id": demo_id(key), "given_name": given, "family_name": family, "work_phone": phone, "work_email": email}


def _membership(who: Worker, began: datetime) -> dict[str, Any]:
    return {
        "id": demo_id(f"works/{who.key}"),
        "programme_id": demo_id(who.programme),
        "person_id": demo_id(who.key),
        "organisation_id": demo_id(who.organisation),
        "role_id": demo_id(f"{who.programme}/{who.role}"),
        "team": who.team,
        "leads": who.leads,
        "hours_a_week": who.hours,
        "from_at": began,
    }


def insert_rows(table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Rows stored by the loader; all with the columns of the first."""
    columns = list(rows[0])
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
    with connections[LOADER].cursor() as cursor:
        cursor.executemany(statement, [[row[column] for column in columns] for row in rows])


def _tell_about(stage: Stage, who: Worker) -> None:
    actor = Actor(demo_id(who.key), Hat.TEAM_LEADER if who.leads else Hat.PROFESSIONAL, _authority(who), None, Purpose.TEAM)
    hours, decide, do_not, judgement, needs = who.about
    with stage.step(actor, _BEGAN - 5, "09:00"):
        write_about_me(
            actor=actor, hours=hours, i_decide=decide, i_do_not_decide=do_not, my_judgement=judgement, my_organisation_needs=needs
        )


def _authority(who: Worker) -> bool:
    return next(role.authority for role in ROLES[who.programme] if role.code == who.role)


def open_accounts(people: Mapping[str, UUID]) -> None:
    """Everybody who has a use for it can be signed in as. All at once: whoever finds these accounts finds a story told to its end.

    `people`: citizens and companions by key. Their pages speak their programme's language from the first.
    """
    account = get_user_model()
    languages = {"": "en"} | {programme.code: programme.language for programme in PROGRAMMES}
    programmes = {key: story.programme for story in STORIES for key in story.citizens}
    with transaction.atomic(using=DOOR):
        everybody: tuple[Worker | Citizen, ...] = (*CITIZENS, *WORKERS)
        for order, who in enumerate(everybody):
            person_id = demo_id(who.key) if isinstance(who, Worker) else people.get(who.key)
            if not who.who or person_id is None:
                continue
            kind = "staff" if isinstance(who, Worker) else "citizen"
            said = {"who": who.who, "order": order}
            made = account(
                person_id=person_id,
                email=email_of(who.key),
                kind=kind,
                display_name=who.name,
                settings=said,
                language=languages[who.programme if isinstance(who, Worker) else programmes.get(who.key, "")],
            )
            made.set_unusable_password()
            made.save(using=DOOR)

"""How a course goes on: phases, who sits down, who hands over, how it ends."""

from uuid import uuid5

from roundtable.casework.casefile.actions import name_representative
from roundtable.casework.cases.actions import change_phase, close_case, replace_professional, write_read_first
from roundtable.casework.cases.queries import case_phase
from roundtable.casework.cases.rules import Outcome, Told
from roundtable.casework.cases.rules import Phase as PhaseOf
from roundtable.demo.actions.telling.table import Table
from roundtable.demo.actions.telling.tell import tell
from roundtable.demo.rules.days import working_day
from roundtable.demo.rules.people import CITIZENS, demo_id, email_of, names_of
from roundtable.demo.rules.script import ActFor, End, HandOver, Phase, ReadFirst, SeatAlso
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.seats.actions import seat_person
from roundtable.ground.seats.queries import seats_on


def _seen(actor: Actor, table: Table) -> int:
    now = case_phase(actor=actor, case_id=table.case_id)
    return now.number if now else 0


@tell.register
def _phase(event: Phase, table: Table) -> None:
    with table.step(event) as (actor, _):
        change_phase(actor=actor, case_id=table.case_id, phase=PhaseOf(event.phase), seen=_seen(actor, table))


@tell.register
def _seat_also(event: SeatAlso, table: Table) -> None:
    with table.step(event, Purpose.TEAM, Hat.TEAM_LEADER) as (actor, _):
        seat_person(actor=actor, case_id=table.case_id, person_id=demo_id(event.whom), ground="cover")


@tell.register
def _hand_over(event: HandOver, table: Table) -> None:
    with table.step(event, Purpose.HAND_OVER, Hat.TEAM_LEADER) as (actor, _):
        replace_professional(
            actor=actor,
            case_id=table.case_id,
            leaving_id=demo_id(event.leaving),
            coming_id=demo_id(event.coming),
            told=Told(event.told),
        )


@tell.register
def _act_for(event: ActFor, table: Table) -> None:
    who = next(citizen for citizen in CITIZENS if citizen.key == event.whom)
    given, family = names_of(who.name)
    with table.step(event) as (actor, _):
        seat_id = name_representative(
            actor=actor,
            case_id=table.case_id,
            given_name=given,
            family_name=family,
            phone=who.phone,
            email=email_of(who.key),
            until_on=working_day(table.stage.today, -event.ahead),
            once=uuid5(table.case_id, f"acts {who.key}"),
        )
        seat = next(seat for seat in seats_on(actor=actor, case_ids=[table.case_id]) if seat.seat_id == seat_id)
    table.people[who.key] = seat.person_id


@tell.register
def _read_first(event: ReadFirst, table: Table) -> None:
    with table.step(event, Purpose.MESSAGES) as (actor, _):
        write_read_first(actor=actor, case_id=table.case_id, coming_id=table.person(event.to), body=event.body)


@tell.register
def _end(event: End, table: Table) -> None:
    with table.step(event) as (actor, _):
        close_case(
            actor=actor,
            case_id=table.case_id,
            outcome=Outcome(event.outcome),
            seen=_seen(actor, table),
            her_words=event.her_words,
            said_by_id=table.person(event.said_by) if event.said_by else None,
        )

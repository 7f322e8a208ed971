"""The meeting at the table: called, moved, answered, prepared, held."""

from roundtable.casework.afterwards.actions import note_call
from roundtable.casework.afterwards.rules import CallEvent
from roundtable.casework.guests.actions import invite_guest
from roundtable.casework.guests.rules import Who
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.roundtables.actions import (
    NewLine,
    add_point,
    answer_invitation,
    call_roundtable,
    hold_roundtable,
    invite_companion,
    keep_out_of_meeting,
    move_roundtable,
    wish_for_meeting,
    write_lines,
)
from roundtable.casework.roundtables.queries import meetings
from roundtable.casework.roundtables.rules import Answer, Breaks, Channel, How, Pace, Section
from roundtable.casework.roundtables.rules.place import WishedPlace
from roundtable.demo.actions.telling.table import Table
from roundtable.demo.actions.telling.tell import tell
from roundtable.demo.rules.days import working_day
from roundtable.demo.rules.people import CITIZENS, email_of, names_of
from roundtable.demo.rules.script import AskGuest, Call, Held, Invite, KeepOut, Move, Point, Rang, Rsvp, Wish
from roundtable.ground.access.actor import Purpose


@tell.register
def _call(event: Call, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, act):
        starts = act.ahead(table.stage.when(event.on, event.at))
        called = call_roundtable(
            actor=actor,
            case_id=table.case_id,
            on=starts.date(),
            clock=starts.time(),
            minutes=event.minutes,
            channel=Channel(event.channel),
            place=event.place,
            pace=Pace(event.pace),
        )
        now = next(meeting for meeting in meetings(actor=actor, case_id=table.case_id) if meeting.id == called.roundtable_id)
    table.roundtable_id, table.version = called.roundtable_id, called.version
    if now.plan.place_item_id:
        table.named["place"] = now.plan.place_item_id


@tell.register
def _move(event: Move, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, act):
        now = next(meeting for meeting in meetings(actor=actor, case_id=table.case_id) if meeting.id == table.roundtable_id)
        starts = act.ahead(table.stage.when(event.on, event.at))
        moved = move_roundtable(
            actor=actor,
            case_id=table.case_id,
            roundtable_id=now.id,
            version=now.version,
            on=starts.date(),
            clock=starts.time(),
            minutes=now.plan.minutes,
            channel=Channel(now.plan.channel),
            pace=Pace(now.plan.pace),
            text=event.why,
        )
    table.version = moved.version


@tell.register
def _rsvp(event: Rsvp, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, _):
        answer_invitation(
            actor=actor,
            case_id=table.case_id,
            roundtable_id=table.roundtable_id,
            version=table.version,
            answer=Answer(event.answer),
            text=event.text,
            for_id=table.person(event.whose) if event.whose else None,
            how=How(event.how),
        )


@tell.register
def _wish(event: Wish, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, _):
        wish_for_meeting(
            actor=actor,
            case_id=table.case_id,
            place=WishedPlace(event.place) if event.place else None,
            pace=Pace(event.pace),
            breaks=Breaks(event.breaks),
            looks_after_id=table.person(event.looks_after) if event.looks_after else None,
            text=event.text,
            for_id=table.person(event.whose) if event.whose else None,
            how=How(event.how),
        )


@tell.register
def _keep_out(event: KeepOut, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, _):
        keep_out_of_meeting(actor=actor, case_id=table.case_id, text=event.text, chosen=[table.person(key) for key in event.chosen])


@tell.register
def _point(event: Point, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, _):
        add_point(actor=actor, case_id=table.case_id, text=event.text, for_id=table.person(event.whose) if event.whose else None)


@tell.register
def _invite(event: Invite, table: Table) -> None:
    who = next(citizen for citizen in CITIZENS if citizen.key == event.whom)
    given, family = names_of(who.name)
    with table.step(event, Purpose.MEETING) as (actor, _):
        invited = invite_companion(
            actor=actor, case_id=table.case_id, given_name=given, family_name=family, phone=who.phone, email=email_of(who.key)
        )
    table.people[who.key] = invited.person_id


@tell.register
def _held(event: Held, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, _):
        now = next(meeting for meeting in meetings(actor=actor, case_id=table.case_id) if meeting.id == table.roundtable_id)
        present = [table.person(key) for key in event.present]
        hold_roundtable(
            actor=actor,
            case_id=table.case_id,
            roundtable_id=now.id,
            version=now.version,
            held_on=working_day(table.stage.today, event.ago),
            present=present,
            follow_up=event.follow_up,
        )
        lines = [NewLine(Section(section), text, table.person(whose) if whose else None) for section, whose, text in event.lines]
        if lines:
            write_lines(actor=actor, case_id=table.case_id, roundtable_id=now.id, lines=lines, how=How.READ_ALOUD)


@tell.register
def _rang(event: Rang, table: Table) -> None:
    with table.step(event, Purpose.MEETING) as (actor, _):
        note_call(
            actor=actor,
            case_id=table.case_id,
            roundtable_id=table.roundtable_id,
            citizen_id=table.person(event.whom),
            event=CallEvent.DONE,
            on=working_day(table.stage.today, event.ago),
        )


@tell.register
def _ask_guest(event: AskGuest, table: Table) -> None:
    with table.step(event, Purpose.PLAN) as (actor, _):
        step = next(step for step in current_plan(actor=actor, case_id=table.case_id, log=False).steps if step.what.startswith(event.step))
        invite_guest(actor=actor, case_id=table.case_id, name=event.name, who=Who(event.who), text=event.text, step_id=step.id)

"""What people write, share, ask and read; and how often they met."""

from uuid import UUID

from roundtable.casework.assessments.actions import bring_lines, open_early
from roundtable.casework.assessments.queries import what_we_bring
from roundtable.casework.assessments.rules import WorkAbility
from roundtable.casework.notes.actions import mark_contact, record_contact, write_message, write_note
from roundtable.casework.notes.rules import ContactHow, ContactState, layered
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.referrals.queries import referral_of
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.demo.actions.telling.table import Table
from roundtable.demo.actions.telling.tell import tell
from roundtable.demo.rules.days import working_day
from roundtable.demo.rules.people import demo_id
from roundtable.demo.rules.script import (
    AnswerMayI,
    Ask,
    Bring,
    ByLaw,
    Close,
    MayI,
    Message,
    Met,
    Note,
    Open,
    OpenEarly,
    Reply,
    Share,
    Unshare,
)
from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import (
    answer_may_i,
    ask_for_something,
    ask_to_share,
    close_for,
    countersign,
    disclose_on_ground,
    open_again,
    release_items,
    reply_to_request,
    withdraw_release,
)
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import Place, ScopeKind

_PURPOSES = {
    "plan": Purpose.PLAN,
    "brought": Purpose.PREPARE,
    "messages": Purpose.MESSAGES,
    "meeting": Purpose.MEETING,
    "referral": Purpose.REFERRAL,
}


@tell.register
def _message(event: Message, table: Table) -> None:
    with table.step(event, Purpose.MESSAGES) as (actor, _):
        write_message(actor=actor, case_id=table.case_id, to_id=table.person(event.to), body=layered(event.body, event.more))


@tell.register
def _note(event: Note, table: Table) -> None:
    about = tuple(table.person(key) for key in event.about)
    holder = table.person(event.holder) if event.holder else None
    said_by = table.person(event.said_by) if event.said_by else None
    with table.step(event) as (actor, _):
        written = write_note(
            actor=actor,
            case_id=table.case_id,
            place=Place(ScopeKind(event.place), about, holder),
            headline=event.headline,
            body=event.body,
            line=event.line,
            said_by_id=said_by,
        )
    _name(table, event.name, written.item_id)


def _name(table: Table, name: str, made: UUID) -> None:
    if name:
        table.named[name] = made


@tell.register
def _met(event: Met, table: Table) -> None:
    begins = table.stage.when(event.ago, event.clock)
    known = event.planned is not None
    noted = (event.planned, "09:00") if event.planned is not None else (event.ago, _later(event.clock))
    people = [table.person(key) for key in event.to]
    about = tuple(table.person(key) for key in event.to if key in table.citizens) if len(table.citizens) > 1 else ()
    with table.stage.step(table.actor(event.by), noted[0], noted[1]):
        made = record_contact(
            actor=table.actor(event.by),
            case_id=table.case_id,
            place=Place(ScopeKind(event.place), about),
            how=ContactHow(event.how),
            state=ContactState.PLANNED if known else ContactState(event.became),
            begins_at=begins,
            people=people,
            line=event.line,
            minutes=None if known else event.minutes,
        )
    if known and event.became != ContactState.PLANNED:
        with table.stage.step(table.actor(event.by), event.ago, _later(event.clock)) as _:
            mark_contact(actor=table.actor(event.by), item_id=made.item_id, state=ContactState(event.became), minutes=event.minutes)


def _later(clock: str) -> str:
    """An hour later, when somebody sits down to note it."""
    hours, _, minutes = clock.partition(":")
    return f"{int(hours) + 1:02d}:{minutes}"


@tell.register
def _bring(event: Bring, table: Table) -> None:
    ability = WorkAbility(*event.hours) if event.hours else None
    said_by = table.person(event.said_by) if event.said_by else None
    with table.step(event, Purpose.PREPARE) as (actor, _):
        ready = bring_lines(actor=actor, case_id=table.case_id, text="\n".join(event.lines), ability=ability, said_by_id=said_by)
    _name(table, event.name, ready.item_id)


@tell.register
def _open_early(event: OpenEarly, table: Table) -> None:
    with table.step(event, Purpose.PREPARE) as (actor, _):
        open_early(actor=actor, case_id=table.case_id, reason=event.reason)


@tell.register
def _share(event: Share, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        given = release_items(
            actor=actor,
            case_id=table.case_id,
            item_ids=[table.named[name] for name in event.names],
            to_seat_id=table.seat(actor, event.to),
            purpose=event.purpose,
            until_on=working_day(table.stage.today, -event.ahead),
        )
    _name(table, event.name, given.disclosure_id)


@tell.register
def _unshare(event: Unshare, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        withdraw_release(actor=actor, case_id=table.case_id, disclosure_id=table.named[event.name])


@tell.register
def _may_i(event: MayI, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        seat = table.seat(actor, event.to)
        about = (table.person(event.about),) if event.about else ()
        made = ask_to_share(actor=actor, case_id=table.case_id, to_seat_id=seat, headline=event.headline, body=event.body, about=about)
    _name(table, event.name, made)


@tell.register
def _answer_may_i(event: AnswerMayI, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        answer_may_i(
            actor=actor,
            case_id=table.case_id,
            item_id=table.named[event.name],
            answer=event.answer,
            headline=event.headline,
            body=event.body,
        )


@tell.register
def _ask(event: Ask, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        made = ask_for_something(
            actor=actor, case_id=table.case_id, to_person_id=table.person(event.to), headline=event.headline, body=event.body
        )
    _name(table, event.name, made)


@tell.register
def _reply(event: Reply, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        reply_to_request(actor=actor, case_id=table.case_id, item_id=table.named[event.name], body=event.body)


@tell.register
def _by_law(event: ByLaw, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        shared = disclose_on_ground(
            actor=actor,
            case_id=table.case_id,
            item_id=table.named[event.names],
            to_seat_id=table.seat(actor, event.to),
            paragraph=event.paragraph,
            necessity=event.necessity,
            countersigner_id=demo_id(event.second),
            until_on=working_day(table.stage.today, -event.ahead),
        )
    second = table.actor(event.second, Purpose.COUNTERSIGN)
    with table.stage.step(second, event.signed_ago, "10:40"):
        words(actor=second, case_id=table.case_id, item_ids=[table.named[event.names]])
        countersign(actor=second, disclosure_id=shared.disclosure_id, yes=True)


@tell.register
def _close(event: Close, table: Table) -> None:
    with table.step(event, Purpose.SHARE) as (actor, _):
        act = open_again if event.again else close_for
        act(actor=actor, case_id=table.case_id, person_id=table.person(event.whom))


@tell.register
def _open(event: Open, table: Table) -> None:
    with table.step(event, _PURPOSES.get(event.what, Purpose.CASE)) as (actor, _):
        if event.what == "plan":
            current_plan(actor=actor, case_id=table.case_id)
        elif event.what == "brought":
            what_we_bring(actor=actor, case_id=table.case_id)
        elif event.what == "meeting":
            meeting_page(actor=actor, case_id=table.case_id)
        elif event.what == "referral":
            referral_of(actor=actor, case_id=table.case_id)
        else:
            kinds = {"messages": ["message"], "notes": ["note", "line"]}.get(event.what, [])
            words(actor=actor, case_id=table.case_id, kinds=kinds)

"""How a story begins: a referral, and what became of it."""

from dataclasses import replace
from datetime import date

from roundtable.casework.referrals.actions import (
    accept_referral,
    confirm_referral,
    decline_referral,
    return_referral,
    send_again,
    send_referral,
    withdraw_referral,
    write_referral,
)
from roundtable.casework.referrals.queries import referral_of
from roundtable.casework.referrals.rules.draft import CheckAnswer, ConsentHow, NewCitizen, ReferralDraft
from roundtable.demo.actions.stage import Stage
from roundtable.demo.actions.telling.table import Table, authority_of, worker
from roundtable.demo.actions.telling.tell import tell
from roundtable.demo.rules.days import working_day
from roundtable.demo.rules.people import CITIZENS, demo_id, email_of, names_of
from roundtable.demo.rules.programmes import PROGRAMMES
from roundtable.demo.rules.script import Accept, Confirm, Decline, SendAgain, SendBack, Story, TakeBack
from roundtable.demo.rules.shapes import Citizen
from roundtable.ground.access.actor import Actor, Hat, Purpose

_CITIZENS = {citizen.key: citizen for citizen in CITIZENS}


def begin(stage: Stage, story: Story) -> Table | None:
    """The referral is written and sent, with a recorded yes; a draft stays with its writer, and there is no table."""
    who = worker(story.referrer)
    actor = Actor(demo_id(who.key), Hat.PROFESSIONAL, authority_of(who), None, Purpose.REFERRAL)
    how, before = story.consent
    consented_on = working_day(stage.today, story.ago + before)
    people = tuple(_new(_CITIZENS[key]) for key in story.citizens)
    with stage.step(actor, story.ago, story.clock):
        if story.draft:
            draft = ReferralDraft(demo_id(story.programme), people, story.text)
            write_referral(actor=actor, draft=draft, item_id=demo_id(f"draft/{story.key}"))
            return None
        sent = send_referral(
            actor=actor,
            referral_id=demo_id(f"referral/{story.key}"),
            programme_id=demo_id(story.programme),
            citizens=[replace(person, consent_how=ConsentHow(how), consent_on=consented_on) for person in people],
            text=story.text,
            checks=_checks(story, consented_on),
        )
    return Table(stage, sent.case_id, dict(zip(story.citizens, sent.citizen_ids, strict=True)), story.citizens)


def _new(who: Citizen) -> NewCitizen:
    given, family = names_of(who.name)
    born = date.fromisoformat(who.born_on) if who.born_on else None
    return NewCitizen(given, family, born, who.phone, email_of(who.key) if who.who else "")


def _checks(story: Story, on: date) -> tuple[CheckAnswer, ...]:
    programme = next(programme for programme in PROGRAMMES if programme.code == story.programme)
    return tuple(CheckAnswer(code, code not in story.unmet, None if code in story.unmet else on) for code, _ in programme.eligibility)


@tell.register
def _confirm(event: Confirm, table: Table) -> None:
    with table.step(event, Purpose.REFERRAL) as (actor, _):
        view = referral_of(actor=actor, case_id=table.case_id)
        confirm_referral(actor=actor, case_id=table.case_id, text_item_id=view.text_item_id)


@tell.register
def _accept(event: Accept, table: Table) -> None:
    with table.step(event, Purpose.REFERRAL, Hat.INTAKE) as (actor, _):
        referral_of(actor=actor, case_id=table.case_id)
        seats = [demo_id(key) for key in event.seats]
        accept_referral(actor=actor, case_id=table.case_id, person_ids=seats, seen=table.number)


@tell.register
def _decline(event: Decline, table: Table) -> None:
    with table.step(event, Purpose.REFERRAL, Hat.INTAKE) as (actor, _):
        referral_of(actor=actor, case_id=table.case_id)
        decline_referral(actor=actor, case_id=table.case_id, seen=table.number, reason=event.reason)
    table.number += 1


@tell.register
def _send_back(event: SendBack, table: Table) -> None:
    with table.step(event, Purpose.REFERRAL, Hat.INTAKE) as (actor, _):
        referral_of(actor=actor, case_id=table.case_id)
        return_referral(actor=actor, case_id=table.case_id, seen=table.number, reason=event.reason)
    table.number += 1


@tell.register
def _send_again(event: SendAgain, table: Table) -> None:
    with table.step(event, Purpose.REFERRAL) as (actor, _):
        send_again(
            actor=actor,
            case_id=table.case_id,
            seen=table.number,
            text=event.text,
            consents=[(ConsentHow.ORALLY, working_day(table.stage.today, event.ago))] * len(table.citizens),
        )
    table.number += 1


@tell.register
def _take_back(event: TakeBack, table: Table) -> None:
    with table.step(event, Purpose.REFERRAL) as (actor, _):
        withdraw_referral(actor=actor, case_id=table.case_id, seen=table.number, reason=event.reason)
    table.number += 1

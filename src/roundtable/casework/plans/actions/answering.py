"""Asking everybody, answering, and fixing a version: who has not answered is never counted as agreeing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from roundtable.casework.plans.actions.desk import (
    MOST,
    VERSION_KIND,
    cleaned,
    days,
    desk,
    note_change,
    of_plan,
    seat_of,
    store,
)
from roundtable.casework.plans.actions.writing import put_saying
from roundtable.casework.plans.models import Answer, Call, Goal, Saying, Version
from roundtable.casework.plans.queries import CallView, CurrentPlan, asked_proposal, seated
from roundtable.casework.plans.queries.read import given_of
from roundtable.casework.plans.rules.agreement import (
    AGREEING,
    AnswerKind,
    CameSince,
    ClosedHow,
    Given,
    GoalAnswer,
    How,
    NobodyToAsk,
    NothingToAsk,
    NotReadBack,
    Party,
    all_answered,
    check_answer,
    check_close,
    latest,
    parties,
    party_key,
    shared_standing,
)
from roundtable.casework.plans.rules.changes import EVERYBODY, asked_about, merged, whom_to_ask
from roundtable.casework.plans.rules.content import RETURN, Proposal, SayingKind, as_data, digest
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere, Refusal, Stale, gettext_noop


class AskedAnew(Stale):
    """The answering one meant is over: a version was fixed, or a changed plan was asked about."""

    code = "asked_anew"
    message = gettext_noop("This was closed while you were writing. Your text is kept below. Look at what stands now.")


class NotAsked(Refusal):
    """Somebody else answers for this party."""

    code = "not_asked"
    message = gettext_noop("You are not the one who answers here. Somebody else was named for your organisation.")
    status = 403


class NotTheCaller(Refusal):
    """Who asked is who may close."""

    code = "not_the_caller"
    message = gettext_noop("Only who asked for the answers can close them. Talk to that person.")
    status = 403


@dataclass(frozen=True)
class Answered:
    """What an answer led to: the version it fixed, or None while others are waited for."""

    version: int | None


@action
def call_for_answers(*, actor: Actor, at: datetime, case_id: UUID, call_id: UUID, named: Mapping[str, str] | None = None) -> UUID:
    """Everybody whom the plan, or its change, touches is asked about it as it stands now. Returns the answering's id.

    A professional asks. `named`: per organisation (party key) who answers. Answers that a change did not touch hold. While one is open for
    the same plan and the same table, that one is returned; where a new party sat down since, it is asked, and who has not answered.
    Raises NotAsked, NothingToAsk, NobodyToAsk.
    """
    now = desk(actor, case_id)
    if actor.hat != Hat.PROFESSIONAL:
        raise NotAsked(gettext_noop("A professional at the table asks everybody. You can say that you want it."))
    if now.call is not None and now.call.digest == now.digest and not now.came_since:
        return now.call.id
    if not now.goals:
        raise NothingToAsk()
    asked = parties(seated(now.seats), named)
    base = now.calls[-1] if now.calls else None
    before = asked_proposal(actor=actor, call_id=base.id) if base else None
    asking = whom_to_ask(before, base.number if base else 0, base.given if base else (), now.proposal, asked)
    if not asking.topics:
        raise NobodyToAsk()
    store(
        Call,
        id=call_id,
        **of_plan(now),
        number=len(now.calls) + 1,
        digest=now.digest,
        proposal=as_data(now.proposal),
        parties=[asdict(party) for party in asked],
        topics={key: list(topics) for key, topics in asking.topics.items()},
        days=now.answer_days,
        by_id=actor.person_id,
        opened_at=at,
    )
    if base is not None:
        _carry(at, now, call_id, base, asking.carried)
    waiting = [UUID(party.person) for party in asked if party.key in asking.topics]
    note_change(case_id, at, asked_at=at, closes_at=at + days(now.answer_days), caller_id=actor.person_id, waiting=waiting)
    notify(actor=actor, person_ids=waiting, case_id=case_id, kind=NoticeKind.NEWS)
    return call_id


def _carry(at: datetime, now: CurrentPlan, call_id: UUID, base: CallView, carried: Sequence[Given]) -> None:
    """Answers that still hold stand in the new answering, marked with the one they were given to."""
    rows = {row.party: row for row in Answer.objects.filter(call_id=base.id).order_by("number")}
    for number, given in enumerate(carried, start=1):
        row = rows[given.party]
        row.pk, row.call_id, row.number, row.carried, row.at = uuid4(), call_id, number, given.carried, at
        row.save(force_insert=True)


@action
def answer_plan(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    call_id: UUID,
    answer_id: UUID,
    answer: AnswerKind,
    reason: str = "",
    exceptions: Sequence[GoalAnswer] = (),
    own_words: str = "",
    for_person_id: UUID | None = None,
    how: How = How.SELF,
    read_back: bool = False,
) -> Answered:
    """One party has answered the plan as it was asked, with the shared goal in own words; the last answer fixes the version.

    `for_person_id` with `how` phone or paper: a professional notes what a citizen said and read it back. The same `answer_id` twice answers
    once. Raises AskedAnew, NotAsked, ReasonNeeded, NotReadBack, NotHere.
    """
    now = desk(actor, case_id)
    if Answer.objects.filter(id=answer_id, call_id=call_id).exists():
        return Answered(next((call.version for call in now.calls if call.id == call_id), None))
    call = _open_call(now, call_id)
    party = _party(actor, now, call, for_person_id, how, read_back)
    proposal: Proposal = asked_proposal(actor=actor, call_id=call.id)
    new = Given(party.key, "", answer, cleaned(reason), _checked(proposal, answer, exceptions), cleaned(own_words), how)
    check_answer(answer, new.reason, new.exceptions)
    base = now.call_before
    earlier = latest(base.given).get(party.key) if base else None
    person_id = for_person_id if for_person_id and how != How.SELF else actor.person_id
    new = merged(earlier, new, asked_about(call.topics.get(party.key, (EVERYBODY,)), earlier, str(person_id)), proposal)
    _store_answer(actor, at, now, call, answer_id, new, person_id)
    _keep_words(actor, at, now, proposal, new, person_id)
    return Answered(_after_answer(actor, at, now, call, proposal))


def _open_call(now: CurrentPlan, call_id: UUID) -> CallView:
    if all(call.id != call_id for call in now.calls):
        raise NotHere()
    if now.call is None or now.call.id != call_id:
        raise AskedAnew()
    return now.call


def _party(actor: Actor, now: CurrentPlan, call: CallView, for_person_id: UUID | None, how: How, read_back: bool) -> Party:
    """Whose answer this is. A colleague answers for a named person only when that one has left the table."""
    if how != How.SELF or for_person_id is not None:
        party = next((one for one in call.parties if one.key == f"c:{for_person_id}"), None)
        if party is None or actor.hat != Hat.PROFESSIONAL or how == How.SELF:
            raise NotHere()
        if not read_back:
            raise NotReadBack(field="read_back")
        return party
    seat = seat_of(now, actor.person_id, str(actor.hat))
    key = party_key(seat.hat, str(seat.person_id), str(seat.organisation_id or "")) if seat else ""
    party = next((one for one in call.parties if one.key == key), None)
    if party is None:
        raise NotAsked()
    if party.person != str(actor.person_id) and seat_of(now, UUID(party.person), "professional") is not None:
        raise NotAsked()
    return party


def _checked(proposal: Proposal, answer: AnswerKind, exceptions: Sequence[GoalAnswer]) -> tuple[GoalAnswer, ...]:
    """Exceptions to goals that stand in the proposal, each once; one that says the same as the whole is none."""
    there = {goal.id for goal in proposal.goals} | {RETURN}
    found: dict[str, GoalAnswer] = {}
    for one in exceptions:
        if one.goal not in there:
            raise NotHere()
        if one.answer != answer or one.reason.strip():
            found[one.goal] = GoalAnswer(one.goal, one.answer, cleaned(one.reason))
    return tuple(found.values())


def _store_answer(actor: Actor, at: datetime, now: CurrentPlan, call: CallView, answer_id: UUID, new: Given, person_id: UUID) -> None:
    noted = person_id != actor.person_id
    store(
        Answer,
        id=answer_id,
        **of_plan(now),
        call_id=call.id,
        party=new.party,
        number=len(call.given) + 1,
        person_id=person_id,
        name=now.people[person_id].name,
        answer=str(new.answer),
        reason=new.reason,
        exceptions=[asdict(one) for one in new.exceptions],
        own_words=new.own_words,
        how=str(new.how),
        noted_by_id=actor.person_id if noted else None,
        noted_name=now.people[actor.person_id].name if noted else "",
        given_at=at,
        at=at,
    )


def _keep_words(actor: Actor, at: datetime, now: CurrentPlan, proposal: Proposal, new: Given, person_id: UUID) -> None:
    """Own words stand beside the shared goal; a yes confirms what others wrote down for the one who says it, where it is what was asked."""
    shared = now.shared_goal
    if shared is not None and new.own_words:
        put_saying(actor, at, now, SayingKind.OWN_WORDS, shared.id, cleaned(new.own_words, MOST), person_id)
    if new.how != How.SELF or new.answer not in AGREEING:
        return
    excepted = {one.goal for one in new.exceptions}
    same = [
        goal.id for goal in now.goals if proposal.goal(str(goal.id)) == now.proposal.goal(str(goal.id)) and str(goal.id) not in excepted
    ]
    said = [one.id for one in set(proposal.sayings) & set(now.proposal.sayings)]
    Goal.objects.filter(id__in=same, owner_id=person_id, confirmed_at=None).update(confirmed_at=at)
    mine = Saying.objects.filter(id__in=said, goal_id__in=same, said_by_id=person_id, confirmed_at=None, removed_at=None)
    mine.update(confirmed_at=at)


def _after_answer(actor: Actor, at: datetime, now: CurrentPlan, call: CallView, proposal: Proposal) -> int | None:
    given = _given(call.id)
    if all_answered(call.parties, given) and not now.came_since:
        return _fix(actor, at, now, call, proposal, given, ClosedHow.ALL_ANSWERED)
    there = {one.party for one in given}
    note_change(now.case_id, at, waiting=[UUID(party.person) for party in call.parties if party.key not in there])
    return None


def _given(call_id: UUID) -> tuple[Given, ...]:
    return tuple(given_of(dict(row)) for row in Answer.objects.filter(call_id=call_id).order_by("number").values())


@action
def close_answers(*, actor: Actor, at: datetime, case_id: UUID, call_id: UUID) -> int:
    """After the set days who asked may close: a missing answer stands as *not yet*, never as agreement. Returns the version's number.

    Raises AskedAnew, NotTheCaller, TooEarlyToClose; CameSince where a party sits at the table that nobody asked.
    """
    now = desk(actor, case_id)
    call = _open_call(now, call_id)
    gone = seat_of(now, call.by_id, "professional") is None
    if actor.hat != Hat.PROFESSIONAL or (call.by_id != actor.person_id and not gone):
        raise NotTheCaller()
    check_close(call.opened_at, call.days, at, ZoneInfo(now.time_zone))
    if now.came_since:
        raise CameSince(who=", ".join(party.name for party in now.came_since))
    proposal: Proposal = asked_proposal(actor=actor, call_id=call.id)
    return _fix(actor, at, now, call, proposal, call.given, ClosedHow.CALLER)


def _fix(actor: Actor, at: datetime, now: CurrentPlan, call: CallView, proposal: Proposal, given: Sequence[Given], how: ClosedHow) -> int:
    """The version as it stays: the proposal, the parties, every last answer, the names of the day."""
    number = now.version + 1
    last = list(latest(given).values())
    standing = shared_standing(proposal, call.parties, last, closed=True)
    snapshot = {
        "programme": now.programme,
        "proposal": as_data(proposal),
        "parties": [asdict(party) for party in call.parties],
        "answers": [_as_kept(one) for one in last],
        "closed_by": now.people[actor.person_id].name,
        "asked_by": now.people[call.by_id].name if call.by_id in now.people else "",
        "asked_at": call.opened_at.isoformat(),
    }
    written = write_words(actor=actor, case_id=now.case_id, place=table(), kind=VERSION_KIND, body=_all_words(proposal, last))
    store(
        Version,
        id=uuid4(),
        **of_plan(now),
        number=number,
        call_id=call.id,
        item_id=written.item_id,
        snapshot=snapshot,
        digest=digest(snapshot),
        shared=str(standing.state),
        closed_how=str(how),
        closed_by_id=actor.person_id,
        fixed_at=at,
    )
    note_change(now.case_id, at, version=number, fixed_at=at, shared=str(standing.state), asked_at=None, closes_at=None, waiting=[])
    people = [seat.person_id for seat in now.seats if seat.live and seat.hat in ("citizen", "professional")]
    notify(actor=actor, person_ids=people, case_id=now.case_id, kind=NoticeKind.NEWS)
    return number


def _as_kept(given: Given) -> dict[str, Any]:
    """An answer in a version: with the name of the day, without anybody's id."""
    kept = {**asdict(given), "exceptions": [asdict(one) for one in given.exceptions]}
    del kept["person"]
    return kept


def _all_words(proposal: Proposal, given: Sequence[Given]) -> str:
    """Every word people wrote, line by line, without the words around them: what search finds."""
    lines = [goal.text for goal in proposal.goals]
    lines += [text for goal in proposal.goals for text in (goal.gives, goal.fears, goal.protection)]
    lines += [saying.text for saying in proposal.sayings] + [step.what for step in proposal.steps]
    lines += [proposal.back.when] + [text for one in given for text in (one.own_words, one.reason)]
    lines += [exception.reason for one in given for exception in one.exceptions]
    return "\n".join(line for line in lines if line)[:60_000]

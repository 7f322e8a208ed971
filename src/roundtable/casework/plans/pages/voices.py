"""Who says what to the plan, side by side: each party with its own words, its answer, and how both came."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.plans.pages.words import as_answered, day_words, how_words
from roundtable.casework.plans.queries import CallView, CurrentPlan, GoalView, SayingView
from roundtable.casework.plans.rules.agreement import How, Party, SharedState, Standing, latest, shared_standing
from roundtable.casework.plans.rules.content import SayingKind
from roundtable.ground.access.actor import Actor, Hat


@dataclass(frozen=True)
class IsItSo:
    """Where a citizen says of words others wrote down for her: yes, I said that; or says them differently. `revision`: of what is shown."""

    url: str
    revision: int


@dataclass(frozen=True)
class Voice:
    """One person's words: own words, help, a reason. `note`: said by whom, written by whom, where they are not the same.

    `asks`: to the one whose words they are, while nobody has heard from her whether they are so.
    """

    name: str
    text: str
    note: str = ""
    asks: IsItSo | None = None


@dataclass(frozen=True)
class PartyVoice:
    """One party beside the shared goal, by who answered or is asked. `answer`: a code, empty while nobody has been asked; `me`: the reader.

    `since`: who sits there now, where who answered has left.
    """

    name: str
    organisation: str
    me: bool
    answer: str
    reason: str
    how: str
    words: tuple[Voice, ...]
    record_url: str
    record_again: bool
    since: str = ""


def name_of(now: CurrentPlan, person_id: UUID | None) -> str:
    """Somebody's given name; empty for nobody known here."""
    person = now.people.get(person_id) if person_id else None
    return person.name if person else ""


def note_of(now: CurrentPlan, said_by: UUID | None, row: GoalView | SayingView, reader: UUID) -> str:
    """Who said and who wrote, where a scribe held the pen; an unconfirmed text is not yet the one's own, a yes by telephone included.

    To whom said it (`reader`) it is said as to her: nobody reads about herself as about somebody else.
    """
    if said_by is None or (said_by == row.written_by_id and row.confirmed):
        return before_words(name_of(now, row.before_by_id), row.before)
    if said_by == reader:
        return _to_oneself(now, row)
    values = {"said": name_of(now, said_by), "wrote": name_of(now, row.written_by_id)}
    if row.confirmed:
        return _("Said by %(said)s, written by %(wrote)s, confirmed.") % values
    if row.said_yes_on is None:
        return _("Said by %(said)s, written by %(wrote)s. %(said)s has not confirmed it yet.") % values
    values |= {"day": day_words(row.said_yes_on), "noted": name_of(now, row.noted_by_id)}
    return (
        _(
            "Said by %(said)s, written by %(wrote)s. %(said)s said yes on the telephone on %(day)s, noted by %(noted)s."
            " %(said)s has not confirmed it yet."
        )
        % values
    )


def before_words(wrote: str, before: str) -> str:
    """How somebody else had written it down, beside the words of the one it belongs to; empty for nothing."""
    return _("%(wrote)s had written: “%(before)s”") % {"wrote": wrote, "before": before} if before else ""


def _to_oneself(now: CurrentPlan, row: GoalView | SayingView) -> str:
    values = {"wrote": name_of(now, row.written_by_id)}
    if row.confirmed:
        return _("Said by you, written by %(wrote)s, confirmed by you.") % values
    if row.said_yes_on is None:
        return _("Said by you, written by %(wrote)s. You have not confirmed it yet.") % values
    values |= {"day": day_words(row.said_yes_on), "noted": name_of(now, row.noted_by_id)}
    return (
        _("Said by you, written by %(wrote)s. You said yes on the telephone on %(day)s, noted by %(noted)s. You have not confirmed it yet.")
        % values
    )


def is_it_so(now: CurrentPlan, said_by: UUID | None, row: GoalView | SayingView, actor: Actor) -> IsItSo | None:
    """What is asked beside words of the reader's that somebody else wrote down, until the reader has said it; nothing after the course."""
    if row.confirmed or said_by != actor.person_id or actor.hat != Hat.CITIZEN or now.ended is not None:
        return None
    return IsItSo(reverse("correct_words", args=[now.case_id, row.id]), row.revision)


def voice_of(now: CurrentPlan, one: SayingView, actor: Actor) -> Voice:
    """Somebody's words with how they came."""
    note, asks = note_of(now, one.said_by_id, one, actor.person_id), is_it_so(now, one.said_by_id, one, actor)
    return Voice(name_of(now, one.said_by_id), one.text, note, asks)


def shared_state(now: CurrentPlan) -> tuple[Standing, SharedState]:
    """What the answers make of the shared goal; changed since it was shared, it is asked about anew."""
    call = now.calls[-1] if now.calls else None
    asked_of, said = (call.parties, call.given) if call else (now.table, ())
    standing = shared_standing(now.proposal, asked_of, said, closed=bool(call and not call.is_open))
    goal = now.shared_goal
    changed = bool(goal and call and call.digest != now.digest and goal.changed_at > call.opened_at)
    return standing, SharedState.ASKED if changed and standing.state == SharedState.SHARED else standing.state


def party_voices(now: CurrentPlan, call: CallView | None, actor: Actor) -> tuple[PartyVoice, ...]:
    """Each party who answers, citizens first, with own words for the shared goal and the answer; words also before anybody is asked."""
    shared = now.shared_goal
    words: dict[str, list[Voice]] = {}
    for one in now.sayings:
        person = now.people.get(one.said_by_id)
        if shared is not None and one.kind == SayingKind.OWN_WORDS and one.goal_id == shared.id and person is not None:
            words.setdefault(person.party, []).append(voice_of(now, one, actor))
    parties = as_answered(now, call) if call else now.table
    return tuple(_party(now, call, party, tuple(words.get(party.key, ())), actor) for party in parties)


def _party(now: CurrentPlan, call: CallView | None, party: Party, words: tuple[Voice, ...], actor: Actor) -> PartyVoice:
    given = latest(call.given).get(party.key) if call else None
    late = _("No answer came in time.") if call and not call.is_open and given is None else ""
    # A citizen's answer can be noted for her until it is her own; said again on the telephone, the last one counts.
    noting = actor.hat == Hat.PROFESSIONAL and call is not None and call.is_open and party.is_citizen
    records = noting and (given is None or given.how != How.SELF)
    return PartyVoice(
        name=party.name,
        organisation=party.organisation,
        me=party.person == str(actor.person_id) and actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL),
        answer=str(call.answers[party.key]) if call else "",
        reason=given.reason if given else late,
        how=how_words(given) if given else "",
        words=words,
        record_url=reverse("record_answer", args=[now.case_id, party.person]) if records else "",
        record_again=given is not None,
        since=_since(now, party, actor),
    )


def _since(now: CurrentPlan, party: Party, actor: Actor) -> str:
    """Who sits there now, where the one whose words these are has left. Nothing of it once the course is over: nobody sits there then."""
    if now.ended is not None or any(seat.live and str(seat.person_id) == party.person for seat in now.seats):
        return ""
    came = now.in_place.get(party.person)
    if came is None:
        return _("%(name)s has left this table.") % {"name": party.name}
    if came.id == str(actor.person_id):
        return _("%(name)s has left this table. You are there now, in place of %(name)s.") % {"name": party.name}
    return _("%(name)s has left this table. %(came)s is there now, in place of %(name)s.") % {"name": party.name, "came": came.name}


def yes_to_note(now: CurrentPlan, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Citizens for whom a yes by telephone can be noted: (name, address)."""
    if actor.hat != Hat.PROFESSIONAL:
        return ()
    waits = {goal.owner_id for goal in now.goals if not goal.confirmed} | {one.said_by_id for one in now.sayings if not one.confirmed}
    citizens = {seat.person_id: seat.given_name for seat in now.seats if seat.live and seat.hat == "citizen"}
    return tuple((name, reverse("note_yes", args=[now.case_id, person])) for person, name in citizens.items() if person in waits)

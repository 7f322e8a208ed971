"""May I say this? Exact words proposed by who holds them; the citizen's yes, yes in other words, I will say it, or no."""

from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions.releases import NotSomebodyElse, Released, id_once, receiving_seat, release_items
from roundtable.ground.disclosure.models import Proposal, ProposalAnswer
from roundtable.ground.disclosure.queries.questions import KIND, Question, question
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import confidence
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop


class AnsweredAlready(Refusal):
    """One question, one answer; a second thought is taken back under *shared with*."""

    code = "question_answered"
    message = gettext_noop("This has an answer already. If you want to change it, look at what is shared, and take it back there.")
    status = 409


class NothingSaid(Refusal):
    """A question needs the exact words."""

    code = "nothing_said"
    message = gettext_noop("Write the exact words first. These words, and no others, are shared.")


@action
def ask_to_share(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    to_seat_id: UUID,
    headline: str,
    body: str = "",
    about: tuple[UUID, ...] = (),
    once: UUID | None = None,
) -> UUID:
    """A professional asks the citizen whether exactly these words may be said to one person at the table. Nobody else reads them
    before her yes.

    `about` names the citizen in a family. Returns the question's id, which is the id of its words. Raises NothingSaid,
    NotSomebodyElse, ActRefused.
    """
    if not headline.strip() and not body.strip():
        raise NothingSaid(field="headline")
    item_id = id_once(actor, case_id, once)
    act("lock_case", [case_id])
    if Proposal.objects.filter(item_id=item_id).exists():
        return item_id
    if receiving_seat(actor, case_id, to_seat_id).hat == "citizen":
        raise NotSomebodyElse(field="to")
    written = write_words(
        actor=actor, case_id=case_id, place=confidence(about=about), kind=KIND, headline=headline, body=body, item_id=item_id
    )
    Proposal.objects.create(item_id=item_id, scope_id=written.scope_id, wall=written.wall, case_id=case_id, to_seat_id=to_seat_id)
    asked = question(actor=actor, case_id=case_id, item_id=item_id)
    notify(actor=actor, person_ids=asked.about, case_id=case_id, kind=NoticeKind.NEWS)
    return item_id


@action
def answer_may_i(
    *, actor: Actor, at: datetime, case_id: UUID, item_id: UUID, answer: str, headline: str = "", body: str = ""
) -> Released | None:
    """The citizen answers: `yes` shares exactly those words, `other_words` exactly hers, `self` and `no` share nothing.

    Returns what was shared. Raises AnsweredAlready, NothingSaid, NotHere (also for anybody but the citizen who is asked).
    """
    asked = _waiting(actor, case_id, item_id)
    if actor.person_id not in asked.about or answer not in ("yes", "other_words", "self", "no"):
        raise NotHere()
    shared_id = item_id
    if answer == "other_words":
        if not headline.strip() and not body.strip():
            raise NothingSaid(field="body")
        place = confidence(asked.asked_by_id)
        shared_id = write_words(actor=actor, case_id=case_id, place=place, kind=KIND, headline=headline, body=body).item_id
    released: Released | None = None
    if answer in ("yes", "other_words"):
        released = release_items(actor=actor, case_id=case_id, item_ids=[shared_id], to_seat_id=asked.to_seat_id, purpose="say")
    _answer(actor, asked, answer, "signed", released)
    notify(actor=actor, person_ids=[asked.asked_by_id], case_id=case_id, kind=NoticeKind.NEWS)
    return released


@action
def note_yes_aloud(*, actor: Actor, at: datetime, case_id: UUID, item_id: UUID) -> Released:
    """In the room or on the telephone: the asker read the words aloud, the citizen said yes, the asker notes it so. She is told, and
    can take it back.

    Raises AnsweredAlready; NotHere for anybody but the asker.
    """
    asked = _waiting(actor, case_id, item_id)
    if asked.asked_by_id != actor.person_id:
        raise NotHere()
    released: Released = release_items(
        actor=actor, case_id=case_id, item_ids=[item_id], to_seat_id=asked.to_seat_id, purpose="say", how="orally"
    )
    _answer(actor, asked, "yes", "aloud", released)
    notify(actor=actor, person_ids=asked.about, case_id=case_id, kind=NoticeKind.NEWS)
    return released


def _waiting(actor: Actor, case_id: UUID, item_id: UUID) -> Question:
    """The question, locked with its case so that two answers wait for each other."""
    act("lock_case", [case_id])
    asked: Question = question(actor=actor, case_id=case_id, item_id=item_id)
    if not asked.waiting:
        raise AnsweredAlready()
    return asked


def _answer(actor: Actor, asked: Question, answer: str, how: str, released: Released | None) -> None:
    proposal = Proposal.objects.get(item_id=asked.item_id)
    ProposalAnswer.objects.create(
        item_id=asked.item_id,
        scope_id=proposal.scope_id,
        wall=proposal.wall,
        answer=answer,
        how=how,
        by_id=actor.person_id,
        disclosure_id=released.disclosure_id if released else None,
    )

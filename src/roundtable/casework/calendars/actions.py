"""Writing to people's calendars, and hearing their answers: by the link, by mail, without signing in; and their private feeds."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.contrib.postgres.functions import TransactionNow
from django.db.models import F

from roundtable.casework.calendars.models import Feed, InvitationMail
from roundtable.casework.calendars.queries import Invited, actor_of, invited, link_answer_id, place_words, secret_hash
from roundtable.casework.calendars.rules import InvitationOver, Method, Said
from roundtable.casework.roundtables.actions import answer_invitation
from roundtable.casework.roundtables.rules import Answer, How
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act_outside
from roundtable.ground.access.context import acting, through
from roundtable.ground.access.guard import action
from roundtable.ground.access.queue import WORKER, enqueue
from roundtable.ground.notices.rules import Choice, InCalendar, Trouble, choice_of, goes_out_at
from roundtable.ground.people.queries import account_of
from roundtable.ground.people.rules import AccountFacts
from roundtable.kernel.refusal import NotHere, Refusal


@dataclass(frozen=True)
class Message:
    """One message to one person's calendar, with all it may say. `place` is empty unless they chose it and may read it."""

    mail_id: UUID
    invitation_id: UUID
    sequence: int
    method: Method
    made_at: datetime
    starts_at: datetime
    minutes: int
    channel: str
    zone: str
    place: str
    choice: Choice


Send = Callable[[AccountFacts, Message], None]


def invite(*, roundtable_id: UUID | None) -> int:
    """Everybody at the table of this meeting (None: of all to come) who has not been told where it stands gets a message.

    Who has left is told that it is off for them. Returns how many messages were made. Safe to run twice.
    """
    with through(WORKER):
        rows = act_outside(WORKER, "write_invitations", [roundtable_id])
    made: int = rows[0][0]
    return made


def mail_invitation(*, mail_id: UUID, send: Send) -> bool:
    """A message is mailed once, however often its job runs: its row is held while the mail goes out. True if it was sent now.

    Nobody gets one without an account with a proven e-mail, nor when they asked for no mails, nor in their quiet hours (it is asked for
    again then), nor a message that a later one replaced, nor *come* when they sit there no more, nor *off* who was never told to come, nor
    anything about a time that has passed.
    """
    try:
        with through(WORKER):
            return _mail(mail_id, send)
    except (OSError, ValueError):  # the mail server is away, or refused: seen by who calls the meeting, and tried again by the job
        with through(WORKER):
            _trouble(mail_id, Trouble.WAITING)
            InvitationMail.objects.filter(id=mail_id).update(tries=F("tries") + 1)
        raise


def _mail(mail_id: UUID, send: Send) -> bool:
    found = InvitationMail.objects.select_for_update(of=("self",)).select_related("invitation")
    row = found.filter(id=mail_id, mailed_at=None, starts_at__gt=TransactionNow()).first()
    if row is None:
        return False
    others = InvitationMail.objects.filter(invitation_id=row.invitation_id)
    if others.filter(sequence__gt=row.sequence).exists():
        return False
    if row.method == Method.CANCEL and not others.filter(method=Method.REQUEST, mailed_at__isnull=False).exists():
        return False
    to = account_of(row.invitation.person_id)
    choice = choice_of(to.notices, bare=to.bare_notices) if to else Choice()
    if to is None or not to.email or not to.email_proven or not choice.mail:
        return False
    if _put_off(row, choice):
        return False
    place = ""
    if row.method == Method.REQUEST:
        asked = invited(row.invitation_id, row.sequence)
        if asked is None:
            return False
        place = place_for(asked, choice)
    send(to, _message(row, place, choice))
    InvitationMail.objects.filter(id=mail_id).update(mailed_at=TransactionNow(), trouble="", trouble_at=None)
    return True


def _put_off(row: InvitationMail, choice: Choice) -> bool:
    """Whether it waits for the day's mail or the end of quiet hours; never past the meeting itself. It is asked for again then."""
    when = goes_out_at(choice, row.made_at, row.zone)
    if when >= row.starts_at or not InvitationMail.objects.filter(id=row.id).annotate(now=TransactionNow()).filter(now__lt=when).exists():
        return False
    enqueue("calendars.mail_invitation", run_at=when, mail=row.id)
    return True


def _message(row: InvitationMail, place: str, choice: Choice) -> Message:
    return Message(
        row.id,
        row.invitation_id,
        row.sequence,
        Method(row.method),
        row.made_at,
        row.starts_at,
        row.minutes,
        row.channel,
        row.zone,
        place,
        choice,
    )


def place_for(asked: Invited, choice: Choice) -> str:
    """The place in words, where its person chose that calendars know it and may read it; read in their own hat, and noted."""
    if choice.calendar != InCalendar.PLACE or choice.bare or asked.place_id is None:
        return ""
    return place_words(actor=actor_of(asked), place_ids=[asked.place_id]).get(asked.place_id, "")


def _trouble(mail_id: UUID, trouble: Trouble) -> None:
    found = InvitationMail.objects.filter(id=mail_id).exclude(trouble=trouble)
    found.update(trouble=trouble, trouble_at=TransactionNow())


def note_returned(*, invitation_id: UUID) -> None:
    """A mail server said that the latest message of this invitation did not arrive: a fact for who calls the meeting."""
    with through(WORKER):
        latest = InvitationMail.objects.filter(invitation_id=invitation_id, mailed_at__isnull=False).order_by("-sequence").first()
        if latest is not None:
            _trouble(latest.id, Trouble.RETURNED)


def answer_by_link(
    *, invitation_id: UUID, sequence: int, answer: Answer, other_on: date | None = None, other_clock: time | None = None
) -> None:
    """Whoever holds the mailed link answers for the person it was mailed to, once. It says so beside the answer.

    Raises InvitationOver for an earlier time, a meeting that is over or off, an ended seat, a used link; and what answering raises.
    """
    found = invited(invitation_id, sequence)
    if found is None or found.used:
        raise InvitationOver()
    kept = _answer(found, Said(answer, other_on, other_clock), How.LINK, link_answer_id(invitation_id, sequence))
    if not kept:
        raise InvitationOver()


def answer_by_mail(*, invitation_id: UUID, sequence: int, said: Callable[[Invited], Said | None], message: str) -> bool:
    """A calendar's answer counts for the person it was mailed to, whoever the mail says it is from. The same mail counts once.

    `said` reads it against the meeting as it stands; `message`: its Message-ID. False for what is no answer, or too late, or refused.
    """
    found = invited(invitation_id, sequence)
    wanted = said(found) if found else None
    if found is None or wanted is None:
        return False
    try:
        return _answer(found, wanted, How.MAIL, uuid5(invitation_id, f"mail/{message}"))
    except Refusal:
        return False


def _answer(found: Invited, said: Said, how: How, answer_id: UUID) -> bool:
    try:
        actor = actor_of(found)
    except NotHere:
        raise InvitationOver() from None
    with acting(actor, write=True):
        return answer_invitation(
            actor=actor,
            case_id=found.case_id,
            roundtable_id=found.roundtable_id,
            version=found.number,
            answer=said.answer,
            other_on=said.other_on,
            other_clock=said.other_clock,
            how=how,
            answer_id=answer_id,
        )


@action
def make_feed(*, actor: Actor, at: datetime) -> str:
    """The actor's feed in this hat gets a new secret; an earlier one stops working. Returns the secret: it is shown this once."""
    end_feed(actor=actor)
    secret = secrets.token_urlsafe(32)
    Feed(person_id=actor.person_id, hat=actor.hat, authority=actor.authority, secret_hash=secret_hash(secret)).save(force_insert=True)
    return secret


@action
def end_feed(*, actor: Actor, at: datetime) -> None:
    """The actor's feed in this hat is gone; whoever asks for it finds nothing."""
    Feed.objects.filter(person_id=actor.person_id, ended_at=None).update(ended_at=at)

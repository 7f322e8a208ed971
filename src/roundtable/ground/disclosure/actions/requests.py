"""Asking a colleague of another organisation for something. It is a message, and the citizen reads it; it opens nothing."""

from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions.releases import NotSomebodyElse, id_once
from roundtable.ground.disclosure.models import Reply, Request
from roundtable.ground.disclosure.queries.requests import Asked, requests
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import in_their_place, seats_on
from roundtable.ground.seats.rules import team
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop


class RepliedAlready(Refusal):
    """One reply a request; more is a conversation, and has its own place."""

    code = "replied_already"
    message = gettext_noop("This has a reply already. Ask again if something is missing.")
    status = 409


@action
def ask_for_something(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    to_person_id: UUID,
    headline: str,
    body: str = "",
    about: tuple[UUID, ...] = (),
    once: UUID | None = None,
) -> UUID:
    """A professional asks another at the table for something; both organisations and the citizen read it. Returns the request's id.

    Raises NotSomebodyElse, ActRefused, NotHere.
    """
    if actor.hat != Hat.PROFESSIONAL:
        raise NotHere()
    item_id = id_once(actor, case_id, once)
    act("lock_case", [case_id])
    if Request.objects.filter(item_id=item_id).exists():
        return item_id
    live = [seat for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.live]
    asked = [seat for seat in live if seat.person_id == to_person_id and seat.hat == "professional"]
    if not asked or to_person_id == actor.person_id:
        raise NotSomebodyElse(field="to")
    written = write_words(actor=actor, case_id=case_id, place=team(about), kind="request", headline=headline, body=body, item_id=item_id)
    Request.objects.create(item_id=item_id, scope_id=written.scope_id, wall=written.wall, case_id=case_id, to_person_id=to_person_id)
    citizens = [seat.person_id for seat in live if seat.hat == "citizen" and (not about or seat.person_id in about)]
    notify(actor=actor, person_ids=[to_person_id, *citizens], case_id=case_id, kind=NoticeKind.NEWS)
    return item_id


@action
def reply_to_request(*, actor: Actor, at: datetime, case_id: UUID, item_id: UUID, body: str, once: UUID | None = None) -> UUID:
    """Who was asked replies, or who sits in their place now, in the same circle. Returns the reply's id.

    Raises RepliedAlready; NotHere for anybody else.
    """
    act("lock_case", [case_id])
    found: tuple[Asked, ...] = requests(actor=actor, case_id=case_id, item_id=item_id)
    if not found or actor.person_id not in in_their_place(seats_on(actor=actor, case_ids=[case_id]), [found[0].to_person_id]):
        raise NotHere()
    asked, reply_id = found[0], id_once(actor, case_id, once)
    if asked.reply is not None:
        if asked.reply.item_id == reply_id:
            return asked.reply.item_id
        raise RepliedAlready()
    written = write_words(actor=actor, case_id=case_id, place=team(asked.words.about), kind="reply", body=body, item_id=reply_id)
    Reply.objects.create(request_id=item_id, item_id=written.item_id, scope_id=written.scope_id, wall=written.wall)
    notify(actor=actor, person_ids=[asked.asked_by_id, *asked.words.about], case_id=case_id, kind=NoticeKind.NEWS)
    return written.item_id

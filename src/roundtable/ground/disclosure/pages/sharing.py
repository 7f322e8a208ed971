"""The page *Shared with*: what is open to whom, what others shared with me, whom I can share with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.disclosure.pages.sayings import listed, purpose_words, title_of
from roundtable.ground.disclosure.queries import Question, Share, ShareState
from roundtable.ground.disclosure.queries.questions import KIND
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.texts import initials
from roundtable.ui.frame import Happened

DATA_AUTHORITIES = {"DK": "Datatilsynet", "NL": "Autoriteit Persoonsgegevens"}
"""Where anybody can complain about how their data are used (GDPR, article 77), by country."""


@dataclass(frozen=True)
class ShownText:
    """A text exactly as its reader sees it; the preview and the reader's own page are drawn from this and nothing else.

    `own_words`: she was asked about other words, and put hers instead.
    """

    item_id: UUID
    title: str
    body: str
    who: str
    role: str
    said_by: str
    made_at: datetime
    own_words: bool = False


@dataclass(frozen=True)
class ShareLine:
    """One share in a list. `state_word` and `mark` say where it stands; `waits_for`: whose yes is missing, other than the reader's.

    `closed_since`: the reader has closed her course for who received it, so that it is not open now. `readers`: of what was asked for by
    law, who can see that it was, and why. `can_note`: a professional can note that she takes it back (the database decides).
    """

    share: Share
    titles: tuple[str, ...]
    texts: tuple[ShownText, ...]
    purpose: str
    state_word: str
    mark: str
    said_aloud: bool
    waits_for: str = ""
    waits_for_me: bool = False
    closed_since: datetime | None = None
    readers: tuple[str, ...] = ()
    can_note: bool = False

    @property
    def waits(self) -> bool:
        """Whether it waits for somebody's yes, or for a second signature, and has not been open yet."""
        return self.share.state == ShareState.WAITING and not self.share.urgent

    @property
    def never(self) -> bool:
        """Whether it was never open, and never will be."""
        taken_back = self.share.state == ShareState.TAKEN_BACK and bool(self.share.missing)
        return taken_back or (self.share.state == ShareState.NOT_SIGNED and not self.share.urgent)

    @property
    def can_end(self) -> bool:
        """Whether there is something to take back: it is open, or waits for a yes."""
        return self.share.state in (ShareState.LIVE, ShareState.WAITING)


@dataclass(frozen=True)
class PersonToShareWith:
    """Somebody at the table: whom to share with, and whether the course is closed for them. `acts`: they act for the citizen who reads."""

    seat_id: UUID
    person_id: UUID
    given_name: str
    name: str
    initials: str
    pattern: str
    role: str
    organisation: str
    closed_since: datetime | None
    acts: bool = False


@dataclass(frozen=True)
class ToAsk:
    """Who decided that something was shared by a rule of law, and how to ask them why. `writes`: they sit at the table still."""

    person_id: UUID
    name: str
    given_name: str
    phone: str
    writes: bool


@dataclass(frozen=True)
class SharingPage:
    """Everything the page shows. `received` is what others gave the actor; `live`, `waiting` and `ended` what is open to others.

    `alone_since`: when the last one left to whom she could open something, as at the end of a course; None while somebody sits there.
    `acting`: given names of who acts for the actor, and so reads more than what is shared.
    """

    case_id: UUID
    citizen: bool
    received: tuple[ShareLine, ...]
    live: tuple[ShareLine, ...]
    by_law: tuple[ShareLine, ...]
    ended: tuple[ShareLine, ...]
    people: tuple[PersonToShareWith, ...]
    questions: tuple[Question, ...]
    to_ask: tuple[ToAsk, ...] = ()
    alone_since: datetime | None = None
    acting: tuple[str, ...] = ()

    @property
    def open_now(self) -> tuple[ShareLine, ...]:
        """What others can open now by her yes."""
        return tuple(line for line in self.live if not line.waits and line.closed_since is None)

    @property
    def closed(self) -> tuple[ShareLine, ...]:
        """What she has shared with somebody for whom her course is closed now: open again only if she opens it for them."""
        return tuple(line for line in self.live if not line.waits and line.closed_since is not None)

    @property
    def law_waits(self) -> tuple[ShareLine, ...]:
        """What somebody asked to share by a rule of law, before a second person has signed: not open yet."""
        return tuple(line for line in self.by_law if line.waits)

    @property
    def law_said(self) -> tuple[ShareLine, ...]:
        """What was shared by a rule of law, or came to nothing."""
        return tuple(line for line in self.by_law if not line.waits)

    @property
    def waiting(self) -> tuple[ShareLine, ...]:
        """What opens when everybody it is about has said yes; what waits for the reader's own yes first."""
        return tuple(sorted((line for line in self.live if line.waits), key=lambda line: not line.waits_for_me))

    @property
    def to_close(self) -> tuple[PersonToShareWith, ...]:
        """For whom the course is open, and can be closed; the place of who acts for her ends where it stands, among the people."""
        return tuple(person for person in self.people if person.closed_since is None and not person.acts)


def shown_text(view: Words, seats: Sequence[SeatView]) -> ShownText:
    """A text with who wrote it and whose words it holds."""
    writer = next((seat for seat in seats if seat.person_id == view.author_id), None)
    sayer = next((seat.given_name for seat in seats if seat.person_id == view.said_by_id), "")
    role = ", ".join(part for part in (writer.role_name, writer.organisation) if part) if writer else ""
    own = view.kind == KIND and view.author_hat == Hat.CITIZEN
    if view.kind == "plan":  # of everybody's making, and nobody's own text
        return ShownText(view.item_id, title_of(view), view.body, "", "", "", view.made_at)
    return ShownText(view.item_id, view.headline, view.body, writer.name if writer else "", role, sayer, view.made_at, own)


def _state(share: Share) -> tuple[str, str]:
    words: dict[ShareState, tuple[str, str]] = {
        ShareState.LIVE: (_("Open"), "moss"),
        ShareState.WAITING: (_("Waits for a second signature"), "amber"),
        ShareState.TAKEN_BACK: (_("Taken back"), "slate"),
        ShareState.NOT_SIGNED: (_("Not signed, so never opened"), "slate"),
        ShareState.RAN_OUT: (_("Its time is over"), "slate"),
        ShareState.LEFT: (_("They left the table"), "slate"),
    }
    if share.state == ShareState.WAITING and share.basis == "consent":
        return _("Waits for a yes"), "amber"
    if share.state == ShareState.TAKEN_BACK and share.missing:
        return _("Never opened"), "slate"
    return words[share.state]


def share_line(
    share: Share, by_id: Mapping[UUID, Words], seats: Sequence[SeatView], actor: Actor, closed: Mapping[UUID, datetime] | None = None
) -> ShareLine:
    """A share with the texts the reader of this page may read, and whose yes is still missing. `closed`: for whom she closed her course."""
    waiting = share.state == ShareState.WAITING
    names = {seat.person_id: seat.given_name for seat in seats}
    others = [names.get(person, "") for person in share.missing if person != actor.person_id]
    found = [by_id[item] for item in share.item_ids if item in by_id]
    word, mark = _state(share)
    titles = tuple(title_of(view) for view in found) or (_("A text you cannot read now"),)
    alone = share.basis == "consent" and all(view.about == (actor.person_id,) for view in found)
    return ShareLine(
        share,
        titles,
        tuple(shown_text(view, seats) for view in found),
        purpose_words(share.purpose),
        word,
        mark,
        share.how == "orally",
        waits_for=listed([name for name in others if name]) if waiting else "",
        waits_for_me=waiting and actor.person_id in share.missing,
        closed_since=(closed or {}).get(share.to_person_id) if alone else None,
        readers=_law_readers(share, found, seats, actor) if share.basis == "law" else (),
        can_note=_can_note(share, found, seats, actor),
    )


def _can_note(share: Share, found: Sequence[Words], seats: Sequence[SeatView], actor: Actor) -> bool:
    """Whether a professional can note that she takes it back: who noted her yes, or sits in the scope of all of it, which is hers alone."""
    if actor.hat != Hat.PROFESSIONAL or share.basis != "consent" or share.to_person_id == actor.person_id:
        return False
    if share.state not in (ShareState.LIVE, ShareState.WAITING):
        return False
    if (share.given_by_id, share.given_hat) == (actor.person_id, Hat.PROFESSIONAL):
        return True
    guest = any(seat.person_id == share.to_person_id and seat.hat == "guest" for seat in seats)
    kinds = (ScopeKind.CONFIDENCE, ScopeKind.SIDE, ScopeKind.TEAM)
    mine = [view for view in found if view.basis == "scope" and view.scope_kind in kinds and len(view.about) == 1]
    return not guest and len(mine) == len(share.item_ids)


def _law_readers(share: Share, found: Sequence[Words], seats: Sequence[SeatView], actor: Actor) -> tuple[str, ...]:
    """Who can see that something was asked for by law, and why: the citizens, unless they are told later; the colleagues at the table; the
    second person; and who receives it, once it is open."""
    about = {person for view in found for person in view.about} if share.told_from is None else set()
    live = [seat for seat in seats if seat.live]
    side = {seat.organisation_id for seat in live if seat.person_id == share.given_by_id and seat.hat == "professional"}
    citizens = [seat.given_name for seat in live if seat.hat == "citizen" and seat.person_id in about]
    staff = [seat.given_name for seat in live if seat.hat == "professional" and seat.organisation_id in side]
    you = next((seat.given_name for seat in live if seat.person_id == actor.person_id), "")
    opened = [share.to_name] if share.live else []
    acting = [seat.given_name for seat in live if "side" in seat.reads and seat.for_person_id in about]
    names = [name for name in dict.fromkeys([*citizens, *acting, *staff, share.signer, *opened]) if name and name != you]
    return (_("You"), *names)


def can_receive(seat: SeatView, actor: Actor) -> bool:
    """Whether a citizen can share a text with who sits there: a professional, a companion, or who acts for her and nobody else."""
    if not seat.live or seat.person_id == actor.person_id:
        return False
    return seat.hat in ("professional", "companion") or (seat.hat == Hat.REPRESENTATIVE and seat.for_person_id == actor.person_id)


def people_to_share_with(seats: Sequence[SeatView], actor: Actor, closed: Mapping[UUID, datetime]) -> tuple[PersonToShareWith, ...]:
    """Everyone else at the table now, once each; of who acts for somebody, those who act for the actor."""
    found: dict[UUID, PersonToShareWith] = {}
    for seat in seats:
        if can_receive(seat, actor) and seat.person_id not in found:
            found[seat.person_id] = PersonToShareWith(
                seat.seat_id,
                seat.person_id,
                seat.given_name,
                seat.name,
                initials(seat.name),
                seat.pattern,
                seat.role_name or (_("Acts for you") if seat.hat == Hat.REPRESENTATIVE else ""),
                seat.organisation,
                closed.get(seat.person_id),
                acts=seat.hat == Hat.REPRESENTATIVE,
            )
    return tuple(found.values())


def sharing_page(
    actor: Actor,
    case_id: UUID,
    shares: Sequence[Share],
    texts: Sequence[Words],
    seats: Sequence[SeatView],
    closed: Mapping[UUID, datetime],
    questions: Sequence[Question] = (),
) -> SharingPage:
    """The page for a citizen, her companion or a professional."""
    by_id = {view.item_id: view for view in texts}
    lines = [share_line(share, by_id, seats, actor, closed) for share in shares]
    others = [line for line in lines if line.share.to_person_id != actor.person_id]
    going = (ShareState.LIVE, ShareState.WAITING)
    return SharingPage(
        case_id=case_id,
        citizen=actor.hat == Hat.CITIZEN,
        received=tuple(line for line in lines if line.share.to_person_id == actor.person_id and line.share.live),
        live=tuple(line for line in others if line.share.basis == "consent" and line.share.state in going),
        by_law=tuple(line for line in others if line.share.basis == "law"),
        ended=tuple(line for line in others if line.share.basis == "consent" and line.share.state not in going),
        people=people_to_share_with(seats, actor, closed),
        questions=tuple(questions),
        to_ask=_to_ask([line.share for line in others if line.share.basis == "law"], seats),
        alone_since=_alone_since(seats),
        acting=tuple(seat.given_name for seat in seats if seat.live and seat.reads and seat.for_person_id == actor.person_id),
    )


def _alone_since(seats: Sequence[SeatView]) -> datetime | None:
    others = [seat for seat in seats if seat.hat in ("professional", "companion")]
    return None if any(seat.live for seat in others) else max((seat.until_at for seat in others if seat.until_at), default=None)


def _to_ask(shared: Sequence[Share], seats: Sequence[SeatView]) -> tuple[ToAsk, ...]:
    """Each who decided by a rule of law, once, with organisation and number where they are known."""
    found: dict[UUID, ToAsk] = {}
    for share in shared:
        its = [seat for seat in seats if seat.person_id == share.given_by_id and seat.hat == "professional"]
        seat = max(its, key=lambda one: (one.live, one.from_at), default=None)
        if seat is None:
            found.setdefault(share.given_by_id, ToAsk(share.given_by_id, share.given_by, share.given_by, "", False))
        else:
            name = ", ".join(part for part in (seat.name, seat.organisation) if part)
            found.setdefault(share.given_by_id, ToAsk(share.given_by_id, name, seat.given_name, seat.phone, seat.live))
    return tuple(found.values())


def happened_words(done: str, page: SharingPage, disclosure_id: UUID | None, change_url: str) -> Happened | None:
    """What an act just did, who can see it, what comes next, how to change it."""
    lines = [*page.live, *page.by_law, *page.ended]
    line = next((line for line in lines if line.share.disclosure_id == disclosure_id), None)
    if line is None:
        return None
    name = line.share.to_name
    given = name.split()[0] if name else ""
    if done in ("shared", "agreed") and line.share.live:
        return Happened(
            what=_("It is shared with %(name)s.") % {"name": name},
            readers=_("%(name)s, and whoever could read it before.") % {"name": given},
            comes_next=_("%(name)s gets a notice. When %(name)s opens it, you see it under “Who opened what”.") % {"name": given},
            change_url=change_url,
            change_label=_("Take it back"),
        )
    if done in ("shared", "agreed") and line.waits_for and not line.waits_for_me:
        return Happened(
            what=_("Your yes is noted. %(name)s cannot read it yet.") % {"name": name},
            readers=_("Whoever could read it before."),
            comes_next=_("It is also about %(names)s. It opens when everybody it is about has said yes.") % {"names": line.waits_for},
            change_url=change_url,
            change_label=_("Take it back"),
        )
    if done == "taken_back" and not line.share.live and line.share.back_noted_by and not page.citizen:
        return Happened(
            what=_("It is taken back. %(name)s cannot open it any more.") % {"name": name},
            readers=_("Whoever could read it before it was shared."),
            comes_next=_("The citizen and %(name)s get a notice. It stands here as said by telephone or on paper, noted by you.")
            % {"name": given},
        )
    if done == "taken_back" and not line.share.live and line.share.missing:
        return Happened(
            what=_("It is not shared. %(name)s has not seen it.") % {"name": name},
            readers=_("Whoever could read it before."),
            comes_next=_("Nothing. You need not explain it to anybody."),
        )
    if done == "taken_back" and not line.share.live:
        return Happened(
            what=_("It is taken back. %(name)s cannot open it any more.") % {"name": name},
            readers=_("Whoever could read it before you shared it."),
            comes_next=_("Nothing. You need not explain it to anybody. %(name)s still knows what was read.") % {"name": given},
        )
    if done == "by_law":
        return Happened(
            what=_("It is recorded, and a colleague is asked to sign as well."),
            readers=listed(line.readers),
            comes_next=_("It opens for %(name)s when it is signed.") % {"name": given} if not line.share.live else _("It is open now."),
        )
    return None

"""Who can read something, in words and as the drawing of the table."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roundtable.ground.access.actor import CITIZEN_HATS, Actor
from roundtable.ground.seats.queries import SeatView
from roundtable.ground.seats.rules import GUEST_WORDS, ScopeKind
from roundtable.kernel.texts import initials
from roundtable.ui.table import Readers, SeatMark


def contact_of(seats: Sequence[SeatView]) -> SeatView | None:
    """Whom the citizen of a course can call: who treats before who decides, the longest seated first.

    The foot of every page says the same name (`guard.hats_of` chooses by the same order).
    """
    staff = [seat for seat in seats if seat.live and seat.hat in ("professional", "intake")]
    staff = [seat for seat in staff if seat.ground != "referral" or seat.hat == "intake"]
    return min(staff, key=lambda seat: (seat.hat != "professional", seat.authority, seat.from_at), default=None)


def away_words(seat: SeatView, actor: Actor) -> tuple[str, ...]:
    """What stands where one writes to somebody who is away, or soon will be: until when, that it waits, whom to ask if it cannot wait.

    Empty for who is there. Whoever covers reads nothing that was told to the one who is away, and the page says so.
    """
    away = seat.away
    if away is None or not seat.live:
        return ()
    names = {"name": seat.given_name, "cover": away.cover, "until": _day(away.back_on), "from": _day(away.first_day)}
    if away.now:
        lines = [_("%(name)s is away until %(until)s. What you write waits for %(name)s.") % names]
    else:
        lines = [_("%(name)s is away from %(from)s until %(until)s. What you write in those days waits for %(name)s.") % names]
    if away.cover_id == actor.person_id:
        lines.append(_("You cover for %(name)s.") % names)
    elif away.cover:
        number = {**names, "phone": away.cover_phone}
        whom = _("If it cannot wait: %(cover)s, %(phone)s.") if away.cover_phone else _("If it cannot wait: %(cover)s.")
        lines.append(whom % number)
        if actor.hat in CITIZEN_HATS:
            lines.append(_("%(cover)s cannot read what you wrote to %(name)s.") % names)
    return tuple(lines)


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")


def seat_marks(
    seats: Sequence[SeatView], actor: Actor, reading: frozenset[UUID] = frozenset(), answers: dict[UUID, str] | None = None
) -> tuple[SeatMark, ...]:
    """The live seats as drawn: citizens, professionals, companions. `reading`: people whose seat is filled; `answers` by person."""
    shown, marks = set(), []
    for seat in seats:
        if not seat.live or seat.person_id in shown or seat.hat == "intake":
            continue
        shown.add(seat.person_id)
        marks.append(
            SeatMark(
                name=seat.name,
                initials=initials(seat.name),
                organisation=seat.organisation,
                pattern=seat.pattern,
                reads=seat.person_id in reading,
                answer=(answers or {}).get(seat.person_id),
                is_citizen=seat.hat == "citizen",
                is_me=seat.person_id == actor.person_id,
            )
        )
    return tuple(marks)


def closed_out(kind: ScopeKind, seats: Sequence[SeatView], actor: Actor, about: Sequence[UUID] = ()) -> frozenset[UUID]:
    """For whom the acting citizen has closed this kind of place. What is about several people she alone does not close."""
    citizens = {seat.person_id for seat in seats if seat.live and seat.hat == "citizen"}
    whose = citizens if kind == ScopeKind.TABLE else set(about) or {actor.person_id}
    if actor.hat != "citizen" or whose != {actor.person_id}:
        return frozenset()
    return frozenset(seat.person_id for seat in seats if seat.closed_at is not None)


def who_may_read(
    kind: ScopeKind,
    seats: Sequence[SeatView],
    actor: Actor,
    *,
    holder_id: UUID | None = None,
    about: Sequence[UUID] = (),
    side_id: UUID | None = None,
) -> frozenset[UUID]:
    """People at the table who read this kind of place, by their seats (whom others closed out is the database's to know)."""
    out = closed_out(kind, seats, actor, about)
    live = [seat for seat in seats if seat.live]
    citizens = [seat.person_id for seat in live if seat.hat == "citizen"]
    serves = [seat.for_person_id for seat in live if seat.person_id == actor.person_id and seat.hat == actor.hat == "representative"]
    about = list(about) or (citizens if len(citizens) == 1 else [person for person in serves if person] or [actor.person_id])
    staff = [seat for seat in live if seat.hat == "professional"]
    mine = side_id or next((seat.organisation_id for seat in staff if seat.person_id == actor.person_id), None)
    people: dict[ScopeKind, list[UUID]] = {
        ScopeKind.DRAFT: [actor.person_id],
        ScopeKind.OWN: list(about),
        ScopeKind.CONFIDENCE: [*about, holder_id or actor.person_id],
        ScopeKind.SIDE: [*about, *(seat.person_id for seat in staff if seat.organisation_id == mine)],
        ScopeKind.TEAM: [*about, *(seat.person_id for seat in staff)],
        ScopeKind.TABLE: [*citizens, *(seat.person_id for seat in live if seat.hat in ("professional", "intake"))],
    }
    return (frozenset(people[kind]) | _for_them(kind, seats, citizens if kind == ScopeKind.TABLE else about)) - out


def _for_them(kind: ScopeKind, seats: Sequence[SeatView], about: Sequence[UUID]) -> frozenset[UUID]:
    """Who reads this kind of place for somebody it is about; nobody for whom she has closed her course."""
    acting = [seat for seat in seats if seat.live and kind in seat.reads and seat.closed_at is None]
    return frozenset(seat.person_id for seat in acting if seat.for_person_id in about)


def readers_of(
    kind: ScopeKind,
    seats: Sequence[SeatView],
    actor: Actor,
    *,
    holder_id: UUID | None = None,
    about: Sequence[UUID] = (),
    side_id: UUID | None = None,
    given_to: Collection[UUID] = (),
    over: bool = False,
) -> Readers:
    """Who can read it, for the page or beside a send button: "You and Bo", with the drawing. `given_to`: with whom it is shared now.

    `over`: the course has ended, so nobody comes later; who still sits there is named.
    """
    kept = frozenset(given_to)
    people = who_may_read(kind, seats, actor, holder_id=holder_id, about=about, side_id=side_id) | kept
    out = closed_out(kind, seats, actor, about) - people
    names: list[str] = []
    for seat in seats:
        if seat.live and seat.person_id in people and seat.person_id != actor.person_id and seat.given_name not in names:
            names.append(seat.given_name)
    if over and kind != ScopeKind.DRAFT:
        return Readers(_sentence(ScopeKind.OWN, names), seat_marks(seats, actor, people))
    if kind == ScopeKind.TABLE and not begun(seats):
        return Readers(_before_the_table(seats, names), seat_marks(seats, actor, people))
    words = _and_later(kind, _sentence(kind, names, _beside(kind, seats, actor, out), _but(seats, out)), _side_name(seats, actor, side_id))
    others = [name for name in _beside(kind, seats, actor, out) if name not in names]
    if kind == ScopeKind.TEAM and actor.hat == "professional" and others:  # whom a citizen gave it is hers to tell
        words = _("%(readers)s; %(names)s only what is given") % {"readers": words, "names": ", ".join(others)}
    return Readers(words, seat_marks(seats, actor, people))


def begun(seats: Sequence[SeatView]) -> bool:
    """Whether anybody has sat down at this table: who only wrote the referral, and who only answers it, does not sit there."""
    staff = [seat for seat in seats if seat.hat == "professional"]
    return not staff or any(seat.ground != "referral" for seat in staff)


def _before_the_table(seats: Sequence[SeatView], names: Sequence[str]) -> str:
    """Who reads what stands on the table while nobody sits there: by name, and, as long as the referral waits, who may come to it."""
    now = _sentence(ScopeKind.CONFIDENCE, names)
    if not any(seat.live and seat.hat == "intake" for seat in seats):
        return now
    return _("%(readers)s. If the referral is accepted, those who then sit at the table too") % {"readers": now}


def _side_name(seats: Sequence[SeatView], actor: Actor, side_id: UUID | None) -> str:
    """Whose side it is, by its organisation's name; one's own where nothing else is said. Empty where nobody of it ever sat here."""
    own = next((seat.organisation_id for seat in seats if seat.hat == "professional" and seat.person_id == actor.person_id), None)
    side = side_id or own
    return next((seat.organisation for seat in seats if side is not None and seat.organisation_id == side), "")


def _and_later(kind: ScopeKind, words: str, side: str) -> str:
    """What is written for a side, or for all professionals, is read by whoever of them comes later too, a cover as well; this says so."""
    if kind == ScopeKind.SIDE and side:
        return _("%(readers)s, and whoever of %(organisation)s sits at the table later") % {"readers": words, "organisation": side}
    if kind in (ScopeKind.SIDE, ScopeKind.TEAM):
        return _("%(readers)s, and colleagues who come to the table later") % {"readers": words}
    return words


def guest_word(seat: SeatView) -> str:
    """What a guest is, in a word; empty for everybody else."""
    return _(GUEST_WORDS.get(seat.ground, GUEST_WORDS["other"])) if seat.hat == "guest" else ""


def _beside(kind: ScopeKind, seats: Sequence[SeatView], actor: Actor, out: frozenset[UUID] = frozenset()) -> list[str]:
    """Companions and guests at the table, and who acts for somebody without reading this kind of place: they read what is given to them,
    and no more. `out`: who is closed out, and reads nothing."""
    given = [seat for seat in seats if seat.hat in ("companion", "guest") or (seat.hat == "representative" and kind not in seat.reads)]
    live = [seat for seat in given if seat.live and seat.person_id not in out]
    you = pgettext("who does it", "you")
    return list(dict.fromkeys(you if seat.person_id == actor.person_id else seat.given_name for seat in live))


def _but(seats: Sequence[SeatView], out: frozenset[UUID]) -> list[str]:
    """Who sits at the table and does not read what is there for everyone: the acting citizen has closed it for them."""
    staff = [seat for seat in seats if seat.live and seat.hat in ("professional", "intake") and seat.person_id in out]
    return list(dict.fromkeys(seat.given_name for seat in staff))


def _sentence(kind: ScopeKind, names: Sequence[str], beside: Sequence[str] = (), but: Sequence[str] = ()) -> str:
    if kind == ScopeKind.TABLE and but and beside:
        said = {"but": ", ".join(but), "names": ", ".join(beside)}
        return _("Everyone at the table but %(but)s, now and later: %(names)s only what is given") % said
    if kind == ScopeKind.TABLE and but:
        return _("Everyone at the table but %(but)s, now and later") % {"but": ", ".join(but)}
    if kind == ScopeKind.TABLE and beside:
        return _("Everyone at the table, now and later; %(names)s only what is given") % {"names": ", ".join(beside)}
    if kind == ScopeKind.TABLE:
        return _("Everyone at the table, now and later")
    if kind == ScopeKind.DRAFT:
        return _("Only you. It is not sent yet")
    if not names:
        return _("Only you")
    if len(names) == 1:
        return _("You and %(name)s") % {"name": names[0]}
    return _("You, %(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}

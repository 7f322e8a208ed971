"""The oracle: who reads what, who writes where. Numbers in brackets are the invariants of docs/disclosure.md.

To be read aloud, from `may_read` downwards. Written from the design, not from the SQL; where the two differ, a test fails.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from roundtable.ground.disclosure.rules.world import (
    CITIZEN_HATS,
    PURPOSES,
    STAFF_HATS,
    Asker,
    Disclosure,
    Item,
    Mandate,
    Scope,
    Seat,
    Wall,
    World,
    during,
)

HAND_OVER = timedelta(days=30)


def may_read(world: World, asker: Asker, item: Item) -> bool:
    """Nobody, but for a reason (1). What is withheld or held back stays closed whatever the reason (4). A draft is its author's (22).

    The reasons: a seat in the scope; a disclosure to one's seat; handing over what one wrote; being asked to countersign; a line
    manager's mandate; what was opened to that manager of a confidence.
    """
    if not is_somebody(asker):
        return False
    if item.scope.kind == "draft":
        return keeps_draft(world, asker, item.scope)
    if is_withheld(world, asker, item) or is_untold(world, asker, item) or is_held_back(world, asker, item):
        return False
    return (
        any(sits_in(world, seat, item.scope, asker) for seat in live_seats(world, asker))
        or any(opened_by(world, asker, item))
        or hands_over(world, asker, item)
        or any(waits_for(world, asker, item))
        or supervises(world, asker, item.scope)
        or is_opened_to_manager(world, asker, item)
    )


def may_write(world: World, asker: Asker, scope: Scope) -> bool:
    """Only who reads a scope by a live seat writes to it (11): citizens, professionals, intake, representatives with the power to write."""
    if not is_somebody(asker):
        return False
    seats = [seat for seat in live_seats(world, asker) if writes_at_all(seat)]
    if scope.kind == "draft":
        loose = scope.case is None and asker.hat in ("citizen", "professional", "intake") and works_somewhere(world, asker)
        return holds_draft(asker, scope) and (loose or any(seat.case == scope.case for seat in seats))
    return any(sits_in(world, seat, scope, asker) for seat in seats)


def who_may_read(world: World, item: Item, at: datetime) -> frozenset[tuple[UUID, str]]:
    """Everybody who reads the item at this moment, each with the hat they do it in."""
    askers = {Asker(seat.person, seat.hat, seat.authority, seat.case, "case", at) for seat in world.seats}
    askers |= {
        Asker(disclosure.countersigner, "professional", authority, disclosure.to.case, "countersign", at)
        for disclosure in world.disclosures
        if disclosure.countersigner
        for authority in (False, True)
    }
    askers |= {
        Asker(mandate.person, "line_manager", authority, mandate.case, "case", at)
        for mandate in world.mandates
        for authority in (False, True)
    }
    if item.scope.kind == "draft" and item.scope.holder:
        askers.add(Asker(item.scope.holder, item.scope.holder_hat, item.scope.wall == Wall.AUTHORITY, item.scope.case, "case", at))
    return frozenset((asker.person, asker.hat) for asker in askers if may_read(world, asker, item))


# -- who asks -----------------------------------------------------------------------------------------------------------------


def is_somebody(asker: Asker) -> bool:
    """A hat of the house and a purpose from the closed list, or nothing at all (1)."""
    return asker.purpose in PURPOSES and asker.hat in CITIZEN_HATS | STAFF_HATS


def live_seats(world: World, asker: Asker) -> Iterator[Seat]:
    """One hat at a time (9), on one case or all of theirs (1), now (6, 8), and never a staff hat on one's own case (9)."""
    return (seat for seat in seats_of(world, asker) if during(seat, asker.at))


def seats_of(world: World, asker: Asker) -> Iterator[Seat]:
    """The asker's seats in this hat through this login, also those that ended."""
    for seat in world.seats:
        same = seat.person == asker.person and seat.hat == asker.hat and asker.case in (None, seat.case)
        if same and comes_through(asker, seat.authority) and not is_own_case(world, asker, seat.case) and holds_post(world, seat, asker.at):
            yield seat


def holds_post(world: World, seat: Seat, at: datetime) -> bool:
    """A seat of staff counts while they work where it was given: that organisation, that programme, a role of that kind (6).

    Intake's while they lead. Who left reads nothing there, also not their own writing. Guests work for nobody here.
    """
    return seat.hat not in ("professional", "intake") or any(
        (job.person, job.side, job.authority, job.elsewhere) == (seat.person, seat.side, seat.authority, False)
        and (job.leads or seat.hat != "intake")
        and during(job, at)
        for job in world.employments
    )


def works_somewhere(world: World, asker: Asker) -> bool:
    """Citizens need no post; everybody else has one, anywhere, in a role of the login's kind. Guests have none: they keep nothing."""
    return asker.hat in CITIZEN_HATS or any(
        job.person == asker.person and job.authority == asker.authority and during(job, asker.at) for job in world.employments
    )


def comes_through(asker: Asker, authority: bool) -> bool:
    """The wall is a login (2, 3): staff of authorities come through theirs, other staff through care's, citizens through their own."""
    return asker.hat in CITIZEN_HATS or asker.authority == authority


def is_own_case(world: World, asker: Asker, case: UUID) -> bool:
    """A professional's own case is never reachable by a staff hat (9)."""
    is_citizen_there = any(seat.case == case and seat.person == asker.person and seat.hat == "citizen" for seat in world.seats)
    return asker.hat in STAFF_HATS and is_citizen_there


# -- reasons ------------------------------------------------------------------------------------------------------------------


def sits_in(world: World, seat: Seat, scope: Scope, asker: Asker) -> bool:
    """The table of disclosure.md, a line a hat. A confidence passes to no successor; persons of one family do not read each other (21).

    Companions and guests read what they are given; team leaders no content, line managers by a mandate (18): they sit in no scope.
    """
    if seat.case != scope.case or not is_on_this_side(asker, scope) or is_closed(world, seat, scope, asker.at):
        return False
    if seat.hat == "citizen":
        return scope.kind == "table" or seat.person in scope.about
    if seat.hat == "professional":
        confided = scope.kind == "confidence" and scope.holder == seat.person
        sided = scope.kind == "side" and scope.side == seat.side
        return confided or sided or scope.kind in ("team", "table")
    if seat.hat == "intake":
        return scope.kind == "table"
    return seat.hat == "representative" and scope.kind in seat.power_kinds and may_see_for(world, seat, scope, asker.at)


def is_on_this_side(asker: Asker, scope: Scope) -> bool:
    """The wall (2, 3): authorities sit in nothing of care's, care in nothing of theirs, and neither in a citizen's notebook."""
    return asker.hat in CITIZEN_HATS or scope.wall in (Wall.NONE, Wall.AUTHORITY if asker.authority else Wall.CARE)


def is_closed(world: World, seat: Seat, scope: Scope, at: datetime) -> bool:
    """Closed by the citizens (4): when all it is about closed it for this person; for who serves one of them, her word is enough (21).

    A citizen's own case cannot be closed for her.
    """
    closed_it = closers(world, seat.case, seat.person, at)
    if seat.hat == "citizen":
        return False
    if seat.hat in ("companion", "representative", "guest") and seat.for_person in closed_it:
        return True
    return scope.about <= closed_it


def closers(world: World, case: UUID, person: UUID, at: datetime) -> frozenset[UUID]:
    """The citizens who have closed a case for a person."""
    return frozenset(block.by for block in world.blocks if (block.case, block.person) == (case, person) and during(block, at))


def may_see_for(world: World, seat: Seat, scope: Scope, at: datetime) -> bool:
    """A representative sees by a power, only what is about the citizen, and only while she sits there herself: never more than she (21)."""
    sits = any(
        other.case == seat.case and other.person == seat.for_person and other.hat == "citizen" and during(other, at)
        for other in world.seats
    )
    return "see" in seat.powers and seat.for_person in scope.about and sits


def opened_by(world: World, asker: Asker, item: Item) -> Iterator[Disclosure]:
    """Exactly this item to exactly this seat (5), in force, not moved since (7). A block beats a consent, not a ground of law (4).

    What is about several people opens by consent when each of them has said yes.
    """
    seats = set(live_seats(world, asker))
    return (
        disclosure
        for disclosure in world.disclosures
        if disclosure.to in seats
        and item.id in disclosure.items
        and is_in_force(disclosure, asker.at)
        and (disclosure.by_law or item.scope.about <= disclosure.yes)
        and (item.moved_at is None or item.moved_at <= disclosure.from_at)
        and (disclosure.by_law or not is_closed(world, disclosure.to, item.scope, asker.at))
        and (asker.hat != "representative" or may_see_for(world, disclosure.to, item.scope, asker.at))
    )


def is_in_force(disclosure: Disclosure, at: datetime) -> bool:
    """From, until (8), not withdrawn (6); by law only signed by a second person, or urgent and still within its working day (13)."""
    if not during(disclosure, at) or disclosure.withdrawn:
        return False
    within_the_day = disclosure.urgent and disclosure.sign_by is not None and at < disclosure.sign_by
    return disclosure.signed or within_the_day if disclosure.by_law else True


def hands_over(world: World, asker: Asker, item: Item) -> bool:
    """For 30 days after a seat ended its holder reads what they wrote through it, where that seat sat; then nothing (6).

    Not a version of the plan that their answer fixed: everybody's words stand in it, and nobody wrote it alone.
    """
    seat = item.seat
    if seat is None or seat.until_at is None or seat.hat not in ("professional", "intake"):
        return False
    if item.author != asker.person or item.of_everybody:
        return False
    handing = seat.from_at <= asker.at and seat.until_at <= asker.at < seat.until_at + HAND_OVER
    return handing and seat in seats_of(world, asker) and sits_in(world, seat, item.scope, asker)


def waits_for(world: World, asker: Asker, item: Item) -> Iterator[Disclosure]:
    """Who is asked to sign reads the item and the reason, until they answered: one of the holder's side, for that purpose only (13).

    Not where anybody it is about has closed the case for them (4): a colleague can sign.
    """
    if asker.purpose != "countersign" or asker.hat != "professional" or not is_on_this_side(asker, item.scope):
        return
    works_for = {
        job.side for job in world.employments if job.person == asker.person and job.authority == asker.authority and during(job, asker.at)
    }
    for disclosure in world.disclosures:
        if (
            disclosure.countersigner == asker.person
            and disclosure.by_law
            and not (disclosure.signed or disclosure.withdrawn)
            and asker.at < disclosure.until_at
            and asker.case in (None, disclosure.to.case)
            and item.id in disclosure.items | {disclosure.reason}
            and bool(disclosure.sides & works_for)
            and not is_own_case(world, asker, disclosure.to.case)
            and not item.scope.about & closers(world, disclosure.to.case, asker.person, asker.at)
        ):
            yield disclosure


def supervises(world: World, asker: Asker, scope: Scope) -> bool:
    """A line manager reads what their own organisation, the team and the table read on a case named to them (18).

    Never a draft, a notebook or a confidence by the mandate alone.
    """
    if scope.kind not in ("side", "team", "table") or not is_on_this_side(asker, scope):
        return False
    return any(scope.kind != "side" or scope.side == mandate.side for mandate in mandates_for(world, asker, scope))


def is_opened_to_manager(world: World, asker: Asker, item: Item) -> bool:
    """Of a confidence with one of their own people, a line manager reads exactly what everybody it is about opened to them (18).

    Under a mandate that runs; until any of those takes it back (6); not what was moved since (7).
    """
    if item.scope.kind != "confidence" or not is_on_this_side(asker, item.scope):
        return False
    return any(
        is_own_person(world, asker, mandate, item.scope.holder) and item.scope.about <= yes_to_manager(world, mandate, item, asker.at)
        for mandate in mandates_for(world, asker, item.scope)
    )


def mandates_for(world: World, asker: Asker, scope: Scope) -> Iterator[Mandate]:
    """Mandates in force that name this scope's case to the asker: while they run, they manage there, and the organisation sits there.

    Never on a case they sit or sat at themselves; none for what all it is about have closed for them (4).
    """
    for mandate in world.mandates:
        if (
            asker.hat == "line_manager"
            and mandate.person == asker.person
            and mandate.case == scope.case
            and asker.case in (None, mandate.case)
            and during(mandate, asker.at)
            and (mandate.ended_at is None or asker.at < mandate.ended_at)
            and manages(world, asker, mandate.side)
            and sits_there(world, asker, mandate.side, mandate.case)
            and not has_a_place(world, asker, mandate.case)
            and not scope.about <= closers(world, mandate.case, asker.person, asker.at)
        ):
            yield mandate


def yes_to_manager(world: World, mandate: Mandate, item: Item, at: datetime) -> frozenset[UUID]:
    """Who has opened this item to the manager of this mandate, since it was last moved, and not taken it back."""
    return frozenset(
        yes.person
        for yes in world.mandate_yes
        if (yes.mandate, yes.item) == (mandate, item.id)
        and yes.from_at <= at
        and (yes.ended_at is None or at < yes.ended_at)
        and (item.moved_at is None or item.moved_at <= yes.from_at)
    )


def is_own_person(world: World, asker: Asker, mandate: Mandate, person: UUID | None) -> bool:
    """Somebody who sits or sat at the table for the mandate's organisation, in a role of this login's kind."""
    return any(
        (seat.case, seat.person, seat.hat, seat.side, seat.authority)
        == (mandate.case, person, "professional", mandate.side, asker.authority)
        and seat.from_at <= asker.at
        for seat in world.seats
    )


def sits_there(world: World, asker: Asker, side: UUID, case: UUID) -> bool:
    """The organisation sits at the table, in a role of this login's kind; or sat there to the end, where nobody sits any more."""
    seated = [seat for seat in world.seats if (seat.case, seat.hat) == (case, "professional") and seat.from_at <= asker.at]
    last = max((seat.until_at for seat in seated if seat.until_at), default=None)
    there = [seat for seat in seated if during(seat, asker.at)] or [seat for seat in seated if seat.until_at == last]
    return any((seat.side, seat.authority) == (side, asker.authority) for seat in there)


def has_a_place(world: World, asker: Asker, case: UUID) -> bool:
    """The asker sits or sat at this table, whatever as; having answered the referral is no seat."""
    return any(seat.case == case and seat.person == asker.person and seat.hat != "intake" for seat in world.seats)


def manages(world: World, asker: Asker, side: UUID) -> bool:
    """The asker is a line manager of this organisation now, in a role of this login's kind."""
    return any(
        job.manages and (job.person, job.side, job.authority) == (asker.person, side, asker.authority) and during(job, asker.at)
        for job in world.employments
    )


# -- what stays closed ----------------------------------------------------------------------------------------------------------


def is_mine(asker: Asker, item: Item) -> bool:
    """Written by the asker, in this hat."""
    return (item.author, item.hat) == (asker.person, asker.hat)


def is_withheld(world: World, asker: Asker, item: Item) -> bool:
    """Withheld from the citizen, and so from who acts for her: an entry of a side or the team, signed by two; never her own (4)."""
    return (
        asker.hat in CITIZEN_HATS
        and item.scope.kind in ("side", "team")
        and not is_mine(asker, item)
        and any(
            held.item == item.id and held.signed_at is not None and held.signed_at <= asker.at and during(held, asker.at)
            for held in world.withholdings
        )
    )


def is_untold(world: World, asker: Asker, item: Item) -> bool:
    """Where the citizen is told later of a disclosure by law, the reason written for it waits for the same day (13)."""
    return asker.hat in CITIZEN_HATS and any(
        disclosure.by_law and disclosure.reason == item.id and disclosure.told_from is not None and asker.at < disclosure.told_from
        for disclosure in world.disclosures
        if any(seat.case == disclosure.to.case for seat in live_seats(world, asker))
    )


def is_held_back(world: World, asker: Asker, item: Item) -> bool:
    """What each brings to the table is read by who wrote or said it, until it is opened for all."""
    opened = any(opening.case == item.scope.case and item.made_at <= opening.at <= asker.at for opening in world.openings)
    return item.held and not opened and not is_mine(asker, item) and item.said_by != asker.person


# -- drafts and writing ---------------------------------------------------------------------------------------------------------


def holds_draft(asker: Asker, scope: Scope) -> bool:
    """Its author's alone, in the hat and through the login it was begun in (9, 22)."""
    own = Wall.CITIZENS if asker.hat in CITIZEN_HATS else Wall.AUTHORITY if asker.authority else Wall.CARE
    return (scope.holder, scope.holder_hat, scope.wall) == (asker.person, asker.hat, own) and (
        scope.case is None or asker.case in (None, scope.case)
    )


def keeps_draft(world: World, asker: Asker, scope: Scope) -> bool:
    """A draft lasts as long as the seat it was begun in, and 30 days (6); on no case, as long as they work anywhere.

    No block reaches it: it was never said to anybody.
    """
    kept = (replace(seat, until_at=seat.until_at + HAND_OVER) if seat.until_at else seat for seat in seats_of(world, asker))
    if not holds_draft(asker, scope):
        return False
    return works_somewhere(world, asker) if scope.case is None else any(seat.case == scope.case and during(seat, asker.at) for seat in kept)


def writes_at_all(seat: Seat) -> bool:
    """Companions, guests and leaders write in no scope (11, 18)."""
    return seat.hat in ("citizen", "professional", "intake") or (seat.hat == "representative" and "write" in seat.powers)

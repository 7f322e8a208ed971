"""Worlds to ask about: small, and directed at the near misses. An undirected generator never found "withdrawal ignored".

Every moment lies hours away from a boundary, so that it does not matter at which minute of the run the question is asked.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid4

from hypothesis import strategies as st

from roundtable.ground.disclosure.rules import (
    Asker,
    Block,
    Disclosure,
    Employment,
    Item,
    Mandate,
    MandateYes,
    Opening,
    Scope,
    Seat,
    Wall,
    Withholding,
    World,
)

T = TypeVar("T")
Draw = Any

# Organisations every world shares: (id, whether people sit there in roles with authority). MIXED has both.
HEALTH, MUNICIPAL_HEALTH, JOBCENTRE, BENEFITS, MIXED = (uuid4() for _ in range(5))
SIDES = (
    (HEALTH, False),
    (HEALTH, False),
    (MUNICIPAL_HEALTH, False),
    (JOBCENTRE, True),
    (JOBCENTRE, True),
    (BENEFITS, True),
    (MIXED, False),
    (MIXED, True),
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO, SOON = -200 * DAY, 20 * DAY
LIFE: dict[str, tuple[timedelta, timedelta | None]] = {
    "live": (LONG_AGO, None),
    "ends later": (LONG_AGO, 3 * HOUR),
    "ended today": (LONG_AGO, -2 * HOUR),
    "ended 29 days ago": (LONG_AGO, -30 * DAY + 2 * HOUR),
    "ended 31 days ago": (LONG_AGO, -30 * DAY - 2 * HOUR),
    "not begun": (2 * HOUR, None),
}
MOSTLY_LIVE = ("live", "live", "live", "live", "ends later", "ended today", "ended 29 days ago", "ended 31 days ago", "not begun")
SPAN: dict[str, tuple[timedelta, timedelta]] = {
    "now": (-60 * DAY, SOON),
    "over": (-60 * DAY, -2 * HOUR),
    "not yet": (2 * HOUR, SOON),
}
KINDS = ("own", "confidence", "side", "team", "table")


@dataclass
class Making:
    """A world while it is made."""

    draw: Draw
    now: datetime
    seats: list[Seat] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    disclosures: list[Disclosure] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    withholdings: list[Withholding] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    mandate_yes: list[MandateYes] = field(default_factory=list)
    cases: list[UUID] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(uuid4().int >> 40 << 40))

    def fresh(self) -> UUID:
        """A new id: no other world's, and in the order of making, so that one seed makes one world."""
        return UUID(int=next(self.numbers))

    def one(self, choices: Any) -> Any:
        """One of them."""
        return self.draw(st.sampled_from(list(choices)))

    def some(self, choices: Any, most: int) -> list[Any]:
        """A few of them, perhaps none."""
        listed = list(choices)
        return self.draw(st.lists(st.sampled_from(listed), unique=True, max_size=most)) if listed else []

    def chance(self, percent: int) -> bool:
        """True about so often."""
        return bool(self.draw(st.integers(1, 100)) <= percent)

    def on(self, case: UUID, *hats: str) -> list[Seat]:
        """The seats of a case in these hats."""
        return [seat for seat in self.seats if seat.case == case and (not hats or seat.hat in hats)]

    def citizens(self, case: UUID) -> list[UUID]:
        """Whom a case is about."""
        return [seat.person for seat in self.on(case, "citizen")]

    def sit(self, case: UUID, person: UUID, hat: str, life: str = "live", **more: Any) -> Seat:
        """Somebody sits down."""
        begins, ends = LIFE[life]
        seat = Seat(self.fresh(), case, person, hat, self.now + begins, None if ends is None else self.now + ends, **more)
        self.seats.append(seat)
        return seat

    def scope(self, kind: str, wall: Wall, case: UUID | None, **more: Any) -> Scope:
        """A scope, once."""
        made = Scope(0, kind, wall, case, **more)
        found = next((scope for scope in self.scopes if replace(scope, id=0, wall=made.wall) == made), None)
        if found is None:
            found = replace(made, id=len(self.scopes) + 1)
            self.scopes.append(found)
        return found

    def world(self) -> World:
        """What came of it."""
        written = (self.seats, self.scopes, self.items)
        granted = (self.disclosures, self.blocks, self.withholdings, self.openings, self.employments, self.mandates, self.mandate_yes)
        return World(*(tuple(part) for part in (*written, *granted)))


@dataclass(frozen=True, repr=False)
class Scene:
    """A world and who asks in it."""

    world: World
    askers: tuple[Asker, ...]
    cases: tuple[UUID, ...]

    def __repr__(self) -> str:
        return f"a world of {len(self.people)} people, {len(self.world.items)} items, {len(self.world.disclosures)} disclosures"

    @cached_property
    def people(self) -> frozenset[UUID]:
        """Everybody in it."""
        jobs = {job.person for job in self.world.employments}
        return frozenset({seat.person for seat in self.world.seats} | jobs | {asker.person for asker in self.askers})


@st.composite
def scenes(draw: Draw, now: datetime) -> Scene:
    """One citizen, or a family in conflict, or two tables; two to four organisations; people with two hats; grants in every state."""
    making = Making(draw, now)
    shape = making.one(["one", "one", "family", "family", "two tables"])
    for _ in range(2 if shape == "two tables" else 1):
        _table(making, family=shape == "family")
    _two_hats(making)
    _posts(making)
    for case in making.cases:
        _scopes(making, case)
    _drafts(making)
    _items(making)
    for case in making.cases:
        _grants(making, case)
        _mandates(making, case)
    world = making.world()
    return Scene(world, tuple(_askers(making, world)), tuple(making.cases))


def _table(making: Making, *, family: bool) -> None:
    """Citizens, professionals of several sides in every phase of a seat, and the others who may be there."""
    case = making.fresh()
    making.cases.append(case)
    for _ in range(making.one([2, 3]) if family else 1):
        making.sit(case, making.fresh(), "citizen")
    for _ in range(making.one([2, 3, 4])):
        side, authority = making.one(SIDES)
        person = making.fresh()
        making.sit(case, person, "professional", making.one(MOSTLY_LIVE), side=side, authority=authority)
    citizens = making.citizens(case)
    if making.chance(50):
        making.sit(case, making.fresh(), "companion", making.one(["live", "live", "ended today"]), for_person=making.one(citizens))
    if making.chance(25):
        side, authority = making.one(SIDES)
        making.sit(case, making.fresh(), "guest", side=side, authority=authority)
    if making.chance(25):
        side, authority = making.one(SIDES)
        making.sit(
            case, making.fresh(), "intake", making.one(["live", "live", "ended today", "ended 31 days ago"]), side=side, authority=authority
        )
    if family or making.chance(20):
        # a youth of 15: one parent acts for her by law, with powers that differ; in a family the parent is a citizen of the case as well
        youth = citizens[-1]
        parent = making.one([*citizens[:-1], making.fresh()])
        powers = frozenset(making.one([("see",), ("see", "write"), ("see", "write", "consent"), ("write",), ()]))
        kinds = frozenset(making.one([("side", "team", "table"), ("team", "table"), KINDS, ("own", "confidence")]))
        life = making.one(["live", "live", "live", "ended today"])
        making.sit(case, parent, "representative", life, for_person=youth, powers=powers, power_kinds=kinds)


def _two_hats(making: Making) -> None:
    """Somebody gets a second hat: their own case, a companion's chair, a role with authority beside one without, a second table."""
    staff = [seat for seat in making.seats if seat.hat in ("professional", "intake", "guest")]
    for seat in making.some(staff, 1 if making.chance(60) else 0):
        how = making.one(["own case", "own other case", "companion", "both roles", "second table", "representative"])
        other = making.one(making.cases)
        if how == "own case":
            making.sit(seat.case, seat.person, "citizen", making.one(["live", "ended 31 days ago"]))
        elif how == "own other case":
            making.sit(other, seat.person, "citizen")
        elif how == "companion":
            making.sit(other, seat.person, "companion", for_person=making.one(making.citizens(other)))
        elif how == "both roles":
            making.sit(seat.case, seat.person, "professional", side=making.one([MIXED, seat.side]), authority=not seat.authority)
        elif how == "second table":
            making.sit(other, seat.person, "professional", side=seat.side, authority=seat.authority)
        else:
            powers, kinds = frozenset({"see", "write"}), frozenset({"side", "team"})
            making.sit(
                other, seat.person, "representative", for_person=making.one(making.citizens(other)), powers=powers, power_kinds=kinds
            )


def _posts(making: Making) -> None:
    """Staff work where they sit; some left, are new, changed the programme, the kind of role or the organisation, or lead no more."""
    held = {(seat.person, seat.side, seat.authority, seat.hat) for seat in making.seats if seat.hat in ("professional", "intake")}
    for person, side, authority, hat in sorted(held, key=str):
        state = making.one(["works"] * 8 + ["left", "left", "new", "other programme", "other kind", "other side"])
        begins, ends = LIFE[{"left": "ended today", "new": "not begun"}.get(state, "live")]
        leads = hat == "intake" and making.chance(80)
        making.employments.append(
            Employment(
                person,
                BENEFITS if state == "other side" else side,
                authority != (state == "other kind"),
                making.now + begins,
                None if ends is None else making.now + ends,
                leads=leads,
                elsewhere=state == "other programme",
            )
        )


def _scopes(making: Making, case: UUID) -> None:
    """Every kind of scope there can be on a case; in a family about one, about some, about all."""
    citizens = making.citizens(case)
    abouts = [frozenset(citizens), *(frozenset({citizen}) for citizen in citizens)] if len(citizens) > 1 else [frozenset(citizens)]
    for citizen in citizens:
        making.scope("own", Wall.CITIZENS, case, about=frozenset({citizen}))
    for seat in making.on(case, "professional"):
        wall = Wall.AUTHORITY if seat.authority else Wall.CARE
        citizen = making.one(citizens)
        making.scope("confidence", wall, case, about=frozenset({citizen}), holder=seat.person, holder_hat="professional")
        making.scope("side", wall, case, about=making.one(abouts), side=seat.side)
    for about in making.some(abouts, 2) or abouts[:1]:
        making.scope("team", Wall.NONE, case, about=about)
    making.scope("table", Wall.NONE, case, about=frozenset(citizens))


def _drafts(making: Making) -> None:
    """A few people have begun something, in one hat; some of it on no case."""
    hats = Counter(seat.person for seat in making.seats)
    several = [seat for seat in making.seats if hats[seat.person] > 1]
    anybody = [seat for seat in making.seats if seat.hat != "guest"]
    for seat in dict.fromkeys([*making.some(several, 2), *making.some(anybody, 2)]):
        wall = Wall.CITIZENS if seat.hat in ("citizen", "companion", "representative") else Wall.AUTHORITY if seat.authority else Wall.CARE
        making.scope("draft", wall, None if making.chance(15) else seat.case, holder=seat.person, holder_hat=seat.hat)


def _items(making: Making) -> None:
    """One or two items a scope, by somebody who sits there, through the seat they have or had; some are held back until all are ready."""
    for scope in making.scopes:
        for _ in range(2 if making.chance(25) else 1):
            making.items.append(_item(making, scope))
    for case in making.cases:
        if making.chance(40):
            making.openings.append(Opening(case, making.now + making.one([-50 * DAY, -10 * DAY, -HOUR])))


def _item(making: Making, scope: Scope) -> Item:
    made_at = making.now + making.one([-100 * DAY, -40 * DAY, -20 * DAY, -5 * HOUR])
    if scope.kind == "draft" and scope.holder:
        seat = next(
            (seat for seat in making.seats if (seat.case, seat.person, seat.hat) == (scope.case, scope.holder, scope.holder_hat)), None
        )
        return Item(making.fresh(), scope, scope.holder, scope.holder_hat, made_at, seat)
    writers = [seat for seat in making.seats if seat.case == scope.case and _might_write(seat, scope)]
    seat = making.one(writers)
    held = scope.kind in ("team", "table", "side") and making.chance(20)
    said_by = making.one(making.citizens(seat.case)) if held and making.chance(40) else None
    moved_at = making.one([None, None, None, making.now - 61 * DAY, making.now - 30 * DAY])
    agreed = scope.kind == "table" and not held and making.chance(30)
    return Item(making.fresh(), scope, seat.person, seat.hat, made_at, seat, said_by, held, moved_at, agreed)


def _might_write(seat: Seat, scope: Scope) -> bool:
    """Who could have written there, at some time; a professional also in what is not their side's now (they moved on, or it was moved)."""
    if seat.hat == "citizen":
        return seat.person in scope.about
    if seat.hat == "intake":
        return scope.kind == "table"
    return seat.hat == "professional" and scope.kind != "own"


def _grants(making: Making, case: UUID) -> None:
    """Disclosures in every state to every kind of seat, blocks by some or all, withholdings signed and not."""
    items = [item for item in making.items if item.scope.case == case]
    narrow = [item for item in items if item.scope.kind in ("own", "confidence", "side")]
    others = making.on(case, "companion", "guest", "representative")
    for _ in range(making.one([1, 2, 3, 4])):
        if making.chance(60):
            to = making.one(others if others and making.chance(45) else making.on(case, "professional", "citizen"))
            chosen = making.some(narrow if making.chance(75) else items, 2) or [making.one(narrow)]
            given = _consent(making, to, chosen)
            making.disclosures.append(given)
            if to.hat != "citizen" and making.chance(35):
                _block(making, case, to.person, chosen[0].scope.about)
        else:
            _by_law(making, case, narrow)
    for seat in making.on(case, "professional", "intake"):
        # somebody who hands over, closed for by everybody their own writing is about
        if seat.until_at is not None and seat.until_at <= making.now and making.chance(35):
            _block(making, case, seat.person, next((item.scope.about for item in items if item.seat == seat), frozenset()))
    people = sorted({seat.person for seat in making.on(case) if seat.hat != "citizen"}, key=str)
    for person in making.some(people, 1 if making.chance(50) else 0):
        _block(making, case, person, frozenset(making.citizens(case)))
    for item in making.some([item for item in items if item.scope.kind in ("side", "team", "table")], 2):
        begins, ends = SPAN[making.one(["now", "now", "now", "over", "not yet"])]
        signed = making.now + making.one([-50 * DAY, -50 * DAY, 2 * HOUR]) if making.chance(75) else None
        making.withholdings.append(Withholding(item.id, making.now + begins, making.now + ends, signed))


def _mandates(making: Making, case: UUID) -> None:
    """A line manager of a side at the table, in every state of a mandate; and who must not have one: who sits there, or works elsewhere."""
    for _ in range(making.one([0, 1, 1])):
        seat = making.one(making.on(case, "professional"))
        others = [each.person for each in making.on(case) if each.person != seat.person] or [seat.person]
        manager = making.one([making.fresh()] * 5 + [seat.person, making.one(others)])
        begins, ends = (making.now + moment for moment in SPAN[making.one(["now"] * 6 + ["over", "not yet"])])
        ended_at = making.one([None] * 6 + [making.now - HOUR, making.now + HOUR])
        side = making.one([seat.side] * 7 + [BENEFITS])
        making.mandates.append(Mandate(case, manager, side, begins, ends, ended_at))
        where, authority = making.one(
            [(seat.side, seat.authority)] * 6 + [(seat.side, not seat.authority), (MUNICIPAL_HEALTH, seat.authority)]
        )
        came, left = LIFE[making.one(["live"] * 5 + ["ended today", "not begun"])]
        until_at = None if left is None else making.now + left
        making.employments.append(
            Employment(manager, where, authority, making.now + came, until_at, manages=making.chance(85), elsewhere=making.chance(10))
        )
        if making.chance(25):
            _block(making, case, manager, frozenset(making.citizens(case)))
        _opened_to_manager(making, making.mandates[-1])


def _opened_to_manager(making: Making, mandate: Mandate) -> None:
    """What citizens opened to the manager of a mandate: of confidences with people of each organisation, and what can never be opened."""
    items = [item for item in making.items if item.scope.case == mandate.case]
    own = {seat.person for seat in making.on(mandate.case, "professional") if seat.side == mandate.side}
    theirs = [item for item in items if item.scope.kind == "confidence" and item.scope.holder in own]
    for item in dict.fromkeys([*making.some(theirs, 3), *making.some(items, 1)]):
        about = sorted(item.scope.about, key=str)
        from_at = making.now + making.one([-50 * DAY, -50 * DAY, -10 * DAY, 2 * HOUR])
        ended_at = making.one([None, None, None, making.now - HOUR, making.now + HOUR])
        for person in about if making.chance(80) else making.citizens(mandate.case)[:1]:
            making.mandate_yes.append(MandateYes(mandate, item.id, person, from_at, ended_at))


def _block(making: Making, case: UUID, person: UUID, about: frozenset[UUID]) -> None:
    """Closed by everybody it is about, or by all but one of them; now, until lately, or from soon."""
    citizens = sorted(about, key=str) or making.citizens(case)
    span = making.one(["now", "now", "now", "over", "not yet"])
    for citizen in citizens if making.chance(65) else citizens[1:]:
        begins, ends = SPAN[span]
        until_at = None if ends == SOON and making.chance(50) else making.now + ends
        making.blocks.append(Block(case, citizen, person, making.now + begins, until_at))


def _consent(making: Making, to: Seat, chosen: list[Item]) -> Disclosure:
    """With the yes of everybody the items are about, or of all but one."""
    about = sorted(frozenset[UUID]().union(*(item.scope.about for item in chosen)), key=str)
    yes = frozenset(about if making.chance(75 if len(about) == 1 else 60) else about[1:])
    items = frozenset(item.id for item in chosen)
    begins, ends = SPAN[making.one(["now", "now", "now", "over", "not yet"])]
    return Disclosure(to, items, making.now + begins, making.now + ends, withdrawn=making.chance(30), yes=yes)


def _by_law(making: Making, case: UUID, narrow: list[Item]) -> None:
    """By law: of one side's items, to a seat of another; in every state of the second signature."""
    items = [item for item in narrow if item.scope.kind in ("side", "confidence")]
    item = making.one(items)
    side = item.scope.side or next(seat.side for seat in making.on(case, "professional") if seat.person == item.scope.holder)
    authority = item.scope.wall == Wall.AUTHORITY
    sitting = [seat for seat in making.on(case, "professional") if seat.until_at is None or making.chance(30)] or making.on(
        case, "professional"
    )
    receivers = [seat for seat in sitting if seat.side != side] or sitting
    signer = making.one([making.fresh(), *(seat.person for seat in making.on(case, "professional", "citizen"))])
    begins, ends = LIFE[making.one(["live", "live", "live", "ended today"])]
    works_for = making.one([(side, authority)] * 4 + [(side, not authority), (BENEFITS, authority)])
    making.employments.append(Employment(signer, *works_for, making.now + begins, None if ends is None else making.now + ends))
    begins_at, ends_at = (making.now + moment for moment in SPAN[making.one(["now"] * 5 + ["over", "not yet"])])
    to = making.one(receivers)
    if making.chance(35):
        _block(making, case, to.person, item.scope.about)
    if making.chance(30):
        # a consent to the same items beside it: standing, closed with them, taken back or over
        making.disclosures.append(_consent(making, to, [item]))
    state = making.one(["asked", "asked", "signed", "signed", "refused", "urgent", "urgent late", "urgent late"])
    making.disclosures.append(
        Disclosure(
            to,
            frozenset({item.id}),
            begins_at,
            ends_at,
            by_law=True,
            withdrawn=state == "refused",
            signed=state == "signed",
            urgent=state.startswith("urgent"),
            sign_by={"urgent": making.now + 5 * HOUR, "urgent late": making.now - 5 * HOUR}.get(state),
            countersigner=signer,
            sides=frozenset({side}),
            reason=making.one(items).id if making.chance(50) else None,
            told_from=making.now + making.one([-HOUR, 3 * HOUR]) if making.chance(30) else None,
        )
    )


def _askers(making: Making, world: World) -> list[Asker]:
    """Everybody in every hat they have, on one case and on all; with the wrong login, without a reason, and who has nothing here."""
    askers = []
    for person, hat, authority in sorted({(seat.person, seat.hat, seat.authority) for seat in world.seats}, key=str):
        for case in dict.fromkeys([None, making.one(making.cases)]):
            askers.append(Asker(person, hat, authority, case, making.one(["case", "case", "plan", "search", "countersign"]), making.now))
    for disclosure in world.disclosures:
        if disclosure.countersigner:
            authority = making.one([job.authority for job in world.employments if job.person == disclosure.countersigner])
            case = making.one([None, disclosure.to.case])
            for purpose in ("countersign", "case"):
                askers.append(Asker(disclosure.countersigner, "professional", authority, case, purpose, making.now))
    for mandate in world.mandates:
        for authority in {job.authority for job in world.employments if job.person == mandate.person and job.manages} or {False}:
            case = making.one([None, mandate.case, making.one(making.cases)])
            askers.append(Asker(mandate.person, "line_manager", authority, case, "case", making.now))
    for strange in dict.fromkeys([making.one(STRANGE), making.one(STRANGE)]):
        askers.append(_stranger(making, world, strange))
    return list(dict.fromkeys(askers))


STRANGE = ("other login", "no purpose", "team leader", "line manager", "stranger", "citizen's hat")


def _stranger(making: Making, world: World, strange: str) -> Asker:
    seats = [seat for seat in world.seats if strange != "other login" or seat.hat in ("professional", "intake")]
    seat = making.one(seats)
    person = making.fresh() if strange == "stranger" else seat.person
    hat = {"team leader": "team_leader", "line manager": "line_manager", "citizen's hat": "citizen"}.get(strange, seat.hat)
    authority = hat not in ("citizen", "companion", "representative") and seat.authority != (strange == "other login")
    return Asker(person, hat, authority, None, "curiosity" if strange == "no purpose" else "case", making.now)

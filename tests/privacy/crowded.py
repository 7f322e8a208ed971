"""One crowded table, set by hand: whatever rarely meets in a random world meets here. Asked first, in every run."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

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
)
from tests.privacy.worlds import BENEFITS, DAY, HEALTH, HOUR, JOBCENTRE, KINDS, LONG_AGO, MIXED, MUNICIPAL_HEALTH, SPAN, Making, Scene

MADE = -100 * DAY


class Crowd:
    """Mia, Per and Jo (15), in conflict; everybody who can be at a table, in every phase of a seat; Zoe's table; Yan's, closed."""

    def __init__(self, now: datetime) -> None:
        self.making = Making(None, now)
        self.now = now
        self.case, self.other, self.done = (self.making.fresh() for _ in range(3))
        self.making.cases += [self.case, self.other, self.done]
        self.people: dict[str, UUID] = {}
        self.seats: dict[str, Seat] = {}
        self.items: dict[str, Item] = {}

    def who(self, name: str) -> UUID:
        """The person of this name."""
        return self.people.setdefault(name, self.making.fresh())

    def sit(
        self,
        name: str,
        hat: str,
        life: str = "live",
        *,
        on: UUID | None = None,
        side: UUID | None = None,
        authority: bool = False,
        works: bool = True,
    ) -> Seat:
        """A seat of this person, who works there; the first one is remembered under the name."""
        seat = self.making.sit(on or self.case, self.who(name), hat, life, side=side, authority=authority)
        self.seats.setdefault(name, seat)
        if side and hat != "guest" and works:
            self.works(name, side, authority=authority, leads=hat == "intake")
        return seat

    def serve(self, name: str, citizen: str, powers: Iterable[str], kinds: Iterable[str], *, on: UUID | None = None) -> Seat:
        """Somebody acts for a citizen."""
        more = {"for_person": self.who(citizen), "powers": frozenset(powers), "power_kinds": frozenset(kinds)}
        seat = self.making.sit(on or self.case, self.who(name), "representative", "live", **more)
        self.seats[f"{name} for {citizen}"] = seat
        return seat

    def about(self, *names: str) -> frozenset[UUID]:
        """These citizens, or all three."""
        return frozenset(self.who(name) for name in names or ("mia", "per", "jo"))

    def write(
        self,
        called: str,
        scope: Scope,
        by: str,
        *,
        held: bool = False,
        said_by: str = "",
        moved: timedelta | None = None,
        seat: Seat | None = None,
        of_everybody: bool = False,
    ) -> Item:
        """An item, remembered under its name."""
        through = seat or self.seats[by]
        told = self.who(said_by) if said_by else None
        moved_at = None if moved is None else self.now + moved
        item = Item(self.making.fresh(), scope, through.person, through.hat, self.now + MADE, through, told, held, moved_at, of_everybody)
        self.making.items.append(item)
        self.items[called] = item
        return item

    def give(self, to: str, called: str, span: str = "now", *, withdrawn: bool = False, yes: Iterable[str] | None = None) -> None:
        """A consent, by everybody the item is about, or only by these."""
        begins, ends = (self.now + moment for moment in SPAN[span])
        item = self.items[called]
        said = item.scope.about if yes is None else self.about(*yes)
        self.making.disclosures.append(Disclosure(self.seats[to], frozenset({item.id}), begins, ends, withdrawn=withdrawn, yes=said))

    def by_law(self, to: str, called: str, signer: str, state: str, *, untold: bool = False) -> None:
        """A disclosure on a ground of law, in one state of its second signature."""
        begins, ends = SPAN["now"]
        self.making.disclosures.append(
            Disclosure(
                self.seats[to],
                frozenset({self.items[called].id}),
                self.now + begins,
                self.now + ends,
                by_law=True,
                withdrawn=state == "refused",
                signed=state == "signed",
                urgent=state.startswith("urgent"),
                sign_by={"urgent": self.now + 5 * HOUR, "urgent late": self.now - 5 * HOUR}.get(state),
                countersigner=self.who(signer),
                sides=frozenset({HEALTH}),
                reason=self.items["health 5" if untold else "reason"].id,
                told_from=self.now + 5 * HOUR if untold else None,
            )
        )

    def close(self, name: str, by: Iterable[str], span: str = "now") -> None:
        """A block by these citizens."""
        begins, ends = SPAN[span]
        self.making.blocks += [Block(self.case, self.who(citizen), self.who(name), self.now + begins, self.now + ends) for citizen in by]

    def works(
        self,
        name: str,
        side: UUID,
        *,
        authority: bool = False,
        since: timedelta = LONG_AGO,
        until: timedelta | None = None,
        **more: bool,
    ) -> None:
        """Somebody works for an organisation."""
        ends = None if until is None else self.now + until
        self.making.employments.append(Employment(self.who(name), side, authority, self.now + since, ends, **more))

    def mandate(self, name: str, side: UUID = HEALTH, span: str = "now", *, on: UUID | None = None, ended: timedelta | None = None) -> None:
        """A line manager is given this case, or another."""
        begins, ends = SPAN[span]
        ended_at = None if ended is None else self.now + ended
        self.making.mandates.append(Mandate(on or self.case, self.who(name), side, self.now + begins, self.now + ends, ended_at))

    def open_to(
        self, manager: str, called: str, *, yes: Iterable[str] = ("mia",), since: timedelta = -50 * DAY, ended: bool = False
    ) -> None:
        """These citizens opened an item to a line manager, under a mandate for this case; some took it back."""
        mandate = next(each for each in self.making.mandates if (each.person, each.case) == (self.who(manager), self.case))
        ended_at = self.now - HOUR if ended else None
        for citizen in yes:
            self.making.mandate_yes.append(MandateYes(mandate, self.items[called].id, self.who(citizen), self.now + since, ended_at))


def crowded(now: datetime) -> Scene:
    """The scene."""
    crowd = Crowd(now)
    _people(crowd)
    _narrow(crowd)
    _wide(crowd)
    _drafts(crowd)
    _consents(crowd)
    _law(crowd)
    _closed(crowd)
    _supervised(crowd)
    world = crowd.making.world()
    return Scene(world, tuple(_askers(crowd)), (crowd.case, crowd.other, crowd.done))


def _people(crowd: Crowd) -> None:
    for citizen in ("mia", "per", "jo"):
        crowd.sit(citizen, "citizen")
    for name, life in {
        "bo": "live",
        "ida": "live",
        "eva": "live",
        "hal": "live",
        "kim": "ended 29 days ago",
        "lin": "ended 31 days ago",
        "tod": "ended today",
        "nan": "not begun",
    }.items():
        crowd.sit(name, "professional", life, side=HEALTH)
    crowd.sit("eve", "professional", side=MUNICIPAL_HEALTH)
    for name in ("cleo", "dag", "fay"):
        crowd.sit(name, "professional", side=JOBCENTRE, authority=True)
    crowd.sit("two", "professional", side=MIXED)
    crowd.seats["two as authority"] = crowd.sit("two", "professional", side=MIXED, authority=True)
    crowd.seats["mia as staff"] = crowd.sit("mia", "professional", side=HEALTH)
    _gone(crowd)
    crowd.sit("gil", "guest", side=HEALTH)
    for name, life in {"una": "live", "ulla": "live", "uwe": "ended today"}.items():
        crowd.making.sit(crowd.case, crowd.who(name), "guest", life, for_person=crowd.who("mia"))
        crowd.seats[name] = crowd.making.seats[-1]
    crowd.sit("gro", "intake", side=HEALTH)
    crowd.making.sit(crowd.case, crowd.who("finn"), "companion", for_person=crowd.who("mia"))
    crowd.seats["finn"] = crowd.making.seats[-1]
    crowd.sit("zoe", "citizen", on=crowd.other)
    crowd.seats["bo elsewhere"] = crowd.sit("bo", "professional", on=crowd.other, side=HEALTH)
    crowd.serve("mia", "jo", ("see",), ("team", "table"))
    crowd.serve("per", "jo", ("see", "write"), ("side", "team"))
    crowd.serve("ole", "jo", ("write",), KINDS)
    crowd.serve("per", "zoe", ("see",), ("side", "team", "table"), on=crowd.other)


def _gone(crowd: Crowd) -> None:
    """Who left the organisation, is not there yet, works elsewhere now, in a role of the other kind, or leads no more."""
    for name, side in {"gone": HEALTH, "new": HEALTH, "moved": HEALTH, "elsewhere": HEALTH, "kind": MIXED}.items():
        crowd.sit(name, "professional", side=side, works=False)
    crowd.works("gone", HEALTH, until=-HOUR)
    crowd.works("new", HEALTH, since=HOUR)
    crowd.works("moved", MUNICIPAL_HEALTH)
    crowd.works("elsewhere", HEALTH, elsewhere=True)
    crowd.works("kind", MIXED, authority=True)
    crowd.sit("gone over", "professional", "ended today", side=HEALTH, works=False)
    crowd.sit("leads no more", "intake", side=HEALTH, works=False)
    crowd.works("leads no more", HEALTH)


def _narrow(crowd: Crowd) -> None:
    """Notebooks and confidences, many of Mia's, so that each state of a disclosure has an item to itself."""
    for citizen in ("mia", "per", "jo"):
        own = crowd.making.scope("own", Wall.CITIZENS, crowd.case, about=crowd.about(citizen))
        for number in range(10 if citizen == "mia" else 2):
            crowd.write(f"{citizen} {number}", own, citizen, moved=-30 * DAY if number == 9 else None)
    for holder, citizen, wall in (
        ("bo", "jo", Wall.CARE),
        ("bo", "mia", Wall.CARE),
        ("cleo", "mia", Wall.AUTHORITY),
        ("two", "mia", Wall.CARE),
        ("kim", "mia", Wall.CARE),
        ("lin", "mia", Wall.CARE),
        ("tod", "mia", Wall.CARE),
        ("nan", "mia", Wall.CARE),
    ):
        scope = crowd.making.scope(
            "confidence", wall, crowd.case, about=crowd.about(citizen), holder=crowd.who(holder), holder_hat="professional"
        )
        crowd.write(f"{citizen} told {holder}", scope, citizen)
        crowd.write(f"{holder} noted on {citizen}", scope, holder)
        if holder == "bo":
            crowd.write(f"kim wrote, now between bo and {citizen}", scope, "kim")
    zoes = crowd.making.scope(
        "confidence", Wall.CARE, crowd.other, about=crowd.about("zoe"), holder=crowd.who("bo"), holder_hat="professional"
    )
    crowd.write("zoe told bo", zoes, "zoe")


def _wide(crowd: Crowd) -> None:
    """Sides, team, table: about one and about all; held back and withheld."""
    for side, wall, writer in (
        (HEALTH, Wall.CARE, "bo"),
        (JOBCENTRE, Wall.AUTHORITY, "cleo"),
        (MIXED, Wall.CARE, "two"),
        (MUNICIPAL_HEALTH, Wall.CARE, "eve"),
    ):
        for whom in ((), ("jo",)):
            scope = crowd.making.scope("side", wall, crowd.case, about=crowd.about(*whom), side=side)
            crowd.write(f"{writer}'s side on {whom}", scope, writer)
    health = crowd.making.scope("side", Wall.CARE, crowd.case, about=crowd.about(), side=HEALTH)
    for number in range(6):
        crowd.write(f"health {number}", health, "ida")
    crowd.write("reason", health, "bo")
    crowd.write("kim's hand-over", health, "kim")
    crowd.write("tod's hand-over", health, "tod")
    for name in ("gone", "gone over", "new", "moved", "elsewhere"):
        crowd.write(f"{name}'s hand-over", health, name)
    for whom in ((), ("jo",), ("mia",)):
        team = crowd.making.scope("team", Wall.NONE, crowd.case, about=crowd.about(*whom))
        for number in range(3):
            crowd.write(f"team {number} on {whom}", team, "cleo")
        crowd.write(f"kim to the team on {whom}", team, "kim")
    table = crowd.making.scope("table", Wall.NONE, crowd.case, about=crowd.about())
    crowd.write("table", table, "bo")
    crowd.write("the version kim's answer fixed", table, "kim", of_everybody=True)
    crowd.write("gro's outcome", table, "gro")
    for name in ("bo", "cleo", "mia"):
        crowd.write(f"{name} brings", table, name, held=True)
    crowd.write("bo notes for per", table, "bo", held=True, said_by="per")
    elsewhere = crowd.making.scope("table", Wall.NONE, crowd.other, about=crowd.about("zoe"))
    crowd.write("zoe brings", elsewhere, "zoe", held=True)
    crowd.write("zoe's table", elsewhere, "zoe")
    crowd.making.openings.append(Opening(crowd.other, crowd.now - DAY))
    crowd.making.openings.append(Opening(crowd.case, crowd.now + MADE - DAY))


def _drafts(crowd: Crowd) -> None:
    """Begun by people with one hat, with two, with none any more."""
    for name, seat, wall in (
        ("bo", crowd.seats["bo"], Wall.CARE),
        ("kim", crowd.seats["kim"], Wall.CARE),
        ("lin", crowd.seats["lin"], Wall.CARE),
        ("two", crowd.seats["two"], Wall.CARE),
        ("mia", crowd.seats["mia"], Wall.CITIZENS),
        ("per", crowd.seats["per for jo"], Wall.CITIZENS),
        ("mia", crowd.seats["mia as staff"], Wall.CARE),
        ("gone", crowd.seats["gone"], Wall.CARE),
    ):
        scope = crowd.making.scope("draft", wall, crowd.case, holder=crowd.who(name), holder_hat=seat.hat)
        crowd.write(f"{name}'s draft as {seat.hat}", scope, name, seat=seat)
    loose = crowd.making.scope("draft", Wall.AUTHORITY, None, holder=crowd.who("cleo"), holder_hat="professional")
    crowd.write("cleo's loose draft", loose, "cleo")
    for name in ("gone", "moved"):
        loose = crowd.making.scope("draft", Wall.CARE, None, holder=crowd.who(name), holder_hat="professional")
        crowd.write(f"{name}'s loose draft", loose, name)


def _consents(crowd: Crowd) -> None:
    crowd.give("cleo", "mia 0")
    crowd.give("cleo", "mia 1", withdrawn=True)
    crowd.give("cleo", "mia 2", "over")
    crowd.give("cleo", "mia 3", "not yet")
    crowd.give("cleo", "mia 9")  # moved since
    crowd.give("eve", "mia 4")
    crowd.give("finn", "mia 5")
    crowd.give("finn", "table")
    crowd.give("gil", "team 0 on ()")
    crowd.give("una", "mia 5")
    crowd.give("una", "table")
    crowd.give("ulla", "table")  # whom Mia, whose guest she is, closed it for
    crowd.give("uwe", "mia 5")  # whose seat ended
    crowd.give("kim", "mia 6")  # whose seat ended
    crowd.give("mia for jo", "per 0")  # more than the citizen has
    crowd.give("mia for jo", "jo 0")
    crowd.give("ole for jo", "jo 1")  # who has no power to see
    crowd.give("dag", "jo told bo")
    crowd.give("per", "mia 7")
    crowd.give("gone", "mia 8")
    crowd.give("cleo", "kim's hand-over")  # about all three, and all three said yes
    crowd.give("cleo", "tod's hand-over", yes=("mia",))  # one yes of three
    crowd.give("cleo", "gone's hand-over", yes=("mia", "per"))


def _law(crowd: Crowd) -> None:
    for signer, until in (("sue", None), ("ann", -HOUR), ("mia", None), ("uma", None)):
        crowd.works(signer, HEALTH, until=until)
    crowd.works("vic", HEALTH)
    crowd.works("sue", BENEFITS, authority=True)
    crowd.by_law("cleo", "health 0", "sue", "asked")
    crowd.by_law("cleo", "health 1", "uma", "signed")
    crowd.by_law("cleo", "health 2", "sue", "refused")
    crowd.by_law("cleo", "health 3", "ann", "urgent")
    crowd.by_law("cleo", "health 4", "mia", "urgent late")
    crowd.by_law("cleo", "reason", "vic", "asked")
    crowd.by_law("dag", "bo's side on ('jo',)", "uma", "signed", untold=True)
    # beside a consent: one that was closed for fay, one that was taken back, one that stands
    for called, signer in (("mia told bo", "uma"), ("bo noted on mia", "uma"), ("kim wrote, now between bo and jo", "sue")):
        crowd.by_law("fay", called, signer, "signed", untold=True)
        crowd.give("fay", called, withdrawn=called == "bo noted on mia")
    crowd.by_law("fay", "jo told bo", "uma", "signed", untold=True)
    crowd.by_law("fay", "jo told bo", "uma", "signed")  # told of one of two


def _closed(crowd: Crowd) -> None:
    everybody = ("mia", "per", "jo")
    crowd.close("eve", everybody)
    crowd.close("dag", everybody)
    crowd.close("tod", everybody)
    crowd.close("hal", everybody, "over")
    crowd.close("eva", ("mia",))
    crowd.close("ulla", ("mia",))
    crowd.close("fay", ("mia",))
    crowd.close("ole", ("per",))
    crowd.close("vic", ("jo",))
    for called, span, signed in (
        ("team 0 on ('jo',)", "now", -50 * DAY),
        ("team 1 on ('jo',)", "now", None),
        ("team 2 on ('jo',)", "over", -50 * DAY),
        ("bo's side on ()", "now", -50 * DAY),
        ("table", "now", -50 * DAY),
    ):
        begins, ends = (crowd.now + moment for moment in SPAN[span])
        signed_at = None if signed is None else crowd.now + signed
        crowd.making.withholdings.append(Withholding(crowd.items[called].id, begins, ends, signed_at))


def _askers(crowd: Crowd) -> list[Asker]:
    """Everybody in every hat, on each case and on all; the signers; and those who come the wrong way."""
    found = [
        Asker(seat.person, seat.hat, seat.authority, case, "case", crowd.now)
        for seat in crowd.making.seats
        for case in (None, crowd.case, crowd.other)
    ]
    for signer in ("sue", "ann", "mia", "uma", "vic"):
        for purpose in ("countersign", "case"):
            for authority in (False, True):
                found.append(Asker(crowd.who(signer), "professional", authority, None, purpose, crowd.now))
    for name in (*SUPERVISING, "ida", "lin", "gro", "mia"):
        manager, authority = crowd.who(name), name in AUTHORITY
        found += [
            Asker(manager, "line_manager", authority, case, "case", crowd.now) for case in (None, crowd.case, crowd.other, crowd.done)
        ]
        found.append(Asker(manager, "line_manager", not authority, None, "case", crowd.now))
        found += [Asker(manager, hat, authority, None, "case", crowd.now) for hat in ("team_leader", "professional")]
    bo, cleo, mia = crowd.who("bo"), crowd.who("cleo"), crowd.who("mia")
    found += [
        Asker(bo, "professional", True, None, "case", crowd.now),
        Asker(cleo, "professional", False, None, "case", crowd.now),
        Asker(bo, "professional", False, None, "curiosity", crowd.now),
        Asker(mia, "citizen", False, None, "curiosity", crowd.now),
        Asker(bo, "team_leader", False, None, "team", crowd.now),
        Asker(cleo, "line_manager", True, None, "team", crowd.now),
        Asker(bo, "citizen", False, None, "case", crowd.now),
        Asker(crowd.making.fresh(), "professional", False, crowd.case, "case", crowd.now),
    ]
    return list(dict.fromkeys(found))


SUPERVISING = (
    "ann m",
    "over m",
    "soon m",
    "ended m",
    "ends m",
    "left m",
    "clerk m",
    "shut m",
    "elsewhere m",
    "other m",
    "both m",
    "cleo m",
    "open m",
    "gone side m",
    "wrong kind m",
    "end m",
    "early m",
    "far m",
)
AUTHORITY = ("cleo m", "gone side m", "early m")


def _supervised(crowd: Crowd) -> None:
    """Line managers in every state of a mandate, and those who must not supervise."""
    for name in SUPERVISING:
        sides = {"other m": BENEFITS, "both m": MIXED, "gone side m": BENEFITS, "wrong kind m": JOBCENTRE, "early m": JOBCENTRE}
        side = {**sides, "cleo m": JOBCENTRE}.get(name, HEALTH)
        until = -HOUR if name == "left m" else None
        crowd.works(name, side, authority=name in AUTHORITY, until=until, manages=name != "clerk m", elsewhere=name == "far m")
        span = {"over m": "over", "soon m": "not yet"}.get(name, "now")
        ended = {"ended m": -HOUR, "ends m": HOUR}.get(name)
        on = {"elsewhere m": crowd.other, "end m": crowd.done, "early m": crowd.done}.get(name)
        if name != "far m":
            crowd.mandate(name, side, span, on=on, ended=ended)
    crowd.mandate("ann m", on=crowd.other)
    for name in ("ida", "lin", "gro", "mia"):  # who sits there, sat there, answered the referral, whose course it is
        crowd.works(name, HEALTH, manages=True)
        crowd.mandate(name)
    crowd.close("shut m", ("mia", "per", "jo"))
    crowd.close("ann m", ("mia",))
    _their_people(crowd)
    _opened(crowd)


def _their_people(crowd: Crowd) -> None:
    """An organisation that left the table; a closed course, where one sat to the end; somebody who wrote for another organisation too."""
    crowd.sit("bea", "professional", "ended today", side=BENEFITS, authority=True)
    crowd.sit("duo", "professional", side=MIXED, authority=True)
    crowd.sit("yan", "citizen", on=crowd.done)
    crowd.seats["eva there"] = crowd.sit("eva", "professional", "ended today", on=crowd.done, side=HEALTH)
    crowd.seats["dag there"] = crowd.sit("dag", "professional", "ended 29 days ago", on=crowd.done, side=JOBCENTRE, authority=True)
    done = crowd.making.scope("table", Wall.NONE, crowd.done, about=crowd.about("yan"))
    crowd.write("yan's table", done, "yan")
    crowd.seats["wes before"] = crowd.sit("wes", "professional", "ended 31 days ago", side=MUNICIPAL_HEALTH)
    wes = crowd.sit("wes", "professional", side=HEALTH)
    team = crowd.making.scope("team", Wall.NONE, crowd.case, about=crowd.about("mia"))
    crowd.write("wes before to the team", team, "wes", seat=crowd.seats["wes before"])
    crowd.write("wes to the team", team, "wes", seat=wes)
    others = crowd.making.scope("side", Wall.CARE, crowd.case, about=crowd.about(), side=MUNICIPAL_HEALTH)
    crowd.write("wes to the other side", others, "wes", seat=wes)


def _opened(crowd: Crowd) -> None:
    """What citizens opened to managers of confidences, and everything that must stay closed all the same."""

    def told(holder: str, wall: Wall, *about: str) -> Scope:
        return crowd.making.scope(
            "confidence", wall, crowd.case, about=crowd.about(*about), holder=crowd.who(holder), holder_hat="professional"
        )

    crowd.write("ida wrote to bo", told("bo", Wall.CARE, "mia"), "ida")
    crowd.write("mia told bo, moved", told("bo", Wall.CARE, "mia"), "mia", moved=-30 * DAY)
    crowd.write("mia told bo, moved before", told("bo", Wall.CARE, "mia"), "mia", moved=-61 * DAY)
    crowd.write("of mia and jo, to bo", told("bo", Wall.CARE, "mia", "jo"), "bo")
    crowd.write("mia told eve", told("eve", Wall.CARE, "mia"), "mia")
    crowd.write("mia told duo", told("duo", Wall.AUTHORITY, "mia"), "mia")
    for called in (
        "mia told bo",
        "mia told bo, moved",
        "mia told bo, moved before",
        "mia told eve",
        "mia told lin",
        "mia 0",
        "bo's draft as professional",
    ):
        crowd.open_to("open m", called)
    crowd.open_to("open m", "bo noted on mia", ended=True)
    crowd.open_to("open m", "ida wrote to bo", since=2 * HOUR)
    crowd.open_to("open m", "jo told bo")  # who is not Jo
    crowd.open_to("open m", "of mia and jo, to bo")  # one yes of two
    crowd.open_to("both m", "mia told two")
    crowd.open_to("both m", "mia told duo")  # with authority, the other kind
    crowd.open_to("cleo m", "mia told cleo")
    for closed in ("ann m", "over m", "ended m", "left m", "shut m"):
        crowd.open_to(closed, "mia told bo")

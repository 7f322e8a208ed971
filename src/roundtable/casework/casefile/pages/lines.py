"""What happened and what was found, in lines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roundtable.casework.casefile.queries import Found, Happening
from roundtable.casework.notes.pages import Said, begins, citizens_of, layers_of, people_of
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.ui.table import Readers


@dataclass(frozen=True)
class Line:
    """Something that happened, or was found. `parts`: lines written down together, which stand as one that opens."""

    title: str
    at: datetime
    by: str
    url: str
    readers: Readers | None
    text: str = ""
    course: str = ""
    parts: tuple["Line", ...] = ()


def kind_words(kind: str, by: str, *, own_words: bool = False, version: int = 0) -> str:
    """What kind of text somebody wrote, in a few words and without one of it. `own_words`: a citizen put what she was asked in her own.

    `version`: of a version of the plan, which one.
    """
    if kind == "plan" and version:
        return _("Version %(number)s of the plan, fixed") % {"number": version}
    if kind == "may_i" and own_words:
        return _("Own words, by %(name)s") % {"name": by}
    words = {
        "note": _("Note by %(name)s"),
        "message": _("Message from %(name)s"),
        "contact": _("Contact, noted by %(name)s"),
        "correction": _("Correction by %(name)s"),
        "line": _("One line by %(name)s"),
        "bring": _("Brought to the table by %(name)s"),
        "plan": _("A version of the plan, fixed"),
        "plan_draft": _("The plan, begun by %(name)s"),
        "plan_progress": _("How far a treatment step is, by %(name)s"),
        "not_this_meeting": _("Not for the next meeting, by %(name)s"),
        "may_i": _("May I say this? asked by %(name)s"),
        "request": _("Question from %(name)s"),
        "law_reason": _("Sharing by a rule of law, asked for by %(name)s: which text, with whom and why"),
        "reply": _("Answer from %(name)s"),
        "outcome": _("How the course ended, by %(name)s"),
        "bridge": _("Whom to ring after the course, named by %(name)s"),
        "read_first": _("Please read this first, by %(name)s"),
        "referral": _("Referral by %(name)s"),
        "referral_consent": _("A yes to the referral, noted by %(name)s"),
        "referral_answer": _("Answer to the referral by %(name)s"),
        "meeting_place": _("Where we meet, by %(name)s"),
        "meeting_reason": _("Why our meeting was moved or cancelled, by %(name)s"),
        "meeting_remark": _("Answer to the invitation by %(name)s"),
        "meeting_wishes": _("How our meeting should be, by %(name)s"),
        "opened_early": _("Why the lines were opened early, by %(name)s"),
        "meeting_correction": _("A correction to what was written at our meeting, by %(name)s"),
        "meeting_why": _("Why something was corrected, by %(name)s"),
        "meeting_called_after": _("The call after our meeting, noted by %(name)s"),
        "day_after": _("An answer for yourself, after our meeting"),
        "meeting_held": _("We met, noted by %(name)s"),
        "guest_ask": _("Asked of somebody from outside, by %(name)s"),
        "paper_invitation": _("The invitation, given on paper by %(name)s"),
        "paper_bring": _("What is brought, given on paper by %(name)s"),
        "paper_plan": _("The plan, given on paper by %(name)s"),
        "paper_take_home": _("What one takes home, given on paper by %(name)s"),
        "paper_closing": _("The end of the course, given on paper by %(name)s"),
    }
    if kind not in words and kind.startswith("meeting_"):
        return _("For our meeting, by %(name)s") % {"name": by}
    return words.get(kind, _("Text by %(name)s")) % {"name": by}


OWN_PAGES: Mapping[str, str] = {
    "contact": "contacts",
    "bridge": "bridge",
    "bring": "what_we_bring",
    "bring_draft": "what_we_bring",
    "opened_early": "what_we_bring",
    "plan": "plan",
    "plan_draft": "plan",
    "plan_progress": "plan",
    "may_i": "may_i",
    "not_this_meeting": "prepare_roundtable",
    "law_reason": "sharing",
    "request": "ask_for_something",
    "reply": "ask_for_something",
    "referral": "referral",
    "referral_consent": "referral",
    "referral_answer": "referral",
    "guest_ask": "guests",
}
"""The page where texts of a kind stand, when it is one for the whole course."""


MEETING_LINE = "meeting_line"
"""The kind of one line of a meeting: several are written down at once."""

WITHOUT_WORDS = frozenset({"referral_consent"})
"""Kinds whose body is for the machine only: which version of the text the yes was given to."""


def item_url(kind: str, case_id: UUID, item_id: UUID, actor: Actor, *, holder_id: UUID | None, about: Sequence[UUID]) -> str:
    """The page where an item stands; empty where it has none of its own. Who acts for somebody has fewer pages than they."""
    if actor.hat == Hat.REPRESENTATIVE:
        place = "plan" if OWN_PAGES.get(kind) == "plan" else "roundtable" if kind.startswith("meeting_") else ""
        return reverse("note", args=[case_id, item_id]) if kind in ("note", "line") else reverse(place, args=[case_id]) if place else ""
    if actor.hat not in (Hat.CITIZEN, Hat.PROFESSIONAL):
        return ""
    if kind in ("message", "read_first"):
        other = holder_id if actor.hat == Hat.CITIZEN else (about[0] if len(about) == 1 else None)
        in_it = actor.person_id in (holder_id, *about)
        return reverse("write_message", args=[case_id, other]) if other and in_it else reverse("note", args=[case_id, item_id])
    if kind in ("note", "line"):
        return reverse("note", args=[case_id, item_id])
    if kind == "draft":
        return reverse("drafts")
    if kind.startswith("meeting_"):
        return reverse("roundtable", args=[case_id])
    return reverse(OWN_PAGES[kind], args=[case_id]) if kind in OWN_PAGES else ""


def name_of(people: Mapping[UUID, SeatView], person_id: UUID, actor: Actor) -> str:
    if person_id == actor.person_id:
        return _("you")
    return people[person_id].given_name if person_id in people else _("somebody who was here before")


def doer_of(people: Mapping[UUID, SeatView], person_id: UUID, actor: Actor) -> str:
    """The name of who does something or is there; *you*, as the one who does it, for the reader."""
    return pgettext("who does it", "you") if person_id == actor.person_id else name_of(people, person_id, actor)


def _by(people: Mapping[UUID, SeatView], said_by_id: UUID | None, author_id: UUID, actor: Actor) -> str:
    """Whose text it is; where a scribe held the pen, both."""
    if said_by_id is None or said_by_id == author_id:
        return name_of(people, author_id, actor)
    names = {"said": name_of(people, said_by_id, actor), "wrote": name_of(people, author_id, actor)}
    return _("%(said)s, written down by %(wrote)s") % names


def _a_citizen(people: Mapping[UUID, SeatView], person_id: UUID) -> bool:
    return person_id in people and people[person_id].hat == Hat.CITIZEN


def course_title(actor: Actor, seats: Sequence[SeatView]) -> str:
    """Whose course it is."""
    names = [seat.given_name for seat in citizens_of(seats)]
    if actor.hat == Hat.CITIZEN:
        return _("My course")
    if not names:
        return _("Course")
    return _("The course of %(names)s") % {"names": ", ".join(names)}


def own_texts(found: Sequence[Words], citizens: str) -> tuple[tuple[str, Words, Said], ...]:
    """What somebody wrote at a table they have left and can still read, each text with its title, which says whose words it was.

    `citizens`: whose table it was. Nobody else is named as who said something, and in a family not who of them.
    """
    mine = (view for view in found if view.basis == "own_writing" and view.kind not in WITHOUT_WORDS)
    return tuple((view.headline or kind_words(view.kind, _by_hand(view, citizens)), view, layers_of(view.body)) for view in mine)


def _by_hand(view: Words, citizens: str) -> str:
    """Whose words somebody wrote down, who reads them now."""
    if view.said_by_id in (None, view.author_id):
        return _("you")
    said = citizens if view.about == (view.said_by_id,) else _("somebody who was here before")
    return _("%(said)s, written down by %(wrote)s") % {"said": said, "wrote": _("you")}


def happening_lines(
    actor: Actor, seats: Sequence[SeatView], found: Sequence[Happening], known: Mapping[UUID, Words], *, over: bool = False
) -> tuple[Line, ...]:
    """What happened, each line with who can read it; with its first words only where reading them is no reading (`known`).

    `over`: the course has ended, and nobody comes to its table later.
    """
    people = people_of(seats)
    lines = []
    for row in found:
        by = _by(people, row.said_by_id, row.author_id, actor)
        item_id = row.corrects_id or row.item_id
        url = item_url(row.kind, row.case_id, item_id, actor, holder_id=row.holder_id, about=row.about)
        readers = _readers(row, row.scope_kind, row.holder_id, seats, actor, row.given_to, over=over)
        words = known.get(row.item_id)
        text = (words.headline or begins(words.body)) if words and row.kind not in WITHOUT_WORDS else ""
        title = kind_words(
            "correction" if row.corrects_id else row.kind, by, own_words=_a_citizen(people, row.author_id), version=row.version
        )
        lines.append(Line(title, row.made_at, by, url, readers, text))
    return _together(found, lines, actor, people)


def readers_of_all(lines: Sequence[Line]) -> Readers | None:
    """Who can read several lines, where it is the same for all of them and can be said once; None otherwise."""
    if len(lines) < 2 or any(line.readers is None for line in lines):
        return None
    return lines[0].readers if len({line.readers.words for line in lines if line.readers}) == 1 else None


AT_ONCE = timedelta(minutes=1)


def _together(found: Sequence[Happening], lines: Sequence[Line], actor: Actor, people: Mapping[UUID, SeatView]) -> tuple[Line, ...]:
    """Lines of one meeting one person wrote, each within a minute of another, are one line, where the first of them stands."""
    at_once: dict[object, list[Line]] = {}
    began: dict[UUID, datetime] = {}
    for row, line in zip(found, lines, strict=True):
        key: object = row.item_id  # everything else stands for itself
        if row.kind == MEETING_LINE:
            near = [one for one in at_once.get((row.author_id, began.get(row.author_id)), ()) if abs(one.at - row.made_at) <= AT_ONCE]
            if not near:
                began[row.author_id] = row.made_at
            key = (row.author_id, began[row.author_id])
        at_once.setdefault(key, []).append(line)
    by_key = {key: name_of(people, key[0], actor) for key in at_once if isinstance(key, tuple)}
    return tuple(_opens(parts, by_key[key]) if key in by_key and len(parts) > 1 else parts[0] for key, parts in at_once.items())


def _opens(parts: Sequence[Line], by: str) -> Line:
    first = parts[0]
    title = _("Lines for our meeting, written down by %(name)s") % {"name": by}
    return Line(title, first.at, first.by, first.url, first.readers, parts=tuple(parts))


def found_lines(
    actor: Actor, seats: Sequence[SeatView], found: Found, closed: frozenset[UUID] = frozenset(), over: frozenset[UUID] = frozenset()
) -> tuple[Line, ...]:
    """What a search found, with the course it stands on. `closed`: those closed for the reader, each with one page for its texts.

    `over`: those that have ended, and to whose table nobody comes later.
    """
    by_case: dict[UUID, list[SeatView]] = {}
    for seat in seats:
        by_case.setdefault(seat.case_id, []).append(seat)
    return tuple(
        _found_line(
            actor,
            by_case.get(view.case_id, []) if view.case_id else [],
            view,
            closed,
            found.given_to.get(view.item_id, ()),
            found.versions.get(view.item_id, 0),
            over=view.case_id in over,
        )
        for view in found.hits
    )


def _readers(
    row: Happening | Words,
    kind: ScopeKind,
    holder: UUID | None,
    seats: Sequence[SeatView],
    actor: Actor,
    given_to: Collection[UUID],
    *,
    over: bool = False,
) -> Readers:
    """Who can read a text. Who was given what a citizen told somebody else is not told whom: only that there is somebody."""
    found = readers_of(kind, seats, actor, holder_id=holder, about=row.about, side_id=row.side_id, given_to=given_to, over=over)
    if kind == ScopeKind.CONFIDENCE and holder is None and actor.person_id not in row.about:
        return replace(found, words=_("%(readers)s, and whoever it was told to") % {"readers": found.words})
    return found


def _found_line(
    actor: Actor,
    seats: Sequence[SeatView],
    view: Words,
    closed: frozenset[UUID],
    given_to: Collection[UUID],
    version: int,
    *,
    over: bool = False,
) -> Line:
    by = _by(people_of(seats), view.said_by_id, view.author_id, actor)
    holder = view.holder_id or (view.author_id if view.scope_kind == ScopeKind.CONFIDENCE and view.author_hat == "professional" else None)
    url = item_url(view.kind, view.case_id, view.item_id, actor, holder_id=holder, about=view.about) if view.case_id else ""
    if view.case_id in closed:
        return Line(view.headline or begins(view.body), view.made_at, by, reverse("case_page", args=[view.case_id]), None)
    readers = _readers(view, view.scope_kind, holder, seats, actor, given_to, over=over)
    title = view.headline or kind_words(view.kind, by, own_words=view.author_hat == Hat.CITIZEN, version=version)
    return Line(title, view.made_at, by, url, readers, begins(view.body), course_title(actor, seats) if seats else "")

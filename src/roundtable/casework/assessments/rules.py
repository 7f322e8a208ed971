"""What each brings to the table: ten lines at most, closed to the others until all are ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from roundtable.kernel.refusal import Refusal, gettext_noop

MOST_LINES = 10
LONGEST_LINE = 200
HOURS_A_WEEK = 60


class TooManyLines(Refusal):
    """More than ten lines."""

    code = "too_many_lines"
    message = gettext_noop(
        "You wrote %(count)s lines and there is room for %(most)s. Keep what the others need to know; the rest can be said in the meeting."
    )


class LineTooLong(Refusal):
    """One line is a whole text."""

    code = "line_too_long"
    message = gettext_noop("Line %(number)s has %(length)s characters and there is room for %(most)s. Cut it in two, or make it shorter.")


class NothingBrought(Refusal):
    """Ready with nothing."""

    code = "nothing_brought"
    message = gettext_noop("Write at least one line before you say that you are ready.")


class HoursTheWrongWay(Refusal):
    """A range of hours that is none."""

    code = "hours_the_wrong_way"
    message = gettext_noop("Hours a week go from the lower to the higher number, between 0 and %(most)s.")


@dataclass(frozen=True)
class WorkAbility:
    """Hours a week somebody can work, as a range, with how sure (T034). Hours a week, whole numbers."""

    from_hours: int
    to_hours: int
    sure: str

    def __post_init__(self) -> None:
        if not 0 <= self.from_hours <= self.to_hours <= HOURS_A_WEEK:
            raise HoursTheWrongWay(field="to_hours", most=HOURS_A_WEEK)


SURENESS = ("not_sure", "fairly", "sure")
_HOURS = gettext_noop("Work that seems possible: %(low)s to %(high)s hours a week.")
_SURE = {"not_sure": gettext_noop("Not sure."), "fairly": gettext_noop("Fairly sure."), "sure": gettext_noop("Sure.")}


def in_words(ability: WorkAbility, say: Callable[[str], str] = str) -> str:
    """The range as a line of what is brought, so that whoever is shown the lines before they are shared sees the hours too.

    >>> in_words(WorkAbility(5, 10, "fairly"))
    'Work that seems possible: 5 to 10 hours a week. Fairly sure.'
    """
    hours = say(_HOURS) % {"low": ability.from_hours, "high": ability.to_hours}
    return f"{hours} {say(_SURE[ability.sure])}" if ability.sure in _SURE else hours


def lines_of(text: str) -> tuple[str, ...]:
    """The lines somebody brings: blank ones dropped, at most ten, none longer than 200 characters (T033: observed function, short).

    >>> lines_of("I can concentrate for an hour\\n\\n I sleep badly ")
    ('I can concentrate for an hour', 'I sleep badly')
    """
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) > MOST_LINES:
        raise TooManyLines(field="lines", count=len(lines), most=MOST_LINES)
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise LineTooLong(field="lines", number=number, length=len(line), most=LONGEST_LINE)
    return lines


@dataclass(frozen=True)
class Party:
    """Who has to put something down before all is opened: each citizen, and each organisation at the table."""

    key: UUID
    name: str
    person_ids: tuple[UUID, ...]
    ready: bool


def parties(
    seats: Sequence[tuple[UUID, str, str, UUID | None, str]], ready: frozenset[UUID], left: Sequence[tuple[UUID, UUID]] = ()
) -> tuple[Party, ...]:
    """The parties of a table, citizens first.

    `seats`: (person, given name, hat, organisation, organisation's name) of live seats; `ready`: people whose lines are down;
    `left`: (person, organisation) of professionals who sat here before. An organisation is ready when one of its people is (T039, T183),
    and stays so when that one leaves: what was brought was brought by the organisation, whoever sits there today.
    """
    brought = frozenset(organisation for person, organisation in left if person in ready)
    found: dict[UUID, Party] = {}
    for person_id, name, hat, organisation_id, organisation in seats:
        if hat == "citizen":
            found[person_id] = Party(person_id, name, (person_id,), person_id in ready)
        elif hat == "professional" and organisation_id is not None:
            before = found.get(organisation_id)
            people = (*(before.person_ids if before else ()), person_id)
            is_ready = organisation_id in brought or any(person in ready for person in people)
            found[organisation_id] = Party(organisation_id, organisation, people, is_ready)
    return tuple(found.values())

"""Plans, tables and answers for the property tests."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from roundtable.casework.plans.rules.agreement import GIVEN, Given, GoalAnswer, Party, Seated, parties
from roundtable.casework.plans.rules.content import (
    FixedGoal,
    GoalKind,
    GoalLine,
    Level,
    Person,
    Proposal,
    ReturnKind,
    ReturnLine,
    SayingKind,
    SayingLine,
    StepKind,
    StepLine,
)

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
SEATS = (
    Seated("amal", "Amal", "citizen", "", "", START),
    Seated("jo", "Jo", "citizen", "", "", START),
    Seated("bo", "Bo", "professional", "health", "Mental Health", START),
    Seated("ida", "Ida", "professional", "health", "Mental Health", START + timedelta(days=1)),
    Seated("cleo", "Cleo", "professional", "jobcentre", "Jobcentre", START),
    Seated("finn", "Finn", "companion", "", "", START),
)
PEOPLE = tuple(Person(seat.person, seat.name, party.key) for seat in SEATS for party in parties(SEATS) if party.person == seat.person)
TABLE = parties(SEATS)
people = st.sampled_from(PEOPLE)


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    ids = draw(st.lists(st.sampled_from([f"g{number}" for number in range(6)]), unique=True, max_size=5))
    goals = [
        GoalLine(
            key,
            draw(st.sampled_from([GoalKind.PERSONAL, GoalKind.TREATMENT, GoalKind.VOCATIONAL])),
            draw(st.sampled_from(list(Level))),
            draw(WORDS),
            draw(people),
            scribe=draw(st.none() | people),
        )
        for key in ids
    ]
    if draw(st.booleans()):
        goals.insert(0, GoalLine("shared", GoalKind.SHARED, Level.MICRO, draw(WORDS) or "Together"))
    known = [goal.id for goal in goals] or [""]
    sayings = [
        SayingLine(
            f"w{number}",
            draw(st.sampled_from([SayingKind.HELP, SayingKind.SUPPORTS])),
            draw(st.sampled_from(known)),
            draw(people),
            draw(WORDS),
            draw(st.sampled_from(known)),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    steps = [
        StepLine(
            f"s{number}", draw(st.sampled_from(list(StepKind))), draw(WORDS), draw(st.none() | people), draw(st.sampled_from(["", *known]))
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    back = draw(st.sampled_from([ReturnLine(), ReturnLine(ReturnKind.AGREED, "2027-03-01"), ReturnLine(ReturnKind.OPEN, "2027-02-01")]))
    return Proposal(tuple(goals), tuple(sayings), tuple(steps), back, FixedGoal("Back to work", "The municipality", "Agreement"))


@st.composite
def answered(draw: st.DrawFn, proposal: Proposal, asked: tuple[Party, ...] = TABLE) -> tuple[Given, ...]:
    found = []
    for party in draw(st.lists(st.sampled_from(asked), unique_by=lambda one: one.key)):
        exceptions = (
            draw(st.lists(st.sampled_from([goal.id for goal in proposal.goals]), unique=True, max_size=2)) if proposal.goals else []
        )
        found.append(
            Given(
                party.key,
                party.name,
                draw(st.sampled_from(GIVEN)),
                draw(WORDS),
                tuple(GoalAnswer(goal, draw(st.sampled_from(GIVEN)), draw(WORDS)) for goal in exceptions),
                draw(WORDS),
            )
        )
    return tuple(found)

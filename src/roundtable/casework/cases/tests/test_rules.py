"""Where a course may go."""

from datetime import date

import pytest

from roundtable.casework.cases.rules import (
    MOVES,
    OPEN_PHASES,
    OUTCOME_WORDS,
    PHASE_PROMPTS,
    PHASE_WORDS,
    NotThatPhase,
    Outcome,
    Phase,
    next_phase,
    reopened_phase,
    usual_end,
)


def test_a_course_begins_at_its_start_and_ends_for_good_unless_reopened() -> None:
    assert next_phase(None, Phase.START) == Phase.START
    for phase in (*OPEN_PHASES[1:], Phase.END):
        with pytest.raises(NotThatPhase):
            next_phase(None, phase)
    for phase in Phase:
        with pytest.raises(NotThatPhase):
            next_phase(Phase.END, phase)


@pytest.mark.parametrize("phase", OPEN_PHASES)
def test_an_open_course_goes_on_back_or_to_its_end_and_never_to_where_it_is(phase: Phase) -> None:
    assert MOVES[phase] == set(Phase) - {phase}
    with pytest.raises(NotThatPhase):
        next_phase(phase, phase)


def test_a_course_is_reopened_where_it_ended_even_the_second_time() -> None:
    assert reopened_phase((Phase.START, Phase.ACTION, Phase.END, Phase.ACTION, Phase.END)) == Phase.ACTION
    assert reopened_phase((Phase.END,)) == Phase.START
    for history in ((), (Phase.START,)):
        with pytest.raises(NotThatPhase):
            reopened_phase(history)


@pytest.mark.parametrize(
    ("started", "ends"),
    [(date(2026, 1, 1), date(2026, 7, 1)), (date(2026, 8, 30), date(2027, 2, 28)), (date(2023, 8, 31), date(2024, 2, 29))],
)
def test_a_course_lasts_six_months(started: date, ends: date) -> None:
    assert usual_end(started) == ends


def test_every_phase_and_outcome_has_its_words() -> None:
    assert set(PHASE_WORDS) == set(Phase)
    assert set(OUTCOME_WORDS) == set(Outcome)


def test_every_open_phase_says_what_it_is_for_and_the_end_asks_for_nothing() -> None:
    assert set(PHASE_PROMPTS) == set(OPEN_PHASES)
    assert all(prompt.startswith("Now:") for prompt in PHASE_PROMPTS.values())

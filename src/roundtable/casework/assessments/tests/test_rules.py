"""Ten lines at most, a range that is one, and who has to be ready."""

from uuid import UUID

import pytest

from roundtable.casework.assessments.rules import (
    LONGEST_LINE,
    MOST_LINES,
    HoursTheWrongWay,
    LineTooLong,
    TooManyLines,
    WorkAbility,
    lines_of,
    parties,
)

AMAL, BO, IDA, CLEO, HEALTH, JOBCENTRE = (UUID(int=number) for number in range(1, 7))


def test_blank_lines_are_dropped_and_ten_are_the_most() -> None:
    assert lines_of(" one \n\n two\r\n") == ("one", "two")
    assert len(lines_of("x\n" * MOST_LINES)) == MOST_LINES
    with pytest.raises(TooManyLines):
        lines_of("x\n" * (MOST_LINES + 1))


def test_a_line_that_is_a_whole_text_is_refused_by_its_number() -> None:
    with pytest.raises(LineTooLong) as no:
        lines_of("short\n" + "x" * (LONGEST_LINE + 1))
    assert no.value.params["number"] == 2


@pytest.mark.parametrize("hours", [(10, 5), (-1, 5), (5, 61)])
def test_hours_go_from_the_lower_to_the_higher(hours: tuple[int, int]) -> None:
    with pytest.raises(HoursTheWrongWay):
        WorkAbility(*hours, "sure")
    assert WorkAbility(5, 5, "sure").to_hours == 5


def test_an_organisation_is_ready_when_one_of_its_people_is() -> None:
    seats = [
        (AMAL, "Amal", "citizen", None, ""),
        (BO, "Bo", "professional", HEALTH, "Health"),
        (IDA, "Ida", "professional", HEALTH, "Health"),
        (CLEO, "Cleo", "professional", JOBCENTRE, "Jobcentre"),
    ]
    found = parties(seats, frozenset({IDA}))
    assert [(party.name, party.ready) for party in found] == [("Amal", False), ("Health", True), ("Jobcentre", False)]


def test_an_organisation_stays_ready_when_who_brought_its_lines_has_left() -> None:
    seats = [(AMAL, "Amal", "citizen", None, ""), (IDA, "Ida", "professional", HEALTH, "Health")]
    ready = frozenset({AMAL, BO})
    assert [party.ready for party in parties(seats, ready)] == [True, False]
    assert [party.ready for party in parties(seats, ready, [(BO, HEALTH)])] == [True, True]
    assert [party.ready for party in parties(seats, ready, [(BO, JOBCENTRE)])] == [True, False]

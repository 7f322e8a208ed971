"""A column that holds one word of a few takes every word the pages know, and no other: the database's list and the rule's are one."""

from enum import StrEnum
from importlib import import_module

import pytest

from roundtable.casework.cases.rules import Outcome, Phase, Told
from roundtable.casework.plans.rules.content import GoalKind, Level, ReturnKind, SayingKind, StepKind, StepState
from roundtable.casework.roundtables.rules import Breaks, Channel, How, Pace, Why
from roundtable.casework.roundtables.rules.place import WishedPlace

ROOMS = {"cases": "0003", "plans": "0003", "roundtables": "0004"}
KNOWN: dict[str, type[StrEnum]] = {
    "phase_known": Phase,
    "outcome_known": Outcome,
    "told_known": Told,
    "return_known": ReturnKind,
    "goal_known": GoalKind,
    "level_known": Level,
    "saying_known": SayingKind,
    "step_known": StepKind,
    "step_state_known": StepState,
    "wishes_channel": Channel,
    "wishes_place": WishedPlace,
    "wishes_pace": Pace,
    "wishes_breaks": Breaks,
    "wishes_how": How,
    "event_channel": Channel,
    "event_pace": Pace,
    "event_why": Why,
    "answer_how": How,
}
LISTED = [
    row for room, number in ROOMS.items() for row in import_module(f"roundtable.casework.{room}.migrations.{number}_words_there_are").WORDS
]


def test_every_list_of_the_database_has_its_rule() -> None:
    assert sorted(row[2] for row in LISTED) == sorted(KNOWN)


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row[2])
def test_the_databases_words_are_the_rules_words(row: tuple[str, str, str, tuple[str, ...]]) -> None:
    """The empty word is for what was not said; which columns may be empty, their table says."""
    _, _, name, words = row
    assert set(words) - {""} == {str(word) for word in KNOWN[name]} - {""}

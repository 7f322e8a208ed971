"""No limit in time stands alone: who acts, what comes of it, what one can do; each check finds the fault planted for it."""

from pathlib import Path

import pytest

from . import deadlines
from .deadlines import DEADLINES, NO_DEADLINE, Deadline, bare, undeclared
from .test_house import plant

ALONE = "Answer by %(day)s."
WHOLE = Deadline("plans/pages.py", "Bo asks", "stands as not yet", "You can ask for more time.")


def house(tmp_path: Path, *sentences: str) -> Path:
    said = "".join(f'words_{number} = _("{sentence}")\n' for number, sentence in enumerate(sentences))
    return plant(tmp_path, "casework/plans/pages.py", f"from x import gettext as _\n\n{said}")


def test_every_sentence_with_a_limit_in_time_is_known() -> None:
    assert undeclared() == []


def test_every_limit_has_beside_it_who_acts_what_comes_of_it_and_what_one_can_do() -> None:
    assert bare() == []


def test_what_binds_nobody_is_still_said_and_says_why() -> None:
    said = " ".join(text for text, _ in deadlines._said(deadlines.SRC))
    assert [text for text, why in NO_DEADLINE.items() if text not in said or not why] == []
    assert not DEADLINES.keys() & NO_DEADLINE.keys()


def test_a_new_limit_that_nobody_looked_at_is_found(tmp_path: Path) -> None:
    src = house(tmp_path, ALONE, "Bo called on %(day)s.")
    assert undeclared(src, {}, {}) == [ALONE]
    assert undeclared(src, {ALONE: WHOLE}, {}) == []


@pytest.mark.parametrize(
    ("beside", "fault"),
    [
        (("What is late stands as not yet.", "You can ask for more time."), "no actor"),
        (("Bo asks you.", "You can ask for more time."), "no effect"),
        (("Bo asks you.", "What is late stands as not yet."), "no remedy"),
    ],
)
def test_a_limit_that_stands_alone_is_found(tmp_path: Path, beside: tuple[str, ...], fault: str) -> None:
    assert bare(house(tmp_path, ALONE, *beside), {ALONE: WHOLE}) == [f"{ALONE}: {fault}"]


def test_a_limit_with_all_three_is_no_fault_and_one_nobody_says_is(tmp_path: Path) -> None:
    beside = ("Bo asks you.", "What is late stands as not yet.", "You can ask for more time.")
    assert bare(house(tmp_path / "one", ALONE, *beside), {ALONE: WHOLE}) == []
    assert bare(house(tmp_path / "two", *beside), {ALONE: WHOLE}) == [f"{ALONE}: nobody says it"]

"""Ids are random, and forged ones answer like absent ones."""

from uuid import UUID, uuid4

import pytest

from roundtable.kernel.ids import new_id, parse_id
from roundtable.kernel.refusal import NotHere


def test_ids_are_random_and_come_back() -> None:
    one = new_id()
    assert one.version == 4 and one != new_id()
    assert parse_id(str(one)) == parse_id(str(one).upper()) == parse_id(one) == one


@pytest.mark.parametrize("forged", ["", "1", "../x", "{%s}", "urn:uuid:%s", "%s\n", " %s", None, 5, "\x00", "0" * 32, "x" * 1_000_000])
def test_dags_forged_id_answers_like_an_absent_one(forged: object) -> None:
    with pytest.raises(NotHere):
        parse_id(forged % uuid4() if isinstance(forged, str) and "%s" in forged else forged)


def test_the_nil_id_is_an_id_that_nothing_has() -> None:
    assert parse_id("00000000-0000-0000-0000-000000000000") == UUID(int=0)

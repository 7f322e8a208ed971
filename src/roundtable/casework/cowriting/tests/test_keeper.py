"""What many wrote is kept in one statement for each login: each in their own context; nobody's refusal costs another a letter."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from tests.cast import Cast, build_cast

from roundtable.casework.cowriting.rules import Joint
from roundtable.casework.cowriting.sockets.keeper import Keeper, Row
from roundtable.casework.cowriting.tests.scene import box, meeting, sheet, text_of
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.streams import Streams


def wrote(actor: Actor, sheet_id: UUID, box_id: UUID, words: str) -> Row:
    edit = Joint().write(words)
    assert edit is not None
    return Row(actor, sheet_id, box_id, uuid4(), edit)


def kept(*askings: list[Row]) -> tuple[list[list[bool]], list[tuple[str, int]]]:
    """What was kept of what each room asked for at once, and the statements it took: login, rows."""
    said: list[tuple[str, int]] = []

    class Counting(Streams):
        async def rows(self, alias: str, function: str, values: Any) -> list[tuple[Any, ...]]:
            said.append((alias, len(values[0])))
            return await super().rows(alias, function, values)

    async def work() -> list[list[bool]]:
        streams = Counting()
        keeper = Keeper(streams)
        try:
            return list(await asyncio.gather(*(keeper.keep(rows) for rows in askings)))
        finally:
            await streams.close()

    with ThreadPoolExecutor(1) as aside:  # a browser's loop may already run in this thread
        return aside.submit(asyncio.run, work()).result(), said


def test_the_letters_of_three_rooms_are_one_statement_for_each_login() -> None:
    rows = []
    for _ in range(3):
        cast = build_cast()
        found = meeting(cast)
        item, goal = sheet(cast, found).item_id, box(cast, found, "goal")
        rows.append([wrote(cast.at_table(cast.bo), item, goal, "calm"), wrote(cast.at_table(cast.cleo), item, goal, "work")])
    answers, said = kept(*rows)
    assert answers == [[True, True]] * 3
    assert sorted(said) == [("web_authority", 3), ("web_care", 3)]


def test_a_refused_row_takes_nobody_elses_along(cast: Cast) -> None:
    found = meeting(cast)
    item = sheet(cast, found).item_id
    amals, bos = box(cast, found, "own_words", cast.amal_id), box(cast, found, "own_words", cast.bo.person_id)
    goal = box(cast, found, "goal")
    bo, dag, eve = cast.at_table(cast.bo), cast.at_table(cast.dag), cast.at_table(cast.eve)
    rows = [
        wrote(bo, item, amals, "CANARY Bo in Amal's box"),
        wrote(bo, item, bos, "Bo's own"),
        wrote(dag, item, goal, "CANARY Dag"),
        wrote(bo, uuid4(), goal, "CANARY no such sheet"),
        wrote(bo, item, uuid4(), "CANARY no such box"),
        wrote(cast.amal.on(cast.case_id), item, amals, "Amal's own"),
        wrote(eve, item, goal, "CANARY Eve"),
    ]
    answers, _ = kept(rows)
    assert answers == [[False, True, False, False, False, True, False]]
    assert text_of(cast, found, amals) == "Amal's own"
    assert text_of(cast, found, bos) == "Bo's own"
    assert "CANARY" not in text_of(cast, found, goal)


def test_the_same_row_twice_stands_once_and_says_so(cast: Cast) -> None:
    found = meeting(cast)
    row = wrote(cast.at_table(cast.bo), sheet(cast, found).item_id, box(cast, found, "goal"), "once")
    answers, _ = kept([row], [row])
    assert sorted(answers) == [[False], [True]]
    assert text_of(cast, found, row.box_id) == "once"


def test_more_rows_than_one_statement_takes_all_stand(cast: Cast) -> None:
    found = meeting(cast)
    item, goal = sheet(cast, found).item_id, box(cast, found, "goal")
    answers, said = kept([wrote(cast.at_table(cast.bo), item, goal, "x") for _ in range(120)])
    assert answers == [[True] * 120]
    assert [count for _, count in said] == [50, 50, 20]
    assert text_of(cast, found, goal) == "x" * 120

"""A page hears how a box reads in the room, whatever was sent under whose number: so it never says kept of what does not stand."""

import asyncio
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from zlib import crc32

from pycrdt import Text
from tests.cast import Cast
from tests.journeys.conftest import serving

from roundtable.casework.cowriting.rules import Joint
from roundtable.casework.cowriting.sockets.door import Guest
from roundtable.casework.cowriting.sockets.keeper import Keeper
from roundtable.casework.cowriting.sockets.room import Member, Room
from roundtable.casework.cowriting.sockets.turnstile import Pass, Question, Turnstile
from roundtable.casework.cowriting.tests.scene import box, cookie, meeting, page, sheet, text_of
from roundtable.ground.access.streams import Streams


def number_of(words: str) -> int:
    return crc32(words.encode())


def test_what_amal_wrote_under_a_number_that_cleo_has_used_is_told_to_her_as_it_stands(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen", client=11) as amal,
        page(live, cast, found, cast.cleo.person_id, "Cleo", client=13) as cleo,
        page(live, cast, found, cast.bo.person_id, "Bo", client=12) as bo,
    ):
        amal.write(goal, "I want ")
        assert amal.until("kept")["sums"] == {str(goal): number_of("I want ")}
        cleo.sees(goal, "I want ")
        cleo.forge(goal, 11, "full time work.")
        assert cleo.until("kept")["sums"] == {str(goal): number_of("I want full time work.")}
        amal.write(goal, "to begin slowly, when I am well.")  # longer: a part of it is new
        stands = amal.until("kept")["sums"][str(goal)]
        assert stands != number_of(amal.text(goal))
        bo.sees(goal, "well.")
        assert stands == number_of(bo.text(goal))
        # After a pause everybody hears it, once.
        for one in (amal, bo):
            assert one.until("stands") == {"t": "stands", "box": str(goal), "sum": stands}
            assert [frame for frame in one.rest(2) if frame["t"] == "stands"] == []
        assert number_of(text_of(cast, found, goal)) == stands
    # And whoever comes in, with what they have.
    with page(live, cast, found, cast.amal_id, "Amal", "citizen", docs=amal.docs, client=11) as again:
        rows = {row["box"]: row["sum"] for row in next(frame for frame in again.frames if frame["t"] == "all")["boxes"]}
        assert rows[str(goal)] == stands != number_of(again.text(goal))


def test_an_edit_of_which_nothing_is_new_is_not_said_to_be_kept_without_what_stands(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen", client=11) as amal,
        page(live, cast, found, cast.cleo.person_id, "Cleo", client=13) as cleo,
    ):
        amal.write(goal, "I want ")
        amal.kept()
        cleo.sees(goal, "I want ")
        cleo.forge(goal, 11, "full time work.")
        cleo.kept()
        doc = amal.doc(goal)
        before = doc.get_state()
        doc.get("t", type=Text).insert(7, "rest")  # shorter: all of it is taken for known
        amal._send(str(goal), doc.get_update(before))
        amal.until("again")
        amal._send(str(goal), doc.get_update(before), again=True)
        assert amal.until("kept")["sums"][str(goal)] == number_of("I want full time work.") != number_of(amal.text(goal))


def test_two_processes_that_took_in_different_letters_under_one_number_end_with_what_is_kept(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with (
        serving() as second,
        page(live, cast, found, cast.amal_id, "Amal", "citizen", client=11) as amal,
        page(second, cast, found, cast.cleo.person_id, "Cleo", client=13) as cleo,
    ):
        amal.write(goal, "I want ")
        amal.kept()
        cleo.sees(goal, "I want ")
        cleo.rest(2)  # also what stands
        amal.write(goal, "rest.")
        cleo.forge(goal, 11, "work.")  # at once, in the other process
        # Both processes come to a pause; then each says what is kept. (Where one heard of the other in time, it took nothing in.)
        for one in (amal, cleo):
            one.rest(4)
        said = [[frame["sum"] for frame in one.frames if frame["t"] == "stands"][-1:] for one in (amal, cleo)]
        assert {number for numbers in said for number in numbers} == {number_of(text_of(cast, found, goal))}


def test_who_comes_in_while_a_letter_is_asked_about_gets_that_letter(cast: Cast) -> None:
    found = meeting(cast)
    goal, view = box(cast, found, "goal"), sheet(cast, found)
    keys = [cookie(one.person_id, name).partition("=")[2] for one, name in ((cast.bo, "Bo"), (cast.cleo, "Cleo"))]

    async def work() -> list[str]:
        streams, asked, come = Streams(), asyncio.Event(), asyncio.Event()

        class Slow(Turnstile):
            async def ask(self, questions: Iterable[Question]) -> list[Pass]:
                questions = list(questions)
                answers = await super().ask(questions)
                if any(question.box_id for question in questions):
                    asked.set()
                    await come.wait()
                return answers

        room = Room(view, streams, Slow(streams, lambda: 1), Keeper(streams), lambda: 1)
        bo, cleo = Member(Guest(cast.at_table(cast.bo), keys[0], view)), Member(Guest(cast.at_table(cast.cleo), keys[1], view))
        room.members[bo.key] = bo
        writing = asyncio.create_task(room.edit(bo, goal, Joint().write("calm") or b"", 1))
        await asyncio.wait_for(asked.wait(), 20)
        room.members[cleo.key], cleo.welcomed = cleo, True
        come.set()
        await writing
        heard = await asyncio.wait_for(cleo.frames.get(), 20)
        await room.finish()
        await streams.close()
        return [json.loads(heard or "{}").get("t")]

    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, work()).result() == ["edit"]

"""The course has ended: what was written at its meeting is read as it was, no page offers to write more, and no way of writing is left."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from tests.cast import Cast, build_cast

from roundtable.casework.afterwards.actions import NewTask, write_tasks
from roundtable.casework.cases.actions import close_case, reopen_case, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.cowriting.actions import add_step, ask_all, ask_privately, keep_changes, open_sheet, set_box, write_box
from roundtable.casework.cowriting.rules import Joint, SignalKind
from roundtable.casework.cowriting.sockets.door import let_in
from roundtable.casework.cowriting.tests.scene import box, cookie, meeting, sheet
from roundtable.casework.roundtables.actions import NewLine, correct_minutes, hold_roundtable, take_pen, write_lines
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import Section
from roundtable.casework.roundtables.rules.writing import WrittenForGood
from roundtable.casework.roundtables.tests.addresses import sign_in, url
from roundtable.ground.access.acts import act
from roundtable.ground.access.doors import reading

LINE, MINE, MORE = "Amal begins on Monday", "I take the bus", "One more word"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def held(cast: Cast) -> UUID:
    """A meeting that was held today, with a sheet, Amal's own words on it, and a line of Bo's."""
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    found, bo = meeting(cast), cast.at_table(cast.bo)
    words = box(cast, found, "matters", cast.amal_id)
    write_box(actor=cast.amal, case_id=cast.case_id, box_id=words, seen=sheet(cast, found, cast.amal).seen, text=MINE)
    write_lines(actor=bo, case_id=cast.case_id, roundtable_id=found, lines=[NewLine(Section.AGREE, LINE)])
    hold_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=found, version=1, present=[cast.amal_id])
    return found


def ends(cast: Cast) -> None:
    close_case(actor=cast.at_table(cast.cleo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)


def main(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def test_after_the_end_the_page_of_the_meeting_offers_amal_and_gro_nothing_to_write(cast: Cast, held: UUID) -> None:
    amal, gro = sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.gro.person_id, "Gro")
    past, names = url("past_roundtable", cast, roundtable_id=held), ("end_of_meeting", "write_lines", "correct_minutes")
    before = main(amal.get(past).text)
    assert all(url(name, cast, roundtable_id=held) in before for name in names)
    ends(cast)
    page = main(amal.get(past).text)
    assert LINE in page and MINE in page and "What was written" in page and "What you can do" not in page
    assert not any(url(name, cast, roundtable_id=held) in page for name in (*names, "write_together"))
    seen = main(gro.get(past).text)
    assert "Held on" in seen
    assert not any(gone in seen for gone in ("What was written", "What you can do", "now and later"))


def test_after_the_end_the_sheet_is_only_read_and_the_forms_lead_back_or_keep_what_amal_typed(cast: Cast, held: UUID) -> None:
    words = box(cast, held, "matters", cast.amal_id)
    ends(cast)
    amal, past = sign_in(cast.amal_id, "Amal", "citizen"), url("past_roundtable", cast, roundtable_id=held)
    for name in ("write_lines", "correct_minutes", "write_tasks"):
        answer = amal.get(reverse(name, args=[cast.case_id, held]))
        assert answer.status_code == 302 and answer["Location"] == past, name
    together = reverse("write_together", args=[cast.case_id, held])
    page = amal.get(together).text
    assert MINE in page and "live.js" not in page
    for gone in ("Everyone at the table", "A pause, please", "tell only the one", "Keep what I wrote", "Yes or no"):
        assert gone not in main(page), gone
    sent = amal.post(together, {"seen": sheet(cast, held, cast.amal).seen, f"box_{words.hex}": MORE}).text
    assert "This course has ended. What was written at the meeting stays" in sent and MORE in main(sent)
    line = next(iter(_lines(cast, held)))
    sent = amal.post(
        reverse("correct_minutes", args=[cast.case_id, held]), {"line": str(line), "text": MORE, "reason": "So", "once": str(uuid4())}
    ).text
    assert "This course has ended. What was written at the meeting stays" in sent and MORE in main(sent)


def _lines(cast: Cast, held: UUID) -> list[UUID]:
    return [line.item_id for line in meeting_page(actor=cast.amal, case_id=cast.case_id, roundtable_id=held).lines]


def test_after_the_end_every_way_of_writing_says_that_the_course_has_ended(cast: Cast, held: UUID) -> None:
    shown, words, apart = sheet(cast, held), box(cast, held, "matters", cast.amal_id), box(cast, held, "disagree")
    (line, *_) = _lines(cast, held)
    ends(cast)
    whose = {"actor": cast.amal, "case_id": cast.case_id}
    here, on = whose | {"roundtable_id": held}, whose | {"sheet_id": shown.item_id}
    for act_of in (
        lambda: write_lines(**here, lines=[NewLine(Section.AGREE, MORE)]),
        lambda: take_pen(**here),
        lambda: correct_minutes(**here, item_id=line, text=MORE, reason="So"),
        lambda: write_tasks(**here, tasks=[NewTask(cast.amal_id, MORE, None)]),
        lambda: open_sheet(**here),
        lambda: add_step(**on, box_id=uuid4()),
        lambda: write_box(**whose, box_id=words, seen=shown.seen, text=MORE),
        lambda: set_box(**on, box_id=apart),
        lambda: ask_all(**on, kind=SignalKind.PAUSE),
        lambda: ask_privately(**here, sheet_id=shown.item_id, item_id=uuid4()),
        lambda: keep_changes(**on, changes=[(uuid4(), words, Joint().write(MORE))]),
    ):
        with pytest.raises(WrittenForGood):
            act_of()
    assert [one.joint.text for one in sheet(cast, held, cast.amal).boxes if one.id == words] == [MINE]


def test_the_live_door_and_the_database_take_nothing_of_amal_after_the_end_and_again_when_it_is_opened(cast: Cast, held: UUID) -> None:
    words, cookies = box(cast, held, "matters", cast.amal_id), cookie(cast.amal_id, "Amal", "citizen")

    def open_to_her() -> tuple[bool, bool]:
        with reading(cast.amal):
            ((may,),) = act("may_change", [words])
        return let_in(cookies=cookies, case_id=cast.case_id, roundtable_id=held) is not None, may

    assert open_to_her() == (True, True)
    ends(cast)
    assert open_to_her() == (False, False)
    reopen_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_ids=[cast.bo.person_id], seen=2)
    assert open_to_her() == (True, True)

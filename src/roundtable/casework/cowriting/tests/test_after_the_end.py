"""The course has ended: what was written at its meeting is read as it was, no page offers to write more, and no way of writing is left."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.db.models import F
from django.urls import reverse
from tests.cast import Cast
from tests.privacy.test_attacks_sql_more import ask

from roundtable.casework.afterwards.actions import NewTask, write_tasks
from roundtable.casework.cases.actions import close_case, reopen_case, start_case
from roundtable.casework.cases.rules import CourseOver, Outcome
from roundtable.casework.cowriting.actions import (
    add_step,
    ask_all,
    ask_privately,
    keep_changes,
    let_read_along,
    open_sheet,
    set_box,
    write_box,
)
from roundtable.casework.cowriting.rules import Joint, SignalKind
from roundtable.casework.cowriting.sockets.door import let_in
from roundtable.casework.cowriting.tests.scene import box, cookie, meeting, sheet, text_of
from roundtable.casework.cowriting.tests.test_companions import beside
from roundtable.casework.roundtables.actions import (
    NewLine,
    confirm_lines,
    correct_line,
    correct_minutes,
    hold_roundtable,
    take_line_back,
    take_pen,
    write_lines,
)
from roundtable.casework.roundtables.models import RoundtableEvent
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import Section
from roundtable.casework.roundtables.rules.writing import WrittenForGood
from roundtable.casework.roundtables.tests.addresses import sign_in, url
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import through
from roundtable.ground.access.doors import reading
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import table

LINE, MINE, MORE, HERS = "Amal begins on Monday", "I take the bus", "One more word", "I sleep better"


@pytest.fixture
def held(cast: Cast) -> UUID:
    """A meeting that was held today, with a sheet, Amal's own words on it, and a line of Bo's."""
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    found, bo = meeting(cast), cast.at_table(cast.bo)
    words = box(cast, found, "matters", cast.amal_id)
    write_box(actor=cast.amal, case_id=cast.case_id, box_id=words, seen=sheet(cast, found, cast.amal).seen, text=MINE)
    write_lines(
        actor=bo,
        case_id=cast.case_id,
        roundtable_id=found,
        lines=[NewLine(Section.AGREE, LINE), NewLine(Section.BRING, HERS, cast.amal_id)],
    )
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
    line = _line(cast, held, LINE)
    sent = amal.post(
        reverse("correct_minutes", args=[cast.case_id, held]), {"line": str(line), "text": MORE, "reason": "So", "once": str(uuid4())}
    ).text
    assert "This course has ended. What was written at the meeting stays" in sent and MORE in main(sent)


def _line(cast: Cast, held: UUID, text: str) -> UUID:
    lines = meeting_page(actor=cast.amal, case_id=cast.case_id, roundtable_id=held).lines
    return next(line.item_id for line in lines if line.words.body == text)


def test_after_the_end_every_way_of_writing_says_that_the_course_has_ended(cast: Cast, held: UUID) -> None:
    shown, words, apart = sheet(cast, held), box(cast, held, "matters", cast.amal_id), box(cast, held, "disagree")
    line, quoted = (_line(cast, held, text) for text in (LINE, HERS))
    ends(cast)
    whose = {"actor": cast.amal, "case_id": cast.case_id}
    here, on = whose | {"roundtable_id": held}, whose | {"sheet_id": shown.item_id}
    for act_of in (
        lambda: write_lines(**here, lines=[NewLine(Section.AGREE, MORE)]),
        lambda: take_pen(**here),
        lambda: correct_minutes(**here, item_id=line, text=MORE, reason="So"),
        lambda: confirm_lines(**whose, item_ids=[quoted]),
        lambda: correct_line(**whose, item_id=quoted, text=MORE),
        lambda: take_line_back(**whose, item_id=quoted),
        lambda: write_tasks(**here, tasks=[NewTask(cast.amal_id, MORE, None)]),
        lambda: open_sheet(**here),
        lambda: add_step(**on, box_id=uuid4()),
        lambda: write_box(**whose, box_id=words, seen=shown.seen, text=MORE),
        lambda: set_box(**on, box_id=apart),
        lambda: ask_all(**on, kind=SignalKind.PAUSE),
        lambda: ask_privately(**here, sheet_id=shown.item_id),
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


def test_what_bo_wrote_for_amal_asks_her_for_nothing_after_the_end_and_a_page_she_left_open_says_why(cast: Cast, held: UUID) -> None:
    amal, line = sign_in(cast.amal_id, "Amal", "citizen"), _line(cast, held, HERS)
    past, told = url("past_roundtable", cast, roundtable_id=held), reverse("you_told_us", args=[cast.case_id])
    differently, yes = url("correct_line", cast, item_id=line), url("confirm_lines", cast)
    for page in (past, told):
        shown = main(amal.get(page).text)
        assert differently in shown and yes in shown
    ends(cast)
    for page in (past, told):
        shown = main(amal.get(page).text)
        assert HERS in shown and differently not in shown and yes not in shown
    assert amal.get(differently)["Location"] == past
    sent = amal.post(differently, {"text": MORE, "once": str(uuid4())}).text
    assert "What was written at the meeting stays" in sent and MORE in main(sent)
    for address, form in ((yes, {"line": str(line)}), (differently, {"answer": "back"})):
        refused = amal.post(address, form)
        assert refused.status_code == 409 and "What was written at the meeting stays" in refused.text


def test_after_the_end_the_database_takes_no_line_no_yes_and_no_correction_of_amals(cast: Cast, held: UUID) -> None:
    quoted = _line(cast, held, HERS)
    free = [write_words(actor=cast.amal, case_id=cast.case_id, place=table(), kind="meeting_line", body=MORE) for _ in range(6)]
    at = (free[0].scope_id, free[0].wall)

    def refused(line: UUID, words: UUID, why: UUID) -> list[str]:
        """What of this the database refuses when Amal asks for it past the pages."""
        found = []
        for table_name, columns, values in (
            ("linecheck", "id, line_id, scope_id, wall, person_id, said_so", (uuid4(), quoted, *at, cast.amal_id, True)),
            (
                "meetingline",
                "item_id, scope_id, wall, roundtable_id, section, number, how, text",
                (line, *at, held, "agree", 0, "self", ""),
            ),
            ("linecorrection", "words_item_id, reason_item_id, line_id, scope_id, wall", (words, why, quoted, *at)),
        ):
            insert = f"INSERT INTO roundtables_{table_name} ({columns}) VALUES ({', '.join(['%s'] * len(values))}) RETURNING 1"
            try:
                ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "meeting", (insert, *values))
            except DatabaseError as no:
                assert "row-level security" in str(no)
                found.append(table_name)
        return found

    ids = [written.item_id for written in free]
    assert refused(*ids[:3]) == []
    ends(cast)
    assert refused(*ids[3:]) == ["linecheck", "meetingline", "linecorrection"]


def test_who_sits_beside_amal_is_given_no_sheet_of_a_course_that_has_ended(cast: Cast, held: UUID) -> None:
    finn = beside(cast)
    ends(cast)
    with pytest.raises(CourseOver):
        let_read_along(actor=cast.amal, case_id=cast.case_id, roundtable_id=held, seat_id=finn.seat_id)


def test_a_week_after_the_meeting_the_sheet_offers_nothing_and_a_form_opened_before_is_refused_with_its_words(
    cast: Cast, held: UUID
) -> None:
    amal, together = sign_in(cast.amal_id, "Amal", "citizen"), reverse("write_together", args=[cast.case_id, held])
    words = box(cast, held, "matters", cast.amal_id)
    form = {"seen": sheet(cast, held, cast.amal).seen, f"box_{words.hex}": MORE}
    assert "Keep what I wrote" in main(amal.get(together).text)
    with through("loader"):
        RoundtableEvent.objects.filter(roundtable_id=held, event="held").update(at=F("at") - timedelta(days=8))
    page = main(amal.get(together).text)
    assert MINE in page
    for gone in ("Keep what I wrote", "A pause, please", "Everyone at the table sees"):
        assert gone not in page, gone
    sent = amal.post(together, form).text
    assert "the meeting is over. Nothing was changed." in sent and MORE in main(sent)
    assert text_of(cast, held, words) == MINE

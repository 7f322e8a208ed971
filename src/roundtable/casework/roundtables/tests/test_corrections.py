"""What was written and is not right: beside it, with a reason; who had read the line is told, and nobody else."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import Cast, build_cast

from roundtable.casework.roundtables.actions import NewLine, correct_minutes, hold_roundtable, write_lines
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import NothingWritten, NotYoursToDecide, ReasonMissing, Section
from roundtable.casework.roundtables.tests.addresses import HOSTILE, call, sign_in, url
from roundtable.ground.access.actor import Actor
from roundtable.ground.notices.queries import my_notices
from roundtable.kernel.refusal import NotHere

LINE = "Amal begins on Monday"
RIGHT, WHY = "Amal begins on Tuesday", "The office is closed on Mondays"


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


@pytest.fixture
def held(cast: Cast) -> tuple[UUID, UUID]:
    """A meeting that was held, with one line of Bo's."""
    meeting, bo = call(cast), cast.at_table(cast.bo)
    (line,) = write_lines(actor=bo, case_id=cast.case_id, roundtable_id=meeting, lines=[NewLine(Section.AGREE, LINE)])
    hold_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    return meeting, line


def told(actor: Actor) -> int:
    return sum(notice.kind == "meeting" for notice in my_notices(actor=actor))


def correct(cast: Cast, actor: Actor, held: tuple[UUID, UUID], text: str = RIGHT, why: str = WHY, once: UUID | None = None) -> None:
    correct_minutes(actor=actor, case_id=cast.case_id, roundtable_id=held[0], item_id=held[1], text=text, reason=why, once=once)


def test_cleo_corrects_a_line_of_bo_and_the_line_stays(cast: Cast, held: tuple[UUID, UUID]) -> None:
    once = uuid4()
    for _ in range(2):
        correct(cast, cast.at_table(cast.cleo), held, once=once)
    for actor in (cast.amal, cast.at_table(cast.bo)):
        (line,) = meeting_page(actor=actor, case_id=cast.case_id).lines
        (one,) = line.corrections
        assert line.words.body == LINE and one.words.body == RIGHT and one.why is not None and one.why.body == WHY
        assert one.words.author_id == cast.cleo.person_id


def test_who_has_read_the_line_is_told_and_who_has_not_is_left_in_peace(cast: Cast, held: tuple[UUID, UUID]) -> None:
    """Bo wrote it, Amal is at home in it; Ida opened the page in her browser, Jon's seat does not exist."""
    assert sign_in(cast.ida.person_id, "Ida").get(url("past_roundtable", cast, roundtable_id=held[0])).status_code == 200
    before = {name: told(actor) for name, actor in _all(cast).items()}
    correct(cast, cast.at_table(cast.cleo), held)
    after = {name: told(actor) for name, actor in _all(cast).items()}
    assert {name: after[name] - before[name] for name in after} == {"amal": 1, "bo": 1, "ida": 1, "cleo": 0}


def test_who_never_opened_it_hears_nothing_of_its_correction(cast: Cast, held: tuple[UUID, UUID]) -> None:
    before = told(cast.at_table(cast.ida))
    correct(cast, cast.amal, held)
    assert told(cast.at_table(cast.ida)) == before


def _all(cast: Cast) -> dict[str, Actor]:
    return {"amal": cast.amal, **{name: cast.at_table(getattr(cast, name)) for name in ("bo", "ida", "cleo")}}


def test_only_a_party_of_this_table_corrects_and_only_a_line_of_this_meeting(cast: Cast, held: tuple[UUID, UUID]) -> None:
    for stranger in (cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(NotHere):
            correct(cast, stranger, held)
    with pytest.raises(NotYoursToDecide):
        correct(cast, cast.gro.leading(cast.case_id), held)
    with pytest.raises(NotHere):
        correct(cast, cast.amal, (held[0], uuid4()))
    with pytest.raises(NotHere):
        correct(cast, cast.amal, (uuid4(), held[1]))


def test_a_correction_needs_its_words_and_its_reason(cast: Cast, held: tuple[UUID, UUID]) -> None:
    for text, why, refused in (("", WHY, NothingWritten), (" \n", WHY, NothingWritten), (RIGHT, " ", ReasonMissing)):
        with pytest.raises(refused):
            correct(cast, cast.amal, held, text, why)
    assert not meeting_page(actor=cast.amal, case_id=cast.case_id).lines[0].corrections


def test_amal_corrects_on_the_page_and_both_stand_beside_each_other(cast: Cast, held: tuple[UUID, UUID]) -> None:
    amal: Client = sign_in(cast.amal_id, "Amal", "citizen")
    address = url("correct_minutes", cast, roundtable_id=held[0])
    once = amal.get(address).context["form"]["once"].value()
    assert amal.post(address, {"line": str(held[1]), "text": RIGHT, "reason": WHY, "once": once}).status_code == 302
    page = amal.get(url("past_roundtable", cast, roundtable_id=held[0])).content.decode()
    assert page.index(LINE) < page.index("Corrected by Amal") < page.index(RIGHT) < page.index(WHY)
    for hostile in HOSTILE:
        answer = amal.post(address, {"line": hostile, "text": hostile, "reason": hostile, "once": hostile})
        assert answer.status_code in (200, 302, 400, 404, 422)

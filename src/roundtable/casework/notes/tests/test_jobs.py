"""A half-written text is reminded of before it goes."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import Cast, build_cast

from roundtable.casework.notes.actions import save_draft
from roundtable.casework.notes.jobs import draft_ends
from roundtable.casework.notes.rules import DraftFor
from roundtable.ground.access.context import through
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.seats.models import Item


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_bo_hears_once_five_days_before_that_his_half_written_text_goes_and_amal_never_does(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    his = save_draft(actor=bo, case_id=cast.case_id, made_for=DraftFor.NOTE, body="Half")
    hers = save_draft(actor=cast.amal, case_id=cast.case_id, made_for=DraftFor.NOTEBOOK, body="Half")
    draft_ends(timestamp=0)
    assert my_notices(actor=bo) == ()
    with through("loader"):
        Item.objects.filter(id__in=[his.item_id, hers.item_id]).update(made_at=datetime.now(UTC) - timedelta(days=26))
    for _ in range(2):
        draft_ends(timestamp=0)
    assert [notice.cause for notice in my_notices(actor=bo)] == ["draft_ends"]
    assert my_notices(actor=cast.amal) == () == my_notices(actor=cast.at_table(cast.cleo))

"""A notice reaches its person and nobody else, and says nothing."""

from tests.cast import build_cast

from roundtable.ground.notices.actions import mark_read, notify
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind


def test_amal_hears_from_bo_and_cleo_does_not_know() -> None:
    cast = build_cast()
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id, cast.bo.person_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
    (notice,) = my_notices(actor=cast.amal)
    assert (notice.kind, notice.sender) == (NoticeKind.NEWS, "Bo")
    assert my_notices(actor=cast.at_table(cast.cleo)) == ()
    assert my_notices(actor=cast.at_table(cast.bo)) == ()
    mark_read(actor=cast.amal, notice_ids=[notice.id])
    assert my_notices(actor=cast.amal) == ()

"""A notice reaches its person and nobody else, and says nothing."""

from datetime import UTC, datetime, timedelta

from tests.cast import build_cast

from roundtable.ground.access.context import through
from roundtable.ground.notices.actions import mark_read, notify
from roundtable.ground.notices.models import Notice
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


def test_news_of_three_weeks_ago_is_no_news() -> None:
    cast = build_cast()
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
    with through("loader"):
        Notice.objects.filter(person_id=cast.amal_id).update(made_at=datetime.now(UTC) - timedelta(days=21))
    assert my_notices(actor=cast.amal) == ()

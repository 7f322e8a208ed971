"""A notice reaches its person and nobody else, and says nothing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.core import mail
from tests.cast import Cast, account, build_cast
from tests.worker import work_once

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import acting, through
from roundtable.ground.notices.actions import mark_read, notify
from roundtable.ground.notices.models import Notice
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.people.models import Account
from roundtable.ground.seats.actions import open_case


def test_amal_hears_from_bo_and_cleo_does_not_know() -> None:
    cast = build_cast()
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id, cast.bo.person_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
    (notice,) = my_notices(actor=cast.amal)
    assert (notice.kind, notice.sender) == (NoticeKind.NEWS, "Bo")
    assert my_notices(actor=cast.at_table(cast.cleo)) == ()
    assert my_notices(actor=cast.at_table(cast.bo)) == ()
    mark_read(actor=cast.amal, case_id=cast.case_id)
    assert my_notices(actor=cast.amal) == ()


def test_news_of_three_weeks_ago_is_no_news() -> None:
    cast = build_cast()
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
    with through("loader"):
        Notice.objects.filter(person_id=cast.amal_id).update(made_at=datetime.now(UTC) - timedelta(days=21))
    assert my_notices(actor=cast.amal) == ()


def _tell(cast: Cast, *people: UUID) -> None:
    notify(actor=cast.at_table(cast.bo), person_ids=people, case_id=cast.case_id, kind=NoticeKind.NEWS)


def _block(cast: Cast, person_id: UUID) -> None:
    with acting(cast.amal, write=True):
        act("block", [uuid4(), cast.case_id, person_id])


def test_who_was_closed_out_of_a_course_hears_nothing_more_of_it_and_gets_no_mail() -> None:
    cast = build_cast(ida_seated=True)
    for member in (cast.cleo, cast.ida):
        account(member.person_id, member.name)
    _tell(cast, cast.cleo.person_id, cast.ida.person_id)
    _block(cast, cast.cleo.person_id)
    _tell(cast, cast.cleo.person_id)
    assert my_notices(actor=cast.cleo.on(None)) == ()
    assert len(my_notices(actor=cast.ida.on(None))) == 1
    work_once()
    assert [len([m for m in mail.outbox if m.to == [_email(who)]]) for who in (cast.cleo.person_id, cast.ida.person_id)] == [0, 1]
    with acting(cast.amal, write=True):
        act("unblock", [cast.case_id, cast.cleo.person_id])
    assert len(my_notices(actor=cast.cleo.on(None))) == 2


def _email(person_id: UUID) -> str:
    return str(Account.objects.get(person_id=person_id).email)


def test_news_of_a_course_one_works_on_is_not_read_as_a_citizen_nor_the_other_way_round() -> None:
    cast = build_cast(ida_seated=True)
    own = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[cast.ida.person_id])
    notify(actor=cast.cleo.on(own), person_ids=[cast.ida.person_id], case_id=own, kind=NoticeKind.NEWS)
    _tell(cast, cast.ida.person_id)
    as_citizen = Actor(cast.ida.person_id, Hat.CITIZEN)
    assert [notice.sender for notice in my_notices(actor=as_citizen)] == ["Cleo"]
    assert [notice.sender for notice in my_notices(actor=cast.ida.on(None))] == ["Bo"]

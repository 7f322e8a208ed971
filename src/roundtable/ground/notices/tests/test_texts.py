"""A text message says one of the fixed texts, once, to who wants that; what the gateway relies on, a service has to keep."""

import os
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connections, transaction
from tests.cast import Cast, account, build_cast

from roundtable.gateways.texts import TextTrouble, send_text
from roundtable.ground.notices import jobs
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.notices.tests.text_service import TOKEN, Service, text_service
from roundtable.ground.people.models import Account


@pytest.fixture
def service(settings: object) -> Iterator[Service]:
    with text_service() as (found, address):
        settings.ROUNDTABLE_TEXT_URL, settings.ROUNDTABLE_TEXT_TOKEN = address, TOKEN  # type: ignore[attr-defined]
        yield found


SANDBOX = os.environ.get("ROUNDTABLE_TEXT_SANDBOX", "")


@pytest.mark.parametrize("where", ["fake", *(["sandbox"] if SANDBOX else [])])
def test_the_contract_a_service_has_to_keep(service: Service, settings: object, where: str) -> None:
    """Run against the fake always, and against a real service's test address where one is named: so the fake stays true."""
    if where == "sandbox":
        settings.ROUNDTABLE_TEXT_URL, settings.ROUNDTABLE_TEXT_TOKEN = SANDBOX, os.environ["ROUNDTABLE_TEXT_SANDBOX_TOKEN"]  # type: ignore[attr-defined]
    key = str(uuid4())
    send_text("+4570123456", "About your meeting.", key=key)
    send_text("+4570123456", "About your meeting.", key=key)
    settings.ROUNDTABLE_TEXT_TOKEN = "another"  # type: ignore[attr-defined]
    with pytest.raises(TextTrouble):
        send_text("+4570123456", "About your meeting.", key=str(uuid4()))
    assert where == "sandbox" or service.sent == {key: ("+4570123456", "About your meeting.")}


def test_a_service_that_is_away_or_sends_us_elsewhere_is_trouble_and_gets_no_second_address(service: Service, settings: object) -> None:
    for state in ("away", "sends_on"):
        setattr(service, state, True)
        with pytest.raises(TextTrouble):
            send_text("+4570123456", "About your meeting.", key=str(uuid4()))
    settings.ROUNDTABLE_TEXT_URL = "http://127.0.0.1:9/"  # type: ignore[attr-defined]
    with pytest.raises(TextTrouble):
        send_text("+4570123456", "About your meeting.", key=str(uuid4()))


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def amal(cast: Cast) -> Account:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_contactdetails (person_id, phone, email, channel) VALUES (%s, '+45 70 99 88 77', '', 'letter')",
            [cast.amal_id],
        )
    found = account(cast.amal_id, "Amal", kind="citizen")
    Account.objects.filter(id=found.id).update(settings={"notices": {"mail": False, "text": True}})
    return found


def told(cast: Cast) -> UUID:
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
    newest: UUID = my_notices(actor=cast.amal)[0].id
    return newest


def test_amal_gets_the_fixed_text_once_on_her_own_telephone(cast: Cast, amal: Account, service: Service) -> None:
    notice_id = told(cast)
    for _ in range(3):
        jobs.mail_notice(notice=str(notice_id))
    assert service.sent == {str(notice_id): ("+4570998877", "News from Bo. It is not urgent.")}


def test_what_an_invitation_carries_by_mail_goes_out_as_a_text_all_the_same(cast: Cast, amal: Account, service: Service) -> None:
    Account.objects.filter(id=amal.id).update(settings={"notices": {"text": True}})
    bo = cast.at_table(cast.bo)
    notify(actor=bo, person_ids=[cast.amal_id], case_id=cast.case_id, kind=NoticeKind.MEETING, sends=False)
    notice_id = my_notices(actor=cast.amal)[0].id
    jobs.mail_notice(notice=str(notice_id))
    assert service.sent == {str(notice_id): ("+4570998877", "About your meeting.")} and mail.outbox == []


def test_a_kill_between_text_and_mark_sends_no_second_one(cast: Cast, amal: Account, service: Service) -> None:
    notice_id = told(cast)
    jobs.mail_notice(notice=str(notice_id))
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET texted_at = NULL WHERE id = %s", [notice_id])
    jobs.mail_notice(notice=str(notice_id))
    assert len(service.sent) == 1


def test_a_service_that_is_away_is_asked_again_and_it_is_noted(cast: Cast, amal: Account, service: Service) -> None:
    notice_id = told(cast)
    service.away = True
    with pytest.raises(TextTrouble):
        jobs.mail_notice(notice=str(notice_id))
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute("SELECT trouble, tries FROM notices_notice WHERE id = %s", [notice_id])
        assert cursor.fetchone() == ("waiting", 1)
    service.away = False
    jobs.mail_notice(notice=str(notice_id))
    assert len(service.sent) == 1


def test_nobody_gets_a_text_who_did_not_ask_for_one(cast: Cast, amal: Account, service: Service) -> None:
    Account.objects.filter(id=amal.id).update(settings={})
    jobs.mail_notice(notice=str(told(cast)))
    assert service.sent == {}

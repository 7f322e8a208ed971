"""What the write door of accounts refuses, and that a refusal changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import F
from tests.cast import account, person

from roundtable.ground.access.context import DOOR
from roundtable.ground.access.sealing import CannotOpen, seal, unseal
from roundtable.ground.people.actions import (
    ask_for_link,
    enter_by_letter,
    enter_by_link,
    make_letter,
    open_letter,
    set_password,
    take_citizens_letter,
    take_staff_letter,
)
from roundtable.ground.people.actions.links import check_pin
from roundtable.ground.people.models import Account, SignInLink
from roundtable.ground.people.rules import CodeDoesNotFit, EmailTaken, LinkDoesNotFit, PinPaused, SignsInOtherwise, WeakPin, WrongPin
from roundtable.ground.people.tests.window import PASSWORD, PIN, latest_link


def _letter(person_id: UUID | None = None, **more: object) -> UUID:
    return open_letter(code=make_letter(person_id=person_id or uuid4(), kind="citizen", name="Amal", **more).code)[0]  # type: ignore[arg-type]


def test_a_refused_pin_or_address_uses_no_letter_up() -> None:
    taken = account(person("Eve"), "Eve")
    letter_id = _letter()
    with pytest.raises(WeakPin):
        take_citizens_letter(letter_id=letter_id, pin="123456")
    with pytest.raises(EmailTaken):
        take_citizens_letter(letter_id=letter_id, pin=PIN, email=taken.email or "")
    assert take_citizens_letter(letter_id=letter_id, pin=PIN).email is None  # type: ignore[attr-defined]
    with pytest.raises(CodeDoesNotFit):
        take_citizens_letter(letter_id=letter_id, pin=PIN)


def test_a_link_opens_with_its_pin_alone_and_pauses_after_five_wrong_ones() -> None:
    email = f"amal-{uuid4().hex}@example.org"
    amal = take_citizens_letter(letter_id=_letter(), pin=PIN, email=email)
    Account.objects.filter(id=amal.pk).update(email_proven=True)
    ask_for_link(email=email.upper())
    link_id = latest_link(amal)  # type: ignore[arg-type]
    for refusal in (WrongPin, WrongPin, WrongPin, WrongPin, PinPaused, PinPaused):
        with pytest.raises(refusal):
            enter_by_link(link_id=link_id, pin="926037")
    with pytest.raises(LinkDoesNotFit):
        enter_by_link(link_id=uuid4(), pin=PIN)
    with pytest.raises(LinkDoesNotFit):
        set_password(link_id=link_id, password=PASSWORD)


def test_five_wrong_pins_at_an_address_nobody_has_shown_to_be_theirs_end_that_link_and_do_not_lock_amal_out() -> None:
    email = f"mistyped-{uuid4().hex}@example.org"
    person_id = person("Amal")
    amal = take_citizens_letter(letter_id=_letter(person_id), pin=PIN, email=email)
    ask_for_link(email=email)
    link_id = latest_link(amal)  # type: ignore[arg-type]
    for refusal in (WrongPin, WrongPin, WrongPin, WrongPin, LinkDoesNotFit, LinkDoesNotFit):
        with pytest.raises(refusal):
            enter_by_link(link_id=link_id, pin="926037")
    with pytest.raises(LinkDoesNotFit):
        enter_by_link(link_id=link_id, pin=PIN)
    ask_for_link(email=email)  # whoever has that mailbox can do so again, and has no more tries
    with pytest.raises(PinPaused):
        enter_by_link(link_id=latest_link(amal), pin="926037")  # type: ignore[arg-type]
    check_pin(amal.pk, PIN)
    assert enter_by_letter(letter_id=_letter(person_id), pin=PIN).pk == amal.pk
    SignInLink.objects.filter(account_id=amal.pk).update(asked_at=F("asked_at") - timedelta(minutes=16))
    ask_for_link(email=email)
    assert enter_by_link(link_id=latest_link(amal), pin=PIN)[0].pk == amal.pk  # type: ignore[arg-type]


@pytest.mark.parametrize("again", [str.upper, str.title, str.lower])
def test_an_address_is_one_persons_however_it_is_written_also_past_the_forms(again: Callable[[str], str]) -> None:
    email = f"amal-{uuid4().hex}@example.org"
    first = make_letter(person_id=uuid4(), kind="staff", name="Amal", email=email.upper())
    assert first and Account.objects.filter(email=email).count() == 1, "an action keeps it in small letters"
    with pytest.raises(IntegrityError), transaction.atomic(using=DOOR):
        Account.objects.create(person_id=uuid4(), display_name="Amal", email=again(email))
    other = make_letter(person_id=(second := uuid4()), kind="staff", name="Dag", email=again(email))
    assert other and Account.objects.get(person_id=second).email is None


def test_a_letter_without_a_new_pin_opens_with_the_old_one_and_only_for_its_account() -> None:
    person_id = person("Amal")
    take_citizens_letter(letter_id=_letter(person_id), pin=PIN)
    letter_id = _letter(person_id)
    with pytest.raises(WrongPin):
        enter_by_letter(letter_id=letter_id, pin="926037")
    assert enter_by_letter(letter_id=letter_id, pin=PIN).person_id == person_id  # type: ignore[attr-defined]
    with pytest.raises(CodeDoesNotFit):
        enter_by_letter(letter_id=letter_id, pin=PIN)
    with pytest.raises(CodeDoesNotFit):
        take_staff_letter(letter_id=letter_id, password=PASSWORD)


def test_the_first_leader_gets_a_code_at_the_server_and_a_citizen_does_not() -> None:
    gro = person("Gro", "Test")
    out = StringIO()
    call_command("first_letter", str(gro), stdout=out)
    code = out.getvalue().split(": ")[1].split(" ")[0]
    assert open_letter(code=code)[1] == "staff"
    amal = account(person("Amal"), "Amal", kind="citizen")
    with pytest.raises(SignsInOtherwise):
        make_letter(person_id=amal.person_id, kind="staff", name="Amal")
    for nobody in (amal.person_id, uuid4()):
        with pytest.raises(CommandError):
            call_command("first_letter", str(nobody), stdout=out)


def test_what_is_sealed_opens_for_its_use_and_owner_alone() -> None:
    sealed = seal("kept form", "amal", b"words")
    assert unseal("kept form", "amal", sealed) == b"words"
    for use, about, changed in (("second step", "amal", sealed), ("kept form", "eve", sealed), ("kept form", "amal", sealed[:-1] + b"x")):
        with pytest.raises(CannotOpen):
            unseal(use, about, changed)


@pytest.mark.parametrize("alias", ["web_citizen", "web_care", "web_authority", "worker"])
@pytest.mark.parametrize("table", ["people_account", "people_lettercode", "people_signinlink", "people_keptform", "demo_mail"])
def test_no_hat_and_no_worker_reads_accounts_letters_links_kept_forms_or_mails(alias: str, table: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(alias), connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table}")

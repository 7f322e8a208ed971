"""A letter with a code: who may hand it out, and what it opens."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import F
from django.test import Client
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.ground.access.actor import Purpose
from roundtable.ground.people.actions import ask_for_letter, invite, make_letter, open_letter, print_asked_letter
from roundtable.ground.people.models import Account, LetterCode
from roundtable.ground.people.queries import letters_to_print
from roundtable.ground.people.rules import CodeDoesNotFit, NeedsSecond, SignsInOtherwise
from roundtable.ground.people.tests.window import PASSWORD, PIN, who, window, words
from roundtable.ground.people.tests.window import open_letter as open_it
from roundtable.ground.seats.actions import end_seat, seat_person
from roundtable.kernel.refusal import NotHere


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_bo_prints_a_letter_and_amal_signs_in_with_it_without_an_e_mail(cast: Cast) -> None:
    letter = invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)
    amal = window()
    answer = open_it(amal, letter, email="", pin=PIN, again=PIN)
    assert answer["Location"] == "/"
    found = Account.objects.get(person_id=cast.amal_id)
    assert (who(amal), found.email, found.kind) == (str(found.id), None, "citizen")
    assert PIN not in found.pin


def test_nobody_but_who_sits_with_amal_and_is_no_authority_prints_her_letter(cast: Cast) -> None:
    refused = [
        cast.at_table(cast.cleo, Purpose.PRINT),
        cast.dag.on(None, Purpose.PRINT),
        cast.eve.on(None, Purpose.PRINT),
        cast.jon.on(cast.case_id, Purpose.PRINT),
        cast.amal,
    ]
    for actor in refused:
        with pytest.raises(NotHere):
            invite(actor=actor, person_id=cast.amal_id)
    assert not Account.objects.filter(person_id=cast.amal_id).exists()
    assert invite(actor=cast.gro.leading(), person_id=cast.amal_id).name == "Amal Test"


def test_amal_invites_her_companion_and_nobody_elses(cast: Cast) -> None:
    finn = person("Finn", "Test")
    with pytest.raises(NotHere):
        invite(actor=cast.amal, person_id=finn)
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="invited")
    assert invite(actor=cast.amal, person_id=finn).kind == "citizen"
    with pytest.raises(NotHere):
        invite(actor=cast.amal, person_id=cast.bo.person_id)


def test_bo_who_got_up_prints_no_more_letters(cast: Cast) -> None:
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["bo"])
    with pytest.raises(NotHere):
        invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)


def test_a_letter_at_the_table_never_opens_the_account_of_a_colleague(cast: Cast) -> None:
    account(cast.amal_id, "Amal", kind="staff")
    with pytest.raises(SignsInOtherwise):
        invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)


def test_the_leader_lets_in_a_colleague_who_chooses_a_password_and_must_set_up_the_second_step(cast: Cast) -> None:
    letter = invite(actor=cast.gro.leading(), person_id=cast.jon.person_id)
    assert letter.kind == "staff"
    jon = window()
    open_it(jon, letter, password=PASSWORD, again=PASSWORD)
    assert who(jon)
    assert jon.get("/account/")["Location"] == "/account/second-step/"


def test_a_code_works_once(cast: Cast) -> None:
    letter = invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)
    open_it(window(), letter, email="", pin=PIN, again=PIN)
    with pytest.raises(CodeDoesNotFit):
        open_letter(code=letter.code)


def test_a_code_opened_twice_at_once_is_taken_by_one(cast: Cast) -> None:
    letter = invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)
    first, second = window(), window()
    for each in (first, second):
        each.post("/sign-in/letter/", {"code": letter.code})
    first.post("/sign-in/letter/use/", {"email": "", "pin": PIN, "again": PIN})
    answer = second.post("/sign-in/letter/use/", {"email": "", "pin": "926037", "again": "926037"})
    assert who(first) and not who(second)
    assert "This code does not fit" in words(answer)


def test_five_wrong_tries_and_the_code_is_dead_in_every_window(cast: Cast) -> None:
    letter = invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)
    wrong = letter.code[:5] + "AAA-AAA"
    for _ in range(5):
        assert "This code does not fit" in words(window().post("/sign-in/letter/", {"code": wrong}))
    assert "This code does not fit" in words(window().post("/sign-in/letter/", {"code": letter.code}))


def test_an_old_code_an_unknown_one_and_nonsense_say_the_same(cast: Cast) -> None:
    letter = invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)
    LetterCode.objects.filter(account__person_id=cast.amal_id).update(expires_at=F("made_at") - timedelta(seconds=1))
    pages = set()
    for code in (letter.code, "AAAA-AAA-AAA", "x", "🙂" * 10, "\u202e12345", "' OR 1=1 --", "ABCD"):
        page = words(window().post("/sign-in/letter/", {"code": code}))
        assert "This code does not fit" in page
        pages.add(page.partition("Help now")[0])
    assert len(pages) == 1


def test_a_letter_without_a_code_or_with_far_too_long_a_one_is_refused_in_words() -> None:
    assert "Write the code from your letter." in words(window().post("/sign-in/letter/", {"code": ""}))
    answer = window().post("/sign-in/letter/", {"code": "A" * 1_000_000})
    assert answer.status_code == 200 and "longer than a code" in words(answer)
    assert window().get("/sign-in/letter/use/")["Location"] == "/sign-in/letter/"


@pytest.mark.parametrize("pin", ["123456", "111111", "12345", "abcdef", "", "1" * 1000, "１２３４５６"])
def test_a_pin_that_is_guessed_first_or_is_none_is_refused(cast: Cast, pin: str) -> None:
    letter = invite(actor=cast.at_table(cast.bo, Purpose.PRINT), person_id=cast.amal_id)
    amal = window()
    answer = open_it(amal, letter, email="", pin=pin, again=pin)
    assert answer.status_code == 200 and not who(amal)
    assert pin == "" or pin not in answer.content.decode()


def test_who_forgot_the_pin_gets_it_anew_by_letter_and_is_signed_out_elsewhere_and_hears_of_it(cast: Cast) -> None:
    bo = cast.at_table(cast.bo, Purpose.PRINT)
    first = window()
    open_it(first, invite(actor=bo, person_id=cast.amal_id), email="", pin=PIN, again=PIN)
    assert who(first) and first.get("/account/").status_code == 200
    second = window()
    with pytest.raises(NeedsSecond):
        invite(actor=bo, person_id=cast.amal_id, new_pin=True)
    ask_for_letter(actor=bo, person_id=cast.amal_id)
    (asked,) = letters_to_print(actor=cast.gro.leading())
    letter = print_asked_letter(actor=cast.gro.leading(), ask_id=asked.ask_id)
    assert first.get("/account/").status_code == 200, "what she has works on until the letter is used"
    open_it(second, letter, email="", pin="926037", again="926037")
    assert second.get("/account/").status_code == 200
    assert first.get("/account/").status_code == 302
    assert "Letters with a code made for you" in words(second.get("/account/"))


def test_a_later_letter_asks_for_the_pin_one_has(cast: Cast) -> None:
    bo = cast.at_table(cast.bo, Purpose.PRINT)
    open_it(window(), invite(actor=bo, person_id=cast.amal_id), email="", pin=PIN, again=PIN)
    letter = invite(actor=bo, person_id=cast.amal_id)
    wrong = window()
    assert "This PIN does not fit" in words(open_it(wrong, letter, pin="926037"))
    assert not who(wrong)
    right = window()
    open_it(right, letter, pin=PIN)
    assert who(right)


def test_only_the_newest_letter_works(cast: Cast) -> None:
    bo = cast.at_table(cast.bo, Purpose.PRINT)
    old = invite(actor=bo, person_id=cast.amal_id)
    new = invite(actor=bo, person_id=cast.amal_id)
    with pytest.raises(CodeDoesNotFit):
        open_letter(code=old.code)
    assert open_letter(code=new.code)


def test_the_code_stands_nowhere_in_the_database() -> None:
    letter = make_letter(person_id=uuid4(), kind="citizen", name="Amal")
    plain = letter.code.replace("-", "")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_lettercode l WHERE l::text LIKE %s", [f"%{plain[4:]}%"])
        assert cursor.fetchone() == (0,)


def _as(cast: Cast, member_id: object, name: str) -> Client:
    client = window()
    client.force_login(account(member_id, name))  # type: ignore[arg-type]
    return client


def test_the_printed_page_shows_the_code_once_and_a_get_makes_nothing(cast: Cast) -> None:
    bo = _as(cast, cast.bo.person_id, "Bo")
    url = f"/course/{cast.case_id}/people/{cast.amal_id}/letter/"
    assert "Amal Test" in words(bo.get(url))
    assert not Account.objects.filter(person_id=cast.amal_id).exists()
    page = words(bo.post(url))
    assert Account.objects.filter(person_id=cast.amal_id).exists()
    assert "Write this code:" in page


def test_the_page_of_a_letter_asks_the_database_little(cast: Cast) -> None:
    bo = _as(cast, cast.bo.person_id, "Bo")
    with count_statements() as asked:
        bo.get(f"/course/{cast.case_id}/people/{cast.amal_id}/letter/")
    assert len(asked) <= 12, asked


def test_cleo_dag_and_eve_get_the_page_of_what_does_not_exist(cast: Cast) -> None:
    for member, name in ((cast.cleo, "Cleo"), (cast.dag, "Dag"), (cast.eve, "Eve")):
        client = _as(cast, member.person_id, name)
        for person_id in (cast.amal_id, uuid4()):
            url = f"/course/{cast.case_id}/people/{person_id}/letter/"
            assert client.get(url).status_code == client.post(url).status_code == 404

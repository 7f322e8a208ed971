"""A new letter for an account in use: one asks, another prints it, and the one it is for is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, connections, transaction
from django.test import Client
from tests.cast import Cast, account, build_cast, person
from tests.privacy.test_attacks_sql_more import ask, refused

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.people import jobs
from roundtable.ground.people.actions import ask_for_letter, invite, open_letter, print_asked_letter, stop_letters
from roundtable.ground.people.models import Account, LetterCode
from roundtable.ground.people.queries import letters_of_two, letters_to_print
from roundtable.ground.people.rules import CodeDoesNotFit, NeedsSecond, NobodyToPrint
from roundtable.ground.people.tests.window import PASSWORD, PIN, who, window, words
from roundtable.ground.people.tests.window import open_letter as open_it
from roundtable.ground.seats.actions import end_seat, seat_person
from roundtable.ground.seats.models import Seat
from roundtable.kernel.refusal import NotHere


@pytest.fixture
def cast() -> Cast:
    """Amal has signed in with her first letter and has a PIN."""
    cast = build_cast(ida_seated=True)
    open_it(window(), invite(actor=bo(cast), person_id=cast.amal_id), email="", pin=PIN, again=PIN)
    return cast


def bo(cast: Cast) -> Actor:
    return cast.at_table(cast.bo, Purpose.PRINT)


def asked(cast: Cast, second: Actor | None = None) -> UUID:
    """Bo asks; the id as the second person finds it."""
    ask_for_letter(actor=bo(cast), person_id=cast.amal_id)
    return letters_to_print(actor=second or cast.gro.leading())[0].ask_id


def test_bo_alone_opens_nothing_of_amals(cast: Cast) -> None:
    with pytest.raises(NeedsSecond):
        invite(actor=bo(cast), person_id=cast.amal_id, new_pin=True)
    letter = invite(actor=bo(cast), person_id=cast.amal_id)
    thief = window()
    open_it(thief, letter, email="", pin="926037", again="926037")
    assert not who(thief), "a letter that one prints asks for the PIN she has"


def test_who_holds_a_letter_does_not_try_pins_for_a_month(cast: Cast) -> None:
    letter = invite(actor=bo(cast), person_id=cast.amal_id)
    thief = window()
    thief.post("/sign-in/letter/", {"code": letter.code})
    for number in range(5):
        thief.post("/sign-in/letter/use/", {"pin": f"92603{number}"})
    Account.objects.filter(person_id=cast.amal_id).update(locked_until=None, wrong_pins=0)
    assert "This code does not fit" in words(thief.post("/sign-in/letter/use/", {"pin": PIN}))
    with pytest.raises(CodeDoesNotFit):
        open_letter(code=letter.code)


def test_bo_asks_gro_prints_and_neither_does_both(cast: Cast) -> None:
    assert ask_for_letter(actor=bo(cast), person_id=cast.amal_id) == ask_for_letter(actor=bo(cast), person_id=cast.amal_id) == ("Gro Test",)
    (waiting,) = letters_to_print(actor=cast.gro.leading())
    assert (waiting.name, waiting.asked_by) == ("Amal Test", "Bo Test")
    beside = [cast.at_table(cast.ida, Purpose.PRINT), cast.at_table(cast.cleo, Purpose.PRINT)]
    elsewhere = [cast.jon.on(None), cast.eve.on(None), cast.dag.on(None), cast.cleo.leading(), cast.amal]
    for actor in (bo(cast), *beside, *elsewhere):
        with pytest.raises(NotHere):
            print_asked_letter(actor=actor, ask_id=waiting.ask_id)
    letter = print_asked_letter(actor=cast.gro.leading(), ask_id=waiting.ask_id)
    with pytest.raises(NotHere):
        print_asked_letter(actor=cast.gro.leading(), ask_id=waiting.ask_id)
    assert open_letter(code=letter.code)[2], "it sets a new PIN"


def _asked_by_mail(account_id: UUID) -> int:
    """Jobs that tell this colleague of a letter to print."""
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'people.mail_letter_asked' AND args->>'account' = %s",
            [str(account_id)],
        )
        found: int = cursor.fetchone()[0]
        return found


def test_who_is_asked_hears_of_it_once_however_often_the_button_is_pressed(cast: Cast) -> None:
    gro = account(cast.gro.person_id, "Gro").pk
    for _ in range(3):
        ask_for_letter(actor=bo(cast), person_id=cast.amal_id)
    assert _asked_by_mail(gro) == 1
    ask_for_letter(actor=cast.at_table(cast.ida, Purpose.PRINT), person_id=cast.amal_id)
    assert _asked_by_mail(gro) == 2, "another colleague asks: that is another letter"


def test_of_two_colleagues_asks_one_letter_is_open_and_with_it_printed_the_other_is_over(cast: Cast) -> None:
    gro, ida = cast.gro.leading(), cast.at_table(cast.ida, Purpose.PRINT)
    ask_for_letter(actor=bo(cast), person_id=cast.amal_id)
    ask_for_letter(actor=ida, person_id=cast.amal_id)
    (waiting,) = letters_to_print(actor=gro)
    assert waiting.asked_by == "Bo Test"
    letter = print_asked_letter(actor=gro, ask_id=waiting.ask_id)
    assert letters_to_print(actor=gro) == (), "a second one would stop the first from working"
    assert open_letter(code=letter.code)[2]
    assert ask_for_letter(actor=ida, person_id=cast.amal_id) == ("Gro Test",)
    assert [one.asked_by for one in letters_to_print(actor=gro)] == ["Ida Test"], "asked anew"


def test_two_clicks_at_once_are_one_ask(cast: Cast) -> None:
    started = Barrier(2)

    def click(_: int) -> None:
        try:
            started.wait(10)
            ask_for_letter(actor=bo(cast), person_id=cast.amal_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as clicks:
        list(clicks.map(click, range(2)))
    assert len(letters_to_print(actor=cast.gro.leading())) == 1


def test_a_leader_hands_no_companion_the_letter_to_a_course_in_another_programme(cast: Cast) -> None:
    finn, elsewhere = person("Finn"), build_cast()
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    assert invite(actor=cast.gro.leading(cast.case_id), person_id=finn).kind == "citizen"
    with through("loader"):
        Seat.objects.create(case_id=elsewhere.case_id, person_id=finn, hat="citizen")
    with pytest.raises(NotHere):
        invite(actor=cast.gro.leading(cast.case_id), person_id=finn)


def test_a_letter_for_who_has_a_pin_asks_for_it_and_says_so(cast: Cast) -> None:
    desk = window()
    desk.force_login(account(cast.bo.person_id, "Bo"))
    printed = words(desk.post(f"/course/{cast.case_id}/people/{cast.amal_id}/letter/"))
    assert "Write your PIN." in printed and "Choose a PIN" not in printed


def test_gro_asks_and_somebody_at_the_table_prints(cast: Cast) -> None:
    assert set(ask_for_letter(actor=cast.gro.leading(), person_id=cast.amal_id)) == {"Bo Test", "Ida Test"}
    assert letters_to_print(actor=cast.gro.leading()) == letters_to_print(actor=cast.jon.on(None)) == ()
    (waiting,) = letters_to_print(actor=bo(cast))
    assert print_asked_letter(actor=bo(cast), ask_id=waiting.ask_id).kind == "citizen"


def test_what_was_asked_ends_with_the_seat_of_who_asked_and_with_a_closed_course(cast: Cast) -> None:
    first = asked(cast)
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["bo"])
    with pytest.raises(NotHere):
        print_asked_letter(actor=cast.gro.leading(), ask_id=first)
    ida = cast.at_table(cast.ida, Purpose.PRINT)
    ask_for_letter(actor=ida, person_id=cast.amal_id)
    (second,) = letters_to_print(actor=cast.gro.leading())
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    with pytest.raises(NotHere):
        print_asked_letter(actor=cast.gro.leading(), ask_id=second.ask_id)


def test_amal_hears_of_it_at_once_and_can_stop_it(cast: Cast) -> None:
    amal = Account.objects.get(person_id=cast.amal_id)
    Account.objects.filter(id=amal.id).update(email=f"a{uuid4().hex}@example.org", email_proven=True)
    mail.outbox.clear()
    letter = print_asked_letter(actor=cast.gro.leading(), ask_id=asked(cast))
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM procrastinate_jobs WHERE task_name = 'people.mail_new_letter' AND args->>'account' = %s", [str(amal.id)]
        )
        ((job,),) = cursor.fetchall()
    jobs.mail_new_letter(type("Run", (), {"job": type("Job", (), {"id": job})})(), account=str(amal.id))
    (told,) = mail.outbox
    assert "who asked for it and who printed it" in told.body and "Bo" not in told.body and letter.code not in told.body
    window_of_hers = Client()
    window_of_hers.force_login(amal)
    page = words(window_of_hers.get("/account/"))
    assert "Stop this letter" in page
    log = words(window_of_hers.get(f"/course/{cast.case_id}/who-opened-what/"))
    assert "by Gro Test; Bo Test had asked for it." in log
    window_of_hers.post("/account/letters/stop/")
    with pytest.raises(CodeDoesNotFit):
        open_letter(code=letter.code)
    assert "Stop this letter" not in words(window_of_hers.get("/account/"))


def test_nobody_stops_anothers_letter(cast: Cast) -> None:
    letter = print_asked_letter(actor=cast.gro.leading(), ask_id=asked(cast))
    stop_letters(account_id=account(cast.bo.person_id, "Bo").id)
    assert Client().post("/account/letters/stop/").status_code == 302
    assert open_letter(code=letter.code)


def test_the_first_sign_in_with_it_says_whose_letter_it_was(cast: Cast) -> None:
    letter = print_asked_letter(actor=cast.gro.leading(), ask_id=asked(cast))
    account(cast.bo.person_id, "Bo Test"), account(cast.gro.person_id, "Gro Test")
    amal = window()
    open_it(amal, letter, email="", pin="926037", again="926037")
    assert "You signed in with a new letter. Bo Test asked for it, Gro Test printed it on" in words(amal.get("/account/"))


def test_until_it_is_used_the_old_pin_works_and_says_that_a_letter_waits(cast: Cast) -> None:
    account(cast.bo.person_id, "Bo Test"), account(cast.gro.person_id, "Gro Test")
    plain = invite(actor=bo(cast), person_id=cast.amal_id)
    amal = window()
    amal.post("/sign-in/letter/", {"code": plain.code})
    print_asked_letter(actor=cast.gro.leading(), ask_id=asked(cast))
    LetterCode.objects.filter(account__person_id=cast.amal_id, new_pin=False).update(expires_at="2099-01-01T00:00:00Z")
    amal.post("/sign-in/letter/use/", {"pin": PIN})
    assert who(amal)
    assert "A new letter to sign in was printed for you" in words(amal.get("/account/"))


def test_a_colleague_in_use_needs_one_of_their_own_organisation_beside_the_leader(cast: Cast) -> None:
    open_it(window(), invite(actor=cast.gro.leading(), person_id=cast.bo.person_id), password=PASSWORD, again=PASSWORD)
    with pytest.raises(NeedsSecond):
        invite(actor=cast.gro.leading(), person_id=cast.bo.person_id)
    seconds = ask_for_letter(actor=cast.gro.leading(), person_id=cast.bo.person_id)
    assert set(seconds) == {"Ida Test", "Jon Test"}
    (waiting,) = letters_to_print(actor=cast.jon.on(None))
    for actor in (cast.gro.leading(), bo(cast), cast.dag.on(None), cast.eve.on(None)):
        with pytest.raises(NotHere):
            print_asked_letter(actor=actor, ask_id=waiting.ask_id)
    assert print_asked_letter(actor=cast.jon.on(None), ask_id=waiting.ask_id).kind == "staff"
    with acting(bo(cast)):
        (told,) = letters_of_two(actor=bo(cast))
    assert (told.asked_by, told.printed_by) == ("Gro Test", "Jon Test")


def test_a_colleague_of_the_jobcentre_gets_it_from_the_jobcentre(cast: Cast) -> None:
    account(cast.cleo.person_id, "Cleo")
    Account.objects.filter(person_id=cast.cleo.person_id).update(password="pbkdf2_sha256$1$x$y")
    assert ask_for_letter(actor=cast.gro.leading(), person_id=cast.cleo.person_id) == ("Dag Test",)
    (waiting,) = letters_to_print(actor=cast.dag.on(None))
    assert letters_to_print(actor=cast.jon.on(None)) == ()
    assert print_asked_letter(actor=cast.dag.on(None), ask_id=waiting.ask_id).kind == "staff"


def test_where_there_is_no_second_person_nothing_is_printed(cast: Cast) -> None:
    finn = person("Finn", "Test")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    open_it(window(), invite(actor=cast.amal, person_id=finn), email="", pin=PIN, again=PIN)
    assert ask_for_letter(actor=cast.amal, person_id=finn) == ("Gro Test",)
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE programmes_membership SET until_at = now() WHERE person_id = %s", [cast.gro.person_id])
    with pytest.raises(NobodyToPrint):
        ask_for_letter(actor=cast.amal, person_id=finn)


def test_raw_sql_neither_asks_nor_agrees_for_another(cast: Cast) -> None:
    ask_id = asked(cast)
    agree = ("SELECT * FROM guard.agree_letter(%s)", ask_id)
    for login, member in (("web_care", cast.bo), ("web_care", cast.ida), ("web_care", cast.eve), ("web_authority", cast.cleo)):
        for hat in ("professional", "team_leader", "intake"):
            assert "not_here" in refused(login, member.person_id, hat, cast.case_id, "print", agree)
    assert "not_here" in refused("web_authority", cast.gro.person_id, "team_leader", None, "print", agree)
    for login, member in (("web_care", cast.eve), ("web_care", cast.jon), ("web_authority", cast.cleo), ("web_authority", cast.dag)):
        asks = ("SELECT guard.ask_letter(%s, %s)", uuid4(), cast.amal_id)
        assert "not_here" in refused(login, member.person_id, "professional", None, "print", asks)
        assert ask(login, member.person_id, "professional", None, "print", ("SELECT * FROM people_letterask",)) == []
    second = ("SELECT guard.may_second(NULL, %s, false)", cast.bo.person_id)
    writes = (
        "INSERT INTO people_letterask DEFAULT VALUES",
        "UPDATE people_letterask SET agreed_at = now()",
        "DELETE FROM people_letterask",
    )
    for statement in (second, *((write,) for write in writes)):
        assert "permission denied" in refused("web_care", cast.bo.person_id, "professional", cast.case_id, "print", statement)
    with pytest.raises(DatabaseError, match="letter_of_two"), transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE people_letterask SET agreed_by_id = asked_by_id WHERE id = %s", [ask_id])


def test_the_pages_lead_from_asking_to_the_printed_letter(cast: Cast) -> None:
    bos, gros = Client(), Client()
    bos.force_login(account(cast.bo.person_id, "Bo"))
    gros.force_login(account(cast.gro.person_id, "Gro"))
    url = f"/course/{cast.case_id}/people/{cast.amal_id}/letter/"
    assert "The PIN is forgotten" in words(bos.get(url))
    page = words(bos.post(url, {"new_pin": "on"}))
    assert "You have asked for a letter" in page and "Gro Test" in page and "Write this code" not in page
    assert "Nobody asks you for a letter" in words(bos.get("/letters/"))
    page = words(gros.get("/letters/"))
    assert "For Amal Test" in page and "Bo Test asked for it" in page
    ask_id = letters_to_print(actor=cast.gro.leading())[0].ask_id
    assert bos.post(f"/letters/{ask_id}/print/").status_code == 404
    assert gros.get(f"/letters/{ask_id}/print/").status_code == 405
    assert "Write this code:" in words(gros.post(f"/letters/{ask_id}/print/"))
    assert gros.post(f"/letters/{ask_id}/print/").status_code == gros.post(f"/letters/{uuid4()}/print/").status_code == 404

"""A link by e-mail and a PIN: for who has them, and the same words and time for everybody else."""

import random
from datetime import timedelta
from time import perf_counter
from uuid import uuid4

import pytest
from django.core import mail
from django.db.models import F
from tests.cast import account, person
from tests.statements import count_statements
from tests.worker import work_once

from roundtable.ground.people import jobs
from roundtable.ground.people.actions import make_letter, throw_away_the_old
from roundtable.ground.people.models import Account, SignInLink
from roundtable.ground.people.tests.window import PASSWORD, PIN, latest_link, mailed, open_letter, who, window, words


@pytest.fixture
def amal() -> Account:
    """A citizen with an e-mail she has proven, and a PIN."""
    person_id = person("Amal", "Test")
    open_letter(
        window(),
        make_letter(person_id=person_id, kind="citizen", name="Amal Test"),
        email=f"amal-{uuid4().hex}@example.org",
        pin=PIN,
        again=PIN,
    )
    Account.objects.filter(person_id=person_id).update(email_proven=True)
    SignInLink.objects.filter(account__person_id=person_id).delete()
    return Account.objects.get(person_id=person_id)


def _ask(email: str | None, **more: str) -> object:
    return window().post("/sign-in/", {"email": email, **more})


def test_amal_asks_for_a_link_and_signs_in_with_it_and_her_pin(amal: Account) -> None:
    assert _ask(amal.email)["Location"] == "/sign-in/mail-sent/"  # type: ignore[index]
    sent = mailed(amal)
    assert "works once" in sent.body
    here = window()
    assert "Your PIN" in words(here.get(sent.path))
    assert here.post(sent.path, {"pin": PIN})["Location"] == "/"
    assert who(here) == str(amal.id)


def test_the_session_key_changes_when_amal_signs_in(amal: Account) -> None:
    _ask(amal.email)
    here = window()
    here.session.save()
    before = here.session.session_key
    here.post(mailed(amal).path, {"pin": PIN})
    assert who(here) and here.session.session_key != before


def test_a_link_works_once_and_looking_at_it_uses_nothing_up(amal: Account) -> None:
    _ask(amal.email)
    path = mailed(amal).path
    for _ in range(3):
        assert window().get(path).status_code == 200
    window().post(path, {"pin": PIN})
    again = window()
    assert again.get(path).status_code == again.post(path, {"pin": PIN}).status_code == 404
    assert not who(again)


def test_an_old_link_and_a_made_up_one_say_the_same(amal: Account) -> None:
    _ask(amal.email)
    path = mailed(amal).path
    SignInLink.objects.filter(account=amal).update(expires_at=F("asked_at") - timedelta(seconds=1))
    pages = {window().get(other).content.partition(b"</main>")[0] for other in (path, path[:-5] + "AAAA/", "/sign-in/link/x/")}
    assert len(pages) == 1


def test_five_wrong_pins_and_not_even_the_right_one_opens_for_a_quarter_of_an_hour(amal: Account) -> None:
    _ask(amal.email)
    path = mailed(amal).path
    for _ in range(4):
        assert "This PIN does not fit" in words(window().post(path, {"pin": "926037"}))
    assert "pause of 15 minutes" in words(window().post(path, {"pin": "926037"}))
    right = window()
    assert "pause of 15 minutes" in words(right.post(path, {"pin": PIN}))
    assert not who(right)
    Account.objects.filter(id=amal.id).update(locked_until=F("created_at") - timedelta(days=1))
    right.post(path, {"pin": PIN})
    assert who(right)


def test_a_link_of_one_person_does_not_open_with_the_pin_of_another(amal: Account) -> None:
    letter = make_letter(person_id=uuid4(), kind="citizen", name="Finn")
    open_letter(window(), letter, email="", pin="926037", again="926037")
    _ask(amal.email)
    here = window()
    here.post(mailed(amal).path, {"pin": "926037"})
    assert not who(here)


def test_an_unknown_address_hears_the_same_and_gets_no_mail(amal: Account) -> None:
    unknown = f"nobody-{uuid4().hex}@example.org"
    known_answer, unknown_answer = _ask(amal.email), _ask(unknown)
    assert known_answer["Location"] == unknown_answer["Location"]  # type: ignore[index]
    mail.outbox.clear()
    jobs.mail_link(link=str(latest_link(None)))
    assert mail.outbox == []


def test_asking_does_the_same_work_for_an_unknown_address(amal: Account) -> None:
    asked_by: list[list[str]] = []
    for email in (amal.email, f"nobody-{uuid4().hex}@example.org"):
        here = window()
        with count_statements() as asked:
            here.post("/sign-in/", {"email": email})
        asked_by.append([statement.partition(" VALUES ")[0] for statement in asked])
    assert asked_by[0] == asked_by[1]
    assert mail.outbox == []


@pytest.mark.nightly
def test_asking_takes_as_long_for_an_unknown_address(amal: Account) -> None:
    """Which of two takes longer is as random as a coin: 100 pairs, in random order within the pair, not 80 of 100 one way."""
    longer = 0
    for _ in range(100):
        took = {}
        for name in random.sample(["known", "unknown"], 2):
            address = f"{uuid4().hex}@example.org"
            if name == "known":
                Account.objects.filter(id=amal.id).update(email=address)
            here = window()
            began = perf_counter()
            here.post("/sign-in/", {"email": address})
            took[name] = perf_counter() - began
        longer += took["known"] > took["unknown"]
    assert abs(longer - 50) <= 30


def test_a_colleague_who_asks_gets_a_link_for_a_new_password_and_never_one_that_signs_in() -> None:
    gro = account(person("Gro"), "Gro")
    _ask(gro.email)
    sent = mailed(gro)
    assert sent.path.startswith("/sign-in/password/")
    assert window().get(sent.path.replace("/password/", "/link/")).status_code == 404
    here = window()
    assert here.post(sent.path, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/sign-in/staff/"
    assert not who(here)
    gro.refresh_from_db()
    assert gro.check_password(PASSWORD)
    assert window().post(sent.path, {"password": PASSWORD, "again": PASSWORD}).status_code == 404


def test_a_citizens_link_sets_no_password(amal: Account) -> None:
    _ask(amal.email)
    path = mailed(amal).path.replace("/link/", "/password/")
    assert window().post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    amal.refresh_from_db()
    assert not amal.has_usable_password()


def test_a_mistyped_address_is_proven_by_its_first_link_before_any_news_goes_there() -> None:
    person_id = person("Amal")
    open_letter(
        window(), make_letter(person_id=person_id, kind="citizen", name="Amal"), email=f"a-{uuid4().hex}@example.org", pin=PIN, again=PIN
    )
    amal = Account.objects.get(person_id=person_id)
    assert not amal.email_proven
    window().post(mailed(amal).path, {"pin": PIN})
    amal.refresh_from_db()
    assert amal.email_proven


def test_an_address_that_is_somebody_elses_is_refused_and_the_letter_still_works(amal: Account) -> None:
    letter = make_letter(person_id=uuid4(), kind="citizen", name="Finn")
    finn = window()
    answer = open_letter(finn, letter, email=(amal.email or "").upper(), pin=PIN, again=PIN)
    assert "This address cannot be used here" in words(answer) and not who(finn)
    finn.post("/sign-in/letter/use/", {"email": "", "pin": PIN, "again": PIN})
    assert who(finn)


def test_the_worker_mails_the_link_once_however_often_the_job_runs(amal: Account) -> None:
    _ask(amal.email)
    mail.outbox.clear()
    work_once()
    jobs.mail_link(link=str(latest_link(amal)))
    assert len([message for message in mail.outbox if message.to == [amal.email]]) == 1


def test_ten_links_an_hour_for_one_address_then_a_pause_for_known_and_unknown_alike(amal: Account) -> None:
    for email in (amal.email, f"nobody-{uuid4().hex}@example.org"):
        assert [_ask(email).status_code for _ in range(10)] == [302] * 10  # type: ignore[attr-defined]
        limited = _ask(email)
        assert limited.status_code == 429 and "A pause" in words(limited)  # type: ignore[attr-defined]


@pytest.mark.parametrize("email", ["", "x", "a" * 1_000_000 + "@example.org", "a\x00@example.org", "<b>@example.org", "🙂"])
def test_what_is_no_address_is_refused_in_words(email: str) -> None:
    answer = window().post("/sign-in/", {"email": email})
    assert answer.status_code == 200 and "e-mail" in words(answer)


def test_after_a_link_one_goes_on_to_a_page_of_ours_and_nowhere_else(amal: Account) -> None:
    for wanted, led in (("/account/", "/account/"), ("https://example.com/", "/"), ("//example.com/", "/"), ("/\\example.com", "/")):
        _ask(amal.email, next=wanted)
        assert window().post(mailed(amal).path, {"pin": PIN})["Location"] == led


def test_old_links_are_thrown_away(amal: Account) -> None:
    _ask(amal.email)
    SignInLink.objects.filter(account=amal).update(expires_at=F("asked_at") - timedelta(hours=1))
    assert throw_away_the_old() >= 1
    assert not SignInLink.objects.filter(account=amal).exists()

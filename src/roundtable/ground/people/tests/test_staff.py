"""Staff: a password, then a code of an app; recovery codes; limits that hold over all processes."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connections
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.cast import account, person

from roundtable.ground.access import sessions
from roundtable.ground.people.actions import make_letter
from roundtable.ground.people.models import Account
from roundtable.ground.people.tests.window import PASSWORD, PIN, open_letter, who, window, words


@pytest.fixture
def gro() -> Account:
    """A colleague with a password and no second step yet."""
    found = account(person("Gro"), "Gro")
    found.set_password(PASSWORD)
    found.save()
    return found


def _code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def _password(client: Client, email: str | None, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/staff/", {"login": email, "password": password, **more})


def _set_up(client: Client) -> tuple[str, list[str]]:
    """The second step is set up in this window; its secret, and the recovery codes."""
    client.get("/account/second-step/")
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/account/second-step/", {"code": _code(secret)})
    assert answer.status_code == 302, words(answer)
    page = client.get(answer["Location"])
    return secret, list(page.context["unused_codes"])


def test_before_the_second_step_is_set_up_nothing_else_opens(gro: Account) -> None:
    here = window()
    _password(here, gro.email)
    for path in (
        "/",
        "/account/",
        "/account/recovery-codes/",
        f"/course/{uuid4()}/people/{uuid4()}/letter/",
        "/kept/" + str(uuid4()) + "/",
    ):
        assert here.get(path)["Location"] == "/account/second-step/", path
        assert here.post(path)["Location"] == "/account/second-step/", path
    _secret, codes = _set_up(here)
    assert len(codes) == 10
    assert here.get("/account/").status_code == 200


def test_the_code_of_the_app_is_asked_at_the_next_sign_in_and_the_password_alone_opens_nothing(gro: Account) -> None:
    first = window()
    _password(first, gro.email)
    secret, _codes = _set_up(first)
    here = window()
    answer = _password(here, gro.email, next="/account/")
    assert answer["Location"] == "/sign-in/second-step/" and not who(here)
    assert here.get("/account/")["Location"].startswith("/sign-in/")
    assert "This code does not fit" in words(here.post("/sign-in/second-step/", {"code": "000000"}))
    answer = here.post("/sign-in/second-step/", {"code": _code(secret)})
    assert answer["Location"] == "/account/" and who(here) == str(gro.id)


def test_a_code_of_the_app_works_once(gro: Account) -> None:
    first = window()
    _password(first, gro.email)
    secret, _codes = _set_up(first)
    code = _code(secret, 1)
    for expected in (True, False):
        here = window()
        _password(here, gro.email)
        here.post("/sign-in/second-step/", {"code": code})
        assert bool(who(here)) is expected


def test_a_recovery_code_works_once_in_place_of_the_app(gro: Account) -> None:
    first = window()
    _password(first, gro.email)
    _secret, codes = _set_up(first)
    for expected in (True, False):
        here = window()
        _password(here, gro.email)
        here.post("/sign-in/second-step/", {"code": codes[0]})
        assert bool(who(here)) is expected


def test_the_secret_of_the_app_and_the_recovery_codes_stand_nowhere_in_the_database_in_clear(gro: Account) -> None:
    here = window()
    _password(here, gro.email)
    secret, codes = _set_up(here)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator WHERE user_id = %s", [gro.id])
        (stored,) = cursor.fetchone()
    assert secret not in stored and not any(code in stored for code in codes)


def test_a_second_step_cannot_be_taken_away_or_replaced_by_who_is_signed_in(gro: Account) -> None:
    here = window()
    _password(here, gro.email)
    _set_up(here)
    assert here.get("/account/second-step/")["Location"] == "/account/"
    here.post("/account/second-step/", {"code": "000000"})
    assert Authenticator.objects.filter(user=gro, type="totp").count() == 1


def test_new_recovery_codes_end_the_old_ones(gro: Account) -> None:
    here = window()
    _password(here, gro.email)
    _secret, old = _set_up(here)
    assert "10 codes left" in words(here.get("/account/recovery-codes/new/"))
    page = here.get(here.post("/account/recovery-codes/new/")["Location"])
    assert not set(old) & set(page.context["unused_codes"])


def test_five_wrong_passwords_and_the_right_one_waits_in_every_window(gro: Account) -> None:
    for _ in range(5):
        assert "do not fit together" in words(_password(window(), gro.email, "wrong wrong wrong"))
    here = window()
    assert "too many tries" in words(_password(here, gro.email))
    assert not who(here)


def test_guessing_from_many_threads_at_once_gets_no_more_tries_than_from_one(gro: Account) -> None:
    def guess(number: int) -> str:
        try:
            return words(_password(window(), gro.email, f"wrong guess {number}"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(24)))
    assert sum("do not fit together" in answer for answer in answers) <= 5
    assert sum("too many tries" in answer for answer in answers) >= 19


def test_wrong_codes_of_the_app_are_counted_too(gro: Account) -> None:
    first = window()
    _password(first, gro.email)
    secret, _codes = _set_up(first)
    for _ in range(5):
        here = window()
        _password(here, gro.email)
        here.post("/sign-in/second-step/", {"code": "000000"})
    here = window()
    _password(here, gro.email)
    here.post("/sign-in/second-step/", {"code": _code(secret, 1)})
    assert not who(here)


def test_an_unknown_address_a_wrong_password_and_a_citizen_hear_the_same(gro: Account) -> None:
    person_id = person("Amal")
    email = f"amal-{uuid4().hex}@example.org"
    open_letter(window(), make_letter(person_id=person_id, kind="citizen", name="Amal"), email=email, pin=PIN, again=PIN)
    pages = set()
    for address, password in ((gro.email, "wrong wrong wrong"), (f"nobody-{uuid4().hex}@example.org", PASSWORD), (email, PIN)):
        here = window()
        page = words(_password(here, address, password)).replace(str(address), "")
        assert not who(here)
        pages.add(page)
    assert len(pages) == 1


def test_an_account_that_was_closed_opens_no_more(gro: Account) -> None:
    here = window()
    _password(here, gro.email)
    _set_up(here)
    Account.objects.filter(id=gro.id).update(is_active=False)
    assert here.get("/account/")["Location"].startswith("/sign-in/")
    again = window()
    _password(again, gro.email)
    assert not who(again)


def test_a_new_letter_for_a_colleague_asks_for_a_new_second_step(gro: Account) -> None:
    first = window()
    _password(first, gro.email)
    _set_up(first)
    here = window()
    open_letter(here, make_letter(person_id=gro.person_id, kind="staff", name="Gro"), password=PASSWORD, again=PASSWORD)
    assert here.get("/")["Location"] == "/account/second-step/"
    assert first.get("/account/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("password", ["short", "qwerty123456", "a" * 2_000, ""])
def test_a_weak_password_is_refused(gro: Account, password: str) -> None:
    here = window()
    answer = open_letter(here, make_letter(person_id=gro.person_id, kind="staff", name="Gro"), password=password, again=password)
    assert answer.status_code == 200 and not who(here)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_change_password", "account_logout", "mfa_trust"]
)
def test_pages_of_allauth_that_are_not_ours_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_in_goes_on_to_a_page_of_ours_and_nowhere_else(gro: Account) -> None:
    first = window()
    _password(first, gro.email)
    _secret, codes = _set_up(first)
    for wanted, code in (("https://example.com/", codes[1]), ("//example.com/", codes[2])):
        here = window()
        _password(here, gro.email, next=wanted)
        assert here.post("/sign-in/second-step/", {"code": code})["Location"] == "/"


def test_some_minutes_after_signing_in_the_password_is_asked_before_codes_are_shown(gro: Account) -> None:
    here = window()
    _password(here, gro.email)
    _set_up(here)
    store = here.session
    store[sessions.BEGAN] -= sessions.FRESH_SECONDS + 1
    store.save()
    asked = here.get("/account/recovery-codes/")["Location"]
    assert asked.startswith("/sign-in/again/")
    assert "This password does not fit" in words(here.post(asked, {"password": "wrong wrong wrong"}))
    shown = here.post(asked, {"password": PASSWORD})
    assert shown.status_code == 302 and here.get(shown["Location"]).status_code == 200


def test_who_has_no_password_and_no_app_is_offered_no_other_address_and_never_meets_a_shut_door(
    gro: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, offered = window(), "Change where your mails go"
    client.force_login(gro)
    assert offered in words(client.get("/account/"))
    gro.set_unusable_password()
    gro.save()
    client.force_login(gro)
    assert offered not in words(client.get("/account/"))
    monkeypatch.setattr(sessions, "FRESH_SECONDS", -1)
    for path in ("/account/e-mail/", "/sign-in/again/", "/sign-in/again/code/"):
        page = client.get(path, follow=True)
        assert page.status_code == 200 and "Your team leader can help." in words(page), path
    assert client.post("/sign-in/again/", {"password": PASSWORD}).status_code == 200

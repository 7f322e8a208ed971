"""Where mails go: Amal gives another address, or none. It counts when she has opened the link there; nobody learns whose an address is."""

import re
from datetime import timedelta
from time import time
from uuid import uuid4

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from tests.cast import account, person
from tests.worker import work_once

from roundtable.ground.people.actions import ask_address, make_letter
from roundtable.ground.people.models import Account, SignInLink
from roundtable.ground.people.tests.window import PIN, open_letter, who, window, words

PAGE, NONE = "/account/e-mail/", "/account/e-mail/none/"


def new() -> str:
    return f"amal-{uuid4().hex}@example.org"


@pytest.fixture
def amal() -> Account:
    """A citizen with an address she has proven, and a PIN."""
    person_id = person("Amal", "Test")
    open_letter(window(), make_letter(person_id=person_id, kind="citizen", name="Amal Test"), email=new(), pin=PIN, again=PIN)
    Account.objects.filter(person_id=person_id).update(email_proven=True)
    return Account.objects.get(person_id=person_id)


def here(of: Account) -> Client:
    client = window()
    client.force_login(of)
    return client


def sent() -> list[tuple[str, str]]:
    """What went out now: to whom, and what."""
    mail.outbox.clear()
    work_once()
    return [(message.to[0], str(message.body)) for message in mail.outbox]


def path_in(body: str) -> str:
    found = re.search(r"https?://[^/\s]+(/account/e-mail/\S+)", body)
    assert found
    return found[1]


def test_amals_new_address_counts_when_she_has_opened_the_link_there_and_the_old_one_is_told(amal: Account) -> None:
    old, wanted, _before = amal.email, new(), sent()
    assert "Change where your mails go" in words(here(amal).get("/account/"))
    said = here(amal).post(PAGE, {"email": wanted.upper(), "pin": PIN}, follow=True)
    assert "Until you have opened it, everything stays as it is." in words(said)
    mails = dict(sent())
    assert set(mails) == {old, wanted}
    assert "call your contact person" in mails[str(old)] and wanted not in mails[str(old)] and str(old) not in mails[wanted]
    amal.refresh_from_db()
    assert amal.email == old, "not before she opened it"
    path, elsewhere = path_in(mails[wanted]), window()
    for _looked in range(2):
        assert "Is this your address?" in words(elsewhere.get(path))
    assert "This PIN does not fit" in words(elsewhere.post(path, {"pin": "111119"}))
    elsewhere.post(path, {"pin": PIN})
    amal.refresh_from_db()
    assert amal.email == wanted and amal.email_proven and "address" not in amal.settings and "left_address" not in amal.settings
    assert not who(elsewhere), "it shows whose the address is, and signs nobody in"
    assert elsewhere.get(path).status_code == elsewhere.post(path, {"pin": PIN}).status_code == 404
    assert window().get(path.replace("/account/e-mail/", "/sign-in/link/")).status_code == 404


def test_links_to_the_old_address_end_with_it(amal: Account) -> None:
    window().post("/sign-in/", {"email": amal.email})
    ask_address(account_id=amal.id, email=(wanted := new()))
    window().post(path_in(dict(sent())[wanted]), {"pin": PIN})
    assert not SignInLink.objects.filter(account=amal, used_at=None).exists()


def test_an_address_of_somebody_elses_gets_the_same_answer_and_no_mail_and_is_never_taken(amal: Account) -> None:
    dag = account(person("Dag"), "Dag Test", "citizen")
    Account.objects.filter(id=dag.id).update(email=(taken := new()))
    pages = []
    for wanted in (taken, new()):
        pages.append(words(here(amal).post(PAGE, {"email": wanted, "pin": PIN}, follow=True)))
        mails = dict(sent())
        assert (wanted in mails) == (wanted != taken)
    assert pages[0] == pages[1]
    ask_address(account_id=amal.id, email=(late := new()))
    path = path_in(dict(sent())[late])
    Account.objects.filter(id=dag.id).update(email=late)
    assert "This link does not work any more" in words(window().post(path, {"pin": PIN}))
    amal.refresh_from_db()
    assert amal.email not in (taken, late)


def test_without_the_pin_nothing_is_asked_and_after_five_wrong_ones_there_is_a_pause(amal: Account) -> None:
    client, _before = here(amal), sent()
    for _again in range(4):
        assert "This PIN does not fit" in words(client.post(PAGE, {"email": new(), "pin": "111119"}))
    assert "pause of 15 minutes" in words(client.post(PAGE, {"email": new(), "pin": "111119"}))
    assert "pause of 15 minutes" in words(client.post(NONE, {"pin": PIN}))
    assert sent() == []


def test_who_holds_the_link_of_a_mistyped_address_has_five_tries_and_locks_amal_out_of_nothing(amal: Account) -> None:
    ask_address(account_id=amal.id, email=(mistyped := new()))
    path = path_in(dict(sent())[mistyped])
    for _again in range(4):
        assert "This PIN does not fit" in words(window().post(path, {"pin": "111119"}))
    assert "This link does not work any more" in words(window().post(path, {"pin": "111119"}))
    assert window().get(path).status_code == window().post(path, {"pin": PIN}).status_code == 404
    said = here(amal).post(PAGE, {"email": (meant := new()), "pin": PIN}, follow=True)
    assert "Until you have opened it, everything stays as it is." in words(said)
    window().post(path_in(dict(sent())[meant]), {"pin": PIN})
    amal.refresh_from_db()
    assert amal.email == meant


def test_a_newer_link_and_an_hour_end_an_older_one(amal: Account) -> None:
    paths = []
    for _again in range(2):
        ask_address(account_id=amal.id, email=(wanted := new()))
        paths.append(path_in(dict(sent())[wanted]))
    assert [window().get(path).status_code for path in paths] == [404, 200]
    SignInLink.objects.filter(account=amal).update(expires_at=F("asked_at") - timedelta(seconds=1))
    assert window().get(paths[1]).status_code == 404


def test_amal_takes_her_address_away_and_the_pages_say_that_there_is_none(amal: Account) -> None:
    old, client = amal.email, here(amal)
    said = words(client.post(NONE, {"pin": PIN}, follow=True))
    assert "You get no mails from now on." in said and "You get no mails. Letters are printed for you." in said
    assert [to for to, _body in sent()] == [old]
    amal.refresh_from_db()
    assert amal.email is None
    for page in ("/account/", "/account/notices/", PAGE):
        shown = words(client.get(page))
        assert "You get no mails" in shown and str(old) not in shown, page
    assert "Add an address for mails" in words(client.get("/account/"))
    client.post(PAGE, {"email": (wanted := new()), "pin": PIN})
    window().post(path_in(dict(sent())[wanted]), {"pin": PIN})
    amal.refresh_from_db()
    assert amal.email == wanted


def test_bo_changes_his_after_showing_who_he_is_and_cannot_do_without_one() -> None:
    bo = account(person("Bo"), "Bo Test")
    Account.objects.filter(id=bo.id).update(email=new())
    client = here(bo)
    wanted = new()
    assert client.post(PAGE, {"email": wanted})["Location"] == "/account/"
    path = path_in(dict(sent())[wanted])
    assert "/sign-in/staff/" in window().get(path)["Location"], "to himself, signed in"
    client.post(path)
    bo.refresh_from_db()
    assert bo.email == wanted
    assert client.post(NONE, {"pin": PIN}).status_code == 404
    session = client.session
    session["began"] = int(time()) - 600
    session.save()
    assert client.get(PAGE)["Location"] == client.post(PAGE, {"email": new()})["Location"] == f"/sign-in/again/?next={PAGE}"


def test_cleos_link_opened_where_bo_is_signed_in_says_that_it_does_not_fit_and_leads_in_no_circle() -> None:
    bo, cleo = account(person("Bo"), "Bo"), account(person("Cleo"), "Cleo")
    ask_address(account_id=cleo.id, email=new())
    path = next(path_in(body) for _to, body in sent() if "/account/e-mail/" in body)
    found = here(bo).get(path)
    assert found.status_code == 404 and "Location" not in found.headers
    assert "/sign-in/staff/" in window().get(path).headers["Location"]

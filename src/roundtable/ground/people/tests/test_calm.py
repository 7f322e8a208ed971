"""How somebody wants their pages, without a script and from the first byte; and a sign-in that nobody is thrown out of."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.ground.access import sessions
from roundtable.ground.people.models import Account
from roundtable.ground.people.rules import LINK_LASTS
from roundtable.ground.people.tests.window import window


def _in(found: Account) -> Client:
    client = window()
    client.force_login(found)
    return client


def _page(client: Client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def amal() -> Account:
    return account(person("Amal", "Test"), "Amal", kind="citizen")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def choose(client: Client, **chosen: Any) -> None:
    assert client.post("/account/", {"language": "en", **chosen}).status_code == 302


@pytest.mark.parametrize("size", ["large", "larger"])
def test_the_size_of_the_text_stands_on_the_first_element_of_every_page(amal: Account, size: str) -> None:
    here = _in(amal)
    choose(here, text_size=size)
    for path in ("/", "/account/", "/nothing-here/"):
        text = here.get(path).content.decode()
        assert f'class="rt-page rt-size-{size}"' in text[:300], path
    assert f'value="{size}"' in _page(here, "/account/") and "rt-size" not in window().get("/sign-in/").content.decode()


def test_the_account_has_a_citizens_ways_on_and_those_of_nobody_else(cast: Cast) -> None:
    menu = re.compile(r'<nav class="rt-menu".*?</nav>', re.DOTALL)
    amal, bo = _in(account(cast.amal_id, "Amal", kind="citizen")), _in(account(cast.bo.person_id, "Bo"))
    mine = menu.search(_page(amal, "/account/"))
    assert mine is not None and mine[0].count("<a ") == 5 and f"/course/{cast.case_id}/people/" in mine[0] and "aria-current" not in mine[0]
    his = menu.search(_page(bo, "/account/"))
    assert his is not None and str(cast.case_id) not in his[0]


@pytest.mark.parametrize("size", ["huge", "rt-quiet", '"><script>', "x" * 1_000_000, "large\x00"])
def test_a_size_that_nobody_offers_is_refused_and_changes_nothing(amal: Account, size: str) -> None:
    here = _in(amal)
    assert here.post("/account/", {"language": "en", "text_size": size}).status_code == 200
    amal.refresh_from_db()
    assert amal.settings.get("text_size", "") == ""


def test_nothing_chosen_is_the_ordinary_page(amal: Account) -> None:
    here = _in(amal)
    choose(here, text_size="larger", quiet="on", slow="on")
    choose(here)
    assert 'class="rt-page">' in _page(here)[:300]
    amal.refresh_from_db()
    assert {name: amal.settings[name] for name in ("text_size", "quiet", "slow")} == {"text_size": "", "quiet": False, "slow": False}


def test_a_quiet_page_shows_the_next_step_and_help_and_folds_the_rest(cast: Cast) -> None:
    here = _in(account(cast.amal_id, "Amal", kind="citizen"))
    loud = _page(here)
    choose(here, quiet="on")
    quiet = _page(here)
    assert "<details" not in loud and quiet.count("<details") == 3  # the menu, the rest of this page, the column beside it
    card, folded, closed = (quiet.index(words) for words in ("rt-card", "rt-start__table", "</main>"))
    assert card < quiet.index("<details", card) < folded < closed < quiet.index("Help now")
    assert "open" not in quiet[quiet.index("<details", card) :][:40]
    assert set(re.findall(r'href="([^"]+)"', loud)) == set(re.findall(r'href="([^"]+)"', quiet))


def test_one_question_at_a_time_is_for_who_is_asked_not_for_staff(amal: Account, cast: Cast) -> None:
    assert 'name="slow"' in _page(_in(amal), "/account/")
    bo = account(cast.bo.person_id, "Bo")
    here = _in(bo)
    assert 'name="slow"' not in _page(here, "/account/")
    choose(here, slow="on")
    bo.refresh_from_db()
    assert bo.settings["slow"] is False


def test_how_pages_look_costs_no_statement(cast: Cast) -> None:
    here = _in(account(cast.amal_id, "Amal", kind="citizen"))
    _page(here)
    with count_statements() as before:
        _page(here)
    choose(here, text_size="large", quiet="on")
    _page(here)
    with count_statements() as after:
        _page(here)
    assert len(after) == len(before)


# -- a sign-in has no end that cannot be put off --------------------------------------------------------------------------------


def _began(client: Client, seconds_ago: int) -> None:
    store = client.session
    store[sessions.BEGAN] = int(time.time()) - seconds_ago
    store.save()


def test_in_the_last_hour_each_page_says_when_the_sign_in_ends_without_counting_down(amal: Account) -> None:
    here = _in(amal)
    assert "signed in for a long time" not in _page(here)
    _began(here, sessions.LONGEST_SECONDS - 1800)
    for path in ("/", "/account/"):
        text = _page(here, path)
        assert "You have been signed in for a long time" in text and "Nothing you typed is lost" in text and 'action="/stay/"' in text
    ends = datetime.fromtimestamp(here.session[sessions.BEGAN] + sessions.LONGEST_SECONDS, UTC).astimezone()
    assert "minutes left" not in text and ends is not None


def test_who_says_that_they_stay_stays_as_long_again_as_often_as_they_like(amal: Account) -> None:
    here = _in(amal)
    for _time in range(10):
        _began(here, sessions.LONGEST_SECONDS - 60)
        before = here.session.session_key
        answer = here.post("/stay/")
        assert answer.status_code == 200 and "You stay signed in" in answer.content.decode()
        assert here.session.session_key != before and time.time() - here.session[sessions.BEGAN] < 60
        assert "signed in for a long time" not in _page(here)


def test_a_page_that_is_left_open_knows_when_to_say_that_its_sign_in_ends_and_how_to_stay(amal: Account) -> None:
    here = _in(amal)
    usual = sessions.IDLE_SECONDS - sessions.MARK_EVERY_SECONDS - sessions.TOLD_BEFORE_SECONDS
    assert f'data-stay-in="{usual}"' in _page(here) and "Are you still here?" in _page(here)
    _began(here, sessions.LONGEST_SECONDS - 2 * 3600)
    left = int(_page(here).partition('data-stay-in="')[2].partition('"')[0])
    assert 3500 < left <= 3600
    assert "data-stay-in" not in window().get("/sign-in/").content.decode()


def test_a_link_in_a_mail_lasts_longer_than_the_twenty_minutes_somebody_may_need_and_says_how_long(amal: Account) -> None:
    assert timedelta(minutes=20) < LINK_LASTS == timedelta(minutes=30)
    said = render_to_string("people/mail/link.txt", {"url": "/", "address": ""})
    assert "for 30 minutes" in said and "for 30 minutes" in render_to_string("people/link_sent.html")


def test_staying_is_an_act_of_who_is_signed_in(amal: Account) -> None:
    assert _in(amal).get("/stay/").status_code == 405
    assert window().post("/stay/")["Location"].startswith("/sign-in/")
    here = _in(amal)
    _began(here, sessions.LONGEST_SECONDS + 60)
    assert here.post("/stay/").status_code == 302 and here.get("/account/").status_code == 302


def test_the_account_page_leads_only_where_there_is_something(cast: Cast) -> None:
    """Gro leads and is invited to nothing: no calendar of her own. Bo has no second step yet: no recovery codes."""
    bo, gro = _in(account(cast.bo.person_id, "Bo")), _in(account(cast.gro.person_id, "Gro"))
    for here, meetings in ((bo, True), (gro, False)):
        text = _page(here, "/account/")
        assert ('href="/calendar/"' in text) is meetings and (here.get("/calendar/").status_code == 200) is meetings
        assert "recovery-codes" not in text and here.get("/account/recovery-codes/").status_code == 404


def test_who_wants_one_question_at_a_time_switches_it_off_without_being_asked_the_others(amal: Account) -> None:
    here = _in(amal)
    choose(here, slow="on", quiet="on")
    page = _page(here, "/account/")
    assert "This is how it is now" in page and page.count('name="_to"') == 4
    stands = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page[page.index("<main") :]))
    one = here.post("/account/", {**stands, "_to": "slow"}).text
    assert 'type="checkbox" name="slow"' in one and 'type="checkbox" name="quiet"' not in one
    at = {**stands, "_at": "slow", "_looked": "1"}
    answers = here.post("/account/", {name: value for name, value in at.items() if name != "slow"} | {"_go": "on"}).text
    assert "Are these your answers?" in answers
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answers[answers.index("<main") :]))
    assert here.post("/account/", sent).status_code == 302
    amal.refresh_from_db()
    assert (amal.settings["slow"], amal.settings["quiet"]) == (False, True)

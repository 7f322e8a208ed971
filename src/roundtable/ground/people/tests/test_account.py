"""One's own account: leaving, hats, language, how long a sign-in lasts; and what was typed when it ended."""

import time
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.ground.access import sessions
from roundtable.ground.people.actions import keep_form
from roundtable.ground.people.models import Account, KeptForm
from roundtable.ground.people.tests.window import mailed, who, window, words

TYPED = "I lie awake at night\nand think of the letter. æøå 🙂 <b>&amp;"


def _in(found: Account) -> Client:
    client = window()
    client.force_login(found)
    client.get("/account/")
    return client


@pytest.fixture
def amal() -> Account:
    return account(person("Amal", "Test"), "Amal", kind="citizen")


def test_signing_out_is_a_post_and_leaves_nothing_in_the_browser(amal: Account) -> None:
    here = _in(amal)
    assert here.get("/sign-out/").status_code == 405 and who(here)
    answer = here.post("/sign-out/")
    assert not who(here)
    for name in (settings.SESSION_COOKIE_NAME, sessions.WHO):
        assert answer.cookies[name]["max-age"] == 0
    assert answer["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_quickly_ends_the_sign_in_and_shows_an_ordinary_page(amal: Account, method: str) -> None:
    here = _in(amal)
    answer = getattr(here, method)("/quick-exit/")
    assert not who(here) and answer.cookies[sessions.WHO]["max-age"] == 0
    page = here.get(answer["Location"])
    assert page.status_code == 200
    for telling in ("Roundtable", "Amal", "/static/ui/", "Help now"):
        assert telling not in page.content.decode()


def test_the_session_of_who_signed_out_opens_nothing_in_another_window(amal: Account) -> None:
    here = _in(amal)
    copy = window()
    copy.cookies[settings.SESSION_COOKIE_NAME] = here.cookies[settings.SESSION_COOKIE_NAME].value
    assert copy.get("/account/").status_code == 200
    here.post("/sign-out/")
    assert copy.get("/account/").status_code == 302


@pytest.mark.parametrize(("mark", "seconds"), [(sessions.SEEN, sessions.IDLE_SECONDS), (sessions.BEGAN, sessions.LONGEST_SECONDS)])
def test_a_sign_in_ends_after_eight_idle_hours_and_after_twelve_in_all(amal: Account, mark: str, seconds: int) -> None:
    here = _in(amal)
    for late, status in ((-60, 200), (60, 302)):
        store = here.session
        store[mark] = int(time.time()) - seconds - late
        store.save()
        assert here.get("/account/").status_code == status


def test_a_sign_in_that_says_not_when_it_began_is_over(amal: Account) -> None:
    here = _in(amal)
    store = here.session
    del store[sessions.BEGAN]
    store.save()
    assert here.get("/account/").status_code == 302


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_gro_changes_hats_among_hers_and_the_session_gets_a_new_key(cast: Cast) -> None:
    gro = _in(account(cast.gro.person_id, "Gro"))
    before = gro.session.session_key
    assert gro.post("/hat/", {"hat": "team_leader"})["Location"] == "/"
    assert gro.session["hat"] == "team_leader" and gro.session.session_key != before


@pytest.mark.parametrize("hat", ["citizen", "companion", "countersigner", "", "loader", "x" * 1_000_000])
def test_nobody_puts_on_a_hat_they_do_not_have(cast: Cast, hat: str) -> None:
    gro = _in(account(cast.gro.person_id, "Gro"))
    assert gro.post("/hat/", {"hat": hat}).status_code == 404
    assert "hat" not in gro.session
    assert gro.get("/hat/").status_code == 405
    assert window().post("/hat/", {"hat": "team_leader"})["Location"].startswith("/sign-in/")


def test_the_language_of_the_account_is_the_language_of_the_pages(amal: Account) -> None:
    here = _in(amal)
    here.post("/account/", {"language": "da"})
    page = here.get("/account/", headers={"accept-language": "nl"})
    assert page["Content-Language"] == "da" and '<html lang="da"' in page.content.decode()
    amal.refresh_from_db()
    assert amal.language == "da"
    assert window().get("/sign-in/", headers={"accept-language": "nl"})["Content-Language"] == "nl"


@pytest.mark.parametrize("language", ["", "xx", "en\x00", "a" * 1_000_000, "../../etc"])
def test_a_language_there_is_not_is_refused(amal: Account, language: str) -> None:
    assert _in(amal).post("/account/", {"language": language}).status_code == 200
    amal.refresh_from_db()
    assert amal.language == "en"


def test_the_account_page_asks_the_database_little_however_many_letters_there_are(amal: Account) -> None:
    here = _in(amal)
    with count_statements() as asked:
        here.get("/account/")
    assert len(asked) <= 8, asked


# -- what was typed when a sign-in ended --------------------------------------------------------------------------------------


def _expire(client: Client) -> None:
    store = client.session
    store[sessions.SEEN] = 1
    store.save()


def _typed_too_late(found: Account, path: str = "/hat/", **more: Any) -> tuple[Client, str]:
    """A form is sent after the session ended; the window, and where it is kept."""
    here = _in(found)
    _expire(here)
    answer = here.post(path, {"text": TYPED, "kinds": ["a", "b"], "csrfmiddlewaretoken": "old", "password": "secret", **more})
    assert answer["Location"].startswith("/sign-in/?next=%2Fkept%2F"), answer["Location"]
    return here, answer["Location"].partition("?next=")[2].replace("%2F", "/")


def test_what_amal_typed_comes_back_after_she_signs_in_again(amal: Account) -> None:
    here, kept = _typed_too_late(amal, "/hat/?to=x")
    assert not who(here) and here.get(kept).status_code == 302
    said = "Your sign-in had ended. What you wrote is kept."
    assert said in words(here.get("/sign-in/", {"next": kept}))
    assert not [next_ for next_ in ("", "/", "/hat/?next=/kept/", "//kept/") if said in words(here.get("/sign-in/", {"next": next_}))]
    here.post("/sign-in/", {"email": amal.email, "next": kept})
    assert said in words(here.get(mailed(amal).path)), "also where the mail leads, to the PIN"
    here.force_login(amal)
    page = here.get(kept)
    assert "think of the letter" in words(page) and "<b>" not in page.content.decode()
    sent = {line.name: [each.value for each in page.context["kept_lines"] if each.name == line.name] for line in page.context["kept_lines"]}
    assert sent == {"text": [TYPED], "kinds": ["a", "b"]}
    answer = here.post(f"{kept}send/", sent)
    assert (answer.status_code, answer["Location"]) == (307, "/hat/?to=x")
    kept_id = kept.split("/")[2]
    assert f'name="_kept" value="{kept_id}"' in page.content.decode()
    assert here.get(kept).status_code == 200, "kept until it has arrived"
    assert here.post("/hat/?to=x", {**sent, "_kept": kept_id}).status_code == 404
    assert here.get(kept).status_code == 200, "it was refused, and nothing of it is lost"
    assert here.post("/account/", {"language": "en", "_kept": kept_id}).status_code == 302
    assert here.get(kept).status_code == 404, "it has arrived"


def test_a_form_of_a_page_of_a_course_is_kept_before_anybody_looks_whose_course_it_is(amal: Account) -> None:
    path = f"/course/{uuid4()}/people/{uuid4()}/letter/"
    here, kept = _typed_too_late(amal, path)
    here.force_login(amal)
    assert here.post(f"{kept}send/", {"text": TYPED})["Location"] == path
    assert here.post(path, {"text": TYPED}).status_code == 404


def test_nobody_else_sees_it_not_even_in_the_same_browser(amal: Account) -> None:
    here, kept = _typed_too_late(amal)
    eve = account(person("Eve"), "Eve")
    here.force_login(eve)
    assert here.get(kept).status_code == here.post(f"{kept}send/").status_code == 404
    here.post(f"{kept}throw-away/")
    here.force_login(amal)
    assert here.get(kept).status_code == 200


def test_it_lies_sealed_in_the_database_and_only_for_its_account(amal: Account) -> None:
    _here, kept = _typed_too_late(amal)
    row = KeptForm.objects.get(id=kept.split("/")[2])
    assert b"awake" not in bytes(row.sealed)
    dag = account(person("Dag"), "Dag")
    KeptForm.objects.filter(id=row.id).update(account=dag)
    assert _in(dag).get(kept).status_code == 404


def test_it_can_be_thrown_away(amal: Account) -> None:
    here, kept = _typed_too_late(amal)
    here.force_login(amal)
    here.post(f"{kept}throw-away/")
    assert here.get(kept).status_code == 404 and not KeptForm.objects.filter(account=amal).exists()


def test_after_a_day_it_is_gone(amal: Account) -> None:
    here, kept = _typed_too_late(amal)
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE people_keptform SET made_at = now() - interval '25 hours' WHERE account_id = %s", [amal.id])
    here.force_login(amal)
    assert here.get(kept).status_code == 404


@pytest.mark.parametrize("cookie", [None, "", "x", "a" * 10_000, "00000000-0000-4000-8000-000000000001"])
def test_who_was_never_signed_in_here_or_makes_up_a_cookie_has_nothing_kept(cookie: str | None) -> None:
    here = window()
    if cookie is not None:
        here.cookies[sessions.WHO] = cookie
    before = KeptForm.objects.count()
    assert "kept" not in here.post("/hat/", {"text": TYPED})["Location"]
    assert KeptForm.objects.count() == before


def test_who_signed_out_has_nothing_kept(amal: Account) -> None:
    here = _in(amal)
    here.post("/sign-out/")
    assert "kept" not in here.post("/hat/", {"text": TYPED})["Location"]


def test_at_most_ten_forms_are_kept_for_one_account(amal: Account) -> None:
    kept = [keep_form(account_id=amal.id, path="/hat/", fields=f"text={number}") for number in range(12)]
    left = set(KeptForm.objects.filter(account=amal).values_list("id", flat=True))
    assert left == set(kept[2:])
    assert keep_form(account_id=uuid4(), path="/hat/", fields="") is None


def test_a_form_of_a_megabyte_is_kept_too(amal: Account) -> None:
    here, kept = _typed_too_late(amal, long="word " * 200_000)
    here.force_login(amal)
    assert here.get(kept).status_code == 200


def _checking(found: Account) -> Client:
    """A window whose forms are checked for their token, as in a browser."""
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR="10.9.8.7")
    client.force_login(found)
    client.get("/account/")
    return client


def test_a_page_left_open_over_a_new_sign_in_in_another_tab_loses_nothing(amal: Account) -> None:
    here = _checking(amal)
    answer = here.post("/hat/", {"text": TYPED, "csrfmiddlewaretoken": "x" * 64}, headers={"origin": "http://testserver"})
    assert answer.status_code == 302 and answer["Location"].startswith("/kept/")
    assert "think of the letter" in words(here.get(answer["Location"]))


@pytest.mark.parametrize("then", ["reads on", "signs out"])
def test_a_page_bo_left_open_is_not_kept_for_the_colleague_who_came_after_in_the_same_browser(then: str) -> None:
    bo, cleo = account(person("Bo"), "Bo"), account(person("Cleo"), "Cleo")
    here = _checking(bo)
    here.force_login(cleo)
    here.get("/account/")
    if then == "signs out":
        del here.cookies[settings.SESSION_COOKIE_NAME]
    answer = here.post("/hat/", {"text": TYPED, "csrfmiddlewaretoken": "x" * 64}, headers={"origin": "http://testserver"})
    assert answer.status_code == 403 and TYPED not in answer.content.decode()
    assert not KeptForm.objects.filter(account__in=[bo, cleo]).exists()


@pytest.mark.parametrize("origin", ["https://example.com", "null", ""])
def test_a_strangers_page_cannot_leave_words_in_somebodys_account(amal: Account, origin: str) -> None:
    here = _checking(amal)
    answer = here.post("/hat/", {"text": "I agree"}, headers={"origin": origin} if origin else {})
    assert answer.status_code == 403
    assert not KeptForm.objects.filter(account=amal).exists()

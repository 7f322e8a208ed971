"""The demo as it stands after loading: its shape, its story, and that the past is past."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.test import Client

from roundtable.casework.plans.queries import waiting_answers
from roundtable.demo.actions import load_demo
from roundtable.demo.rules.people import WORKERS, demo_id, email_of
from roundtable.demo.rules.programmes import PROGRAMMES
from roundtable.demo.rules.script import Note, Story
from roundtable.demo.rules.stories import STORIES
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.hats import hats_of
from roundtable.ground.seats.queries import words


def ask(statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
    with connections["loader"].cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()


def count_all() -> dict[str, int]:
    tables = ask(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " AND has_table_privilege(c.oid, 'SELECT')"
    )
    return {table: ask(f"SELECT count(*) FROM {table}")[0][0] for (table,) in tables}


def as_(key: str, hat: Hat, *, authority: bool = False) -> Actor:
    """Somebody of the demo on all their cases."""
    person_id = get_user_model().objects.get(email=email_of(key)).person_id
    return Actor(person_id, hat, authority, None, Purpose.CASE)


def read_by(actor: Actor) -> str:
    """Every word somebody can read."""
    return "\n".join(f"{view.headline}\n{view.body}" for view in words(actor=actor))


def story(key: str) -> Story:
    return next(one for one in STORIES if one.key == key)


def notes_of(key: str, place: str, by: str = "") -> list[str]:
    """The words of a story's notes in one kind of place."""
    return [event.body for event in story(key).events if isinstance(event, Note) and event.place == place and by in ("", event.by)]


@pytest.fixture(scope="module", autouse=True)
def loading() -> tuple[float, float]:
    """The demo is loaded; when that began and ended."""
    began = time.time()
    call_command("load_demo", verbosity=0)
    return began, time.time()


def test_loading_again_changes_nothing() -> None:
    before = count_all()
    assert not load_demo(alone=False).fresh
    assert count_all() == before


def test_both_teams_have_the_published_shape() -> None:
    shape = {
        team: (
            sum(worker.role == "employment-consultant" for worker in WORKERS if worker.team == team),
            sum(worker.role == "care-manager" for worker in WORKERS if worker.team == team),
            sum(worker.role == "team-leader" for worker in WORKERS if worker.team == team),
        )
        for team in ("North team", "South team")
    }
    assert shape == {"North team": (10, 5, 1), "South team": (3, 3, 1)}
    teams = dict(
        ask(
            "SELECT m.team, count(*) FROM programmes_membership m JOIN programmes_programme g ON g.id = m.programme_id"
            " WHERE g.code = 'back-together' GROUP BY 1"
        )
    )
    assert teams == {"North team": 17, "South team": 7}  # with Nan, who leads at the jobcentre


def test_four_municipalities_send_people_to_the_programme_and_every_one_has_somebody_at_a_table() -> None:
    found = ask(
        "SELECT o.name, count(DISTINCT s.case_id) FROM organisations_organisation o"
        " JOIN programmes_membership m ON m.organisation_id = o.id JOIN programmes_programme g ON g.id = m.programme_id"
        " LEFT JOIN seats_seat s ON s.person_id = m.person_id AND s.hat = 'professional'"
        " WHERE g.code = 'back-together' AND starts_with(o.name, 'Jobcentre') GROUP BY o.name"
    )
    assert {name for name, _ in found} == {"Jobcentre Nordmark", "Jobcentre Elmby", "Jobcentre Tranekilde", "Jobcentre Rosenhavn"}
    assert all(courses for _, courses in found), found


def test_una_and_kim_are_asked_by_amal_to_one_step_each_and_nan_can_be_signed_in_as(client: Client) -> None:
    asked = ask(
        "SELECT p.given_name, s.ground, t.what, l.secret_hash <> '', s.until_at > now() FROM guests_guestlink l"
        " JOIN seats_seat s ON s.id = l.place_id JOIN people_person p ON p.id = s.person_id JOIN plans_step t ON t.id = l.step_id"
        " JOIN seats_case c ON c.id = l.case_id JOIN programmes_programme g ON g.id = c.programme_id WHERE g.code = 'back-together'"
    )
    assert sorted(asked) == [
        ("Kim", "employer", "Look at the room together, on a quiet afternoon", True, True),
        ("Una", "volunteer", "The library on Tuesdays, twenty minutes", True, True),
    ]
    client.force_login(get_user_model().objects.get(email=email_of("amal")))
    course = next(iter(re.findall(r"/course/[0-9a-f-]{36}/", client.get("/").content.decode())))
    page = client.get(f"{course}guests/").content.decode()
    assert "Una" in page and "Kim" in page
    door = client.get("/demo/").content.decode()
    assert "Be Nan Kildemark" in door and "Be Una" not in door and "Be Kim" not in door
    (nan,) = re.findall(r'action="(/demo/[^"]*)"', door.partition("<strong>Nan Kildemark")[2])[:1]
    first = client.post(nan, follow=True)
    assert first.status_code == 200 and "Nan Kildemark" in first.content.decode()
    assert "Amal" not in first.content.decode()


def test_twelve_courses_are_in_different_phases() -> None:
    phases = ask(
        "SELECT DISTINCT ON (e.case_id) e.phase FROM cases_phaseevent e JOIN seats_case c ON c.id = e.case_id"
        " JOIN programmes_programme g ON g.id = c.programme_id WHERE g.code = 'back-together' ORDER BY e.case_id, e.number DESC"
    )
    assert len(phases) == 12
    assert {phase for (phase,) in phases} == {"start", "assessment", "plan", "action", "end"}


def test_there_are_referrals_in_every_state_and_the_waiting_ones_have_ages() -> None:
    states = ask(
        "SELECT DISTINCT ON (e.referral_id) e.state, e.at FROM referrals_referralevent e JOIN referrals_referral r ON r.id = e.referral_id"
        " JOIN programmes_programme g ON g.id = r.programme_id WHERE g.code = 'back-together' ORDER BY e.referral_id, e.number DESC"
    )
    assert {state for state, _ in states} == {"sent", "returned", "accepted", "declined", "withdrawn"}
    assert len({at.date() for state, at in states if state == "sent"}) == 3


def test_amal_is_asked_for_her_answer_and_cleo_has_written_to_her() -> None:
    amal = as_("amal", Hat.CITIZEN)
    (state,) = waiting_answers(actor=amal)
    assert amal.person_id in state.waiting
    newest = words(actor=amal, kinds=["message"])[0]
    assert newest.author_id == as_("cleo", Hat.PROFESSIONAL).person_id


def test_cleo_reads_nothing_that_amal_told_bo() -> None:
    bo, cleo = read_by(as_("bo", Hat.PROFESSIONAL)), read_by(as_("cleo", Hat.PROFESSIONAL, authority=True))
    told = notes_of("amal", "confidence") + notes_of("amal", "side", "bo")
    assert len(told) >= 4
    for text in told:
        assert text in bo
        assert text not in cleo
    assert "marriage" in bo
    assert "marriage" not in cleo


def test_ida_covers_for_bo_and_reads_what_is_for_their_side_only() -> None:
    ida = read_by(as_("ida", Hat.PROFESSIONAL))
    assert notes_of("amal", "side", "bo")[0] in ida
    for text in notes_of("amal", "confidence"):
        assert text not in ida


def test_cleo_reads_the_words_amal_gave_her_and_not_those_bo_had_proposed() -> None:
    cleo = read_by(as_("cleo", Hat.PROFESSIONAL, authority=True))
    assert "I can work with my head for about forty minutes in the morning" in cleo
    assert "In the morning it goes better than after lunch" not in cleo


def test_what_amal_took_back_is_gone_for_cleo() -> None:
    assert "That I am not lazy" in read_by(as_("amal", Hat.CITIZEN))
    assert "That I am not lazy" not in read_by(as_("cleo", Hat.PROFESSIONAL, authority=True))


def test_finn_reads_what_amal_gave_him_and_no_more() -> None:
    finn = read_by(as_("finn", Hat.COMPANION))
    assert "Finn can drive me in the beginning" in finn
    assert "Amal plans routes again" not in finn


@pytest.mark.parametrize(("key", "authority"), [("dag", True), ("eve", False), ("jon", False)])
def test_who_does_not_sit_at_amals_table_reads_none_of_it(key: str, authority: bool) -> None:
    said = read_by(as_(key, Hat.PROFESSIONAL, authority=authority))
    assert "Amal" not in said


def test_jon_reads_the_table_of_mille_and_none_of_what_she_told_loke() -> None:
    jon = read_by(as_("jon", Hat.PROFESSIONAL))
    assert "Please read this first" in jon
    for text in notes_of("mille", "confidence", "loke"):
        assert text not in jon


def test_what_jo_told_fenna_reaches_neither_parent_nor_the_municipality() -> None:
    (told, *_) = notes_of("family", "confidence", "fenna")
    assert told in read_by(as_("fenna", Hat.PROFESSIONAL))
    assert told in read_by(as_("jo", Hat.CITIZEN))
    for key, hat, authority in (("mia", Hat.CITIZEN, False), ("per", Hat.CITIZEN, False), ("bram", Hat.PROFESSIONAL, True)):
        said = read_by(as_(key, hat, authority=authority))
        assert told not in said
        assert "Sem" not in said
        assert "sem" not in said.split()


def test_no_text_for_others_names_a_diagnosis() -> None:
    texts = ask("SELECT t.headline || ' ' || t.body FROM seats_text t JOIN seats_item i ON i.id = t.item_id WHERE t.sealed IS NULL")
    for word in ("depress", "anxiety", "anxious", "burn-out", "burnout", "diagnos", "disorder", "suicid"):
        assert not [text for (text,) in texts if word in text.lower()], word


def test_everything_that_happened_happened_in_the_past(loading: tuple[float, float]) -> None:
    columns = ask(
        "SELECT c.oid::regclass::text, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'case_id' AND k.atttypid = 'uuid'::regtype"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'timestamptz'::regtype AND NOT a.attisdropped"
        " AND has_table_privilege(c.oid, 'SELECT')"
    )
    assert len(columns) > 15
    cases = [case for (case,) in ask("SELECT id FROM seats_case WHERE programme_id = ANY (%s)", [demo_id(one.code) for one in PROGRAMMES])]
    assert len(cases) == 20
    for table, column in columns:
        between = f"SELECT count(*) FROM {table} WHERE case_id = ANY (%s) AND {column} BETWEEN to_timestamp(%s) AND to_timestamp(%s)"
        assert ask(between, cases, *loading) == [(0,)], (table, column)


def test_what_never_changes_cannot_be_changed_once_the_story_is_told() -> None:
    states = ask("SELECT DISTINCT tgenabled::text FROM pg_trigger WHERE tgname LIKE 'never%%'")
    assert states == [("O",)]


def test_who_opened_what_is_told_with_the_days_of_the_story() -> None:
    amal = as_("amal", Hat.CITIZEN).person_id
    found = ask("SELECT hat, purpose, at FROM access_accessevent WHERE %s = ANY (about) ORDER BY at", amal)
    assert {"professional", "intake", "companion"} <= {hat for hat, _, _ in found}
    assert {"plan", "meeting", "messages", "referral"} <= {purpose for _, purpose, _ in found}
    assert (found[-1][2] - found[0][2]).days > 90


def test_everybody_with_an_account_gets_a_first_page(client: Client) -> None:
    for account in get_user_model().objects.filter(email__endswith="@example.org", settings__has_key="order"):
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get("/", follow=True).status_code == 200, account


@pytest.mark.parametrize(("key", "word"), [("liv", "Min plan"), ("astrid", "Liv"), ("soeren", "Liv"), ("kirsten", "Team")])
def test_the_danish_cast_meets_danish_pages_at_once_and_amal_english_ones(client: Client, key: str, word: str) -> None:
    account = get_user_model().objects.get(email=email_of(key))
    client.post(f"/demo/as/{account.id}/")
    page = client.get("/", follow=True).content.decode()
    assert '<html lang="da"' in page and "Log ud" in page and word in page
    client.post(f"/demo/as/{get_user_model().objects.get(email=email_of('amal')).id}/")
    assert '<html lang="en"' in client.get("/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("mia", ("Levensgevaar", "Jeugdwerker", "Jeugdconsulent van de gemeente", "Behandelaar voor volwassenen")),
        ("liv", ("Livsfare", "Behandler", "Jobkonsulent")),
        ("amal", ("Life in danger", "Care manager", "Employment consultant")),
    ],
)
def test_help_at_night_and_titles_stand_in_the_language_of_the_programme(client: Client, key: str, said: tuple[str, ...]) -> None:
    page = page_of(client, key, "people/")
    assert all(text in page for text in said)
    english = ("Life in danger", "Youth worker", "consultant", "Team leader", "Municipality")
    assert key == "amal" or not [text for text in english if text in page]


def test_livs_plan_her_goals_and_what_was_written_are_danish_and_wait_for_her(client: Client) -> None:
    account = get_user_model().objects.get(email=email_of("liv"))
    client.post(f"/demo/as/{account.id}/")
    (case_id,) = (row.case_id for row in hats_of(account.person_id) if row.case_id)
    for address, text in (
        ("plan/", "Liv finder bøger frem igen"),
        ("plan/", "Hvad siger du til planen?"),
        ("meeting/", "det lille rum mod haven"),
        ("people/", "Astrid Højvang"),
        ("sharing/", "Formiddagen går bedst"),
    ):
        assert text in client.get(f"/course/{case_id}/{address}", follow=True).content.decode(), address


def page_of(client: Client, key: str, address: str) -> str:
    """A page of somebody's only course, as words with single spaces."""
    account = get_user_model().objects.get(email=email_of(key))
    client.post(f"/demo/as/{account.id}/")
    (case_id,) = {row.case_id for row in hats_of(account.person_id) if row.case_id}
    return " ".join(client.get(f"/course/{case_id}/{address}", follow=True).content.decode().split())


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("amal", ("I laugh at work", "The nights before the two mornings", "In spring she still plans routes")),
        ("liv", ("Jeg ler på arbejdet", "Natten før en formiddag", "Til foråret er hun der stadig")),
    ],
)
def test_how_each_would_see_that_it_went_well_is_met_in_both_languages(client: Client, key: str, said: tuple[str, ...]) -> None:
    page = page_of(client, key, "plan/map/")
    assert all(text in page for text in said)


@pytest.mark.parametrize(("key", "who", "more"), [("amal", "cleo", "Hanne begins at seven"), ("liv", "soeren", "Ditte fra udlånet")])
def test_a_message_in_two_layers_stands_folded_under_its_first(client: Client, key: str, who: str, more: str) -> None:
    page = page_of(client, key, f"messages/{demo_id(who)}/")
    assert more in page and "· · ·" not in page
    assert "<details" in page[: page.index(more)], "the second layer is folded"


def test_bo_meets_the_same_step_with_two_days_at_tildes_table_and_amals_plan_has_none(client: Client) -> None:
    bo = get_user_model().objects.get(email=email_of("bo"))
    client.post(f"/demo/as/{bo.id}/")
    told = {}
    for case_id in {row.case_id for row in hats_of(bo.person_id) if row.case_id}:
        page = client.get(f"/course/{case_id}/plan/", follow=True).content.decode()
        told["Tilde" in page] = "Two days for the same thing" in page
    assert told == {True: True, False: False}


def test_maxs_sister_reads_his_course_because_he_asked_her_to_and_what_he_told_ida_is_not_hers(client: Client) -> None:
    assert "Runa" in page_of(client, "max", "people/")
    assert "one question at a time" in page_of(client, "max", "meeting/")
    assert "Where one of the others works" in page_of(client, "max", "meeting/")
    hers = page_of(client, "runa", "people/")
    assert "Max" in hers
    runa = read_by(as_("runa", Hat.REPRESENTATIVE))
    assert "walk-in fridge" not in runa and "somebodys onions" not in runa


@pytest.mark.nightly
def test_a_loading_that_was_killed_begins_again() -> None:
    from tests.plugin import ROOT, cluster, template

    name = f"interrupted_{os.getpid()}"
    cluster.drop(name)
    cluster.clone(template(), name)
    environ = {**os.environ, "ROUNDTABLE_DATABASE": name, "PYTHONPATH": str(Path(ROOT) / "src")}
    command = [sys.executable, "-m", "django", "load_demo"]
    try:
        with subprocess.Popen(command, env=environ) as first:
            time.sleep(8)
            first.kill()
        again = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert "Loaded 20 courses" in again.stdout, again.stderr
        assert subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout == ""
    finally:
        cluster.drop(name)

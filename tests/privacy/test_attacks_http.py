"""Requests as an attacker who is signed in as one of the cast, or as nobody: what a page gives away that was not written down,
what still opens after it was closed, and where a link or a header can be made to lead."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import pypdf
import pytest
from django.db import connections, transaction
from django.test import Client

from roundtable.ground.access.actor import Purpose
from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.actions import ask_to_share, close_for, release_items, withdraw_release
from roundtable.ground.disclosure.queries import who_saw
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import own
from tests.cast import account, build_cast, build_family
from tests.privacy.walk import all_addresses, body_of, masked, path_of
from tests.privacy.world import World, build_world

WORD = re.compile(r"qua[a-z]{6,30}")
NOT_ITEMS = ("person", "draft")
"""What people wrote about themselves, and one's own drafts: no item of somebody else."""
LEAVES = ("quick_exit", "sign_out")
TOLD_WITH_THE_SHARING = "paragraph"
"""The rule of law a share rests on is said beside it; it stands in the disclosure, not only in the reason's headline."""
OPENS = ("plan", "plan_version", "plan_pdf", "plan_easy", "take_home_pdf", "referral", "sharing", "may_i", "roundtable", "what_we_bring")
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/x\r\nSet-Cookie: a=b",
    "http:///evil.example",
    "/%0d%0aSet-Cookie:a=b",
    "https:evil.example",
    " //evil.example",
)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world("h")


@dataclass(frozen=True)
class Shelf:
    """Which items hold a word, and who wrote them."""

    holds: dict[str, frozenset[UUID]]
    author: dict[UUID, UUID]


def _rows(sql: str, *values: object) -> list[tuple[UUID, ...]]:
    with transaction.atomic(using="loader"), connections["loader"].cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[UUID, ...]] = cursor.fetchall()
    return found


def shelf(world: World) -> Shelf:
    """All items by their words, the sealed ones as read by who may; a plan's words also stand in its other items and on the sheet."""
    holds: dict[str, set[UUID]] = {}
    for item_id, text in _rows("SELECT item_id, headline || ' ' || body FROM seats_text"):
        for word in WORD.findall(str(text).lower()):
            holds.setdefault(word, set()).add(item_id)
    for name in ("amal", "bo", "cleo", "ida"):
        with acting(world.actor(name)):
            for view in words(actor=world.actor(name), case_id=world.case_id, limit=500):
                for word in WORD.findall(f"{view.headline} {view.body}".lower()):
                    holds.setdefault(word, set()).add(view.item_id)
    plans = {row[0] for row in _rows("SELECT id FROM seats_item WHERE case_id = %s AND kind LIKE 'plan%%'", world.case_id)}
    plans |= {
        row[0] for row in _rows("SELECT item_id FROM cowriting_sheet WHERE case_id = %s", world.case_id)
    }  # the shared goal stands there too
    whole = {word: frozenset(items | plans if items & plans else items) for word, items in holds.items()}
    return Shelf(whole, {row[0]: row[1] for row in _rows("SELECT id, author_id FROM seats_item")})


def recorded(person_id: UUID) -> dict[UUID, UUID]:
    """The log's rows of one reader: row by item."""
    found = _rows("SELECT id, item_id FROM access_accessevent WHERE person_id = %s", person_id)
    return {row[0]: row[1] for row in found}


def text_of(body: bytes) -> str:
    """What stands on a page or in a PDF."""
    if not body.startswith(b"%PDF"):
        return body.decode("utf-8", "replace").lower()
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages).lower()


def paths(world: World, name: str) -> Iterator[str]:
    """Every address once; every note by its id; and a search that finds everything."""
    for address in all_addresses():
        if address.name in LEAVES:
            continue
        yield path_of(world, address)
        if address.name == "note":
            for item_id in world.items.values():
                yield path_of(world, address, item_id=item_id)
        if address.name in ("search", "search_case"):
            yield path_of(world, address) + "?q=qua"


@pytest.mark.parametrize(("name", "at_least"), [("cleo", 20), ("ida", 25), ("bo", 12), ("finn", 3), ("jon", 2)])
def test_whatever_somebody_is_shown_of_anothers_words_stands_in_the_read_log(world: World, name: str, at_least: int) -> None:
    shelves, who, client = shelf(world), world.people[name], world.client(name)
    before, silent, looked = recorded(who), [], 0
    for path in paths(world, name):
        response = client.get(path)
        after = recorded(who)
        opened, before = {item for row, item in after.items() if row not in before}, after
        assert response.status_code < 500, path  # else what it would have shown were passed over
        if response.status_code != 200:
            continue
        assert "no-store" in response.get("Cache-Control", ""), path
        for word in set(WORD.findall(text_of(body_of(response)))) & set(world.canaries):
            canary = world.canaries[word]
            assert name in canary.readers, (path, canary)
            if canary.place in NOT_ITEMS or canary.what.startswith(TOLD_WITH_THE_SHARING):
                continue
            held = shelves.holds.get(word, frozenset())
            if held and not any(shelves.author[item] == who for item in held):
                looked += 1
                if not held & opened:
                    silent.append((path, canary.what))
    assert silent == []
    assert looked >= at_least, looked


ALL_KINDS_OF_READING = (
    ("cleo", "plan"),
    ("bo", "plan"),
    ("ida", "plan"),
    ("jon", "countersign"),
    ("finn", "roundtable"),
    ("cleo", "plan_pdf"),
)


def test_every_record_about_amal_stands_on_her_page_as_soon_as_it_is_made(world: World) -> None:
    """Served ≤ recorded = shown: her sums and her list hold each row of the log that is about her, at the very next request."""
    amal, grew = world.actor("amal", Purpose.LOG), 0
    for name, page in (
        ("cleo", "plan"),
        ("bo", "plan"),
        ("ida", "plan"),
        ("jon", "countersign"),
        ("finn", "roundtable"),
        ("cleo", "plan_pdf"),
    ):
        before, openings = _about_amal(world), _openings(world)
        (address,) = (address for address in all_addresses() if address.name == page)
        response = world.client(name).get(path_of(world, address))
        body_of(response)
        recorded_now = _about_amal(world)
        grew += recorded_now > before
        assert response.status_code == 200 and recorded_now > before, (name, page)
        assert _openings(world) >= openings, (name, page)  # the sums tell openings close together as one; the list holds each
    listed = []
    for number in range(1, who_saw(actor=amal, case_id=world.case_id).pages + 1):
        listed += who_saw(actor=amal, case_id=world.case_id, page=number).readings
    assert len(listed) == _about_amal(world)
    assert {"Cleo Test", "Bo Test", "Ida Test", "Jon Test"} <= {reading.name for reading in listed}


def _openings(world: World) -> int:
    """How often others opened something of Amal's, as her page sums it up: lines of one page, and openings within ten minutes, are one."""
    return sum(row.times for row in who_saw(actor=world.actor("amal", Purpose.LOG), case_id=world.case_id).sums)


def _about_amal(world: World) -> int:
    """The rows of the log about Amal and her course that others made, and that she may be told of today."""
    found = _rows(
        "SELECT id FROM access_accessevent WHERE case_id = %s AND %s = ANY (about) AND person_id <> %s"
        " AND (show_from IS NULL OR show_from <= now())",
        world.case_id,
        world.people["amal"],
        world.people["amal"],
    )
    return len(found)


@contextmanager
def log_out_of_order() -> Iterator[None]:
    """The recorder may not write."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.column_privileges"
                       " WHERE table_name = 'access_accessevent' AND grantee = 'recorder' AND privilege_type = 'INSERT'")  # fmt: skip
        columns = cursor.fetchone()[0]
        cursor.execute(f"REVOKE INSERT ({columns}) ON access_accessevent FROM recorder")
    try:
        yield
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"GRANT INSERT ({columns}) ON access_accessevent TO recorder")


def test_while_the_log_cannot_be_written_no_page_and_no_pdf_shows_anothers_words(world: World) -> None:
    cleo, shelves = world.client("cleo"), shelf(world)
    kept = {address.name: path_of(world, address) for address in all_addresses()}
    asked = [kept[name] for name in OPENS]
    asked += [kept["search"] + "?q=qua", kept["note"].replace(str(world.items["bo confidence"]), str(world.items["bo table"]))]
    normal = {path: cleo.get(path).status_code for path in asked}
    with log_out_of_order():
        refused = 0
        for path in asked:
            response = cleo.get(path)
            refused += response.status_code == 503
            for word in set(WORD.findall(text_of(body_of(response)))) & set(world.canaries):
                held = shelves.holds.get(word, frozenset())
                fine = world.canaries[word].place in NOT_ITEMS or world.canaries[word].what.startswith(TOLD_WITH_THE_SHARING)
                assert fine or not held or any(shelves.author[item] == world.people["cleo"] for item in held), (path, world.canaries[word])
    assert refused >= 6
    assert {path: cleo.get(path).status_code for path in asked} == normal


def test_a_withdrawal_binds_the_next_request_for_what_cleo_has_open() -> None:
    cast = build_cast()
    note = write_words(actor=cast.amal, case_id=cast.case_id, place=own(), kind="note", body="plover on the marsh").item_id
    given = release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[note], to_seat_id=cast.seats["cleo"], purpose="work")
    cleo = Client()
    cleo.force_login(account(cast.cleo.person_id, "Cleo"))
    case, shown = f"/course/{cast.case_id}/", ("sharing/", "time-line/", "search/?q=plover", "")
    assert b"plover" in b"".join(cleo.get(case + page).content for page in shown)
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=given.disclosure_id)
    before = recorded(cast.cleo.person_id)
    for page in shown:
        assert b"plover" not in cleo.get(case + page).content.replace(b'value="plover"', b""), page
    assert recorded(cast.cleo.person_id) == before


def test_once_amal_has_closed_her_course_for_cleo_every_address_of_it_is_as_if_it_never_was() -> None:
    cast = build_cast()
    cleo = Client(raise_request_exception=False)
    cleo.force_login(account(cast.cleo.person_id, "Cleo"))
    case = f"/course/{cast.case_id}/"
    assert cleo.get(case).status_code == 200
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    for page in ("", "people/", "plan/", "sharing/", "notes/", "roundtable/", "time-line/", "referral/", "write/"):
        hidden, absent = cleo.get(case + page), cleo.get(f"/course/{uuid4()}/" + page)
        assert hidden.status_code == absent.status_code == 404 and masked(hidden.content) == masked(absent.content), page
    assert str(cast.amal_id).encode() not in cleo.get("/").content and b"Amal" not in cleo.get("/").content


def test_in_a_family_nobody_answers_a_question_that_was_put_to_another() -> None:
    cast = build_cast()
    family = build_family(cast)
    jo = family.citizens["Jo"]
    bo = cast.bo.on(family.case_id)
    seat = _rows("SELECT id FROM seats_seat WHERE case_id = %s AND person_id = %s AND hat = 'professional' AND ground <> 'referral'",
                 family.case_id, cast.cleo.person_id)[0][0]  # fmt: skip
    asked = ask_to_share(actor=bo, case_id=family.case_id, to_seat_id=seat, headline="Jo sleeps badly", about=(jo.person_id,))
    address = f"/course/{family.case_id}/may-i/{asked}/"
    for name in ("Mia", "Per"):
        parent = Client(raise_request_exception=False)
        parent.force_login(account(family.citizens[name].person_id, name, kind="citizen"))
        unknown = f"/course/{family.case_id}/may-i/{uuid4()}/"
        assert masked(parent.get(address).content) == masked(parent.get(unknown).content)
        assert parent.post(address, {"answer": "yes"}).status_code == 404
        assert b"sleeps" not in parent.get(f"/course/{family.case_id}/may-i/").content
    assert _rows("SELECT 1 FROM seats_disclosure WHERE case_id = %s", family.case_id) == []
    mine = Client()
    mine.force_login(account(jo.person_id, "Jo", kind="citizen"))
    assert b"sleeps" in mine.get(address).content


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_after_a_sign_in_nobody_is_led_to_another_house(elsewhere: str) -> None:
    cast = build_cast()
    amal = Client(raise_request_exception=False)
    amal.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    bo = Client(raise_request_exception=False)
    bo.force_login(account(cast.bo.person_id, "Bo"))
    for client in (amal, bo, Client(raise_request_exception=False)):
        for door in ("/sign-in/", "/sign-in/staff/", "/sign-in/letter/"):
            for response in (client.get(door, {"next": elsewhere}), client.post(door, {"next": elsewhere})):
                assert response.status_code < 500
                led = response.get("Location", "/")
                assert led.startswith("/") and not led.startswith(("//", "/\\")), (door, led)
                assert "evil" not in led.split("?")[0] and "a=b" not in str(response.cookies), (door, led)
        assert client.post("/sign-out/", {"next": elsewhere}).get("Location", "/").startswith("/")


def test_a_forged_host_is_refused_and_a_forwarded_one_is_not_believed() -> None:
    assert Client(raise_request_exception=False).get("/sign-in/", HTTP_HOST="evil.example").status_code == 400
    forwarded = Client().get("/sign-in/", HTTP_X_FORWARDED_HOST="evil.example")
    assert b"evil.example" not in forwarded.content and "evil" not in str(forwarded.headers)


def test_what_stands_after_the_question_mark_makes_no_header_and_no_markup(world: World) -> None:
    cleo = world.client("cleo")
    for path in ("/", f"/course/{world.case_id}/", f"/course/{world.case_id}/sharing/", "/search/"):
        for name in ("done", "q", "next", "page", "kind", "shared", "leaving"):
            response = cleo.get(path, {name: "x\r\nX-Evil: 1<script>qzx</script>"})
            assert response.status_code < 500 and "X-Evil" not in response.headers
            assert b"<script>qzx" not in body_of(response)

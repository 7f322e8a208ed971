"""Every address, asked by everybody, by both methods: what the table says and nothing else."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client

from tests.plugin import cluster
from tests.privacy.walk import all_addresses, body_of, forged, masked, path_of
from tests.privacy.world import ALL, World, build_world

WHO = (*ALL, "anonymous")
ANYBODY = " ".join(WHO)
SIGNED_IN = " ".join(ALL)
NOBODY = ""
AT_THE_TABLE = "amal bo cleo ida"
THE_PAIR = "bo cleo ida"
WITH_COMPANION = "amal finn bo cleo ida"
FACTS = "amal finn bo cleo ida gro"
WORKERS = "bo cleo ida dag eve jon"
DECIDING = "bo cleo ida gro"

MAY_GET: dict[str, tuple[str, ...]] = {
    ANYBODY: (
        "sign_in", "link_sent", "enter_letter_code", "sign_in_staff", "account_login", "quick_exit", "neutral_page", "demo", "demo_mailbox",
        "gallery",
    ),
    SIGNED_IN: (
        "use_letter", "second_step", "mfa_authenticate", "sign_in_again", "account_reauthenticate", "mfa_reauthenticate",
        "account_settings", "mfa_index", "mfa_deactivate_totp", "set_up_second_step", "mfa_activate_totp", "new_recovery_codes",
    ),
    NOBODY: (
        "open_link", "set_password", "recovery_codes", "mfa_view_recovery_codes", "sign_out", "wear_hat", "send_kept", "throw_away_kept",
        "enter_as",
    ),
    "amal finn tea bo cleo ida dag eve jon gro": ("start",),
    "bo cleo ida dag eve jon gro": ("about_me",),
    WORKERS: ("my_referrals", "write_referral"),
    f"amal tea {WORKERS}": ("drafts", "search"),
    FACTS: ("referral", "roundtable", "invitation", "past_roundtable", "case_page", "people"),
    WITH_COMPANION: (
        "sharing", "plan", "plan_easy", "take_home", "take_home_pdf", "plan_versions", "prepare_roundtable", "answer_invitation",
        "time_line",
    ),
    AT_THE_TABLE: (
        "may_i", "ask_for_something", "notes", "contacts", "discard_draft", "what_we_bring", "write_goal", "change_goal", "remove_goal",
        "say_how_i_help", "write_shared_goal", "write_steps", "change_step", "say_in_own_words", "set_return", "confirm_words",
        "answer_plan", "plan_version", "copy_plan", "plan_pdf", "compare_plans", "wish_for_meeting", "keep_out_of_meeting", "add_point",
        "confirm_lines", "correct_line", "write_lines", "take_pen", "mark_seen", "search_case",
    ),
    THE_PAIR: (
        "share_by_law", "write_note", "record_contact", "write_words_for", "call_for_answers", "record_answer", "close_answers",
    ),
    DECIDING: ("close_case", "change_phase", "call_roundtable", "move_roundtable", "cancel_roundtable", "hold_roundtable"),
    "amal": (
        "release_items", "withdraw_release", "answer_may_i", "close_for", "who_opened_what", "write_message", "notebook",
        "confirm_referral", "say_no", "take_topic_back", "invite_companion", "give_meeting",
    ),
    "tea": ("write_read_first",),
    "amal finn": ("remove_companion",),
    "finn": ("what_i_may_do",),
    "amal bo": ("note",),
    "bo": ("kept_form", "note_yes_aloud", "reply_to_request", "correct_note", "mark_contact"),
    "bo ida": ("disclose_on_ground",),
    "bo cleo": ("open_early",),
    "bo ida gro": ("print_letter",),
    "cleo": ("referral_draft", "send_again", "withdraw_referral"),
    "cleo gro": ("accept_referral", "decline_referral", "return_referral"),
    "gro": ("replace_professional", "reopen_case", "team", "inbox", "link_referrals", "move_caseload"),
    "jon": ("countersign",),
    "amal finn tea bo cleo ida dag eve jon gro ": ("person_page",),
}  # fmt: skip
"""Who gets an answer to a GET (a page, or on to one), by the names of the addresses. Everybody else is told that there is nothing."""

ONLY_POST = {
    "sign_out": ALL,
    "wear_hat": ALL,
    "send_kept": ("bo",),
    "throw_away_kept": ALL,
    "enter_as": (),
    "new_recovery_codes": ALL,
}
"""Acts without a page of their own. Throwing away what is not one's own answers like throwing away what is not there."""
NEEDS_A_SECRET = {"open_link", "set_password", "recovery_codes", "mfa_view_recovery_codes", "enter_as"}
"""Pages behind a link, a letter or a second step; tested where these are made."""
ENDS_SESSION = {"sign_out", "quick_exit", "enter_as", "wear_hat"}


def expected() -> dict[str, frozenset[str]]:
    return {name: frozenset(who.split()) for who, names in MAY_GET.items() for name in names}


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    return {name: world.client(name) for name in WHO}


def _kind(who: str, status: int, location: str) -> str:
    """`in`: an answer; `out`: nothing here; `door`: to the sign-in."""
    if status in (301, 302, 303) and who == "anonymous" and "/sign-in/" in location:
        return "door"
    return "in" if status < 400 else "out"


def _walk(world: World, clients: dict[str, Client]) -> Iterator[tuple[str, str, int, str]]:
    for address in all_addresses():
        path = path_of(world, address)
        for who in WHO:
            response = clients[who].get(path)
            response.close()
            yield address.name, who, response.status_code, response.headers.get("Location", "")
            if address.name in ENDS_SESSION:
                clients[who] = world.client(who)


def test_every_address_is_in_the_table() -> None:
    """A new page without its cell fails here; so does a cell without a page."""
    names = {address.name for address in all_addresses()}
    assert names - expected().keys() == set(), "pages that the table does not know"
    assert expected().keys() - names == set(), "cells without a page"


def test_everybody_gets_what_the_table_says_and_a_get_writes_nothing(world: World, clients: dict[str, Client]) -> None:
    """Address × hat. The anonymous are led to the sign-in or see what is public; nothing breaks; nothing but the read log grows."""
    table, before, wrong = expected(), _contents(), []
    served: set[str] = set()
    for name, who, status, location in _walk(world, clients):
        kind = _kind(who, status, location)
        wanted = "in" if who in table.get(name, ()) else ("door" if who == "anonymous" else "out")
        if kind == "in" and status < 300:
            served.add(name)
        fits = kind == wanted or (who == "anonymous" and kind == "out" and status in (404, 405))
        if not fits or status >= 500 or (kind == "out" and status not in (403, 404, 405)):
            wrong.append(f"{name}: {who} got {status} {location}, wanted {wanted}")
    assert "\n".join(wrong) == ""
    after = _contents()
    assert {name for name in before if before[name] != after[name]} == set()
    led_on = {name for name, who in table.items() if who} - served
    assert " ".join(sorted(led_on - LEADS_ON)) == "", "addresses that served nobody a page"


LEADS_ON = frozenset(
    {
        "quick_exit", "discard_draft", "accept_referral", "decline_referral", "return_referral", "send_again", "withdraw_referral",
        "confirm_referral", "say_no", "link_referrals", "confirm_lines", "take_pen", "take_topic_back", "remove_companion", "mark_seen",
        "use_letter", "second_step", "mfa_authenticate", "mfa_reauthenticate",
    }
)  # fmt: skip
"""What answers a GET by leading on to the page it belongs to."""

MAY_CHANGE = {"django_session", "access_accessevent", "cache_entries", "people_account", "access_logseal"}


def _contents() -> dict[str, tuple[int, int]]:
    """Of each table: how many rows, and a sum over their contents."""
    from django.conf import settings

    found = {}
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text, relname FROM pg_class c"
            " WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'guard')"
        )
        for table, name in tables.fetchall():
            if name not in MAY_CHANGE:
                found[name] = connection.execute(f"SELECT count(*), coalesce(sum(hashtext(t::text)), 0) FROM {table} t").fetchone()
    return found


def test_what_is_hidden_and_what_never_was_answer_with_the_same_bytes(world: World, clients: dict[str, Client]) -> None:
    """Dag and Max ask for what is there and for ids of nothing, Cleo for Bo's items at her own table: one page, byte for byte."""
    differ = []
    for address in all_addresses():
        for who in ("dag", "max", "cleo"):
            ids = {place: value for place, value in forged(address).items() if who != "cleo" or place != "case_id"}
            if not ids or who in expected()[address.name]:
                continue
            hidden, absent = (_answer(clients[who], path_of(world, address, **over)) for over in ({}, ids))
            if hidden != absent:
                differ.append(f"{address.name}: {who}")
    assert "\n".join(differ) == ""


def _answer(client: Client, path: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    response = client.get(path)
    answer = response.status_code, masked(body_of(response)), _headers(response)
    response.close()
    return answer


def _headers(response: object) -> list[tuple[str, str]]:
    hidden = ("Set-Cookie", "Content-Security-Policy")
    return [(name, value) for name, value in response.headers.items() if name not in hidden]  # type: ignore[attr-defined]


def test_who_may_not_open_a_page_may_not_post_to_it() -> None:
    """Who is not in the table gets 403, 404, 405 or the sign-in; an empty POST breaks nothing for anybody. In a world of its own."""
    world, wrong = build_world(), []
    clients = {name: world.client(name) for name in WHO}
    for address in all_addresses():
        path = path_of(world, address)
        allowed = expected()[address.name] | set(ONLY_POST.get(address.name, ()))
        for who in sorted(WHO, key=lambda name: name in allowed):
            if who not in allowed and address.name in NEEDS_A_SECRET:
                continue
            response = clients[who].post(path, {})
            kind = _kind(who, response.status_code, response.headers.get("Location", ""))
            if response.status_code >= 500 or (who not in allowed and kind == "in"):
                wrong.append(f"{address.name}: {who} got {response.status_code} {response.headers.get('Location', '')}")
            clients[who] = clients[who] if response.status_code not in (301, 302, 303) else _again(world, who, clients[who])
    assert "\n".join(wrong) == ""


def _again(world: World, who: str, client: Client) -> Client:
    """The same browser, signed in once more where the act has ended the session."""
    return client if who == "anonymous" or "_auth_user_id" in client.session else world.client(who)


def test_connections_are_left_clean() -> None:
    """No request of the sweep has left a transaction open."""
    assert [alias for alias in connections if connections[alias].connection is not None and connections[alias].in_atomic_block] == []

"""The pages of sharing, as each of the cast opens them."""

import re
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, Member, account, build_cast
from tests.statements import count_statements

from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import ask_for_something, ask_to_share, disclose_on_ground, release_items
from roundtable.ground.disclosure.queries import days, questions, requests, shares
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence, side


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


@lru_cache(maxsize=1000)
def browser(person_id: UUID, name: str, kind: str = "staff") -> Client:
    """Somebody's browser, signed in once."""
    client = Client()
    client.force_login(account(person_id, name, kind))
    return client


def amal(cast: Cast) -> Client:
    return browser(cast.amal_id, "Amal", "citizen")


def staff(member: Member) -> Client:
    return browser(member.person_id, member.name)


def told_bo(cast: Cast, headline: str = "At night", body: str = "I lie awake") -> UUID:
    place = confidence(cast.bo.person_id)
    return write_words(actor=cast.amal, case_id=cast.case_id, place=place, kind="message", headline=headline, body=body).item_id


def note(cast: Cast, body: str = "A child is at risk") -> UUID:
    return write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", headline="Worried", body=body).item_id


def ask(cast: Cast, headline: str = "Sleeps badly") -> UUID:
    seat = cast.seats["cleo"]
    return ask_to_share(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_seat_id=seat, headline=headline, body="Mornings are hard")


def ask_cleo_bo(cast: Cast) -> UUID:
    return ask_for_something(actor=cast.at_table(cast.cleo), case_id=cast.case_id, to_person_id=cast.bo.person_id, headline="Nights?")


def by_law(cast: Cast, item: UUID) -> UUID:
    return disclose_on_ground(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        item_id=item,
        to_seat_id=cast.seats["cleo"],
        paragraph="Health act § 43(2)",
        necessity="She cannot be asked in time",
        countersigner_id=cast.jon.person_id,
        until_on=days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=30),
    ).disclosure_id


def addresses(cast: Cast) -> dict[str, str]:
    """Every page of the room, with ids that exist."""
    item, question, request = note(cast), ask(cast), ask_cleo_bo(cast)
    released = release_items(
        actor=cast.amal, case_id=cast.case_id, item_ids=[told_bo(cast)], to_seat_id=cast.seats["cleo"], purpose="meeting"
    )
    case = cast.case_id
    return {
        "sharing": reverse("sharing", args=[case]),
        "release_items": reverse("release_items", args=[case, cast.seats["cleo"]]),
        "withdraw_release": reverse("withdraw_release", args=[case, released.disclosure_id]),
        "may_i": reverse("may_i", args=[case]),
        "answer_may_i": reverse("answer_may_i", args=[case, question]),
        "note_yes_aloud": reverse("note_yes_aloud", args=[case, question]),
        "ask_for_something": reverse("ask_for_something", args=[case]),
        "reply_to_request": reverse("reply_to_request", args=[case, request]),
        "share_by_law": reverse("share_by_law", args=[case]),
        "disclose_on_ground": reverse("disclose_on_ground", args=[case, item]),
        "countersign": reverse("countersign", args=[case, by_law(cast, item)]),
        "close_for": reverse("close_for", args=[case, cast.cleo.person_id]),
        "who_opened_what": reverse("who_opened_what", args=[case]),
    }


MAY = {
    "sharing": {"amal", "bo", "cleo", "ida"},
    "release_items": {"amal"},
    "withdraw_release": {"amal", "bo"},
    "may_i": {"amal", "bo", "cleo", "ida"},
    "answer_may_i": {"amal"},
    "note_yes_aloud": {"bo"},
    "ask_for_something": {"amal", "bo", "cleo", "ida"},
    "reply_to_request": {"bo"},
    "share_by_law": {"bo", "cleo", "ida"},
    "disclose_on_ground": {"bo", "ida"},
    "countersign": {"jon"},
    "close_for": {"amal"},
    "who_opened_what": {"amal"},
}


def test_each_page_opens_for_whom_it_is_and_is_nowhere_for_everybody_else(cast: Cast) -> None:
    pages = addresses(cast)
    people = {
        "amal": amal(cast),
        **{m.name.lower(): staff(m) for m in (cast.bo, cast.cleo, cast.ida, cast.dag, cast.eve, cast.jon, cast.gro)},
    }
    assert set(pages) == set(MAY)
    for name, url in pages.items():
        got = {who: client.get(url).status_code for who, client in people.items()}
        assert got == {who: 200 if who in MAY[name] else 404 for who in people}, name
        assert Client().get(url).status_code == 302


def test_ids_of_another_course_and_of_nothing_are_nowhere_for_any_method(cast: Cast) -> None:
    theirs = addresses(build_cast(ida_seated=True))
    for client in (amal(cast), staff(cast.bo), staff(cast.cleo)):
        for url in theirs.values():
            assert client.get(url).status_code == 404
            assert client.post(url, {"answer": "yes", "do": "close", "step": "share"}).status_code == 404
    for name in ("release_items", "withdraw_release", "answer_may_i", "close_for"):
        assert amal(cast).get(reverse(name, args=[cast.case_id, uuid4()])).status_code == 404
    for name in ("note_yes_aloud", "reply_to_request", "disclose_on_ground"):
        assert staff(cast.bo).get(reverse(name, args=[cast.case_id, uuid4()])).status_code == 404
        assert staff(cast.bo).post(reverse(name, args=[cast.case_id, uuid4()])).status_code in (404, 422)


def hidden(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', html)


def once(html: str) -> str:
    return hidden(html, "once")[0]


def test_amal_previews_exactly_what_cleo_will_see_shares_it_and_takes_it_back(cast: Cast) -> None:
    item, other = told_bo(cast), told_bo(cast, "Money", "I owe the rent")
    client, cleo = amal(cast), staff(cast.cleo)
    url = reverse("release_items", args=[cast.case_id, cast.seats["cleo"]])
    page = client.get(url).content.decode()
    assert "At night" in page and "Money" in page
    data: dict[str, Any] = {
        "items": [str(item)],
        "purpose": "meeting",
        "until": hidden(page, "until")[0],
        "once": once(page),
        "step": "preview",
    }
    preview = client.post(url, data).content.decode()
    assert "I lie awake" in preview and "I owe the rent" not in preview
    assert shares(actor=cast.amal, case_id=cast.case_id) == ()
    edit = client.post(url, {**data, "step": "edit"}).content.decode()
    assert re.search(rf'value="{item}"[^>]*checked', edit)
    done = client.post(url, {**data, "step": "share"}, follow=True).content.decode()
    client.post(url, {**data, "step": "share"})
    assert "It is shared with Cleo Test." in done
    (share,) = shares(actor=cast.amal, case_id=cast.case_id)
    seen = cleo.get(reverse("sharing", args=[cast.case_id])).content.decode()
    fragment = re.search(r'<article class="rt-shown">.*?</article>', preview, re.DOTALL)
    assert fragment is not None and fragment.group(0) in seen
    assert str(other) not in seen and "I owe the rent" not in seen and "Money" not in seen
    back = client.post(reverse("withdraw_release", args=[cast.case_id, share.disclosure_id]), follow=True).content.decode()
    assert "It is taken back." in back
    gone = cleo.get(reverse("sharing", args=[cast.case_id])).content.decode()
    assert "At night" not in gone and "I lie awake" not in gone


def test_cleos_page_is_the_same_to_the_byte_whether_or_not_amal_was_asked_and_said_no(cast: Cast) -> None:
    cleo = staff(cast.cleo)
    url = reverse("sharing", args=[cast.case_id])

    def bare() -> str:
        html = cleo.get(url).content.decode()
        # The frame's emergency numbers are fetched once a minute, so that a new programme's may come between.
        return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", html.partition("<footer")[0])

    before = bare()
    item = ask(cast)
    told_bo(cast)
    note(cast)
    amal(cast).post(reverse("answer_may_i", args=[cast.case_id, item]), {"answer": "no"})
    assert bare() == before


def test_amal_answers_with_one_of_four_buttons(cast: Cast) -> None:
    client = amal(cast)
    for answer, said in (("yes", "Cleo can read these words now"), ("self", "You will say it yourself"), ("no", "Your no is noted")):
        url = reverse("answer_may_i", args=[cast.case_id, ask(cast)])
        page = client.get(url).content.decode()
        assert page.count('name="answer"') == 4 and "Mornings are hard" in page
        assert said in client.post(url, {"answer": answer}, follow=True).content.decode()
        assert client.post(url, {"answer": "yes"}).status_code == 409
    url = reverse("answer_may_i", args=[cast.case_id, ask(cast)])
    assert client.post(url, {"answer": "other_words", "headline": "", "body": " "}).status_code == 422
    assert client.post(url, {"answer": "maybe"}).status_code == 404
    assert client.post(url, {"answer": "other_words", "body": "After ten is better"}, follow=True).status_code == 200
    shared = staff(cast.cleo).get(reverse("sharing", args=[cast.case_id])).content.decode()
    assert "After ten is better" in shared and "In Amal Test’s own words" in shared
    happened = staff(cast.cleo).get(reverse("time_line", args=[cast.case_id])).content.decode()
    assert "Own words, by Amal" in happened


def test_bo_asks_on_the_page_and_notes_a_yes_said_aloud(cast: Cast) -> None:
    client, url = staff(cast.bo), reverse("may_i", args=[cast.case_id])
    page = client.get(url).content.decode()
    data = {"to": str(cast.seats["cleo"]), "headline": "Sleeps badly", "body": "", "once": once(page)}
    asked = client.post(url, {**data, "how": "ask"}, follow=True).content.decode()
    client.post(url, {**data, "how": "ask"})
    assert "Amal is asked." in asked and "Amal finds the question after signing in" in asked
    assert len(questions(actor=cast.amal, case_id=cast.case_id)) == 1
    aloud = client.post(url, {**data, "once": str(uuid4()), "how": "aloud"}, follow=True)
    assert "Amal said yes, read aloud" in aloud.content.decode()
    done = client.post(aloud.redirect_chain[-1][0], follow=True).content.decode()
    assert "Cleo can read these words now" in done and "Yes, said aloud" in done
    assert len(shares(actor=cast.amal, case_id=cast.case_id)) == 1


def test_cleo_asks_bo_replies_and_amal_reads_both(cast: Cast) -> None:
    cleo, url = staff(cast.cleo), reverse("ask_for_something", args=[cast.case_id])
    data = {
        "to": str(cast.bo.person_id),
        "headline": "How are the nights?",
        "body": "For the plan",
        "once": once(cleo.get(url).content.decode()),
    }
    assert "Your question is sent" in cleo.post(url, data, follow=True).content.decode()
    (asked,) = requests(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    reply = reverse("reply_to_request", args=[cast.case_id, asked.item_id])
    bo = staff(cast.bo)
    bo.post(reply, {"body": "I ask her first", "once": once(bo.get(reply).content.decode())})
    seen = amal(cast).get(url).content.decode()
    assert "How are the nights?" in seen and "I ask her first" in seen and "Send the question" not in seen
    assert amal(cast).post(url, data).status_code == 404
    assert bo.get(reply).status_code == 302
    assert "has a reply already" in bo.post(reply, {"body": "Again", "once": str(uuid4())}).content.decode()
    (asked,) = requests(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    assert asked.reply is not None and asked.reply.body == "I ask her first"


def test_bo_shares_by_law_jon_signs_and_amal_reads_that_it_was_done(cast: Cast) -> None:
    item, bo = note(cast), staff(cast.bo)
    assert "Worried" in bo.get(reverse("share_by_law", args=[cast.case_id])).content.decode()
    url = reverse("disclose_on_ground", args=[cast.case_id, item])
    page = bo.get(url).content.decode()
    assert "Dag Test" not in page and "Jon Test" in page
    data = {
        "to": str(cast.seats["cleo"]),
        "paragraph": "Health act § 43(2)",
        "necessity": "She cannot be asked",
        "until": hidden(page, "until")[0],
        "countersigner": str(cast.jon.person_id),
        "urgent": "no",
        "tell": "now",
        "once": once(page),
    }
    assert "a colleague is asked to sign" in bo.post(url, data, follow=True).content.decode()
    bo.post(url, data)
    (share,) = shares(actor=cast.amal, case_id=cast.case_id)
    sign = reverse("countersign", args=[cast.case_id, share.disclosure_id])
    jon = staff(cast.jon)
    shown = jon.get(sign).content.decode()
    assert "A child is at risk" in shown and "She cannot be asked" in shown and "Cleo Test" in shown and "Amal Test" in shown
    assert jon.post(sign, {"answer": "perhaps"}).status_code == 404
    assert jon.post(sign, {"answer": "yes"}).status_code == 302
    assert jon.get(sign).status_code == 404
    assert "A child is at risk" in staff(cast.cleo).get(reverse("sharing", args=[cast.case_id])).content.decode()
    seen = amal(cast).get(reverse("sharing", args=[cast.case_id])).content.decode()
    assert "Shared by a rule of law" in seen and "Health act § 43(2)" in seen and "Jon Test" in seen
    log = amal(cast).get(reverse("who_opened_what", args=[cast.case_id])).content.decode()
    assert "Jon Test" in log and "Cleo Test" in log and "A rule of law allowed it." in log


def test_amal_closes_for_cleo_on_the_page_and_cleo_has_no_course_any_more(cast: Cast) -> None:
    client, url = amal(cast), reverse("close_for", args=[cast.case_id, cast.cleo.person_id])
    assert "office still decides" in client.get(url).content.decode()
    assert "closed for Cleo" in client.post(url, {"do": "close"}, follow=True).content.decode()
    assert staff(cast.cleo).get(reverse("sharing", args=[cast.case_id])).status_code == 404
    assert staff(cast.bo).get(reverse("sharing", args=[cast.case_id])).status_code == 200
    assert "Closed" in client.get(reverse("sharing", args=[cast.case_id])).content.decode()
    assert "open for Cleo again" in client.post(url, {"do": "open"}, follow=True).content.decode()
    assert staff(cast.cleo).get(reverse("sharing", args=[cast.case_id])).status_code == 200


def test_who_opened_what_says_it_in_a_sentence_a_person_and_then_each_reading_at_once(cast: Cast) -> None:
    item = told_bo(cast)
    url = reverse("who_opened_what", args=[cast.case_id])
    client = amal(cast)
    assert "Nobody has opened anything" in client.get(url).content.decode()
    for _turn in range(3):
        words(actor=cast.at_table(cast.bo, Purpose.MESSAGES), item_ids=[item])
    page = client.get(url).content.decode()
    assert re.search(r"Bo Test has read a message once in \w+ \d{4}\. Last on \d+ \w+\.", page)
    assert "Care manager, Mental Health" in page and "“At night”" in page and "to read messages" in page
    assert "What this page cannot show" in page
    for odd in ("?month=2026-13", "?month=x", "?month=1999-01", "?page=-1", "?page=999999", "?page=²", "?month=%00"):
        assert client.get(url + odd).status_code == 200


HOSTILE = {
    "empty": "",
    "1 MB": "x" * 1_000_000,
    "control": "one\x00two\x07",
    "bidi": "safe\u202eevil",
    "only space": " \n ",
}


def test_hostile_words_are_refused_on_the_form_and_nothing_is_lost_or_broken(cast: Cast) -> None:
    item, question, request = note(cast), ask(cast), ask_cleo_bo(cast)
    bo, cleo, client = staff(cast.bo), staff(cast.cleo), amal(cast)
    for name, text in HOSTILE.items():
        forms: list[tuple[Client, str, dict[str, str]]] = [
            (bo, reverse("may_i", args=[cast.case_id]), {"to": str(cast.seats["cleo"]), "headline": text, "body": text}),
            (cleo, reverse("ask_for_something", args=[cast.case_id]), {"to": str(cast.bo.person_id), "headline": text, "body": text}),
            (bo, reverse("reply_to_request", args=[cast.case_id, request]), {"body": text}),
            (bo, reverse("disclose_on_ground", args=[cast.case_id, item]), {"paragraph": text[:999], "necessity": text}),
            (client, reverse("answer_may_i", args=[cast.case_id, question]), {"answer": "other_words", "headline": text, "body": text}),
            (
                client,
                reverse("release_items", args=[cast.case_id, cast.seats["cleo"]]),
                {"items": text, "purpose": text[:99], "until": text[:99]},
            ),
        ]
        for who, url, data in forms:
            assert who.post(url, {**data, "once": str(uuid4())}).status_code == 422, (name, url)
    assert len(questions(actor=cast.amal, case_id=cast.case_id)) == 1
    assert shares(actor=cast.amal, case_id=cast.case_id) == ()


def test_markup_and_emoji_are_words_like_any_other(cast: Cast) -> None:
    said = "<script>alert(1)</script> 🙂 {{ 7|add:1 }} مرحبا"
    url = reverse("may_i", args=[cast.case_id])
    staff(cast.bo).post(url, {"to": str(cast.seats["cleo"]), "headline": said, "body": said, "once": str(uuid4()), "how": "ask"})
    (asked,) = questions(actor=cast.amal, case_id=cast.case_id)
    assert asked.words is not None and asked.words.body == said
    page = amal(cast).get(reverse("answer_may_i", args=[cast.case_id, asked.item_id])).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "🙂" in page and "{{ 7|add:1 }}" in page


def test_forged_choices_and_days_are_refused_in_words(cast: Cast) -> None:
    other, item, client = build_cast(), told_bo(cast), amal(cast)
    usual = days(actor=cast.amal, case_id=cast.case_id).usual
    url = reverse("release_items", args=[cast.case_id, cast.seats["cleo"]])
    good = {"items": [str(item)], "purpose": "meeting", "until": usual.isoformat(), "once": str(uuid4()), "step": "share"}
    for wrong in (
        {"items": [str(told_bo(other))]},
        {"items": ["' OR 1=1 --"]},
        {"purpose": "gossip"},
        {"until": "1.1.1999"},
        {"until": "1.1.2099"},
        {"once": "x"},
    ):
        assert client.post(url, {**good, **wrong}).status_code == 422, wrong
    to = {"to": str(other.seats["cleo"]), "headline": "x", "once": str(uuid4())}
    assert staff(cast.bo).post(reverse("may_i", args=[cast.case_id]), to).status_code == 422
    assert shares(actor=cast.amal, case_id=cast.case_id) == ()


def _statements(client: Client, url: str) -> int:
    with count_statements() as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_each_page_asks_at_most_twelve_statements_and_no_more_with_many_rows(cast: Cast) -> None:
    pages = addresses(cast)
    opens = {
        **{name: amal(cast) for name in ("release_items", "withdraw_release", "answer_may_i", "close_for", "who_opened_what")},
        **{name: staff(cast.bo) for name in ("note_yes_aloud", "reply_to_request", "share_by_law", "disclose_on_ground")},
        "countersign": staff(cast.jon),
    }
    every = list(opens.items()) + [
        (name, client) for name in ("sharing", "may_i", "ask_for_something") for client in (amal(cast), staff(cast.bo), staff(cast.cleo))
    ]
    words(actor=cast.at_table(cast.bo))
    few = [_statements(client, pages[name]) for name, client in every]
    for number in range(25):
        item = told_bo(cast, f"Night {number}")
        release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[item], to_seat_id=cast.seats["cleo"], purpose="meeting")
        ask(cast, f"Sleeps badly {number}")
        ask_cleo_bo(cast)
        note(cast)
        words(actor=cast.at_table(cast.bo), item_ids=[item])
    many = [_statements(client, pages[name]) for name, client in every]
    found = {f"{name} {index}": (a, b) for index, ((name, _), a, b) in enumerate(zip(every, few, many, strict=True))}
    assert {name: pair for name, pair in found.items() if max(pair) > 12 or pair[1] > pair[0] + 1} == {}

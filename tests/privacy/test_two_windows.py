"""Each form of the house, open in two windows: what was sent from the first is not silently gone when the second is sent."""

import html
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve

from tests.privacy.test_posts import Form, Found, _Forms, _forms
from tests.privacy.test_pressed_twice import CLOCK, DAY, SOON, _filled
from tests.privacy.test_sweep import ENDINGS
from tests.privacy.walk import body_of
from tests.privacy.world import ALL, build_world

IN_ITS_PLACE = {
    "write_note": "each is a note of its own; the page that follows shows the one that was written last",
    "say_no": "a no is said once: the first stands, and there is nothing left to say no to",
    "answer_plan": "of one's own answer to one asking the last that was given counts",
    "correct_line": "of how one says it oneself the last that was written counts",
    "what_we_bring": "kept for later: of one's own half-written lines the last that were kept count",
}
"""Where both stand though this page does not show it, or the last word of its own writer counts, and why."""


@dataclass(frozen=True)
class Sent:
    """What became of a form: the page it led to, at last, and whether that is the form again."""

    status: int
    shown: str
    again: bool


def _words(name: str, window: str) -> str:
    usual = _filled(name)
    return f"{window} {name}" if usual.startswith("Words of") else usual


def _same_form(one: Found, client: Client) -> Form | None:
    """The form as a window that opens its page now has it."""
    response = client.get(one.page)
    parser = _Forms()
    parser.feed(body_of(response).decode("utf-8", "replace"))
    response.close()
    same = [form for form in parser.forms if (form.action or one.page) == one.to and set(form.fields) == set(one.form.fields)]
    return same[0] if same else None


def _data(form: Form, pressed: str | None, window: str) -> dict[str, list[str]]:
    plain = {name: ([_words(name, window)] if name in form.free else values) for name, values in form.fields.items()}
    return {name: values for name, values in plain.items() if name not in form.buttons or name == pressed}


def _send(client: Client, to: str, data: dict[str, list[str]]) -> Sent:
    response = client.post(to, data)
    status, body = response.status_code, body_of(response)
    kind = response.headers.get("Content-Type", "")
    where = response.headers.get("Location", "")
    response.close()
    if where.startswith("/"):
        response = client.get(urlsplit(where).path)
        body, kind = body_of(response), response.headers.get("Content-Type", "")
        response.close()
    return Sent(status, html.unescape(body.decode("utf-8", "replace")) if "html" in kind else "", status not in (301, 302, 303))


def _written(data: dict[str, list[str]], form: Form) -> list[str]:
    """What was typed in words."""
    return [
        data[name][0] for name in sorted(form.free & data.keys()) if not (DAY.search(name) or CLOCK.search(name)) and data[name][0] != SOON
    ]


def _window_by_window(one: Found, client: Client, pressed: str | None, number: int) -> str | None:
    """What is wrong with this form when it is sent from two windows: empty for nothing, None where the first was not kept in sight."""
    first, second = _same_form(one, client), _same_form(one, client)
    if first is None or second is None:
        return None
    said, then = _data(first, pressed, f"First {number}"), _data(second, pressed, f"Second {number}")
    mine = [words for words in _written(said, first) if words.startswith("First ")]
    kept = _send(client, one.to, said)
    if not mine or kept.again or not any(words in kept.shown + _page(client, one.page) for words in mine):
        return None
    late = _send(client, one.to, then)
    if late.status >= 500:
        return f"answers {late.status}"
    if late.again:
        typed = [words for words in _written(then, second) if words.startswith("Second ")]
        return "" if all(words in late.shown for words in typed) else f"loses what was typed in the second window ({late.status})"
    shown = late.shown + _page(client, one.page)
    return "" if any(words in shown for words in mine) else f"silently put in place of {mine}"


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    body = body_of(response).decode("utf-8", "replace")
    response.close()
    return html.unescape(body)


def test_what_was_sent_from_one_window_is_not_silently_gone_when_another_is_sent() -> None:
    """Refused, with what was typed still there; or both stand."""
    world = build_world("w")
    clients = {who: world.client(who) for who in ALL}
    found = [(resolve(one.to.partition("?")[0]).url_name, one) for one in _forms(world) if one.to.startswith("/") and one.form.free]
    wrong: dict[str, str] = {}
    looked: set[str] = set()
    for number, (name, one) in enumerate(found):
        if name in ENDINGS or name == "close_case":  # what ends something is not there a second time
            continue
        for pressed in (*sorted(one.form.buttons), None):
            fault = _window_by_window(one, clients[one.who], pressed, number)
            looked |= {name} if fault is not None else set()
            wrong |= {f"{name} by {one.who} with {pressed}": fault} if fault else {}
            if one.who != "anonymous" and "_auth_user_id" not in clients[one.who].session:
                clients[one.who] = world.client(one.who)
    assert "\n".join(f"{name}: {fault}" for name, fault in wrong.items() if name.split()[0] not in IN_ITS_PLACE) == ""
    assert len(looked) > 20

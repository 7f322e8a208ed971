"""Each form of the house, sent twice from one page: what it left the first time is all that it leaves."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.urls import resolve

from tests.privacy.test_posts import Found, _forms
from tests.privacy.test_sweep import ENDINGS, _contents, _differ
from tests.privacy.walk import body_of
from tests.privacy.world import ALL, build_world

SOON = (datetime.now(UTC).date() + timedelta(days=9)).strftime("%d.%m.%Y")
DAY = re.compile(r"(^|_)(on|day|date|until|first|back|ends?)(_|$)")
CLOCK = re.compile(r"(^|_)(at|time|hour)$")
KNOWN = (("mail", "x@example.org"), ("phone", "20304050"))

ON_THE_WAY = {"access_seal", "procrastinate_workers"}
"""What the house writes by itself meanwhile."""

AGAIN = {"my_calendar": "the secret of the address is shown once; asked for again it is another one, and the first is no longer any good"}
"""Where a second row is right, and why."""

IN_ITS_PLACE = {
    "about_me": "the same words, with the moment they were written last",
    "write_message": "kept for later again from one page, the half-written text stands in place of what it was, sealed anew",
    "what_we_bring": "so do lines that are not finished",
    "mark_seen": "what is new is counted from when it was seen last",
    "take_topic_back": "back in the notebook it is moved there once more, sealed anew",
}
"""Where the same rows are written once more, with the same in them, and why."""


def _filled(name: str) -> str:
    if DAY.search(name):
        return SOON
    if CLOCK.search(name):
        return "10.00"
    return next((known for part, known in KNOWN if part in name), f"Words of {name}")


def _variants(one: Found) -> Iterator[dict[str, list[str]]]:
    """The form as it is sent with none of its named buttons, and with each; as from a page of its own each time."""
    plain = {name: ([_filled(name)] if name in one.form.free else values) for name, values in one.form.fields.items()}
    for pressed in (*sorted(one.form.buttons), None):
        sent = {name: values for name, values in plain.items() if name not in one.form.buttons or name == pressed}
        yield {**sent, "once": [str(uuid4())]} if "once" in sent else sent


def test_every_form_sent_twice_from_one_page_leaves_what_it_left_once() -> None:
    """Whoever may send it presses twice, with the same token: no row more, none changed, and never a 500. What ends something is last."""
    world = build_world("t")
    clients = {who: world.client(who) for who in ALL}
    found = [(resolve(one.to.partition("?")[0]).url_name, one) for one in _forms(world) if one.to.startswith("/")]
    wrong, wrote, stood = [], 0, _contents()
    for name, one in sorted(found, key=lambda pair: pair[0] in ENDINGS):
        for data in _variants(one):
            left = []
            for _ in range(2):
                response = clients[one.who].post(one.to, data)
                body_of(response)
                response.close()
                left.append(_contents())
                wrong += [f"{name} by {one.who}: {response.status_code}"] if response.status_code >= 500 else []
            first, again = (_differ(*pair) - ON_THE_WAY for pair in ((stood, left[0]), (left[0], left[1])))
            wrote, stood = wrote + bool(first), left[1]
            more = {table for table in again if left[0][table][0] != left[1][table][0]}
            if (more and name not in AGAIN) or (again - more and name not in IN_ITS_PLACE):
                wrong.append(f"{name} by {one.who} with {sorted(data)} wrote again: {sorted(again)}")
            if one.who != "anonymous" and "_auth_user_id" not in clients[one.who].session:
                clients[one.who] = world.client(one.who)
    assert "\n".join(wrong) == ""
    assert wrote > 50

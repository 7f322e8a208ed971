"""Hostile input in every form: found on the pages themselves, filled with what nobody sensible writes, and posted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from tests.plugin import cluster
from tests.privacy.walk import all_addresses, body_of, path_of
from tests.privacy.who_may import NEEDS_A_SECRET, expected
from tests.privacy.world import ALL, World, build_world

XSS = "<script>alert('xss')</script><img src=x onerror=alert(1)>"
PAYLOADS = {
    "emptied": "",
    "long": "ä" * 1_000_000,
    "control characters": "a\x00b\x07c\x1b[31m\r\n\u2028d",
    "turned round": "\u202eabc\u2066def\u200f\u061c",
    "markup": XSS,
    "template": "{{ request.user }}{% debug %}${7*7}' OR 1=1; --",
    "emoji": "👩🏽‍🚒🇩🇰" * 20,
    "lone surrogate and combining": "Z͑ͫ̓ͪ̂ͫ̽" * 30,
    "a date far away": "9999-12-31",
    "a number far away": "99999999999999999999",
    "below zero": "-1",
    "an id of nothing": str(uuid4()),
    "not an id": "../../etc/passwd",
}
EXTRA = {"scope_id": "1", "author_id": str(uuid4()), "case_id": str(uuid4()), "wall": "0", "id": str(uuid4()), "is_superuser": "1"}
NOT_WALKED = {"sign_out", "quick_exit", "wear_hat", "enter_as", *NEEDS_A_SECRET}


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    buttons: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    """Reads the forms of a page: hidden fields and first choices as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is None or (not said.get("name") and tag != "option"):
            return
        elif tag in ("input", "button"):
            self._input(said)
        elif tag == "textarea":
            self.form.fields.setdefault(said["name"], [""])
            self.form.free.add(said["name"])
        elif tag == "select":
            self.select = said["name"]
            self.form.fields.setdefault(self.select, [""])
        elif tag == "option" and self.select and said.get("value"):
            self.form.fields[self.select] = [said["value"]]

    def _input(self, said: dict[str, str]) -> None:
        assert self.form is not None
        kind = said.get("type", "text")
        self.form.fields.setdefault(said["name"], [said.get("value", "")])
        self.form.buttons |= {said["name"]} if kind == "submit" else set()
        if kind not in ("hidden", "radio", "checkbox", "submit", "button"):
            self.form.free.add(said["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = ""


@dataclass(frozen=True)
class Found:
    """A form, the page it stands on, and one who may send it."""

    who: str
    page: str
    to: str
    form: Form


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def _forms(world: World) -> Iterator[Found]:
    """Each form of the house once, as the first one who may open its page sees it."""
    known: set[tuple[str, tuple[str, ...]]] = set()
    clients = {who: world.client(who) for who in ALL}
    for address in all_addresses():
        allowed = [who for who in ALL if who in expected()[address.name]]
        if not allowed or address.name in NOT_WALKED:
            continue
        path = path_of(world, address)
        response = clients[allowed[0]].get(path)
        parser = _Forms()
        parser.feed(body_of(response).decode("utf-8", "replace") if "html" in response.headers.get("Content-Type", "") else "")
        response.close()
        for form in parser.forms:
            to = form.action or path
            mark = (to, tuple(sorted(form.fields)))
            if (
                form.method == "post"
                and mark not in known
                and not any(part in to for part in ("sign-out", "quick-exit", "/demo/", "/hat/"))
            ):
                known.add(mark)
                yield Found(allowed[0], path, to, form)


@pytest.fixture(scope="module")
def found(world: World) -> list[Found]:
    return list(_forms(world))


def test_the_forms_of_the_house_are_found(found: list[Found]) -> None:
    """Enough of them, and with fields to write in."""
    assert len(found) > 50
    assert sum(len(one.form.free) for one in found) > 80


def _send(client: Client, one: Found, data: dict[str, list[str]]) -> tuple[int, str]:
    response = client.post(one.to, data)
    status, text = response.status_code, body_of(response).decode("utf-8", "replace")
    response.close()
    return status, text


def _fillings(form: Form) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """A form emptied, overfull, full of markup; then four times with a payload of its own in each free field, each time others."""
    for what in ("emptied", "long", "markup"):
        if form.free or what == "emptied":
            yield what, {name: ([PAYLOADS[what]] if name in form.free else values) for name, values in form.fields.items()}
    others = [payload for what, payload in PAYLOADS.items() if what != "long"]
    for turn in range(4 if form.free else 0):
        own = {name: [others[(number + 3 * turn) % len(others)]] for number, name in enumerate(sorted(form.free))}
        yield f"mixture {turn}", {**form.fields, **own}


def test_no_form_breaks_whatever_is_written_and_markup_comes_back_as_text(world: World, found: list[Found]) -> None:
    """Every free field filled with each payload, hidden and chosen ones as the page has them, sent twice; never a 500."""
    wrong = []
    clients = {who: world.client(who) for who in ALL}
    for one in found:
        for what, data in _fillings(one.form):
            statuses = [_send(clients[one.who], one, data) for _ in range(2 if what == "markup" else 1)]
            wrong += [f"{what} to {one.to} by {one.who}: {status}" for status, _ in statuses if status >= 500]
            wrong += [f"markup unescaped in {one.to}" for _, text in statuses if "<script>alert" in text or "<img src=x" in text]
    assert "\n".join(wrong) == ""


SUMMARY = re.compile(r"data-error-summary.*?</ul>", re.S)
ROW = re.compile(r'<li><a href="#([^"]+)">(.*?)</a></li>', re.S)


def _nameless(text: str) -> list[str]:
    """Rows of the list of what to look at again that lead nowhere, or do not begin with the name of the field they lead to."""
    wrong = []
    for summary in SUMMARY.findall(text):
        for target, words in ROW.findall(summary):
            name = re.search(rf'<label[^>]*for="{re.escape(target)}"[^>]*>(.*?)(?:<|$)', text, re.S)
            group = re.search(rf'<fieldset[^>]*id="{re.escape(target.rsplit("_", 1)[0])}"[^>]*>\s*<legend[^>]*>(.*?)(?:<|$)', text, re.S)
            names = [" ".join(found[1].split()) for found in (group, name) if found]
            if f'id="{target}"' not in text:
                wrong.append(f"{words!r} leads nowhere: {target}")
            elif not any(words.startswith(one) for one in names):
                wrong.append(f"{words!r} does not name its field: {names}")
    return wrong


def test_each_refused_form_names_the_field_and_leads_to_it(world: World, found: list[Found]) -> None:
    """Emptied and badly filled: every line of what to look at again says which field, and its link is on the page."""
    wrong, rows = [], 0
    clients = {who: world.client(who) for who in ALL}
    for one in found:
        for what, data in _fillings(one.form):
            if what in ("emptied", "mixture 0"):
                _, text = _send(clients[one.who], one, data)
                rows += sum(len(ROW.findall(summary)) for summary in SUMMARY.findall(text))
                wrong += [f"{one.to}, {what}: {line}" for line in _nameless(text)]
    assert "\n".join(wrong) == ""
    assert rows > 40


def test_what_was_stored_is_shown_as_text(world: World) -> None:
    """Amal and Bo write markup wherever one writes; every page that shows it shows it as text."""
    fresh = build_world("m")
    clients = {who: fresh.client(who) for who in ALL}
    for one in _forms(fresh):
        data = {name: ([XSS] if name in one.form.free else values) for name, values in one.form.fields.items()}
        _send(clients[one.who], one, data)
    wrong, shown = [], 0
    for address in all_addresses():
        for who in ("amal", "bo", "cleo"):
            if who in expected()[address.name] and address.name not in NOT_WALKED:
                response = clients[who].get(path_of(fresh, address))
                text = body_of(response).decode("utf-8", "replace")
                response.close()
                shown += "&lt;script&gt;alert" in text
                page = (
                    "html" in response["Content-Type"]
                )  # in a PDF a name in the drawing's words is a name, and nothing reads it as markup
                wrong += [f"{address.name} for {who}"] if page and ("<script>alert" in text or "<img src=x" in text) else []
    assert wrong == []
    assert shown > 3


def test_ids_forged_in_hidden_fields_and_choices_are_refused(world: World, found: list[Found]) -> None:
    """An id of nothing, or no id at all, in every field that carries one: refused, and never a 500."""
    wrong = []
    clients = {who: world.client(who) for who in ALL}
    for one in found:
        for forged in (str(uuid4()), "not-an-id", "\x00"):
            data = {name: [forged] for name in one.form.fields if name != "csrfmiddlewaretoken"}
            status, _ = _send(clients[one.who], one, data)
            if status >= 500:
                wrong.append(f"{forged!r} to {one.to} by {one.who}: {status}")
    assert "\n".join(wrong) == ""


def test_fields_nobody_asked_for_change_nothing(world: World, found: list[Found]) -> None:
    """`scope_id`, `author_id`, `case_id` and the like beside the declared fields: no row carries them afterwards."""
    clients = {who: world.client(who) for who in ALL}
    for one in found:
        data = {name: (["Said by the way"] if name in one.form.free else values) for name, values in one.form.fields.items()}
        status, _ = _send(clients[one.who], one, {**data, **{name: [value] for name, value in EXTRA.items() if name not in data}})
        assert status < 500
    forged = [EXTRA["author_id"], EXTRA["case_id"], EXTRA["id"]]
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'guard')"
        ).fetchall()
        for (table,) in tables:
            for value in forged:
                count = connection.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{value}%"]).fetchone()
                assert count == (0,), table


def test_without_its_token_no_form_is_taken(world: World, found: list[Found]) -> None:
    """Every address that takes a POST, without the token, and with another house's origin: 403 and nothing else."""
    wrong = []
    clients = {who: world.client(who, enforce_csrf_checks=True) for who in ALL}
    for address in all_addresses():
        for who in ("bo", "amal"):
            path = path_of(world, address)
            bare = clients[who].post(path, {})
            foreign = clients[who].post(path, {}, HTTP_ORIGIN="https://elsewhere.example")
            wrong += [f"{address.name} by {who}: {one.status_code}" for one in (bare, foreign) if one.status_code not in (403, 404, 405)]
    for one in found:
        if (status := _send(clients[one.who], one, one.form.fields)[0]) not in (403, 404, 405):
            wrong.append(f"{one.to}: {status}")
    assert "\n".join(wrong) == ""

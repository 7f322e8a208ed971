"""Each form that asks a citizen: one question a page where she wants it so, the answers before they are sent, and a stop at any moment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client

from roundtable.ground.people.models import Account
from tests.privacy.test_posts import NOT_WALKED
from tests.privacy.test_pressed_twice import SOON, _filled
from tests.privacy.test_sweep import MAY_CHANGE, _contents, _differ
from tests.privacy.walk import all_addresses, body_of, everywhere, path_of
from tests.privacy.world import CITIZENS, World, build_world

NOT_ASKED = {"gallery", "search", "search_case", "enter_letter_code", "sign_in_again", "set_up_second_step"}
"""Where nobody is asked: the parts' own page, a search, and who somebody is."""

KEEPS_BY_ITSELF = {
    "write_together": "each letter is kept as it is typed; without a script, by its own button",
    "write_message": "its own button keeps it, among the drafts",
    "what_we_bring": "its own button keeps the lines",
}
"""Where nothing has to be stopped for later, and why."""

ON_ONE_PAGE = {"write_together": "the sheet of a meeting, which all of the table read and write together"}
"""Where several boxes stand on one page all the same, and why."""


@dataclass
class Asked:
    """A form on a page: what it asks, and how it can be left."""

    where: str
    action: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    asks: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    stop: str = ""
    back: bool = False
    first: dict[str, str] = field(default_factory=dict)
    buttons: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, where: str) -> None:
        super().__init__()
        self.where, self.select = where, ""
        self.forms: list[Asked] = []
        self.form: Asked | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Asked(self.where, said.get("action", ""))
            if said.get("method") == "post":
                self.forms.append(self.form)
        elif self.form is not None and tag == "button":
            self.form.stop = said["formaction"] if "/kept/" in said.get("formaction", "") else self.form.stop
            self.form.buttons.add(said.get("name", ""))
            self.form.back |= said.get("name") == "_go" and said.get("value") == "back"
        elif self.form is not None and said.get("name") and tag in ("input", "textarea", "select"):
            self._control(tag, said)
        elif self.form is not None and tag == "option" and self.select:
            self.form.first.setdefault(self.select, said.get("value", ""))
            if "selected" in said or not self.form.sent[self.select]:
                self.form.sent[self.select] = [said.get("value", "")]

    def _control(self, tag: str, said: dict[str, str]) -> None:
        assert self.form is not None
        name, kind = said["name"], said.get("type", "text") if tag == "input" else tag
        if kind in ("radio", "checkbox", "select") and "checked" not in said:
            self.form.sent.setdefault(name, [])
            self.form.first.setdefault(name, said.get("value", "on"))
        else:
            self.form.sent.setdefault(name, []).append(said.get("value", ""))
        self.select = name if tag == "select" else ""
        if kind not in ("hidden", "submit"):
            self.form.asks += [name] if name not in self.form.asks else []
            self.form.boxes += [name] if kind in ("text", "email", "textarea") else []

    def handle_endtag(self, tag: str) -> None:
        self.form = None if tag == "form" else self.form
        self.select = "" if tag == "select" else self.select


def _read(where: str, path: str, answer: HttpResponse) -> list[Asked]:
    reader = _Reader(where)
    if answer.status_code in (200, 422) and "html" in answer.headers.get("Content-Type", ""):
        reader.feed(body_of(answer).decode())
    answer.close()
    for form in reader.forms:
        form.action = form.action or path
    return reader.forms


def _forms(client: Client, where: str, path: str) -> list[Asked]:
    return [form for form in _read(where, path, client.get(path)) if form.asks]


def _all(world: World, *, slow: bool) -> Iterator[tuple[str, Client, Asked]]:
    """Each form a citizen can open, once for each of them that sees it with other questions."""
    known = set[tuple[str, ...]]()
    for who in CITIZENS:
        client = world.client(who)
        found = Account.objects.get(person_id=world.people[who])
        found.settings = {**found.settings, "slow": slow}
        found.save(update_fields=["settings"])
        for address in all_addresses():
            if address.name in NOT_WALKED | NOT_ASKED or address.name.startswith(("mfa_", "account_re")):
                continue
            for path in dict.fromkeys(everywhere(world, address) if who == "amal" else [path_of(world, address)]):
                for form in _forms(client, address.name, path):
                    mark = (address.name, *(re.sub(r"[0-9a-f-]{32,36}", "", name) for name in form.asks))
                    if mark not in known:
                        known.add(mark)
                        yield who, client, form


@pytest.fixture(scope="module")
def world() -> World:
    return build_world("o")


@pytest.fixture(scope="module")
def whole(world: World) -> list[tuple[str, Client, Asked]]:
    return list(_all(world, slow=False))


def test_a_citizen_can_stop_in_the_middle_of_every_form_and_finds_it_again(whole: list[tuple[str, Client, Asked]]) -> None:
    """Wherever she writes, or is asked several things: it is kept, sealed, and comes back with what she had typed."""
    wrong, stopped = [], 0
    for who, client, form in whole:
        if not form.boxes and len(form.asks) < 2:
            continue  # one thing to choose: nothing would be lost
        if form.where in KEEPS_BY_ITSELF:
            assert form.where == "write_together" or "keep" in form.buttons, form.where
            continue
        if not form.stop:
            wrong.append(f"{form.where} by {who}: {len(form.asks)} questions and no way to stop")
            continue
        stopped += 1
        wrong += _comes_back(client, who, form)
    assert "\n".join(wrong) == ""
    assert stopped > 25


def _comes_back(client: Client, who: str, form: Asked) -> list[str]:
    """What is wrong with stopping here and going on."""
    typed = {name: (["A few words of mine"] if name in form.asks and not values else values) for name, values in form.sent.items()}
    free = next((name for name in form.boxes if form.sent[name] == [""]), "")
    if free:
        typed[free] = ["Half of what I"]
    if client.post(form.stop, typed).status_code != 302:
        return [f"{form.where} by {who}: not kept"]
    kept = str(Account.objects.get(pk=client.session["_auth_user_id"]).settings["kept"][0][0])
    back = client.post(form.action, {**typed, "_resume": "1", "_kept": kept})
    page = body_of(back).decode()
    client.post(f"/kept/{kept}/throw-away/")
    if back.status_code != 200 or f'name="_kept" value="{kept}"' not in page or (free and "Half of what I" not in page):
        return [f"{form.where} by {who}: does not come back ({back.status_code})"]
    return [f"{form.where} by {who}: told off"] if "govuk-error-summary" in page else []


def _gone_through(client: Client, form: Asked) -> list[str]:
    """What is wrong on the way from the first question to the answers; nothing is sent by it."""
    stood = _contents()
    for _ in range(30):
        at = form.sent["_at"][0]
        if not form.stop or len(form.asks) > (2 if form.where != "write_lines" else 6):
            return [f"at {at}: no way to stop, or too much at once: {form.asks}"]
        if at == "_answers":
            left = _differ(stood, _contents()) - MAY_CHANGE
            return [f"wrote before it was sent: {sorted(left)}"] if left else []
        data = dict(form.sent)
        for name in form.asks:
            if name in form.boxes:
                data[name] = [SOON if name.startswith("by_") else _filled(name)]
            elif not data[name]:
                data[name] = [form.first[name]]
        found = [
            one for one in _read(form.where, form.action, client.post(form.action, {**data, "_go": "on"})) if "_at" in one.sent or one.asks
        ]
        if form.where == "release_items" and not any("_at" in one.sent for one in found):
            return []  # what will be read is shown before it is shared
        form, before = next((one for one in found if "_at" in one.sent), Asked("", "")), form
        if form.sent.get("_at", [at]) == [at] or not form.back:
            return [f"does not go on from {at}, or not back: {before.asks}"]
    return ["never ends"]


def test_with_one_question_at_a_time_every_form_asks_one_shows_the_answers_and_can_be_left_at_each(
    world: World, whole: list[tuple[str, Client, Asked]]
) -> None:
    """Nothing is sent before the answers were shown; each page has a way to stop, and each but the first a way back."""
    wrong, walked = [], 0
    seen = {form.where: form for _who, _client, form in whole if len(form.asks) > 1}
    for who, client, form in _all(world, slow=True):
        before = seen.get(form.where)
        if form.where in ON_ONE_PAGE or before is None or not set(form.sent) & set(before.asks):
            continue
        if "_at" not in form.sent:
            if len(form.asks) > 2:
                wrong.append(f"{form.where} by {who} asks {len(form.asks)} things at once: {form.asks}")
            continue
        walked += 1
        if len(form.asks) >= len(before.asks):
            wrong.append(f"{form.where} by {who}: all of it stands on one page")
        wrong += [f"{form.where} by {who}: {fault}" for fault in _gone_through(client, form)]
    assert "\n".join(wrong) == ""
    assert walked > 15

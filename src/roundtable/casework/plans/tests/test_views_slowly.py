"""The plan's forms for who wants one question at a time: no question that the answer before has made needless, one control a page."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from tests.cast import Cast, build_cast

from roundtable.casework.plans.actions import call_for_answers
from roundtable.casework.plans.tests.scene import plan_of, write_plan
from roundtable.casework.plans.tests.test_views import signed_in, url
from roundtable.ground.people.models import Account

DIFFERENTLY = "What do you see differently?"
GOAL_BY_GOAL = "Do you say something else to one of the goals?"


@pytest.fixture
def planned() -> Cast:
    cast = build_cast()
    write_plan(cast)
    return cast


@pytest.fixture
def amal(planned: Cast) -> Client:
    client = signed_in(planned.amal_id, "Amal", "citizen")
    found = Account.objects.get(person_id=planned.amal_id)
    found.settings = {**found.settings, "slow": True}
    found.save(update_fields=["settings"])
    return client


def standing(page: str) -> dict[str, str]:
    """What a browser would send from this page, without what is pressed."""
    main = page[page.index("<main") :]
    found = dict[str, str]()
    for tag in re.findall(r"<input[^>]*>", main):
        said = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if said.get("name") and (said.get("type") not in ("radio", "checkbox") or "checked" in tag):
            found[said["name"]] = said.get("value", "")
    return found


def asks(page: str) -> list[str]:
    """The controls on a page, each once."""
    main = page[page.index("<main") :]
    tags = re.findall(r"<(?:input|select|textarea)[^>]*>", main)
    names = [match[1] for tag in tags if 'type="hidden"' not in tag and (match := re.search(r'name="([^"]+)"', tag))]
    return list(dict.fromkeys(names))


def on(client: Client, address: str, page: str, **typed: str) -> str:
    return client.post(address, {**standing(page), **typed}, follow=True).text


@pytest.fixture
def called(planned: Cast) -> Cast:
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    return planned


def test_after_a_plain_yes_amal_is_not_asked_what_she_sees_differently(called: Cast, amal: Client) -> None:
    address = url("answer_plan", called) + "?next=answer"
    first = amal.get(address).text
    assert asks(first) == ["answer"]
    for plain in ("yes", "not_yet"):
        second = on(amal, address, first, answer=plain, _go="on")
        assert DIFFERENTLY not in second and GOAL_BY_GOAL in second and asks(second) == ["each"]
    answers = on(amal, address, second, _go="on")
    assert "Are these your answers?" in answers and "No, the same to all of them" in answers and DIFFERENTLY not in answers
    sent = answers.index("data-send-once", answers.index("Are these your answers?"))
    assert sent < answers.index('value="back"'), "first what goes on, then what goes back"


@pytest.mark.parametrize("kind", ["yes_but", "no"])
def test_who_says_but_or_no_is_asked_what_and_goal_by_goal_only_if_she_likes(called: Cast, amal: Client, kind: str) -> None:
    address = url("answer_plan", called) + "?next=answer"
    second = on(amal, address, amal.get(address).text, answer=kind, _go="on")
    assert DIFFERENTLY in second and asks(second) == ["reason"]
    third = on(amal, address, second, reason="More time", _go="on")
    assert GOAL_BY_GOAL in third
    one = on(amal, address, third, each="yes", _go="on")
    assert len(asks(one)) == 2 and all(name.startswith(("goal_", "why_")) for name in asks(one)), "one goal a page"
    answers = on(amal, address, third, _go="on")
    plain = on(amal, address, on(amal, address, answers, _to="answer"), answer="yes", _go="on")
    assert DIFFERENTLY in plain, "what she typed is shown, and not sent behind her back"


def test_a_step_is_changed_one_thing_at_a_time_and_a_new_one_asked_so(planned: Cast, amal: Client) -> None:
    step = plan_of(planned).steps[0]
    address = url("change_step", planned, step_id=step.id)
    page = amal.get(address).text
    assert "This is how it is now" in page and asks(page) == [] and "Keep it" not in page
    for name in ("what", "who", "by_on", "kind", "remove"):
        assert asks(on(amal, address, page, _to=name)) == [name]
    changed = on(amal, address, on(amal, address, page, _to="what"), what="Ring the library", _go="on")
    assert "Are these your answers?" in changed and "Ring the library" in changed
    on(amal, address, changed)
    assert plan_of(planned).steps[0].what == "Ring the library"
    address = url("write_steps", planned)
    page = amal.get(address).text
    for name in ("what_1", "who_1", "by_1", "what_2"):
        assert asks(page) == [name]
        page = on(amal, address, page, **({"what_1": "Walk"} if name == "what_1" else {}), _go="on")
    assert "Are these your answers?" in page
    on(amal, address, page)
    assert any(one.what == "Walk" for one in plan_of(planned).steps)

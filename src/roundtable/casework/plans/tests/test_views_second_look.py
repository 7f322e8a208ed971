"""Two things to look at: said to the writer, once, and to nobody else; never in the way, and off for who does not want it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.casework.plans.tests.scene import write_plan

ONLY_YOU = "Only you see this, and it may stay as it is"
NO_STEP = "There is no step for this goal yet"


@pytest.fixture
def cast() -> Cast:
    found = build_cast()
    write_plan(found)
    return found


def signed_in(person_id: object, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


def writes_a_goal(client: Client, cast: Cast) -> str:
    """A goal of one's own without a step; the page it leads to."""
    goal = {
        "once": str(uuid4()), "kind": "treatment", "owner": str(cast.bo.person_id), "text": "A quieter evening before the night",
        "level": "micro", "gives": "", "fears": "", "protection": "", "fixed_link": "", "fixed_how": "", "link_to": "", "link_how": "",
        "revision": "0", "steps-TOTAL": "0",
    }  # fmt: skip
    response = client.post(reverse("write_goal", args=[cast.case_id]), goal, follow=True)
    assert response.redirect_chain, response.content.decode()
    return response.content.decode()


def test_bo_alone_reads_that_his_goal_has_no_step_and_only_once(cast: Cast) -> None:
    bo, amal = signed_in(cast.bo.person_id, "Bo"), signed_in(cast.amal_id, "Amal", "citizen")
    first = writes_a_goal(bo, cast)
    assert ONLY_YOU in first and NO_STEP in first
    again = bo.get(reverse("plan", args=[cast.case_id])).content.decode()
    amals = amal.get(reverse("plan", args=[cast.case_id])).content.decode()
    assert "A quieter evening" in amals
    assert ONLY_YOU not in again and ONLY_YOU not in amals


def test_who_wants_no_remarks_gets_none(cast: Cast) -> None:
    bo = signed_in(cast.bo.person_id, "Bo")
    bo.post(reverse("account_settings"), {"language": "en", "no_second_look": "on"})
    assert ONLY_YOU not in writes_a_goal(bo, cast)
    bo.post(reverse("account_settings"), {"language": "en"})
    assert ONLY_YOU in writes_a_goal(bo, cast)


def test_own_words_that_repeat_somebody_elses_are_kept_and_remarked_on(cast: Cast) -> None:
    bo = signed_in(cast.bo.person_id, "Bo")
    form = bo.get(reverse("say_in_own_words", args=[cast.case_id]))
    fields = form.context["form"]
    initial = {name: "" if fields[name].value() is None else fields[name].value() for name in fields.fields}
    shared = form.context["page"].quote
    done = bo.post(reverse("say_in_own_words", args=[cast.case_id]), {**initial, "own_words": shared}, follow=True).content.decode()
    assert "The words stand in the plan" in done
    assert "nearly in the words of another text" in done

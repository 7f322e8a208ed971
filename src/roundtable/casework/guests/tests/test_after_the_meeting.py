"""After the meeting: who came from outside stands among who was there, and their link says calmly that it is over."""

from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import account
from tests.statements import count_statements

from roundtable.casework.cases.actions import close_case, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.guests.actions import end_guest
from roundtable.casework.guests.tests.conftest import Asked, Scene, open_link, page_of, path_of
from roundtable.casework.roundtables.actions import hold_roundtable
from roundtable.ground.disclosure.actions.closing import close_for
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere
from roundtable.ui.days import with_weekday


def person_of(scene: Scene, name: str) -> UUID:
    return next(seat.person_id for seat in seats_on(actor=scene.cast.amal, case_ids=[scene.cast.case_id]) if seat.name == name)


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind))
    return client


def hold(scene: Scene, *present: UUID) -> None:
    bo = scene.cast.at_table(scene.cast.bo)
    hold_roundtable(actor=bo, case_id=scene.cast.case_id, roundtable_id=scene.meeting_id, version=1, present=present)


def pass_by(scene: Scene, asked: Asked) -> None:
    """The meeting passes, and with it the guest's place; nobody has noted it yet. On the same day, soon after midnight too."""
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "UPDATE roundtables_roundtableevent SET starts_at = now() - interval '17 minutes', minutes = 15 WHERE roundtable_id = %s",
            [scene.meeting_id],
        )
        cursor.execute(
            "UPDATE seats_seat SET from_at = now() - interval '3 hours', until_at = now() - interval '1 minute'"
            " WHERE id = (SELECT place_id FROM guests_guestlink WHERE id = %s)",
            [asked.link_id],
        )


@pytest.mark.parametrize("passed", [False, True])
def test_kim_who_came_is_ticked_by_name_and_stands_among_who_was_there_also_after_the_end(scene: Scene, passed: bool) -> None:
    cast, asked = scene.cast, scene.ask(meeting=True)
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    scene.ask()
    if passed:
        pass_by(scene, asked)
    bo, kim = signed_in(cast.bo.person_id, "Bo"), person_of(scene, "Kim Holm")
    address = reverse("hold_roundtable", args=[cast.case_id, scene.meeting_id])
    names = dict(bo.get(address).context["form"].fields["present"].choices)
    assert names[str(kim)] == "Kim Holm, Employer" and "Una" not in " ".join(names.values())
    sent = {"version": "1", "once": str(uuid4()), "already": "on", "present": [str(cast.amal_id), str(kim)]}
    assert bo.post(address, sent).status_code == 302
    amal = signed_in(cast.amal_id, "Amal", "citizen")
    for _before_and_after_the_end in range(2):
        shown = amal.get(reverse("roundtable", args=[cast.case_id])).text
        there = shown[shown.index('id="who-comes"') :]
        assert "with Amal and Kim Holm." in shown and "Kim Holm" in there and there.count("Was there") == 2
        assert "reads only what is given" not in there
        if _before_and_after_the_end == 0:
            close_case(actor=cast.at_table(cast.bo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)


def test_who_was_asked_to_a_step_or_is_not_asked_any_more_was_at_no_meeting(scene: Scene) -> None:
    asked = scene.ask(meeting=True)
    scene.ask()
    end_guest(actor=scene.cast.amal, case_id=scene.cast.case_id, link_id=asked.link_id)
    for name in ("Kim Holm", "Una"):
        with pytest.raises(NotHere):
            hold(scene, person_of(scene, name))


def test_kims_link_says_after_the_meeting_that_it_is_over_when_it_was_and_whom_to_ring(scene: Scene) -> None:
    kim = open_link(asked := scene.ask(meeting=True))
    hold(scene)
    with count_statements() as counted:
        page = kim.get(page_of(asked))
    assert page.status_code == 200 and len(counted) <= 12 and page["Cache-Control"] == "no-store"
    assert "The meeting is over" in page.text and f"It was on {with_weekday(timezone.localdate())}." in page.text
    assert "Bo Test" in page.text and "70 12 34 56" in page.text and "Amal" not in page.text and "Will you come" not in page.text
    assert kim.post(page_of(asked), {"reply": "comes", "once": str(uuid4())}).status_code == 200, "there is nothing to answer any more"


def test_a_link_nobody_took_says_it_too_and_another_browser_learns_nothing(scene: Scene) -> None:
    taken, untaken = scene.ask(meeting=True), scene.ask(meeting=True, name="Ulla")
    open_link(taken)
    pass_by(scene, untaken)
    assert "The meeting is over" in Client().get(path_of(untaken)).text
    hold(scene)
    for address in (path_of(taken), page_of(taken), page_of(untaken), f"/guest/{untaken.link_id}/{uuid4().hex}/"):
        assert Client().get(address).status_code == 404, address


def test_who_was_sent_away_before_or_is_closed_out_meets_the_page_for_what_is_not_there(scene: Scene) -> None:
    ended, closed, late = scene.ask(meeting=True), scene.ask(meeting=True, name="Ulla"), scene.ask(meeting=True, name="Bea")
    browsers = {one.link_id: open_link(one) for one in (ended, closed, late)}
    end_guest(actor=scene.cast.amal, case_id=scene.cast.case_id, link_id=ended.link_id)
    hold(scene)
    close_for(actor=scene.cast.amal, case_id=scene.cast.case_id, person_id=person_of(scene, "Ulla"))
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "UPDATE seats_seat SET from_at = from_at - interval '4 months', until_at = until_at - interval '4 months'"
            " WHERE id = (SELECT place_id FROM guests_guestlink WHERE id = %s)",
            [late.link_id],
        )
    assert {browsers[one.link_id].get(page_of(one)).status_code for one in (ended, closed, late)} == {404}

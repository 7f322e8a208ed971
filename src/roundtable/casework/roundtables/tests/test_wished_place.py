"""Where a citizen would rather meet: chosen calmly or in her own words, read by the table and by nobody else."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.cast import Cast

from roundtable.casework.roundtables.actions import wish_for_meeting
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules.place import WishedPlace
from roundtable.casework.roundtables.tests.addresses import call, sign_in, url

NEUTRAL = "Somewhere neutral, for example a library"


def sent(**more: str) -> dict[str, str]:
    return {"once": str(uuid4()), "pace": "slow", "breaks": "when_asked", "channel": "", "looks_after": "", "text": "", **more}


def test_amal_chooses_a_place_and_the_table_reads_it_beside_her_other_wishes(cast: Cast, amal: Client, bo: Client) -> None:
    call(cast)
    assert "Where would you rather meet?" in amal.get(url("wish_for_meeting", cast)).content.decode()
    assert amal.post(url("wish_for_meeting", cast), sent(place="neutral")).status_code == 302
    for client in (amal, bo):
        for name in ("roundtable", "go_through_together"):
            if client is bo or name == "roundtable":
                assert NEUTRAL in client.get(url(name, cast)).content.decode()
    again = amal.get(url("wish_for_meeting", cast)).content.decode()
    assert 'value="neutral"' in again and "checked" in again.partition('value="neutral"')[2][:200]
    for member in (cast.dag, cast.eve):
        assert sign_in(member.person_id, member.name).get(url("roundtable", cast)).status_code == 404
    assert NEUTRAL not in sign_in(cast.gro.person_id, "Gro").get(url("roundtable", cast)).content.decode()


def test_a_place_of_her_own_stands_in_her_own_words_and_is_asked_for_where_they_are_missing(cast: Cast, amal: Client, bo: Client) -> None:
    call(cast)
    refused = amal.post(url("wish_for_meeting", cast), sent(place="other"))
    assert "Write here where." in refused.content.decode() and 'value="other"' in refused.content.decode()
    assert amal.post(url("wish_for_meeting", cast), sent(place="other", text="In my sister's kitchen")).status_code == 302
    shown = bo.get(url("roundtable", cast)).content.decode()
    assert "Somewhere else, in own words" in shown and "In my sister&#x27;s kitchen" in shown


@pytest.mark.parametrize("place", ["everywhere", "<b>", "x" * 1_000_000, "home\x00"])
def test_a_place_nobody_offers_is_refused_and_nothing_is_kept(cast: Cast, amal: Client, place: str) -> None:
    assert amal.post(url("wish_for_meeting", cast), sent(place=place)).status_code in (200, 422)
    assert meeting_page(actor=cast.amal, case_id=cast.case_id).wishes == ()


def test_bo_notes_the_place_by_telephone_and_nothing_chosen_says_nothing(cast: Cast, bo: Client) -> None:
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id)
    call(cast)
    assert meeting_page(actor=cast.amal, case_id=cast.case_id).wishes[0].place is None
    assert "Where would they rather meet?" in bo.get(url("wish_for_meeting", cast)).content.decode()
    assert bo.post(url("wish_for_meeting", cast), sent(place="home", whose=f"telephone:{cast.amal_id}")).status_code == 302
    (view,) = meeting_page(actor=cast.amal, case_id=cast.case_id).wishes
    assert view.place == WishedPlace.HOME

"""A table of one organisation alone: asked about on the page where it is set, with what was chosen and written kept."""

import re

import pytest
from django.urls import reverse
from tests.cast import Cast, build_cast

from roundtable.casework.referrals.rules.states import ReferralState
from roundtable.casework.referrals.tests.test_views import HOSTILE, client_of, of, send, state


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_gro_is_asked_about_a_table_of_one_organisation_and_what_she_chose_and_wrote_stays(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    gro, address = of(cast.gro), reverse("accept_referral", args=[case_id])
    alone = {"people": [str(cast.bo.person_id)], "seen": "1"}
    page = gro.post(address, alone).text
    assert "people of one organisation only, and a joint plan needs two" in page
    assert re.search(rf'value="{cast.bo.person_id}"[^>]* checked', page)
    for text, refused in HOSTILE:
        answer = gro.post(address, {**alone, "people": [], "to_come": text})
        assert answer.status_code == 200 and "<script>alert" not in answer.text, refused
    assert state(case_id, citizen_id) == ReferralState.SENT
    gro.post(address, {**alone, "to_come": "Cleo's successor, in December"})
    for reader in (client_of(citizen_id, "Noa", "citizen"), of(cast.bo)):
        assert "Cleo&#x27;s successor, in December" in reader.get(reverse("referral", args=[case_id])).text

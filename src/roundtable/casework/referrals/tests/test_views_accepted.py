"""After the yes to a referral there is a course, and the page leads to it."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse
from tests.cast import account, build_cast

from roundtable.casework.cases.actions import close_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.referrals.tests.test_views import of, send


def test_the_inbox_leads_gro_to_the_course_she_made_and_the_referral_offers_no_more_acts() -> None:
    cast = build_cast()
    case_id, _citizen_id = send(cast)
    gro, course = of(cast.gro), reverse("case_page", args=[case_id])
    data = {"people": [str(cast.bo.person_id), str(cast.cleo.person_id)], "seen": "1"}
    link = f'<a href="{course}">Open the course</a>'
    assert link in gro.post(reverse("accept_referral", args=[case_id]), data, follow=True).text
    assert link in gro.post(reverse("accept_referral", args=[case_id]), data, follow=True).text, "answered already: there it is"
    assert gro.get(course).status_code == 200
    for forged in (uuid4(), "x", send(cast)[0]):
        assert "Open the course" not in gro.get(reverse("inbox"), {"done": "accepted", "course": str(forged)}).text
    after = gro.get(reverse("referral", args=[case_id])).text.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in after, "what was answered offers no more acts"


def test_after_the_course_has_ended_a_no_would_reach_nobody_and_is_neither_offered_nor_taken() -> None:
    cast = build_cast()
    case_id, citizen_id = send(cast)
    of(cast.gro).post(
        reverse("accept_referral", args=[case_id]), {"people": [str(cast.bo.person_id), str(cast.cleo.person_id)], "seen": "1"}
    )
    hers, own = Client(), reverse("referral", args=[case_id])
    hers.force_login(account(citizen_id, "Amal", kind="citizen"))
    no = reverse("say_no", args=[case_id])
    assert f'action="{no}"' in hers.get(own).text
    close_case(actor=cast.gro.leading(case_id), case_id=case_id, outcome=Outcome.MOVED, seen=1)
    assert f'action="{no}"' not in hers.get(own).text
    assert "so this cannot be done now" in hers.post(no, {"seen": "2", "words": ""}).text
    assert "Accepted" in hers.get(own).text

"""Drafts of referrals that are not there any more: nothing typed is lost, and the page says so calmly."""

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.cast import Cast, build_cast

from roundtable.casework.referrals.tests.test_views import filled, of


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def test_a_draft_is_thrown_away(cast: Cast) -> None:
    cleo, once = of(cast.cleo), uuid4()
    cleo.post(reverse("write_referral"), {"once": once, "given_name": "Gone", "keep": "yes"})
    assert "thrown away" in cleo.post(reverse("referral_draft", args=[once]), {"discard": "yes"}, follow=True).text
    assert cleo.post(reverse("referral_draft", args=[once]), {"discard": "yes"}).status_code == 404
    sent = cleo.post(reverse("referral_draft", args=[once]), filled(given_name="Typed"), follow=True)
    assert "The referral is sent." in sent.text, "thrown away in another window: what was typed in this one is not lost"

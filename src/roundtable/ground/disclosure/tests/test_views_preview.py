"""Before something is shared: who will see it, for what, and what may follow (T083)."""

from uuid import UUID

from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import Place, confidence, own

USED_IN_A_DECISION = "What stands here can be used in one."


def preview(cast: Cast, seat_id: UUID, writer: Actor | None = None, place: Place | None = None) -> str:
    """What Amal reads before she shares a page of her notebook, or what somebody else wrote."""
    words = {"kind": "note", "headline": "Mornings", "body": "They are heavy"}
    note = write_words(actor=writer or cast.amal, case_id=cast.case_id, place=place or own(), **words)
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    url = reverse("release_items", args=[cast.case_id, seat_id])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    response = client.post(url, {**data, "items": [str(note.item_id)], "purpose": "meeting", "step": "preview"})
    text = response.content.decode()
    assert "They are heavy" in text, text
    return text


def test_amal_reads_that_what_cleo_sees_may_be_used_in_a_decision() -> None:
    cast = build_cast()
    assert USED_IN_A_DECISION in preview(cast, cast.seats["cleo"])


def test_amal_reads_that_bo_makes_no_decisions_and_that_nothing_read_is_forgotten() -> None:
    cast = build_cast()
    text = preview(cast, cast.seats["bo"])
    assert USED_IN_A_DECISION not in text
    assert "makes no decisions about your money" in text
    assert "What was read is not forgotten." in text


def test_of_what_bo_wrote_the_preview_says_how_to_have_it_in_other_words_and_of_her_own_it_does_not() -> None:
    cast = build_cast()
    hint = "Should it be said in other words? Bo wrote it, and can ask you about new ones."
    text = preview(cast, cast.seats["cleo"], cast.at_table(cast.bo), confidence())
    assert hint in text and reverse("write_message", args=[cast.case_id, cast.bo.person_id]) in text
    assert "in other words" not in preview(cast, cast.seats["bo"])

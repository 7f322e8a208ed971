"""Wording for what is hard to say, and a message in two layers."""

import html
from uuid import uuid4

import pytest
from django.utils import translation
from tests.cast import build_cast

from roundtable.casework.notes.actions import write_message, write_note
from roundtable.casework.notes.pages.wordings import wordings
from roundtable.casework.notes.queries import drafts
from roundtable.casework.notes.rules import layered
from roundtable.casework.notes.tests.test_views import House, browser
from roundtable.ground.seats.rules import confidence
from roundtable.kernel.measures import TextClass, measure, over_limits


@pytest.fixture
def house() -> House:
    cast = build_cast(ida_seated=True)
    staff = {name: browser(getattr(cast, name).person_id, name.title()) for name in ("bo", "cleo", "dag", "eve", "gro")}
    return House(cast, browser(cast.amal_id, "Amal", "citizen"), **staff)


def test_wording_for_what_is_hard_to_say_is_there_to_read_for_bo_alone_and_never_in_the_form(house: House) -> None:
    """Six of them, in every language one can choose, without a button or a link that could copy one (T073)."""
    path = house.path(f"messages/{house.cast.amal_id}/")
    for language, said in (("en", "The reason is with us"), ("da", "Grunden ligger hos os"), ("nl", "De reden ligt bij ons")):
        with translation.override(language):
            assert len(wordings()) == 6 and any(said in words for _, words in wordings())
    response = house.bo.get(path)
    page = response.content.decode()
    start = page.index("Words for what is hard to say")
    shown = page[start : page.index("</details>", start)]
    for title, words in wordings():
        assert html.escape(title) in shown and html.escape(words) in shown
    assert "<button" not in shown and "<a " not in shown and "data-" not in shown and "<textarea" not in shown
    assert not response.context["form"]["body"].value()
    assert "hard to say" not in house.amal.get(house.path(f"messages/{house.cast.bo.person_id}/")).content.decode()


@pytest.mark.parametrize("language", ["en", "da", "nl"])
def test_that_wording_is_measured_as_one_text_and_is_easy_to_read(language: str) -> None:
    with translation.override(language):
        text = "\n\n".join(words.replace("…", "Bo.") for _, words in wordings())
    counted = measure(text)
    assert counted.words > 200 and counted.lix <= 25 and over_limits(counted, TextClass.CITIZEN) == ()


def test_a_message_has_a_short_first_part_and_more_for_who_wants_to_read_it(house: House) -> None:
    """T219: what it says stands open, the rest is folded, in plain HTML; one text for who exports it."""
    path, back = house.path(f"messages/{house.cast.amal_id}/"), house.path(f"messages/{house.cast.bo.person_id}/")
    first, more = "Come at ten on Tuesday", "The rule says that we meet before April"
    kept = house.bo.post(path, {"body": first, "more": more, "keep": "yes", "once": str(uuid4())})
    (draft,) = drafts(actor=house.cast.at_table(house.cast.bo))
    again = house.bo.get(f"{path}?draft={draft.item_id}").context["form"]
    assert kept.status_code == 302 and (again["body"].value(), again["more"].value()) == (first, more)
    house.bo.post(path, {"body": first, "more": more, "once": str(uuid4()), "draft": str(draft.item_id)})
    page = house.amal.get(back).content.decode()
    folded = page[page.index("<details", page.index(first)) :]
    assert more in folded[: folded.index("</details>")] and "· · ·" not in page
    assert page.index(first) < page.index("More, if you want to read it") < page.index(more)
    house.bo.post(path, {"body": "One part is enough", "once": str(uuid4())})
    page = house.amal.get(back).content.decode()
    assert page.count("More, if you want to read it") == 1


def test_who_corrects_a_message_in_two_layers_meets_both_and_keeps_both(house: House) -> None:
    """The line between the layers is how they are kept, and nobody's to read or to type."""
    bo, amal = house.cast.at_table(house.cast.bo), house.cast.amal_id
    first, more, better = "Come at ten on Tuesday", "The rule says that we meet before April", "Come at eleven on Tuesday"
    sent = write_message(actor=bo, case_id=house.cast.case_id, to_id=amal, body=layered(first, more))
    path = house.path(f"notes/{sent.item_id}/correct/")
    page = house.bo.get(path)
    assert (page.context["form"]["body"].value(), page.context["form"]["more"].value()) == (first, more)
    assert "· · ·" not in page.text and '<details class="govuk-details" open' in page.text, "both layers stand open to who corrects"
    typed = {"reason": "", "body": better, "more": more, "once": str(uuid4())}
    refused = house.bo.post(path, typed)
    assert refused.status_code == 422 and better in refused.text and more in refused.text and "· · ·" not in refused.text
    read = house.bo.post(path, typed | {"reason": "The wrong hour"}, follow=True).text
    folded = read[read.index(better) :]
    assert more in folded[folded.index("<details") : folded.index("</details>")] and "· · ·" not in read
    again = house.bo.get(house.path(f"notes/{sent.item_id}/correct/")).context["form"]
    assert (again["body"].value(), again["more"].value()) == (better, more), "the next correction begins with the last"


def test_a_message_in_one_layer_can_get_a_second_where_it_is_corrected_and_a_note_is_not_asked_for_one(house: House) -> None:
    bo, case_id = house.cast.at_table(house.cast.bo), house.cast.case_id
    sent = write_message(actor=bo, case_id=case_id, to_id=house.cast.amal_id, body="Come at ten")
    path = house.path(f"notes/{sent.item_id}/correct/")
    page = house.bo.get(path).text
    assert "More, folded under your text" in page and '<details class="govuk-details" open' not in page
    house.bo.post(path, {"reason": "More to say", "body": "Come at ten", "more": "The bus is number 4", "once": str(uuid4())})
    read = house.amal.get(house.path(f"messages/{house.cast.bo.person_id}/")).text
    assert "The bus is number 4" in read and "· · ·" not in read
    note = write_note(actor=bo, case_id=case_id, place=confidence(), body="We met")
    assert "more" not in house.bo.get(house.path(f"notes/{note.item_id}/correct/")).context["form"].fields

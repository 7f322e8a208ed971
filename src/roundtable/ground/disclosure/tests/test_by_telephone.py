"""What Amal says by telephone or on paper binds at once and is shown as it came: a share taken back, the course closed for somebody."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import through
from roundtable.ground.disclosure.actions import (
    ask_to_share,
    close_for,
    note_closing,
    note_opening,
    note_yes_aloud,
    open_again,
    release_items,
    withdraw_release,
)
from roundtable.ground.disclosure.queries import closed_for, noted_closings, share
from roundtable.ground.notices.models import Notice
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.models import Block, Seat
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import Place, confidence, own, side, team
from roundtable.kernel.refusal import NotHere

NOTED = "said by telephone or on paper, noted by Bo Test"


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind))
    return client


def told(person_id: UUID) -> int:
    with through("loader"):
        return Notice.objects.filter(person_id=person_id).count()


def shared(cast: Cast, writer: Actor, place: Place) -> tuple[UUID, UUID]:
    """A text and the share of it that Amal signed for Cleo: item, disclosure."""
    item = write_words(actor=writer, case_id=cast.case_id, place=place, kind="note", headline="Zanzibar", body="words").item_id
    day = timezone.localdate() + timedelta(days=30)
    given = release_items(
        actor=cast.amal, case_id=cast.case_id, item_ids=[item], to_seat_id=cast.seats["cleo"], purpose="work", until_on=day, once=uuid4()
    )
    return item, given.disclosure_id


# -- taking back ----------------------------------------------------------------------------------------------------------------


def test_bo_notes_that_amal_takes_back_what_she_had_shared_it_binds_at_once_and_says_how_it_came(cast: Cast) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    item, given = shared(cast, bo, confidence())
    assert words(actor=cleo, item_ids=[item])
    heard = told(cast.amal_id), told(cast.cleo.person_id)
    client, address = signed_in(cast.bo.person_id, "Bo"), reverse("withdraw_release", args=[cast.case_id, given])
    assert address in client.get(reverse("sharing", args=[cast.case_id])).text
    page = client.get(address).text
    assert "Amal takes it back from Cleo Test?" in page and "Read this aloud first" in page and "Zanzibar" in page
    after = client.post(address, follow=True).text
    assert NOTED in after and "The citizen and Cleo get a notice." in after
    assert not words(actor=cleo, item_ids=[item])
    assert (told(cast.amal_id), told(cast.cleo.person_id)) == (heard[0] + 1, heard[1] + 1)
    amal = signed_in(cast.amal_id, "Amal", "citizen").get(reverse("sharing", args=[cast.case_id])).text
    assert NOTED in amal
    assert share(actor=cast.amal, case_id=cast.case_id, disclosure_id=given).back_noted_by == "Bo Test"


def test_what_amal_takes_back_herself_is_noted_by_nobody(cast: Cast) -> None:
    _item, given = shared(cast, cast.at_table(cast.bo), confidence())
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=given)
    assert share(actor=cast.amal, case_id=cast.case_id, disclosure_id=given).back_noted_by == ""
    assert "noted by" not in signed_in(cast.amal_id, "Amal", "citizen").get(reverse("sharing", args=[cast.case_id])).text


def test_only_who_could_note_her_yes_notes_that_it_is_taken_back(cast: Cast) -> None:
    bo, ida, cleo = (cast.at_table(one) for one in (cast.bo, cast.ida, cast.cleo))
    _item, in_confidence = shared(cast, bo, confidence())
    _item, of_the_side = shared(cast, bo, side())
    _item, her_own = shared(cast, cast.amal, own())
    for actor, given in ((ida, in_confidence), (cleo, in_confidence), (cleo, of_the_side), (cleo, her_own), (bo, her_own)):
        with pytest.raises((ActRefused, NotHere)):
            withdraw_release(actor=actor, case_id=cast.case_id, disclosure_id=given)
    for member, name in ((cast.cleo, "Cleo"), (cast.dag, "Dag"), (cast.eve, "Eve"), (cast.ida, "Ida")):
        address = reverse("withdraw_release", args=[cast.case_id, in_confidence])
        client = signed_in(member.person_id, name)
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404), name
    withdraw_release(actor=ida, case_id=cast.case_id, disclosure_id=of_the_side)
    assert share(actor=cast.amal, case_id=cast.case_id, disclosure_id=of_the_side).back_noted_by == "Ida Test"
    assert share(actor=cast.amal, case_id=cast.case_id, disclosure_id=in_confidence).live


def test_who_receives_a_text_of_the_whole_team_does_not_note_that_it_is_taken_back(cast: Cast) -> None:
    """Cleo sits in the team's scope; what is given to her there is not hers to end."""
    _item, given = shared(cast, cast.at_table(cast.bo), team())
    with pytest.raises(ActRefused):
        withdraw_release(actor=cast.at_table(cast.cleo), case_id=cast.case_id, disclosure_id=given)


def test_a_yes_noted_aloud_is_taken_back_by_telephone_from_the_list(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    asked = ask_to_share(actor=bo, case_id=cast.case_id, to_seat_id=cast.seats["cleo"], headline="An hour at a time")
    given = note_yes_aloud(actor=bo, case_id=cast.case_id, item_id=asked).disclosure_id
    client = signed_in(cast.bo.person_id, "Bo")
    assert "It is taken back by telephone or on paper: note it" in client.get(reverse("sharing", args=[cast.case_id])).text
    client.post(reverse("withdraw_release", args=[cast.case_id, given]))
    assert "An hour" not in signed_in(cast.cleo.person_id, "Cleo").get(reverse("sharing", args=[cast.case_id])).text


# -- closing --------------------------------------------------------------------------------------------------------------------


def closes(cast: Cast, actor: Actor, person_id: UUID) -> bool:
    done: bool = note_closing(actor=actor, case_id=cast.case_id, person_id=person_id, citizen_id=cast.amal_id)
    return done


def opens(cast: Cast, actor: Actor, person_id: UUID) -> None:
    note_opening(actor=actor, case_id=cast.case_id, person_id=person_id, citizen_id=cast.amal_id)


def test_amal_closes_for_cleo_by_telephone_and_everybody_concerned_sees_how_it_came(cast: Cast) -> None:
    bo, cleo, gro = (signed_in(one.person_id, one.name) for one in (cast.bo, cast.cleo, cast.gro))
    heard = told(cast.amal_id), told(cast.gro.person_id), told(cast.cleo.person_id)
    address = reverse("note_closing", args=[cast.case_id, cast.cleo.person_id])
    assert address in bo.get(reverse("sharing", args=[cast.case_id])).text
    page = bo.get(address).text
    for said in ("Amal closes the course for Cleo?", "cannot open your course", "decides what the law says", "can see that I noted it"):
        assert said in page, said
    refused = bo.post(address, {"do": "close"})
    assert refused.status_code == 422 and "Read it aloud first" in refused.text
    assert cleo.get(reverse("plan", args=[cast.case_id])).status_code == 200
    done = bo.post(address, {"do": "close", "said": "on"}, follow=True).text
    assert "The course is closed for Cleo" in done and "Said by Amal by telephone or on paper, noted by Bo Test" in done
    assert cleo.get(reverse("plan", args=[cast.case_id])).status_code == 404
    home = cleo.get("/").text
    assert "closed for you by the citizen" in home and "noted by Bo Test" in home and "Amal" not in home
    assert (told(cast.amal_id), told(cast.gro.person_id), told(cast.cleo.person_id)) == (heard[0] + 1, heard[1] + 1, heard[2])
    assert "said by Amal by telephone or on paper, noted by Bo Test" in gro.get(reverse("people", args=[cast.case_id])).text
    amal = signed_in(cast.amal_id, "Amal", "citizen")
    assert (
        "You said so by telephone or on paper, noted by Bo Test"
        in amal.get(reverse("close_for", args=[cast.case_id, cast.cleo.person_id])).text
    )
    assert "you said so by telephone or on paper, noted by Bo Test" in amal.get(reverse("sharing", args=[cast.case_id])).text
    for client, pages in ((bo, ("sharing", "note_closing")), (amal, ("sharing", "close_for")), (gro, ("people",))):
        for name in pages:
            places = [cast.case_id, cast.cleo.person_id] if name in ("note_closing", "close_for") else [cast.case_id]
            with count_statements() as asked:
                assert client.get(reverse(name, args=places)).status_code == 200
            assert len(asked) <= 12, (name, asked)
    with count_statements() as asked:
        cleo.get("/")
    assert len(asked) <= 12, asked


def test_it_is_opened_again_the_same_way_and_the_page_of_who_leads_does_it_too(cast: Cast) -> None:
    bo, cleo, gro = (signed_in(one.person_id, one.name) for one in (cast.bo, cast.cleo, cast.gro))
    address = reverse("note_closing", args=[cast.case_id, cast.cleo.person_id])
    plan = reverse("plan", args=[cast.case_id])
    for client in (bo, gro):
        bo.post(address, {"do": "close", "said": "on"})
        assert cleo.get(plan).status_code == 404
        assert "It is opened again when Amal says so" in client.get(address).text
        assert "The course is open for Cleo again" in client.post(address, {"do": "open", "said": "on"}, follow=True).text
        assert cleo.get(plan).status_code == 200
    with through("loader"):
        kept = Block.objects.filter(case_id=cast.case_id).order_by("from_at").values_list("noted_by_id", "opened_by_id")
        assert list(kept) == [(cast.bo.person_id, cast.bo.person_id), (cast.bo.person_id, cast.gro.person_id)]
    assert gro.get(address).status_code == 404, "who leads closes for nobody"
    assert gro.post(address, {"do": "close", "said": "on"}).status_code == 404


def test_nobody_notes_it_for_themselves_nor_for_who_is_there_for_amal_nor_once_they_were_closed_out(cast: Cast) -> None:
    bo, cleo, ida = (cast.at_table(one) for one in (cast.bo, cast.cleo, cast.ida))
    for person_id in (cast.bo.person_id, cast.amal_id, cast.dag.person_id, uuid4()):
        with pytest.raises(ActRefused) as no:
            closes(cast, bo, person_id)
        assert no.value.reason == "not_at_table"
    assert closes(cast, bo, cast.cleo.person_id)
    for actor in (cleo, cast.dag.on(cast.case_id), cast.eve.on(cast.case_id), cast.amal):
        for act in (closes, opens):
            with pytest.raises(NotHere):
                act(cast, actor, cast.bo.person_id)
            with pytest.raises(NotHere):
                act(cast, actor, cast.cleo.person_id)
    opens(cast, ida, cast.cleo.person_id)
    assert closes(cast, cleo, cast.bo.person_id)
    with pytest.raises(ActRefused) as refused:
        opens(cast, ida, cast.bo.person_id)
    assert refused.value.reason == "not_yours", "another organisation noted it"
    assert noted_closings(actor=ida, case_id=cast.case_id) == ()
    opens(cast, cast.gro.leading(cast.case_id), cast.bo.person_id)
    assert closed_for(actor=cast.amal, case_id=cast.case_id) == {}


def test_what_amal_closed_by_her_own_act_nobody_sees_and_nobody_opens_for_her(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    for actor in (bo, cast.gro.leading(cast.case_id)):
        assert noted_closings(actor=actor, case_id=cast.case_id) == ()
        with pytest.raises(ActRefused):
            opens(cast, actor, cast.cleo.person_id)
    assert "noted by" not in signed_in(cast.bo.person_id, "Bo").get(reverse("note_closing", args=[cast.case_id, cast.cleo.person_id])).text
    assert "noted by" not in signed_in(cast.cleo.person_id, "Cleo").get("/").text
    assert closes(cast, bo, cast.cleo.person_id), "whoever notes it does not learn that it is closed already"
    opens(cast, bo, cast.cleo.person_id)
    assert list(closed_for(actor=cast.amal, case_id=cast.case_id)) == [cast.cleo.person_id], "hers holds until she ends it"
    open_again(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)


def test_amal_opens_herself_what_was_noted_as_closed_and_pressing_twice_notes_it_once(cast: Cast) -> None:
    bo, heard = cast.at_table(cast.bo), told(cast.amal_id)
    assert (closes(cast, bo, cast.cleo.person_id), closes(cast, bo, cast.cleo.person_id)) == (True, False)
    assert told(cast.amal_id) == heard + 1
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    opens(cast, bo, cast.cleo.person_id)
    assert list(closed_for(actor=cast.amal, case_id=cast.case_id)) == [cast.cleo.person_id], "now it is her own act too"
    closes(cast, bo, cast.cleo.person_id)
    open_again(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert noted_closings(actor=bo, case_id=cast.case_id) == ()


# -- where a course is about several --------------------------------------------------------------------------------------------


def test_in_a_family_each_closes_for_themselves_the_page_says_who_did_and_it_is_opened_for_the_one_who_says_so(cast: Cast) -> None:
    with through("loader"):
        Seat.objects.create(case_id=cast.case_id, person_id=cast.max_id, hat="citizen", ground="referral")
    bo, page = signed_in(cast.bo.person_id, "Bo"), reverse("note_closing", args=[cast.case_id, cast.cleo.person_id])
    first = bo.get(page).text
    assert "Cleo sees it when all of you have closed the course for them" in first and "Open again for Cleo?" not in first
    after = bo.post(page, {"do": "close", "said": "on", "about": str(cast.amal_id)}, follow=True).text
    for said in (
        "What is about Amal alone is closed for Cleo", "Amal, your organisation at this table and the team leader see",
        "Max closes the course for Cleo?", "Open again for Cleo?",
    ):  # fmt: skip
        assert said in after, said
    assert "The course is closed for Cleo</h1>" not in after
    sharing = bo.get(reverse("sharing", args=[cast.case_id])).text
    assert "Note that it is open again for Cleo" in sharing and "Note that it is closed for Cleo" in sharing
    everybody = bo.post(page, {"do": "close", "said": "on"}, follow=True).text
    assert "The course is closed for Cleo</h1>" in everybody and {one.citizen_id for one in noted_closings(
        actor=cast.at_table(cast.bo), case_id=cast.case_id)} == {cast.amal_id, cast.max_id}  # fmt: skip
    again = bo.post(page, {"do": "open", "said": "on", "about": str(cast.max_id)}, follow=True)
    assert again.status_code == 200 and "Amal" in again.text
    one_left = bo.post(page, {"do": "open", "said": "on"}, follow=True)
    assert one_left.status_code == 200 and not noted_closings(actor=cast.at_table(cast.bo), case_id=cast.case_id)

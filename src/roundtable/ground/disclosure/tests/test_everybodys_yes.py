"""A note about Mia, Per and Jo goes to Cleo when all three have said yes; before that she does not even know that it was asked."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, Family, account, build_cast, build_family

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.actions import Released, agree_to_release, release_items, withdraw_release
from roundtable.ground.disclosure.queries import ShareState, share, shares
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.queries import rows, seats_on, words
from roundtable.ground.seats.rules import own, side
from roundtable.kernel.refusal import NotHere


class Home:
    """The cast, the family of three, a note of Bo's organisation about all of them."""

    def __init__(self) -> None:
        self.cast: Cast = build_cast()
        self.family: Family = build_family(self.cast)
        self.mia, self.per, self.jo = (self.family.citizens[name] for name in ("Mia", "Per", "Jo"))
        self.case_id = self.family.case_id
        self.bo, self.cleo = self.cast.bo.on(self.case_id), self.cast.cleo.on(self.case_id)
        self.item = self.note(())

    def note(self, about: tuple[UUID, ...]) -> UUID:
        return write_words(
            actor=self.bo, case_id=self.case_id, place=side(about), kind="note", headline="At home", body="They cook together"
        ).item_id

    def seat(self, actor: Actor) -> UUID:
        return next(
            seat.seat_id for seat in seats_on(actor=self.mia, case_ids=[self.case_id]) if seat.live and seat.person_id == actor.person_id
        )

    def release(self, actor: Actor, *items: UUID, how: str = "signed") -> Released:
        released: Released = release_items(
            actor=actor, case_id=self.case_id, item_ids=items or [self.item], to_seat_id=self.seat(self.cleo), purpose="work", how=how
        )
        return released

    def agree(self, actor: Actor, released: Released) -> bool:
        complete: bool = agree_to_release(actor=actor, case_id=self.case_id, disclosure_id=released.disclosure_id)
        return complete

    def cleo_reads(self) -> bool:
        return bool(words(actor=self.cleo, item_ids=[self.item]))


@pytest.fixture
def home() -> Home:
    return Home()


def test_one_yes_opens_nothing_the_last_one_does_and_cleo_knows_of_none_before(home: Home) -> None:
    released = home.release(home.mia)
    assert released.waiting
    assert not home.agree(home.per, released)
    assert not home.agree(home.mia, released)
    assert not home.cleo_reads()
    assert shares(actor=home.cleo, case_id=home.case_id) == ()
    with acting(home.cleo):
        for table in ("seats_disclosure", "seats_discloseditem", "seats_disclosureyes"):
            assert rows(f"SELECT 1 FROM {table}") == []
    waiting = share(actor=home.mia, case_id=home.case_id, disclosure_id=released.disclosure_id)
    assert (waiting.state, waiting.missing) == (ShareState.WAITING, (home.jo.person_id,))
    assert home.agree(home.jo, released)
    assert home.cleo_reads()
    assert share(actor=home.per, case_id=home.case_id, disclosure_id=released.disclosure_id).live


@pytest.mark.parametrize("who", ["mia", "per", "jo"])
def test_any_one_of_them_takes_it_back_for_good(home: Home, who: str) -> None:
    released = home.release(home.mia)
    home.agree(home.per, released)
    home.agree(home.jo, released)
    assert home.cleo_reads()
    withdraw_release(actor=getattr(home, who), case_id=home.case_id, disclosure_id=released.disclosure_id)
    assert not home.cleo_reads()
    with pytest.raises(ActRefused) as no:
        home.agree(home.jo, released)
    assert no.value.reason == "not_open_to_yes"


def test_nobody_says_yes_for_somebody_else_and_no_professional_notes_a_yes_of_several(home: Home) -> None:
    released = home.release(home.mia)
    for stranger in (home.bo, home.cleo, home.cast.dag.on(home.case_id)):
        with pytest.raises(NotHere):
            home.agree(stranger, released)
    with pytest.raises(ActRefused) as no:
        home.release(home.bo, how="orally")
    assert no.value.reason == "about_several"
    with pytest.raises(NotHere):
        agree_to_release(actor=home.per, case_id=home.case_id, disclosure_id=uuid4())
    assert not home.cleo_reads()


def test_who_acts_for_jo_with_that_power_says_yes_for_jo_and_without_it_does_not(home: Home) -> None:
    released = home.release(home.mia)
    home.agree(home.per, released)
    seat = {"case_id": home.case_id, "hat": "representative", "for_person_id": home.jo.person_id, "power_kinds": ["side"]}
    ole = home.cast.jon.person_id
    acts = Actor(ole, Hat.REPRESENTATIVE, False, home.case_id, Purpose.SHARE)
    with through("loader"):
        made = Seat.objects.create(person_id=ole, powers=["see", "write"], ground="law", **seat)
    with pytest.raises(NotHere):
        home.agree(acts, released)
    with through("loader"):
        Seat.objects.filter(id=made.id).update(powers=["see", "consent"])
    with acting(acts, write=True):
        assert rows("SELECT complete FROM guard.agree(%s)", [released.disclosure_id]) == [(True,)]
    assert home.cleo_reads()


def test_what_is_about_one_person_does_not_wait_and_the_others_learn_nothing_of_it(home: Home) -> None:
    mine = home.note((home.mia.person_id,))
    notebook = write_words(actor=home.mia, case_id=home.case_id, place=own(), kind="note", headline="Mine", body="Only me").item_id
    home.release(home.mia, home.item, mine, notebook)
    assert {view.item_id for view in words(actor=home.cleo, item_ids=[home.item, mine, notebook])} == {mine, notebook}
    (known,) = shares(actor=home.per, case_id=home.case_id)
    assert known.item_ids == (home.item,)
    assert len(shares(actor=home.mia, case_id=home.case_id)) == 2


def page(actor: Actor, name: str) -> Client:
    client = Client()
    client.force_login(account(actor.person_id, f"{name} Test", "citizen"))
    return client


def test_the_page_says_whose_yes_is_missing_and_asks_the_one_it_waits_for(home: Home) -> None:
    released = home.release(home.mia)
    home.agree(home.per, released)
    sharing = reverse("sharing", args=[home.case_id])
    answer = reverse("withdraw_release", args=[home.case_id, released.disclosure_id])
    mia, jo = page(home.mia, "Mia"), page(home.jo, "Jo")
    shown = mia.get(f"{sharing}?done=shared&share={released.disclosure_id}").content.decode()
    assert "Your yes is noted. Cleo Test cannot read it yet." in shown
    assert "It is also about Jo." in shown
    assert "Not yet shared with <strong>Cleo Test" in shown and "Open now" not in shown
    assert "Mia Test has said yes. Read it, and say yes or no" in jo.get(sharing).content.decode()
    asked = jo.get(answer).content.decode()
    assert "May Cleo Test read this?" in asked
    assert "They cook together" in asked
    done = jo.post(answer, {"answer": "yes"})
    assert home.cleo_reads()
    assert "It is shared with Cleo Test." in jo.get(done["Location"]).content.decode()


def test_a_no_of_the_second_ends_it_for_all_and_the_first_sees_it(home: Home) -> None:
    released = home.release(home.mia)
    answer = reverse("withdraw_release", args=[home.case_id, released.disclosure_id])
    per = page(home.per, "Per")
    said = per.post(answer, {"answer": "no"})
    assert "It is not shared. Cleo Test has not seen it." in per.get(said["Location"]).content.decode()
    assert share(actor=home.mia, case_id=home.case_id, disclosure_id=released.disclosure_id).state == ShareState.TAKEN_BACK
    assert "It is not open any more" in page(home.jo, "Jo").get(answer).content.decode()
    assert not home.cleo_reads()

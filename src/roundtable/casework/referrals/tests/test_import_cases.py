"""Whole lists: all in or none in, nothing twice, every bad row named, drafts where no yes is recorded."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast

from roundtable.casework.referrals.actions import ListInUse, import_referrals, send_referral
from roundtable.casework.referrals.queries import inbox, my_drafts, my_referrals, referral_of
from roundtable.casework.referrals.rules.draft import ConsentHow
from roundtable.casework.referrals.rules.import_list import ImportRow, RowFault, read_list
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Person
from roundtable.ground.programmes.models import Programme
from roundtable.ground.seats.queries import headers
from roundtable.kernel.refusal import NotHere

HEADER = "Fornavn;Efternavn;Fødselsdato;Telefon;Henviser;Indsats;Årsag;Samtykke;Samtykkedato;Samtykketekst;Modtaget"


class Listing:
    """A programme with Cleo's and Dag's addresses, and a file to put rows in."""

    def __init__(self, folder: Path) -> None:
        self.cast: Cast = build_cast()
        self.file = folder / "list.csv"
        self.cleo = account(self.cast.cleo.person_id, "Cleo").email
        self.dag = account(self.cast.dag.person_id, "Dag").email
        with through("loader"):
            self.code = Programme.objects.get(id=self.cast.programme_id).code

    def row(self, name: str, referrer: str = "", *, yes: bool = True, born: str = "1.2.1990", code: str = "") -> str:
        consent = "mundtligt;20/11-2026;Jeg siger ja" if yes else ";;"
        return f"{name};Liste;{born};20304050;{referrer or self.cleo};{code or self.code};Stress på arbejdet;{consent};19.11.2026"

    def write(self, *rows: str) -> None:
        self.file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")

    def run(self, *options: str) -> str:
        out = StringIO()
        call_command("import_cases", str(self.file), *options, stdout=out)
        return out.getvalue()

    def refused(self, *options: str) -> str:
        out = StringIO()
        with pytest.raises(CommandError) as no:
            call_command("import_cases", str(self.file), *options, stdout=out)
        return out.getvalue() + str(no.value)

    def names(self) -> list[str]:
        return [row.names for row in inbox(actor=self.cast.gro.leading())]

    def home(self, who: str = "cleo") -> Actor:
        return getattr(self.cast, who).on(None, Purpose.REFERRAL)


@pytest.fixture
def listing(tmp_path: Path) -> Listing:
    return Listing(tmp_path)


def test_a_list_comes_in_whole_each_row_from_who_it_names(listing: Listing) -> None:
    listing.write(listing.row("Åse"), listing.row("Pia", listing.dag))
    assert "2 sent and 0 as drafts came in" in listing.run()
    assert sorted(listing.names()) == ["Pia Liste", "Åse Liste"]
    (own,), _ = my_referrals(actor=listing.home("dag"))
    assert own.names == "Pia Liste"
    view = referral_of(actor=listing.cast.gro.intake(own.case_id), case_id=own.case_id)
    assert (view.text, view.consents[0].how, view.citizens[0].phone) == ("Stress på arbejdet", ConsentHow.ORALLY, "20304050")
    assert view.shown == "Jeg siger ja"
    assert str(view.sent_at.date()) == "2026-11-19"
    with pytest.raises(NotHere):
        referral_of(actor=listing.home("cleo").on(own.case_id), case_id=own.case_id)


def test_a_referrer_who_holds_500_courses_is_named_and_the_others_rows_still_come_in(listing: Listing) -> None:
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "WITH made AS (INSERT INTO seats_case (id, programme_id)"
            " SELECT gen_random_uuid(), %s FROM generate_series(1, 500) RETURNING id)"
            " INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground,"
            " seated_by_id)"
            " SELECT gen_random_uuid(), id, %s, 'professional', %s, %s, true, '{}', '{}', 'referral', %s FROM made",
            [
                listing.cast.programme_id,
                listing.cast.dag.person_id,
                listing.cast.dag.role_id,
                listing.cast.jobcentre_id,
                listing.cast.dag.person_id,
            ],
        )
    listing.write(listing.row("Åse"), listing.row("Pia", listing.dag), listing.row("Ole"))
    named = "line 3, Henviser: This person already has 500 open courses, which is the limit."
    assert named in listing.refused("--dry-run") and named in listing.refused()
    assert listing.names() == []
    assert named in listing.run("--partial")
    assert sorted(listing.names()) == ["Ole Liste", "Åse Liste"]


def test_a_row_without_a_recorded_yes_is_a_draft_of_its_referrer_and_never_sent(listing: Listing) -> None:
    listing.write(listing.row("Zora", yes=False))
    assert "0 sent and 1 as drafts came in" in listing.run()
    assert listing.names() == []
    with through("loader"):
        assert not Person.objects.filter(given_name="Zora").exists()
    (kept,) = my_drafts(actor=listing.home())
    assert (kept.draft.names, kept.draft.text, kept.draft.citizens[0].consent_how) == ("Zora Liste", "Stress på arbejdet", None)
    assert my_drafts(actor=listing.home("dag")) == ()
    sent = send_referral(
        actor=listing.home(),
        referral_id=uuid4(),
        programme_id=listing.cast.programme_id,
        citizens=[replace(one, consent_how=ConsentHow.IN_WRITING, consent_on=timezone.localdate()) for one in kept.draft.citizens],
        text=kept.draft.text,
        draft_id=kept.item_id,
    )
    assert sent.citizen_ids
    assert my_drafts(actor=listing.home()) == ()


def test_drafts_of_a_list_and_own_drafts_open_side_by_side(listing: Listing) -> None:
    listing.write(listing.row("Zora", yes=False), listing.row("Yrsa", yes=False))
    listing.run()
    listing.write(listing.row("Xenia", yes=False))
    listing.run()
    assert {kept.draft.names for kept in my_drafts(actor=listing.home())} == {"Zora Liste", "Yrsa Liste", "Xenia Liste"}


def test_running_a_list_twice_makes_nothing_twice(listing: Listing) -> None:
    listing.write(listing.row("Åse"), listing.row("Pia", yes=False))
    listing.run()
    assert "0 sent and 0 as drafts came in, 2 were here already" in listing.run()
    assert len(listing.names()) == len(my_drafts(actor=listing.home())) == 1


def test_one_bad_row_keeps_the_whole_list_out_and_is_named(listing: Listing) -> None:
    listing.write(
        listing.row("Åse"), listing.row("Pia", born="31.2.1990"), listing.row("Ole", "nobody@job.example"), listing.row("Ida", code="other")
    )
    said = listing.refused()
    assert "line 3, Fødselsdato: There is no such day" in said
    assert "line 4, Henviser: Nobody with this e-mail address works in this programme now." in said
    assert "line 5, Indsats: There is no programme of this code here." in said
    assert "Nothing was stored" in said
    assert listing.names() == []


def test_partial_takes_the_good_rows_and_names_the_others(listing: Listing) -> None:
    listing.write(listing.row("Åse"), listing.row("Pia", "nobody@job.example"))
    assert "1 sent and 0 as drafts came in, 0 were here already, 1 faults." in listing.run("--partial")
    assert listing.names() == ["Åse Liste"]


def test_a_trial_says_the_same_and_stores_nothing(listing: Listing) -> None:
    listing.write(listing.row("Åse"), listing.row("Pia", yes=False))
    assert "1 sent and 1 as drafts would come in" in listing.run("--dry-run")
    assert listing.names() == []
    assert my_drafts(actor=listing.home()) == ()
    assert "1 sent and 1 as drafts came in" in listing.run()


def test_a_member_of_another_programme_cannot_be_named_as_referrer(listing: Listing, tmp_path: Path) -> None:
    other = Listing(tmp_path)
    listing.write(listing.row("Åse", other.cleo))
    assert "Nobody with this e-mail address works in this programme now." in listing.refused()


def test_a_missing_file_and_a_file_that_is_no_list_are_one_sentence(listing: Listing) -> None:
    assert "The file cannot be read" in listing.refused()
    listing.file.write_bytes(b"PK\x03\x04")
    assert "not a CSV list" in listing.refused()


def someone_waits() -> bool:
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'loader' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def test_of_two_imports_of_the_same_row_at_once_one_is_told_and_the_row_comes_in_once(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roundtable.casework.referrals.actions.importing.BATCH", 1)
    listing.write(listing.row("Åse"))
    with listing.file.open("rb") as source:
        rows = list(read_list(source, today=timezone.localdate()))
    stored, go_on, answers = Event(), Event(), []

    def slowly() -> Iterator[ImportRow | RowFault]:
        yield from rows
        stored.set()
        go_on.wait(20)

    def run(given: Iterable[ImportRow | RowFault]) -> None:
        try:
            answers.append(import_referrals(rows=given, at=timezone.now()).sent)
        except ListInUse as no:
            answers.append(no.code)
        finally:
            connections.close_all()

    first, second = Thread(target=run, args=[slowly()]), Thread(target=run, args=[rows])
    first.start()
    stored.wait(20)
    second.start()
    until = monotonic() + 20
    while not someone_waits() and monotonic() < until:
        sleep(0.02)
    go_on.set()
    first.join(20)
    second.join(20)
    assert sorted(answers, key=str) == [1, "list_in_use"]
    assert listing.names() == ["Åse Liste"]


def test_some_hundred_rows_come_in_batch_by_batch(listing: Listing) -> None:
    listing.write(*(listing.row(f"Navn{number}", yes=bool(number % 10)) for number in range(300)))
    assert "270 sent and 30 as drafts came in" in listing.run()


def test_the_page_shows_the_yes_of_a_list_as_it_was_read_and_never_as_the_programmes_text_of_today(listing: Listing) -> None:
    """Wanda's yes was to the words of the list; the programme's text, its version and what it says of a no were never read to her."""
    with through("loader"):
        Programme.objects.filter(code=listing.code).update(language="da")
    listing.write(listing.row("Wanda").replace("Jeg siger ja", "Jeg siger ja til kommunen"))
    listing.run()
    (own,), _ = my_referrals(actor=listing.home())
    intake = listing.cast.gro.intake(own.case_id)
    (wanda,) = referral_of(actor=intake, case_id=own.case_id).citizens
    readers = (account(wanda.person_id, "Wanda Liste", "citizen"), account(listing.cast.cleo.person_id, "Cleo"))
    for reader in readers:
        client = Client()
        client.force_login(reader)
        page = client.get(reverse("referral", args=[own.case_id])).content.decode()
        assert '<p lang="da">Jeg siger ja til kommunen</p>' in page
        assert "This text came with a list. It may be another than the programme’s text of today." in page
        assert "I agree that the jobcentre sends" not in page
        assert ("A no changes nothing" in page) == (reader is readers[0]), "to her, where she can say no: what it means today"
        assert "A no changes nothing" not in page.split("I want to say no")[0]
    (shown,) = headers(actor=intake, case_id=own.case_id, kinds=["referral_consent"])
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT headline FROM seats_text WHERE item_id = %s", [shown.item_id])
        assert cursor.fetchone() == ("",), "no version of the programme's"

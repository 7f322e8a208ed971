"""Paper for who never signs in: each sheet with one press, noted as given, and readable by anybody."""

import io
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.assessments.actions import bring_lines
from roundtable.casework.assessments.rules import WorkAbility
from roundtable.casework.cases.actions import start_case
from roundtable.casework.notes.actions import record_contact
from roundtable.casework.notes.rules import ContactHow, ContactState
from roundtable.casework.roundtables.actions import call_roundtable
from roundtable.casework.roundtables.rules import Channel
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes import queries as programmes
from roundtable.ground.programmes.models import Programme
from roundtable.ground.seats.rules import side


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def signed_in(person_id: object, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, "Somebody", kind))  # type: ignore[arg-type]
    return client


def called(cast: Cast) -> None:
    on = timezone.localdate() + timedelta(days=9)
    where = {"channel": Channel.IN_PERSON, "place": "The library"}
    call_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, on=on, clock=time(13), minutes=60, **where)


def text_of(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "the sheet is tagged"
    page = reader.pages[0].mediabox
    assert (round(float(page.width)), round(float(page.height))) == (595, 842), "A4"
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def given(client: Client, cast: Cast, paper: str) -> bytes:
    answer = client.post(reverse("give_on_paper", args=[cast.case_id]), {"paper": paper}, follow=True)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    content: bytes = answer.content
    return content


def test_bo_gives_amal_the_invitation_with_one_press_and_everyone_sees_that_it_was_given(cast: Cast) -> None:
    called(cast)
    bo = signed_in(cast.bo.person_id)
    sheet = text_of(given(bo, cast, "invitation"))
    for words in (
        "Invitation to our meeting",
        "Dear Amal",
        "The library",
        "Cleo Test",
        "What works well for you",
        "70 12 34 56",
        "I come",
        "112",
    ):
        assert words in sheet, words
    given(bo, cast, "invitation")
    for client in (signed_in(cast.amal_id, "citizen"), signed_in(cast.cleo.person_id)):
        shown = client.get(reverse("time_line", args=[cast.case_id])).content.decode()
        assert shown.count("The invitation, given on paper by Bo") == 1, "twice pressed on one day is once given"


def test_amal_prints_the_invitation_herself(cast: Cast) -> None:
    called(cast)
    amal = signed_in(cast.amal_id, "citizen")
    address = reverse("invitation_pdf", args=[cast.case_id])
    assert address in amal.get(reverse("invitation", args=[cast.case_id])).content.decode()
    assert "The library" in text_of(amal.get(address).content)


def test_without_a_meeting_there_is_no_invitation_to_give(cast: Cast) -> None:
    bo = signed_in(cast.bo.person_id)
    assert bo.post(reverse("give_on_paper", args=[cast.case_id]), {"paper": "invitation"}).status_code == 404
    assert bo.post(reverse("give_on_paper", args=[cast.case_id]), {"paper": "her diary"}).status_code == 404
    assert "given on paper" not in bo.get(reverse("time_line", args=[cast.case_id])).content.decode()


def test_the_sheet_of_what_is_brought_holds_what_its_printer_may_read_and_nothing_else(cast: Cast) -> None:
    bring_lines(actor=cast.at_table(cast.bo), case_id=cast.case_id, text="Sleeps badly", ability=WorkAbility(5, 10, "fairly"))
    bring_lines(actor=cast.at_table(cast.cleo), case_id=cast.case_id, text="Two workplaces")
    before = text_of(given(signed_in(cast.bo.person_id), cast, "bring"))
    assert "Sleeps badly" in before and "5 to 10 hours" in before and "Fairly sure" in before
    assert "Two workplaces" not in before and "Not on this sheet: Cleo" in before and "Your own lines" in before
    bring_lines(actor=cast.amal, case_id=cast.case_id, text="I want to be useful")
    hers = text_of(signed_in(cast.amal_id, "citizen").get(reverse("bring_pdf", args=[cast.case_id])).content)
    assert "I want to be useful" in hers and "Sleeps badly" in hers and "Two workplaces" in hers
    assert "useful" not in text_of(given(signed_in(cast.bo.person_id), cast, "bring"))


def test_the_closing_sheet_carries_her_words_before_the_course_is_closed_and_after(cast: Cast) -> None:
    bo, amal = signed_in(cast.bo.person_id), signed_in(cast.amal_id, "citizen")
    form = {"her_words": "I can laugh again"}
    start_case(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    page = bo.get(reverse("close_case", args=[cast.case_id])).content.decode()
    address = reverse("closing_pdf", args=[cast.case_id])
    assert f'formaction="{address}"' in page
    choice = page.split('name="outcome" value="')[1].split('"')[0]
    sheet = text_of(bo.post(address, {**form, "outcome": choice}).content)
    assert "I can laugh again" in sheet and "The course ends" in sheet and "70 12 34 56" in sheet
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert bo.post(reverse("close_case", args=[cast.case_id]), {**form, "outcome": choice, "seen": seen}).status_code == 302
    assert "I can laugh again" in text_of(amal.get(address).content)
    led_on = bo.get(address).headers["Location"]
    assert led_on == reverse("ended_course", args=[cast.case_id]), "who no longer sits there prints nothing"


def test_paper_is_given_by_the_table_alone(cast: Cast) -> None:
    called(cast)
    for stranger in (cast.dag, cast.eve, cast.jon):
        client = signed_in(stranger.person_id)
        for name in ("on_paper", "invitation_pdf", "bring_pdf", "closing_pdf"):
            assert client.get(reverse(name, args=[cast.case_id])).status_code == 404
        assert client.post(reverse("give_on_paper", args=[cast.case_id]), {"paper": "invitation"}).status_code == 404
    amal = signed_in(cast.amal_id, "citizen")
    assert amal.post(reverse("give_on_paper", args=[cast.case_id]), {"paper": "bring"}).status_code == 404
    assert amal.post(reverse("closing_pdf", args=[cast.case_id]), {}).status_code == 404


@pytest.mark.parametrize("said", ["", "a\x00b", "a\u202eb", "x" * 100_000, "<b>&#[*_$ \\", "👩🏽‍🚒 🇩🇰"])
def test_whatever_stands_in_the_form_the_closing_sheet_prints(cast: Cast, said: str) -> None:
    answer = signed_in(cast.bo.person_id).post(reverse("closing_pdf", args=[cast.case_id]), {"outcome": "nothing", "her_words": said})
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_bos_page_of_papers_says_what_is_not_there_yet_and_asks_few_statements(cast: Cast) -> None:
    bo = signed_in(cast.bo.person_id)
    address = reverse("on_paper", args=[cast.case_id])
    assert "When a meeting is called." in bo.get(address).content.decode()
    called(cast)
    for name in ("on_paper", "invitation_pdf", "bring_pdf", "closing_pdf"):
        with count_statements() as asked:
            bo.get(reverse(name, args=[cast.case_id]))
        assert len(asked) <= 12, (name, asked)
    assert bo.get(address).content.decode().count('name="paper"') == 3


def test_the_sheet_to_take_home_and_the_course_page_say_the_same_next_date(cast: Cast) -> None:
    amal = signed_in(cast.amal_id, "citizen")
    course, sheet = reverse("case_page", args=[cast.case_id]), reverse("take_home", args=[cast.case_id])
    assert "No dates yet." in amal.get(course).content.decode() and "No date yet." in amal.get(sheet).content.decode()
    called(cast)
    day = date_format(timezone.localdate() + timedelta(days=9), "l j F")
    assert f"{day}, 13:00" in amal.get(course).content.decode()
    assert f"Our meeting, {day}, 13:00" in amal.get(sheet).content.decode()
    printed = text_of(amal.get(reverse("take_home_pdf", args=[cast.case_id])).content)
    assert f"Our meeting, {day}, 13:00" in printed
    with count_statements() as asked:
        amal.get(sheet)
    assert len(asked) <= 12, asked


def test_an_hour_of_treatment_is_on_amals_own_sheet_and_on_none_that_others_read(cast: Cast) -> None:
    called(cast)
    record_contact(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), how=ContactHow.TREATMENT, state=ContactState.PLANNED,
        begins_at=timezone.now() + timedelta(days=2), people=[cast.amal_id],
    )  # fmt: skip
    sheet = reverse("take_home", args=[cast.case_id])
    assert "Treatment hour" in signed_in(cast.amal_id, "citizen").get(sheet).content.decode()
    for member in (cast.bo, cast.cleo):
        page = signed_in(member.person_id).get(sheet).content.decode()
        assert "Our meeting" in page and "Treatment hour" not in page


@pytest.mark.parametrize(("hers", "said"), [("da", "Kære Amal"), ("nl", "Beste Amal"), ("en", "Dear Amal")])
def test_a_sheet_bo_prints_is_in_amals_language_and_his_page_in_his_own(cast: Cast, hers: str, said: str) -> None:
    called(cast)
    account(cast.amal_id, "Amal", "citizen")
    Account.objects.filter(person_id=cast.amal_id).update(language=hers)
    bo = signed_in(cast.bo.person_id)
    Account.objects.filter(person_id=cast.bo.person_id).update(language="nl")
    sheet = text_of(given(bo, cast, "invitation"))
    assert said in sheet
    assert {"da": "Jeg kommer", "nl": "Ik kom", "en": "I come"}[hers] in sheet
    assert '<html lang="nl"' in bo.get(reverse("on_paper", args=[cast.case_id])).content.decode()


def test_a_sheet_for_somebody_without_an_account_is_in_the_programmes_language(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    called(cast)
    with through("loader"):
        Programme.objects.filter(id=cast.programme_id).update(language="da", citizen_word="patient")
    monkeypatch.setattr(programmes, "_kept", (0.0, {}))
    assert "Kære Amal" in text_of(given(signed_in(cast.bo.person_id), cast, "invitation"))

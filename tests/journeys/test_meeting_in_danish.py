"""A whole meeting in three browsers at once, in Danish: Amal on a phone, Bo and Cleo on laptops, from arriving to an agreed plan.

Everybody writes on the one sheet; nobody writes anything twice. Bo's network drops in the middle, there is a pause, and Amal says
something that only Bo hears.
"""

import os
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from roundtable.casework.roundtables.actions import wish_for_meeting
from roundtable.casework.roundtables.tests.addresses import SOON, call
from tests.cast import Cast, build_cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.danish import in_danish, left_in_english
from tests.journeys.people import Somebody
from tests.journeys.story import Table, sheet_words
from tests.journeys.watching import line_is_cut

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("ROUNDTABLE_SHOTS")

GOAL = "Rolige morgener og et arbejde, der holder"
HERS = "At jeg kan grine ved aftensmaden igen"
BOS = "Søvn først, så timer"
CLEOS = "Timer, der bliver ved"
HER_STEP = "Ringe til min leder om formiddagene"
BOS_STEP = "Spørge lægen om søvn"
OPEN = "Hvor mange timer det bliver i januar"
DAY = SOON + timedelta(days=30)
MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]
IN_WORDS = f"{DAY.day}. {MONTHS[DAY.month - 1]}"
ARRIVE = "Vinduet bliver åbnet. Amal sidder ved døren."


class Meeting(Table):
    """The three at one table, each with their own browser. `step`: how far the pictures are counted."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page, cast.case_id)
        self.meeting: UUID = call(cast)
        wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.bo.person_id)
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.step = 0

    @property
    def all(self) -> tuple[Somebody, ...]:
        return (self.amal, self.bo, self.cleo)

    def looked_at_by_all(self, name: str) -> None:
        """A step is over: everybody's page is clean to axe, all in Danish, and photographed where pictures are wanted."""
        self.step += 1
        for who in self.all:
            self.calm(who)
            assert left_in_english(who.page) == [], (who.name, who.page.url)
            assert who.page.locator("html").get_attribute("lang") == "da"
            if SHOTS:
                who.page.screenshot(path=Path(SHOTS) / f"meeting-{self.step}-{name}-{who.name.lower()}.png", full_page=True)


def box(who: Somebody, label: str) -> Locator:
    return who.page.get_by_label(label, exact=True)


def types(who: Somebody, label: str, text: str) -> None:
    """Letter by letter, at the end of what stands there."""
    area = box(who, label)
    area.focus()
    area.evaluate("area => area.setSelectionRange(area.value.length, area.value.length)")
    who.page.keyboard.type(text)


def everybody_reads(story: Meeting, label: str, text: str) -> None:
    for who in story.all:
        expect(box(who, label), f"{who.name} does not read {text!r}").to_have_value(text)


def chooses_day(story: Meeting, who: Somebody, label: str, day: date) -> None:
    """Chosen by one, and everybody reads it."""
    written = f"{day.day}.{day.month}.{day.year}"
    box(who, label).fill(f"{day:%d.%m.%Y}")
    box(who, label).press("Enter")
    everybody_reads(story, label, written)


def is_kept(who: Somebody) -> None:
    expect(who.page.get_by_text("Alt er gemt.")).to_be_visible()


def ready(page: Page) -> None:
    expect(page.locator("[data-live-ready=yes]")).to_be_attached()


def they_sit_down(story: Meeting) -> None:
    """Bo begins the sheet; Amal and Cleo find it on the meeting's page."""
    story.bo.opens(story.at("meeting/")).reads("Vores møde", "Forbered mødet")
    story.bo.follows("Skriv sammen, hver på sin egen telefon").reads("Vi skriver sammen", "alle ser det med det samme")
    story.bo.presses("Begynd at skrive sammen")
    for who in (story.amal, story.cleo):
        who.opens(story.at("meeting/")).follows("Skriv sammen, hver på sin egen telefon")
    for who in story.all:
        ready(who.page)
        who.reads(
            "Vi lander", "Det vigtige for mig", "Det, hver af os tager med", "Det, vi gør", "Det, vi ikke er enige om", "Ja eller nej"
        )
        expect(who.page.get_by_text("Her nu:")).to_contain_text("Amal")
    types(story.amal, "Hvordan vi har det i dag", "Vinduet bliver åbnet. ")
    expect(story.cleo.page.get_by_text("Amal skriver her", exact=True)).to_be_visible()
    expect(box(story.bo, "Hvordan vi har det i dag")).to_have_value("Vinduet bliver åbnet. ")
    types(story.bo, "Hvordan vi har det i dag", "Amal sidder ved døren.")
    everybody_reads(story, "Hvordan vi har det i dag", ARRIVE)
    story.looked_at_by_all("vi-lander")


def what_matters(story: Meeting) -> None:
    """Each in their own box, at the same time; the others read it as it is written, and cannot change it."""
    words = (
        (story.amal, "At sove. Og at nogen spørger først."),
        (story.bo, "At det går i et tempo, der holder."),
        (story.cleo, "At planen er til at tro på."),
    )
    for who, text in words:
        types(who, f"Det vigtige for {who.name}", text)
    for who, text in words:
        everybody_reads(story, f"Det vigtige for {who.name}", text)
    expect(box(story.cleo, "Det vigtige for Amal")).not_to_be_editable()
    story.cleo.reads("Kun Amal kan ændre det her.")
    story.looked_at_by_all("det-vigtige")


def what_we_bring(story: Meeting) -> None:
    """What each brings, while Bo has no network: he goes on writing, and it arrives when he is back."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    types(bo, "Det, Bo tager med", "En time ad gangen")
    everybody_reads(story, "Det, Bo tager med", "En time ad gangen")
    line_is_cut(bo.page.context)
    bo.page.context.set_offline(True)
    expect(bo.page.get_by_text("Ingen forbindelse lige nu.")).to_be_visible()
    types(bo, "Det, Bo tager med", ", med en dør, der kan lukkes")
    types(amal, "Det, Amal tager med", "Jeg er god til systemer")
    types(cleo, "Det, Cleo tager med", "To arbejdspladser tæt på")
    expect(box(amal, "Det, Bo tager med")).to_have_value("En time ad gangen")
    if SHOTS:
        bo.page.screenshot(path=Path(SHOTS) / "meeting-3-uden-net-bo.png", full_page=True)
    bo.page.context.set_offline(False)
    everybody_reads(story, "Det, Bo tager med", "En time ad gangen, med en dør, der kan lukkes")
    everybody_reads(story, "Det, Amal tager med", "Jeg er god til systemer")
    everybody_reads(story, "Det, Cleo tager med", "To arbejdspladser tæt på")
    for who in story.all:
        is_kept(who)
    story.looked_at_by_all("det-vi-tager-med")


def a_pause(story: Meeting) -> None:
    """Amal tells Bo alone that she needs a break; he has seen it and asks for it as his own; everybody reads who asked."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    amal.page.get_by_role("button", name="En pause: sig det kun til den, der tager sig af mig").click()
    expect(bo.page.get_by_text("Amal har brug for en pause. Bed om den, som om den var til dig selv.")).to_be_visible()
    expect(amal.page.get_by_text("Bo har fået det at vide.")).to_be_visible()
    expect(cleo.page.locator("[data-live-quiet-text]")).to_be_empty()
    bo.page.get_by_role("button", name="En pause, tak").click()
    for who in story.all:
        expect(who.page.get_by_text("Bo beder om en pause.")).to_be_visible()
    bo.page.get_by_role("button", name="Jeg har set det").click()
    for who in story.all:
        expect(who.page.locator("[data-live-quiet-text]")).to_be_empty()
    story.looked_at_by_all("pause")
    cleo.page.get_by_role("button", name="Vi kan gå videre").click()
    for who in story.all:
        expect(who.page.locator("[data-live-signal]")).to_be_empty()


def what_we_do(story: Meeting) -> None:
    """The shared goal by two hands, each party's own words, and two steps."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    types(amal, "Vores fælles mål", "Rolige morgener")
    expect(box(cleo, "Vores fælles mål")).to_have_value("Rolige morgener")
    types(cleo, "Vores fælles mål", " og et arbejde, der holder")
    everybody_reads(story, "Vores fælles mål", GOAL)
    is_kept(cleo)
    for who, text in ((amal, HERS), (bo, BOS), (cleo, CLEOS)):
        types(who, f"Det fælles mål, som {who.name} siger det", text)
        everybody_reads(story, f"Det fælles mål, som {who.name} siger det", text)
    for who, number, text in ((amal, 1, HER_STEP), (bo, 2, BOS_STEP)):
        who.page.get_by_role("button", name="Et skridt mere").click()
        label = f"Skridt {number}: hvad"
        expect(box(who, label)).to_be_focused()
        who.page.keyboard.type(text)
        everybody_reads(story, label, text)
        box(who, f"Skridt {number}: hvem").select_option(label=who.name)
        chooses_day(story, who, f"Skridt {number}: senest hvilken dag?", SOON)
        for other in story.all:
            expect(box(other, f"Skridt {number}: hvem").locator("option:checked")).to_have_text(who.name)
    for who in story.all:
        is_kept(who)
    story.looked_at_by_all("det-vi-goer")


def not_agreed(story: Meeting) -> None:
    """What is left open stands beside it, with the day on which they look again."""
    types(story.cleo, "Det, vi ikke er enige om, og hvornår vi ser igen", OPEN)
    everybody_reads(story, "Det, vi ikke er enige om, og hvornår vi ser igen", OPEN)
    chooses_day(story, story.bo, "Vi ser på det igen den", DAY)
    story.looked_at_by_all("ikke-enige")


def what_we_take_home(story: Meeting) -> None:
    """Each writes theirs on the sheet, with its day; it stands on the take-home page. Cleo forgot hers: that is all Bo is asked to add."""
    words = ((story.amal, "Jeg ringer til min leder"), (story.bo, "Jeg skriver til lægen"), (story.cleo, "Jeg spørger to arbejdspladser"))
    for who, text in words:
        types(who, f"Det, {who.name} tager med hjem", text)
    for who, text in words:
        everybody_reads(story, f"Det, {who.name} tager med hjem", text)
        is_kept(who)
    for who in (story.amal, story.bo):
        chooses_day(story, who, f"Senest hvilken dag? ({who.name})", SOON)
    expect(box(story.cleo, "Senest hvilken dag? (Amal)")).to_be_disabled()
    story.looked_at_by_all("tager-med-hjem")
    story.bo.page.wait_for_timeout(2500)  # a box is quiet for a second and a half before it stands in plan and minutes
    said = [text for _who, text in words]
    bo = story.bo.follows("Til sidst: det, vi tager med hjem").reads("senest", *said).does_not_read("Intet er skrevet endnu")
    bo.follows("Sæt en dag på: Cleo").does_not_read("Hvad tager Amal med hjem?")
    expect(bo.page.get_by_label("Hvad tager Cleo med hjem?")).to_have_value(words[2][1])
    assert left_in_english(bo.page) == []
    bo.writes("Senest hvilken dag? (Cleo)", f"{SOON:%d.%m.%Y}").presses("Skriv det ned").reads("senest", *said)
    bo.does_not_read("Sæt en dag på", "har ikke sagt ja til det endnu")
    for who in (story.amal, story.cleo):
        who.follows("Til sidst: det, vi tager med hjem").reads(*said)
    story.looked_at_by_all("hjem-med-dage")


def yes_or_no(story: Meeting) -> None:
    """Bo asks everybody; each answers the plan that was written on the sheet, Cleo with a but; the last answer fixes version 1."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    sheet = story.at(f"meeting/{story.meeting}/together/")
    bo.opens(sheet).follows("Spørg alle om et ja eller nej").presses("Bed om svar").reads("De er spurgt.")
    for who in (amal, cleo):
        who.opens(sheet).follows("Til den fælles plan og mit ja eller nej").reads("Hvad siger du til planen?", GOAL, HER_STEP, BOS_STEP)
    story.looked_at_by_all("planen")
    for who, said in ((amal, "Ja"), (bo, "Ja"), (cleo, "Ja, men …")):
        who.opens(story.at("plan/answer/")).reads(GOAL)
        who.page.get_by_role("radio", name=said, exact=True).check()
        if who is cleo:
            who.writes("Hvad ser du anderledes?", "Jeg vil gerne se på timerne igen i januar")
        story.calm(who)
        assert left_in_english(who.page) == []
        who.presses("Gem svaret")
    cleo.reads("Alle har svaret. Version 1 ligger fast")
    for who in story.all:
        who.opens(story.at("plan/versions/1/")).reads(
            GOAL, HERS, BOS, CLEOS, HER_STEP, BOS_STEP, "Fælles for alle", "se på timerne igen i januar"
        )
    story.looked_at_by_all("version-1")
    for who in story.all:
        printed = sheet_words(who.page.request.get(story.at("plan/versions/1/plan.pdf")).body())
        assert GOAL in printed and HERS in printed


def they_have_met(story: Meeting) -> None:
    """What was written on the sheet is what was written at the meeting: nobody wrote it again, and Amal's words need no yes of hers."""
    bo = story.bo.opens(story.at("meeting/")).follows("Vi har mødtes")
    for name in ("Amal", "Bo", "Cleo"):
        bo.chooses(f"{name} Test")
    bo.ticks("Vi har allerede mødtes").presses("Notér, at vi har mødtes")
    for who in story.all:
        who.opens(story.at("meeting/")).reads(
            "Hvad der blev skrevet", "Skrevet sammen", ARRIVE, "At sove. Og at nogen spørger først.", "Jeg er god til systemer",
            "En time ad gangen, med en dør, der kan lukkes", OPEN, IN_WORDS, "Jeg spørger to arbejdspladser",
        ).does_not_read("har ikke sagt ja til det endnu", "Du har ikke sagt ja")  # fmt: skip
    story.looked_at_by_all("hvad-der-blev-skrevet")


def test_a_whole_meeting_in_three_browsers_at_once_to_an_agreed_plan_in_danish(signed_in_page: SignedInPage) -> None:
    cast = build_cast()
    in_danish(cast)
    story = Meeting(cast, signed_in_page)
    they_sit_down(story)
    what_matters(story)
    what_we_bring(story)
    a_pause(story)
    what_we_do(story)
    not_agreed(story)
    what_we_take_home(story)
    yes_or_no(story)
    they_have_met(story)

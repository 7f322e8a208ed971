"""Steps 6 and 7: who opened what, asking and the law, closing for somebody, somebody new, the end."""

import re

from django.urls import reverse

from tests.journeys.acts.before import addresses_in
from tests.journeys.acts.first import CONFIDED, HER_WORDS, NOTEBOOK, SAID, SECRET, SHARED, SIDE, THERAPY, Story


def who_opened(story: Story) -> None:
    """6. A sentence a person first; then each reading: who, when, what, why, on which ground, at the first look after it."""
    amal, cleo = story.amal, story.cleo
    amal.opens(story.at("who-opened-what/")).reads("Cleo Test has read", "Bo Test has read").does_not_read("Dag", "Eve")
    page = amal.page.locator("main").inner_text()
    assert page.index("Cleo Test has read") < page.index("Each time, in"), "a sentence a person first"
    amal.reads("Employment consultant, Jobcentre", "Care manager, Mental Health")
    amal.reads("It was written for them to read.", "You shared it with them.")
    before = times_read(story)
    cleo.opens(story.at("sharing/")).reads(SAID)
    amal.opens(story.at("who-opened-what/"))  # how long it takes is asked by `make bench`
    assert times_read(story) == before + 1, "it stands there at the first look, no queue between"


def times_read(story: Story) -> int:
    """How often Cleo opened the shared line, as Amal's page says."""
    lines = story.amal.page.locator("main .rt-together", has_text=SAID).all_inner_texts()
    return sum(int(found[1]) if (found := re.search(r"\((\d+) times\)", line)) else 1 for line in lines)


def asking(story: Story) -> None:
    """7a. Cleo asks Bo for something: a message, not an access; and gets a reply."""
    bo, cleo, amal = story.bo, story.cleo, story.amal
    cleo.opens(story.at("ask/")).chooses("Bo Test").writes("What do you ask for?", "How long can she sit?").presses("Send the question")
    cleo.opens(story.at("sharing/")).does_not_read(*CONFIDED).opens(story.at("notes/")).does_not_read(*CONFIDED)
    bo.opens(story.at("ask/")).reads("How long can she sit?").follows("Reply").writes("Your reply", "An hour, Amal says.")
    bo.presses("Send the reply")
    cleo.opens(story.at("ask/")).reads("An hour, Amal says.")
    amal.opens(story.at("ask/")).reads("How long can she sit?", "An hour, Amal says.")


def by_law(story: Story) -> None:
    """7b. Bo shares one note on a rule of law; Jon of the same organisation signs, and reads that note alone; Amal is told."""
    bo, cleo, jon, amal = story.bo, story.cleo, story.jon, story.amal
    bo.opens(story.at("share-by-law/")).follows(SIDE[:20])
    bo.reads(SIDE).chooses("Cleo Test", among="Who needs it?").writes("Which rule of law allows it?", "Health Act § 43(2)2")
    bo.writes("Why is it necessary?", "The benefit would stop without it").chooses("Jon Test")
    bo.presses("Record it and ask for the second signature")
    cleo.opens(story.at("sharing/")).does_not_read(SIDE)
    jon.opens("/").reads("A colleague needs your signature").follows("Read it").reads(SIDE, "The benefit would stop without it")
    jon.does_not_read(SECRET, THERAPY).presses("Yes, I sign")
    cleo.opens(story.at("sharing/")).reads(SIDE).does_not_read(SECRET, THERAPY, NOTEBOOK)
    amal.opens("/").reads("News from")
    amal.opens(story.at("sharing/")).reads("Shared by a rule of law", "Health Act § 43(2)2", "decided by Bo", "second person Jon")
    jon.opens("/").finds_nothing_at(story.at(""))


def closed_for_cleo(story: Story) -> None:
    """7c. Amal closes the case for Cleo: it binds at once, on the page she has open too; and opens it again."""
    cleo, amal = story.cleo, story.amal
    cleo.opens(story.at("plan/"))
    amal.opens(story.at("sharing/")).follows("Close for Cleo").reads("What stays open").presses("Close for Cleo")
    for place in ("plan/", "sharing/", "plan/versions/1/", "meeting/", "notes/"):
        cleo.finds_nothing_at(story.at(place)).does_not_read(SHARED, SAID)
    for place in ("", "people/", "time-line/"):  # what Bo shared by law is all that is left of it, on one page
        cleo.opens(story.at(place)).reads("closed for you", SIDE).does_not_read(SHARED, SAID, "Amal")
    assert cleo.page.request.get(story.at("plan/versions/1/plan.pdf")).status == 404
    cleo.opens("/").reads("closed for you by the citizen").does_not_read(story.mark)
    story.bo.opens(story.at("plan/")).reads(SHARED)
    amal.opens(story.at(f"close-for/{story.cast.cleo.person_id}/")).presses("Open again for Cleo")
    cleo.opens(story.at("plan/")).reads(SHARED)


def somebody_new(story: Story) -> None:
    """7d. Jon replaces Bo: he reads the table, and none of Bo's confidences until Amal opens them."""
    gro, jon, bo, amal = story.gro, story.jon, story.bo, story.amal
    notes = addresses_in(bo, story, "notes/")
    gro.opens(reverse("replace_professional", args=[story.case_id]))
    gro.chooses("Bo Test", among="Who leaves?").chooses("Jon Test", among="Who comes?").chooses("Yes, by the one who leaves")
    gro.presses("Change who sits at the table")
    bo.finds_nothing_at(story.at("plan/"))
    amal.opens(story.at("people/")).reads("Jon Test", "Was here before")
    jon.opens(story.at("plan/")).reads(SHARED, HER_WORDS).opens(story.at("meeting/")).reads("13:00")
    for place in ("", "notes/", "time-line/", "contacts/", "sharing/", f"messages/{story.amal_id}/"):
        jon.opens(story.at(place)).does_not_read(SECRET, THERAPY, NOTEBOOK)
    for word in ("lorries", "office", "turned"):
        jon.opens("/search/").searches(word).does_not_read(SECRET, THERAPY, NOTEBOOK)
    confided = [place for place in notes if jon.looks_at(place).page.locator("main", has_text=THERAPY).count()]
    assert not confided, confided
    amal.opens(story.at("sharing/")).follows("Share something with Jon").ticks(SECRET[:20]).chooses("To prepare our meeting")
    amal.presses("Look at it before you share").reads(SECRET).presses("Share this with Jon")
    jon.opens(story.at("sharing/")).reads(SECRET).does_not_read(THERAPY, NOTEBOOK)


def the_end(story: Story) -> None:
    """7e. The course is closed with its outcome, also in her words; Amal keeps it, the others do not."""
    cleo, amal = story.cleo, story.amal
    cleo.opens(reverse("close_case", args=[story.case_id])).chooses("Back at work for some of the hours")
    cleo.writes("How does the citizen say it?", "I can laugh again").presses("Close the course")
    for who in (story.bo, story.finn):
        who.finds_nothing_at(story.at("plan/"))
    for who in (cleo, story.jon):
        who.opens(story.at("plan/")).reads("The course of Amal has ended").does_not_read(HER_WORDS)
    amal.opens("/").reads("This course ended on").opens(story.at("")).reads("Back at work for some of the hours", "I can laugh again")
    amal.opens(story.at("plan/")).reads(HER_WORDS).opens(story.at("notebook/")).reads(NOTEBOOK)

"""Steps 1 to 3: the referral, what is told in confidence, what each brings to the table."""

from uuid import UUID

from tests.journeys.acts.first import (
    AMAL_BRINGS,
    BO_BRINGS,
    CLEO_BRINGS,
    CONFIDED,
    LOOKED_FOR,
    MISSED,
    NOTEBOOK,
    SAID,
    SECRET,
    SENT,
    SIDE,
    THERAPY,
    Story,
)  # fmt: skip
from tests.journeys.people import Somebody
from tests.journeys.story import course_of, day, person_called, sheet_words


def about_themselves(story: Story) -> None:
    """1a. Bo and Cleo each write their page once, for all their tables."""
    for who, decides in ((story.bo, "What we do in the treatment"), (story.cleo, "How the work is built up")):
        who.opens("/about-me/").writes("When you can reach me", "Mon–Thu 9–15").writes("What I decide", decides)
        who.writes("What I do not decide", "Whether the benefit goes on").presses("Save my page").reads(decides)


def refer(cleo: Somebody, given: str, family: str, text: str) -> None:
    """Somebody refers: what is read aloud, what a no would mean, the exact text, a yes said aloud."""
    cleo.opens("/referrals/").follows("Write a referral")
    cleo.reads("I agree that the jobcentre sends this referral to the programme.", "A no changes nothing about your sickness benefit.")
    cleo.writes("Given name", given).writes("Family name", family).writes("The text that is sent", text)
    cleo.chooses("Aloud, to me").writes("On which day?", day(0)).presses("Send the referral")


def referral(story: Story) -> None:
    """1b. Cleo refers Amal; Gro sees it with its age and seats Bo and Cleo on one screen; Amal reads the exact text and confirms it."""
    cleo, gro, bo, mark = story.cleo, story.gro, story.bo, story.mark
    refer(cleo, "Amal", mark, SENT)
    story.amal_id = person_called("Amal", mark)
    story.case_id = course_of(story.amal_id)
    gro.opens("/").reads("A referral waits", f"Amal {mark}").opens("/inbox/").reads(f"Amal {mark}", "today · Cleo Test, Jobcentre")
    gro.follows(f"Amal {mark}").reads(SENT, "said yes aloud on", "recorded by Cleo", "Not yet confirmed by Amal")
    before = len(gro.sent)
    gro.chooses("Bo Test").chooses("Cleo Test").presses("Accept and set the table")
    assert gro.sent[before:] == ["accept_referral"], "accepting and seating are one screen"
    bo.opens(story.at("referral/")).reads(SENT, "recorded by Cleo", "Not yet confirmed by Amal")
    amal = story.amal = story.citizen("Amal", story.amal_id)
    amal.opens("/").reads("Look at what was sent about you").follows("Read it").reads(
        SENT, "A no changes nothing about your sickness benefit."
    )
    amal.presses("Yes, this is right")
    for who in (bo, cleo):
        who.opens(story.at("referral/")).reads("confirmed this text on").does_not_read("Not yet confirmed")
    amal.opens(story.at("people/")).unfolds("What Bo decides").reads("Bo Test", "What we do in the treatment", "Mon–Thu 9–15")
    amal.opens(f"/people/{story.cast.cleo.person_id}/").reads("How the work is built up", "Whether the benefit goes on")


def other_referrals(story: Story) -> None:
    """1c. A second is declined with a reason the referrer reads, a third returned and sent again, a fourth withdrawn."""
    dag, gro, mark = story.dag, story.gro, story.mark
    cases: dict[str, UUID] = {}
    for name in ("Second", "Third", "Fourth"):
        refer(dag, name, mark, f"{name} would like help.")
        cases[name] = course_of(person_called(name, mark))
    gro.opens(f"/course/{cases['Second']}/referral/").unfolds("The programme cannot take this referral")
    gro.writes("The reason, in a sentence or two", "She lives outside our four municipalities").presses("Say no, with this reason")
    dag.opens("/referrals/").reads("She lives outside our four municipalities", "Not accepted")
    gro.opens(f"/course/{cases['Third']}/referral/").unfolds("Something is missing")
    gro.writes("What is missing?", "When did the sick leave begin?").presses("Send it back")
    dag.opens(f"/course/{cases['Third']}/referral/").reads("When did the sick leave begin?")
    dag.writes("The text that is sent", "Third has been on sick leave since May.").chooses("Aloud, to me")
    dag.writes("On which day?", day(0)).presses("Send it again")
    gro.opens("/inbox/").reads(f"Third {mark}").opens(f"/course/{cases['Third']}/referral/").reads("since May")
    dag.opens(f"/course/{cases['Fourth']}/referral/").unfolds("Take this referral back").presses("Take it back")
    dag.opens("/referrals/").reads("Withdrawn")
    gro.opens("/inbox/").reads(f"Third {mark}").does_not_read("Fourth", "Second")


def confidences(story: Story) -> None:
    """2. What is told in confidence stays there; a missed therapy hour is a contact Bo sees and Cleo does not."""
    bo, amal = story.bo, story.amal
    amal.opens(story.at("notebook/")).writes("Your thoughts", NOTEBOOK).presses("Keep it in my notebook")
    amal.opens(story.at(f"messages/{story.cast.bo.person_id}/")).reads("You and Bo").writes("Your message", SECRET).presses("Send to Bo")
    bo.opens("/").reads("waits for an answer").opens(story.at(f"messages/{story.amal_id}/")).reads(SECRET)
    bo.opens(story.at("write/")).chooses("You and Amal").writes("Your note", THERAPY).presses("Keep this note")
    bo.opens(story.at("write/")).chooses("Mental Health").writes("Your note", SIDE).presses("Keep this note")
    bo.opens(story.at("contacts/new/")).picks("How?", "A treatment hour").picks("What became of it?", "Did not come")
    bo.writes("One line", MISSED).writes("Day", day(-1)).writes("At", "10.00").presses("Note this contact")
    bo.opens(story.at("contacts/")).reads("Did not come", MISSED)


CASE_PAGES = (
    "", "notes/", "contacts/", "time-line/", "people/", "sharing/", "what-we-bring/", "referral/", "meeting/", "meeting/prepare/",
    "meeting/invitation/", "plan/", "plan/easy/", "plan/take-home/", "plan/versions/", "may-i/", "ask/", "share-by-law/",
)  # fmt: skip


def nothing_of_it(story: Story) -> None:
    """2b. Cleo finds none of it: in no list, count, search, time line, printed sheet, address or error; Dag and Eve find no case."""
    cleo, bo = story.cleo, story.bo
    for place in CASE_PAGES:
        cleo.opens(story.at(place)).does_not_read(*CONFIDED, "id not come", "waits for an answer")
    cleo.opens("/").does_not_read(*CONFIDED, "waits for an answer")
    for word in LOOKED_FOR:
        cleo.opens("/search/").searches(word).reads("Nothing found").does_not_read(*CONFIDED)
    cleo.opens(story.at("search/")).searches("lorries").reads("Nothing found")
    bo.opens("/search/").searches("lorries").reads(SECRET)
    for place in addresses_in(bo, story, "notes/", "contacts/"):
        cleo.finds_nothing_at(place).does_not_read(*CONFIDED)
    cleo.finds_nothing_at(story.at("who-opened-what/")).finds_nothing_at(story.at("notebook/"))
    sheet = sheet_words(cleo.page.request.get(story.at("plan/take-home/take-home.pdf")).body())
    assert sheet and not [text for text in CONFIDED if text in sheet]
    for stranger in (story.dag, story.eve):
        stranger.opens("/").does_not_read(f"Amal {story.mark}", str(story.case_id))
        stranger.opens("/search/").searches("Amal").does_not_read(f"Amal {story.mark}", str(story.case_id))
        for place in ("", "plan/", "notes/", f"messages/{story.amal_id}/", "referral/"):
            stranger.finds_nothing_at(story.at(place)).does_not_read("Amal", "Bo Test")
        stranger.finds_nothing_at(f"/people/{story.amal_id}/")


def addresses_in(who: Somebody, story: Story, *places: str) -> list[str]:
    """The addresses of single texts on these pages of somebody."""
    found: list[str] = []
    for place in places:
        who.opens(story.at(place))
        links = who.page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        found += [link for link in links if link.startswith(story.at(place)) and len(link) > len(story.at(place)) + 30]
    assert found, places
    return sorted(set(found))


def what_each_brings(story: Story) -> None:
    """3a. Ten lines each; nobody sees the others' until all are ready, and then only Amal does."""
    bo, cleo, amal = story.bo, story.cleo, story.amal
    place, button, field = story.at("what-we-bring/"), "My lines are ready", "What you want the others to know"
    bo.opens(place).writes(field, BO_BRINGS).presses(button)
    amal.opens(place).does_not_read(BO_BRINGS).opens(story.at("sharing/")).does_not_read(BO_BRINGS)
    amal.opens(place).writes(field, "\n".join([AMAL_BRINGS, *(f"Line {number}" for number in range(2, 12))]))
    amal.is_refused(button, "You wrote 11 lines and there is room for 10")
    assert amal.page.get_by_label(field).input_value().endswith("Line 11"), "what was typed is still there"
    amal.writes(field, "\n".join([AMAL_BRINGS, *(f"Line {number}" for number in range(2, 11))])).presses(button).reads("Line 10")
    cleo.opens(place).does_not_read(BO_BRINGS, AMAL_BRINGS).writes(field, CLEO_BRINGS).presses(button)
    amal.opens(place).reads(BO_BRINGS, CLEO_BRINGS)
    bo.opens(place).does_not_read(CLEO_BRINGS, AMAL_BRINGS)
    cleo.opens(place).does_not_read(BO_BRINGS, AMAL_BRINGS)


def may_i_say_this(story: Story) -> None:
    """3b. Amal sees exactly what Bo's lines would show Cleo, and does not release them: a word is wrong. Bo asks, *May I say this?*; she
    changes the word, and releases: what Cleo reads is that text, and not Bo's."""
    bo, cleo, amal = story.bo, story.cleo, story.amal
    chosen(amal, story, "Cleo", BO_BRINGS).follows("Not now")
    cleo.opens(story.at("what-we-bring/")).does_not_read(BO_BRINGS)
    bo.opens(story.at("may-i/")).chooses("Cleo Test").writes("The headline", BO_BRINGS).presses("Ask")
    cleo.opens(story.at("sharing/")).does_not_read(BO_BRINGS)
    amal.opens("/").reads("Bo asks: may I say this?").follows("Look at it").reads(BO_BRINGS)
    amal.unfolds("Yes, in other words").writes("The headline", SAID).presses("Yes, with my words")
    cleo.opens(story.at("sharing/")).reads(SAID).does_not_read(BO_BRINGS)
    cleo.opens(story.at("what-we-bring/")).does_not_read(BO_BRINGS, AMAL_BRINGS)


def released_and_taken_back(story: Story) -> None:
    """3c. Amal previews and releases her own lines too, and takes these back: they are gone at once."""
    cleo, amal = story.cleo, story.amal
    share_with(amal, story, "Cleo", AMAL_BRINGS)
    cleo.opens(story.at("what-we-bring/")).reads(AMAL_BRINGS)
    amal.opens(story.at("sharing/"))
    with amal.page.expect_navigation():
        amal.page.locator("li", has_text=AMAL_BRINGS).get_by_role("link", name="Take it back").first.click()
    amal.presses("Take it back now")
    cleo.page.reload()
    cleo.does_not_read(AMAL_BRINGS).opens(story.at("sharing/")).reads(SAID).does_not_read(AMAL_BRINGS, BO_BRINGS)
    cleo.opens("/search/").searches("systems").reads("Nothing found").does_not_read(AMAL_BRINGS)


def chosen(amal: Somebody, story: Story, name: str, item: str) -> Somebody:
    """Amal chooses one text and looks at exactly what one person would read of it."""
    amal.opens(story.at("sharing/")).follows(f"Share something with {name}").ticks(item)
    return amal.chooses("To prepare our meeting").presses("Look at it before you share").reads(item)


def share_with(amal: Somebody, story: Story, name: str, item: str) -> None:
    """And shares it with them."""
    chosen(amal, story, name, item).presses(f"Share this with {name}")

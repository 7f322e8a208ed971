"""Amal's course: five months in, the meeting was last week, and the plan waits for her answer."""

from roundtable.demo.rules.script import (
    Answer,
    AskAll,
    AskGuest,
    Event,
    Goal,
    Held,
    Message,
    Met,
    Open,
    Phase,
    Rang,
    StepOf,
    Story,
    WayBack,
    Words,
)
from roundtable.demo.rules.stories.amal_before import BEFORE, START

_MEETING: tuple[Event, ...] = (
    Held(
        ago=6,
        clock="11:20",
        by="bo",
        present=("amal", "bo", "cleo", "finn"),
        follow_up=True,
        lines=(
            ("matters", "amal", "That I get to do what I am good at, and that nobody stands behind me."),
            ("matters", "cleo", "That we say early to the employer what is possible, so that the job is still there."),
            ("matters", "bo", "That the sleep we have won is not used up in the first week."),
            ("agree", "", "Amal begins with two mornings a week in the quiet room, when she says so."),
            ("agree", "cleo", "I ring the employer this week about the room and the mentor."),
            (
                "disagree",
                "",
                "Cleo would like a day for the start; Amal would rather not name one yet. We look at it again at the next meeting.",
            ),
            ("home", "amal", "Two mornings. The room with the door. Bo next Thursday."),
        ),
    ),
    Phase(ago=6, clock="11:30", by="bo", phase="plan"),
    Goal(
        ago=6,
        clock="11:40",
        by="bo",
        name="sleep",
        kind="treatment",
        owner="bo",
        text="Amal sleeps six hours on most nights before the first morning at work",
        steps=(
            StepOf(what="Sessions every second week", who="bo", kind="care", when="until the end of February"),
            StepOf(what="Ring the doctor about the morning tablets", who="bo", kind="care", on=-3),
        ),
    ),
    Goal(
        ago=6,
        clock="11:45",
        by="bo",
        name="quiet",
        kind="personal",
        owner="amal",
        text="I can be an hour among people without a headache",
        fears="That somebody stands behind me and I start to shake.",
        protection="I may leave the room at any time without saying why. Finn waits outside the first times.",
        steps=(
            StepOf(what="The library on Tuesdays, twenty minutes", who="amal", when="every week"),
            StepOf(what="Drive Amal the first two times", who="finn", when="when she asks"),
        ),
    ),
    Goal(
        ago=6,
        clock="11:50",
        by="cleo",
        name="mornings",
        kind="vocational",
        owner="cleo",
        text="Two mornings a week of route planning, in the quiet room, with a mentor",
        gives="Her own work back, and the depot keeps somebody who knows the routes.",
        steps=(
            StepOf(what="Ring the employer about the quiet room and the mentor", who="cleo", kind="work", on=2),
            StepOf(what="Send Amal one page on what happens with the benefit meanwhile", who="cleo", kind="work", on=-2),
            StepOf(what="Look at the room together, on a quiet afternoon", who="amal", kind="work", when="before the first morning"),
        ),
        supports=(("quiet", "Nobody is in that corridor before ten."), ("fixed", "A small beginning in her own job.")),
        does_not=(),
    ),
    Goal(
        ago=6,
        clock="11:55",
        by="bo",
        name="shared",
        kind="shared",
        text="Amal plans routes again, in a way that lasts: slowly, in a room with a door",
        own_words="Work that does not cost the sleep. I look after the pace.",
    ),
    Words(ago=6, clock="12:00", by="cleo", goal="shared", text="Back in her own job, in small steps that the law has room for."),
    Words(
        ago=6,
        clock="12:05",
        by="bo",
        goal="mornings",
        kind="help",
        text="I practise the first morning with her, and ring her the same evening.",
    ),
    WayBack(ago=6, clock="12:10", by="cleo", kind="between", on=-20, until=-45, when="when two weeks in a row have had three good nights"),
    Words(ago=6, clock="12:15", by="bo", goal="", kind="went_well", text="The nights before the two mornings are like other nights."),
    Words(
        ago=6, clock="12:20", by="cleo", goal="", kind="went_well", text="In spring she still plans routes, and nobody had to hurry her."
    ),
    AskAll(ago=4, clock="09:30", by="bo"),
    Open(ago=4, clock="10:40", by="cleo", what="plan"),
    Message(
        ago=5,
        clock="14:00",
        by="bo",
        to="amal",
        body="How are you after the meeting? You said four sentences in a row in front of the jobcentre. The plan is there to look at,"
        " when you feel like"
        " it. Nothing hurries.",
    ),
    Rang(ago=4, clock="15:00", by="bo", whom="amal"),
    Answer(
        ago=3,
        clock="10:10",
        by="cleo",
        answer="yes_but",
        reason="I would have liked a day for the start. I go with the good nights, and look again at the next meeting.",
        own_words="Back in her own job, in small steps that the law has room for.",
        but=(("return", "yes_but", "I have to name a day to the employer by the end of next month."),),
    ),
    Answer(ago=3, clock="15:20", by="bo", answer="yes", own_words="Work that does not cost the sleep. I look after the pace."),
    Message(
        ago=2,
        clock="21:20",
        by="amal",
        to="bo",
        body="I read it twice. I like the door. I do not know about the dates. Can we talk before I answer?",
    ),
    Words(ago=2, clock="21:28", by="amal", goal="", kind="went_well", text="I laugh at work, and I do not look at the door."),
    Open(ago=1, clock="08:40", by="bo", what="messages"),
    Message(
        ago=1,
        clock="08:50",
        by="bo",
        to="amal",
        body="Of course. I ring on Thursday at ten, as always. You can also answer 'Yes, but' and write what about the dates.",
    ),
    Open(ago=1, clock="09:30", by="cleo", what="plan"),
    Message(
        ago=1,
        clock="15:30",
        by="cleo",
        to="amal",
        body="Good news, Amal: the depot says yes to the quiet room, and the mentor is somebody you know, Hanne from the evening shift."
        " Nothing begins"
        " before you say so.",
        more="What I asked and what they said: The room at the end of the corridor is free until noon, and the door closes. Hanne begins at"
        " seven and can be there both mornings. They would like to know a week before. I said nothing of your illness, and they did not"
        " ask.",
    ),
    AskGuest(
        ago=2,
        clock="21:35",
        by="amal",
        name="Una",
        who="volunteer",
        step="The library on Tuesdays",
        text="You read aloud at the library on Tuesdays. May I sit beside you for twenty minutes, without saying anything?",
    ),
    AskGuest(
        ago=1,
        clock="16:10",
        by="amal",
        name="Kim",
        who="employer",
        step="Look at the room together",
        text="Will you show me the quiet room at the depot, some afternoon when nobody else is there?",
    ),
    Met(ago=-3, clock="10:00", by="bo", to=("amal",), how="phone", became="planned", planned=2),
    Met(ago=-8, clock="13:00", by="cleo", to=("amal",), how="talk", became="planned", place="table", line="Follow-up talk", planned=5),
)

AMAL = Story(
    key="amal",
    citizens=("amal",),
    referrer="cleo",
    ago=90,
    clock="10:30",
    consent=("orally", 0),
    text=(
        "Amal has been on sick leave for seven weeks. She planned routes for a haulier and liked it. Since the spring she sleeps three"
        " hours, cannot"
        " read a page to its end, and gets frightened by letters and telephone calls. Her doctor has begun treatment and agrees with this"
        " referral."
        " She would like to go back to her work and does not know how. She wishes for calm, one person at a time, and no surprises."
    ),
    events=(*START, *BEFORE, *_MEETING),
)

"""Noor's course: accepted last week, somebody has said hello."""

from roundtable.demo.rules.script import Accept, Message, Met, Story

NOOR = Story(
    key="noor",
    citizens=("noor",),
    referrer="olga",
    ago=13,
    clock="09:40",
    text="Noor teaches in a school and has been on sick leave for five weeks. She cannot be in a room with many voices, forgets words,"
    " and cries when"
    " she drives past the school. She would like to talk with somebody soon.",
    events=(
        Accept(ago=5, clock="13:20", by="gro", seats=("kaja", "olga")),
        Message(
            ago=4,
            clock="09:15",
            by="kaja",
            to="noor",
            body="Dear Noor, I am Kaja, and I sit at your table. On Tuesday I have time from nine to twelve. You may bring somebody, or a"
            " dog.",
        ),
        Message(
            ago=4,
            clock="10:30",
            by="olga",
            to="noor",
            body="Hello Noor, Olga again. You have met me already. Nothing to do just now. Kaja first.",
        ),
        Message(
            ago=3,
            clock="20:40",
            by="noor",
            to="kaja",
            body="Tuesday at ten? I will bring the dog. Is it true that Olga reads nothing of what I write here?",
        ),
        Met(ago=-2, clock="10:00", by="kaja", to=("noor",), how="talk", became="planned", planned=2),
    ),
)

"""Sanne's course in the South team: she chose to stop."""

from roundtable.demo.rules.script import Accept, End, Message, Met, Note, Phase, Story

SANNE = Story(
    key="sanne",
    citizens=("sanne",),
    referrer="egon",
    ago=130,
    clock="13:00",
    text="Sanne keeps a shop for flowers with her cousin. She has headaches every day and cannot decide what to cook. She would like to"
    " try this, and is not"
    " sure about meetings.",
    events=(
        Accept(ago=126, clock="09:00", by="vera", seats=("birk", "egon")),
        Message(
            ago=125,
            clock="09:30",
            by="birk",
            to="sanne",
            body="Hello Sanne, Birk here. No meeting before you say so. I would like to hear what a good day is.",
        ),
        Met(ago=121, clock="10:00", by="birk", to=("sanne",), how="talk", became="held", line="First talk", minutes=45, planned=124),
        Phase(ago=120, clock="09:00", by="birk", phase="assessment"),
        Met(ago=114, clock="10:00", by="birk", to=("sanne",), how="treatment", became="held", line="Session", minutes=50, planned=121),
        Met(ago=107, clock="10:00", by="birk", to=("sanne",), how="treatment", became="did_not_come", line="Was in the shop.", planned=114),
        Met(ago=100, clock="10:00", by="birk", to=("sanne",), how="treatment", became="did_not_come", line="Was in the shop.", planned=107),
        Message(ago=99, clock="18:00", by="sanne", to="birk", body="I think I am better in the shop than in a room. Is it rude to stop?"),
        Message(
            ago=98,
            clock="09:00",
            by="birk",
            to="sanne",
            body="It is not rude. Let us have one last coffee, in the shop if you like, and you tell us what helped.",
        ),
        Met(
            ago=93,
            clock="09:00",
            by="birk",
            to=("sanne", "egon"),
            how="visit",
            became="held",
            place="table",
            line="Coffee in the shop",
            minutes=40,
            planned=97,
        ),
        Note(
            ago=93,
            clock="10:30",
            by="egon",
            place="side",
            headline="Back full time",
            body="She has told me herself that she works full time from the first. The benefit ends that day, at her own wish.",
        ),
        End(
            ago=90,
            clock="11:00",
            by="birk",
            outcome="citizen_stopped",
            her_words="The flowers helped, and that nobody minded.",
            said_by="sanne",
        ),
    ),
)

"""Everybody in the demo. All invented: no person, place or number of real life."""

from dataclasses import replace
from uuid import UUID, uuid5

from roundtable.demo.rules.danish import DANISH_CITIZENS, DANISH_ORGANISATIONS, DANISH_ROLES, DANISH_WORKERS
from roundtable.demo.rules.shapes import Citizen, OrganisationOf, RoleOf, Worker

NAMESPACE = UUID("6d1f6a1e-5f0b-4c39-9a57-2a1f6f6f0d0e")


def demo_id(name: str) -> UUID:
    """The id of something of the demo, the same on every machine.

    >>> demo_id("amal") == demo_id("amal")
    True
    """
    return uuid5(NAMESPACE, name)


ORGANISATIONS = (
    OrganisationOf("mental-health-north", "Mental Health Services North", "Mental Health North", "health", "dots", "70 00 01 00"),
    OrganisationOf("mental-health-south", "Mental Health Services South", "Mental Health South", "health", "double", "70 00 02 00"),
    OrganisationOf("jobcentre-nordmark", "Jobcentre Nordmark", "Jobcentre Nordmark", "jobcentre", "stripe", "70 00 03 00"),
    OrganisationOf("jobcentre-elmby", "Jobcentre Elmby", "Jobcentre Elmby", "jobcentre", "ticks", "70 00 04 00"),
    OrganisationOf("jobcentre-tranekilde", "Jobcentre Tranekilde", "Jobcentre Tranekilde", "jobcentre", "dash", "70 00 05 00"),
    OrganisationOf("jobcentre-rosenhavn", "Jobcentre Rosenhavn", "Jobcentre Rosenhavn", "jobcentre", "stripe", "70 00 06 00"),
    OrganisationOf("family-team-linde", "Family Team De Linde", "Family Team", "youth_care", "dots", "085 000 00 10"),
    OrganisationOf("adult-care-waterland", "Adult Mental Health Waterland", "Adult Care", "health", "double", "085 000 00 20"),
    OrganisationOf(
        "municipality-oeverveen", "Municipality of Oeverveen, Youth", "Municipality", "youth_authority", "stripe", "085 000 00 30"
    ),
    *DANISH_ORGANISATIONS,
)

ROLES = {
    "back-together": (
        RoleOf(
            "care-manager",
            "Care manager",
            "What treatment is offered, together with the psychiatrist. Not money, not sickness benefit.",
            clinical=True,
        ),
        RoleOf(
            "employment-consultant",
            "Employment consultant",
            "Follow-up on sickness benefit: what the law asks, and what the municipality pays for. Not treatment.",
            authority=True,
        ),
        RoleOf("team-leader", "Team leader", "Who sits at which table, and when somebody covers. Not what is in a plan."),
        RoleOf("jobcentre-leader", "Jobcentre team leader", "How the jobcentre's people use their time. Not single cases.", authority=True),
    ),
    "together-at-home": (
        RoleOf("youth-worker", "Youth worker", "How we talk with you and when. Not where anybody lives.", safeguarding=True),
        RoleOf(
            "family-therapist",
            "Care worker for adults",
            "What treatment a parent is offered. Not what happens with the children.",
            clinical=True,
        ),
        RoleOf("youth-consultant", "Municipal youth consultant", "What help the municipality pays for, and for how long.", authority=True),
        RoleOf("team-leader", "Team leader", "Who sits at which table. Not what is in a plan."),
    ),
    "sammen-tilbage": DANISH_ROLES,
}

NORTH, SOUTH, LINDE = "North team", "South team", "De Linde"


def _consultant(key: str, name: str, organisation: str, phone: str, team: str = NORTH, hours: int = 18) -> Worker:
    return Worker(
        key,
        name,
        organisation,
        "employment-consultant",
        team,
        hours,
        phone,
        about=(
            "Mondays to Wednesdays in the programme, Thursdays and Fridays at the jobcentre.",
            "Whether follow-up goes on as planned, and what the municipality pays for.",
            "Treatment, and whether you are ill. A doctor says that.",
            "I ask what you can do on an ordinary day before I look at the rules. Then I tell you the rule and where it stands.",
            "A follow-up talk every four weeks, written down.",
        ),
    )


def _care_manager(key: str, name: str, organisation: str, phone: str, team: str = NORTH) -> Worker:
    return Worker(
        key,
        name,
        organisation,
        "care-manager",
        team,
        37,
        phone,
        about=(
            "Monday to Friday, 8.30 to 15.30. I answer messages the next working day.",
            "What treatment I offer you, and when we stop.",
            "Your benefit, your job, and what the jobcentre asks of you.",
            "I go at your pace and say so when I think we should go faster or slower.",
            "That we meet as often as agreed, and that I note each meeting in our own record.",
        ),
    )


BO = Worker(
    "bo",
    "Bo Vesterlund",
    "mental-health-north",
    "care-manager",
    NORTH,
    37,
    "70 00 01 11",
    who="Care manager, mental health services. Sits at Amal's table.",
    about=(
        "Monday to Friday, 8.30 to 15.30. Wednesdays in the house of the jobcentre. I answer messages the next working day.",
        "What treatment I offer you, how often we meet, and when we stop.",
        "Your benefit, your job, and what the jobcentre asks of you. I can say what I see, if you want me to.",
        "I would rather go slowly and keep going. If I think something has to be told, I tell you first.",
        "Six months as a rule, a meeting every week in the beginning, and a note in our own record each time.",
    ),
)
CLEO = Worker(
    "cleo",
    "Cleo Myrhoj",
    "jobcentre-nordmark",
    "employment-consultant",
    NORTH,
    20,
    "70 00 03 12",
    who="Employment consultant, jobcentre. Sits at Amal's table.",
    about=(
        "Mondays, Tuesdays and every other Wednesday. On other days my colleague Dag takes the phone.",
        "How the follow-up on your sickness benefit goes, and what the municipality pays for, such as a mentor at work.",
        "Whether you are ill, which treatment is right, and the last word on prolonging: that is a decision of the municipality.",
        "The law gives me dates I cannot move. Inside them I can do much, and I tell you early which is which.",
        "A talk every four weeks, and that what we agreed can be read afterwards.",
    ),
)
GRO = Worker(
    "gro",
    "Gro Halkaer",
    "mental-health-north",
    "team-leader",
    NORTH,
    37,
    "70 00 01 10",
    leads=True,
    who="Team leader, employed by the health service. Takes in referrals and sees who has room.",
    about=(
        "Monday to Friday, 8 to 15. For what cannot wait, ring me.",
        "Who sits at which table, and who covers when somebody is away.",
        "What is in a plan, your benefit and your treatment.",
        "Two people who know each other work better for you. So I keep pairs together when I can.",
        "That nobody waits longer than two weeks for an answer to a referral.",
    ),
)
IDA = replace(
    _care_manager("ida", "Ida Birkemose", "mental-health-north", "70 00 01 12"), who="Care manager, beside Bo. Covers when he is away."
)
JON = replace(
    _care_manager("jon", "Jon Enghauge", "mental-health-north", "70 00 01 13"), who="Care manager, same service as Bo, not at Amal's table."
)
DAG = replace(
    _consultant("dag", "Dag Stenlund", "jobcentre-nordmark", "70 00 03 13"),
    who="Employment consultant, same jobcentre as Cleo, not at Amal's table.",
)
EVE = replace(
    _care_manager("eve", "Eve Rosenvang", "mental-health-south", "70 00 02 11", SOUTH),
    who="Care manager in the South team, not at Amal's table.",
)
FENNA = Worker(
    "fenna",
    "Fenna Lelieveld",
    "family-team-linde",
    "youth-worker",
    LINDE,
    32,
    "085 000 00 11",
    "together-at-home",
    who="Youth worker at the table of Mia, Per and Jo. Jo trusts her.",
    about=(
        "Monday to Thursday. Jo can send me a message at any time; I read them in the morning and at four.",
        "How and where we talk, and what I propose to the others.",
        "Where Jo lives, and who has custody.",
        "What Jo tells me stays with me, unless somebody is in danger. Then I tell Jo first, and then who has to know.",
        "A plan within six weeks, with a part that is Jo's own.",
    ),
)
BRAM = Worker(
    "bram",
    "Bram Oosterwijk",
    "municipality-oeverveen",
    "youth-consultant",
    LINDE,
    36,
    "085 000 00 31",
    "together-at-home",
    who="Municipal youth consultant at the family's table.",
    about=(
        "Tuesday to Friday, 9 to 17.",
        "What help the municipality pays for, and for how long.",
        "Custody and where Jo lives: a court decides that, and nobody has asked one.",
        "I would rather agree with four people than decide for them.",
        "A plan that says who does what, and a look at it every three months.",
    ),
)
LOT = Worker(
    "lot",
    "Lot Veenendal",
    "adult-care-waterland",
    "family-therapist",
    LINDE,
    28,
    "085 000 00 21",
    "together-at-home",
    who="Care worker for adults. Mia's contact at the family's table.",
    about=(
        "Monday, Tuesday and Thursday.",
        "What treatment I offer Mia.",
        "Anything about Jo or Per.",
        "I work for Mia, and say so at the table.",
        "A review with our psychiatrist every quarter.",
    ),
)

WORKERS: tuple[Worker, ...] = (
    GRO,
    BO,
    CLEO,
    IDA,
    JON,
    DAG,
    _care_manager("kaja", "Kaja Lyngdal", "mental-health-north", "70 00 01 14"),
    _care_manager("loke", "Loke Sandager", "mental-health-north", "70 00 01 15"),
    _consultant("maren", "Maren Hjortso", "jobcentre-nordmark", "70 00 03 14"),
    _consultant("nils", "Nils Aagren", "jobcentre-nordmark", "70 00 03 15"),
    _consultant("olga", "Olga Tvaermose", "jobcentre-elmby", "70 00 04 11"),
    _consultant("pil", "Pil Havgaard", "jobcentre-elmby", "70 00 04 12"),
    _consultant("rune", "Rune Egelykke", "jobcentre-elmby", "70 00 04 13"),
    _consultant("signe", "Signe Kornholt", "jobcentre-tranekilde", "70 00 05 11"),
    _consultant("tor", "Tor Mosevang", "jobcentre-tranekilde", "70 00 05 12"),
    _consultant("ulla", "Ulla Brinkdal", "jobcentre-tranekilde", "70 00 05 13"),
    Worker(
        "nan",
        "Nan Kildemark",
        "jobcentre-nordmark",
        "jobcentre-leader",
        NORTH,
        37,
        "70 00 03 10",
        who="Team leader at Cleo's jobcentre. Employs her, and reads no course.",
    ),
    Worker(
        "vera",
        "Vera Solbakke",
        "mental-health-south",
        "team-leader",
        SOUTH,
        37,
        "70 00 02 10",
        leads=True,
        who="Team leader of the South team.",
    ),
    EVE,
    _care_manager("asta", "Asta Ravnkilde", "mental-health-south", "70 00 02 12", SOUTH),
    _care_manager("birk", "Birk Tangmose", "mental-health-south", "70 00 02 13", SOUTH),
    _consultant("carla", "Carla Viborgdal", "jobcentre-rosenhavn", "70 00 06 11", SOUTH),
    _consultant("egon", "Egon Flintholm", "jobcentre-rosenhavn", "70 00 06 12", SOUTH),
    _consultant("freja", "Freja Dybmose", "jobcentre-rosenhavn", "70 00 06 13", SOUTH),
    FENNA,
    BRAM,
    LOT,
    Worker(
        "wout",
        "Wout Esdoorn",
        "family-team-linde",
        "team-leader",
        LINDE,
        36,
        "085 000 00 12",
        "together-at-home",
        leads=True,
        who="Team leader of De Linde.",
    ),
    *DANISH_WORKERS,
)

CITIZENS: tuple[Citizen, ...] = (
    Citizen(
        "amal", "Amal Tarhani", "70 00 09 01", "1985-03-14", "On sick leave with stress since the summer. The plan waits for her answer."
    ),
    Citizen("finn", "Finn Tarhani", "70 00 09 02", "1982-09-02", "Amal's brother. Comes with her to meetings.", hat="companion"),
    Citizen("max", "Max Fjordside", "70 00 09 03", "1991-11-20", "On sick leave. His first meeting is next week."),
    Citizen("noor", "Noor Baldrian", "70 00 09 04", "1996-05-08", "New in the programme. Somebody has said hello."),
    Citizen("tilde", "Tilde Ahornsen", "70 00 09 05", "1979-01-30"),
    Citizen("viggo", "Viggo Kvistgren", "70 00 09 06", "1988-07-17"),
    Citizen("rosa", "Rosa Lindenblad", "70 00 09 07", "1993-02-11"),
    Citizen("elif", "Elif Morgendal", "70 00 09 08", "1990-10-05"),
    Citizen("aksel", "Aksel Tornvig", "70 00 09 09", "1976-12-24"),
    Citizen("sanne", "Sanne Hybenholt", "70 00 09 10", "1984-04-19"),
    Citizen("yusuf", "Yusuf Granlund", "70 00 09 11", "1969-08-28"),
    Citizen("mille", "Mille Enebaer", "70 00 09 12", "1998-06-03"),
    Citizen("otto", "Otto Pilegren", "70 00 09 13", "1981-09-15"),
    Citizen("hedda", "Hedda Rugmark", "70 00 09 14", "1989-03-30"),
    Citizen("karim", "Karim Bogelund", "70 00 09 15", "1994-10-12"),
    Citizen("luna", "Luna Kirsegaard", "70 00 09 16", "1986-01-05"),
    Citizen("petra", "Petra Hvidtjorn", "70 00 09 17"),
    Citizen("anton", "Anton Strandvang", "70 00 09 18", "1972-05-27"),
    Citizen("dorte", "Dorte Mosekilde", "70 00 09 19", "1968-11-09"),
    Citizen("knud", "Knud Askelund", "70 00 09 20"),
    Citizen("mia", "Mia de Rietland", "085 000 00 91", "1983-05-21", "Jo's mother. At the family's table in the Netherlands."),
    Citizen("per", "Per de Rietland", "085 000 00 92", "1980-02-09", "Jo's father. He and Mia do not agree."),
    Citizen("jo", "Jo de Rietland", "085 000 00 93", "2011-03-02", "Fifteen. Told Fenna something in confidence."),
    *DANISH_CITIZENS,
)


def email_of(key: str) -> str:
    """The address somebody of the demo signs in with.

    >>> email_of("amal")
    'amal@example.org'
    """
    return f"{key}@example.org"


def names_of(name: str) -> tuple[str, str]:
    """Given and family name.

    >>> names_of("Mia de Rietland")
    ('Mia', 'de Rietland')
    """
    given, _, family = name.partition(" ")
    return given, family

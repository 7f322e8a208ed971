"""Everybody in the demo. All invented: no person, place or number of real life."""

from dataclasses import replace
from uuid import UUID, uuid5

from roundtable.demo.rules.danish import DANISH_CITIZENS, DANISH_ORGANISATIONS, DANISH_ROLES, DANISH_WORKERS
from roundtable.demo.rules.dutch import DUTCH_CITIZENS, DUTCH_ORGANISATIONS, DUTCH_ROLES, DUTCH_WORKERS
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
    *DUTCH_ORGANISATIONS,
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
    "together-at-home": DUTCH_ROLES,
    "sammen-tilbage": DANISH_ROLES,
}

NORTH, SOUTH = "North team", "South team"


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
    *DUTCH_WORKERS,
    *DANISH_WORKERS,
)

CITIZENS: tuple[Citizen, ...] = (
    Citizen(
        "amal", "Amal Tarhani", "70 00 09 01", "1985-03-14", "On sick leave with stress since the summer. The plan waits for her answer."
    ),
    Citizen("finn", "Finn Tarhani", "70 00 09 02", "1982-09-02", "Amal's brother. Comes with her to meetings.", hat="companion"),
    Citizen("max", "Max Fjordside", "70 00 09 03", "1991-11-20", "On sick leave. His first meeting is next week."),
    Citizen("runa", "Runa Fjordside", "70 00 09 22", who="Max's sister. Reads his course for him, because he asked her to."),
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
    *DUTCH_CITIZENS,
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

"""A synthetic population: what each of many courses looks like. For measuring, never for showing: nobody has a story here."""

CASES_A_PROGRAMME = 250
CONSULTANTS = 10
CARE_MANAGERS = 5
"""Fifty courses each: as many as somebody has who has very many."""

GIVEN_NAMES = (
    "Ada",
    "Bror",
    "Cilla",
    "Didrik",
    "Edda",
    "Frode",
    "Gerd",
    "Halfdan",
    "Inge",
    "Jytte",
    "Kjeld",
    "Liv",
    "Mogens",
    "Nanna",
    "Orla",
)
FAMILY_NAMES = (
    "Abildgren",
    "Birkevang",
    "Dalsted",
    "Egeskovlund",
    "Fyrholt",
    "Granmose",
    "Hedemark",
    "Klintvig",
    "Lyngsted",
    "Nordlund",
    "Solvang",
)

SENTENCES = (
    "We met for an hour. It was a better week than the one before.",
    "Two walks, one of them with somebody.",
    "The letter was read together and lies in the folder now.",
    "An hour in the morning goes well. The afternoon is for rest.",
    "The employer has answered and asks for a day to talk.",
    "Slept six hours on three nights.",
    "We agreed to look at this again at the next meeting.",
    "Rang and moved the appointment in good time.",
    "The first two hours at work went as planned.",
    "Nothing new. That is all right.",
    "Asked for the plan in large print, and has got it.",
    "Would like to talk about the money at the meeting.",
)

PATTERN = ("table", "table", "table", "table", "care_side", "care_side", "authority_side", "authority_side", "confidence", "own")
"""Where the items of a course stand, over and over: four of ten on the table, one in a confidence, one in the notebook."""


def place_of(number: int) -> str:
    """The place of the so-manieth item of a course.

    >>> [place_of(number) for number in (0, 4, 18, 29)]
    ['table', 'care_side', 'confidence', 'own']
    """
    return PATTERN[number % len(PATTERN)]

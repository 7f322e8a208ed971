"""The programmes of the demo: their fixed texts, numbers and lists. Invented, after the shape of the published teams."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProgrammeOf:
    """A programme's own words, as its partners agreed on them."""

    code: str
    name: str
    country: str
    time_zone: str
    citizen_word: str
    emergency: dict[str, tuple[str, ...]]
    consent_text: str
    if_no_text: str
    fixed_goal: str
    fixed_goal_owner: str
    fixed_goal_source: str
    steps_text: str
    eligibility: tuple[tuple[str, str], ...]
    answer_days: int = 7
    language: str = "en"


BACK_TOGETHER = ProgrammeOf(
    code="back-together",
    name="Back Together",
    country="DK",
    time_zone="Europe/Copenhagen",
    citizen_word="citizen",
    emergency={
        "en": (
            "Life in danger: 112",
            "If it gets too much tonight, the psychiatric line: 70 00 00 01",
            "A doctor outside hours: 70 00 00 02",
        ),
        "da": (
            "Livsfare: 112",
            "Hvis det bliver for meget i nat, psykiatriens telefon: 70 00 00 01",
            "Læge uden for åbningstid: 70 00 00 02",
        ),
        "nl": (
            "Levensgevaar: 112",
            "Als het vannacht te veel wordt, de telefoon van de psychiatrie: 70 00 00 01",
            "Een arts buiten de openingstijden: 70 00 00 02",
        ),
    },
    consent_text=(
        "I agree that this text, exactly as it stands here, is sent to the programme Back Together. The team leader reads it and decides"
        " whether there is room for me. I can take this back at any time."
    ),
    if_no_text=(
        "A no changes nothing about your sickness benefit. You are still entitled to it, the jobcentre still talks with you every four"
        " weeks,"
        " and you can be treated by your own doctor as before. You only do not get the two of them together."
    ),
    fixed_goal="Back to work or education, in a way that lasts",
    fixed_goal_owner="Nordmark, Elmby, Tranekilde and Rosenhavn",
    fixed_goal_source="Agreement between the municipalities and the two health services, section 2",
    steps_text=(
        "Within two weeks somebody says hello. Then you talk with each of the two on their own. After about six weeks you all meet and"
        " make one"
        " plan. You meet again about every eight weeks. It usually takes six months."
    ),
    eligibility=(
        ("on-sick-leave", "On sick leave now, and expected to be so for four weeks or more"),
        ("of-age", "18 years or older"),
        ("lives-here", "Lives in Nordmark, Elmby, Tranekilde or Rosenhavn"),
        ("wants-it", "Wants it, after hearing what it is"),
        ("no-hospital", "Does not need a hospital just now"),
    ),
)

TOGETHER_AT_HOME = ProgrammeOf(
    code="together-at-home",
    name="Samen Thuis",
    country="NL",
    time_zone="Europe/Amsterdam",
    language="nl",
    citizen_word="family member",
    emergency={
        "en": (
            "Life in danger: 112",
            "Somebody to talk to, day and night: 085 000 00 01",
            "For children and young people: 085 000 00 02",
        ),
        "da": (
            "Livsfare: 112",
            "En at tale med, dag og nat: 085 000 00 01",
            "For børn og unge: 085 000 00 02",
        ),
        "nl": (
            "Levensgevaar: 112",
            "Iemand om mee te praten, dag en nacht: 085 000 00 01",
            "Voor kinderen en jongeren: 085 000 00 02",
        ),
    },
    consent_text=(
        "Ik vind het goed dat deze tekst, precies zoals hij hier staat, naar Samen Thuis gaat. Ieder van ons zegt dat voor zichzelf; vanaf"
        " twaalf jaar doet een jongere dat ook. Ik kan mijn ja altijd terugnemen."
    ),
    if_no_text="Een nee heeft geen gevolgen voor de hulp die ieder van jullie nu krijgt. Om een nee wordt niemand ergens gemeld.",
    fixed_goal="Een thuis waar elk kind veilig is en kan opgroeien",
    fixed_goal_owner="Gemeente Oeverveen",
    fixed_goal_source="Afspraken over integrale teams, artikel 4",
    steps_text=(
        "Eerst praat iemand met ieder van jullie apart. Na ongeveer vijf weken komen jullie allemaal bij elkaar. Elke drie maanden kijken"
        " jullie samen hoe het gaat."
    ),
    eligibility=(
        ("child-at-home", "Er woont een kind of jongere thuis, altijd of een deel van de tijd"),
        ("three-helpers", "Twee of meer organisaties helpen al iemand in het gezin"),
        ("all-asked", "Iedereen vanaf twaalf jaar is apart gevraagd"),
    ),
    answer_days=10,
)

SAMMEN_TILBAGE = ProgrammeOf(
    code="sammen-tilbage",
    name="Sammen tilbage",
    country="DK",
    time_zone="Europe/Copenhagen",
    language="da",
    citizen_word="citizen",
    emergency={
        "en": (
            "Life in danger: 112",
            "If it gets too much tonight, the psychiatric line: 70 00 00 03",
            "A doctor outside hours: 70 00 00 04",
        ),
        "da": (
            "Livsfare: 112",
            "Hvis det bliver for meget i nat, psykiatriens telefon: 70 00 00 03",
            "Læge uden for åbningstid: 70 00 00 04",
        ),
        "nl": (
            "Levensgevaar: 112",
            "Als het vannacht te veel wordt, de telefoon van de psychiatrie: 70 00 00 03",
            "Een arts buiten de openingstijden: 70 00 00 04",
        ),
    },
    consent_text=(
        "Jeg siger ja til, at denne tekst, præcis som den står her, bliver sendt til Sammen tilbage. Teamlederen læser den og siger, om der"
        " er plads til mig. Jeg kan tage mit ja tilbage når som helst."
    ),
    if_no_text=(
        "Et nej ændrer ikke noget ved dine sygedagpenge. Du har stadig ret til dem, jobcentret taler stadig med dig hver fjerde uge, og du"
        " kan blive behandlet hos din egen læge som før. Du får bare ikke de to sammen."
    ),
    fixed_goal="Tilbage til arbejde eller uddannelse på en måde, der holder",
    fixed_goal_owner="Æbelhavn Kommune",
    fixed_goal_source="Aftalen mellem kommunen og psykiatrien, punkt 2",
    steps_text=(
        "Inden to uger siger nogen goddag. Så taler du med hver af de to for sig. Efter omkring seks uger mødes I alle og laver én plan. I"
        " mødes igen cirka hver ottende uge. Det tager som regel et halvt år."
    ),
    eligibility=(
        ("on-sick-leave", "Sygemeldt nu, og ventes at være det i fire uger eller mere"),
        ("of-age", "18 år eller ældre"),
        ("lives-here", "Bor i Æbelhavn"),
        ("wants-it", "Vil gerne, efter at have hørt, hvad det er"),
        ("no-hospital", "Har ikke brug for at være indlagt lige nu"),
    ),
)

PROGRAMMES = (BACK_TOGETHER, TOGETHER_AT_HOME, SAMMEN_TILBAGE)

"""The Dutch programme of the demo: an integrated team around a family. Everybody and every place is invented."""

from roundtable.demo.rules.shapes import Citizen, OrganisationOf, RoleOf, Worker

CODE, TEAM = "together-at-home", "De Linde"

DUTCH_ORGANISATIONS = (
    OrganisationOf("family-team-linde", "Gezinsteam De Linde", "Gezinsteam", "youth_care", "dots", "085 000 00 10"),
    OrganisationOf("adult-care-waterland", "GGZ Volwassenen Waterland", "GGZ Volwassenen", "health", "double", "085 000 00 20"),
    OrganisationOf("municipality-oeverveen", "Gemeente Oeverveen, Jeugd", "Gemeente", "youth_authority", "stripe", "085 000 00 30"),
)

DUTCH_ROLES = (
    RoleOf("youth-worker", "Jeugdwerker", "Hoe we met je praten en wanneer. Niet waar iemand woont.", safeguarding=True),
    RoleOf(
        "family-therapist",
        "Behandelaar voor volwassenen",
        "Welke behandeling een ouder krijgt aangeboden. Niet wat er met de kinderen gebeurt.",
        clinical=True,
    ),
    RoleOf("youth-consultant", "Jeugdconsulent van de gemeente", "Welke hulp de gemeente betaalt, en hoe lang.", authority=True),
    RoleOf("team-leader", "Teamleider", "Wie er aan welke tafel zit. Niet wat er in een plan staat."),
)

DUTCH_WORKERS = (
    Worker(
        "fenna",
        "Fenna Lelieveld",
        "family-team-linde",
        "youth-worker",
        TEAM,
        32,
        "085 000 00 11",
        CODE,
        who="Jeugdwerker aan de tafel van Mia, Per en Jo. Jo vertrouwt haar.",
        about=(
            "Maandag tot en met donderdag. Jo kan me altijd een bericht sturen; ik lees ze 's ochtends en om vier uur.",
            "Hoe en waar we praten, en wat ik de anderen voorstel.",
            "Waar Jo woont, en wie het gezag heeft.",
            "Wat Jo me vertelt, blijft bij mij, tenzij iemand in gevaar is. Dan zeg ik het eerst tegen Jo, dan tegen wie het moet weten.",
            "Een plan binnen zes weken, met een deel dat van Jo zelf is.",
        ),
    ),
    Worker(
        "bram",
        "Bram Oosterwijk",
        "municipality-oeverveen",
        "youth-consultant",
        TEAM,
        36,
        "085 000 00 31",
        CODE,
        who="Jeugdconsulent van de gemeente aan de tafel van het gezin.",
        about=(
            "Dinsdag tot en met vrijdag, 9 tot 17 uur.",
            "Welke hulp de gemeente betaalt, en hoe lang.",
            "Het gezag en waar Jo woont: daarover beslist een rechter, en niemand heeft een rechter gevraagd.",
            "Ik word het liever met vier mensen eens dan dat ik voor hen beslis.",
            "Een plan waarin staat wie wat doet, en elke drie maanden kijken of het nog klopt.",
        ),
    ),
    Worker(
        "lot",
        "Lot Veenendal",
        "adult-care-waterland",
        "family-therapist",
        TEAM,
        28,
        "085 000 00 21",
        CODE,
        who="Behandelaar voor volwassenen. Er voor Mia, aan de tafel van het gezin.",
        about=(
            "Maandag, dinsdag en donderdag.",
            "Welke behandeling ik Mia aanbied.",
            "Alles over Jo of Per.",
            "Ik werk voor Mia, en dat zeg ik aan tafel.",
            "Elk kwartaal een gesprek met onze psychiater over hoe het gaat.",
        ),
    ),
    Worker(
        "wout",
        "Wout Esdoorn",
        "family-team-linde",
        "team-leader",
        TEAM,
        36,
        "085 000 00 12",
        CODE,
        leads=True,
        who="Teamleider van De Linde.",
    ),
)

DUTCH_CITIZENS = (
    Citizen("mia", "Mia de Rietland", "085 000 00 91", "1983-05-21", "Moeder van Jo. Aan de tafel van het gezin in Nederland."),
    Citizen("per", "Per de Rietland", "085 000 00 92", "1980-02-09", "Vader van Jo. Hij en Mia zijn het niet eens."),
    Citizen("jo", "Jo de Rietland", "085 000 00 93", "2011-03-02", "Vijftien. Heeft Fenna iets in vertrouwen verteld."),
)

"""The Danish programme of the demo: a small team of a psychiatric service and one jobcentre. Everybody and every place is invented."""

from roundtable.demo.rules.shapes import Citizen, OrganisationOf, RoleOf, Worker

CODE, TEAM = "sammen-tilbage", "Team Fjord"

DANISH_ORGANISATIONS = (
    OrganisationOf("psykiatrien-fjord", "Psykiatrien Fjord", "Psykiatrien", "health", "dots", "70 00 07 00"),
    OrganisationOf("jobcenter-aebelhavn", "Jobcenter Æbelhavn", "Jobcentret", "jobcentre", "stripe", "70 00 08 00"),
)

DANISH_ROLES = (
    RoleOf(
        "behandler",
        "Behandler",
        "Hvilken behandling du får, sammen med psykiateren. Ikke penge og ikke sygedagpenge.",
        clinical=True,
    ),
    RoleOf(
        "jobkonsulent",
        "Jobkonsulent",
        "Opfølgningen på dine sygedagpenge: hvad loven siger, og hvad kommunen betaler. Ikke behandlingen.",
        authority=True,
    ),
    RoleOf("teamleder", "Teamleder", "Hvem der sidder ved hvilket bord. Ikke det, der står i en plan."),
)

DANISH_WORKERS = (
    Worker(
        "kirsten",
        "Kirsten Bødkergård",
        "psykiatrien-fjord",
        "teamleder",
        TEAM,
        37,
        "70 00 07 10",
        CODE,
        leads=True,
        who="Teamleder. Tager imod henvisninger og ser, hvem der har plads.",
        about=(
            "Mandag til fredag kl. 8 til 15. Ring, hvis det ikke kan vente.",
            "Hvem der sidder ved hvilket bord, og hvem der træder til ved ferie.",
            "Det, der står i en plan, dine penge og din behandling.",
            "To, der kender hinanden, arbejder bedre for dig. Derfor holder jeg parrene sammen, når jeg kan.",
            "At ingen venter mere end to uger på svar.",
        ),
    ),
    Worker(
        "astrid",
        "Astrid Højvang",
        "psykiatrien-fjord",
        "behandler",
        TEAM,
        37,
        "70 00 07 11",
        CODE,
        who="Behandler i psykiatrien. Sidder ved Livs bord.",
        about=(
            "Mandag til fredag kl. 8.30 til 15.30. Jeg svarer på beskeder den næste hverdag.",
            "Hvilken behandling jeg tilbyder dig, hvor tit vi ses, og hvornår vi slutter.",
            "Dine sygedagpenge, dit job, og det jobcentret beder dig om.",
            "Jeg går hellere langsomt end forgæves. Hvis noget skal siges videre, siger jeg det til dig først.",
            "At vi ses så tit som aftalt, og at jeg skriver hvert møde i vores egen journal.",
        ),
    ),
    Worker(
        "soeren",
        "Søren Åkjærlund",
        "jobcenter-aebelhavn",
        "jobkonsulent",
        TEAM,
        24,
        "70 00 08 11",
        CODE,
        who="Jobkonsulent i jobcentret. Sidder ved Livs bord.",
        about=(
            "Mandag til torsdag. Om fredagen tager Mads telefonen.",
            "Hvordan opfølgningen går, og hvad kommunen betaler, for eksempel en mentor på arbejdet.",
            "Om du er syg, og hvilken behandling der er rigtig. Det siger en læge.",
            "Loven giver mig datoer, jeg ikke kan flytte. Inden for dem kan jeg meget, og jeg siger det tidligt.",
            "En samtale hver fjerde uge, og at det, vi aftaler, kan læses bagefter.",
        ),
    ),
    Worker(
        "mads",
        "Mads Ørumgaard",
        "jobcenter-aebelhavn",
        "jobkonsulent",
        TEAM,
        20,
        "70 00 08 12",
        CODE,
        who="Jobkonsulent i samme jobcenter som Søren. Sidder ikke ved Livs bord.",
    ),
)

DANISH_CITIZENS = (Citizen("liv", "Liv Ærenlund", "70 00 09 21", "1987-06-11", "Sygemeldt siden foråret. Planen venter på hendes svar."),)

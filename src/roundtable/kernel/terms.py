"""What a programme calls the people it is for: citizen, service user, patient, parent … in each language, with its grammar.

Messages are written with one word, the *citizen* (da *borger*, nl *inwoner*), in the forms below and no others. A programme with
another word gets its own in the same form: definite, genitive, plural, and the article that goes with its gender.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

USUAL = "citizen"


@dataclass(frozen=True, slots=True)
class Forms:
    """A noun: one, the one, several, the several; in languages without an ending for *the*, the second of each is left out.

    `neuter`: Danish *et*, Dutch *het*.
    """

    one: str
    the_one: str
    several: str
    the_several: str
    neuter: bool = False


def _plain(one: str, several: str, *, neuter: bool = False) -> Forms:
    return Forms(one, one, several, several, neuter)


TERMS: Mapping[str, Mapping[str, Forms]] = {
    "citizen": {
        "en": _plain("citizen", "citizens"),
        "da": Forms("borger", "borgeren", "borgere", "borgerne"),
        "nl": _plain("inwoner", "inwoners"),
    },
    "service user": {
        "en": _plain("service user", "service users"),
        "da": Forms("bruger", "brugeren", "brugere", "brugerne"),
        "nl": _plain("cliënt", "cliënten"),
    },
    "client": {
        "en": _plain("client", "clients"),
        "da": Forms("klient", "klienten", "klienter", "klienterne"),
        "nl": _plain("cliënt", "cliënten"),
    },
    "participant": {
        "en": _plain("participant", "participants"),
        "da": Forms("deltager", "deltageren", "deltagere", "deltagerne"),
        "nl": _plain("deelnemer", "deelnemers"),
    },
    "patient": {
        "en": _plain("patient", "patients"),
        "da": Forms("patient", "patienten", "patienter", "patienterne"),
        "nl": _plain("patiënt", "patiënten"),
    },
    "parent": {
        "en": _plain("parent", "parents"),
        "da": Forms("forælder", "forælderen", "forældre", "forældrene"),
        "nl": _plain("ouder", "ouders"),
    },
    "young person": {
        "en": _plain("young person", "young people"),
        "da": Forms("ung", "den unge", "unge", "de unge"),
        "nl": _plain("jongere", "jongeren"),
    },
    "family member": {
        "en": _plain("family member", "family members"),
        "da": Forms("familiemedlem", "familiemedlemmet", "familiemedlemmer", "familiemedlemmerne", neuter=True),
        "nl": _plain("gezinslid", "gezinsleden", neuter=True),
    },
}

# The words that stand before a noun and change with its gender: common, neuter.
ARTICLES: Mapping[str, Mapping[str, str]] = {
    "en": {},
    "da": {"en": "et", "én": "ét", "hver": "hvert", "den": "det"},
    "nl": {"de": "het", "elke": "elk"},
}


def word_for(term: str, language: str) -> str:
    """The bare word for one of them; a word that is not in the table is the programme's own, said as it stands.

    >>> word_for("family member", "da"), word_for("neighbour", "nl")
    ('familiemedlem', 'neighbour')
    """
    forms = TERMS.get(term, {}).get(language)
    return forms.one if forms else term


@lru_cache(maxsize=20_000)
def in_term(text: str, term: str, language: str) -> str:
    """A sentence about the citizen, said with the programme's word; as it is where the programme has the usual word or none we know.

    >>> in_term("Borgeren får det at vide. Med borgerens egne ord. Hver borger siger ja.", "family member", "da")
    'Familiemedlemmet får det at vide. Med familiemedlemmets egne ord. Hvert familiemedlem siger ja.'
    >>> in_term("Ask the citizen’s companion, and the citizens.", "young person", "en")
    'Ask the young person’s companion, and the young people.'
    >>> in_term("Open voor de inwoner, die het deelt.", "family member", "nl")
    'Open voor het gezinslid, dat het deelt.'
    >>> in_term("%(citizen)s and each citizen here", "family member", "en")
    '%(citizen)s and each family member here'
    """
    if term == USUAL or language not in TERMS.get(term, {}):
        return text
    usual, wanted = TERMS[USUAL][language], TERMS[term][language]
    return _pattern(language).sub(lambda found: _said(found, usual, wanted, language), text)


@lru_cache(maxsize=8)
def _pattern(language: str) -> re.Pattern[str]:
    """The usual word in any of its forms, with a changing article before it and, after it, a Dutch relative or an English apostrophe.

    Never the name of a place that is still to be filled: of `%(citizen)s` the word comes later.
    """
    usual = TERMS[USUAL][language]
    forms = sorted({usual.one, usual.the_one, usual.several, usual.the_several}, key=len, reverse=True)
    articles = "|".join(ARTICLES[language])
    before = rf"(?:\b(?P<article>{articles}) )?" if articles else "(?P<article>(?!))?"
    after = {"nl": r"(?P<after>, die\b)?", "en": r"(?P<after>[’'](?!s))?"}.get(language, "(?P<after>(?!))?")
    return re.compile(rf"{before}(?<!%\()\b(?P<form>{'|'.join(forms)})(?P<genitive>s?)\b{after}", re.IGNORECASE)


def _said(found: re.Match[str], usual: Forms, wanted: Forms, language: str) -> str:
    """One place of a sentence in the wanted word, with a capital where there was one."""
    form = found["form"].lower()
    places = {usual.the_several: wanted.the_several, usual.several: wanted.several, usual.the_one: wanted.the_one, usual.one: wanted.one}
    if usual.one == usual.the_one:
        places = {usual.several: wanted.several, usual.one: wanted.one}
    word = places[form]
    article, genitive, after = found["article"] or "", found["genitive"], found["after"] or ""
    plural = form in (usual.several, usual.the_several)
    if wanted.neuter and article and not plural:
        article = _capital(ARTICLES[language][article.lower()], article)
    if article.lower() == "den" and " " in wanted.the_one:  # den borger, det handler om: den unge, det handler om
        word = wanted.the_one.rpartition(" ")[2]
    if genitive and language == "da" and word.endswith("s"):
        genitive = "’"
    if after and language == "nl" and wanted.neuter and not plural:
        after = ", dat"
    if after and language == "en" and not word.endswith("s"):  # the young people’s
        after += "s"
    said = f"{article} {word}" if article else _capital(word, found["form"])
    return f"{said}{genitive}{after}"


def _capital(word: str, like: str) -> str:
    """The word with a capital where the one it stands for had one."""
    return word[0].upper() + word[1:] if like[:1].isupper() else word

"""A sentence keeps its grammar whatever a programme calls the people it is for."""

import pytest

from roundtable.kernel.terms import TERMS, in_term, word_for

SAID = [
    ("en", "patient", "The citizen said yes. The citizen's yes. Both citizens.", "The patient said yes. The patient's yes. Both patients."),
    ("en", "young person", "A citizen, the citizens’ words.", "A young person, the young people’s words."),
    ("en", "service user", "Citizens and senior citizenship.", "Service users and senior citizenship."),
    (
        "da",
        "patient",
        "Borgeren, en borger, borgerens ord, borgere, borgerne.",
        "Patienten, en patient, patientens ord, patienter, patienterne.",
    ),
    ("da", "parent", "Spørg borgeren. Borgernes ja. Hver borger.", "Spørg forælderen. Forældrenes ja. Hver forælder."),
    ("da", "young person", "Og den borger, det handler om. Borgerens ja. Én borger.", "Og den unge, det handler om. Den unges ja. Én ung."),
    (
        "da",
        "family member",
        "Og den borger, det handler om. Borgerens ja. Om én borger. En borger.",
        "Og det familiemedlem, det handler om. Familiemedlemmets ja. Om ét familiemedlem. Et familiemedlem.",
    ),
    ("da", "participant", "borgerrådgiveren og medborgere", "borgerrådgiveren og medborgere"),
    ("nl", "patient", "De inwoner zegt ja. Elke inwoner. De inwoners.", "De patiënt zegt ja. Elke patiënt. De patiënten."),
    ("nl", "family member", "De inwoner zegt ja. Elke inwoner. De inwoners.", "Het gezinslid zegt ja. Elk gezinslid. De gezinsleden."),
    ("nl", "family member", "aan de inwoner, die het deelt", "aan het gezinslid, dat het deelt"),
    ("nl", "client", "aan de inwoner, die het deelt", "aan de cliënt, die het deelt"),
    ("nl", "young person", "Over één inwoner.", "Over één jongere."),
]


@pytest.mark.parametrize(("language", "term", "usual", "wanted"), SAID)
def test_the_programmes_word_stands_in_the_same_form(language: str, term: str, usual: str, wanted: str) -> None:
    assert in_term(usual, term, language) == wanted


@pytest.mark.parametrize("term", ["citizen", "neighbour", ""])
def test_the_usual_word_and_an_unknown_one_change_nothing(term: str) -> None:
    assert in_term("The citizen is told.", term, "en") == "The citizen is told."


def test_every_term_is_there_in_every_language_and_needs_no_other_article_in_english() -> None:
    assert {frozenset(languages) for languages in TERMS.values()} == {frozenset({"en", "da", "nl"})}
    assert not [term for term in TERMS if term[0] in "aeiou"]


def test_a_word_of_the_programmes_own_is_said_as_it_stands() -> None:
    assert [word_for("citizen", language) for language in ("en", "da", "nl")] == ["citizen", "borger", "inwoner"]
    assert word_for("neighbour", "da") == "neighbour"


@pytest.mark.parametrize("term", TERMS)
def test_a_place_to_be_filled_keeps_its_name_in_every_term(term: str) -> None:
    for language, usual in (("en", "citizen"), ("da", "borger"), ("nl", "inwoner")):
        for name in (usual, TERMS["citizen"][language].several):
            said = in_term(f"%({name})s, the {usual}, and %(name)s", term, language)
            assert said.startswith(f"%({name})s, ") and said % {name: "Mia", "name": "Bo"}

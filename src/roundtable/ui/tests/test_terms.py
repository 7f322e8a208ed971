"""For the length of a request every message says the programme's word; the next one begins afresh."""

import pytest
from django.utils import translation
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from roundtable.ui.terms import speak_of

TOLD = gettext_lazy("The citizen is told at once.")


@pytest.mark.parametrize(
    ("language", "term", "said"),
    [
        ("en", "patient", "The patient is told at once."),
        ("da", "patient", "Patienten får det at vide med det samme."),
        ("da", "family member", "Familiemedlemmet får det at vide med det samme."),
        ("nl", "parent", "De ouder hoort het meteen."),
        ("nl", "family member", "Het gezinslid hoort het meteen."),
        ("nl", "citizen", "De inwoner hoort het meteen."),
        ("da", "neighbour", "Borgeren får det at vide med det samme."),
    ],
)
def test_a_message_says_the_programmes_word(language: str, term: str, said: str) -> None:
    with translation.override(language):
        speak_of(term)
        assert (gettext("The citizen is told at once."), str(TOLD)) == (said, said)
        assert get_language() == language


def test_several_and_one_say_it_too() -> None:
    with translation.override("da"):
        speak_of("patient")
        one = "%(number)s course was closed for you by the citizen. What you wrote yourself stays with the course."
        many = "%(number)s courses were closed for you by the citizen. What you wrote yourself stays with the courses."
        assert "lukket for dig af patienten" in ngettext(one, many, 1)
        assert "lukket for dig af patienten" in ngettext(one, many, 2)


def test_the_word_ends_with_the_language() -> None:
    with translation.override("da"):
        speak_of("patient")
    with translation.override("da"):
        assert gettext("The citizen is told at once.") == "Borgeren får det at vide med det samme."

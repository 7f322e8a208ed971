"""The published values come out again, and what is no running text is not counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.measures import Band, Measure, TextClass, band, hard_in_interface, measure, over_limits, prose_of

EASY = "Du skal til et møde hos kommunen. Mødet tager en time. Du må gerne tage en med."
HARD = (
    "Kommunen foretager inden sygedagpengenes ophør en revurdering af den sygemeldtes situation med henblik på stillingtagen til "
    "forlængelsesmulighederne efter sygedagpengelovens forlængelsesbestemmelser."
)
POWER_SHEET = (
    "Du skal mødes med Anna og Peter. Anna er din behandler. Peter er fra kommunen. I skal tale om, hvad der er vigtigt for dig. "
    "Du bestemmer selv, hvad du vil fortælle. Du må gerne tage en med. Peter kan bestemme om dine penge. Anna kan ikke bestemme om "
    "dine penge. Du kan altid bede om en pause. Efter mødet får du planen, og du kan rette i den. Er du uenig i en afgørelse, kan du "
    "klage. Fristen er fire uger."
)


def test_the_easy_invitation_has_the_published_lix() -> None:
    counted = measure(EASY)
    assert counted == Measure(words=17, sentences=3, long_words=1, longest_sentence=7)
    assert counted.lix == pytest.approx(11.549020, abs=1e-6)


def test_the_hard_law_text_has_the_published_lix() -> None:
    counted = measure(HARD)
    assert (counted.words, counted.sentences, counted.long_words) == (20, 1, 11)
    assert counted.lix == 75.0
    assert over_limits(counted, TextClass.CITIZEN) == ("mean_sentence",)


def test_the_sample_power_sheet_has_the_published_lix() -> None:
    assert round(measure(POWER_SHEET).lix, 1) == 17.8
    assert over_limits(measure(POWER_SHEET), TextClass.CITIZEN) == ()


@pytest.mark.parametrize(
    ("lix", "name"),
    [
        (0, Band.VERY_EASY),
        (24, Band.VERY_EASY),
        (25, Band.EASY),
        (34, Band.EASY),
        (35, Band.MEDIUM),
        (44, Band.MEDIUM),
        (45, Band.HARD),
        (54, Band.HARD),
        (55, Band.VERY_HARD),
        (90, Band.VERY_HARD),
    ],
)
def test_each_lix_has_its_band(lix: float, name: Band) -> None:
    assert band(lix) is name


def test_a_long_hard_text_is_over_every_limit() -> None:
    assert over_limits(measure(f"{HARD} " * 6), TextClass.CITIZEN) == ("lix", "mean_sentence", "long_words")
    assert "longest_sentence" in over_limits(measure("ord " * 21 + "."), TextClass.CITIZEN)
    assert over_limits(measure("ord " * 21 + "."), TextClass.LEGAL_FIRST_LAYER) == ("mean_sentence",)


def test_headings_and_lists_are_not_counted() -> None:
    assert measure(f"# Indkaldelsesforberedelse\n\nIndkaldelse til møde\n\n{EASY}\n\n- sygedagpenge\n1. Revurdering") == measure(EASY)


def test_a_paragraph_broken_over_lines_is_read_whole() -> None:
    assert measure(EASY.replace(" hos ", "\nhos ")) == measure(EASY)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Du kan f.eks. tage Finn med.", 1),
        ("Mødet er den 5. august kl. 10.30 hos Bo.", 1),
        ("Du får 1.250,50 kr. om ugen. Det er alt.", 3),
        ("Tag kort, nøgler osv. Kom så.", 2),
        ("You may say no. That is fine.", 2),
        ("Vi ringer. No. 5 er døren.", 2),
        ("Er du der?! Ja …", 2),
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str, sentences: int) -> None:
    assert measure(text).sentences == sentences


def test_abbreviations_are_counted_as_the_words_they_are_read_as() -> None:
    assert prose_of("Tag bl.a. Finn med.") == "Tag blandt andet Finn med."


@given(st.text())
def test_any_text_can_be_measured(text: str) -> None:
    counted = measure(text)
    assert counted.long_words <= counted.words and counted.longest_sentence <= counted.words
    assert (counted.words == 0) == (counted.sentences == 0)


def test_a_label_is_short_and_its_words_too() -> None:
    assert hard_in_interface("Send to Bo") == ()
    assert hard_in_interface(" ".join(["word"] * 13)) == ("words",)
    assert hard_in_interface("Din sygedagpengeperiode") == ("sygedagpengeperiode",)

"""The numbers for the night stand in the language of the page, or at least in the programme's own; never is there no number."""

from uuid import uuid4

from django.utils import translation

from roundtable.ground.programmes.queries import ProgrammeFrame
from roundtable.ground.programmes.rules import help_lines


def test_who_reads_danish_pages_of_an_english_programme_reads_the_numbers_in_danish() -> None:
    numbers = {"en": ["Life in danger: 112"], "da": ["Livsfare: 112"], "nl": []}
    frame = ProgrammeFrame(uuid4(), "Back Together", "DK", numbers, "citizen", "en")
    with translation.override("da"):
        assert frame.emergency == ("Livsfare: 112",)
    with translation.override("nl"):
        assert frame.emergency == ("Life in danger: 112",), "an empty list is no list"
    assert help_lines({"da": ["Livsfare: 112"]}, "en", "nl") == ("Livsfare: 112",)
    assert help_lines(["Livsfare: 112"], "en", "da") == ("Livsfare: 112",)
    assert help_lines({}, "en", "da") == ()

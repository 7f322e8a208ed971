"""The languages are complete and calm; each check finds the fault planted for it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from scripts import words as catalogues

from roundtable.kernel.measures import TextClass, measure, over_limits

from . import words
from .house import HOUSE, SRC
from .test_house import plant

Checker = Callable[[Path], list[str]]
CHECKERS: list[Checker] = [
    words.out_of_step,
    words.unfinished,
    words.places,
    words.calm,
    words.doubled,
    words.labels,
    words.plain,
    words.terms,
]

SOURCE = (
    'from x import gettext as _, ngettext\n\nhello = _("Hello %(name)s. Take your time.")\ndays = ngettext("%(n)s day", "%(n)s days", 2)\n'
)
FORMS = 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s dag"\nmsgstr[1] "%(n)s dage"\n'
HELLO = 'msgid "Hello %(name)s. Take your time."\nmsgstr "{}"\n'

PLANTED: list[tuple[Checker, str]] = [
    (words.out_of_step, FORMS),
    (words.out_of_step, HELLO.format("Hej %(name)s. Tag den tid, du vil.").replace("Take", "Have") + "\n" + FORMS),
    (words.out_of_step, HELLO.format("Hej %(name)s.") + '\nmsgid "Gone"\nmsgstr "Væk"\n\n' + FORMS),
    (words.unfinished, HELLO.format("") + "\n" + FORMS),
    (words.unfinished, "#, fuzzy\n" + HELLO.format("Hej %(name)s.") + "\n" + FORMS),
    (words.unfinished, HELLO.format("Hej %(name)s.") + "\n" + FORMS.replace("%(n)s dage", "")),
    (words.places, HELLO.format("Hej %(navn)s.") + "\n" + FORMS),
    (words.places, HELLO.format("Hej.") + "\n" + FORMS),
    (words.places, HELLO.format("Hej %(name)s, 100 % sikkert.") + "\n" + FORMS),
    (words.places, HELLO.format("<b>Hej</b> %(name)s.") + "\n" + FORMS),
    (words.places, HELLO.format("Hej %(name)s. ") + "\n" + FORMS),
    (words.calm, HELLO.format("Hej %(name)s. Din sårbarhed.") + "\n" + FORMS),
    (words.calm, HELLO.format("Hej %(name)s. Myndigheden læser det.") + "\n" + FORMS),
    (words.calm, HELLO.format("Hej %(name)s. Du mangler at svare.") + "\n" + FORMS),
    (words.calm, HELLO.format("Hej %(name)s. Det kan give en sanktion.") + "\n" + FORMS),
    (words.calm, HELLO.format("Hej %(name)s. Tag den tid, De vil.") + "\n" + FORMS),
    (words.doubled, HELLO.format("Hej %(name)s. Det er ikke umuligt.") + "\n" + FORMS),
    (words.labels, HELLO.format("Hej %(name)s. Skriv din diagnose.") + "\n" + FORMS),
    (words.plain, HELLO.format("Hej %(name)s. " + "Det er en " * 7 + "tid.") + "\n" + FORMS),
    (words.terms, HELLO.format("Hej %(name)s. Denne borger ved det.") + "\n" + FORMS),
    (words.terms, HELLO.format("Hej %(name)s. Ring til borgerservice.") + "\n" + FORMS),
    (words.plain, HELLO.format("Hej %(name)s. Se forlængelsesmulighederne.") + "\n" + FORMS),
    (words.plain, HELLO.format("Hej %(name)s, og tag nu lige den tid du helst vil have til det") + "\n" + FORMS),
]
SOUND = HELLO.format("Hej %(name)s. Tag den tid, du har brug for.") + "\n" + FORMS


def _house(tmp_path: Path, danish: str) -> Path:
    """A house with one room that says two things, and its two catalogues, the Danish one as planted."""
    plant(tmp_path, "casework/plans/pages.py", SOURCE)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    dutch = SOUND.replace("Hej %(name)s. Tag den tid, du har brug for.", "Hallo %(name)s. Neem je tijd.").replace("dage", "dagen")
    plant(tmp_path, "casework/plans/locale/da/LC_MESSAGES/django.po", head + danish)
    return plant(tmp_path, "casework/plans/locale/nl/LC_MESSAGES/django.po", head + dutch)


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_the_languages_of_the_house_have_no_fault(checker: Checker) -> None:
    assert checker(SRC) == []


@pytest.mark.parametrize(
    ("checker", "danish"), PLANTED, ids=[f"{checker.__name__}-{number}" for number, (checker, _) in enumerate(PLANTED)]
)
def test_a_fault_in_a_catalogue_is_found(tmp_path: Path, checker: Checker, danish: str) -> None:
    found = checker(_house(tmp_path, danish))
    assert found
    assert all("casework/plans (da)" in fault for fault in found)


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_a_sound_catalogue_is_no_fault(tmp_path: Path, checker: Checker) -> None:
    assert checker(_house(tmp_path, SOUND)) == []


def test_every_check_of_words_has_a_planted_fault() -> None:
    assert {checker for checker, _ in PLANTED} == set(CHECKERS)


def test_every_language_one_can_choose_has_its_catalogues() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", *catalogues.LANGUAGES]


def test_a_sentence_whose_english_changed_keeps_its_danish_to_be_looked_at(tmp_path: Path) -> None:
    src = _house(tmp_path, SOUND) / HOUSE
    plant(tmp_path, "casework/plans/pages.py", SOURCE.replace("Take your time", "Take all your time"))
    catalogues.merge(src)
    (message,) = [one for one in catalogues.messages(catalogues.kept("da", src)["casework/plans"]) if "all" in str(one.id)]
    assert message.fuzzy and message.string == "Hej %(name)s. Tag den tid, du har brug for."
    assert words.unfinished(tmp_path)
    assert words.out_of_step(tmp_path) == []


def test_a_sentence_keeps_its_danish_when_a_lower_room_begins_to_say_it(tmp_path: Path) -> None:
    src = _house(tmp_path, SOUND) / HOUSE
    plant(tmp_path, "ui/parts.py", SOURCE)
    catalogues.merge(src)
    assert not (src / "casework/plans/locale/da/LC_MESSAGES/django.po").exists()
    assert "Hej %(name)s. Tag den tid, du har brug for." in [one.string for one in catalogues.messages(catalogues.kept("da", src)["ui"])]
    assert words.out_of_step(tmp_path) == [] == words.unfinished(tmp_path)


def test_what_runs_is_compiled_from_what_is_written(tmp_path: Path) -> None:
    src = _house(tmp_path, SOUND) / HOUSE
    assert catalogues.compile_all(src) == 2
    assert catalogues.compile_all(src) == 0
    assert (src / "casework/plans/locale/da/LC_MESSAGES/django.mo").read_bytes()[:4] == b"\xde\x12\x04\x95"


@pytest.mark.parametrize("language", ["en", *words.LANGUAGES])
def test_all_that_pages_say_is_easy_to_read_in_every_language(language: str) -> None:
    """All sentences of one language together, as one text: LIX at most 25, the aim for citizens; half of it where words are short."""
    prose = [
        line
        for name, _, texts in words._spoken(SRC)
        for text in texts[-1:]
        for line in words.TAG.sub("", words.PLACE.sub("Bo", text)).split("\n")
        if name == language and line.rstrip().endswith((".", "!", "?"))
    ]
    counted = measure(" ".join(prose))
    assert counted.words > 5000
    assert counted.lix <= 25
    assert over_limits(counted, TextClass.CITIZEN) == ()


def test_the_house_spells_no_date_but_in_its_languages() -> None:
    assert words.spelled_dates(SRC) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages.py", 'day = date_format(at, "{}")\n'),
        ("pages.py", 'day = time_format(local(at), "{}")\n'),
        ("templates/plans/plan.html", '{{{{ day|date:"{}" }}}}'),
        ("templates/plans/mail.txt", '{{{{ day|time:"{}" }}}}'),
    ],
)
def test_a_spelled_date_is_found(tmp_path: Path, name: str, text: str) -> None:
    assert words.spelled_dates(plant(tmp_path, f"casework/plans/{name}", text.format("j F Y")))
    assert not words.spelled_dates(plant(tmp_path, f"casework/plans/{name}", text.format("DATE_FORMAT")))


@pytest.mark.parametrize(
    ("language", "day", "moment", "near", "month"),
    [
        ("en", "3 December 2026", "3 December 2026, 10:05", "Thursday 3 December, 10:05", "December 2026"),
        ("da", "3. december 2026", "3. december 2026 kl.\u00a010:05", "torsdag den 3. december kl.\u00a010:05", "december 2026"),
        ("nl", "3 december 2026", "3 december 2026 om 10:05", "donderdag 3 december om 10:05", "december 2026"),
    ],
)
def test_days_are_written_as_each_language_writes_them(language: str, day: str, moment: str, near: str, month: str) -> None:
    at = datetime(2026, 12, 3, 10, 5)  # noqa: DTZ001
    names = ("DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "YEAR_MONTH_FORMAT")
    with translation.override(language):
        assert [date_format(at, name) for name in names] == [day, moment, near, month]


@pytest.mark.parametrize(("language", "written"), [("en", "1,250.5"), ("da", "1.250,5"), ("nl", "1.250,5")])
def test_figures_are_written_as_each_language_writes_them(language: str, written: str) -> None:
    with translation.override(language):
        assert number_format(1250.5, decimal_pos=1, force_grouping=True) == written

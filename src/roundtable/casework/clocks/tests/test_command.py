"""`roundtable law`: are the packs sound, and how does one absence come to its dates."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def run(*asked: str) -> str:
    out = StringIO()
    call_command("law", *asked, stdout=out)
    return out.getvalue()


def test_check_names_what_nobody_has_checked() -> None:
    said = run("check", "DK")
    assert said.startswith("DK 2026-11: 29 rules; verified: ")
    assert "no lawyer has gone through it" in said
    assert "DK unverified: DK-12: Sgdpl § 7 [S]" in said and "DK-13" not in said


def test_check_ends_badly_with_one_line_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "pack.toml").write_text('jurisdiction = "ZZ"\nlanguage = "da"\nversion = "1"\nchecked_by = "me"\n', encoding="utf-8")
    monkeypatch.setattr("roundtable.casework.clocks.queries.PACKS", tmp_path)
    out = StringIO()
    with pytest.raises(CommandError, match="1 to mend"):
        call_command("law", "check", stdout=out)
    assert out.getvalue() == "ZZ fault: pack: checked_on: is missing\n"


def test_explain_prints_the_arithmetic_of_an_absence() -> None:
    said = run("explain", "dk", "2.2.2026", "--so", "employee", "--not-so", "pensioner", "well_within_8_weeks", "--on", "2026-02-02")
    assert "2026-08-31   Can the benefit go on? (DK-13@2014-07-01, Sgdpl § 24 (1); verified)" in said
    assert "More than 22 weeks (154 days) are paid from 2026-08-05 on." in said
    assert "not known: notice_sent You apply for the benefit" in said


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (("explain", "XX", "2026-02-02"), "There are no rules of law for XX here"),
        (("explain", "DK", "yesterday"), "This is not a date"),
        (("explain", "DK", "2026-02-02", "--back-on", "1.2.2026"), "The return lies before the first day of absence"),
        (("explain", "DK", "2026-02-02", "--so", "tired"), "'tired' is not a valid Condition"),
        (("check", "XX"), "There is no pack XX"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(asked: tuple[str, ...], refusal: str) -> None:
    with pytest.raises(CommandError, match=refusal):
        run(*asked)

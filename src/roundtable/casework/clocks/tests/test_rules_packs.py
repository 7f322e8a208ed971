"""A law pack is read whole or not at all: every fault is named with its entry and field."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from roundtable.casework.clocks.queries import FaultyPack, NoSuchPack, law_pack, law_packs, looked_at
from roundtable.casework.clocks.rules.conflicts import conflicts
from roundtable.casework.clocks.rules.law import Mark, Status
from roundtable.casework.clocks.rules.packs import read_pack

ABOUT = {"jurisdiction": "DK", "language": "da", "version": "1", "checked_on": date(2026, 11, 21), "checked_by": "nobody"}
RULE: dict[str, Any] = {
    "id": "DK-09",
    "about": "first_meeting",
    "title": {"en": "The first meeting", "da": "Den første samtale"},
    "valid_from": date(2015, 1, 5),
    "anchor": "first_day",
    "when": {"shape": "end_of_week", "n": 8},
    "actor": "municipality",
    "duty": {"en": "Hold it.", "da": "Hold den."},
    "citizen": {"en": "You meet.", "da": "I mødes."},
    "transition": "by_first_day",
    "status": "verified",
    "sources": [{"ref": "Sgdpl § 13 b (1)", "mark": "V"}],
}


def faults_of(*rules: dict[str, Any], about: dict[str, Any] = ABOUT) -> list[str]:
    pack, faults = read_pack(about, [], rules)
    assert (pack is None) == bool(faults)
    return [str(fault) for fault in faults]


def changed(**fields: object) -> dict[str, Any]:
    """The rule with other fields; None takes a field away."""
    rule = {**deepcopy(RULE), **fields}
    return {name: value for name, value in rule.items() if value is not None}


def test_a_sound_rule_has_no_fault() -> None:
    assert faults_of(RULE) == []


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"sources": None}, "DK-09: sources: is missing"),
        ({"sources": [{"mark": "V"}]}, "DK-09: sources: an entry has no ref: where does it stand?"),
        ({"sources": [{"ref": "x", "mark": "Z"}]}, "DK-09: sources: 'Z' is none of: C, K, S, V"),
        ({"sources": [{"ref": "x", "mark": "S"}]}, "DK-09: status: is verified, and no source has the mark V"),
        ({"title": {"en": "The first meeting"}}, "DK-09: title: is not said in: da"),
        ({"title": {"en": "The first meeting", "da": " "}}, "DK-09: title: da is empty"),
        ({"valid_until": date(2014, 1, 1)}, "DK-09: valid_until: lies before valid_from"),
        ({"valid_from": "2015-01-05"}, "DK-09: valid_from: is no date"),
        ({"when": {"shape": "end_of_week"}}, "DK-09: when: end_of_week needs n"),
        ({"when": {"shape": "after"}}, "DK-09: when: after needs days, weeks, months or years"),
        ({"when": {"shape": "end_of_week", "n": -8}}, "DK-09: when: holds a number below 0"),
        ({"when": {"shape": "end_of_week", "n": "8"}}, "DK-09: n: is no int"),
        ({"when": {"shape": "paid_weeks", "n": 22, "months": 9}}, "paid_weeks needs the anchor paid_weeks"),
        ({"anchor": "none"}, "DK-09: anchor: end_of_week needs a day to count from"),
        ({"anchor": "christmas"}, "DK-09: anchor: 'christmas' is none of"),
        ({"actor": "nobody"}, "DK-09: actor: 'nobody' is none of"),
        ({"applies_if": ["tired"]}, "DK-09: applies_if: 'tired' is none of"),
        ({"not_counted": {"employee": -1}}, "DK-09: not_counted: employee = -1 is not a known condition with a number of days"),
        ({"remedy": "DK-99"}, "DK-09: remedy: there is no rule DK-99"),
        ({"instead_of": ["DK-98"]}, "DK-09: instead_of: there is no rule DK-98"),
        ({"deadline": 8}, "DK-09: deadline: is not a field of such an entry"),
        ({"citizen": {"en": "You meet.", "da": "Du skal " + "meget snart " * 14 + "til samtale."}}, "DK-09: citizen: da is hard to read"),
        ({"id": None}, "a rule without id: id: is missing"),
    ],
)
def test_each_fault_of_a_rule_is_named_with_its_place(fields: dict[str, object], fault: str) -> None:
    assert any(fault in said for said in faults_of(changed(**fields))), faults_of(changed(**fields))


def test_two_versions_that_hold_on_one_day_are_a_fault() -> None:
    later = changed(valid_from=date(2020, 1, 1))
    assert faults_of(RULE, later) == ["DK-09: valid_until: its version of 2020-01-01 begins before the one of 2015-01-05 ends"]
    assert faults_of(changed(valid_until=date(2020, 1, 1)), later) == []


def test_a_pack_without_a_day_of_reading_is_a_fault() -> None:
    assert faults_of(RULE, about={**ABOUT, "checked_on": None}) == ["pack: checked_on: is missing"]


def clash(**fields: object) -> list[str]:
    pack, faults = read_pack(ABOUT, [], [RULE, changed(id="DK-97", **fields)])
    assert pack, faults
    return [f"{found.first} / {found.second}" for found in conflicts(pack)]


def test_two_rules_of_one_matter_at_one_time_are_a_conflict_unless_one_stands_instead_of_the_other() -> None:
    assert clash() == ["DK-09@2015-01-05 / DK-97@2015-01-05"]
    assert clash(about="another_matter") == []
    assert clash(instead_of=["DK-09"]) == []
    assert clash(valid_until=date(2015, 1, 5), valid_from=date(2014, 1, 1)) == []


def test_rules_whose_conditions_exclude_each_other_are_no_conflict() -> None:
    pack, _ = read_pack(ABOUT, [], [changed(applies_if=["pensioner"]), changed(id="DK-97", applies_if=["not_pensioner"])])
    assert pack and conflicts(pack) == ()


@pytest.mark.parametrize("country", law_packs())
def test_every_pack_of_the_house_is_sound_and_free_of_conflicts(country: str) -> None:
    pack, faults = looked_at(country)
    assert faults == () and pack
    assert conflicts(pack) == ()
    for rule in pack.rules:
        unread = all(source.mark != Mark.VERIFIED for source in rule.sources)
        assert not (unread and rule.status == Status.VERIFIED), rule.id


def test_the_danish_pack_holds_every_rule_regime_and_ground_of_the_facts() -> None:
    pack = law_pack("DK")
    numbers = {rule.id.removeprefix("DK-").rstrip("abcd") for rule in pack.rules}
    assert numbers == {f"{number:02}" for number in range(1, 25)}
    assert [ground.number for ground in pack.grounds] == [1, 2, 3, 4, 5, 6, 7]
    assert max(pack.grounds, key=lambda ground: ground.rank).number == 5, "a life-threatening illness is not what a citizen reads first"
    assert [regime.id for regime in pack.regimes] == [
        f"DK-R{name}" for name in ("0", "1", "2", "2a", "2b", "3", "4", "5a", "5b")
    ]  # fmt: skip


def test_a_country_nobody_wrote_down_and_a_pack_with_a_fault_are_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoSuchPack):
        law_pack("XX")
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "pack.toml").write_text("jurisdiction = ", encoding="utf-8")
    monkeypatch.setattr("roundtable.casework.clocks.queries.PACKS", tmp_path)
    assert looked_at("zz")[0] is None
    with pytest.raises(FaultyPack):
        law_pack.__wrapped__("zz")

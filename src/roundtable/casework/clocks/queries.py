"""The law packs as they lie in this room's `packs` folder, read once. A pack with a fault is not used: no date rests on half a law."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from roundtable.casework.clocks.rules.facts import Facts
from roundtable.casework.clocks.rules.law import Pack
from roundtable.casework.clocks.rules.packs import Fault, read_pack
from roundtable.casework.clocks.rules.reckon import Milestone, milestones
from roundtable.kernel.refusal import Refusal, gettext_noop

PACKS = Path(__file__).parent / "packs"


class NoSuchPack(Refusal):
    """Nobody has written down the law of this country."""

    code = "no_such_pack"
    message = gettext_noop("There are no rules of law for %(country)s here. There are some for: %(known)s.")


class FaultyPack(Refusal):
    """The rules of a country have faults, and none of them is used."""

    code = "faulty_pack"
    message = gettext_noop(
        "The rules of %(country)s have %(count)s faults, so no date is reckoned with them. “roundtable law check” names them."
    )


def law_packs() -> tuple[str, ...]:
    """The countries whose law lies here, as lower-case ISO codes."""
    return tuple(sorted(folder.name for folder in PACKS.iterdir() if (folder / "pack.toml").exists()))


def looked_at(country: str) -> tuple[Pack | None, tuple[Fault, ...]]:
    """The pack of a country and its faults: the pack is there only without any. A file that is no TOML is one fault."""
    try:
        regimes, rules, grounds = (_file(PACKS / country, f"{name}s.toml").get(name, []) for name in ("regime", "rule", "ground"))
        return read_pack(_file(PACKS / country, "pack.toml"), regimes, rules, grounds)
    except tomllib.TOMLDecodeError as problem:
        return None, (Fault(country, "file", str(problem)),)


def _file(folder: Path, name: str) -> Mapping[str, Any]:
    """What a file holds; nothing where it is not there (a country without grounds)."""
    file = folder / name
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@cache
def law_pack(country: str) -> Pack:
    """The law of a country (ISO code, any case). Raises NoSuchPack, FaultyPack."""
    code = country.lower()
    if code not in law_packs():
        raise NoSuchPack(country=country, known=", ".join(law_packs()).upper())
    pack, faults = looked_at(code)
    if pack is None:
        raise FaultyPack(country=country, count=len(faults))
    return pack


def reckoned(facts: Facts, country: str, today: date) -> tuple[Milestone, ...]:
    """What the law of a country says of an absence: nothing is kept. Raises NoSuchPack, FaultyPack and the refusals of `put_in_order`."""
    return milestones(facts, law_pack(country), today)

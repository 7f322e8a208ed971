"""Records, links, locks and traces of machines; each check finds the fault planted for it."""

import re
from pathlib import Path

import pytest

from . import house, repository
from .house import ROOT

DECISIONS = ROOT / "docs" / "decisions"
HASH = "0" * 64


def record(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def sound_records(folder: Path) -> Path:
    record(folder, "README.md", "- [0001](0001-one.md)\n- [0002](0002-two.md)\n")
    record(folder, "0001-one.md", "# 0001 One\n\nAccepted, 2026-11-21\n")
    record(folder, "0002-two.md", "# 0002 Two\n\nReplaced by [0001](0001-one.md), 2026-11-21\n")
    return folder


def test_decision_records_are_numbered_without_clash_and_linked() -> None:
    assert repository.records(DECISIONS) == []
    assert len(list(DECISIONS.glob("0*.md"))) >= 3


def test_no_link_between_documents_is_broken() -> None:
    assert repository.broken_links(ROOT / "docs") == []


def test_sound_records_are_no_fault(tmp_path: Path) -> None:
    assert repository.records(sound_records(tmp_path)) == []
    assert repository.broken_links(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("0002-again.md", "# 0002 Again\n\nAccepted, 2026-11-21\n", "number 0002 is"),
        ("0004-gap.md", "# 0004 Gap\n\nAccepted, 2026-11-21\n", "not consecutive"),
        ("0003-lost.md", "# 0003 Lost\n\nAccepted, 2026-11-21\n", "not linked"),
        ("0002-two.md", "# 0007 Two\n\nAccepted, 2026-11-21\n", "heading"),
        ("0002-two.md", "# 0002 Two\n\nAccepted\n", "no line with state"),
        ("third.md", "# third\n", "not called"),
    ],
)
def test_a_fault_of_the_records_is_found(tmp_path: Path, name: str, text: str, said: str) -> None:
    record(sound_records(tmp_path), name, text)
    assert any(said in fault for fault in repository.records(tmp_path))


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    record(tmp_path, "rooms.md", "[plan](plan.md#goals) [law](https://example.org/law)")
    assert repository.broken_links(tmp_path) == ["rooms.md: plan.md is not there"]


def test_every_room_has_its_sentence() -> None:
    text = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8")
    assert repository.unlisted_rooms([*house.rooms(), *house.FREE_PLACES], text) == []


def test_a_room_without_a_sentence_is_found() -> None:
    text = "- `casework/plans`: Goals and answers.\n- `casework/notes`:\n"
    assert repository.unlisted_rooms(["casework/plans", "casework/notes", "home"], text) == [
        "casework/notes: no sentence",
        "home: no sentence",
    ]


def test_every_room_in_the_contracts_is_in_the_list_of_rooms() -> None:
    text = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8")
    planned = [room.replace(".", "/") for rooms in house.house_order() for room in rooms if room != "cli"]
    assert [room for room in planned if f"`{room}" not in text] == []


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    hosts = {*repository.REGISTRIES, *repository.registries_of_this_machine()}
    assert repository.traces(repository.committed(), ROOT, repository.machine_paths(), hosts) == []


@pytest.mark.parametrize(
    "line",
    [
        "data = '/checkout/project/data'",
        "see /checkout/notes.md",
        "cp /" + "home/gro/x .",
        "/" + "Users/gro/x",
        "under /" + "root/x",
        "index = https://" + repository.REGISTRIES[0] + "/simple",
        "https://mirror.example.net/simple",
    ],
)
def test_a_trace_of_a_machine_is_found(tmp_path: Path, line: str) -> None:
    record(tmp_path, "file.md", f"first\n{line}\n")
    hosts = (*repository.REGISTRIES, "mirror.example.net")
    assert len(repository.traces([tmp_path / "file.md"], tmp_path, ["/checkout/project", "/checkout"], hosts)) == 1


@pytest.mark.parametrize(
    "line", ["/var/lib/roundtable", "https://example.org/checkout/x", "paper/checkout/", "/checkouts/", "/usr/bin/env", "./home/views.py"]
)
def test_an_ordinary_path_is_no_trace(tmp_path: Path, line: str) -> None:
    record(tmp_path, "file.md", line)
    assert repository.traces([tmp_path / "file.md"], tmp_path, ["/checkout/project", "/checkout"], repository.REGISTRIES) == []


def test_the_machine_is_asked_which_registries_it_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://someone@mirror.example.net:8080/simple")
    assert "mirror.example.net" in repository.registries_of_this_machine()


def test_every_file_git_knows_is_looked_at() -> None:
    looked = {str(file.relative_to(ROOT)) for file in repository.committed()}
    assert {"requirements.txt", "pyproject.toml", "src/roundtable/kernel/refusal.py"} <= looked


def test_locked_requirements_carry_hashes_and_no_address() -> None:
    assert repository.loose_requirements((ROOT / "requirements.txt").read_text(encoding="utf-8")) == []
    assert len(re.findall(r"==", (ROOT / "requirements.txt").read_text(encoding="utf-8"))) > 20


@pytest.mark.parametrize(
    "entry",
    [
        f"django>=5.2 --hash=sha256:{HASH}",
        "django==5.2.19",
        "django==5.2.19 --hash=sha256:abc",
        f"django @ https://example.org/django.whl --hash=sha256:{HASH}",
        "--index-url https://example.org/simple",
        "-e .",
    ],
)
def test_a_loose_requirement_is_found(entry: str) -> None:
    assert repository.loose_requirements(f"# by uv\n{entry}\n") != []


def test_a_locked_requirement_is_no_fault() -> None:
    lock = f"uvloop==0.21.0 ; sys_platform != 'win32' \\\n    --hash=sha256:{HASH} \\\n    --hash=sha256:{HASH}\n    # via roundtable\n"
    assert repository.loose_requirements(lock) == []


def test_npm_locks_carry_no_address() -> None:
    for file in repository.committed():
        if file.name == "package-lock.json":
            assert repository.addressed_packages(file.read_text(encoding="utf-8")) == [], file


def test_an_address_in_an_npm_lock_is_found() -> None:
    assert repository.addressed_packages('{\n "resolved": "https://example.org/htmx.tgz"}') == ["line 2: an address"]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "9. Accepting Warranty or Additional Liability" in text

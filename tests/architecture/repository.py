"""What may stand in the repository: decision records in order, a lock with hashes, no trace of the machine it was written on."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from .house import ROOT

RECORD = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NOT_TEXT = {".png", ".jpg", ".woff", ".woff2", ".ico", ".mo", ".gz", ".pdf", ".xlsx", ".zip"}

# Hosts of package registries, in parts so that this file does not name them.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com")
HOMES = re.compile(r"(?<![\w./}~-])/(?:home|Users)/(?!(?:runner|user|you|name)\b)[a-z][\w-]*/|(?<![\w./}~-])/roo[t]/\w|[A-Z]:\\Users\\")


def committed(root: Path = ROOT) -> Iterator[Path]:
    """Every text file git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    for name in sorted(set(filter(None, listed.split("\0")))):
        file = root / name
        if file.is_file() and file.suffix not in NOT_TEXT:
            yield file


def registries_of_this_machine() -> set[str]:
    """Hosts this machine's own package clients are told to use, whatever they are called."""
    told = [
        os.environ.get(name, "")
        for name in (
            "PIP_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "UV_INDEX_URL",
            "UV_DEFAULT_INDEX",
            "npm_config_registry",
            "NPM_CONFIG_REGISTRY",
        )
    ]
    return {host for value in told for address in value.split() if (host := urlsplit(address).hostname)}


def machine_paths(root: Path = ROOT) -> list[str]:
    """Paths of the machine the repository stands on: the checkout, the folder above it, the home of who runs this.

    Folders every machine has (`/usr`, `/tmp`, …) say nothing about it.
    """
    everywhere = {"/", "/usr", "/tmp", "/var", "/opt", "/srv", "/home", "/mnt", "/root", "/var/tmp", "/usr/src", "/app"}
    return [str(path) for path in (root, root.parent, Path.home()) if str(path) not in everywhere]


def traces(files: Iterable[Path], root: Path, paths: Iterable[str], hosts: Iterable[str]) -> list[str]:
    """Lines that name a machine's path or a package registry's host."""
    parts = [rf"(?<![\w./-]){re.escape(path)}(?![\w-])" for path in paths]
    machine = re.compile("|".join(parts)) if parts else None
    named = re.compile("|".join(rf"\b{re.escape(host)}\b" for host in hosts))
    faults = []
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        for pattern, what in ((machine, "a path of this machine"), (HOMES, "somebody's home folder"), (named, "a registry's host")):
            for found in pattern.finditer(text) if pattern else ():
                faults.append(f"{file.relative_to(root)}:{text.count(chr(10), 0, found.start()) + 1} {found.group(0)}: {what}")
    return faults


def loose_requirements(lock: str) -> list[str]:
    """Entries of a lock file without an exact version or a hash, and every address."""
    faults = []
    entries = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*$", "", lock, flags=re.MULTILINE)).split("\n")
    for entry in filter(None, (entry.strip() for entry in entries)):
        name = re.split(r"[=<>!~ ;@\[]", entry)[0]
        if re.search(r"://|\s@\s|^-", entry):
            faults.append(f"{name}: an address or an option")
            continue
        if not re.match(r"[A-Za-z0-9._-]+(?:\[[\w,.-]+\])?==[^\s;]+", entry):
            faults.append(f"{name}: no exact version")
        if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry):
            faults.append(f"{name}: no hash")
    return faults


def addressed_packages(lock: str) -> list[str]:
    """Download addresses in an npm lock file."""
    return [f"line {lock.count(chr(10), 0, found.start()) + 1}: an address" for found in re.finditer(r'"resolved"\s*:\s*"(?!file:)', lock)]


def records(folder: Path) -> list[str]:
    """Faults of the decision records: a number twice or left out, a heading that differs, no date or state, a record nobody links."""
    faults: list[str] = []
    index = (folder / "README.md").read_text(encoding="utf-8")
    seen: dict[str, str] = {}
    for file in sorted(folder.glob("*.md")):
        if file.name == "README.md":
            continue
        match = RECORD.fullmatch(file.name)
        if not match:
            faults.append(f"{file.name}: not called NNNN-words.md")
            continue
        number = match.group(1)
        if number in seen:
            faults.append(f"{file.name}: number {number} is {seen[number]}'s")
        seen.setdefault(number, file.name)
        text = file.read_text(encoding="utf-8")
        if not text.startswith(f"# {number} "):
            faults.append(f"{file.name}: heading does not begin with its number")
        if not re.search(r"^(?:Accepted|Proposed|Replaced by \[\d{4}\]\(.+\)), \d{4}-\d{2}-\d{2}$", text, re.MULTILINE):
            faults.append(f"{file.name}: no line with state and date")
        if f"]({file.name})" not in index:
            faults.append(f"{file.name}: not linked from the list")
    if sorted(seen) != [f"{number:04}" for number in range(1, len(seen) + 1)]:
        faults.append("numbers are not consecutive from 0001")
    return faults


def broken_links(folder: Path) -> list[str]:
    """Links between documents that lead nowhere."""
    return [
        f"{file.relative_to(folder)}: {target} is not there"
        for file in sorted(folder.rglob("*.md"))
        for target in LINK.findall(file.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (file.parent / target).exists()
    ]


def unlisted_rooms(rooms: Iterable[str], text: str) -> list[str]:
    """Rooms without their sentence in docs/rooms.md."""
    return [f"{room}: no sentence" for room in rooms if not re.search(rf"^- `{re.escape(room)}`: \S.*\.$", text, re.MULTILINE)]

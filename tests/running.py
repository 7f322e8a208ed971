"""The demo as a process: started as a person starts it, with what it did and what it cost until it was ready."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"
TICKS = os.sysconf("SC_CLK_TCK")


def environment() -> dict[str, str]:
    """Ours without what the tests set, so that the demo finds its own way."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("ROUNDTABLE_", "DJANGO_"))} | {
        "PYTHONPATH": str(SOURCE)
    }


@dataclass
class Demo:
    """A demo that is ready. `seconds` on the clock and `cpu` seconds of all its processes until then; `commands` it ran on the way."""

    process: subprocess.Popen[str]
    seconds: float = 0.0
    cpu: float = 0.0
    commands: set[str] = field(default_factory=set)
    said: str = ""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])


@contextmanager
def demo(data: Path, port: int, seconds: float) -> Iterator[Demo]:
    """The running demo, from the moment it says that it is ready; it must be so within `seconds`."""
    command = [sys.executable, "-m", "roundtable.cli", "demo", "--no-browser", "--port", str(port), "--data", str(data)]
    log = data.parent / "said"
    began = time.monotonic()
    with log.open("w") as said, subprocess.Popen(command, env=environment(), stdout=said, stderr=said, text=True) as started:
        found = Demo(started)
        try:
            while "Roundtable is ready" not in log.read_text():
                assert started.poll() is None, log.read_text()
                assert time.monotonic() < began + seconds, f"not ready after {seconds} s: {log.read_text()}"
                found.commands |= set(processes_of(data).values())
                time.sleep(0.05)
            found.seconds, found.cpu, found.said = time.monotonic() - began, cpu_seconds(processes_of(data)), log.read_text()
            yield found
        finally:
            started.terminate()
            started.wait(60)


def processes_of(data: Path) -> dict[int, str]:
    """Processes that work on this folder: by their command line, their environment or the folder they stand in."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes() + str((process / "cwd").readlink()).encode()
            if str(data).encode() in words and int(process.name) != os.getpid():
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def cpu_seconds(processes: Mapping[int, str]) -> float:
    """What these processes and their ended children have used of a processor, user and system."""
    spent = 0
    for pid in processes:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        spent += sum(map(int, fields[11:15]))
    return spent / TICKS


def one_load(data: Path) -> float:
    """Processor seconds of one process that loads the pages and ends: what a start is compared with, whatever else the machine does."""
    wanted = environment() | {"ROUNDTABLE_DEMO": "1", "ROUNDTABLE_DATA": str(data), "PYTHONWARNINGS": "ignore"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", "import uvicorn, roundtable.config.asgi"], env=wanted, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def nothing_left(data: Path) -> bool:
    until = time.monotonic() + 20
    while processes_of(data):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True

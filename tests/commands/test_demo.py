"""The demo as a person starts and stops it, and as a power cut does. One story, because the first start loads the programme."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])


@contextmanager
def demo(data: Path, port: int, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """The running demo, from the moment it says that it is ready; it must be so within `seconds`."""
    command = [sys.executable, "-m", "roundtable.cli", "demo", "--no-browser", "--port", str(port), "--data", str(data)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ROUNDTABLE_", "DJANGO_"))} | {
        "PYTHONPATH": str(SOURCE)
    }
    log = data.parent / "said"
    with log.open("w") as said, subprocess.Popen(command, env=environment, stdout=said, stderr=said, text=True) as started:
        try:
            until = time.monotonic() + seconds
            while "Roundtable is ready" not in log.read_text():
                assert started.poll() is None, log.read_text()
                assert time.monotonic() < until, f"not ready after {seconds} s: {log.read_text()}"
                time.sleep(0.05)
            yield started
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


def nothing_left(data: Path) -> bool:
    until = time.monotonic() + 20
    while processes_of(data):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def status(port: int, host: str = "127.0.0.1") -> int:
    with urllib.request.urlopen(f"http://{host}:{port}/", timeout=30) as answer:
        return int(answer.status)


def test_the_demo_starts_stops_and_comes_back_after_a_kill_of_everything() -> None:
    folder = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    folder.chmod(0o711)
    data, port = folder / "demo", free_port()
    try:
        with demo(data, port, seconds=600) as first:
            assert (status(port), status(port, "localhost")) == (200, 200)
            first.send_signal(signal.SIGINT)
            assert first.wait(60) == 0
        assert nothing_left(data), f"Ctrl-C left {processes_of(data)}"

        # The five seconds of a second start are read off what the demo prints, on a quiet machine; here: that it does no work twice.
        with demo(data, port, seconds=120):
            assert "Preparing" not in (data.parent / "said").read_text()
            assert status(port) == 200
            for pid in processes_of(data):
                os.kill(pid, signal.SIGKILL)
        assert nothing_left(data)

        with demo(data, port, seconds=120) as third:
            assert status(port) == 200
            third.kill()
            third.wait(10)
            assert nothing_left(data), f"without their parent these went on: {processes_of(data)}"
    finally:
        for pid in processes_of(data):
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(folder)

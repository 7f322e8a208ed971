"""How long the demo takes to start, the first time and again: seconds on the clock, and processor seconds of everything it runs.

`python -m tests.bench.start 5`: five times a start as a person starts it, from `make demo` to the first page, in a folder that is set up.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.running import Demo, demo, free_port, nothing_left, one_load


def starts() -> None:
    """Start in a folder of its own, stop, start again; print what each took until it said that it was ready."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    folder.chmod(0o711)
    data, port = folder / "demo", free_port()
    try:
        found: list[Demo] = []
        for seconds in (900, 300):
            with demo(data, port, seconds) as started:
                found.append(started)
            nothing_left(data)
        load = one_load(data)
    finally:
        shutil.rmtree(folder)
    print(f"\n{'start':<14}{'seconds':>10}{'cpu s':>10}{'in loads':>10}   (one load of the pages: {load:.1f} cpu s)")
    for name, one in zip(("first", "second"), found, strict=True):
        print(f"{name:<14}{one.seconds:>10.1f}{one.cpu:>10.1f}{one.cpu / load:>10.1f}")


def by_the_clock(count: int) -> None:
    """`make demo` in this working copy, which sets it up if need be; then so many times more, each until the first page has come."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        took = [_until_the_first_page(folder / "demo") for _ in range(count + 1)][1:]
    finally:
        shutil.rmtree(folder)
    print(f"{', '.join(f'{one:.1f}' for one in took)} s; the middle is {statistics.median(took):.1f} s")


def _until_the_first_page(data: Path) -> float:
    port, began = free_port(), time.monotonic()
    command = ["make", "-s", "demo", f"PORT={port}", f"DATA={data}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as made:
        try:
            while made.poll() is None:
                try:
                    urllib.request.urlopen(f"http://localhost:{port}/", timeout=60).close()
                    return time.monotonic() - began
                except OSError:
                    time.sleep(0.02)
            raise SystemExit("make demo ended by itself")
        finally:
            if made.poll() is None:
                os.killpg(made.pid, signal.SIGINT)
            nothing_left(data)


if __name__ == "__main__":
    by_the_clock(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

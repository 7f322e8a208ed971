"""How long the demo takes to start, the first time and again: seconds on the clock, and processor seconds of everything it runs."""

import shutil
import tempfile
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

"""The demo as a person starts and stops it, and as a power cut does. One story, because the first start loads the programme."""

import os
import re
import shutil
import signal
import tempfile
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.running import demo, free_port, nothing_left, one_load, processes_of

LOADS = 2.0
"""A second start costs at most so many loads of the application; measured 0.9 and 1.2, and about 3 when worker and sealer came first."""


def status(port: int, host: str = "127.0.0.1") -> int:
    with urllib.request.urlopen(f"http://{host}:{port}/", timeout=30) as answer:
        return int(answer.status)


class Browser:
    """Somebody of the cast with a browser, which keeps its cookies over the starts."""

    def __init__(self, port: int) -> None:
        self.home = f"http://localhost:{port}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        with self.opener.open(self.home + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, page: str, **fields: str) -> str:
        """Send the form of a page, with its hidden fields."""
        hidden = dict(re.findall(r'type="hidden" name="(csrfmiddlewaretoken|once)" value="([^"]*)"', page))
        with self.opener.open(self.home + path, urlencode(hidden | fields).encode(), timeout=60) as answer:
            return str(answer.read().decode())

    def enter_as(self, name: str) -> str:
        page = self.get("/demo/")
        form = page.partition(f"<strong>{name}")[2]
        return self.post(re.findall(r'action="([^"]*)"', form)[0], page)


def write_in_notebook(browser: Browser, words: str) -> str:
    """An entry in Amal's notebook; answers with the notebook's address."""
    course = re.findall(r"/course/[0-9a-f-]{36}/", browser.enter_as("Amal"))[0]
    notebook = f"{course}notebook/"
    assert words in browser.post(notebook, browser.get(notebook), body=words)
    return notebook


def test_the_demo_starts_stops_and_comes_back_after_a_kill_of_everything() -> None:
    folder = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    folder.chmod(0o711)
    data, port = folder / "demo", free_port()
    amal, words = Browser(port), "The rowan berries are out."
    try:
        with demo(data, port, seconds=600) as first:
            assert any("migrate" in command for command in first.commands)
            assert (status(port), status(port, "localhost")) == (200, 200)
            notebook = write_in_notebook(amal, words)
            first.process.send_signal(signal.SIGINT)
            assert first.process.wait(60) == 0
        assert nothing_left(data), f"Ctrl-C left {processes_of(data)}"

        # Seconds on the clock depend on what else the machine does; what is done, and processor time in loads of the application, do not.
        prepared = (data / "prepared").stat().st_mtime_ns
        measure = one_load(data)
        with demo(data, port, seconds=120) as second:
            assert "Preparing" not in second.said
            assert "Loading" not in second.said
            assert [command for command in second.commands if "migrate" in command or "load_demo" in command] == []
            assert (data / "prepared").stat().st_mtime_ns == prepared
            assert second.cpu < LOADS * measure, f"{second.cpu:.1f} s of processor time until ready, where one load takes {measure:.1f} s"
            assert words in amal.get(notebook)
            for pid in processes_of(data):
                os.kill(pid, signal.SIGKILL)
        assert nothing_left(data)

        with demo(data, port, seconds=120) as third:
            assert words in amal.get(notebook)
            third.process.kill()
            third.process.wait(10)
            assert nothing_left(data), f"without their parent these went on: {processes_of(data)}"
    finally:
        for pid in processes_of(data):
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(folder)

"""The demo's door opens for anybody, and exists in the demo alone."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from tests.cast import account, build_cast, person
from tests.statements import count_statements

from roundtable.gateways.postgres import DEMO_MARKER
from roundtable.ground.people.models import Account

ASK = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
assert settings.ROUNDTABLE_DEMO is False, "this is a demo"
assert not apps.is_installed("roundtable.demo")
for path in ("/demo/", "/demo/mailbox/", "/demo/as/00000000-0000-0000-0000-000000000000/"):
    try:
        resolve(path)
    except Resolver404:
        continue
    raise SystemExit(path)
for name, more in (("demo", []), ("demo_mailbox", []), ("enter_as", ["00000000-0000-0000-0000-000000000000"])):
    try:
        reverse(name, args=more)
    except NoReverseMatch:
        continue
    raise SystemExit(name)
for template in ("demo/demo.html", "demo/mailbox.html"):
    try:
        get_template(template)
    except TemplateDoesNotExist:
        continue
    raise SystemExit(template)
import sys
assert "roundtable.demo.views" not in sys.modules
print("no door")
"""


def _ask(**more: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name not in ("ROUNDTABLE_DEMO", "ROUNDTABLE_TESTING")}
    environ |= {"ROUNDTABLE_SECRET_KEY": "only-for-this-question", "PYTHONPATH": os.pathsep.join(sys.path), **more}
    return subprocess.run([sys.executable, "-c", ASK], env=environ, capture_output=True, text=True, check=False)


def test_outside_the_demo_neither_address_nor_view_nor_template_exists() -> None:
    asked = _ask()
    assert asked.stdout == "no door\n", asked.stdout + asked.stderr


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that also the server's user may pass through."""
    made = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def test_the_question_above_can_be_answered_with_yes(folder: Path) -> None:
    (folder / DEMO_MARKER).touch()
    asked = _ask(ROUNDTABLE_DEMO="1", ROUNDTABLE_DATA=str(folder))
    assert "AssertionError: this is a demo" in asked.stderr


@pytest.mark.parametrize("name", ["ROUNDTABLE_DEMO", "ROUNDTABLE_TESTING"])
def test_a_folder_the_demo_did_not_make_refuses_the_door_and_so_does_a_server_of_ones_own(name: str, folder: Path) -> None:
    (folder / "data").mkdir()
    embedded = _ask(**{name: "1"}, ROUNDTABLE_DATA=str(folder))
    assert embedded.returncode == 1 and "was not made by `roundtable demo`" in embedded.stderr and "Traceback" not in embedded.stderr
    named = _ask(**{name: "1"}, ROUNDTABLE_DATA=str(folder), DATABASE_URL="postgresql://owner@db.example.org/roundtable")
    assert named.returncode == 1 and "never run on a database named by DATABASE_URL" in named.stderr
    assert [path.name for path in folder.iterdir()] == ["data"]


def test_one_click_and_one_is_that_person() -> None:
    cast = build_cast()
    bo = account(cast.bo.person_id, "Bo")
    Account.objects.filter(id=bo.id).update(settings={"order": -1})  # described first, before the three hundred of other tests
    here = Client()
    page = here.get("/demo/").content.decode()
    assert "Be Bo" in page and "Care manager" in page
    assert here.get(f"/demo/as/{bo.id}/").status_code == 405
    assert here.post(f"/demo/as/{bo.id}/")["Location"] == "/"
    assert here.session["_auth_user_id"] == str(bo.id)
    assert here.get("/account/").status_code == 200


def test_whoever_was_on_the_way_somewhere_arrives_there_and_never_outside_the_house() -> None:
    bo = account(build_cast().bo.person_id, "Bo")
    here = Client()
    assert 'name="next" value="/about-me/"' in here.get("/demo/?next=/about-me/").content.decode()
    assert here.post(f"/demo/as/{bo.id}/", {"next": "/about-me/"})["Location"] == "/about-me/"
    assert "/demo/?next=/about-me/" in Client().get("/sign-in/?next=/about-me/").content.decode().replace("%2F", "/")
    for outside in ("https://example.org/", "//example.org/"):
        assert "example.org" not in here.get("/demo/", {"next": outside}).content.decode()
        assert here.post(f"/demo/as/{bo.id}/", {"next": outside})["Location"] == "/"


def test_changing_persons_takes_nothing_of_the_first_along() -> None:
    first, second = account(person("Amal"), "Amal", kind="citizen"), account(person("Eve"), "Eve")
    here = Client()
    here.post(f"/demo/as/{first.id}/")
    store = here.session
    store["hat"] = "citizen"
    store.save()
    here.post(f"/demo/as/{second.id}/")
    assert "hat" not in here.session and here.session["_auth_user_id"] == str(second.id)


def test_a_strangers_page_cannot_press_the_button_and_nobody_is_made_up() -> None:
    bo = account(person("Bo"), "Bo")
    assert Client(enforce_csrf_checks=True).post(f"/demo/as/{bo.id}/").status_code == 403
    assert Client().post("/demo/as/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_the_cast_is_one_question_however_many_they_are() -> None:
    account(person("Amal"), "Amal", kind="citizen")
    with count_statements() as asked:
        Client().get("/demo/")
    assert len(asked) == 1, asked


def test_a_mail_stands_in_the_mailbox_once_newest_first_and_as_plain_text() -> None:
    mailbox = get_connection("roundtable.gateways.mail.Backend", stream=io.StringIO())
    for number, mark in ((1, "a"), (2, "b"), (2, "b")):
        headers = {"Message-ID": f"<test-{mark}-{os.getpid()}@localhost>"}
        message = EmailMessage(
            "Roundtable", f"<script>{number}</script> http://localhost:8000/x{number}/", to=["amal@example.org"], headers=headers
        )
        mailbox.send_messages([message])
    page = Client().get("/demo/mailbox/").content.decode()
    assert "<script>1" not in page
    assert page.count("/x2/</a>") == 1 and page.index("/x2/") < page.index("/x1/")

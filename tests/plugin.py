"""Every test run has a PostgreSQL of its own: a cluster in the repository's folder, a template migrated once, a clone for each process.

Loaded with `-p tests.plugin`, before Django's settings are read. Tests commit for real; each builds its own programme and people.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "roundtable"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
os.environ["ROUNDTABLE_TESTING"] = "1"
os.environ["ROUNDTABLE_DURABLE"] = "0"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for other in ("ROUNDTABLE_DEMO", "DATABASE_URL"):
    os.environ.pop(other, None)
os.environ.setdefault("ROUNDTABLE_DATA", str(ROOT / ".test-data"))
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from scripts.words import compile_all  # noqa: E402

from roundtable.gateways.postgres import DEMO_MARKER, Cluster  # noqa: E402

compile_all()
# How fast a machine draws or runs an example is no finding: speed belongs in `make bench`.
of_hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
of_hypothesis.load_profile("house")
_stack = ExitStack()
cluster = Cluster(Path(os.environ["ROUNDTABLE_DATA"]), durable=False)


def fingerprint() -> str:
    """Changes whenever a migration or its SQL does."""
    digest = hashlib.sha256()
    files = [
        *SOURCE.rglob("migrations/*.py"),
        *SOURCE.rglob("sql/*.sql"),
        SOURCE / "ground/access/management/commands/setup_database.py",
        SOURCE / "gateways/postgres/logins.py",
        ROOT / "requirements.txt",
    ]
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def template() -> str:
    """The migrated database every clone is taken from."""
    name = f"template_{fingerprint()}"
    with cluster.places.locked("template", seconds=600):
        if not cluster.has_database(name):
            cluster.ensure_logins()
            making = f"making_{os.getpid()}"
            cluster.drop(making)
            cluster.ensure_database(making)
            environ = {**os.environ, "ROUNDTABLE_DATABASE": making, "PYTHONPATH": str(ROOT / "src")}
            command = [sys.executable, "-m", "django", "setup_database", "--no-keys", "--verbosity", "0"]
            subprocess.run(command, env=environ, check=True)
            cluster.clone(making, name)
            cluster.drop(making)
    return name


def _prepare() -> str:
    _stack.enter_context(cluster.in_use())
    (cluster.folder / DEMO_MARKER).touch()
    name = f"test_{os.getpid()}"
    source = template()
    with cluster.places.locked("template", seconds=600):
        cluster.drop(name)
        cluster.clone(source, name)
    _stack.callback(cluster.drop, name)
    return name


os.environ["ROUNDTABLE_DATABASE"] = _prepare()
os.environ["ROUNDTABLE_KEYS"] = str(cluster.folder / "keys")
os.environ["ROUNDTABLE_LOG_HEADS"] = str(cluster.folder / f"log-heads-{os.getpid()}")

from roundtable.ground.access.rings import make_rings  # noqa: E402

make_rings(Path(os.environ["ROUNDTABLE_KEYS"]))


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing: the clone is ready before settings are read."""


@pytest.fixture(autouse=True, scope="session")
def _databases_open(django_db_blocker: object) -> object:
    """Tests commit for real; no transaction is wrapped around them."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@pytest.fixture(autouse=True)
def _language_of_nobody() -> None:
    """The language of the test before is not left active: a request of Django's test client leaves its own."""
    from django.utils import translation

    translation.deactivate()


def pytest_unconfigure() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        close = getattr(connection, "close_pool", None)
        connection.close()
        if close:
            close()
    _stack.close()

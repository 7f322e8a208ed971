"""A real server for the tests of the manager itself: made once, in a folder the server's user can reach."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from roundtable.gateways.postgres import Cluster


def _open_folder() -> Path:
    """A temporary folder others may pass through: pytest's own are closed to the user as whom root's server runs."""
    folder = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    folder.chmod(0o711)
    return folder


def _remove(folder: Path, *clusters: Cluster) -> None:
    for cluster in clusters:
        cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A running cluster with all logins and the database `roundtable`."""
    folder = _open_folder()
    made = Cluster(folder / "cluster", durable=False)
    try:
        made.start()
        made.ensure_logins()
        made.ensure_database()
        yield made
    finally:
        _remove(folder, made)


@pytest.fixture
def fresh_folder() -> Iterator[Path]:
    """A folder for a test that starts clusters itself; every cluster left in it is stopped."""
    folder = _open_folder()
    try:
        yield folder
    finally:
        homes = [Path(found).parent for found, _, names in os.walk(folder) if "PG_VERSION" in names and Path(found).name == "data"]
        _remove(folder, *(Cluster(home) for home in homes))

"""The keys outside the database are made once, whole, and each public one belongs to its private one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from roundtable.config.secret import kept_secret
from roundtable.ground.access.rings import RINGS, make_rings


def _pairs(folder: Path) -> bool:
    """Whether every public key is that of its private one."""
    raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return all(
        X25519PrivateKey.from_private_bytes((folder / f"{ring}.key").read_bytes()).public_key().public_bytes(*raw)
        == (folder / f"{ring}.pub").read_bytes()
        for ring in RINGS
    )


def test_a_start_that_was_killed_between_the_two_halves_of_a_pair_goes_on(tmp_path: Path) -> None:
    make_rings(tmp_path)
    kept = (tmp_path / "care.key").read_bytes()
    (tmp_path / "care.pub").unlink()
    make_rings(tmp_path)
    assert (tmp_path / "care.key").read_bytes() == kept
    assert _pairs(tmp_path)
    assert {(tmp_path / f"{ring}.key").stat().st_mode & 0o777 for ring in RINGS} == {0o600}


def test_a_process_that_holds_a_public_key_alone_is_given_no_private_one(tmp_path: Path) -> None:
    make_rings(tmp_path)
    (tmp_path / "care.key").unlink()
    make_rings(tmp_path)
    assert not (tmp_path / "care.key").exists()


def test_who_start_at_once_find_the_same_keys_and_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starts:
        list(starts.map(lambda _: make_rings(tmp_path), range(8)))
        said = set(starts.map(lambda _: kept_secret(tmp_path / "secret"), range(8)))
    assert _pairs(tmp_path)
    assert len(said) == 1 and len(said.pop()) == 64
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        ["secret", *(f"{ring}.{half}" for ring in RINGS for half in ("key", "pub"))]
    )

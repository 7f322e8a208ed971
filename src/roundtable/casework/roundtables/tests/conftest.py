"""Amal and Bo at their table, signed in."""

import pytest
from django.test import Client
from tests.cast import Cast, build_cast

from roundtable.casework.roundtables.tests.addresses import sign_in


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def amal(cast: Cast) -> Client:
    return sign_in(cast.amal_id, "Amal", "citizen")


@pytest.fixture
def bo(cast: Cast) -> Client:
    return sign_in(cast.bo.person_id, "Bo")

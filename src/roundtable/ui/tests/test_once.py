"""A form that was refused because somebody else was quicker can be sent again: each one with a once-token gets a fresh one."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django import forms
from django.http import QueryDict

import roundtable
from roundtable.kernel.refusal import Refusal, Stale
from roundtable.ui.fields import OnceField
from roundtable.ui.refusals import show_refusal

SRC = Path(roundtable.__file__).parent


def _modules() -> Iterator[str]:
    for path in (*SRC.rglob("forms.py"), *SRC.rglob("forms/*.py"), SRC / "ui" / "gallery.py"):
        yield ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")


def _all_forms() -> list[type[forms.Form]]:
    """Every form of the house that has a once-token."""
    found: dict[str, type[forms.Form]] = {}
    for name in _modules():
        for one in vars(import_module(name)).values():
            ours = isinstance(one, type) and issubclass(one, forms.Form) and one.__module__ == name
            if ours and any(isinstance(field, OnceField) for field in one.base_fields.values()):
                found[f"{name}.{one.__name__}"] = one
    return list(found.values())


FORMS = _all_forms()


def _filled(form: type[forms.Form], data: Any) -> forms.Form:
    """A form of this class with these words, whatever its own making needs beside them."""
    with patch.object(form, "__init__", forms.Form.__init__):
        return form(data)


def test_there_are_many() -> None:
    assert len(FORMS) > 25


@pytest.mark.parametrize("form", FORMS, ids=lambda one: f"{one.__module__.split('.')[-2]}.{one.__name__}")
@pytest.mark.parametrize("prefix", [dict, QueryDict])
def test_after_somebody_else_was_quicker_the_token_is_fresh_and_the_words_stay(form: type[forms.Form], prefix: type) -> None:
    token = str(uuid4())
    sent: Any = {"once": token, "words": "as typed"} if prefix is dict else QueryDict(f"once={token}&words=as+typed&more=1&more=2")
    filled = _filled(form, sent)
    filled.full_clean()
    show_refusal(filled, Stale())
    fresh = filled["once"].value()
    assert fresh != token and f'value="{fresh}"' in str(filled["once"])
    assert filled.data["words"] == "as typed" and sent["once"] == token
    if prefix is QueryDict:
        assert filled.data.getlist("more") == ["1", "2"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", FORMS, ids=lambda one: f"{one.__module__.split('.')[-2]}.{one.__name__}")
def test_after_any_other_refusal_nothing_was_stored_and_the_token_stays(form: type[forms.Form]) -> None:
    token = str(uuid4())
    filled = _filled(form, QueryDict(f"once={token}"))
    filled.full_clean()
    show_refusal(filled, Refusal())
    assert filled["once"].value() == token

"""What the tables of the house hold on to, read from Django's own registry of models."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from .contracts import place


class Hold(NamedTuple):
    """A foreign key (or a table between two others): from which room to which."""

    holder: str
    field: str
    held: str


def heights(order: Iterable[tuple[str, ...]]) -> Mapping[str, int]:
    """How high each room stands; rooms on one line stand equally high."""
    return {room: height for height, rooms in enumerate(order) for room in rooms}


def upward(holds: Iterable[Hold], order: Iterable[tuple[str, ...]]) -> list[str]:
    """Foreign keys that point up, or sideways to a room of the same line."""
    height = heights(order)
    return [
        f"{hold.holder} {hold.field} -> {hold.held}: a foreign key points down"
        for hold in holds
        if hold.holder != hold.held and height[hold.held] >= height[hold.holder]
    ]


def room(model: type[Model]) -> str:
    """The room of a model; empty for tables of libraries."""
    found = place(model.__module__)
    return found.room if found else ""


def own_models() -> list[type[Model]]:
    """The models of the house, those between two others included."""
    return [model for model in apps.get_models(include_auto_created=True) if room(model)]


def holds() -> list[Hold]:
    """Every foreign key of the house from one of its tables to another."""
    return [
        Hold(room(model), f"{model._meta.label}.{field.name}", room(field.related_model))
        for model in own_models()
        for field in [*model._meta.get_fields()]
        if field.is_relation and field.concrete and isinstance(field.related_model, type) and room(field.related_model)
    ]


def misnamed(tables: Iterable[tuple[str, str]]) -> list[str]:
    """Tables that do not carry the name of their room: (room, table) pairs."""
    return [
        f"{table}: a table of {owner} begins with {owner.rpartition('.')[2]}_"
        for owner, table in tables
        if not table.startswith(f"{owner.rpartition('.')[2]}_")
    ]

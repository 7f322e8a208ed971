"""Which login a table is reached through."""

from typing import Any

from django.db.models import Model

from roundtable.ground.access.context import DOOR, NoContext, current_alias

DOOR_APPS = frozenset({"auth", "contenttypes", "sessions", "account", "mfa", "sites", "procrastinate", "django_cache"})
DOOR_MODELS = frozenset({"people.account", "people.lettercode", "people.signinlink", "people.keptform", "demo.mail"})


class LoginRouter:
    """Accounts and sessions go through the door; everything else through the login of the open context, or nowhere."""

    def _alias(self, model: type[Model]) -> str:
        if model._meta.app_label in DOOR_APPS or model._meta.label_lower in DOOR_MODELS:
            return DOOR
        alias = current_alias()
        if alias is None:
            raise NoContext(f"{model._meta.label} was asked for outside an acting context")
        return alias

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return self._alias(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return self._alias(model)

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

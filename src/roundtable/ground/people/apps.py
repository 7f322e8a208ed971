from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from roundtable.ground.access import sessions


class PeopleConfig(AppConfig):
    name = "roundtable.ground.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        user_logged_in.connect(sessions.begin, dispatch_uid="a sign-in begins")

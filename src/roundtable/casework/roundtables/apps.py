from django.apps import AppConfig


class RoundtablesConfig(AppConfig):
    name = "roundtable.casework.roundtables"
    label = "roundtables"
    default_auto_field = "django.db.models.BigAutoField"

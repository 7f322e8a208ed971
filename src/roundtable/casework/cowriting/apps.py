from django.apps import AppConfig


class CowritingConfig(AppConfig):
    name = "roundtable.casework.cowriting"
    label = "cowriting"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "roundtable.casework.pairs"
    label = "pairs"
    default_auto_field = "django.db.models.BigAutoField"

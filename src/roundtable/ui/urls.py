"""The gallery of components: demonstration and tests only."""

from django.urls import path

from roundtable.ui.gallery import gallery

app_name = "ui"

urlpatterns = [path("gallery/", gallery, name="gallery")]

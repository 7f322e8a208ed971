from django.urls import path

from roundtable.home import views

urlpatterns = [path("", views.start, name="start"), path("offline/", views.offline, name="offline")]

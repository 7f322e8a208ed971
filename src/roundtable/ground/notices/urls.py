from django.urls import path

from roundtable.ground.notices import views

urlpatterns = [path("account/notices/", views.choose_notices, name="choose_notices")]

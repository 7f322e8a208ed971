from django.urls import path

from roundtable.demo import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/as/<uuid:account_id>/", views.enter_as, name="enter_as"),
    path("demo/mailbox/", views.demo_mailbox, name="demo_mailbox"),
]

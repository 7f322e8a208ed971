"""The team, for who leads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roundtable.casework.pairs.pages import team_page
from roundtable.casework.pairs.queries import load, pairs
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def team(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What needs the leader, members with load and cover, pairs with the hours they have in common."""
    role, by_load = request.GET.get("role", "")[:60], request.GET.get("by") == "load"
    return render(request, "pairs/team.html", {"page": team_page(load(actor=actor), pairs(actor=actor), role=role, by_load=by_load)})

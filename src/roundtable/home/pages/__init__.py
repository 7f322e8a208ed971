"""First pages as plain data: one thing first, what else waits, the table, few links."""

from roundtable.home.pages.citizen import CitizenHome, citizen_home
from roundtable.home.pages.kept import kept_title
from roundtable.home.pages.leader import LeaderHome, leader_home
from roundtable.home.pages.parts import HatChoice, other_hats
from roundtable.home.pages.staff import StaffHome, staff_home

__all__ = ["CitizenHome", "HatChoice", "LeaderHome", "StaffHome", "citizen_home", "kept_title", "leader_home", "other_hats", "staff_home"]

"""The write door of people and accounts."""

from roundtable.ground.people.actions.addresses import (
    ask_address,
    confirm_address,
    mail_left_address,
    mail_new_address,
    remove_address,
)
from roundtable.ground.people.actions.letters import (
    ask_for_letter,
    first_letter,
    invite,
    make_letter,
    open_letter,
    print_asked_letter,
    stop_letters,
    take_citizens_letter,
    take_staff_letter,
)
from roundtable.ground.people.actions.links import ask_for_link, enter_by_letter, enter_by_link, mail_link, set_password
from roundtable.ground.people.actions.people import complete_person, enrol_person
from roundtable.ground.people.actions.settings import choose_notices, choose_settings, keep_form, throw_away_kept, throw_away_the_old

__all__ = [
    "ask_address",
    "ask_for_letter",
    "ask_for_link",
    "choose_notices",
    "choose_settings",
    "complete_person",
    "confirm_address",
    "enrol_person",
    "enter_by_letter",
    "enter_by_link",
    "first_letter",
    "invite",
    "keep_form",
    "mail_left_address",
    "mail_link",
    "mail_new_address",
    "make_letter",
    "open_letter",
    "print_asked_letter",
    "remove_address",
    "set_password",
    "stop_letters",
    "take_citizens_letter",
    "take_staff_letter",
    "throw_away_kept",
    "throw_away_the_old",
]

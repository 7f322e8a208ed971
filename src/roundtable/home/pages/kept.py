"""What somebody stopped in the middle of, by the name of its page."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

TITLES: Mapping[str, object] = {
    "write_goal": gettext_lazy("A new goal"),
    "change_goal": gettext_lazy("Change a goal"),
    "remove_goal": gettext_lazy("Take a goal out"),
    "say_how_i_help": gettext_lazy("How I help"),
    "write_shared_goal": gettext_lazy("What we want together"),
    "write_steps": gettext_lazy("Who does what, by when"),
    "change_step": gettext_lazy("A step"),
    "say_in_own_words": gettext_lazy("In your own words"),
    "correct_words": gettext_lazy("I say it differently"),
    "set_return": gettext_lazy("Back to work"),
    "confirm_words": gettext_lazy("Is this what you said?"),
    "name_day": gettext_lazy("A day to look again"),
    "mark_pair": gettext_lazy("Two goals beside each other"),
    "say_went_well": gettext_lazy("How you would see that it went well"),
    "wish_for_meeting": gettext_lazy("How I want the meeting"),
    "keep_out_of_meeting": gettext_lazy("Not at this meeting"),
    "add_point": gettext_lazy("Something to talk about"),
    "go_through_together": gettext_lazy("Days, and who decides what"),
    "invite_companion": gettext_lazy("Somebody comes with me"),
    "give_meeting": gettext_lazy("Give what is written for the meeting"),
    "answer_invitation": gettext_lazy("Answer the invitation"),
    "correct_line": gettext_lazy("I said it differently"),
    "correct_minutes": gettext_lazy("Something is not right"),
    "write_note": gettext_lazy("Write a note"),
    "notebook": gettext_lazy("My notebook"),
    "what_we_bring": gettext_lazy("What we bring to the table"),
    "change_lines": gettext_lazy("Change these lines"),
    "day_after": gettext_lazy("For yourself"),
    "write_tasks": gettext_lazy("One thing each"),
    "may_i": gettext_lazy("May I say this?"),
    "account_settings": gettext_lazy("Your account"),
    "choose_notices": gettext_lazy("How you are told"),
    "name_representative": gettext_lazy("Somebody acts for me"),
    "bridge": gettext_lazy("Whom you can ring afterwards"),
    "invite_guest_to_meeting": gettext_lazy("Ask somebody to the meeting"),
    "invite_guest_to_step": gettext_lazy("Ask somebody for a step"),
}
"""The title of each page somebody can stop at, as it stands there."""


def kept_title(url_name: str = "") -> str:
    """What the page is called; empty for one that has no name here, or was kept before its page was.

    >>> strkept_title("notebook"), kept_title("elsewhere"), kept_title()
    ('My notebook', '', '')
    """
    return str(TITLES.get(url_name, ""))

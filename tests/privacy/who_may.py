"""Who may open and who may act, address by address: written from the design, not read off the product.

Each rule says why, then whose page it is (`see`: a GET is answered with a page) and who may act on it (`act`: a POST is answered).
Everybody else meets the page for what does not exist; the anonymous are led to the sign-in. What stands on a page is not decided
here but by scopes (`test_canaries.py`): Finn has a plan page, and reads on it what Amal gave him.

The state of the world these cells are about: Amal's course runs, with Bo, Ida (both health), Cleo (jobcentre), Finn, her companion, and
Hanne, who acts for her: she reads what the table and the team read.
Bo wrote the note, the contact and the law's disclosure that the addresses name; Cleo sent the referrals; Gro leads. Tea and Rae had Ida
before Bo; Sol's table is Bo's and Cleo's. Dag and Eve work in the programme and sit elsewhere, Jon countersigns, Max has no course.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.privacy.world import ALL

WHO = (*ALL, "anonymous")
NOBODY = ""
SIGNED_IN = " ".join(ALL)
ANYBODY = " ".join(WHO)
PAIR = "bo cleo ida"
TABLE = f"amal {PAIR}"
WITH_COMPANION = f"{TABLE} finn"
WITH_LEADER = f"{WITH_COMPANION} gro"
FOR_HER = "hanne"
WORKERS = f"{PAIR} dag eve jon"
STAFF = f"{WORKERS} gro"
CITIZENS = "amal finn hanne max tea"


@dataclass(frozen=True)
class Rule:
    """One reason, and the addresses it holds for."""

    why: str
    see: str
    act: str
    names: str


RULES = (
    # The door
    Rule("whoever comes must be able to sign in; who is signed in is led on", ANYBODY, ANYBODY, "sign_in sign_in_staff account_login"),
    Rule("a letter's code is typed in by whoever holds the letter", ANYBODY, ANYBODY, "enter_letter_code"),
    Rule("leaving quickly never asks who one is", ANYBODY, ANYBODY, "quick_exit"),
    Rule("pages with nothing of anybody's", ANYBODY, NOBODY, "link_sent neutral_page offline"),
    Rule("only in the demo and in development, as the demo's own tests prove", ANYBODY, NOBODY, "demo demo_mailbox gallery"),
    Rule("behind a link, a letter or an address that nobody here has", NOBODY, NOBODY,
         "open_link set_password enter_as answer_by_link calendar_feed guest_door guest_page confirm_address"),
    Rule("recovery codes are there once there is a second step", NOBODY, NOBODY, "recovery_codes mfa_view_recovery_codes"),
    Rule("steps of a sign-in; who is through is led on", SIGNED_IN, SIGNED_IN,
         "use_letter second_step mfa_authenticate mfa_reauthenticate"),
    Rule(
        "one's own account and nothing else",
        SIGNED_IN,
        SIGNED_IN,
        "account_settings choose_notices mfa_index mfa_deactivate_totp sign_in_again account_reauthenticate set_up_second_step"
        " mfa_activate_totp new_recovery_codes change_address",
    ),
    Rule("who signs in by letter can do without an address; a colleague signs in with it", CITIZENS, CITIZENS, "remove_address"),
    Rule("signing out is an act, never a page", NOBODY, SIGNED_IN, "sign_out"),
    Rule("one's own sign-in is made longer by an act, never by a page", NOBODY, SIGNED_IN, "stay_signed_in"),
    Rule("what one has half written is kept for oneself alone, by an act", NOBODY, SIGNED_IN, "keep_for_later"),
    Rule("one's own letters are stopped by a button on one's own account page", NOBODY, SIGNED_IN, "stop_letters"),
    Rule("letters that a colleague asks one to print", STAFF, NOBODY, "letters_to_print"),
    Rule("a letter is printed by who was asked, and nobody here was", NOBODY, NOBODY, "print_asked_letter"),
    Rule("a form kept when a sign-in ended is its writer's alone", "bo", NOBODY, "kept_form"),
    Rule("a form kept when a sign-in ended is sent by its writer alone", NOBODY, "bo", "send_kept"),
    Rule("thrown away is thrown away: for what is not one's own the answer is the same as for what is not there", NOBODY, SIGNED_IN,
         "throw_away_kept"),
    Rule("an empty wish is a hat nobody has", NOBODY, NOBODY, "wear_hat"),
    # The first pages, by hat
    Rule("everybody has a first page; with no course it says so and whom to call", SIGNED_IN, NOBODY, "start"),
    Rule("writing and searching need a seat of one's own; companions and leaders write nothing here", f"amal tea {WORKERS}", NOBODY,
         "drafts search"),
    Rule("the face of a professional, for who shares a table or the programme with them", f"amal finn hanne tea {STAFF}", NOBODY,
         "person_page"),
    Rule("professionals say who they are", STAFF, STAFF, "about_me"),
    Rule("who is away says it for themselves", WORKERS, WORKERS, "away"),
    Rule("who leads says it for who cannot, and seats who covers", "gro", "gro", "away_for seat_cover"),
    Rule("whoever works in the programme may refer to it; who decides on referrals does not send them", WORKERS, WORKERS, "write_referral"),
    Rule("one's own referrals", WORKERS, NOBODY, "my_referrals"),
    Rule("a draft is its author's only", "cleo", "cleo", "referral_draft"),
    Rule("load, dates and the inbox are the leader's", "gro", NOBODY, "team inbox"),
    Rule("moving courses and linking likely duplicates are the leader's", "gro", "gro", "move_caseload link_referrals"),
    # A referral
    Rule("the table, who acts for her too, and the leader without its words", f"{WITH_LEADER} {FOR_HER}", NOBODY, "referral"),
    Rule("intake decides, nobody else", "gro", "gro", "accept_referral decline_referral return_referral"),
    Rule("who sent a referral sends it again or takes it back", "cleo", "cleo", "send_again withdraw_referral"),
    Rule("a later yes by telephone is noted by a professional at the table", PAIR, PAIR, "note_later_yes"),
    Rule("her yes and her no are the citizen's own", "amal", "amal", "confirm_referral say_no"),
    # The course
    Rule("who sits at the table, the companion and who acts for her among them, and the leader with facts only", f"{WITH_LEADER} {FOR_HER}",
         NOBODY, "case_page people roundtable past_roundtable"),
    Rule("who is invited, the companion among them, and the leader", WITH_LEADER, NOBODY, "invitation"),
    Rule("who sits at the table: the companion reads on these what the citizen gave, who acts for her what she ticked",
         f"{WITH_COMPANION} {FOR_HER}", NOBODY,
         "time_line plan goal_map plan_easy plan_versions take_home take_home_pdf"),
    Rule("who sits at the table; the companion reads on these what the citizen gave", WITH_COMPANION, NOBODY, "prepare_roundtable"),
    Rule("who sits at the table; the companion, and who acts for her, what the citizen shared with them",
         f"{WITH_COMPANION} {FOR_HER}", NOBODY, "sharing"),
    Rule("citizen and professionals at the table", TABLE, NOBODY, "contacts search_case"),
    Rule("citizen and professionals at the table, and who acts for her", f"{TABLE} {FOR_HER}", NOBODY, "notes"),
    Rule("citizen and professionals at the table, and who acts for her; of the plan's versions the companion was given none",
         f"{TABLE} {FOR_HER}", NOBODY, "plan_version copy_plan plan_pdf compare_plans"),
    Rule("since when a course has ended is told to who sat there to the end; Amal's runs", NOBODY, NOBODY, "ended_course"),
    Rule("her dates and letters are the citizen's own page", "amal", NOBODY, "dates_and_letters"),
    Rule("what one has seen is noted for citizen and professionals", TABLE, TABLE, "mark_seen"),
    Rule("the invitation as a sheet, for everyone who is invited", WITH_COMPANION, NOBODY, "invitation_pdf"),
    Rule("what is brought, as a sheet, for who brings something", TABLE, NOBODY, "bring_pdf"),
    Rule("how the course ends, as a sheet; professionals hand it over before they close it", TABLE, PAIR, "closing_pdf"),
    Rule("paper is handed over by the professionals at the table, and noted", PAIR, NOBODY, "on_paper"),
    Rule("who opened what, as a sheet: printed for her by the professionals at the table, as far as they can read it", PAIR, NOBODY,
         "opened_pdf"),
    Rule("a yes said on the telephone is noted by a professional at the table", PAIR, PAIR, "note_yes"),
    Rule("that a sheet was given is noted by who gives it; there is no page to read", NOBODY, PAIR, "give_on_paper"),
    Rule("a course goes on and ends by its professionals, or by the leader when nobody does it", f"{PAIR} gro", f"{PAIR} gro",
         "change_phase close_case plan_end"),
    Rule("whom to ring afterwards is read at the table; her yes is hers, or noted by a professional", TABLE, TABLE, "bridge"),
    Rule("whom to ring afterwards is named by a professional at the table", PAIR, PAIR, "name_bridge"),
    Rule("seats are given by the leader", "gro", "gro", "replace_professional add_professional reopen_case"),
    Rule("a letter that lets somebody sign in as the citizen is never in the hands of who has power over her", "bo ida gro", "bo ida gro",
         "print_letter"),
    Rule("her note to who is new is hers, at a table that changed hands", "tea", "tea", "write_read_first"),
    # Words
    Rule("the note stands between Amal and Bo", "amal bo", NOBODY, "note"),
    Rule("a note is corrected by its author", "bo", "bo", "correct_note"),
    Rule("a contact is marked by who had it", "bo", "bo", "mark_contact"),
    Rule("professionals write notes and contacts at their table", PAIR, PAIR, "write_note record_contact"),
    Rule("a message goes between a citizen and one professional; Bo gets none from a colleague here", "amal", "amal", "write_message"),
    Rule("the notebook is the citizen's", "amal", "amal", "notebook"),
    Rule("a draft is thrown away by its author; the page it leads back to is everybody's own", TABLE, "amal", "discard_draft"),
    # Sharing
    Rule("what leaves a confidence leaves it by the citizen's act", "amal", "amal",
         "release_items withdraw_release answer_may_i close_for"),
    Rule("that she closes for Ida is noted by another professional at the table; who leads opens what was noted, and nothing is", "bo cleo",
         "bo cleo", "note_closing"),
    Rule("who opened what is told to the citizen", "amal", NOBODY, "who_opened_what"),
    Rule("a yes said aloud is noted by who asked", "bo", "bo", "note_yes_aloud"),
    Rule("asked by professionals; the citizen reads what was asked", TABLE, PAIR, "may_i ask_for_something"),
    Rule("a request is answered by whom it was put to", "bo", "bo", "reply_to_request"),
    Rule("every professional sees what of their own organisation a law may open", PAIR, NOBODY, "share_by_law"),
    Rule("by law the holder's organisation opens, never the receiver's", "bo ida", "bo ida", "disclose_on_ground"),
    Rule("the countersigner reads the one item and answers for it", "jon", "jon", "countersign"),
    # What we bring, and the plan
    Rule("each party brings their own lines", TABLE, TABLE, "what_we_bring"),
    Rule("lines that are not open yet are changed by who wrote them", NOBODY, NOBODY, "change_lines"),
    Rule("opened early by a professional whose table still waits: Sol's", "bo cleo", "bo cleo", "open_early"),
    Rule("the plan is written by every party", TABLE, TABLE,
         "write_goal change_goal remove_goal say_how_i_help write_shared_goal write_steps change_step say_in_own_words set_return"
         " confirm_words answer_plan name_day mark_pair say_went_well"),
    Rule("what was written down as said by a citizen is hers to say yes to, or to take back", "amal", NOBODY, "you_told_us"),
    Rule("said differently by whose words they are", "amal", "amal", "correct_words"),
    Rule("lines that were put down as a citizen's are hers to say yes to", "amal", "amal", "confirm_brought"),
    Rule("a disagreement is taken on by the professionals; it is not the citizen's task", PAIR, PAIR, "take_on_point"),
    Rule("a professional asks, and notes what a citizen said by telephone or on paper", PAIR, PAIR,
         "call_for_answers write_words_for record_answer"),
    Rule("who asked closes; a colleague is told that, and closes once the asker has left the table", PAIR, PAIR, "close_answers"),
    # The meeting
    Rule("who has meetings can let a calendar fetch them", f"amal finn tea {WORKERS}", f"amal finn tea {WORKERS}", "my_calendar"),
    Rule("an address for a calendar is ended by a button on its page", NOBODY, f"amal finn tea {WORKERS}", "end_calendar"),
    Rule("that a mail came back is told to who calls the meeting", f"{PAIR} gro", NOBODY, "who_was_reached"),
    Rule("the time somebody asked for is taken over by who sets the day", f"{PAIR} gro", f"{PAIR} gro", "take_other_time"),
    Rule("whether it is the last meeting is marked by who sets the day", f"{PAIR} gro", f"{PAIR} gro", "mark_last"),
    Rule("who was asked from outside is seen by citizen and professionals, and they can ask", TABLE, NOBODY, "guests"),
    Rule("somebody from outside is asked by the citizen, or by a professional with her yes", TABLE, TABLE,
         "invite_guest_to_meeting invite_guest_to_step"),
    Rule("a guest's link is ended or made anew by a button, by the citizen whose guest it is", NOBODY, "amal",
         "end_guest renew_guest_link"),
    Rule("professionals and the leader set the day", f"{PAIR} gro", f"{PAIR} gro",
         "call_roundtable move_roundtable cancel_roundtable hold_roundtable"),
    Rule("everybody who is invited answers", WITH_COMPANION, WITH_COMPANION, "answer_invitation"),
    Rule("a citizen's points, wishes and topics, by herself or noted for her by telephone", TABLE, TABLE,
         "add_point wish_for_meeting keep_out_of_meeting"),
    Rule("days, and who decides what, are gone through by two; each has a word on it", TABLE, TABLE, "go_through_together"),
    Rule("two professionals say hello", PAIR, PAIR, "say_hello"),
    Rule("one writes for all, and any party may be the one", TABLE, TABLE, "write_lines take_pen"),
    Rule("the table writes together, and each asks everybody for a pause", TABLE, TABLE,
         "begin_together one_more_step ask_everybody"),
    Rule("what was asked of everybody is said on the table's own pages", TABLE, NOBODY, "what_is_asked"),
    Rule("each puts what they have said already in their own box", TABLE, TABLE, "put_in"),
    Rule("who sits beside the citizen reads along, and writes nothing", WITH_COMPANION, TABLE, "write_together"),
    Rule("who reads along is hers to say", "amal", "amal", "read_along"),
    Rule("a quiet word to the one who looks after her is the citizen's", "amal", "amal", "ask_quietly"),
    Rule("it ends with who was told or with her; for everybody else at the table nothing happens", TABLE, TABLE, "answer_quietly"),
    Rule("whoever is quoted says yes to it: all parties may be", TABLE, TABLE, "confirm_lines"),
    Rule("what was written is corrected by any party, beside it", TABLE, TABLE, "correct_minutes"),
    Rule("said differently by who is quoted", "amal", "amal", "correct_line"),
    # After it
    Rule("what is taken home, for who was invited; who is quoted says yes to theirs", WITH_COMPANION, TABLE, "end_of_meeting"),
    Rule("one writes for all what each takes home, and any party may be the one", TABLE, TABLE, "write_tasks"),
    Rule("a call is noted by the professionals, who make it", PAIR, PAIR, "note_call"),
    Rule("the questions of the day after are the citizen's, and nobody else learns of them", "amal", "amal", "day_after"),
    Rule("her topics and her companion are the citizen's", "amal", "amal", "take_topic_back give_meeting"),
    Rule("who comes with her is hers to say; by telephone it is noted by a professional, never through an authority's login",
         "amal bo ida", "amal bo ida", "invite_companion"),
    Rule("a companion is asked to go by the citizen, and may go by himself", "amal finn", "amal finn", "remove_companion"),
    Rule("the companion's own page", "finn", NOBODY, "what_i_may_do"),
    # Who acts for her
    Rule("who acts for her is hers to name", "amal", "amal", "name_representative"),
    Rule("it is ended by her, or by who acts for her", "amal hanne", "amal hanne", "end_representative"),
    Rule("the page of who acts for somebody", FOR_HER, NOBODY, "acting_for"),
)  # fmt: skip


@dataclass(frozen=True)
class LedOn:
    """Addresses without a page of their own: a GET leads to the page where the act stands."""

    why: str
    names: str


LEADS_ON = (
    LedOn("ends the sign-in and shows a page about clouds", "quick_exit"),
    LedOn("a button on the referral's page",
          "accept_referral decline_referral return_referral send_again withdraw_referral confirm_referral say_no note_later_yes"),
    LedOn("a button in the inbox", "link_referrals"),
    LedOn("a button on the meeting's page", "confirm_lines take_pen take_topic_back take_other_time mark_last"),
    LedOn("a button on the page of writing together",
          "begin_together one_more_step put_in ask_everybody ask_quietly answer_quietly read_along"),
    LedOn("a button beside the lines", "confirm_brought open_early"),
    LedOn("a button on the page of one's address", "remove_address"),
    LedOn("a button on the companion's line", "remove_companion"),
    LedOn("a button on the line of who acts for her", "end_representative"),
    LedOn("two buttons on the page that prepares the meeting", "say_hello"),
    LedOn("a button of the page of drafts", "discard_draft"),
    LedOn("a button on the course's page", "mark_seen"),
    LedOn("a sign-in is over for who is signed in; the anonymous get the page", "sign_in sign_in_staff account_login"),
    LedOn("a step of a sign-in that is behind everybody here", "use_letter second_step mfa_authenticate mfa_reauthenticate"),
)  # fmt: skip

NAMES_WHAT_IT_IS_ABOUT = {
    "answer_may_i", "correct_note", "mark_contact", "countersign", "confirm_lines", "confirm_referral", "give_meeting", "link_referrals",
    "end_of_meeting", "give_on_paper", "say_hello", "keep_for_later", "note_later_yes", "take_other_time",
    "mark_last",
}  # fmt: skip
"""Acts whose form says which text, line or words it means: an empty one is about nothing, and answered so (404) even for who may."""

NEEDS_A_SECRET = {
    "answer_by_link", "calendar_feed", "guest_door", "guest_page", "open_link", "set_password", "recovery_codes",
    "mfa_view_recovery_codes", "enter_as", "print_asked_letter", "confirm_address",
}  # fmt: skip
"""Pages behind a link, a letter or a second step; tested where these are made."""

ENDS_SESSION = {"sign_out", "quick_exit", "enter_as", "wear_hat"}


def expected() -> dict[str, frozenset[str]]:
    """By address: who is answered when they open it."""
    return {name: frozenset(rule.see.split()) for rule in RULES for name in rule.names.split()}


def acting() -> dict[str, frozenset[str]]:
    """By address: who may act there."""
    return {name: frozenset(rule.act.split()) for rule in RULES for name in rule.names.split()}


def led_on() -> frozenset[str]:
    return frozenset(name for one in LEADS_ON for name in one.names.split())


def named_twice() -> Iterator[str]:
    """Names that stand under two reasons."""
    seen: set[str] = set()
    for name in (name for rule in RULES for name in rule.names.split()):
        if name in seen:
            yield name
        seen.add(name)

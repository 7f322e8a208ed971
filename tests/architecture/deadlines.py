"""Every sentence that names a day or a time limit says, or has beside it, who acts, what comes of it, and what one can do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages import Message
from scripts import words

from .house import HOUSE, SRC

_TIMES = (
    r"until (?:%\((?:day|until|when)\)s|which)",
    r"by %\((?:day|when)\)s|from %\(until\)s",
    r"by the end of|by which day|at the latest|deadline",
    r"within (?:one|two|\d+|a (?:week|day|year))",
    r"for (?:30|90|seven|15|one|an|four) (?:days?|minutes|hours?)|have %\(days\)s days",
    r"after \d+ days|in a few days|in the week after|at most (?:90|a year)|twelve hours",
    r"be changed (?:for|until)|or it closes|close this on|have until",
)
LIMIT = re.compile(rf"\b(?:{'|'.join(_TIMES)})", re.IGNORECASE)
"""How English names a limit in time; %(since)s, "on %(day)s" and the like say when something was."""


@dataclass(frozen=True)
class Deadline:
    """Beside the sentence, in the files of its page: who acts, what happens by then or after it, and what one can do about it."""

    page: str
    actor: str
    effect: str
    remedy: str


_CALL = Deadline("afterwards/pages.py end_of_meeting.html", "%(who)s calls", "to hear how", "Whom to call")
_SHARE = Deadline("agree_to_release.html", "%(name)s can read exactly this", "until %(until)s", "You can take it back at any time.")
_TAKEN = Deadline("plans/pages/points.py", "%(who)s", "They set a new day.", "You need not do anything about it.")
_ASKED = Deadline("plans/pages/plan.py", "%(name)s may close", "stands as “not yet”, never as a yes", "Who needs longer can say so")
_LINES = Deadline("roundtables/ hold_roundtable.html", "Everyone at the table", "What was written", "I said it differently")

DEADLINES: Mapping[str, Deadline] = {
    "%(name)s acts for": Deadline("_acts_for.html", "%(name)s acts for", "%(name)s reads:", "%(name)s does not act for me any more"),
    # signing in
    "The code works once, until %(day)s. After that, ask for a new letter.": Deadline(
        "letter.html", "With this code you", "The code works once", "ask for a new letter"
    ),
    "This code does not fit. Look at the letter again. A code works once, for 30 days, for five tries.": Deadline(
        "people/rules.py", "Look at the letter", "A code works once", "You can ask for a new letter"
    ),
    "With the code %(name)s can sign in. It works once, for 30 days. Earlier letters stop working.": Deadline(
        "print_letter.html letter.html", "%(name)s can sign in", "works once", "ask for a new letter"
    ),
    "If we know this address, a mail with a link is on its way. The link works once, for 30 minutes.": Deadline(
        "link_sent.html", "You can also call", "works once", "ask for a link again"
    ),
    "Here is your link.": Deadline("mail/link.txt", "your link", "works once", "After that, ask for a new one"),
    "You sign in with your work e-mail": Deadline("password_link.txt", "You sign in", "works once", "After that, ask for a new one"),
    "Somebody asked us to send mails to this address from now on.": Deadline(
        "new_address.txt", "Somebody asked us", "works once", "After that, ask for a new one"
    ),
    "If the address can be used here, a mail with a link is on its way there.": Deadline(
        "people/views/addresses.py", "Until you have opened it", "everything stays as it is", "After that, ask for a new one"
    ),
    "Twelve hours, and as long again whenever you say so.": Deadline(
        "account_settings.html", "you sign in again", "What you typed is kept", "as long again whenever you say so"
    ),
    "You need not decide now. It is kept for 90 days.": Deadline(
        "kept_form.html", "You need not decide", "It is kept", "You can go on with it now"
    ),
    "You need not decide now. It is kept for one day.": Deadline(
        "kept_form.html", "You need not decide", "It is kept", "You can send it now"
    ),
    # half-written texts, and what time takes away
    "After 90 days they move to your notebook. Nothing is lost.": Deadline(
        "drafts.html", "Only you", "move to your notebook", "Nothing is lost"
    ),
    "After 30 days they are thrown away. Send before that what you still need.": Deadline(
        "drafts.html", "Only you", "thrown away", "Send before that"
    ),
    "A text you have not sent is thrown away in a few days. Send it, or let it go.": Deadline(
        "notices/rules.py", "you have not sent", "thrown away", "Send it, or let it go"
    ),
    "In a few days you can no longer read what you wrote in a course you have left. Hand over what is needed.": Deadline(
        "notices/rules.py", "you wrote", "can no longer read", "Hand over what is needed."
    ),
    "What you wrote there yourself stays open to you until %(day)s.": Deadline(
        "ended_course.html", "What you wrote there yourself", "stays open to you", "The team leader can open the course again."
    ),
    # sharing
    "When everybody has said yes, %(name)s can read exactly this until %(until)s.": _SHARE,
    "With your yes %(name)s can read exactly this until %(until)s.": _SHARE,
    "You, %(asker)s and %(name)s, until %(day)s": Deadline(
        "answer_may_i.html", "%(name)s may read this", "These words, and nothing else.", "You can take a yes back at any time."
    ),
    "You, %(citizen)s and %(name)s, until %(day)s": Deadline(
        "note_yes_aloud.html", "who will read them: %(name)s", "a no changes nothing", "a yes can be taken back at any time"
    ),
    "%(name)s can read it until %(day)s. You can take it back earlier, at any time.": Deadline(
        "preview_release.html", "%(name)s can read it", "can read it", "You can take it back earlier"
    ),
    "You can read it until %(until)s.": Deadline("sharing.html sharing_for_staff.html", "You can read it", "until it ends", "taken back"),
    "Since %(since)s, until %(until)s": Deadline(
        "_share_line.html sharing.html", "<strong>%(name)s</strong>", "Shared with", "You can take it back"
    ),
    "Asked on %(since)s, would be open until %(until)s": Deadline(
        "_share_line.html", "%(names)s", "Not yet shared", "Read it, and say yes or no"
    ),
    "With %(name)s, until %(day)s": Deadline("cases/", "%(name)s", "What is shared and ends now", "Nothing is shared that you know of."),
    "%(what)s, to %(to)s, since %(since)s, until %(until)s.": Deadline(
        "casefile/pages/opened.py", "to %(to)s", "What is open to somebody now", "You can take back what you have shared"
    ),
    "One text that was shared by a rule of law (%(rule)s), until %(day)s.": Deadline(
        "close_for.html sharing.html",
        "somebody decided it, not you",
        "shared by a rule of law",
        "Ask why, or complain",
    ),
    "It would be open until %(day)s.": Deadline(
        "countersign.html", "%(asker)s, %(role)s, wants to share", "without a yes", "Will you sign as second person?"
    ),
    "It opens now. Your colleague signs by the end of the next working day, or it closes.": Deadline(
        "disclosure/forms disclosure/views", "Your colleague signs", "or it closes", "It opens when your colleague has signed."
    ),
    "Where it is urgent, the second signature comes within one working day.": Deadline(
        "access/acts.py disclosure/", "the second signature comes", "or it closes", "Can it wait for the second signature?"
    ),
    # people from outside
    "It ends on %(day)s at the latest.": Deadline("guest_link.html", "let them open it", "What %(name)s reads", "The new link"),
    "It ends on %(until)s at the latest.": Deadline(
        "guest_page.html", "You read what stands on this page", "It ends", "Whom you can call:"
    ),
    # the plan
    "From %(until)s you may close the answers.": _ASKED,
    "From %(until)s %(name)s may close the answers. One that is missing then stands as “not yet”, never as a yes.": _ASKED,
    "They have until %(day)s. Missing: %(who)s. A missing answer stands as “not yet”, never as a yes.": Deadline(
        "plans/views/answer.py agreement.py", "Missing: %(who)s", "stands as “not yet”, never as a yes", "call those who have not answered"
    ),
    "People have %(days)s days to answer. You can close this on %(on)s. Until then, call those who have not answered.": Deadline(
        "agreement.py", "You can close", "have not answered", "call those"
    ),
    "%(who)s are asked what they say to the plan. They have %(days)s days.": Deadline(
        "plans/views/answer.py plans/pages/plan.py", "%(who)s are asked", "stands as “not yet”", "Who needs longer can say so"
    ),
    "Only those whom the change touches are asked. The other answers still hold. Those asked have %(days)s days.": Deadline(
        "plans/views/answer.py plans/pages/plan.py", "Those asked", "The other answers still hold", "Who needs longer can say so"
    ),
    "Came to the table later and not asked yet: %(came)s.": Deadline(
        "plans/views/answer.py plans/pages/plan.py", "Those asked", "Who has answered is not asked again", "Who needs longer can say so"
    ),
    "%(who)s look at this until %(day)s.": _TAKEN,
    "%(who)s took this on until %(day)s. They set a new day.": _TAKEN,
    "%(who)s took this on until %(day)s. Set a new day together.": _TAKEN,
    "The professionals take this on, and say until which day.": _TAKEN,
    "Two of you take it on and say until which day. It is not a task of the citizen.": Deadline(
        "plans/pages/next_step.py", "Two of you", "take it on", "not a task of the citizen"
    ),
    "by %(day)s": Deadline("plans/", "Not said who", "Not done", "Only where it was not done or changed."),
    # the meeting and after it
    "Write something more (for seven days)": _LINES,
    "What was written can still be changed for seven days.": _LINES,
    "It is noted that you met. What was written can still be changed for seven days.": _LINES,
    "Thank you. Everyone at the table can see this answer. It can be changed until the meeting.": Deadline(
        "roundtables/views/before.py", "Everyone at the table", "can see this answer", "It can be changed"
    ),
    "Written down by %(by)s. %(name)s can say it differently, for seven days.": Deadline(
        "cowriting/pages.py", "Written down by %(by)s", "Written down", "%(name)s can say it differently"
    ),
    "Somebody calls you by %(day)s.": _CALL,
    "Nobody is named yet who calls %(whom)s by %(day)s.": _CALL,
    "%(who)s calls you by %(day)s, to hear how you are.": _CALL,
    "%(who)s was to call you by %(day)s. It is not noted that it happened. You can call %(who)s.": _CALL,
    "Somebody was to call you by %(day)s. It is not noted that it happened. You can call your contact person.": _CALL,
    "You call %(whom)s by %(day)s, to hear how it went.": _CALL,
    "%(who)s calls %(whom)s by %(day)s.": _CALL,
    "Within two working days after the meeting there is a call, always: how are you, and is anything unclear?": _CALL,
    "There are no questions now. They can be answered in the week after a meeting, if you like.": Deadline(
        "day_after.html", "Only you", "can be answered", "You can stop whenever you like."
    ),
    "Until %(day)s.": Deadline("cases/", "%(name)s gets in touch", "Whom you can ring afterwards", "No, somebody else"),
    "By %(day)s: how are you, and is anything unclear?": Deadline("home/pages/days.py", "Call %(name)s", "how are you", "Note the call"),
    "By %(day)s": Deadline("home/ staff.html leader.html", "Also yours", "This day has passed.", "A late call does somebody good too."),
}

NO_DEADLINE: Mapping[str, str] = {
    "The meeting is over. For seven days after it, what was forgotten can be added.": "how long one may, and nobody must",
    "This was until %(day)s.": "what has passed",
    "It was planned until %(day)s.": "what was planned, on the page that ends the course",
    "Telling the citizen later needs its own reason, and a day at most 90 days from now.": "what a form takes",
    "Telling the citizen later needs two things.": "what a form takes",
    "Choose a day that is later than today and at most a year away.": "what a form takes",
    "Choose a day from today on, at most a year away.": "what a form takes",
    "Choose a day from today on, within a year.": "what a form takes",
    "Choose by which day it is done: from today on, and within a year.": "what a form takes",
    "Choose the day the call is moved to: today or later, and within four weeks.": "what a form takes",
    "This day is more than a year away. Choose one within a year.": "what a form takes",
    "Until which day?": "the label of a field",
    "By which day? (%(name)s)": "the label of a field",
    "Thin white streaks are ice": "the page about clouds",
    "It would usually last until %(day)s.": "how long courses last, and nobody's limit",
    "Until %(day)s": "when a seat ended",
    "%(name)s is away": "how long somebody is away, or sits in for them: nobody's limit",
    "You are away from": "how long somebody is away, or sits in for them: nobody's limit",
    "%(name)s sits here for %(other)s until %(day)s.": "how long somebody is away, or sits in for them: nobody's limit",
    "%(name)s sits here until %(day)s.": "how long somebody is away, or sits in for them: nobody's limit",
    "From %(from)s until %(until)s you stand in for": "how long somebody is away, or sits in for them: nobody's limit",
    "You cover for %(name)s from": "how long somebody is away, or sits in for them: nobody's limit",
    "Step NUMBER: by which day?": "the label of a field",
    "Step %(number)s: by which day?": "the label of a field",
    "Write a day from today on, and within a year": "what a form takes",
    "What do you take home from today?": "what a form asks",
}
"""Sentences that name a time and bind nobody, and why."""


@lru_cache(maxsize=4)
def _said(src: Path) -> tuple[tuple[str, str], ...]:
    """Every English sentence of the house, with the files that say it."""
    found = [message for catalogue in words.extracted(src / HOUSE).values() for message in words.messages(catalogue)]
    return tuple((" ".join(_forms(message)), " ".join(file for file, _ in message.locations)) for message in found)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _known(text: str, table: Iterator[str] | Mapping[str, object]) -> str:
    """The entry of a table that a sentence is, or begins with where the entry is only a beginning."""
    return next((entry for entry in table if text == entry or (text.startswith(entry) and len(entry) > 12)), "")


def undeclared(src: Path = SRC, deadlines: Mapping[str, Deadline] = DEADLINES, others: Mapping[str, str] = NO_DEADLINE) -> list[str]:
    """Sentences that name a limit in time and stand in neither table."""
    return [text for text, _ in _said(src) if LIMIT.search(text) and not _known(text, deadlines) and not _known(text, others)]


def bare(src: Path = SRC, deadlines: Mapping[str, Deadline] = DEADLINES) -> list[str]:
    """Entries nobody says any more, and those whose page does not say who acts, what comes of it, or what one can do."""
    faults = [f"{entry}: nobody says it" for entry in deadlines if not any(_known(text, {entry: 0}) for text, _ in _said(src))]
    for entry, deadline in deadlines.items():
        files = deadline.page.split()
        page = [text for text, where in _said(src) if any(file in where for file in files)]
        for what in ("actor", "effect", "remedy"):
            phrase = getattr(deadline, what)
            if not phrase or not any(phrase in text for text in page):
                faults.append(f"{entry}: no {what}")
    return faults

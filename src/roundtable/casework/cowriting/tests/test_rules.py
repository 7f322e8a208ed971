"""One text written by several: whatever comes when, whoever has the same edits has the same text, and no letter is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text, merge_updates

from roundtable.casework.cowriting.rules import BoxKind, EditRefused, Joint

WORDS = st.text(alphabet="abc æøå🌿\n", min_size=1, max_size=4)


class Screen:
    """A page of one person: what it shows, and what it has not heard that it is kept."""

    def __init__(self) -> None:
        self.doc: Doc = Doc()
        self.text = self.doc.get("t", type=Text)

    def type(self, at: int, words: str, out: int) -> bytes:
        before, now = self.doc.get_state(), str(self.text)
        at = at % (len(now) + 1)
        start = len(now[:at].encode())
        until = len(now[: at + out].encode())
        with self.doc.transaction():
            if until > start:
                del self.text[start:until]
            self.text.insert(start, words)
        edit: bytes = self.doc.get_update(before)
        return edit


class House:
    """The room's part without a network: takes edits in, hands them out, keeps them in batches; when killed it knows what it kept."""

    def __init__(self, screens: list[Screen]) -> None:
        self.screens, self.there = screens, [True] * len(screens)
        self.kept: list[bytes] = []
        self.joint, self.batch = Joint(kind=BoxKind.GOAL), list[bytes]()

    def edit(self, who: int, edit: bytes) -> None:
        new = self.joint.apply(edit) if self.there[who] else None
        if new is None:
            return
        self.batch.append(new)
        for number, screen in enumerate(self.screens):
            if number != who and self.there[number]:
                screen.doc.apply_update(new)

    def keep(self) -> None:
        if self.batch:
            self.kept.append(Joint.merged(self.batch))
            self.batch = []

    def kill(self) -> None:
        self.batch, self.joint = [], Joint(self.kept)
        self.there = [False] * len(self.screens)

    def back(self, who: int) -> None:
        """The hello: the page gets what it lacks and sends what the room lacks."""
        self.there[who] = True
        screen = self.screens[who]
        screen.doc.apply_update(self.joint.since(screen.doc.get_state()))
        self.edit(who, screen.doc.get_update(self.joint.state))


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.integers(0, 2), st.integers(0, 60), WORDS, st.integers(0, 2)),
        st.tuples(st.sampled_from(["drop", "back"]), st.integers(0, 2)),
        st.tuples(st.sampled_from(["keep", "kill"])),
    ),
    max_size=60,
)


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_three_screens_a_killed_house_and_dropped_lines_end_in_one_text(events: list[tuple]) -> None:
    screens = [Screen(), Screen(), Screen()]
    house = House(screens)
    typed = [0, 0, 0]
    for event, *more in events:
        if event == "type":
            who, at, words, out = more
            house.edit(who, screens[who].type(at, words, out))
            typed[who] += 1
        elif event == "drop":
            house.there[more[0]] = False
        elif event == "back":
            house.back(more[0])
        elif event == "keep":
            house.keep()
        else:
            house.kill()
    for _ in range(2):
        for who in range(3):
            house.back(who)
    house.keep()
    assert {str(screen.text) for screen in screens} == {house.joint.text} == {Joint(house.kept).text}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 200)), min_size=1, max_size=80))
def test_no_letter_that_nobody_took_out_is_ever_missing(events: list[tuple[int, int]]) -> None:
    screens = [Screen(), Screen(), Screen()]
    house = House(screens)
    for number, (who, at) in enumerate(events):
        house.edit(who, screens[who].type(at, f"<{number}>", 0))
        if number % 7 == 3:
            house.there[who] = not house.there[who]
        if number % 23 == 11:
            house.kill()
    for who in (0, 1, 2, 0):
        house.back(who)
    assert sorted(house.joint.text) == sorted("".join(f"<{number}>" for number in range(len(events))))
    assert len({str(screen.text) for screen in screens}) == 1


@given(st.text(alphabet="abæ🌿 ", max_size=20), st.text(alphabet="abæ🌿 ", max_size=20), st.text(alphabet="xyø🌱", max_size=8))
def test_a_form_sent_late_keeps_what_others_wrote_meanwhile(base: str, wanted: str, meanwhile: str) -> None:
    first = Joint()
    start = first.write(base)
    joint = Joint([start] if start else [])
    seen = Joint([joint.whole()])
    other = joint.write(meanwhile + joint.text)
    if other:
        joint.apply(other)
    mine = seen.write(wanted, Joint([seen.whole()]))
    if mine:
        joint.apply(mine)
    for letter in "xyø🌱":
        assert joint.text.count(letter) == meanwhile.count(letter)
    assert not [letter for letter in wanted if joint.text.count(letter) < wanted.count(letter)]


@pytest.mark.parametrize("edit", [b"", b"garbage", b"\xff" * 50, b"x" * 300_000])
def test_a_damaged_edit_changes_nothing(edit: bytes) -> None:
    joint = Joint()
    joint.apply(Joint().write("Calm") or b"")
    with pytest.raises(EditRefused):
        joint.apply(edit)
    assert joint.text == "Calm"


@pytest.mark.parametrize("words", ["a\u202eb", "a\x00b", "a\rb", "a\x0bb", "a\x0cb", "a\x85b", "a\u2028b", "x" * 501])
def test_words_that_hide_or_do_not_fit_are_refused_and_the_next_ones_are_not(words: str) -> None:
    joint = Joint(kind=BoxKind.STEP)
    with pytest.raises(EditRefused):
        joint.apply(Joint().write(words) or b"")
    assert joint.apply(Joint().write("Fine") or b"")
    assert joint.text == "Fine"


def test_an_edit_that_comes_before_the_one_it_builds_on_is_asked_for_again() -> None:
    screen = Screen()
    first, second = screen.type(0, "one", 0), screen.type(3, " two", 0)
    joint = Joint()
    assert joint.apply(second) is None
    assert joint.apply(first)
    assert joint.apply(screen.doc.get_update(joint.state))
    assert joint.text == "one two"


def test_a_control_character_that_is_to_come_in_with_somebody_elses_letters_never_does_and_they_do() -> None:
    amal, joint = Screen(), Joint()
    first = amal.type(0, "calm", 0)
    joint.apply(first)
    forged: Doc = Doc(client_id=amal.doc.client_id)
    words = forged.get("t", type=Text)
    forged.apply_update(first)
    words.insert(4, "xxxx")
    known = forged.get_state()
    words.insert(8, "\x00\x07")  # hangs on letters that Amal has not written yet
    cleo = Doc()
    cleo.get("t", type=Text).insert(0, "Cleo ")
    poisoned = merge_updates(cleo.get_update(b"\x00"), forged.get_update(known))
    taken = joint.apply(poisoned)
    assert taken is not None
    after = Joint([joint.whole()])
    second = amal.type(4, " now", 0)
    assert joint.apply(second)
    for text in (joint.text, Joint([after.whole(), second]).text, Joint([first, taken, second]).text):
        assert sorted(text) == sorted("Cleo calm now")


@pytest.mark.parametrize("forge", ["embed", "format"])
def test_only_plain_letters_come_in(forge: str) -> None:
    screen, joint = Screen(), Joint()
    joint.apply(screen.type(0, "calm", 0))
    before = screen.doc.get_state()
    if forge == "embed":
        screen.text.insert_embed(2, {"x": "y"})
    else:
        screen.text.format(0, 2, {"bold": True})
    with pytest.raises(EditRefused):
        joint.apply(screen.doc.get_update(before))
    assert joint.text == "calm"

"""Who ends something and who reads it at the same moment: the end binds every transaction that starts after its commit (invariant 6)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import acting
from roundtable.ground.access.guard import action, reader
from roundtable.ground.seats.actions import end_seat, write_words
from roundtable.ground.seats.rules import confidence, table
from tests.cast import Cast, build_cast

PATIENCE = 30


@action
def disclose(*, actor: Actor, at: Any, disclosure_id: UUID, item_id: UUID, seat_id: UUID) -> None:
    """One item for one seat, for a month."""
    act("disclose", [disclosure_id, [item_id], seat_id, "share", "1", at + timedelta(days=30), "signed"])


@action
def withdraw(*, actor: Actor, at: Any, disclosure_id: UUID) -> None:
    """Taken back."""
    act("withdraw", [disclosure_id])


@action
def block(*, actor: Actor, at: Any, case_id: UUID, person_id: UUID) -> None:
    """Closed for a person."""
    act("block", [uuid4(), case_id, person_id])


@reader()
def sees(*, actor: Actor, item_id: UUID) -> bool:
    """Whether the item is there for this actor."""
    with connections[str(actor.login)].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seats_item WHERE id = %s", [item_id])
        return bool(cursor.fetchone()[0])


class Side:
    """Somebody acting at the same time, in a thread and on connections of their own."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.result: Any = None
        self.problem: BaseException | None = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._work()
        except BaseException as problem:
            self.problem = problem
        finally:
            connections.close_all()

    def done(self) -> Any:
        """What came of it."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "still waiting"
        if self.problem:
            raise self.problem
        return self.result


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def given(cast: Cast) -> tuple[UUID, UUID]:
    """An item Amal told Bo, given to Cleo: item and disclosure."""
    told = write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="x").item_id
    number = uuid4()
    disclose(actor=cast.amal, disclosure_id=number, item_id=told, seat_id=cast.seats["cleo"])
    return told, number


def test_a_withdrawal_binds_whoever_begins_after_it_and_never_half(cast: Cast, given: tuple[UUID, UUID]) -> None:
    item_id, number = given
    cleo = cast.at_table(cast.cleo)
    withdrawn, looked = threading.Event(), threading.Event()

    def take_back() -> None:
        with acting(cast.amal, write=True):
            withdraw(actor=cast.amal, disclosure_id=number)
            withdrawn.set()
            assert looked.wait(PATIENCE)

    writing = Side(take_back)
    assert withdrawn.wait(PATIENCE)
    assert sees(actor=cleo, item_id=item_id), "not committed yet: who reads now still reads"
    looked.set()
    writing.done()
    assert not sees(actor=cleo, item_id=item_id), "who begins after the commit reads no more"


def test_a_reader_in_the_middle_sees_nothing_more_in_the_next_statement(cast: Cast, given: tuple[UUID, UUID]) -> None:
    item_id, number = given
    cleo = cast.at_table(cast.cleo)
    with acting(cleo):
        assert sees(actor=cleo, item_id=item_id)
        Side(lambda: withdraw(actor=cast.amal, disclosure_id=number)).done()
        assert not sees(actor=cleo, item_id=item_id), "read committed: even the open page's next question is bound"


@pytest.mark.parametrize("times", range(5))
def test_of_many_readers_none_that_began_later_reads(cast: Cast, given: tuple[UUID, UUID], times: int) -> None:
    item_id, number = given
    cleo = cast.at_table(cast.cleo)
    start, over = threading.Barrier(3), threading.Event()
    late: list[bool] = []

    def read_on() -> None:
        start.wait(PATIENCE)
        for _ in range(40):
            began_after = over.is_set()
            if sees(actor=cleo, item_id=item_id) and began_after:
                late.append(True)

    def take_back() -> None:
        start.wait(PATIENCE)
        withdraw(actor=cast.amal, disclosure_id=number)
        over.set()

    for one in [Side(read_on), Side(read_on), Side(take_back)]:
        one.done()
    assert late == []
    assert not sees(actor=cleo, item_id=item_id)


def test_a_block_binds_whoever_begins_after_it(cast: Cast) -> None:
    note = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="x").item_id
    cleo = cast.at_table(cast.cleo)
    assert sees(actor=cleo, item_id=note)
    Side(lambda: block(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)).done()
    assert not sees(actor=cleo, item_id=note)
    assert sees(actor=cast.at_table(cast.bo), item_id=note)


def test_a_seat_that_ends_binds_whoever_begins_after_it(cast: Cast) -> None:
    note = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="x").item_id
    cleo = cast.at_table(cast.cleo)
    assert sees(actor=cleo, item_id=note)
    Side(lambda: end_seat(actor=cleo, seat_id=cast.seats["cleo"])).done()
    assert not sees(actor=cleo, item_id=note)


def test_two_withdrawals_at_once_are_one(cast: Cast, given: tuple[UUID, UUID]) -> None:
    _, number = given
    start = threading.Barrier(2)

    def take_back() -> None:
        start.wait(PATIENCE)
        withdraw(actor=cast.amal, disclosure_id=number)

    for one in [Side(take_back), Side(take_back)]:
        one.done()
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seats_disclosureevent WHERE disclosure_id = %s", [number])
        assert cursor.fetchone() == (1,)


def test_two_who_first_write_to_one_scope_make_one_scope_and_one_key(cast: Cast) -> None:
    start = threading.Barrier(2)

    def write(actor: Actor, holder: UUID | None) -> int:
        start.wait(PATIENCE)
        return write_words(actor=actor, case_id=cast.case_id, place=confidence(holder), kind="message", body="x").scope_id

    amal, bo = Side(lambda: write(cast.amal, cast.bo.person_id)), Side(lambda: write(cast.at_table(cast.bo), None))
    assert amal.done() == bo.done()
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT ring) FROM seats_scopekey WHERE scope_id = %s", [amal.result])
        assert cursor.fetchone() == (2, 2)

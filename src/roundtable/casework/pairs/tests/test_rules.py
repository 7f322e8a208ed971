"""Whom to propose for a new course, who covers, and when two can be reached."""

from uuid import UUID, uuid4

import pytest

from roundtable.casework.pairs.rules import MemberLoad, PairLoad, cover_for, propose_pairs, shared_hours, week_of, who_could_join

PROGRAMME, HEALTH, JOBCENTRE, CARE, WORK = (uuid4() for _ in range(5))


def member(
    name: str, *, work: bool = False, courses: int = 0, hours: int = 37, leads: bool = False, organisation: UUID | None = None
) -> MemberLoad:
    role = ("employment-consultant", "Employment consultant") if work else ("care-manager", "Care manager")
    side = organisation or (JOBCENTRE if work else HEALTH)
    role_id = WORK if work else CARE
    return MemberLoad(uuid4(), PROGRAMME, name, "", "", role_id, *role, work, side, "", "plain", "", leads, hours, "", courses)


BO, IDA = member("Bo", courses=6), member("Ida", courses=5)
CLEO, DAG = member("Cleo", work=True, courses=6), member("Dag", work=True, courses=5)
GRO = member("Gro", leads=True)
ALL = (BO, IDA, CLEO, DAG, GRO)


def names(members: tuple[MemberLoad, ...] = ALL, pairs: tuple[PairLoad, ...] = (), keep: UUID | None = None) -> list[str]:
    return [f"{pair.care.name}-{pair.work.name}" for pair in propose_pairs(members, pairs, PROGRAMME, keep=keep)]


def test_who_holds_least_is_proposed_first_and_never_the_leader() -> None:
    assert names() == ["Ida-Dag", "Bo-Dag", "Ida-Cleo", "Bo-Cleo"]


def test_two_who_work_together_already_come_before_strangers() -> None:
    assert names(pairs=(PairLoad(PROGRAMME, CLEO.person_id, BO.person_id, 4),))[0] == "Bo-Cleo"


def test_a_good_pair_is_not_worn_out_by_being_good() -> None:
    tired = member("Bo", courses=20)
    assert names((tired, IDA, CLEO, DAG), (PairLoad(PROGRAMME, CLEO.person_id, tired.person_id, 9),))[0] == "Ida-Dag"


def test_the_referrer_goes_on_first_where_she_can() -> None:
    assert names(keep=CLEO.person_id)[0] == "Ida-Cleo"


def test_who_works_half_a_week_holds_twice_as_much() -> None:
    assert member("Half", courses=3, hours=18).weight > member("Whole", courses=5).weight


def test_pairs_of_another_programme_count_for_nothing_here() -> None:
    assert names(pairs=(PairLoad(uuid4(), CLEO.person_id, BO.person_id, 4),))[0] == "Ida-Dag"


def test_with_nobody_of_one_kind_there_is_no_pair() -> None:
    assert names((BO, IDA)) == []


def test_to_a_table_that_goes_on_the_missing_organisation_comes_first_then_who_works_with_somebody_there() -> None:
    seated = {BO.person_id: HEALTH, uuid4(): None}
    together = (PairLoad(PROGRAMME, CLEO.person_id, BO.person_id, 4), PairLoad(uuid4(), DAG.person_id, BO.person_id, 9))
    found = who_could_join(ALL, together, PROGRAMME, seated)
    assert [(one.member.name, one.new_side, one.shared) for one in found] == [
        ("Cleo", True, 4),
        ("Dag", True, 0),
        ("Ida", False, 0),
        ("Gro", False, 0),
    ]
    assert who_could_join(ALL, (), uuid4(), seated) == ()


def test_cover_is_a_colleague_of_the_same_role_and_organisation_with_least_to_do() -> None:
    eve = member("Eve", organisation=uuid4())
    jon = member("Jon", courses=1)
    assert [cover.name for cover in cover_for(BO, (*ALL, eve, jon))] == ["Jon", "Ida"]


@pytest.mark.parametrize(
    ("hours", "week"),
    [
        ("Mon-Thu 9-15", dict.fromkeys(range(4), (540, 900))),
        ("mandag til onsdag kl. 8.30-12", dict.fromkeys(range(3), (510, 720))),
        ("Tue 9-12, Fri 13:00–15:30", {1: (540, 720), 4: (780, 930)}),
        ("call me", {}),
        ("Fri-Mon 9-15", {}),
        ("Mon 15-9", {}),
        ("Mon 9-99", {}),
    ],
)
def test_hours_are_read_as_people_write_them(hours: str, week: dict[int, tuple[int, int]]) -> None:
    assert week_of(hours) == week


def test_hours_in_common_are_counted_and_unknown_where_one_cannot_be_told() -> None:
    assert shared_hours("Mon-Fri 9-15", "Mon, Tue 8-10") == 1.0
    assert shared_hours("Mon 9-10", "Tue 9-10") == 0
    assert shared_hours("Mon 9-10", "by appointment") is None

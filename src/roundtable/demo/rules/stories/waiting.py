"""Referrals that did not become a course, or not yet: waiting, sent back, declined, taken back, half-written."""

from roundtable.demo.rules.script import Decline, SendBack, Story, TakeBack

HEDDA = Story(
    key="hedda",
    citizens=("hedda",),
    referrer="cleo",
    ago=8,
    clock="11:00",
    text="Hedda works in a nursery and has been at home for six weeks. She is worn out, sleeps fourteen hours, and feels guilty. She"
    " would like to come.",
    unmet=(),
)
KARIM = Story(
    key="karim",
    citizens=("karim",),
    referrer="signe",
    ago=3,
    clock="09:50",
    text="Karim is a welder. He cannot bear noise since the autumn and has moved to his brother's. He wants to know first who sits at the"
    " table.",
    consent=("in_writing", 1),
)
LUNA = Story(
    key="luna",
    citizens=("luna",),
    referrer="carla",
    ago=1,
    clock="14:15",
    text="Luna has a small hairdresser's shop and has closed it for two months. She sleeps badly and cannot hold the scissors still.",
)
PETRA = Story(
    key="petra",
    citizens=("petra",),
    referrer="dag",
    ago=11,
    clock="10:10",
    text="Petra is on sick leave and would like help.",
    unmet=("of-age",),
    events=(
        SendBack(
            ago=9,
            clock="11:00",
            by="gro",
            reason="Please write, with her, two or three sentences about how an ordinary day is. Her birthday is missing too.",
        ),
    ),
)
ANTON = Story(
    key="anton",
    citizens=("anton",),
    referrer="olga",
    ago=24,
    clock="13:00",
    text="Anton lives in Elmby half of the year and at sea the other half. He is at home now, and on sick leave until he sails.",
    unmet=("on-sick-leave",),
    events=(
        Decline(
            ago=21,
            clock="10:30",
            by="gro",
            reason="Anton sails in three weeks, and a course takes six months. His doctor can begin with him now; when he is ashore for"
            " longer, please send this again.",
        ),
    ),
)
DORTE = Story(
    key="dorte",
    citizens=("dorte",),
    referrer="maren",
    ago=17,
    clock="09:30",
    text="Dorte is a librarian. She has been on sick leave for a month and is unsure whether to begin at work again or to rest.",
    events=(
        TakeBack(
            ago=14,
            clock="15:00",
            by="maren",
            reason="Dorte rang today: she goes back to the library on Monday, of her own accord. She thanks you.",
        ),
    ),
)
KNUD = Story(
    key="knud",
    citizens=("knud",),
    referrer="cleo",
    ago=2,
    clock="15:20",
    text="Knud has been on sick leave for four weeks. Ask him on Tuesday what he wants to have written.",
    draft=True,
)

WAITING = (HEDDA, KARIM, LUNA, PETRA, ANTON, DORTE, KNUD)

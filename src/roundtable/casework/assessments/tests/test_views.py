"""The page: what it shows whom, and what it does with bad input."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.assessments.actions import bring_lines, confirm_brought
from roundtable.casework.assessments.models import SaidSo
from roundtable.casework.assessments.queries import ROUND_OVER, what_we_bring
from roundtable.casework.assessments.tests.test_actions import opened_with_all_then_eve_sits_down
from roundtable.casework.cases.actions import close_case, replace_professional, start_case
from roundtable.casework.cases.rules import Outcome, Told
from roundtable.ground.access.context import acting
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def signed_in(person_id: object, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, "Somebody", kind))  # type: ignore[arg-type]
    return client


def test_what_bo_puts_down_for_amal_is_said_to_be_hers(cast: Cast) -> None:
    url, bo = f"/course/{cast.case_id}/what-we-bring/", signed_in(cast.bo.person_id)
    hers = bo.post(url, {"lines": "I want to be useful", "whose": str(cast.amal_id), "once": uuid4()}, follow=True).text
    assert "The lines of Amal are down. They stay closed until all are ready." in hers and "Your lines are down" not in hers
    mine = bo.post(url, {"lines": "Sleeps badly", "whose": "mine", "once": uuid4()}, follow=True).text
    assert "Your lines are down. They stay closed" in mine
    signed_in(cast.cleo.person_id).post(url, {"lines": "Two workplaces", "whose": "mine", "once": uuid4()})


def test_lines_bo_put_down_as_amals_wait_for_her_yes_afterwards_too_and_only_she_can_say_it(cast: Cast) -> None:
    bo, case_id = cast.at_table(cast.bo), cast.case_id
    noted = bring_lines(actor=bo, case_id=case_id, text="I can repair a lamp", said_by_id=cast.amal_id).item_id
    amal, page = signed_in(cast.amal_id, "citizen"), reverse("what_we_bring", args=[case_id])
    told, yes, home = (
        reverse("you_told_us", args=[case_id]),
        reverse("confirm_brought", args=[case_id, noted]),
        "Bo wrote something down as yours.",
    )
    assert home in amal.get("/").text and yes in amal.get(page).text and yes in amal.get(told).text
    assert "Amal has not said yet whether it is so." in signed_in(cast.bo.person_id).get(page).text
    for other in (cast.bo, cast.cleo, cast.dag, cast.eve):
        assert signed_in(other.person_id).post(yes).status_code == 404, other.name
    with pytest.raises(NotHere):
        confirm_brought(actor=cast.amal, case_id=case_id, item_id=uuid4())
    for _twice in range(2):
        assert amal.post(yes, {"from": "told"}).headers["Location"] == told
    assert home not in amal.get("/").text and yes not in amal.get(page).text + amal.get(told).text
    assert "You said yes to it." in amal.get(told).text
    assert "Amal has said yes to it." in signed_in(cast.bo.person_id).get(page).text


def test_what_bo_put_down_as_amals_waits_also_beside_lines_of_her_own_until_she_says_that_it_is_otherwise(cast: Cast) -> None:
    bo, page = cast.at_table(cast.bo), reverse("what_we_bring", args=[cast.case_id])
    noted = bring_lines(actor=bo, case_id=cast.case_id, text="I can repair a lamp", said_by_id=cast.amal_id).item_id
    amal, address = signed_in(cast.amal_id, "citizen"), reverse("confirm_brought", args=[cast.case_id, noted])
    bring_lines(actor=cast.amal, case_id=cast.case_id, text="I can repair nearly everything")
    assert "wrote something down as yours" in amal.get("/").text and "I say it differently" in amal.get(page).text
    assert signed_in(cast.bo.person_id).post(address, {"answer": "differently"}).status_code == 404
    for _twice in range(2):
        assert amal.post(address, {"answer": "differently"}).headers["Location"] == f"{page}#id_lines"
    assert (
        "wrote something down as yours" not in amal.get("/").text and "differently" not in amal.get(page).text.partition(address)[2][:200]
    )
    for told in (page, reverse("you_told_us", args=[cast.case_id])):
        assert "You say it differently." in amal.get(told).text and "You said yes to it." not in amal.get(told).text
    assert "Amal says it differently." in signed_in(cast.bo.person_id).get(page).text


def test_that_amal_says_it_differently_is_hers_to_take_back_and_her_yes_stands(cast: Cast) -> None:
    bo, page, told = cast.at_table(cast.bo), reverse("what_we_bring", args=[cast.case_id]), reverse("you_told_us", args=[cast.case_id])
    noted = bring_lines(actor=bo, case_id=cast.case_id, text="I can repair a lamp", said_by_id=cast.amal_id).item_id
    amal, address = signed_in(cast.amal_id, "citizen"), reverse("confirm_brought", args=[cast.case_id, noted])
    amal.post(address, {"answer": "differently"})
    for shown in (page, told):
        assert "I said that after all" in amal.get(shown).text
    assert "after all" not in signed_in(cast.bo.person_id).get(page).text
    for other in (cast.bo, cast.cleo, cast.dag, cast.eve):
        assert signed_in(other.person_id).post(address).status_code == 404, other.name
    for _twice in range(2):
        assert amal.post(address, {"from": "told"}).headers["Location"] == told
    assert "You said yes to it." in amal.get(told).text and "after all" not in amal.get(told).text + amal.get(page).text
    assert "Amal has said yes to it." in signed_in(cast.bo.person_id).get(page).text
    amal.post(address, {"answer": "differently"})
    assert "Amal has said yes to it." in signed_in(cast.bo.person_id).get(page).text, "an old page pressed late changes nothing"
    with acting(cast.at_table(cast.bo), write=True), pytest.raises(DatabaseError):
        SaidSo.objects.filter(item_id=noted).update(so=False)


def test_bo_who_wrote_amals_lines_can_open_what_is_brought_early(cast: Cast) -> None:
    bo, url = signed_in(cast.bo.person_id), reverse("what_we_bring", args=[cast.case_id])
    bo.post(url, {"lines": "I can repair a lamp", "whose": str(cast.amal_id), "once": uuid4()})
    bo.post(url, {"lines": "Walks daily", "whose": "mine", "once": uuid4()})
    assert "Open before all are ready" in bo.get(url).text, "Cleo has put nothing down"
    assert bo.post(f"{url}open/", {"reason": "We meet tomorrow", "once": uuid4()}).status_code == 302
    assert "Walks daily" in signed_in(cast.amal_id, "citizen").get(url).text


def test_when_lines_open_and_no_meeting_is_called_everybody_is_told_once_and_of_no_meeting(cast: Cast) -> None:
    amal, bo, cleo = cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)
    for actor in (amal, bo, cleo):
        assert my_notices(actor=actor) == ()
        bring_lines(actor=actor, case_id=cast.case_id, text="Mornings")
    assert [[notice.kind for notice in my_notices(actor=actor)] for actor in (amal, bo, cleo)] == [[NoticeKind.NEWS], [NoticeKind.NEWS], []]
    told = "What everybody brings to the meeting is open to you now."
    assert told in signed_in(cast.amal_id, "citizen").get("/").text
    write_words(actor=bo, case_id=cast.case_id, place=table(), kind=ROUND_OVER)
    assert told not in signed_in(cast.amal_id, "citizen").get("/").text


def test_all_three_bring_their_lines_on_the_page(cast: Cast) -> None:
    url = f"/course/{cast.case_id}/what-we-bring/"
    amal, bo, cleo = signed_in(cast.amal_id, "citizen"), signed_in(cast.bo.person_id), signed_in(cast.cleo.person_id)
    assert amal.post(url, {"lines": "I want to be useful", "once": uuid4()}).status_code == 302
    assert (
        bo.post(
            url, {"lines": "Sleeps badly", "whose": "mine", "from_hours": "5", "to_hours": "10", "sure": "fairly", "once": uuid4()}
        ).status_code
        == 302
    )
    assert b"Sleeps badly" not in amal.get(url).content
    assert cleo.post(url, {"lines": "Two workplaces", "whose": "mine", "once": uuid4()}).status_code == 302
    page = amal.get(url).content.decode()
    assert "Sleeps badly" in page
    assert "5 to 10 hours a week" in page
    assert "Fairly sure, on" in page
    assert "Two workplaces" in page
    assert "Sleeps badly" not in cleo.get(url).content.decode()


def test_everybody_is_asked_to_start_with_what_works_well_before_anything_is_written(cast: Cast) -> None:
    url = f"/course/{cast.case_id}/what-we-bring/"
    for client in (signed_in(cast.amal_id, "citizen"), signed_in(cast.bo.person_id), signed_in(cast.cleo.person_id)):
        page = client.get(url).content.decode()
        assert "Start with what works well." in page.partition("<textarea")[0], "above the lines, not behind them"


def test_before_she_shares_lines_amal_sees_the_hours_that_go_with_them(cast: Cast) -> None:
    url = f"/course/{cast.case_id}/what-we-bring/"
    amal, bo, cleo = signed_in(cast.amal_id, "citizen"), signed_in(cast.bo.person_id), signed_in(cast.cleo.person_id)
    typed = {"lines": "Sleeps badly", "whose": "mine", "from_hours": "5", "to_hours": "10", "once": uuid4()}
    unsaid = bo.post(url, {**typed, "sure": ""})
    assert unsaid.status_code == 200 and "Say also how sure you are of these hours." in unsaid.text, "nobody is unsure who did not say so"
    bo.post(url, {**typed, "sure": "fairly"})
    amal.post(url, {"lines": "I want to be useful", "once": uuid4()})
    opened = cleo.post(url, {"lines": "Two workplaces", "whose": "mine", "once": uuid4()}, follow=True).text
    assert "What each wrote is open to the citizen, who shares it on." in opened, "Cleo is not told that she can read it"
    assert amal.get(url).text.count("5 to 10 hours a week") == 1
    brought = next(one for one in what_we_bring(actor=cast.amal, case_id=cast.case_id).others if one.name == "Bo")
    assert brought.lines == ("Sleeps badly",)
    until = f"{timezone.localdate() + timedelta(days=9):%d.%m.%Y}"
    choice = {"items": [str(brought.item_id)], "purpose": "meeting", "until": until, "once": uuid4(), "step": "look"}
    preview = amal.post(reverse("release_items", args=[cast.case_id, cast.seats["cleo"]]), choice).text
    assert "Exactly this, and nothing more." in preview and "5 to 10 hours a week. Fairly sure." in preview


def test_amal_finds_from_what_others_brought_where_she_chooses_who_reads_it(cast: Cast) -> None:
    url, choose = f"/course/{cast.case_id}/what-we-bring/", "Choose who reads these lines"
    amal, bo, cleo = signed_in(cast.amal_id, "citizen"), signed_in(cast.bo.person_id), signed_in(cast.cleo.person_id)
    assert choose not in amal.get(url).content.decode(), "nothing of the others is open yet"
    for client in (amal, bo, cleo):
        client.post(url, {"lines": "Mornings", "whose": "mine", "once": uuid4()})
    page = amal.get(url).content.decode()
    assert f'<a href="/course/{cast.case_id}/sharing/">{choose}</a>' in page
    assert choose not in bo.get(url).content.decode()


def test_lines_opened_early_say_so_with_the_reason_to_everyone(cast: Cast) -> None:
    url = f"/course/{cast.case_id}/what-we-bring/"
    amal, bo, cleo = signed_in(cast.amal_id, "citizen"), signed_in(cast.bo.person_id), signed_in(cast.cleo.person_id)
    assert "before all were ready" not in bo.get(url).content.decode()
    assert bo.post(f"{url}open/", {"reason": "The meeting is tomorrow", "once": uuid4()}).status_code == 302
    assert "You opened what stood here on" in bo.get(url).content.decode()
    for client in (amal, cleo):
        page = client.get(url).content.decode()
        assert "Bo opened what stood here on" in page and "The meeting is tomorrow" in page


def test_dag_and_eve_find_nothing_here(cast: Cast) -> None:
    url = f"/course/{cast.case_id}/what-we-bring/"
    for stranger in (cast.dag, cast.eve):
        client = signed_in(stranger.person_id)
        assert client.get(url).status_code == 404
        assert client.post(url, {"lines": "Hello", "whose": "mine", "once": uuid4()}).status_code == 404


@pytest.mark.parametrize("lines", ["", "x" * 1_000_000, "a\x00b", "a\u202eb", "line\n" * 11, "y" * 300])
def test_bad_lines_are_refused_and_what_was_typed_stays(cast: Cast, lines: str) -> None:
    answer = signed_in(cast.amal_id, "citizen").post(f"/course/{cast.case_id}/what-we-bring/", {"lines": lines, "once": uuid4()})
    assert answer.status_code == 200
    assert b"govuk-error" in answer.content
    if len(lines) == 300:
        assert lines in answer.content.decode()


def test_markup_and_smileys_are_shown_as_they_were_typed(cast: Cast) -> None:
    client = signed_in(cast.amal_id, "citizen")
    client.post(f"/course/{cast.case_id}/what-we-bring/", {"lines": "<script>alert(1)</script> 🙂", "once": uuid4()})
    page = client.get(f"/course/{cast.case_id}/what-we-bring/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🙂" in page
    assert not re.search(r"<script>alert", page)


def test_a_double_click_puts_the_lines_down_once(cast: Cast) -> None:
    client, once = signed_in(cast.amal_id, "citizen"), uuid4()
    for _ in range(2):
        client.post(f"/course/{cast.case_id}/what-we-bring/", {"lines": "Once", "once": once})
    assert client.get(f"/course/{cast.case_id}/what-we-bring/").content.decode().count("<li>Once</li>") == 1


def test_the_page_asks_at_most_twelve_statements(cast: Cast) -> None:
    client = signed_in(cast.amal_id, "citizen")
    client.post(f"/course/{cast.case_id}/what-we-bring/", {"lines": "One\nTwo", "once": uuid4()})
    with count_statements() as asked:
        client.get(f"/course/{cast.case_id}/what-we-bring/")
    assert len(asked) <= 12, asked


def test_a_double_click_puts_lines_down_once_and_opens_early_once(cast: Cast) -> None:
    url = f"/course/{cast.case_id}/what-we-bring/"
    bo, amal = signed_in(cast.bo.person_id), signed_in(cast.amal_id, "citizen")
    lines, opening = {"lines": "Walks daily", "whose": "mine", "once": uuid4()}, {"reason": "The meeting is tomorrow", "once": uuid4()}
    for sent, address in ((lines, url), (lines, url), (opening, f"{url}open/"), (opening, f"{url}open/")):
        assert bo.post(address, sent).status_code == 302
    page = amal.get(url).content.decode()
    assert page.count("Walks daily") == 1 and page.count("opened what stood here on") == 1
    assert [notice.kind for notice in my_notices(actor=cast.amal)] == [NoticeKind.NEWS], "no meeting is called yet"


def test_a_page_of_before_the_meeting_sent_again_after_it_is_refused_in_words(cast: Cast) -> None:
    url, bo = f"/course/{cast.case_id}/what-we-bring/", signed_in(cast.bo.person_id)
    lines, opening = {"lines": "Walks daily", "whose": "mine", "once": uuid4()}, {"reason": "The meeting is tomorrow", "once": uuid4()}
    for sent, address in ((lines, url), (opening, f"{url}open/")):
        assert bo.post(address, sent).status_code == 302
    write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind=ROUND_OVER)
    for sent, address in ((lines, url), (opening, f"{url}open/")):
        answer = bo.post(address, sent)
        page = answer.content.decode()
        assert answer.status_code == 200 and "Somebody changed this" in page
        assert str(sent["once"]) not in page, "sent again with a token of its own"
        assert bo.post(address, {**sent, "once": uuid4()}).status_code == 302


def test_jon_in_bos_place_is_not_offered_to_open_what_was_opened_with_all_ready(cast: Cast) -> None:
    url = f"/course/{cast.case_id}/what-we-bring/"
    amal, bo, cleo = signed_in(cast.amal_id, "citizen"), signed_in(cast.bo.person_id), signed_in(cast.cleo.person_id)
    for client in (amal, bo, cleo):
        client.post(url, {"lines": "Mornings", "whose": "mine", "once": uuid4()})
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    hand_over = {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id, "told": Told.BY_LEADER}
    replace_professional(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, **hand_over)
    hers, his = amal.get(url).text, signed_in(cast.jon.person_id).get(url).text
    for page in (hers, his):
        assert "All have put down what they bring." in page and "Not here yet" not in page and "Not yet" not in page
    assert "Open before all are ready" not in his


def test_who_has_put_down_nothing_yet_is_said_once_in_the_list(cast: Cast) -> None:
    page = signed_in(cast.amal_id, "citizen").get(f"/course/{cast.case_id}/what-we-bring/").text
    below = page.split("Who is ready")[1].split("</section>")[0].split('<ul class="rt-list">')[1]
    names = [party.name for party in what_we_bring(actor=cast.amal, case_id=cast.case_id).parties]
    assert [below.count(name) for name in names] == [1] * len(names) and below.count("Not yet") == len(names)


def test_eve_who_sat_down_when_the_lines_were_open_reads_that_hers_open_at_once(cast: Cast) -> None:
    opened_with_all_then_eve_sits_down(cast)
    url = reverse("what_we_bring", args=[cast.case_id])
    eve, amal = signed_in(cast.eve.person_id), signed_in(cast.amal_id, "citizen")
    page = eve.get(url).text
    assert "What you write now, Amal can read at once, and shares it on." in page
    assert "Open before all are ready" not in page and "until all are ready" not in page
    assert "What the others write now, you can read at once." in amal.get(url).text
    done = eve.post(url, {"lines": "A place in the group", "whose": "mine", "once": uuid4()}, follow=True).text
    assert "Your lines are down, and open to the citizen now, who shares them on." in done
    assert "A place in the group" in amal.get(url).text


def test_amal_changes_her_lines_on_the_page_and_finds_no_button_once_they_are_open(cast: Cast) -> None:
    url, amal = reverse("what_we_bring", args=[cast.case_id]), signed_in(cast.amal_id, "citizen")
    amal.post(url, {"lines": "I want to be useful", "once": uuid4()})
    item = what_we_bring(actor=cast.amal, case_id=cast.case_id).mine_all[0].item_id
    change = reverse("change_lines", args=[cast.case_id, item])
    assert change in amal.get(url).text and "I want to be useful" in amal.get(change).text
    assert amal.post(change, {"lines": " ", "once": uuid4()}).status_code == 422
    assert "Only mornings" in amal.post(change, {"lines": "Only mornings", "once": uuid4()}, follow=True).text
    for other in (cast.bo, cast.cleo, cast.dag, cast.eve):
        assert signed_in(other.person_id).get(change).status_code == 404
    for other in (cast.bo, cast.cleo):
        signed_in(other.person_id).post(url, {"lines": "Mornings", "whose": "mine", "once": uuid4()})
    assert change not in amal.get(url).text and amal.get(change).status_code == 302
    late = amal.post(change, {"lines": "Too late", "once": uuid4()})
    assert late.status_code == 422 and "These lines are open by now" in late.text and "Too late" in late.text
    with count_statements() as asked:
        amal.get(url)
    assert len(asked) <= 12, asked


def test_after_the_end_nobody_is_waited_for_and_nobody_from_outside_is_asked(cast: Cast) -> None:
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    amal = signed_in(cast.amal_id, "citizen")
    page, people = (reverse(name, args=[cast.case_id]) for name in ("what_we_bring", "people"))
    asks = "Ask somebody from outside, by a link"
    assert "Who is ready" in amal.get(page).text and asks in amal.get(people).text
    close_case(actor=cast.cleo.on(cast.case_id), case_id=cast.case_id, outcome=Outcome.OTHER, seen=1)
    told = amal.get(page).text
    assert "Nothing more is brought to its table." in told and "Who is ready" not in told and "until all are ready" not in told
    assert asks not in amal.get(people).text

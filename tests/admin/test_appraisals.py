"""HR's pages: a plan tried and adopted, a period computed and settled, a score opened, the period as a file."""

import csv
import io
import re

import openpyxl
import pytest

import views
from storage.transactions import execute, fetch_value
from tests.admin.conftest import Enter, Official
from tests.cast import Cast
from tests.domain.appraisals.quarter import live, settle
from tests.domain.appraisals.test_plans import adopted
from views.figures.desks import weighing

NEW = "/admin/weights/new"


async def filled(hr: Official, kind: str = "AGENCY") -> dict[str, str]:
    """The fields of the form as it was drawn."""
    page = await hr.see(f"{NEW}?kind={kind}")
    fields = dict(re.findall(r'<input class="form-control[^"]*" id="[^"]*" name="([^"]+)"[^>]*? value="([^"]*)"', page))
    return {**fields, "kind": kind, "reason": "按本市办法"}


def seen(page: str) -> str:
    """What the page says it showed."""
    return re.findall(r'name="seen" value="([^"]+)"', page)[0]


async def test_a_draft_is_saved_sent_and_adopted_by_a_second_person(enter: Enter, cast: Cast) -> None:
    hr = await enter("hr")
    fields = await filled(hr)
    answer = await hr.send(NEW, **fields | {"weights-score": "30", "weights-self_rate": "15"}, then="submit")
    assert "已送第二人核准" in answer.text
    number = await fetch_value("select id from weight_plan where version = 2")
    assert "/adoption" not in (await hr.see(f"/admin/weights/{number}"))
    supervisor = await enter("supervisor")
    page = await supervisor.see(f"/admin/weights/{number}")
    assert "/adoption" in page
    unread = await supervisor.send(f"/admin/weights/{number}/adoption")
    assert unread.status_code == 409
    assert "请看过新的内容再核准" in unread.text
    answer = await supervisor.send(f"/admin/weights/{number}/adoption", seen=seen(page))
    assert "方案已核准" in answer.text
    refused = await hr.send(f"/admin/weights/{number}", **fields)
    assert refused.status_code == 409
    assert "第2版已经核准，不能再改" in refused.text


async def test_a_second_person_of_hr_finds_the_plan_to_adopt_and_may_take_it_over(enter: Enter, cast: Cast) -> None:
    await execute("update account set roles = '{HR}' where login = 'supervisor'")
    hr = await enter("hr")
    await hr.send(NEW, **await filled(hr), then="submit")
    number = await fetch_value("select id from weight_plan where version = 2")
    assert "已送核准，等另一人。" in await hr.see(f"/admin/weights/{number}")
    second = await enter("supervisor")
    page = await second.see(f"/admin/weights/{number}")
    assert "绩效员起草，等您核准" in page
    assert page.count("btn-primary") == 1
    assert f'formaction="/admin/weights/{number}/adoption"' in page
    assert "送第二人核准" not in page
    changing = await second.see(f"/admin/weights/{number}?edit=1")
    assert "送第二人核准" in changing
    assert "/adoption" not in changing
    answer = await second.send(f"/admin/weights/{number}/adoption", seen=seen(page))
    assert "方案已核准" in answer.text


async def test_weights_that_sum_to_99_are_refused_and_what_was_typed_stays(enter: Enter, cast: Cast) -> None:
    hr = await enter("hr")
    fields = await filled(hr) | {"weights-score": "34"}
    answer = await hr.send(NEW, **fields)
    assert answer.status_code == 422
    assert "权重合计99，还差1；必须正好是100。" in answer.text
    assert 'name="weights-score" value="34"' in answer.text
    tried = await hr.send(f"{NEW}?then=try", htmx=True, **fields)
    assert tried.status_code == 200
    assert "还差1" in tried.text
    assert "合计是100才试算" in tried.text
    assert await fetch_value("select count(*) from weight_plan") == 4


async def test_of_two_pages_on_one_draft_the_second_is_told_and_may_insist(enter: Enter, cast: Cast) -> None:
    hr = await enter("hr")
    fields = await filled(hr)
    await hr.send(NEW, **fields)
    number = await fetch_value("select id from weight_plan where version = 2")
    url, both = f"/admin/weights/{number}", seen(await hr.see(f"/admin/weights/{number}"))
    await hr.send(url, **fields | {"minimum": "40"}, seen=both)
    late = await hr.send(url, **fields | {"minimum": "50"}, seen=both)
    assert late.status_code == 409
    assert "您写的还在，没有保存" in late.text
    assert 'name="minimum" value="50"' in late.text
    assert await fetch_value("select minimum from weight_plan where id = $1", number) == 40
    await hr.send(url, **fields | {"minimum": "50"}, seen=seen(late.text))
    assert await fetch_value("select minimum from weight_plan where id = $1", number) == 50


async def test_two_plans_on_one_day_are_refused_in_the_form(enter: Enter, cast: Cast) -> None:
    hr = await enter("hr")
    fields = await filled(hr)
    await hr.send(NEW, **fields)
    answer = await hr.send(NEW, **fields)
    assert answer.status_code == 409
    assert "同一天不能有两个方案" in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights-score", "三十"),
        ("weights-score", "1e2"),
        ("minimum", "-1"),
        ("from", "2026/12"),
        ("points-circulated", ""),
    ],
)
async def test_what_is_no_number_or_month_is_refused_with_the_form(
    enter: Enter, cast: Cast, name: str, value: str
) -> None:
    hr = await enter("hr")
    answer = await hr.send(NEW, **await filled(hr) | {name: value})
    assert answer.status_code == 422
    assert 'class="form-summary"' in answer.text


async def test_a_period_is_computed_looked_at_and_settled_by_typing_its_name(enter: Enter, cast: Cast) -> None:
    key = await live(cast)
    hr = await enter("hr")
    assert key in await hr.see("/admin/periods")
    page = await hr.see(f"/admin/periods/{key}")
    assert "73.0" in page
    answer = await hr.send(f"/admin/periods/{key}/settlement", confirm="2026")
    assert answer.status_code == 422
    unseen = await hr.send(f"/admin/periods/{key}/settlement", confirm=key)
    assert unseen.status_code == 409
    assert "请看过新的结果再结算" in unseen.text
    answer = await hr.send(f"/admin/periods/{key}/settlement", confirm=key, seen=seen(page))
    assert "已经结算并冻结" in answer.text
    again = await hr.send(f"/admin/periods/{key}/settlement", confirm=key)
    assert again.status_code == 409
    assert "已经由绩效员结算" in again.text


async def opened(official: Official, kind: str) -> str:
    number = await fetch_value("select id from appraisal where subject_kind = $1 order by n desc limit 1", kind)
    return await official.see(f"/admin/appraisals/{views.seal_id('Appraisal', number)}")


async def test_a_score_opens_down_to_the_ratings_and_never_to_a_text_a_case_or_a_time(enter: Enter, cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    hr = await enter("hr")
    for kind, total in (("AGENCY", "73.0331"), ("WINDOW_STAFF", "95.7286"), ("HOTLINE_AGENT", "87.4000")):
        page = await opened(hr, kind)
        assert total in page
        assert "背后的评价" in page
        assert "属实有责" in page
        for hidden in ("Q-0000", "等了很久", "10:0"):
            assert hidden not in page
    bureau = await opened(hr, "AGENCY")
    assert "20.8333" in bureau
    assert "只有2件，不足3件：用同类平均66.67 %补足到3件再算。" in bureau
    assert "只有2件，同类合起来也不足3件：这一项不评，权重让给其他项。" in bureau
    assert "84.29" in await opened(hr, "WINDOW_STAFF")


async def test_the_lists_behind_a_score_are_turned_page_by_page_to_the_end(
    enter: Enter, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weighing, "MOST", 2)
    key = await live(cast)
    await settle(key, cast)
    hr = await enter("hr")
    for kind in ("AGENCY", "WINDOW_STAFF"):
        page = await opened(hr, kind)
        count = int(re.findall(r"有效评价(\d+)次，差评在前", page)[0])
        assert len(await turned(hr, page, "ratings")) == count > 2
    terms = await turned(hr, await opened(hr, "AGENCY"), "orders")
    assert len(terms) == 3
    officer = await enter("head")
    number = await fetch_value("select id from appraisal where agency_id = $1 and staff_id is null", cast.ids["bureau"])
    url = f"/admin/appraisals/{views.seal_id('Appraisal', number)}?ratings=x"
    assert (await officer.client.get(url, headers={"HX-Request": "true"})).status_code == 200


async def turned(official: Official, page: str, name: str) -> list[str]:
    """The rows of one list, through all its pages."""
    rows = []
    while True:
        part = page[page.index(f'id="{name}"') :].split("</section>")[0]
        rows += re.findall(r'<tr><td class="nowrap">', part)
        more = re.findall(r'rel="next" href="([^"#]+)', part)
        if not more:
            return rows
        page = await official.see(more[0])


async def test_too_few_ratings_are_told_without_a_number_after_an_adjustment_too(enter: Enter, cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    await execute("update evaluation set standing = 'VOID' where staff_id = $1", cast.ids["E002"])
    hr = await enter("hr")
    await hr.see(f"/admin/periods/{key}")
    await hr.send(f"/admin/periods/{key}/adjustments")
    assert re.search(r"\d+月\d+日有调整", await hr.see(f"/admin/periods/{key}?kind=WINDOW_STAFF"))
    number = await fetch_value("select id from appraisal where staff_id = $1", cast.ids["E002"])
    page = await hr.see(f"/admin/appraisals/{views.seal_id('Appraisal', number)}")
    assert "按现在的数据评价太少，不比较。" in page


async def test_the_person_sees_the_own_score_once_every_rating_behind_it_was_shown(enter: Enter, cast: Cast) -> None:
    key = await live(cast)
    clerk = await enter("clerk")
    assert "还没有可看的得分" in await clerk.see("/admin/appraisals"), "not settled"
    await settle(key, cast)
    assert "还没有可看的得分" in await clerk.see("/admin/appraisals"), "not all shown"
    await execute("update evaluation set shown_to_staff_on = city_today()")
    page = await clerk.see("/admin/appraisals")
    assert "95.7" in page
    assert "周话务" not in page
    page = await opened(clerk, "WINDOW_STAFF")
    assert page.index("责任") < page.index("已补救") < page.index("评价均值"), "responsibility and repair first"
    assert "背后的评价" not in page


async def test_only_the_own_agency_its_district_and_hr_see_a_score(enter: Enter, cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    number = await fetch_value("select id from appraisal where subject_kind = 'WINDOW_STAFF' limit 1")
    agency = await fetch_value("select id from appraisal where agency_id = $1 and staff_id is null", cast.ids["bureau"])
    head, supervisor, officer = await enter("head"), await enter("supervisor"), await enter("officer")
    for who, row, status in ((head, agency, 200), (head, number, 404), (supervisor, agency, 200),
                             (supervisor, number, 404), (officer, agency, 404)):  # fmt: skip
        answer = await who.client.get(f"/admin/appraisals/{views.seal_id('Appraisal', row)}")
        assert answer.status_code == status
    for path in ("/admin/periods", f"/admin/periods/{key}", f"/admin/periods/{key}/export.csv", NEW):
        assert (await officer.client.get(path)).status_code == 403
        assert (await supervisor.client.get(path)).status_code == 403


async def test_the_period_as_a_file_holds_every_figure_and_no_formula(enter: Enter, cast: Cast) -> None:
    await execute("update staff_member set name = '=1+1' where id = $1", cast.ids["clerk"])
    key = await live(cast)
    hr = await enter("hr")
    told = await hr.client.get(f"/admin/periods/{key}/export.csv")
    assert told.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert {row["得分"] for row in rows if row["名称"] == "'=1+1"} == {"95.7286"}
    assert {row["周期"] for row in rows} == {key}
    book = openpyxl.load_workbook(io.BytesIO((await hr.client.get(f"/admin/periods/{key}/export.xlsx")).content))
    sheet = book[key]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)
    assert sheet.max_row == len(rows) + 1
    assert [cell.value for cell in sheet[1]] == list(rows[0])


async def test_last_month_is_tried_under_both_plans(enter: Enter, cast: Cast) -> None:
    await live(cast)
    await adopted(cast, minimum=3)
    hr = await enter("hr")
    page = await hr.see(f"{NEW}?kind=WINDOW_STAFF")
    assert "上个月没有可算的评价" in page
    assert "chart-funnel" not in page

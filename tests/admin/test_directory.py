"""目录: what was changed and by whom, for administrators and auditors; and the files to fill in."""

import io

from openpyxl import load_workbook

from domain.directory.entries import Agency, District
from domain.directory.rows import read
from domain.directory.saving import register, save
from domain.files.tables import Row
from tests.admin.conftest import HTMX, Enter
from tests.cast import Cast

BAY = District("449977000000", "海岸区")
BUREAU = Agency("11449900MB9X000238", "人社局", BAY.code)


async def changed(cast: Cast) -> None:
    """A bureau that was added by the system, and renamed by the administrator."""
    admin = cast["administrator"]
    await register([BAY, BUREAU], by=admin)
    row = Row(2, 0, {"code": BUREAU.code, "name": "人力资源局", "nameEn": "<b>HR</b>"})
    await save("agency", read("agency", [row]), by=admin, source="单位.xlsx", reason="滨机编〔2026〕31号")


async def test_every_change_is_told_with_before_and_after(enter: Enter, cast: Cast) -> None:
    admin = await enter("administrator")
    assert "还没有变过" in await admin.see("/admin/directory")
    await changed(cast)
    page = await admin.see("/admin/directory")
    for words in (
        "人力资源局",
        "<del>人社局</del>",
        "<ins>人力资源局</ins>",
        "&lt;b&gt;HR&lt;/b&gt;",
        "单位.xlsx",
        "滨机编",
    ):
        assert words in page, words
    assert cast["administrator"].name in page


async def test_it_is_searched_by_kind_code_and_name(enter: Enter, cast: Cast) -> None:
    await changed(cast)
    auditor = await enter("auditor")
    assert "海岸区" not in await auditor.see("/admin/directory?tab=agency")
    assert "海岸区" in await auditor.see("/admin/directory?tab=district")
    assert "海岸区" in await auditor.see("/admin/directory?q=449977")
    assert "没有找到" in await auditor.see("/admin/directory?q=%25")
    assert "海岸区" in await auditor.see("/admin/directory?tab=nonsense")


async def test_a_search_swaps_the_list_alone(enter: Enter, cast: Cast) -> None:
    await changed(cast)
    piece = await (await enter("auditor")).client.get("/admin/directory?tab=district&q=449977", headers=HTMX)
    assert (piece.status_code, "<h1" in piece.text, "海岸区" in piece.text) == (200, False, True)


async def test_a_template_of_each_kind_and_no_other(enter: Enter) -> None:
    admin = await enter("administrator")
    assert "/admin/directory/templates/service.xlsx" in await admin.see("/admin/directory")
    answer = await admin.client.get("/admin/directory/templates/service.xlsx")
    assert load_workbook(io.BytesIO(answer.content)).worksheets[0]["A1"].value == "事项编码"
    assert 'filename="service.xlsx"' in answer.headers["content-disposition"]
    assert (await admin.client.get("/admin/directory/templates/service.ods")).status_code == 404
    assert (await admin.client.get("/admin/directory/templates/shop.csv")).status_code == 404


async def test_nobody_else_reads_it_and_auditors_get_no_templates(enter: Enter) -> None:
    for who in ("officer", "supervisor", "hr", "moderator"):
        assert (await (await enter(who)).client.get("/admin/directory")).status_code == 403, who
    auditor = await enter("auditor")
    assert "templates" not in await auditor.see("/admin/directory")
    assert (await auditor.client.get("/admin/directory/templates/hall.csv")).status_code == 403

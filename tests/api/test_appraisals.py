"""`appraisals`: what each role is told of scores, before and after settlement."""

from domain import appraisals
from storage.transactions import execute
from tests.api.conftest import Api
from tests.domain.appraisals.quarter import live, settle

SCORES = """query ($where: AppraisalFilter) { appraisals(first: 20, where: $where) { edges { node {
  subjectKind subjectName period state score n planVersion
  figures { key value low high n weight points note definition }
  adjustments { on reason score } } } } }"""
NAMES = {
    "hr": {"滨海市人力资源和社会保障局", "滨海市政务服务数据管理局", "海湾区", "陈窗口", "李窗口", "周话务", "吴话务"},
    "supervisor": {"滨海市人力资源和社会保障局", "滨海市政务服务数据管理局", "海湾区"},
    "hill_supervisor": set(),
    "head": {"滨海市人力资源和社会保障局"},
    "clerk": {"陈窗口"},
}
NOBODY = ("officer", "dispatcher", "moderator", "reviewer", "auditor", "hall", "administrator", "subscriber", "public")


async def names(api: Api, by: str) -> set[str]:
    told = await api.ask(SCORES, by)
    return {edge["node"]["subjectName"] for edge in told["data"]["appraisals"]["edges"]}


async def test_each_role_is_told_its_own_scores_and_only_once_they_are_settled(api: Api) -> None:
    key = await live(api.cast)
    await execute("update evaluation set shown_to_staff_on = city_today()")
    for by, expected in NAMES.items():
        assert await names(api, by) == (expected if by == "hr" else set()), by
    await settle(key, api.cast)
    for by, expected in NAMES.items():
        assert await names(api, by) == expected, by
    for by in NOBODY:
        assert await names(api, by) == set(), by


async def test_a_score_is_told_with_its_figures_intervals_and_definitions(api: Api) -> None:
    key = await live(api.cast)
    where = {"period": key, "subjectKind": "AGENCY", "agencyCode": ["11990100MB2C00001A"]}
    told = (await api.ask(SCORES, "hr", "en", where=where))["data"]["appraisals"]
    (edge,) = told["edges"]
    node = edge["node"]
    assert (node["score"], node["n"], node["planVersion"], node["state"]) == (73.0331, 9, 2, "PREVIEW")
    on_time = next(figure for figure in node["figures"] if figure["key"] == "on_time_rate")
    assert on_time["value"] == 0.666667
    assert on_time["low"] < on_time["value"] < on_time["high"]
    assert (on_time["n"], on_time["weight"], on_time["points"]) == (3, 31.25, 20.8333)
    assert on_time["definition"].startswith("Of the mendings due")
    assert on_time["note"] is None
    notes = {figure["key"]: figure["note"] for figure in node["figures"] if figure["note"]}
    assert notes == {
        "post_rectify_satisfaction": "Only 2, and fewer than 3 of all together: not judged, "
        "its weight goes to the others.",
        "bad_reply_rate": "Only 2, fewer than 3: filled up to 3 with the mean of all, 66.67 %.",
    }


async def adjusted(api: Api) -> None:
    """The only rating of an agent turns out to be void after the quarter was settled."""
    await settle(await live(api.cast), api.cast)
    await execute("update evaluation set standing = 'VOID' where staff_id = $1", api.cast.ids["T002"])
    await appraisals.adjust(by=api.cast["hr"])


async def test_an_adjustment_says_what_changed(api: Api) -> None:
    await adjusted(api)
    told = await api.ask(SCORES, "hr", where={"subjectKind": "DISTRICT"})
    (adjustment,) = told["data"]["appraisals"]["edges"][0]["node"]["adjustments"]
    assert adjustment["reason"] == "结算后有变动：满意度 1000/13 → 900/12；自主评价 6/13 → 6/12。"


async def test_an_adjustment_under_the_minimum_is_not_told_as_the_score_itself_is_not(api: Api) -> None:
    await adjusted(api)
    told = await api.ask(SCORES, "hr", where={"subjectKind": "HOTLINE_AGENT"})
    (few,) = [edge["node"] for edge in told["data"]["appraisals"]["edges"] if edge["node"]["subjectName"] == "吴话务"]
    assert few["score"] is None
    assert few["adjustments"] == []

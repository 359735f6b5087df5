"""The forms and tags a new city starts with (docs/rules.md §3.4, §3.5).

The scenes are those of the seed text, the tags the provincial ones seen upstream.
"""

from domain.rulebook import FROM_THE_START
from domain.words import Cause, Level, Scene, Target
from storage.transactions import execute_many, fetch_value, transaction

TEXT_LIMIT = 500

FORMS: dict[Scene, tuple[tuple[str, str, str, Target], ...]] = {
    Scene.WINDOW: (
        ("BUSINESS", "业务评价", "The matter itself", Target.ITEM),
        ("EFFICIENCY", "服务效率", "Efficiency", Target.STAFF),
        ("COMPETENCE", "服务水平", "Competence", Target.STAFF),
        ("ATTITUDE", "服务态度", "Attitude", Target.STAFF),
    ),
    Scene.ONLINE: (
        ("ITEM", "事项", "The service item", Target.ITEM),
        ("GUIDE", "办事指南", "The guide", Target.GUIDE),
        ("PLATFORM", "平台体验", "The platform", Target.PLATFORM),
    ),
    Scene.HOTLINE: (("CONSULTING", "咨询服务", "The advice given", Target.HOTLINE_CALL),),
}

# code, text, English, shown behind "more"
NATIONAL: dict[Level, tuple[tuple[str, str, str, bool], ...]] = {
    Level.VERY_SATISFIED: (
        ("510", "一窗受理一次办结", "One window, done in one visit", False),
        ("511", "可以先受理后补材料", "Accepted first, papers later", False),
        ("512", "不用提交证明", "No certificates needed", False),
        ("513", "可以全程网上办理", "Entirely online", True),
        ("514", "可以使用手机办理", "Works on the phone", True),
        ("515", "可以就近办理", "Done nearby", True),
        ("516", "无需材料直接办理", "No papers needed", True),
        ("517", "服务热情效率高", "Warm and efficient", True),
    ),
    Level.SATISFIED: (
        ("406", "填写一张表单就可完成申报", "One form was enough", False),
        ("407", "在线提交材料窗口核验", "Submitted online, checked at the window", False),
        ("408", "一张清单告知全部申报材料", "One list named all papers", False),
        ("409", "用告知承诺减免申报材料", "A pledge replaced papers", True),
        ("410", "可以在线预约办理", "Appointment online", True),
        ("411", "跑大厅一次办完", "One visit to the hall", True),
        ("412", "可以使用自助机办理", "Self-service terminal worked", True),
        ("413", "服务态度较好", "Good attitude", True),
    ),
    Level.FAIRLY_SATISFIED: (
        ("307", "一次性告知需要补正的材料", "Told all corrections at once", False),
        ("308", "提供申报材料样本", "Samples were provided", False),
        ("309", "在承诺的时间内办结", "Done in the promised time", False),
        ("310", "办事指南指引准确", "The guide was accurate", True),
        ("311", "按办事指南要求的材料即可办理", "The guide's papers were enough", True),
        ("312", "可以快递送达", "Delivery by post", True),
        ("313", "跑动次数与承诺的一致", "As many visits as promised", True),
        ("314", "服务态度一般", "Attitude was fair", True),
    ),
    Level.DISSATISFIED: (
        ("207", "没有提供材料样本", "No sample of the papers", False),
        ("208", "没有提供材料清单", "No list of the papers", False),
        ("209", "未在承诺时间内办结", "Not done in the promised time", False),
        ("210", "同样内容的证明材料被要求多次提交", "Asked for the same proof again and again", True),
        ("211", "承诺网办但无法在线办理", "Promised online, but impossible", True),
        ("212", "在线预约办理后到实体大厅重复取号排队", "Queued again despite an appointment", True),
        ("213", "窗口人员业务不熟练", "Staff not competent", True),
        ("214", "服务态度生硬", "Brusque attitude", True),
    ),
    Level.VERY_DISSATISFIED: (
        ("108", "在办事指南之外增加新的审批条件", "Conditions beyond the guide", False),
        ("109", "需提供办事指南之外的申报材料", "Papers beyond the guide", False),
        ("110", "无理由超过法定办理时间", "Over the legal time without reason", False),
        ("111", "办事指南提供样本有错", "The guide's sample is wrong", True),
        ("112", "承诺在线收取申报材料实际无法收取", "Papers could not be sent online as promised", True),
        ("113", "多头跑窗口和部门", "Sent from window to window", True),
        ("114", "跑动次数与承诺的不一致", "More visits than promised", True),
        ("115", "服务态度差效率低", "Bad attitude, slow", True),
    ),
}

HOTLINE: dict[Level, tuple[tuple[str, str, str, bool], ...]] = {
    Level.VERY_SATISFIED: (("SZ-H01", "一次说清楚", "Explained at once", False),),
    Level.SATISFIED: (("SZ-H02", "接通快", "Answered quickly", False),),
    Level.FAIRLY_SATISFIED: (("SZ-H03", "说得基本清楚", "Fairly clear", False),),
    Level.DISSATISFIED: (("SZ-H04", "没有说清楚", "Not clear", False), ("SZ-H05", "等待时间长", "Long wait", False)),
    Level.VERY_DISSATISFIED: (
        ("SZ-H06", "态度不好", "Bad attitude", False),
        ("SZ-H07", "答复有错", "Wrong answer", False),
    ),
}

CAUSES: dict[Cause, tuple[str, ...]] = {
    Cause.STAFF_CONDUCT: ("213", "214", "115", "SZ-H04", "SZ-H06", "SZ-H07"),
    Cause.EFFICIENCY: ("209", "110", "SZ-H05"),
    Cause.GUIDE_MATERIAL: ("207", "208", "210", "109", "111"),
    Cause.PROCESS_POLICY: ("108", "113", "114"),
    Cause.PLATFORM: ("211", "212", "112"),
}
CAUSE_OF = {code: cause for cause, codes in CAUSES.items() for code in codes}


async def seed() -> None:
    """Write version 1 of the forms and tags, once."""
    async with transaction():
        if await fetch_value("select exists (select from form)"):
            return
        for scene, dimensions in FORMS.items():
            await _write_form(scene, dimensions)
        await _write_tags(NATIONAL, [Scene.WINDOW, Scene.ONLINE])
        await _write_tags(HOTLINE, [Scene.HOTLINE])


async def _write_form(scene: Scene, dimensions: tuple[tuple[str, str, str, Target], ...]) -> None:
    form = await fetch_value(
        "insert into form (scene, version, text_limit, effective_from) values ($1, 1, $2, $3) returning id",
        scene,
        TEXT_LIMIT,
        FROM_THE_START,
    )
    await execute_many(
        "insert into dimension (form_id, code, name, name_en, target, position) values ($1, $2, $3, $4, $5, $6)",
        [(form, *dimension, position) for position, dimension in enumerate(dimensions)],
    )


async def _write_tags(tags: dict[Level, tuple[tuple[str, str, str, bool], ...]], scenes: list[Scene]) -> None:
    rows = [
        (code, level, text, english, extended, CAUSE_OF.get(code), scenes, position, FROM_THE_START)
        for level, options in tags.items()
        for position, (code, text, english, extended) in enumerate(options)
    ]
    await execute_many(
        """insert into tag (code, version, level, text, text_en, extended, cause, scenes, position, effective_from)
           values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        rows,
    )

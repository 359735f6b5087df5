"""Texts that people of the invented city write. Names are of its invented staff, numbers of nobody."""

from random import Random
from typing import Final

_COMPLAINTS: Final = {
    "207": (
        "表格没有样本，填了两遍才对。",
        "窗口只给了空白表，问了几次才知道怎么填。",
        "网上也找不到填写样本，能不能放一份？",
    ),
    "208": (
        "没有人告诉我要带哪些材料，来回跑了两趟。",
        "材料清单贴得太靠里，排到了才看到。",
        "预约短信里没有清单，到了才说还缺一份。",
    ),
    "209": (
        "说好五个工作日，过了一周还没有结果。",
        "进度一直停在审核中，打电话也说不清。",
        "承诺的时间早过了，没有人通知我。",
    ),
    "210": (
        "同一份证明交了三次，说系统里看不到上一次的。",
        "上个月刚交过的材料又要一遍。",
        "能查到的证件还要我自己复印。",
    ),
    "211": (
        "网上一直转圈，最后还是请假来了大厅。",
        "页面说可以网办，点进去却让线下提交。",
        "提交按钮按不动，换了手机也一样。",
    ),
    "212": ("预约了十点，到了还要重新取号排队。", "预约和现场号混在一起叫，等了一个多小时。"),
    "213": ("工作人员自己也不清楚流程，问了三个人才办成。", "讲的要求前后不一样。", "录错了信息，又让我回来更正。"),
    "214": (
        "多问一句就不耐烦，语气很生硬。",
        "一直低头看电脑，话也不听完。",
        "希望说话客气一点，老人听不清要多讲一遍。",
    ),
    "108": ("指南上没有这一条，窗口却说必须先开证明。", "临时加了一个条件，问依据也说不出来。"),
    "109": ("指南没写要原件，到了才说复印件不行。", "多要了一份指南以外的说明。", "让我补的材料在办事指南里根本没有。"),
    "110": ("法定二十天，已经一个月了，没有任何理由。", "超期了也不给书面说明。"),
    "111": ("照着样本填被退回，原来样本是旧版。", "样本里的栏目和系统对不上。"),
    "112": ("网上传了材料，窗口说看不到，又要纸质的。", "承诺在线收件，最后还是让我寄过去。"),
    "113": ("一楼说去三楼，三楼说去街道，街道又让回来。", "两个部门互相推，谁都说不归自己管。"),
    "114": ("说跑一次，实际跑了四次。", "每次来都说再补一样，就不能一次说完吗？"),
    "115": ("办得慢，态度也差，问进度直接说不知道。", "前面明明没有人，还让我等了四十分钟。"),
    "SZ-H04": ("转了两次，还是没有说清楚该找谁。", "答复照着念，没有回答我的问题。"),
    "SZ-H05": ("等了二十多分钟才接通。", "高峰时间总是占线。"),
    "SZ-H06": ("没有说完就挂了。", "语气很不耐烦。"),
    "SZ-H07": ("按电话里说的带材料，到了说不对。", "说的办理地点已经搬走了。"),
}
_PLACES: Final = ("办“{item}”。", "是来办{item}的。", "", "", "关于{item}：")
_PRAISE: Final = (
    "很快就办好了，谢谢。",
    "一次就办完，没想到这么顺。",
    "讲得很清楚，有耐心。",
    "材料少了一份，帮我在线核验了，没有白跑。",
    "老人来办，特意带到了窗口。",
    "全程在手机上办的，方便。",
    "办事效率比以前高多了。",
    "导办帮忙填的表，很细心。",
    "等的时间不长，流程也清楚。",
    "短信提醒很及时。",
    "回答问题很专业。",
    "环境好，叫号也准。",
)
# Numbers that belong to nobody, because standards and manuals print them as examples.
_SLIPS: Final = (
    "请回电138 0013 8000。",
    "我的手机13800138000，随时可以联系。",
    "身份证11010519491231002X，你们查一下就知道。",
    "结果可以发到zhao.ping@example.com。",
    "退费请退到4111 1111 1111 1111。",
    "车牌粤B00000，停车两小时不能免。",
)
_NAMED: Final = ("接待的是{name}。", "工作人员{name}办的。", "{name}值班的时候，")
_HIDDEN: Final = ("与这次办事无关", "广告", "全文都是他人隐私，遮盖后没有意义")
_DOUBTS: Final = (
    "同一窗口一分钟内连续提交了五条，用词一样。",
    "评价时间在叫号之前，像是代点的。",
    "内容和所办事项对不上，像是评错了。",
)
_VOID: Final = ("核对叫号和取件记录，当天没有这次办理。", "本人说是工作人员代点的。")
_VALID: Final = ("叫号记录和评价时间对得上，评价有效。", "几位办事人结伴来的，各自评价，用词相近。")
_CONTACTS: Final = (
    "电话联系，评价人说明了经过，希望先把材料要求写清楚。",
    "已接通，评价人同意我们核实后再回电。",
    "联系上了，对方补充了当天的办理时间和窗口。",
    "电话说明来意，评价人说事情已经办成，但希望以后不要再这样。",
    "接通，评价人情绪平稳，主要意见是等得太久。",
    "联系两次后接通，评价人愿意补充照片。",
)
_FINDINGS: Final = {
    "STAFF_CONDUCT": "调看叫号和录音，当天解释不够耐心，情况属实。",
    "EFFICIENCY": "核对系统记录，办理确实超过了承诺时间，原因是材料流转多等了三天。",
    "GUIDE_MATERIAL": "办事指南和窗口实际要求不一致，材料清单没有更新，情况属实。",
    "PROCESS_POLICY": "按现行规定需要两个部门分别出具意见，窗口没有提前说明。",
    "PLATFORM": "上传接口当天报错，评价人的材料没有送到，情况属实。",
    "FACILITY": "现场设备当天停用，没有张贴提示。",
    "OTHER": "核对当天记录，评价人反映的情况基本属实。",
}
_UNFOUNDED: Final = (
    "查看当天记录，未发现所反映的情况，已向评价人说明。",
    "所述要求为法律规定的必要条件，办理过程符合规定。",
    "记录不全，无法确认当时的经过。",
)
_MEASURES: Final = {
    "STAFF_CONDUCT": (
        "组织窗口人员重学一次性告知，由值班长带班一周。",
        "与当事人谈话，请其向评价人说明；班前会通报了这次情况。",
    ),
    "EFFICIENCY": ("把材料流转改为当日交接，超时自动提醒经办人。", "增开一个窗口，积压的件本周内清完。"),
    "GUIDE_MATERIAL": (
        "更新办事指南和材料清单，样本同步放到网上和窗口。",
        "删去指南里没有依据的一项材料，窗口口径统一。",
    ),
    "PROCESS_POLICY": ("两个部门改为内部流转，不再让办事人自己跑。", "把分别出具意见改为一次告知、并联办理。"),
    "PLATFORM": ("修复上传接口，失败时提示并保留已填内容。", "页面注明能网办的范围，加了失败后的求助电话。"),
    "FACILITY": ("设备已修好，停用时在门口张贴提示。", "更换取号机，预约号与现场号分开叫。"),
    "OTHER": ("梳理了这类情况的处理办法，发给各窗口照办。", "重新明确首问负责，谁接谁说清楚。"),
}
_REPLIES: Final = (
    "感谢您指出问题。{measures}给您添了麻烦，请您谅解。",
    "您反映的情况我们核实了。{measures}欢迎继续监督。",
    "谢谢您的意见。{measures}以后办这件事会更顺。",
)
_EXPLANATIONS: Final = (
    "感谢您的意见。经核实，这项要求有明确规定，我们当时没有讲清楚：材料是法定条件，不能减免，但可以先受理后补。",
    "谢谢您的评价。当天的记录没有查到您说的情况，我们已提醒窗口注意；您若有补充，可以拨打12345。",
)
_REVIEWS: Final = ("措施具体，答复清楚，同意办结。", "已抽查窗口，整改落实，同意。", "同意。请一个月后回头看。")
_SENT_BACK: Final = ("措施太笼统，请写明做了什么、何时完成。", "答复没有回应评价人的问题，请重写。")
_CALLS: Final = {
    "SATISFIED": ("评价人表示满意。", "对方说已经看到指南改了，满意。"),
    "FAIRLY_SATISFIED": ("评价人说基本满意，希望坚持。", "认可答复，觉得还可以更快。"),
    "DISSATISFIED": ("评价人说问题还在，不满意。", "对方认为只是解释，没有真正解决。"),
    "UNREACHABLE": ("无人接听。", "响铃后无人接听，稍后再打。", "暂时无法接通。"),
}


def complaint(dice: Random, tags: tuple[str, ...], item: str) -> str | None:
    """Return the text of a bad rating, or None.

    Two in three raters with tags also write a text; without tags all do.
    """
    if tags and dice.random() < 0.35:
        return None
    code = tags[0] if tags else dice.choice(("209", "213", "114"))
    text = dice.choice(_PLACES).format(item=item) + dice.choice(_COMPLAINTS[code])
    other = tags[1] if len(tags) > 1 else None
    return text + dice.choice(_COMPLAINTS[other]) if other else text


def slip(dice: Random, text: str, staff: str | None) -> str:
    """Return the text, sometimes with personal data added: a number of nobody, or the name of the staff."""
    chance = dice.random()
    if chance < 0.10 and staff:
        return f"{dice.choice(_NAMED).format(name=staff)}{text}"
    return f"{text}{dice.choice(_SLIPS)}" if chance < 0.28 else text


def hidden(dice: Random) -> str:
    """Return a reason to hide a text."""
    return dice.choice(_HIDDEN)


def doubt(dice: Random) -> str:
    """Return a reason to suspect a rating."""
    return dice.choice(_DOUBTS)


def judgement(dice: Random, *, void: bool) -> str:
    """Return a reason for a decision on a suspect rating."""
    return dice.choice(_VOID if void else _VALID)


def praise(dice: Random) -> str:
    """Return the text of a good rating."""
    return dice.choice(_PRAISE)


def contact(dice: Random) -> str:
    """Return a note on contacting a rater."""
    return dice.choice(_CONTACTS)


def finding(dice: Random, cause: str, *, responsible: bool) -> str:
    """Return the note of a finding."""
    return _FINDINGS[cause] if responsible else dice.choice(_UNFOUNDED)


def mending(dice: Random, cause: str, *, responsible: bool) -> tuple[str, str]:
    """Return the measures taken and the public reply."""
    measures = dice.choice(_MEASURES[cause])
    if not responsible:
        return "向评价人说明情况，并提醒窗口主动告知依据。", dice.choice(_EXPLANATIONS)
    return measures, dice.choice(_REPLIES).format(measures=measures)


def review(dice: Random, *, approve: bool) -> str:
    """Return the reason of a review."""
    return dice.choice(_REVIEWS if approve else _SENT_BACK)


def call(dice: Random, outcome: str) -> str:
    """Return the note of a callback with this outcome."""
    return dice.choice(_CALLS[outcome])

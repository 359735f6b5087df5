"""The texts of the public pages."""

from citizen_ui.board.words import BOARD
from citizen_ui.board.words_scope import SCOPES
from web.catalogue import Words

RATING: Words = {
    "rate.question": ("这次办事，您满意吗？", "Were you satisfied this time?"),
    "rate.choose": ("选好了，看看有哪些原因", "Chosen: show the reasons"),
    "rate.why.bad": ("哪里让您不满意？", "What were you not satisfied with?"),
    "rate.why.fair": ("哪些地方说得上好？", "What was all right?"),
    "rate.why.good": ("哪里做得好？", "What was done well?"),
    "rate.several": ("可多选", "Several are possible"),
    "rate.several.free": ("可多选，也可以不选", "Several or none"),
    "rate.more": ("另外{n}项", "{n} more"),
    "rate.dimensions.WINDOW": ("窗口服务怎么样？", "How was the window?"),
    "rate.dimensions.ONLINE": ("事项、指南和平台怎么样？", "How were item, guide and platform?"),
    "rate.dimensions.HOTLINE": ("咨询服务怎么样？", "How was the advice?"),
    "rate.dimensions.WINDOW.folded": ("再评一下窗口服务", "Rate the window as well"),
    "rate.dimensions.ONLINE.folded": ("再评一下事项、指南和平台", "Rate item, guide and platform as well"),
    "rate.dimensions.HOTLINE.folded": ("再评一下咨询服务", "Rate the advice as well"),
    "rate.dimension.unsaid": ("未评", "Not rated"),
    "rate.words": ("还想说的话", "Anything else?"),
    "rate.words.bad": ("发生了什么？希望怎么改？", "What happened? How should it be mended?"),
    "rate.words.good": ("可以写给工作人员，也可以写给后来办事的人", "To the staff, or to those who come after you"),
    "rate.privacy": ("请不要写身份证号、电话等个人信息", "Please leave out ID and phone numbers"),
    "rate.limit": ("最多{n}字", "Up to {n} characters"),
    "rate.hide": ("对办事单位隐去我的身份", "Hide my identity from the agency"),
    "rate.hide.about": (
        "只有市、区政务服务管理部门可以联系您，办事单位和窗口人员看不到您是谁。",
        "Only the managing department may contact you; the agency and its clerks cannot see who you are.",
    ),
    "rate.hide.guessable": (
        "最近在这里办这件事的不到5人，即使不说您是谁，单位也可能猜到。写文字时请不要提只有您才知道的事。",
        "Fewer than five people did this here lately: even unnamed, the agency could guess it was you. Leave out what "
        "only you would know.",
    ),
    "rate.submit": ("提交评价", "Send"),
    "rate.after.bad": (
        "提交后会立即生成整改工单，您可以凭回执号查看办理进度。",
        "An order to mend it is made at once; you can follow it with your receipt number.",
    ),
    "rate.after.good": (
        "好评和差评都会如实公开统计。每次办事只能评价一次。",
        "Good and bad ratings are all counted and published. Each visit can be rated once.",
    ),
    "rate.unsettled": (
        "刚才的提交不知道是否已经保存。请等几秒，原样再提交一次，不会重复。",
        "Whether your rating was saved is not known. Wait a few seconds and send it again as it is; it counts once.",
    ),
    "rate.missing": ("还差一步", "One more step"),
    "rate.missing.level": ("请选一个满意程度", "Please choose how satisfied you were"),
    "rate.missing.reason": ("选一个原因，或写几个字", "Choose a reason or write a few words"),
    "rate.missing.reason.here": ("选一个，或在下面写几个字都可以", "Choose one, or write a few words below"),
    "proof.unknown.title": ("我们认不出这个链接", "We do not recognise this link"),
    "proof.unknown.text": (
        "可能复制时少了几个字。请再扫一次二维码，或从短信里重新点开。链接不会泄露您的身份。",
        "A few characters may be missing. Scan the code again or reopen the message. A link never tells who you are.",
    ),
    "proof.expired.title": ("这个评价链接已过期", "This link has expired"),
    "proof.expired.text": (
        "办事后30天内可以评价。您的意见我们仍然想听，可以打12345告诉我们。",
        "A visit can be rated for 30 days. We would still like to hear from you: call 12345.",
    ),
    "proof.used.title": ("这次办事已经评过了", "This visit has been rated"),
    "proof.used.text": (
        "同一次办事只能评价一次。如果是您评的，可以用回执号查看进度；不是您评的，请打12345告诉我们。",
        "Each visit can be rated once. If it was you, follow it with your receipt number; if not, call 12345.",
    ),
    "receipt": ("回执号", "Receipt number"),
    "receipt.example": ("例如7K3F-9Q2M-4D8T", "For example 7K3F-9Q2M-4D8T"),
    "receipt.copy": ("复制", "Copy"),
    "receipt.copied": ("已复制", "Copied"),
    "receipt.show": ("查看进度", "Show progress"),
    "receipt.unknown": (
        "没有找到这个回执号。请对照提交后页面上的号码再输一次，字母不分大小写。",
        "No such receipt. Compare it with the number you were given; capitals do not matter.",
    ),
    "receipt.missing": ("请输入回执号", "Please enter the receipt number"),
    "receipt.title": ("查看评价进度", "Follow your rating"),
    "receipt.text": ("输入提交评价后得到的回执号。", "Enter the receipt number you got after rating."),
    "front.title": ("满意不满意，都请告诉我们", "Satisfied or not: please tell us"),
    "front.text": (
        "办完事，扫回执或窗口上的二维码就能评价。每一条差评都会转成整改工单，办好以后问您是否满意。",
        "Scan the code on your receipt or at the window. Each bad rating becomes an order to mend it; then we ask you.",
    ),
    "front.progress": ("查看评价进度", "Follow your rating"),
    "front.progress.text": ("用回执号看差评整改到哪一步", "See with your receipt how far the mending is"),
    "front.board": ("全市看板", "The board"),
    "front.board.text": ("今年的差评，和它们后来怎样了", "This year's bad ratings, and what became of them"),
    "front.admin": ("工作人员登录", "Staff sign-in"),
    "front.admin.text": ("签收、核实、整改、回访", "Sign, verify, mend, call back"),
}

PROGRESS: Words = {
    "thanks.bad": ("谢谢您说出来", "Thank you for telling us"),
    "thanks.bad.text": (
        "您的评价已经转成整改工单，现在由{agency}办理。",
        "Your rating is now an order to mend it, with {agency}.",
    ),
    "thanks.good": ("谢谢，已经记下", "Thank you, noted"),
    "thanks.good.text": (
        "您的评价已经计入公开统计。工作人员看不到是谁评的。",
        "Your rating is part of the published figures. The staff cannot see who rated.",
    ),
    "progress.noted": ("您的评价已经记下", "Your rating is noted"),
    "progress.DISPATCHED": ("已派给办事单位，等待签收", "Sent to the agency, to be signed for"),
    "progress.RETURNED": ("正在重新确定由谁办理", "Being sent to the right agency"),
    "progress.SIGNED": ("办事单位已签收", "The agency has taken it on"),
    "progress.VERIFYING": ("正在核实您说的情况", "What you said is being verified"),
    "progress.APPEALING": ("正在复核，复核期间整改期限暂停", "Under review; the term is paused meanwhile"),
    "progress.RECTIFYING": ("正在整改", "It is being mended"),
    "progress.EXPLAINED": ("正在准备给您的说明", "An explanation for you is being prepared"),
    "progress.PENDING_REVIEW": (
        "整改已提交，管理部门正在审核",
        "The mending is being checked by the managing department",
    ),
    "progress.PENDING_CALLBACK": ("已经办好，等着问您是否满意", "It is done; we will ask whether you are satisfied"),
    "progress.REOPENED": ("您不满意，正在重新办理", "You were not satisfied: it is done again"),
    "progress.CLOSED": ("已经办结", "It is closed"),
    "progress.VOIDED": ("经复核，这条评价不计入统计", "After review this rating does not count"),
    "progress.with": ("由{agency}办理。", "With {agency}."),
    "progress.title": ("整改进度", "Progress"),
    "progress.until": ("最迟{day}办好", "Done by {day} at the latest"),
    "progress.used": ("已用{n}个工作日", "{n} working {n:|day|days} so far"),
    "progress.reply_by": ("{agency} · 公开答复", "{agency} · public reply"),
    "progress.own": ("您的评价", "Your rating"),
    "progress.rated_on": ("{day}评价", "Rated on {day}"),
    "step.sent": ("已派给办事单位", "Sent to the agency"),
    "step.contacted": ("已联系您了解情况", "You were contacted"),
    "step.contact": ("联系您了解情况", "We contact you"),
    "step.contact.text": (
        "您隐去了身份，只有管理部门可以联系您。",
        "You are hidden: only the managing department may contact you.",
    ),
    "step.verify": ("核实情况", "Verify"),
    "step.verifying": ("正在核实", "Being verified"),
    "step.found.VALID_RESPONSIBLE": ("已核实：情况属实", "Verified: it is so"),
    "step.found": ("已核实", "Verified"),
    "step.mend": ("整改", "Mend"),
    "step.mending": ("正在整改", "Being mended"),
    "step.explain": ("说明情况", "Explain"),
    "step.explaining": ("正在准备说明", "Being explained"),
    "step.again": ("正在重新办理", "Being done again"),
    "step.mended": ("已办好，审核通过", "Done and approved"),
    "step.reviewing": ("已提交，正在审核", "Submitted, being checked"),
    "step.callback": ("给您回访", "We ask you"),
    "step.callback.text": (
        "办好以后会问您是否满意。不满意，会重新办理。",
        "When it is done we will ask you. If you are not satisfied, it is done again.",
    ),
    "step.called": ("已回访：{outcome}", "You were asked: {outcome}"),
    "step.closed": ("办结", "Closed"),
}

FATE: Words = {
    "fate.waits": (
        "文字审核后才会公开。审核只看有没有不宜公开的个人信息，不影响计入统计。",
        "Your words are shown after moderation, which looks for personal data only. Your rating counts already.",
    ),
    "fate.PUBLISH": ("您写的文字已公开", "Your words are public"),
    "fate.REDACT": ("您写的文字已公开，其中{n}处已遮盖", "Your words are public, with {n} {n:|part|parts} covered"),
    "fate.HIDE": (
        "您写的文字没有公开。评价照常计入统计，该办的事照常办理",
        "Your words are not shown. Your rating counts as before, and what is to be mended is mended",
    ),
    "fate.RESTORE": ("您写的文字在重新审核", "Your words are being looked at again"),
    "fate.SUSPECT": (
        "有人提出这次评价可能有误，正在请无关的人复核。复核期间照常计入统计",
        "Somebody asked whether this rating is right; an independent person is looking. It counts meanwhile",
    ),
    "fate.MAKE_VALID": ("复核过了，评价有效", "It was looked into: your rating is valid"),
    "fate.MAKE_VOID": ("经复核，这次评价不再计入统计", "After review this rating does not count any more"),
    "fate.OPEN_ORDER": ("您提到的问题已经派单去办", "What you mentioned was sent to be mended"),
    "fate.reason": ("理由：{reason}", "Reason: {reason}"),
}

WORDS = {**RATING, **PROGRESS, **FATE, **BOARD, **SCOPES}

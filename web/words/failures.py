"""The texts of errors: what happened, what is kept, what to do."""

from web.catalogue import Words

FAILURES: Words = {
    "error.400.title": ("这次提交没有看懂", "We could not read this"),
    "error.400.text": (
        "内容不完整，什么也没有改动。请回到上一页再试一次。",
        "It was incomplete, and nothing was changed. Go back and try again.",
    ),
    "error.403.title": ("这件事不能这样办", "This cannot be done this way"),
    "error.403.text": (
        "可能是登录已换人，或这个页面放得太久。什么也没有改动。请重新打开页面再试。",
        "You may be signed in as somebody else, or the page is old. Nothing was changed. Open the page again.",
    ),
    "error.404.title": ("找不到这个页面", "This page is not here"),
    "error.404.text": (
        "可能是地址少了几个字，也可能页面已经换了地方。",
        "A few characters may be missing, or it has moved.",
    ),
    "error.405.title": ("这个地址不接受提交", "This address takes no submissions"),
    "error.405.text": ("请从页面上的按钮重新进入。", "Please come in again by the buttons of the page."),
    "error.409.title": ("情况已经变了", "Things have changed"),
    "error.409.text": (
        "您写的没有提交，也没有丢。请回去看现在的情况。",
        "Your text was not sent and is not lost. Go back and look again.",
    ),
    "error.410.title": ("这个链接已过期", "This link has expired"),
    "error.410.text": ("您的意见我们仍然想听。", "We would still like to hear from you."),
    "error.413.title": ("内容太长了", "This is too long"),
    "error.413.text": ("什么也没有改动。请返回写短一些，或分两次写。", "Nothing was changed. Go back and shorten it."),
    "error.415.title": ("这次提交的格式不对", "This came in a form we do not take"),
    "error.415.text": ("请用页面上的按钮提交。", "Please use the button of the page."),
    "error.422.title": ("还差一点", "Not quite yet"),
    "error.422.text": ("请回去补上再提交。", "Please go back, complete it and send again."),
    "error.429.title": ("现在评价的人很多", "Many people are rating"),
    "error.429.text": (
        "请等大约{seconds}秒再试。您写的内容还在上一页，不用重填。",
        "Please wait about {seconds} s. What you wrote is still on the page before this one.",
    ),
    "error.500.title": ("我们这边出错了", "Our mistake"),
    "error.500.text": (
        "刚才如果提交了内容，请先看看是否已经生效，没有生效再提交一次。",
        "If you sent something, look first whether it took effect; if not, send it again.",
    ),
    "error.500.number": ("编号 {number}，打电话时报这个就行。", "Number {number}: please mention it when you call."),
    "error.503.title": ("正在恢复，马上就好", "Back in a moment"),
    "error.503.text": (
        "大约{seconds}秒后可以再试。已经收到的评价一条也不会丢。",
        "Try again in about {seconds} s. No rating we have received is lost.",
    ),
    "error.503.sent": (
        "刚才提交的内容不知道是否已经保存。请稍等几秒，先看现在的情况；没有生效再提交一次，不会重复。",
        "Whether what you sent was saved is not known. Wait a few seconds and look how things stand; "
        "if it had no effect, send it again.",
    ),
    "failure.403": (
        "可能是登录已换人，或这个页面放得太久。什么也没有改动，您写的都还在这一页。",
        "You may be signed in as somebody else, or the page is old. Nothing was changed; your words are still here.",
    ),
    "failure.404": (
        "要办的东西已经不在这里。您写的都还在这一页，可以先复制。",
        "It is not here any more. What you wrote is still on this page; copy it first.",
    ),
    "failure.413": (
        "什么也没有改动，您写的都还在这一页。请写短一些，或分两次写。",
        "Nothing was changed and your words are still here. Shorten them, or send them in two parts.",
    ),
    "failure.429": (
        "请等大约{seconds}秒再按一次。您写的都还在这一页。",
        "Please wait about {seconds} s and press again. What you wrote is still here.",
    ),
    "failure.500": (
        "刚才的提交没有生效，您写的都还在这一页。可以再按一次，不会重复。",
        "Nothing was saved and your words are still here. Press again; it will not double.",
    ),
    "failure.away.title": ("没有收到回答", "No answer came"),
    "failure.away": (
        "网络断了，或服务器暂时不在，不知道是否已经办好。您写的都还在这一页，过一会儿请再按一次。",
        "The network or the server is away; whether it was done is not known. What you wrote is still here: press "
        "again in a moment.",
    ),
    "failure.stays": ("您写的都还在这一页。", "What you wrote is still on this page."),
    "kept.title": ("您写的还在", "What you wrote is still here"),
    "kept.repeat": ("再交一次", "Send again"),
    "kept.repeat.text": ("可以在这里改好，再交一次。", "Change it here if need be, and send it again."),
    "kept.copy": ("复制我写的", "Copy what I wrote"),
    "kept.copy.text": ("可以先复制下来。", "You can copy it first."),
    "kept.copied": ("已复制", "Copied"),
    "error.back": ("返回上一页", "Go back"),
    "error.again": ("再试一次", "Try again"),
    "error.home": ("回到首页", "Start page"),
    "error.call": ("打12345", "Call 12345"),
    "error.desk": ("回到我的工作台", "My desk"),
}

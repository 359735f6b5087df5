"""The texts of the page of slowed sign-ins."""

from web.catalogue import Words

SIGN_INS: Words = {
    "nav.sign-ins": ("登录受阻", "Sign-ins held up"),
    "sign_ins.text": (
        "近{hours}小时内输错口令的账号和地址。错得越多等得越久；本人用过的浏览器不受别人影响。",
        "Wrong passwords of the last {hours} h. More of them wait longer; a browser used before waits for nobody else.",
    ),
    "sign_ins.login": ("账号", "Login"),
    "sign_ins.place": ("从哪里", "From"),
    "sign_ins.failures": ("输错次数", "Wrong tries"),
    "sign_ins.last": ("最近一次", "Last"),
    "sign_ins.until": ("等到", "Waits until"),
    "sign_ins.nobody": ("没有这样的账号", "No such account"),
    "sign_ins.device": ("本人用过的浏览器", "A browser used before"),
    "sign_ins.lift": ("解除等待", "End the waiting"),
    "sign_ins.lift.of": ("解除{who}的等待", "End the waiting of {who}"),
    "sign_ins.none": ("没有人因输错口令而等待", "Nobody waits after wrong passwords"),
    "sign_ins.none.text": (
        "输错三次以上的账号和地址会列在这里。",
        "Logins and addresses with three wrong tries or more stand here.",
    ),
    "done.lifted": ("已解除，对方现在可以登录", "Ended: they can sign in now"),
}

"""The texts of the page of accounts."""

from web.catalogue import Words

ACCOUNTS: Words = {
    "nav.accounts": ("账号", "Accounts"),
    "accounts.text": (
        "锁定的账号马上退出登录，密码和令牌都不能再用，直到解锁。自己的账号由另一位安全管理员来办。",
        "A locked account is signed out at once; neither password nor tokens work until it is unlocked. Your own is "
        "for another security administrator.",
    ),
    "accounts.search": ("搜账号、姓名", "Login or name"),
    "accounts.tab.all": ("全部", "All"),
    "accounts.tab.OPEN": ("在用", "In use"),
    "accounts.tab.LOCKED": ("锁定", "Locked"),
    "accounts.who": ("谁", "Who"),
    "accounts.where": ("单位和范围", "Agency and scope"),
    "accounts.roles": ("角色", "Roles"),
    "accounts.last": ("上次登录", "Last sign-in"),
    "accounts.state": ("状态", "State"),
    "accounts.never": ("没有登录过", "never"),
    "accounts.sessions": ("现在登录着{n}处", "signed in at {n} {n:|place|places}"),
    "accounts.open": ("在用", "In use"),
    "accounts.locked": ("已锁定", "Locked"),
    "accounts.locked.by": ("{name}，{day}", "{name}, {day}"),
    "accounts.said": ("您写的：{words}", "You wrote: {words}"),
    "accounts.own": ("这是您自己", "This is you"),
    "accounts.lock": ("锁定", "Lock"),
    "accounts.lock.reason": ("为什么锁定", "Why"),
    "accounts.lock.reason.hint": ("留在记录里，例如“已调离”", "Kept on record, such as “left the agency”"),
    "accounts.unlock": ("解锁", "Unlock"),
    "accounts.sign_out": ("退出所有设备", "Sign out everywhere"),
    "accounts.none": ("没有这样的账号", "No such account"),
    "accounts.none.text": ("换个账号或姓名试试，或者看全部。", "Try another login or name, or look at all."),
    "done.account.locked": ("已锁定，并已退出登录", "Locked and signed out"),
    "done.account.unlocked": ("已解锁", "Unlocked"),
    "done.account.signed_out": ("已退出所有设备", "Signed out everywhere"),
}

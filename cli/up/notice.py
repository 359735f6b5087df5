"""What `up` prints: a line for each step, and at the end addresses, accounts and keys."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

_console = Console(highlight=False, soft_wrap=True)


def say(zh: str, en: str) -> None:
    """Print one line in both languages."""
    _console.print(f"{zh} / {en}", markup=False)


def notice(facts: Mapping[str, Any]) -> None:
    """Print addresses, accounts and keys."""
    url = facts["url"]
    _console.print()
    _console.print(_pairs("地址 / addresses", addresses(url)))
    if facts["accounts"]:
        _console.print(_accounts(facts["accounts"]))
        _console.print(_pairs("接口密钥 / API keys", facts["keys"]))
    say("演示城市已启动；按 Ctrl-C 停止，数据保留。", "The city is up; Ctrl-C stops it and keeps the data.")


def addresses(url: str) -> dict[str, str]:
    """Return the addresses of the city by name."""
    return {
        "评价看板 board": f"{url}/board",
        "管理端 admin": f"{url}/admin",
        "接口 GraphQL": f"{url}/graphql",
        "状态 health": f"{url}/readyz",
    }


def _pairs(title: str, pairs: Mapping[str, str]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, box=None, pad_edge=False)
    for name, value in pairs.items():
        table.add_row(name, value)
    return table


def _accounts(accounts: list[Mapping[str, Any]]) -> Table:
    table = Table(title="账号 / accounts", title_justify="left", box=None, pad_edge=False)
    columns = ("role", "login", "password", "token")
    for column in columns:
        table.add_column(column, overflow="fold")
    for account in accounts:
        table.add_row(*(str(account.get(column) or "") for column in columns))
    return table

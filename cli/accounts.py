"""`haochaping accounts`: officials' accounts and access tokens; a token is shown once and not stored."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from cli.connected import run
from domain.accounts import accounts, guessing
from domain.actor import SYSTEM
from domain.words import Role

app = typer.Typer(no_args_is_help=True, help="工作人员账号 · officials' accounts and tokens.")
Login = Annotated[str, typer.Argument(help="账号 · login")]


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="姓名 · name")],
    role: Annotated[list[Role], typer.Option(help="角色，可多次 · role, may be repeated")],
    agency: Annotated[str, typer.Option(help="单位代码 · code of the agency")],
    district: Annotated[str | None, typer.Option(help="区划代码 · only this district")] = None,
    hall: Annotated[str | None, typer.Option(help="大厅代码 · a hall manager's hall")] = None,
    staff: Annotated[str | None, typer.Option(help="工号 · staff number")] = None,
) -> None:
    """新建账号，口令从键盘输入 · a new account; the password is typed in."""
    password = typer.prompt("口令 / password", hide_input=True, confirmation_prompt=True)
    run(accounts.add(login, name, password, role, agency=agency, district=district, hall=hall, staff=staff, by=SYSTEM))
    typer.echo(f"已建立 / added: {login}")


@app.command()
def token(
    login: Login,
    name: Annotated[str, typer.Option(help="用途 · what it is for")],
    days: Annotated[int | None, typer.Option(min=1, help="有效天数 · days until it ends")] = None,
) -> None:
    """新建个人令牌，只显示这一次 · a new personal access token, shown this once."""
    end = datetime.now(UTC) + timedelta(days=days) if days else None
    typer.echo(run(accounts.add_token(login, name, expires_at=end, by=SYSTEM)))


@app.command()
def revoke(login: Login, name: Annotated[str, typer.Option(help="用途 · what it was for")]) -> None:
    """撤销令牌，几秒内生效 · end tokens of this name, within seconds."""
    typer.echo(f"已撤销 / revoked: {run(accounts.revoke_tokens(login, name, by=SYSTEM))}")


@app.command()
def lift(
    login: Annotated[str, typer.Argument(help="账号 · login")] = "",
    address: Annotated[str, typer.Option(help="地址 · address")] = "",
) -> None:
    """解除输错口令后的等待 · end the waiting after wrong passwords, of a login or an address."""
    typer.echo(f"已解除 / lifted: {run(guessing.lift(login, address, by=SYSTEM))}")

"""`haochaping clients`: machine clients of the API. A key is shown once and not stored."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from cli.connected import run
from domain.actor import SYSTEM
from domain.clients import clients
from domain.clients.clients import Registered

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="接口客户端 · machine clients of the API.")

Name = Annotated[str, typer.Argument(help="名称 · its name")]
Kid = Annotated[str, typer.Argument(help="密钥编号 · the key's name (kid)")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="名称 · what it is called")],
    kind: Annotated[str, typer.Option(help="CHANNEL | BUSINESS | SUBSCRIBER | PUBLIC")],
    agency: Annotated[str | None, typer.Option(help="所属单位代码 · code of its agency")] = None,
    channel: Annotated[str | None, typer.Option(help="渠道代码 · code of its channel")] = None,
    keeps_directory: Annotated[
        bool, typer.Option("--keeps-directory", help="目录以它为准，可改全市目录 · may change the city's directory")
    ] = False,
) -> None:
    """新建客户端，密钥只显示这一次 · a new client; its key is shown this once."""
    new: Registered = run(
        clients.register(name, kind, agency=agency, channel=channel, keeps_directory=keeps_directory, by=SYSTEM)
    )
    typer.echo(new.key)


@app.command("code")
def show_code(name: Name) -> None:
    """显示标识，断言的 iss 用它 · its code, the iss of what it signs."""
    typer.echo(run(clients.code_of(name)))


@app.command()
def renew(name: Name) -> None:
    """换新密钥，旧的立即失效 · another key; the old one ends at once."""
    typer.echo(run(_changed(name, lambda found: clients.renew_key(found, by=SYSTEM))))


@app.command()
def origins(
    name: Name,
    origin: Annotated[list[str] | None, typer.Argument(help="https://主机名 …；不写则清空 · none: none")] = None,
) -> None:
    """登记网页来源（整个清单） · the origins of its pages, as a whole list."""
    kept = run(_changed(name, lambda found: clients.set_origins(found, origin or [], by=SYSTEM)))
    typer.echo("\n".join(kept) or "没有来源 / no origins")


@app.command("add-key")
def add_key(
    name: Name,
    kid: Kid,
    file: Annotated[Path, typer.Argument(help="公钥文件，JWK 或 PEM · the public key", exists=True, dir_okay=False)],
    until: Annotated[datetime | None, typer.Option(help="有效至 · valid until", formats=["%Y-%m-%d"])] = None,
) -> None:
    """登记签名公钥 · a public key it signs its users' assertions with."""
    over = clients.end_of(until.date()) if until else None
    text = file.read_text("utf-8", errors="replace")
    typer.echo(run(_changed(name, lambda found: clients.register_key(found, kid, text, valid_until=over, by=SYSTEM))))


@app.command("revoke-key")
def revoke_key(name: Name, kid: Kid) -> None:
    """吊销签名公钥 · what is signed with it no longer counts."""
    run(_changed(name, lambda found: clients.revoke_key(found, kid, by=SYSTEM)))
    typer.echo(f"已吊销 / revoked: {kid}")


@app.command()
def disable(name: Name) -> None:
    """停用客户端，几秒内生效 · shut a client out, within seconds."""
    run(_changed(name, lambda found: clients.set_enabled(found, False, by=SYSTEM)))
    typer.echo(f"已停用 / disabled: {name}")


async def _changed(name: str, move: Callable[[int], Awaitable[T]]) -> T:
    return await move(await clients.id_of(name))

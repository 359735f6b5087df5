"""`haochaping clients`: machine clients of the API. A key is shown once and kept nowhere."""

from typing import Annotated

import typer

from cli.connected import run
from domain.directory import access

app = typer.Typer(no_args_is_help=True, help="接口客户端 · machine clients of the API.")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="名称 · what it is called")],
    kind: Annotated[str, typer.Option(help="CHANNEL | BUSINESS | SUBSCRIBER | PUBLIC")],
    agency: Annotated[str | None, typer.Option(help="所属单位代码 · code of its agency")] = None,
    channel: Annotated[str | None, typer.Option(help="渠道代码 · code of its channel")] = None,
) -> None:
    """新建客户端，密钥只显示这一次 · a new client; its key is shown this once."""
    typer.echo(run(access.add_client(name, kind, agency=agency, channel=channel)))


@app.command()
def disable(name: Annotated[str, typer.Argument(help="名称 · its name")]) -> None:
    """停用客户端，几秒内生效 · shut a client out, within seconds."""
    typer.echo(f"已停用 / disabled: {run(access.disable_client(name))}")

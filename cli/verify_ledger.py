"""`haochaping verify-ledger`: recomputes the chain of the ledger from the first entry to the last."""

import typer

from cli.connected import run
from cli.up.notice import say
from domain import ledger
from settings import Unusable

app = typer.Typer(add_completion=False)


@app.command()
def verify() -> None:
    """逐条核对账本的指纹链 · verify the chain of the ledger."""
    run(_verify())


async def _verify() -> None:
    wrong, head = await ledger.verify(), await ledger.head()
    if wrong is not None:
        raise Unusable(
            f"账本第{wrong}条与指纹不符：它或它之前的一条被改动过。",
            f"Entry {wrong} of the ledger does not match its hash: it or the one before it was changed.",
        )
    say("账本完整，每一条都与指纹相符。", "The ledger is whole; every entry matches its hash.")
    if head:
        say(f"最新一条：第{head[0]}条，指纹 {head[1].hex()}", f"The newest entry is {head[0]}, hash as above.")

"""`haochaping look-again`: inspects texts again that an older version of the finder inspected."""

import typer

from cli.connected import run
from cli.up.notice import say
from domain.moderation import inspect_again

app = typer.Typer(add_completion=False)


@app.command()
def look_again() -> None:
    """重新查找文字里的个人信息；公开了的又发现的，放回待审 · what is public and turns out to be marked waits anew."""
    run(_all())


async def _all() -> None:
    texts = put_back = 0
    while (looked := await inspect_again()).texts:
        texts, put_back = texts + looked.texts, put_back + looked.put_back
    say(
        f"重新看过{texts}条，{put_back}条已公开的又发现个人信息，放回待审。",
        f"{texts} texts were looked through again; {put_back} public ones are marked now and wait anew.",
    )

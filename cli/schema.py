"""`haochaping schema`: writes the contract to schema.graphql, or compares the two."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from settings import Unusable

PUBLISHED = Path(__file__).parent.parent / "schema.graphql"

app = typer.Typer(add_completion=False)


@app.command()
def schema(check: Annotated[bool, typer.Option("--check", help="只核对 / only compare")] = False) -> None:
    """导出或核对接口定义 · export or compare the schema."""
    text = import_module("api.schema").schema.as_str().rstrip() + "\n"
    if not check:
        PUBLISHED.write_text(text, "utf-8")
    elif not PUBLISHED.exists() or PUBLISHED.read_text("utf-8") != text:
        raise Unusable(
            "schema.graphql 与代码不一致；请运行 make schema 并细看差异。",
            "schema.graphql differs from the code; run make schema and read the diff.",
        )

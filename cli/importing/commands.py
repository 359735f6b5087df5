"""The commands of `haochaping import`."""

import typer

from cli.importing.directory import import_directory, write_template
from cli.importing.service_events import import_service_events

app = typer.Typer(add_completion=False)


@app.callback()
def import_files() -> None:
    """导入文件 · take up files."""


app.command("service-events")(import_service_events)
app.command("directory")(import_directory)
app.command("template")(write_template)

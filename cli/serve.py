"""`haochaping serve`: the web process; several may run behind one address."""

import typer
import uvicorn

import settings
from cli.connections import PatientProtocol

LARGEST_MESSAGE = 64 * 1024
PATIENCE = 5

app = typer.Typer(add_completion=False)


@app.command()
def serve() -> None:
    """网站与接口 · the web process: pages and API."""
    here = settings.current()
    uvicorn.run(
        "app:app",
        host=here.host,
        port=here.port,
        loop="uvloop",
        http=PatientProtocol,
        lifespan="on",
        proxy_headers=bool(here.trusted_proxies),
        forwarded_allow_ips=here.trusted_proxies or None,
        server_header=False,
        access_log=False,
        log_level="info",
        timeout_graceful_shutdown=PATIENCE,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # one text goes to many clients, and would be compressed for each
    )

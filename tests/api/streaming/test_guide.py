"""docs/rating-events.md is a contract: its table is the code's, and its examples run as they are printed there."""

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import standardwebhooks

from domain import access
from domain.subscriptions import signing
from domain.subscriptions.attempts import SCHEDULE
from domain.subscriptions.kinds import KINDS
from tests.api.serving import Serving
from tests.cast import Cast, relay_all
from tests.faults.third_parties import NODE, installed

TEXT = (Path(__file__).parents[3] / "docs" / "rating-events.md").read_text("utf-8")
EXAMPLES = re.findall(r"```(python|js)\n(.*?)```", TEXT, re.S)
SECRET = b"0123456789abcdef0123456789abcdef"


def python(name: str) -> Any:
    """The function of this name, from the example that defines it."""
    scope: dict[str, Any] = {}
    source = next(text for language, text in EXAMPLES if language == "python" and f"def {name}(" in text)
    exec(source, scope)
    return scope[name]


def delivery() -> tuple[dict[str, str], bytes]:
    body = b'{"type":"test","timestamp":"2026-11-23","data":{}}'
    return signing.Signer((SECRET,)).headers("8b0e7c54-3f6e-4f0e-9a41-0e6f2a1d8c55", datetime.now(UTC), body), body


def test_the_kinds_are_the_codes() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| `\w+` \| (.*) \|$", TEXT, re.M))
    assert rows == {name: f"{kind.zh} {kind.en}" for name, kind in KINDS.items()}


def test_the_schedule_is_the_codes() -> None:
    words = {5: "5 s", 300: "5 min", 1800: "30 min", 3600: "1 h"}
    said = [words.get(int(t.total_seconds())) or f"{int(t.total_seconds()) // 3600} h" for t in SCHEDULE]
    assert f"after about {', '.join(said[:-1])} and {said[-1]}" in TEXT


def test_a_receiver_in_python_verifies_what_we_sign() -> None:
    headers, body = delivery()
    secret = signing.shown(SECRET)
    assert python("receive")(secret, headers, body)["type"] == "test"
    assert python("signature")(secret, headers, body) == headers["webhook-signature"]
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        python("receive")(secret, headers, body + b" ")


@pytest.mark.node
def test_a_receiver_in_javascript_verifies_what_we_sign(tmp_path: Path) -> None:
    installed()
    headers, body = delivery()
    example = next(text for language, text in EXAMPLES if language == "js" and "receive" in text)
    given = ", ".join(json.dumps(one) for one in (signing.shown(SECRET), headers, body.decode()))
    call = f"console.log(receive({given}).type)"
    run = subprocess.run(
        ["node", "--input-type=module", "-e", f"{example}\n{call}"], cwd=NODE, capture_output=True, text=True
    )
    assert (run.stdout.strip(), run.stderr) == ("test", "")


@pytest.mark.node
async def test_the_stream_example_hears_an_event(cast: Cast, serving: Serving) -> None:
    installed()
    await cast.rate()
    await relay_all()
    key = await access.add_client("the guide", "SUBSCRIBER")
    example = next(text for language, text in EXAMPLES if language == "js" and "graphql-ws" in text)
    facts = f'const url = "{serving.url.replace("http", "ws")}/graphql", key = "{key}", lastPosition = "0";'
    script = 'import WebSocket from "ws"; globalThis.WebSocket = WebSocket;' + facts + example
    script += (
        "setInterval(() => { if (variables.after !== '0') { console.log(variables.after); process.exit(0); } }, 20);"
    )
    run = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=NODE, capture_output=True, text=True, timeout=20
    )
    assert int(run.stdout) > 0, run.stderr


async def test_the_feed_example_reads_it_all(cast: Cast, serving: Serving) -> None:
    for _ in range(3):
        await cast.rate()
    await relay_all()
    key = await access.add_client("the guide", "SUBSCRIBER")
    events = [event for page in python("pages")(f"{serving.url}/graphql", key) for event in page]
    assert [event["kind"] for event in events] == ["evaluation.submitted", "work_order.dispatched"] * 3


def test_the_guide_names_no_limit_that_is_not_kept(serving: Serving) -> None:
    refused = httpx.get(f"{serving.url}/graphql", params={"query": "subscription { ratingEvents { id } }"},
                        headers={"Accept": "text/event-stream"})  # fmt: skip
    assert refused.status_code == 403

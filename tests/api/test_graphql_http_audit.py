"""The public audit suite for GraphQL over HTTP (npm `graphql-http`), against our server as it is started for real."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.api.serving import Serving

NODE = Path(__file__).parents[1] / "node"
AUDITS = 61


@pytest.mark.node
def test_the_server_passes_every_audit(serving: Serving) -> None:
    if not (NODE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=NODE, check=True)
    run = subprocess.run(
        ["node", "audit.mjs", f"{serving.url}/graphql"], cwd=NODE, check=True, capture_output=True, text=True
    )
    audits = [json.loads(line) for line in run.stdout.splitlines()]
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == AUDITS

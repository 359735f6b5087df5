"""Clients and accounts are made by command; the secret is shown once, and opens the running API."""

import os
import subprocess
import sys
from pathlib import Path

import httpx

from tests.api.serving import ROOT, Serving
from tests.cast import BUREAU, Cast
from tests.conftest import MASTER
from tests.signing import ed25519

VIEWER = {"query": "{ viewer { name roles scopes } }"}


def command(database: str, *words: str, typed: str = "") -> str:
    """What the command prints; a refusal is an exit code and one sentence."""
    environment = os.environ | {
        "DATABASE_URL": database,
        "REDIS_URL": "redis://127.0.0.1",
        "SECRET_KEY": MASTER.hex(),
        "CITY_KIND": "test",
    }
    run = subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
    )
    return run.stdout.strip() if run.returncode == 0 else run.stderr.strip()


def viewer(serving: Serving, key: str) -> object:
    answer = httpx.post(f"{serving.url}/graphql", json=VIEWER, headers={"Authorization": f"Bearer {key}"})
    return answer.json()["data"]["viewer"]


async def test_a_client_and_an_account_come_in_by_what_the_command_showed(
    cast: Cast, database: str, serving: Serving
) -> None:
    key = command(database, "clients", "add", "综合受理平台", "--kind", "BUSINESS")
    assert viewer(serving, key) == {"name": "综合受理平台", "roles": [], "scopes": ["service_events.record"]}
    made = command(
        database, "accounts", "add", "zhou", "--name", "周专员", "--role", "CASE_OFFICER", "--agency", BUREAU,
        typed="a long password\na long password\n",
    )  # fmt: skip
    assert "zhou" in made
    token = command(database, "accounts", "token", "zhou", "--name", "laptop", "--days", "30")
    assert viewer(serving, token) == {"name": "周专员", "roles": ["CASE_OFFICER"], "scopes": []}


async def test_a_channel_gets_origins_and_a_key_to_sign_with_by_command(
    cast: Cast, database: str, serving: Serving, tmp_path: Path
) -> None:
    first, pem = command(database, "clients", "add", "滨海通", "--kind", "CHANNEL"), tmp_path / "public.pem"
    pem.write_text(ed25519().public)
    assert command(database, "clients", "code", "滨海通").startswith("hcc_")
    assert command(database, "clients", "origins", "滨海通", "https://a.example/") == "https://a.example"
    assert command(database, "clients", "add-key", "滨海通", "k1", str(pem), "--until", "2099-12-31") == "EdDSA"
    assert "k1" in command(database, "clients", "revoke-key", "滨海通", "k1")
    assert viewer(serving, command(database, "clients", "renew", "滨海通")) != first
    command(database, "clients", "disable", "滨海通")
    assert "no enabled client" in command(database, "clients", "code", "滨海通")


async def test_what_cannot_be_made_is_one_sentence(cast: Cast, database: str) -> None:
    assert "no agency nobody" in command(database, "clients", "add", "甲", "--kind", "BUSINESS", "--agency", "nobody")
    assert "no account" in command(database, "accounts", "token", "nobody", "--name", "x")
    assert "no enabled client" in command(database, "clients", "disable", "nobody")

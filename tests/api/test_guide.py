"""docs/api.md is true: its examples are run as they stand, in order, against a started city, and answer as it shows."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from api.vocabulary.refusals import RefusalCode
from domain.actor import SYSTEM
from domain.clients import clients
from tests.api.serving import ROOT, Serving
from tests.cast import BUREAU, Cast

CHINESE, ENGLISH = ROOT / "docs" / "api.md", ROOT / "docs" / "api.en.md"
BLOCK = re.compile(r"^```(\w+) (id|file)=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TONGUES = ("curl", "js", "python")
TOP_LEVEL = [
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "BAD_REQUEST",
    "BAD_DOCUMENT",
    "BAD_VARIABLE",
    "BAD_CURSOR",
    "TOO_COSTLY",
    "TOO_DEEP",
    "RATE_LIMITED",
    "UNAVAILABLE",
    "INTERNAL",
]


def blocks(guide: Path, kind: str) -> dict[str, tuple[str, str]]:
    """name → (language, text) of the fenced blocks of a kind, in order."""
    found = BLOCK.findall(guide.read_text("utf-8"))
    return {name: (language, text) for language, of, name, text in found if of == kind}


EXAMPLES, FILES = blocks(CHINESE, "id"), blocks(CHINESE, "file")


@dataclass
class Reader:
    """Somebody who follows the guide in a directory of their own."""

    place: Path
    environment: dict[str, str]
    done: set[str] = field(default_factory=set)

    def run(self, name: str) -> str:
        language, text = EXAMPLES[name]
        if language == "bash":
            command = ["bash", "-euo", "pipefail", "-c", text]
        elif language == "js":
            command = ["node", "--input-type=module", "-e", text]
        else:
            command = [sys.executable, "-c", text]
        environment = os.environ | self.environment | {"PYTHONPATH": str(self.place)}
        run = subprocess.run(command, cwd=self.place, env=environment, capture_output=True, text=True, timeout=60)
        assert run.returncode == 0, f"{name}\n{run.stdout}\n{run.stderr}"
        self.done.add(name)
        return run.stdout.strip()

    def ask(self, name: str, tongue: str) -> Any:
        """Run one example; its answer must have the shape of the one in the guide."""
        told = json.loads(self.run(f"{name}-{tongue}"))
        shown = json.loads(EXAMPLES[f"{name}-answer"][1])
        self.done.add(f"{name}-answer")
        differs = unlike(shown, told, name)
        assert not differs, f"{differs}\n{json.dumps(told, ensure_ascii=False, indent=1)}"
        assert told["extensions"] == shown["extensions"], "what the guide says it costs"
        return told["data"]


def unlike(shown: Any, told: Any, place: str) -> str:
    """Where an answer has another shape than the guide shows; nothing: nowhere. Null may stand for anything."""
    if shown is None or told is None:
        return ""
    if isinstance(shown, dict) and isinstance(told, dict):
        if shown.keys() != told.keys():
            return f"{place}: {sorted(shown)} is shown, {sorted(told)} told"
        return next((found for key in shown if (found := unlike(shown[key], told[key], f"{place}.{key}"))), "")
    if isinstance(shown, list) and isinstance(told, list):
        return next((found for one in told if (found := unlike(shown[0], one, f"{place}[]"))), "")
    return "" if type(shown) is type(told) else f"{place}: {shown!r} is shown, {told!r} told"


@pytest.fixture
async def reader(cast: Cast, serving: Serving, tmp_path: Path) -> Reader:
    for name, (_, text) in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    business = await clients.register("滨海综合受理平台", "BUSINESS", by=SYSTEM)
    channel = await clients.register("滨海通", "CHANNEL", channel="WEB_PORTAL", by=SYSTEM)
    await clients.set_origins(channel.id, ["https://app.example.cn"], by=SYSTEM)
    known = {"CITY": serving.url, "BUSINESS_KEY": business.key, "CHANNEL_KEY": channel.key, "KID": "2026-11"}
    known |= {"CLIENT_CODE": await clients.code_of("滨海通"), "AGENCY_CODE": BUREAU, "SERVICE_CODE": "S-CARD"}
    reader = Reader(tmp_path, known)
    reader.run("keys")
    await clients.register_key(channel.id, "2026-11", (tmp_path / "public.pem").read_text(), by=SYSTEM)
    return reader


@pytest.mark.node
@pytest.mark.real_time
async def test_every_example_of_the_guide_runs_and_answers_as_shown(reader: Reader) -> None:
    for tongue in TONGUES:
        reader.ask("form", tongue)
        (recorded,) = reader.ask("record", tongue)["recordServiceEvents"]["outcomes"]
        reader.environment["ASSERTION"] = reader.run(f"sign-{tongue}")
        newest = reader.ask("mine", tongue)["myBusiness"]["edges"][0]["node"]
        assert newest["serviceEvent"]["caseNumber"] == recorded["serviceEvent"]["caseNumber"]
        reader.environment["TOKEN"] = newest["token"]
        rated = reader.ask("rate", tongue)["submitEvaluation"]
        assert rated["evaluation"]["assurance"] == "AUTHENTICATED"
        assert reader.ask("again", tongue)["submitEvaluation"]["code"] == "ALREADY_RATED"
        again = reader.ask("mine", tongue)["myBusiness"]["edges"][0]["node"]
        assert (again["state"], again["progressUrl"]) == ("RATED", rated["progressUrl"])
    assert reader.run("qr-curl") == "<svg"
    assert reader.run("items-js") == reader.run("items-python") == "S-CARD S-FLAT"
    assert json.loads(reader.run("board-curl"))["data"]["board"]["bad"] == len(TONGUES)
    assert json.loads(reader.run("staff-curl"))["data"]["staff"]["edges"][0]["node"]["number"] == "E001"
    assert reader.run("cors-curl") == "204 403"
    assert reader.done == set(EXAMPLES), "every example is run"


def test_both_languages_show_the_same_examples() -> None:
    for kind in ("id", "file"):
        assert blocks(ENGLISH, kind) == blocks(CHINESE, kind)
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize("guide", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_every_code_of_the_vocabulary_is_explained(guide: Path) -> None:
    explained = re.findall(r"^\| ((?:`[A-Z_]+`[、, ]*)+) \|", guide.read_text("utf-8"), re.MULTILINE)
    codes = {code for row in explained for code in re.findall(r"`([A-Z_]+)`", row)}
    assert {*RefusalCode, *TOP_LEVEL} <= codes


def test_a_guide_that_is_wrong_would_be_found() -> None:
    assert unlike({"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": "x"}]}, "") == ".a[].b: 1 is shown, 'x' told"
    assert "shown" in unlike({"a": 1}, {"a": 1, "b": 2}, "")

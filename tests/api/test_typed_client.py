"""A typed client is generated from schema.graphql and the guide's operations, and a wrong field does not compile."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.serving import ROOT
from tests.api.test_guide import FILES

pytestmark = pytest.mark.node

NODE = Path(__file__).parents[1] / "node"
OPTIONS = ("--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler")
USE = """import type { ResultOf } from '@graphql-typed-document-node/core';
import { AskFormDocument, MyBusinessDocument, RateDocument } from './client/graphql';
import type { MyBusinessQueryVariables, RateMutationVariables } from './client/graphql';

export function open(mine: ResultOf<typeof MyBusinessDocument>): string[] {
  return mine.myBusiness.edges.filter(({ node }) => node.state === 'OPEN').map(({ node }) => node.serviceName);
}
export function tags(asked: ResultOf<typeof AskFormDocument>): string[] {
  return asked.form.levels.flatMap((level) => (level.reasonRequired ? level.tags.map((tag) => tag.code) : []));
}
export function told(done: ResultOf<typeof RateDocument>): string {
  const outcome = done.submitEvaluation;
  return outcome.__typename === 'Refusal' ? `${outcome.code}: ${outcome.message}` : outcome.evaluation.level;
}
export const page: MyBusinessQueryVariables = { assertion: 'ey', first: 10, state: 'OPEN' };
export const rating: RateMutationVariables = {
  input: { token: 't', entry: 'MY_BUSINESS', level: 'VERY_SATISFIED', idempotencyKey: 'k' },
};
"""
WRONG = (
    ("node.serviceName", "node.serviceTitle"),
    ("node.state === 'OPEN'", "node.state === 'UNRATED'"),
    ("level: 'VERY_SATISFIED'", "level: 'EXCELLENT'"),
    ("token: 't', ", ""),
    ("outcome.code", "outcome.reason"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory as the guide says: the operations, the schema, and what is generated from them."""
    if not (NODE / "node_modules" / ".bin" / "graphql-codegen").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=NODE, check=True)
    place = tmp_path_factory.mktemp("client")
    (place / "node_modules").symlink_to(NODE / "node_modules")
    (place / "package.json").write_text('{"type": "module"}')
    shutil.copy(ROOT / "schema.graphql", place)
    for name, (_, text) in FILES.items():
        (place / name).write_text(text, "utf-8")
    done = run(place, "graphql-codegen", "--config", "codegen.json")
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def run(place: Path, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    binary = str(place / "node_modules" / ".bin" / program)
    return subprocess.run([binary, *arguments], cwd=place, capture_output=True, text=True, timeout=180)


@pytest.fixture(scope="module")
def complaints(client: Path) -> list[str]:
    """What the compiler has against all the programs at once: nearly all of its time goes into the types they share."""
    programs = {"use.ts": USE} | {f"wrong{n}.ts": USE.replace(*words, 1) for n, words in enumerate(WRONG)}
    for name, text in programs.items():
        (client / name).write_text(text)
    return [line for line in run(client, "tsc", *OPTIONS, *programs).stdout.splitlines() if "error TS" in line]


def test_a_program_over_the_generated_types_compiles(complaints: list[str]) -> None:
    assert [line for line in complaints if not line.startswith("wrong")] == []


@pytest.mark.parametrize("number", range(len(WRONG)), ids=[wrong or "left out" for _, wrong in WRONG])
def test_a_wrong_word_does_not_compile(complaints: list[str], number: int) -> None:
    assert [line for line in complaints if line.startswith(f"wrong{number}.ts(")]


def test_an_operation_the_schema_does_not_have_is_not_generated(client: Path) -> None:
    wrong = client / "wrong.graphql"
    wrong.write_text("query Wrong { myBusiness(assertion: 1) { title } }")
    try:
        assert run(client, "graphql-codegen", "--config", "codegen.json").returncode != 0
    finally:
        wrong.unlink()

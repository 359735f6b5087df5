"""Mutants live as long as the lines they break."""

from tests.mutants.known import MUTANTS
from tests.mutants.mutant import ROOT


def test_every_mutant_still_fits_the_code() -> None:
    unfit = [reason for mutant in MUTANTS if (reason := mutant.unfit())]
    assert not unfit, "\n".join(unfit)


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


def test_the_tests_that_a_mutant_names_are_there() -> None:
    named = {test.partition("::")[::2] for mutant in MUTANTS for test in mutant.tests}
    assert not [f"{file}::{name}" for file, name in named if f"def {name}" not in (ROOT / file).read_text("utf-8")]

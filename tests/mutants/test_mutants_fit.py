"""Mutants live as long as the lines they break."""

from tests.mutants.known import MUTANTS


def test_every_mutant_still_fits_the_code() -> None:
    unfit = [reason for mutant in MUTANTS if (reason := mutant.unfit())]
    assert not unfit, "\n".join(unfit)


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)

"""The vault: the rater's identity, apart from everything else."""

from domain.vault.finding import refs_of
from domain.vault.identity import Identity, deposit
from domain.vault.revealing import Revealed, open_identity

__all__ = ["Identity", "Revealed", "deposit", "open_identity", "refs_of"]

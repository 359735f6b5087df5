"""The vault: raters' identities, separate from all other data."""

from domain.vault import canonical
from domain.vault.identity import Identity, deposit
from domain.vault.renewing import renew
from domain.vault.revealing import Revealed, open_identity, opened
from domain.vault.searching import refs_of

__all__ = ["Identity", "Revealed", "canonical", "deposit", "open_identity", "opened", "refs_of", "renew"]

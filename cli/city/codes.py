"""Invented codes of valid form. Area 4499 was never assigned, so no code in it belongs to anybody."""

from typing import Final

AREA: Final = "449900"
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V, Z
ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def district_code(number: int) -> str:
    """Return the six digits of a district, padded to twelve as in the national interfaces."""
    return f"{int(AREA) + number:06d}000000"


def credit_code(number: int) -> str:
    """Return a unified social credit code: organ (11), area, organisation, and the two check digits."""
    organisation = f"MB9X{number:04d}"
    body = f"11{AREA}{organisation}{_organisation_check(organisation)}"
    return body + credit_check(body)


def item_code(agency: str, number: int) -> str:
    """Return the code of a service item: the agency's credit code and thirteen digits."""
    return f"{agency}2{number:012d}"


def credit_check(body: str) -> str:
    """Return the eighteenth character of a credit code, its check digit (GB 32100)."""
    total = sum(ALPHABET.index(c) * pow(3, n, 31) for n, c in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]


def _organisation_check(organisation: str) -> str:
    values = (int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in organisation)
    rest = (11 - sum(v * w for v, w in zip(values, ORGANISATION_WEIGHTS, strict=True)) % 11) % 11
    return "X" if rest == 10 else str(rest)

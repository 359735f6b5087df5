"""Random batches, written as told: for the views it is all one whether they follow from the ratings."""

from datetime import date, timedelta
from typing import Any

FAMILIES = {
    "visits": 1,
    "visited": 2,
    "ratings": 1,
    "opinion": 2,
    "named": 2,
    "after": 2,
    "due": 1,
    "levels": 5,
    "kinds": 6,
    "entries": 14,
}
PLACES = {"DISTRICT": "district", "AGENCY": "agency", "SERVICE": "service", "HALL": "hall"}


async def tell(w: Any, places: dict[str, Any], today: date) -> None:
    """Some nights of every scope, and of some nothing at all."""
    begun = today - timedelta(days=60)
    tags, dimensions = [
        [row["id"] for row in await w.connection.fetch(f"select id from {name} order by id limit 4")]
        for name in ("tag", "dimension")
    ]
    subjects = [("tag", tag, 1) for tag in tags] + [("dimension", one, 2) for one in dimensions]
    chains = [*((name, 0, size) for name, size in FAMILIES.items()), *subjects]
    for scope, kind in PLACES.items():
        for scope_id in places[kind]:
            for family, subject, size in chains:
                if w.random.random() < 0.8:
                    await _chain(w, (scope, scope_id, family, subject), size, begun)
    await w.connection.execute("insert into board_night values ($1), ($2)", begun, today - timedelta(days=1))


async def _chain(w: Any, key: tuple[str, int, str, int], size: int, begun: date) -> None:
    days = sorted(w.random.sample(range(1, 60), w.random.randint(1, 12)))
    counts = [0] * size
    for day in (0, *days):
        await w.connection.execute(
            "insert into board_told (scope, scope_id, family, subject, day, counts) values ($1, $2, $3, $4, $5, $6)",
            *key,
            begun + timedelta(days=day),
            counts,
        )
        counts = [n + w.random.choice([0, 5, 6, 9]) for n in counts]

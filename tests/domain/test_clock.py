"""The city's clock: forward only, never in production."""

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Invalid, NotAllowed
from storage.transactions import execute
from tests.cast import Cast


async def test_a_test_citys_clock_moves_forward(cast: Cast) -> None:
    before = await clock.now()
    await clock.shift(timedelta(days=3))
    assert timedelta(days=3) <= await clock.now() - before < timedelta(days=3, seconds=30)


async def test_time_moves_ten_years_at_most(cast: Cast) -> None:
    for by in (timedelta(days=3661), timedelta.max):
        with pytest.raises(Invalid):
            await clock.shift(by)


async def test_time_never_moves_back(cast: Cast) -> None:
    for by in (timedelta(0), timedelta(seconds=-1)):
        with pytest.raises(Invalid):
            await clock.shift(by)
    await cast.event()
    with pytest.raises(NotAllowed):
        await clock.set_back(timedelta(days=1))


async def test_a_production_city_refuses(cast: Cast) -> None:
    await execute("update city_clock set city_kind = 'production'")
    with pytest.raises(NotAllowed):
        await clock.shift(timedelta(hours=1))
    with pytest.raises(Exception, match="city_clock_production_is_real"):
        await execute("update city_clock set shift = '1 hour'")

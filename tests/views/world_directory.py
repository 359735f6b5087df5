"""Who serves where in the random city of the views' tests."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.views.world import Writer


async def directory(w: "Writer") -> dict[str, Any]:
    city = await w.add("district", code="990100", name="滨海市", is_city=True)
    districts = [
        city,
        *[
            await w.add("district", code=f"99010{n}", name=f"第{n}区", is_city=False, name_en=f"District {n}")
            for n in (1, 2)
        ],
    ]
    agencies: list[int] = []
    for n in range(5):
        agencies.append(
            await w.add(
                "agency",
                code=f"11990100MB2C0000{n}X",
                name=f"第{n}局",
                name_en=f"Bureau {n}" if n % 2 else None,
                district_id=districts[n % 3],
                parent_id=w.maybe(agencies[0], 0.6) if agencies else None,
                is_managing=n == 0,
            )
        )
    halls = [
        await w.add(
            "hall",
            code=f"H{n}",
            name=f"{n}号大厅",
            name_en="Hall 1" if n else None,
            district_id=districts[n + 1],
            agency_id=agencies[n],
        )
        for n in (0, 1)
    ]
    windows = [await w.add("service_window", code=f"W{n}", name=f"{n}号窗口", hall_id=halls[n % 2]) for n in range(4)]
    services = [
        await w.add(
            "service",
            code=f"S{n}",
            name=f"事项{'甲乙丙丁戊己'[n]}",
            name_en=f"Item {n}" if n < 3 else None,
            agency_id=agencies[n % 5],
        )
        for n in range(6)
    ]
    staff = [
        await w.add(
            "staff_member",
            number=f"E{n}",
            name=f"{'赵钱孙李周吴郑王'[n]}某",
            agency_id=agencies[n % 5],
            hall_id=halls[n % 2],
            window_id=windows[n % 4],
            duty="WINDOW",
        )
        for n in range(8)
    ]
    return {
        "district": districts,
        "agency": agencies,
        "hall": halls,
        "window": windows,
        "service": services,
        "staff": staff,
    }

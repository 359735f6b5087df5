"""The districts, the municipal bureaus and the halls of the invented city."""

from typing import Final

NAME: Final = "滨海市"
CITY_LEVEL: Final = "市本级"

# Ten districts and one new district run by a committee.
DISTRICTS: Final = (
    "海湾区",
    "云岭区",
    "南屏区",
    "东澜区",
    "宝树区",
    "青崖区",
    "星桥区",
    "梧山区",
    "盐滩区",
    "光华区",
    "银汐新区",
)

MANAGING: Final = "滨海市政务服务数据管理局"
HOTLINE: Final = "滨海市12345热线服务中心"
OFFICERS_OWN: Final = "滨海市人力资源和社会保障局"  # where the demonstration's case officers work

# Bureau → its share of the city's service events.
BUREAUS: Final = {
    MANAGING: 1,
    OFFICERS_OWN: 18,
    "滨海市公安局": 15,
    "滨海市市场监督管理局": 12,
    "滨海市住房和建设局": 6,
    "滨海市规划和自然资源局": 8,
    "滨海市卫生健康委员会": 4,
    "滨海市教育局": 4,
    "滨海市民政局": 4,
    "滨海市医疗保障局": 8,
    "滨海市交通运输局": 6,
    "滨海市生态环境局": 2,
    "滨海市城市管理和综合执法局": 2,
    "国家税务总局滨海市税务局": 8,
    "滨海市住房公积金管理中心": 6,
    "滨海市司法局": 2,
    "滨海市文化广电旅游体育局": 2,
    "滨海市应急管理局": 1,
    "滨海市水务局": 1,
    "滨海市发展和改革委员会": 1,
    "滨海市科技创新局": 1,
    "滨海市工业和信息化局": 1,
    "滨海市商务局": 1,
    "滨海市财政局": 1,
    "滨海市退役军人事务局": 1,
    "滨海市消防救援支队": 1,
    "滨海市残疾人联合会": 1,
    "滨海市气象局": 1,
    HOTLINE: 0,
}


def hall_centre(district: str) -> str:
    """Return the agency that runs a district's hall."""
    return f"{district}政务服务中心" if district.endswith("新区") else f"{district}政务服务数据管理局"


# The twelve counters of each hall, after the scheme 前台综合受理、统一窗口出件.
COUNTERS: Final = ("综合受理",) * 8 + ("统一出件",) * 2 + ("补正缴费", "导办咨询")

"""The directory: districts, agencies, halls, windows, service items and staff.

These are small views, kept in memory, and nearly every role sees them.
"""

from dataclasses import replace

from views.compiling.member import Derived, Identity, Member, Reference, fields
from views.compiling.question import Sight
from views.compiling.view import Filter, Small

CODES = "[String!]"
# Both names, for a search in either language.
NAMES = "name, name_en, concat_ws(' ', name, name_en) as names"


def in_language(sight: Sight, chinese: str, english: str | None) -> str:
    """Return the English name for an English reader if there is one, else the Chinese name."""
    return (sight.is_english and english) or chinese


def _named() -> dict[str, Member]:
    """Return the member `name`, in the reader's language, and the inside members it is made of."""
    columns = fields(nameChinese="String!", nameEnglish="String", names="String!")
    sql = {"nameChinese": "name", "nameEnglish": "name_en", "names": "names"}
    inside = {name: replace(member, sql=sql[name], inside=True) for name, member in columns.items()}
    return {**inside, "name": Derived(type="String!", of=("nameChinese", "nameEnglish"), value=in_language)}


District = Small(
    name="District",
    tag=1,
    code="code",
    select=f"select id, code, {NAMES} from district",
    members={"id": Identity(), **fields(code="String!"), **_named()},
)

Agency = Small(
    name="Agency",
    tag=2,
    code="code",
    select=f"select id, code, {NAMES}, district_id, parent_id from agency",
    members={
        "id": Identity(),
        **fields(code="String!"),
        **_named(),
        "district": Reference(type="District!", sql="district_id"),
        "parent": Reference(type="Agency", sql="parent_id"),
    },
    filters={"districtCode": Filter(CODES, "district", codes="District"), "name": Filter("String", "names", "has")},
)

Hall = Small(
    name="Hall",
    tag=3,
    code="code",
    select=f"select id, code, {NAMES}, district_id from hall",
    members={
        "id": Identity(),
        **fields(code="String!"),
        **_named(),
        "district": Reference(type="District!", sql="district_id"),
    },
)

Window = Small(
    name="Window",
    tag=4,
    code="code",
    select="select id, code, name, hall_id from service_window",
    members={
        "id": Identity(),
        **fields(code="String!", name="String!"),
        "hall": Reference(type="Hall!", sql="hall_id"),
    },
)

Service = Small(
    name="Service",
    tag=6,
    code="code",
    select=f"select id, code, {NAMES}, agency_id from service",
    members={
        "id": Identity(),
        **fields(code="String!"),
        **_named(),
        "agency": Reference(type="Agency!", sql="agency_id"),
    },
    filters={"agencyCode": Filter(CODES, "agency", codes="Agency"), "name": Filter("String", "names", "has")},
)

StaffMember = Small(
    name="StaffMember",
    tag=7,
    code="number",
    connection="Staff",
    select="select id, number, name, agency_id, hall_id from staff_member",
    members={
        "id": Identity(),
        **fields(number="String!", name="String!"),
        "agency": Reference(type="Agency!", sql="agency_id"),
        "hall": Reference(type="Hall", sql="hall_id", inside=True),
    },
    filters={
        "agencyCode": Filter(CODES, "agency", codes="Agency"),
        "hallCode": Filter(CODES, "hall", codes="Hall"),
        "name": Filter("String", "name", "has"),
    },
)

__all__ = ["Agency", "District", "Hall", "Service", "StaffMember", "Window"]

"""The directory: districts, agencies, halls, windows, service items, staff. Small, in memory, open to nearly all."""

from views.view import Filter, Identity, Reference, Small, fields

CODES = "[String!]"

District = Small(
    name="District",
    tag=1,
    code="code",
    select="select id, code, name from district",
    members={"id": Identity(), **fields(code="String!", name="String!")},
)

Agency = Small(
    name="Agency",
    tag=2,
    code="code",
    select="select id, code, name, district_id, parent_id from agency",
    members={
        "id": Identity(),
        **fields(code="String!", name="String!"),
        "district": Reference(type="District!", sql="district_id"),
        "parent": Reference(type="Agency", sql="parent_id"),
    },
    filters={"districtCode": Filter(CODES, "district", codes="District"), "name": Filter("String", "name", "has")},
)

Hall = Small(
    name="Hall",
    tag=3,
    code="code",
    select="select id, code, name, district_id from hall",
    members={
        "id": Identity(),
        **fields(code="String!", name="String!"),
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
    select="select id, code, name, agency_id from service",
    members={
        "id": Identity(),
        **fields(code="String!", name="String!"),
        "agency": Reference(type="Agency!", sql="agency_id"),
    },
    filters={"agencyCode": Filter(CODES, "agency", codes="Agency"), "name": Filter("String", "name", "has")},
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

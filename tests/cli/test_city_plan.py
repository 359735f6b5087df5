"""The invented city has the shape of a real one, and no code in it belongs to anybody."""

from collections import Counter

from cli.city import bureaus, codes
from cli.city.cast import CAST
from cli.city.plan import CHANNELS, plan
from domain.directory.entries import Agency, District, Service, StaffMember
from domain.words import Entry, Role


def kinds() -> Counter[str]:
    return Counter(type(entry).__name__ for entry in plan().entries)


def test_it_is_of_the_size_it_claims() -> None:
    found = kinds()
    assert (found["Agency"], found["Service"], found["Channel"]) == (40, 300, 6)
    assert found["District"] == 12  # ten districts, a new district, the city itself
    assert (found["Hall"], found["Window"]) == (12, 144)


def test_every_code_is_unique_and_fits() -> None:
    keys = [(type(e), e.number if isinstance(e, StaffMember) else getattr(e, "code", None)) for e in plan().entries]
    named = [key for key in keys if key[1] is not None]
    assert len(set(named)) == len(named)
    assert all(len(e.code) <= 33 for e in plan().entries if isinstance(e, Service))
    assert len({e.name for e in plan().entries if isinstance(e, Service)}) == 300


def test_credit_codes_carry_their_check_digit_and_an_area_that_does_not_exist() -> None:
    agencies = [e for e in plan().entries if isinstance(e, Agency)]
    assert all(codes.credit_check(agency.code[:17]) == agency.code[17] for agency in agencies)
    assert {agency.code[2:8] for agency in agencies} == {codes.AREA}
    assert codes.credit_check("91350100M000100Y4") == "3"  # the standard's own example


def test_exactly_one_department_manages() -> None:
    assert [e.name for e in plan().entries if isinstance(e, Agency) and e.is_managing] == [bureaus.MANAGING]
    assert [e.name for e in plan().entries if isinstance(e, District) and e.is_city] == [bureaus.CITY_LEVEL]


def test_a_channel_is_called_by_the_entry_it_is() -> None:
    assert {code for code, *_ in CHANNELS} <= set(Entry)


def test_nobody_has_the_name_of_another() -> None:
    names = [e.name for e in plan().entries if isinstance(e, StaffMember)]
    assert len(set(names)) == len(names)


def test_there_is_an_account_for_every_role_and_a_second_officer_beside_the_first() -> None:
    assert {part.role for part in CAST} == set(Role)
    officers = [part.agency for part in CAST if part.role is Role.CASE_OFFICER]
    assert officers == [bureaus.OFFICERS_OWN] * 2

"""A person's numbers in one form, however they are written; what is no number is nobody's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.personal.numbers import CHECK_DIGITS, is_identity
from domain.texts import is_rounded
from domain.vault.canonical import document, mobile

CARD = "11010519491231002X"
DIGITS = "0123456789"
FULL_WIDTH = str.maketrans(DIGITS, "０１２３４５６７８９")
UNSEEN = ["\u200b", "\u2060", "\u00ad", "\ufeff", "\u202d", "\ufe0f", " ", "\u00a0", "\u3000"]


@pytest.mark.parametrize(
    "written",
    [
        "13912345678", "+8613912345678", "+86 139 1234 5678", "0086-139-1234-5678", "86 13912345678", "013912345678",
        "１３９１２３４５６７８", "139\u200b1234\u20605678", "139—1234—5678", "'13912345678", "13912345678。",
        "（139）12345678", "١٣٩١٢٣٤٥٦٧٨", "\u202d13912345678\u202c", "tel:+86-139-1234-5678", "+86 (0)139 1234 5678",
    ],
)  # fmt: skip
def test_one_mobile_however_it_is_written(written: str) -> None:
    assert mobile(written) == "13912345678"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("010-62345678", "01062345678"),
        ("0571 8765 4321", "057187654321"),
        ("0571-87654321转123", "057187654321转123"),
        ("+852 9123 4567", "+85291234567"),
        ("00853 6612 3456", "+85366123456"),
        ("19912345678", "19912345678"),
        ("16412345678", "16412345678"),  # a segment nobody has yet is given out one day
    ],
)
def test_landlines_and_numbers_from_elsewhere_are_kept_as_they_are_dialled(written: str, kept: str) -> None:
    assert mobile(written) == kept
    assert mobile(kept) == kept


@pytest.mark.parametrize(
    "written",
    ["1.38E+10", "1380000000", "138000000012", "12912345678", "13912345678 13800000000", "13912345678/13800000000",
     "87654321", "无", "-", "电话13912345678", "139ABCDEFGH", "13912345678x12", "+999 123", "0" * 40],
)  # fmt: skip
def test_what_nobody_can_dial_is_no_number(written: str) -> None:
    assert mobile(written) is None


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.lists(st.sampled_from(UNSEEN), min_size=11, max_size=11))
def test_blanks_and_what_nobody_sees_change_no_mobile(number: str, between: list[str]) -> None:
    spelt = "".join(digit + gap for digit, gap in zip(number, between, strict=True))
    assert mobile(spelt) == mobile(f"+86{spelt}") == mobile(number.translate(FULL_WIDTH)) == number


@pytest.mark.parametrize(
    "written",
    [CARD, CARD.lower(), f"'{CARD}", f" {CARD}\u3000", "110105 19491231 002X", "１１０１０５１９４９１２３１００２ｘ",
     "11010519491231002Х", "11010519491231002×", "110105-19491231-002x", "110105491231002",
     "\u200e1101051949\u200b1231002X"],
)  # fmt: skip
def test_one_identity_card_however_it_is_written_and_the_old_one_is_the_same_persons(written: str) -> None:
    assert document(written) == CARD


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("91110000600037341l", "91110000600037341L"),
        ("e1234 5678", "E12345678"),
        ("H1234567800", "H1234567800"),
        ("C1234567(8)", "C12345678"),
        ("1234567（8）", "12345678"),
        ("军字第2001988号", "军字第2001988号"),
        ("9E1234567", "9E1234567"),
    ],
)
def test_other_documents_keep_their_letters_and_digits(written: str, kept: str) -> None:
    assert document(written) == kept
    assert document(kept) == kept


@pytest.mark.parametrize(
    "written",
    ["9.901E+17", "9.9e17", "9E+17", "110105194912310021", "11010519491331002X", "91110000600037341M",
     "11010519491231002", "990100199001011000",
     "1101051949123100", "110105491331001", "无", "身份证", "—", "A" * 40 + "1", "E123"],
)  # fmt: skip
def test_what_is_no_number_of_a_document_is_nobodys(written: str) -> None:
    assert document(written) is None


@pytest.mark.parametrize("mask", ["*", "＊", "×", "X", "x", "•", "●", "#", "?"])
def test_a_number_that_was_masked_is_many_peoples_and_nobodys(mask: str) -> None:
    assert document(f"1101{mask * 10}002X") is None
    assert document(f"E12{mask * 4}78") is None
    assert mobile(f"139{mask * 4}5678") is None


def test_a_spreadsheets_notation_is_known_for_what_it_is() -> None:
    assert all(map(is_rounded, ("9.901E+17", "1.38e10", "9.9E17", "1E+10")))
    assert not any(map(is_rounded, ("9E1234567", CARD, "13912345678")))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_of_eleven_check_digits_one_is_right(born: date, serial: int) -> None:
    numbers = [f"110105{born:%Y%m%d}{serial:03d}{digit}" for digit in CHECK_DIGITS]
    assert [n for n in numbers if document(n)] == [n for n in numbers if is_identity(n)]
    assert sum(map(is_identity, numbers)) == 1

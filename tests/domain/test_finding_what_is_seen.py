"""A number is found however it is dressed up: what a reader sees is looked through, not what a machine stores."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.personal.detecting import Personal, detect
from domain.personal.masking import BAR, HIDDEN, half, masked
from domain.personal.numbers import CHECK_DIGITS, WEIGHTS
from domain.personal.seeing import see

ALPHABETS = (
    "0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡", "⓪①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹", "⓿❶❷❸❹❺❻❼❽❾", "洞幺两三四五六拐八勾",
)  # fmt: skip
UNSEEN = ("\u2060", "\u00ad", "\ufe0f", "\u200b", "\u200e", "\u202e", "\U000e0041", "\ufe0f\u20e3", "\u034f", "\u3164")
GAPS = (" ", "\u00a0", "\u2009", "\u3000", "\n", "\r\n", "/", "_", "~", "·", ".", "-", "（", "）", "—", " - ", "…", "★")
MOBILE, IDENTITY = "13912345678", "44030519900307123"
NEXT = CHECK_DIGITS[sum(int(d) * w for d, w in zip(IDENTITY, WEIGHTS, strict=True)) % 11]


@pytest.mark.parametrize(
    "written",
    [
        "139\u20601234\u20605678",
        "139\u00ad1234\u00ad5678",
        "1\ufe0f3\ufe0f9\ufe0f1\ufe0f2\ufe0f3\ufe0f4\ufe0f5\ufe0f6\ufe0f7\ufe0f8",
        "139\u00a01234\u00a05678",
        "139\u20091234\u20095678",
        "139\n1234\n5678",
        "139/1234/5678",
        "139，1234，5678",
        "139、1234、5678",
        "139_1234_5678",
        "139~1234~5678",
        "139 -- 1234 -- 5678",
        "139：1234：5678",
        "1-39-1234-5678",
        "1️⃣3️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
        "𝟏𝟑𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
        "١٣٩١٢٣٤٥٦٧٨",
        "一三九 一二三四 五六七八",
        "壹叁玖壹贰叁肆伍陆柒捌",
        "幺三九幺两三四五六拐八",
        "①③⑨①②③④⑤⑥⑦⑧",
        "l39 I234 5678",
        "0086-139-1234-5678",
        "013912345678",
    ],
)
def test_a_mobile_in_disguise_is_found_and_the_bar_covers_it_whole(written: str) -> None:
    text = f"请打{written}找我"
    (one,) = detect(text)
    assert one.kind is Personal.MOBILE
    assert masked(text, [one]) == f"请打{BAR}找我"


@pytest.mark.parametrize(
    "written",
    [
        "440305  19900307  123{}",
        "440305\u00a019900307\u00a0123{}",
        "44030519900307 123 {}",
        "440305/1990/0307/123{}",
        "４４０３０５１９９００３０７１２３{}",
        "ID440305\u206019900307123{}",
        "四四零三零五一九九零零三零七一二三{}",
    ],
)
def test_an_identity_number_in_disguise_is_found(written: str) -> None:
    for digit in (NEXT, NEXT.lower()):
        number = written.format(digit)
        text = f"证号：{number}。"
        (one,) = detect(text)
        assert (one.kind, one.basis) == (Personal.ID_NUMBER, "id.18")
        assert masked(text, [one]).replace("ID", "") == f"证号：{BAR}。"


def test_an_identity_number_that_ends_in_a_small_x_after_a_blank() -> None:
    text = "证110105 19491231 002 x号"
    (one,) = detect(text)
    assert text[one.start : one.end] == "110105 19491231 002 x"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("zhao.ping＠example．com", Personal.EMAIL),
        ("zhao.ping @ example.com", Personal.EMAIL),
        ("zhao\u2060.ping@exa\u00admple.com", Personal.EMAIL),
        ("zhaoping@example。com", Personal.EMAIL),
        ("粤\u2060B·1\u20602345", Personal.PLATE),
        ("粤Ｂ１２３４５", Personal.PLATE),
        ("李\u200b文\u00ad珊", Personal.STAFF_NAME),
        ("李·文·珊", Personal.STAFF_NAME),
        ("6222\u20090202\u20090011\u20092230", Personal.BANK_CARD),
        ("０７５５－８２１０１２３４", Personal.LANDLINE),
    ],
)
def test_other_personal_data_in_disguise_is_found(written: str, kind: Personal) -> None:
    text = f"找{written}问"
    (one,) = detect(text, ("李文珊",))
    assert one.kind is kind
    assert masked(text, [one]) == f"找{BAR}问"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-13 14:30至15:30，2026-11-14 9:00",
        "11.13 14:30-15:30、11.14 13:00",
        "单价139.12 346.78 150.00，共三样",
        "等了15、245、12、1807号",
        "第1、3、5、7、9、11、13、15号窗口",
        "13%、91%、23%、45%、67%、8%",
        "收费139元、1234元、5678元",
        "Iooo lO138 hello world 2026",
        "一九九七年二月，三楼四号，五六七八个人",
        "受理号4403002026112300120139",
    ],
)
def test_ordinary_figures_are_left_alone(text: str) -> None:
    assert detect(text) == []


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_number_in_any_digits_with_anything_unseen_or_between_is_covered_whole(data: st.DataObject) -> None:
    tail = st.text("0123456789", min_size=8, max_size=8)
    number = data.draw(st.one_of(st.builds("139{}".format, tail), st.just(IDENTITY + NEXT), st.just(MOBILE)))
    written = ""
    for place, digit in enumerate(number):
        written += data.draw(st.sampled_from(GAPS)) if place and data.draw(st.integers(0, 3)) == 0 else ""
        alphabet = data.draw(st.sampled_from(ALPHABETS))
        written += alphabet[int(digit)] if digit.isdigit() else digit
        written += data.draw(st.sampled_from(UNSEEN)) if data.draw(st.booleans()) else ""
    text = f"请打{written}谢谢"
    shown = see(masked(text, detect(text))).spelt
    assert shown == f"请打{BAR}谢谢"
    hidden = half(text, detect(text))
    assert len(hidden) == len(text)
    assert hidden.count(HIDDEN) >= len(number) - 8


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "13912345678 ",
        "a@",
        "a",
        "a@a.",
        "粤B1234 ",
        "1 3 9 ",
        "\u2060",
        "王海",
        "O",
        "1-",
        ".",
        "10:30 ",
        "一",
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    """100 000 characters: a few seconds on any machine, where looking back over everything would take minutes."""
    text = (piece * 100_000)[:100_000]
    begun = time.process_time()
    half(text, detect(text, ("王海",)))
    assert time.process_time() - begun < 12

"""What may name a person is found as people write it; what only looks like it is left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.personal.detecting import Personal, detect
from domain.personal.masking import BAR, Span, half, joined, masked
from domain.personal.numbers import CHECK_DIGITS, WEIGHTS, is_identity

P = Personal
STAFF = ("李文珊", "陈窗口", "王海", "欧阳静", "何苗", "方便")


def kinds(text: str) -> list[tuple[str, Personal, str]]:
    return [(text[one.start : one.end], one.kind, one.basis) for one in detect(text, STAFF)]


@pytest.mark.parametrize(
    ("text", "found", "kind", "basis"),
    [
        ("电话13800138000，请回", "13800138000", P.MOBILE, "mobile"),
        ("打138 0013 8000没人接", "138 0013 8000", P.MOBILE, "mobile"),
        ("138-0013-8000", "138-0013-8000", P.MOBILE, "mobile"),
        ("请打+86 138 0013 8000", "+86 138 0013 8000", P.MOBILE, "mobile.86"),
        ("+8619912345678", "+8619912345678", P.MOBILE, "mobile.86"),
        ("手机１３８００１３８０００。", "１３８００１３８０００", P.MOBILE, "mobile"),
        ("我是一三八零零一三八零零零", "一三八零零一三八零零零", P.MOBILE, "mobile.spelt"),
        ("幺三八〇〇幺三八〇〇〇", "幺三八〇〇幺三八〇〇〇", P.MOBILE, "mobile.spelt"),
        ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 0 0 1 3 8 0 0 0", P.MOBILE, "mobile"),
        ("微信v13800138000", "13800138000", P.MOBILE, "mobile"),
        ("2026-11-23 13800138000", "13800138000", P.MOBILE, "mobile"),
        ("家里0755-82101234", "0755-82101234", P.LANDLINE, "landline"),
        ("(0755)82101234", "(0755)82101234", P.LANDLINE, "landline"),
        ("（010）65001234转", "（010）65001234", P.LANDLINE, "landline"),
        ("身份证11010519491231002X", "11010519491231002X", P.ID_NUMBER, "id.18"),
        ("证号110105 19491231 002x", "110105 19491231 002x", P.ID_NUMBER, "id.18"),
        ("老证130503670401001", "130503670401001", P.ID_NUMBER, "id.15"),
        ("卡号6222020200112230", "6222020200112230", P.BANK_CARD, "card"),
        ("卡4111 1111 1111 1111", "4111 1111 1111 1111", P.BANK_CARD, "card"),
        ("写信zhao.ping@example.com吧", "zhao.ping@example.com", P.EMAIL, "email"),
        ("车牌粤B12345停不了", "粤B12345", P.PLATE, "plate"),
        ("粤b·12345", "粤b·12345", P.PLATE, "plate"),
        ("粤BD12345", "粤BD12345", P.PLATE, "plate.new"),
        ("沪A12345D", "沪A12345D", P.PLATE, "plate.new"),
        ("京A1234警", "京A1234警", P.PLATE, "plate"),
        ("工作人员李文珊说", "李文珊", P.STAFF_NAME, "name"),
        ("李 文 珊很好", "李 文 珊", P.STAFF_NAME, "name"),
        ("窗口王海态度差", "王海", P.STAFF_NAME, "name"),
        ("找王主任签字", "王主任", P.STAFF_NAME, "name.title"),
        ("李某某不接待", "李某某", P.STAFF_NAME, "name.title"),
        ("欧阳科长", "欧阳科长", P.STAFF_NAME, "name.title"),
    ],
)
def test_found(text: str, found: str, kind: Personal, basis: str) -> None:
    assert kinds(text) == [(found, kind, basis)]


@pytest.mark.parametrize(
    "text",
    [
        "办件号BH20261123000012查不到",
        "受理编号440300202611230012",
        "2026-11-23 09:30:00去的，2026年11月23日又去",
        "20261123和2026.11.23",
        "收了13800138000元",
        "¥6222020200112230",
        "罚款1234.56元，一共12345678元",
        "打了12345和110，还有400-830-1234",
        "工单1234567890",
        "等了三十八分钟，跑了一二三四五六七八九次",
        "16000138000和15400138000不是号段",
        "110105194912310021校验码不对",
        "110105194913310023没有这一天",
        "6222020200112231校验不对",
        "三楼说去B12345柜",
        "京ABCDEF不是号牌",
        "任何同志都可以，提高老师待遇，如何主任都不知道",
        "方便群众，网上很方便，王海不在这里",
        "谢谢，十分钟办完",
        "",
    ],
)
def test_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_nobody_elses_staff_is_marked() -> None:
    assert detect("李文珊说系统坏了", ("赵钱孙",)) == []
    assert detect("李文珊说系统坏了") == []


def test_of_two_that_overlap_the_graver_stays() -> None:
    text = "13800138000@qq.com"
    assert kinds(text) == [("13800138000", P.MOBILE, "mobile")]


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 999), st.sampled_from(["110105", "440305"]))
def test_every_identity_number_is_found_and_none_with_another_check_digit(born: date, serial: int, region: str) -> None:
    body = f"{region}{born:%Y%m%d}{serial:03}"
    right = CHECK_DIGITS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
    assert kinds(f"证号{body}{right}，")[0][1:] == (P.ID_NUMBER, "id.18")
    assert not any(is_identity(body + other) for other in CHECK_DIGITS if other != right)


@given(st.integers(13_0000_00000, 19_9999_99999), st.sampled_from(["", " ", "-"]), st.text(max_size=20))
def test_a_mobile_is_covered_whole_wherever_it_stands(number: int, gap: str, before: str) -> None:
    digits = str(number)
    written = gap.join((digits[:3], digits[3:7], digits[7:]))
    text = f"{before}，电话{written}。"
    for one in detect(text):
        if one.kind is P.MOBILE and text[one.start : one.end].endswith(written):
            shown = masked(text, [Span(one.start, one.end)])
            assert written not in shown
            return
    segment = digits[:3]
    assert segment in {"140", "141", "142", "143", "144", "154", "160", "161", "163", "164", "168", "169", "179", "194"}


@given(st.text(alphabet="0123456789 -+（）()一二三粤Bxya@.com李文珊王主任😀", max_size=80))
def test_spans_stand_apart_inside_the_text_and_the_half_keeps_every_place(text: str) -> None:
    found = detect(text, STAFF)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    hidden = half(text, found)
    assert len(hidden) == len(text)
    for one in found:
        assert (hidden[one.start : one.end] == text[one.start : one.end]) is (one.kind is P.STAFF_NAME)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([(0, 1), (1, 3)], "████很好"),
        ([(1, 3), (0, 2)], "████很好"),
        ([(0, 3), (1, 2)], "████很好"),
        ([(0, 1), (2, 3)], "████窗████很好"),
    ],
)
def test_what_touches_or_overlaps_is_under_one_bar(spans: list[tuple[int, int]], shown: str) -> None:
    assert masked("陈窗口很好", [Span(*one) for one in spans]) == shown


@given(st.text(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60)), max_size=6))
def test_a_bar_tells_neither_length_nor_number(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [Span(min(a, len(text) - 1), min(max(a + 1, b), len(text))) for a, b in pairs]
    spans = [span for span in spans if span.start < span.end]
    shown = masked(text, spans)
    apart = joined(spans)
    kept = "".join(c for at, c in enumerate(text) if not any(s.start <= at < s.end for s in spans))
    assert shown.replace(BAR, "") == kept.replace(BAR, "")
    assert shown.count(BAR) >= len(apart)

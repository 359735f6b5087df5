"""Finds names of staff of the agency and hall concerned: whole, or a surname with a title. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

COMPOUND: Final = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "夏侯", "令狐")
TITLES: Final = (
    "某某", "某", "值班长", "主任", "科长", "处长", "局长", "所长", "股长", "队长", "组长", "班长", "老师", "经理",
    "主管", "同志", "警官", "师傅", "女士", "先生", "小姐",
)  # fmt: skip
# A name of two characters may be a word (方便, 高兴); it counts as a name only next to words about a person.
BEFORE: Final = re.compile(r"(?:人员|窗口|柜员|前台|同事|名叫|叫|姓名|是|找|请|问|跟|被|由|让|给|号)[：: ]?$")
LONGEST_BEFORE: Final = 4
AFTER: Final = re.compile(
    r"[ ]?(?:同志|老师|女士|先生|小姐|主任|科长|处长|局长|说|让|叫我|给我|帮我|态度|负责|接待|办理)"
)
# Characters before a surname that make it part of an ordinary word: 任何同志, 提高老师, 地方主任 are no names.
WORDS_ENDING: Final = {
    "何": "任如为几",
    "高": "提最较很更",
    "方": "地对双官厂各",
    "于": "关由对属至终等",
    "时": "及准按当同临小有",
    "家": "大国专回",
    "全": "安完",
    "成": "完办",
    "程": "流过工",
    "任": "责主",
    "安": "公治保",
    "常": "非经正日",
    "张": "一几两紧",
    "向": "方",
    "管": "主不",
    "章": "盖公",
    "包": "承",
}


def find(text: str, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, basis) of each whole name, then of each surname with a title."""
    known = _patterns(tuple(sorted({name for name in names if len(name) > 1})))
    if known is None:
        return
    whole, titled = known
    for match in whole.finditer(text):
        if len(re.sub(r"[\W_]", "", match[0])) > 2 or _is_person(text, match.start(), match.end()):
            yield match.start(), match.end(), "name"
    for match in titled.finditer(text):
        if text[match.start() - 1 : match.start()] not in [*WORDS_ENDING.get(match[1], "")]:
            yield match.start(), match.end(), "name.title"


def _is_person(text: str, start: int, end: int) -> bool:
    return BEFORE.search(text, max(start - LONGEST_BEFORE, 0), start) is not None or AFTER.match(text, end) is not None


@lru_cache(maxsize=256)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    if not names:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    whole = "|".join(r"[ ·•.\-_]?".join(map(re.escape, name)) for name in longest_first)
    surnames = sorted(set(map(surname, names)), key=len, reverse=True)
    return re.compile(whole), re.compile(f"({_either(surnames)})(?:{_either(TITLES)})")


def surname(name: str) -> str:
    """The surname, which may have two characters."""
    return next((compound for compound in COMPOUND if name.startswith(compound)), name[:1])


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))

"""What is remembered is bounded in number and in weight; whoever was asked last stays."""

from remembering import Remembered


def words(most: int, weight: int) -> Remembered[str, int]:
    return Remembered(most, weight, lambda word, _: len(word))


def test_the_least_recently_used_gives_way() -> None:
    known = words(2, 100)
    for word in ("a", "b"):
        known.keep(word, 1)
    assert known.get("a") == 1
    known.keep("c", 1)
    assert list(known) == ["a", "c"]


def test_heavy_entries_push_out_as_many_as_they_weigh() -> None:
    known = words(100, 10)
    for word in ("aaaa", "bbbb", "cc"):
        known.keep(word, 1)
    known.keep("dddd", 1)
    assert list(known) == ["bbbb", "cc", "dddd"]
    assert known.carried == 10


def test_what_is_heavier_than_all_together_is_not_kept_and_pushes_nobody_out() -> None:
    known = words(100, 10)
    known.keep("a", 1)
    known.keep("b" * 11, 1)
    assert list(known) == ["a"]


def test_the_same_again_weighs_once() -> None:
    known = words(100, 10)
    for n in range(5):
        known.keep("aaa", n)
    assert (known.get("aaa"), known.carried, len(known)) == (4, 3, 1)
    del known["aaa"]
    assert (known.carried, "aaa" in known) == (0, False)

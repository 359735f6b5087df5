"""The known ways to break what is listened to: the seam of backlog and live, and what several listeners share."""

from tests.mutants.mutant import Mutant

SOCKET = "tests/api/streaming/test_websocket.py"
SHARED = "tests/api/streaming/test_sharing.py"
FEEDS = "tests/views/test_feeds.py"
HEARING = "tests/views/test_hearing.py"
OUTAGES = "tests/workers/test_outages.py"
FEED = "tests/api/test_events.py"

MUTANTS = (
    Mutant(
        "a gap at the seam",
        "api/streaming/streams.py",
        "                place = page.until\n",
        "                place = max(upto, news.heads.head)\n",
        (f"{SHARED}::test_a_backlog_of_many_pages_goes_over_into_what_comes_meanwhile",),
    ),
    Mutant(
        "the last of the backlog left out",
        "views/feeds.py",
        "{TABLE}.position <= :upto",
        "{TABLE}.position < :upto",
        (FEEDS,),
    ),
    Mutant(
        "a repeat at the seam",
        "views/feeds.py",
        "{TABLE}.position > :after",
        "{TABLE}.position >= :after",
        (FEEDS,),
    ),
    Mutant(
        "a full page taken for the end",
        "views/feeds.py",
        "told[-1].position if len(told) == most else upto",
        "upto",
        (FEEDS,),
    ),
    Mutant(
        "all of it to whoever begins now",
        "views/feeds.py",
        "        return now.upto(actor)\n",
        "        return 0\n",
        (f"{SOCKET}::test_without_a_position_it_begins_now",),
    ),
    Mutant(
        "a place not there yet",
        "views/hearing.py",
        "if after > self.upto(actor):",
        "if False:",
        (f"{SOCKET}::test_a_position_not_there_yet_is_refused_and_the_connection_stays",),
    ),
    Mutant(
        "a place no longer kept",
        "views/hearing.py",
        "if after < self.first - 1:",
        "if False:",
        (f"{FEED}::test_a_position_that_is_not_there_yet_or_no_longer_kept_is_refused",),
    ),
    Mutant(
        "texts shared between different reach",
        "views/feeds.py",
        "return tuple(getattr(actor, name) for name in dict.fromkeys(names))",
        "return ()",
        (f"{SHARED}::test_a_district_hears_its_own_whoever_asked_the_same_before",),
    ),
    Mutant(
        "texts shared between agencies",
        "views/feeds.py",
        "return tuple(getattr(actor, name) for name in dict.fromkeys(names))",
        "return tuple(getattr(actor, name) for name in dict.fromkeys(names) if name != 'agency')",
        (f"{SHARED}::test_an_agencys_own_client_stays_a_day_behind_whoever_asked_the_same_before",),
    ),
    Mutant(
        "texts shared between different questions",
        "api/streaming/streams.py",
        '("graphql", chosen.key, cost)',
        "()",
        (f"{SHARED}::test_the_same_under_another_name_is_told_under_that_name",),
    ),
    Mutant(
        "filter of kinds lost",
        "views/feeds.py",
        "self.kinds = list(topic.kinds or heard_by(actor.role))",
        "self.kinds = list(heard_by(actor.role))",
        (f"{SHARED}::test_a_stream_can_be_narrowed_by_kind_and_agency",),
    ),
    Mutant(
        "filter of kinds lost in the stream",
        "api/streaming/streams.py",
        "topic = Topic(asks, sight, kinds, agency,",
        "topic = Topic(asks, sight, None, agency,",
        (f"{SHARED}::test_a_stream_can_be_narrowed_by_kind_and_agency",),
    ),
    Mutant(
        "filter of the agency lost",
        "views/feeds.py",
        '= any(:of_agency)" if topic.agency else ""',
        '= any(:of_agency)" if False else ""',
        (f"{SHARED}::test_a_stream_can_be_narrowed_by_kind_and_agency",),
    ),
    Mutant(
        "the day told to the agency that listens",
        "views/hearing.py",
        "return min(self.head, self.today - 1)",
        "return self.head",
        (f"{SHARED}::test_an_agencys_own_client_stays_a_day_behind_whoever_asked_the_same_before",),
    ),
    Mutant(
        "a key that ended heard on",
        "api/streaming/streams.py",
        "                upto = await news.beyond(place, actor, LOOK_AGAIN)\n                await check()\n",
        "                upto = await news.beyond(place, actor, LOOK_AGAIN)\n",
        (f"{SOCKET}::test_a_revoked_key_ends_the_stream",),
    ),
    Mutant(
        "a failed reading kept for the next",
        "views/feeds.py",
        "            self._forget(place, page)\n        else:",
        "            pass\n        else:",
        (FEEDS,),
    ),
    Mutant(
        "each listener reads for itself",
        "views/feeds.py",
        "        if page is None:\n",
        "        if True:\n",
        (FEEDS,),
    ),
    Mutant(
        "the board told as often as it changes",
        "views/hearing.py",
        "await asyncio.sleep(self._since + READ_AT_MOST_EVERY - monotonic())",
        "await asyncio.sleep(0)",
        (f"{SOCKET}::test_the_board_is_told_at_most_once_a_second",),
    ),
    Mutant(
        "figures read while something happened taken for what came after",
        "views/hearing.py",
        "        self._since, self.version = since, version  #",
        "        self._since, self.version = since, self._news.version  #",
        (HEARING,),
    ),
    Mutant(
        "everybody who waits looks at the ledger",
        "views/hearing.py",
        "if self._looking is None or self._looking.done()",
        "if True or self._looking.done()",
        (HEARING,),
    ),
    Mutant(
        "a page that waits for the turn of a stream",
        "views/hearing.py",
        "        if self._is_late:\n            async with",
        "        if True:\n            async with",
        (HEARING,),
    ),
    Mutant(
        "jobs cut off by Redis end the worker",
        "workers/main.py",
        "await asyncio.wait(running, timeout=LEAVING_SECONDS)",
        "await asyncio.gather(*running)",
        (OUTAGES,),
    ),
)

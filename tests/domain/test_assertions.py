"""A channel signs for its signed-in user: what is taken for that, what is not, and whose visits it opens."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.actor import SYSTEM, Actor
from domain.clients import clients
from domain.collecting.assertions import signed_user
from domain.errors import DomainError, Forbidden, NotAllowed, ProofExpired, ProofInvalid
from domain.evaluations import Submission, submit, submit_one
from domain.vault import Identity, renew
from domain.vault.identity import index, seal
from domain.words import Entry, Level
from storage.transactions import execute, fetch_value, transaction
from tests.cast import Cast
from tests.signing import CITY, Pair, ed25519, p256, registered


def channel(cast: Cast) -> Actor:
    return cast["channel"]


async def pair_of(cast: Cast, pair: Pair | None = None) -> Pair:
    return await registered(channel(cast).id or 0, pair)


async def visits(cast: Cast, assertion: str, by: Actor | None = None) -> list[int]:
    """The service events of whoever is named."""
    refs = await signed_user(assertion, audience=CITY, by=by or channel(cast))
    return sorted([await fetch_value("select id from service_event where rater_ref = $1", ref) for ref in refs])


@pytest.mark.parametrize("make", [ed25519, p256])
async def test_the_user_who_is_signed_for_is_found_by_the_id_number(cast: Cast, make: Any) -> None:
    pair = await pair_of(cast, make())
    mine = [(await cast.event()).service_event_id for _ in range(2)]
    await cast.event(rater=Identity("钱某", "990100199002022349", "13800000002"))
    assert await visits(cast, pair.sign()) == mine
    assert await visits(cast, pair.sign(id_number=" 990100199001011234 ")) == mine
    assert await visits(cast, pair.sign(id_number="990100199009099998")) == []


async def test_a_mobile_number_counts_only_where_no_document_says_otherwise(cast: Cast) -> None:
    pair, phone = await pair_of(cast), "13800000009"
    both = (await cast.event(rater=Identity("孙某", "990100199003033453", phone))).service_event_id
    only_phone = (await cast.event(rater=Identity("李某", None, phone))).service_event_id
    assert await visits(cast, pair.sign(mobile=phone)) == [only_phone]  # a phone alone may be anybody's of the family
    assert await visits(cast, pair.sign(mobile=phone, id_number="990100199009099998")) == [only_phone]
    assert await visits(cast, pair.sign(mobile=phone, id_number="990100199003033453")) == sorted([both, only_phone])


CARD = "11010519491231002X"
WAYS = [
    ("+86 139-1234-5678", "13912345678"),
    ("13912345678", "０１３９１２３４５６７８"), ("0086 139 1234 5678", "139\u200b12345678"),
]  # fmt: skip
CARDS = [
    (CARD.lower(), CARD),
    (f"'{CARD}", "110105 19491231 002x"),
    ("110105491231002", f"\u202d{CARD}"),
    (CARD, "１１" + CARD[2:]),
]


@pytest.mark.parametrize(("reported", "signed"), WAYS)
async def test_whoever_was_reported_with_a_mobile_is_found_by_it_however_either_side_writes_it(
    cast: Cast, reported: str, signed: str
) -> None:
    pair = await pair_of(cast)
    mine = (await cast.event(rater=Identity("孙某", None, reported))).service_event_id
    assert await visits(cast, pair.sign(id_number=None, mobile=signed)) == [mine]


@pytest.mark.parametrize(("reported", "signed"), CARDS)
async def test_whoever_was_reported_with_a_card_is_found_by_it_however_either_side_writes_it(
    cast: Cast, reported: str, signed: str
) -> None:
    pair = await pair_of(cast)
    mine = (await cast.event(rater=Identity("孙某", reported))).service_event_id
    assert await visits(cast, pair.sign(id_number=signed)) == [mine]


@pytest.mark.parametrize("claims", [{"mobile": "1391234567"}, {"id_number": "990100199001011235"}])
async def test_a_number_that_is_none_is_told_to_the_channel_and_not_taken_for_nobody(
    cast: Cast, claims: dict[str, str]
) -> None:
    pair = await pair_of(cast)
    refused = await refusal(cast, pair.sign(**claims))
    assert (refused.code, refused.path) == ("PROOF_INVALID", ("assertion",))
    assert next(iter(claims)) in refused.en


async def test_what_was_put_away_in_another_form_is_found_once_the_vault_is_renewed(cast: Cast) -> None:
    pair = await pair_of(cast)
    mine = (await cast.event(rater=Identity("孙某", None, "13912345678"))).service_event_id
    ref = await fetch_value("select rater_ref from service_event where id = $1", mine)
    async with transaction():  # as it was before there was one form
        await execute("set local role haochaping_vault")
        old = "+86 139-1234-5678"
        await execute(
            "update vault.identity set form = 1, sealed = $2, mobile_index = $3 where ref = $1",
            ref, seal(ref, Identity("孙某", None, old)), index("mobile", old),
        )  # fmt: skip
        await execute("set local role none")
    signed = pair.sign(id_number=None, mobile="13912345678")
    assert await visits(cast, signed) == []
    assert await renew() == 1
    assert await visits(cast, signed) == [mine]
    assert await renew() == 0


async def refusal(cast: Cast, assertion: str, by: Actor | None = None) -> DomainError:
    with pytest.raises(DomainError) as raised:
        await signed_user(assertion, audience=CITY, by=by or channel(cast))
    return raised.value


def unsigned(head: dict[str, Any], claims: dict[str, Any]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (head, claims)]
    return f"{parts[0]}.{parts[1]}."


def nested() -> str:
    return base64.urlsafe_b64encode(b'{"a":' + b"[" * 3000).decode().rstrip("=") + ".e30.e30"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"seconds": 301}, "more than 5 minutes"),
        ({"ago": -120}, "set your clock"),
        ({"audience": "https://elsewhere.example"}, "aud must be"),
        ({"iss": "hcc_other"}, "iss must be"),
        ({"iat": None}, "iat is missing"),
        ({"exp": None}, "exp is missing"),
        ({"id_number": None, "mobile": None}, "names nobody"),
        ({"id_number": 5}, "must be a text"),
        ({"id_number": "9901\x00"}, "must be a text"),
        ({"exp": "9999999999"}, "must be numbers"),
        ({"iat": True}, "must be numbers"),
        ({"exp": float("inf")}, "not accepted"),
        ({"iat": float("inf")}, "not accepted"),
        ({"head": {"typ": "JWT"}}, "typ must be"),
        ({"head": {"kid": "k2"}}, "kid names no valid key"),
        ({"head": {"kid": None}}, "kid is missing"),
    ],
)
async def test_what_is_not_signed_as_agreed_is_refused_and_says_why(cast: Cast, how: Any, says: str) -> None:
    refused = await refusal(cast, (await pair_of(cast)).sign(**how))
    assert isinstance(refused, ProofInvalid)
    assert says in refused.en
    assert refused.path == ("assertion",)


@pytest.mark.parametrize("how", [{"ago": 600}, {"ago": 400, "seconds": 300}])
async def test_an_assertion_older_than_five_minutes_is_over(cast: Cast, how: Any) -> None:
    assert isinstance(await refusal(cast, (await pair_of(cast)).sign(**how)), ProofExpired)


async def test_a_process_whose_clock_is_late_believes_the_databases(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) - timedelta(seconds=590)

    assertion = (await pair_of(cast)).sign(ago=600)
    monkeypatch.setattr("jwt.api_jwt.datetime", Late)
    assert isinstance(await refusal(cast, assertion), ProofExpired)


async def test_neither_none_nor_a_shared_secret_is_a_signature(cast: Cast) -> None:
    pair = await pair_of(cast)
    claims = {"iss": pair.code, "aud": CITY, "iat": 1, "exp": 2, "id_number": "1"}
    for algorithm in ("none", "HS256", "RS256", "eddsa", ""):
        head = {"alg": algorithm, "kid": "k1", "typ": "haochaping-user+jwt"}
        assert isinstance(await refusal(cast, unsigned(head, claims)), ProofInvalid)
    for nonsense in ("", "x", "a.b.c", "é", "." * 50, "A" * 5000, nested()):
        assert isinstance(await refusal(cast, nonsense), ProofInvalid)


async def test_a_changed_or_foreign_signature_is_refused(cast: Cast) -> None:
    pair = await pair_of(cast)
    head, body, signature = pair.sign().split(".")
    other = pair.sign(id_number="990100199003033453").split(".")[1]
    assert "signature" in (await refusal(cast, f"{head}.{other}.{signature}")).en
    assert "signature" in (await refusal(cast, f"{head}.{body}.{signature[:-8]}AAAAAAAA")).en
    stranger = ed25519()
    stranger.code = pair.code
    assert "signature" in (await refusal(cast, stranger.sign())).en
    curve = p256()
    curve.code = pair.code
    assert "alg" in (await refusal(cast, curve.sign())).en


async def test_a_key_is_its_own_channels_and_ends_when_revoked_or_over(cast: Cast) -> None:
    pair = await pair_of(cast)
    second = await clients.register("第二个渠道", "CHANNEL", by=SYSTEM)
    other = Actor(channel(cast).kind, "CHANNEL", second.id, scopes=channel(cast).scopes)
    assert "kid names no valid key" in (await refusal(cast, pair.sign(), other)).en
    await execute("update signing_key set valid_until = now()")
    assert "kid names no valid key" in (await refusal(cast, pair.sign())).en
    await execute("update signing_key set valid_until = now() + interval '1 day'")
    assert await visits(cast, pair.sign()) == []
    await clients.revoke_key(channel(cast).id or 0, "k1", by=SYSTEM)
    assert "kid names no valid key" in (await refusal(cast, pair.sign())).en


@pytest.mark.parametrize("who", ["business", "subscriber", "officer", "public", "administrator"])
async def test_nobody_but_a_channel_signs_for_users(cast: Cast, who: str) -> None:
    assert isinstance(await refusal(cast, (await pair_of(cast)).sign(), cast[who]), Forbidden)


async def rate(cast: Cast, token: str, signed: tuple[Any, ...] | None, **said: Any) -> Any:
    return await submit_one(Submission(token, Level.SATISFIED, channel(cast), signed_for=signed, **said))


async def test_who_is_signed_for_and_was_served_rates_authenticated(cast: Cast) -> None:
    pair, event = await pair_of(cast), await cast.event()
    signed = await signed_user(pair.sign(), audience=CITY, by=channel(cast))
    done = await rate(cast, event.token, signed)
    assert await fetch_value("select assurance from evaluation where id = $1", done.evaluation_id) == "AUTHENTICATED"
    plain = await rate(cast, (await cast.event()).token, None)
    assert await fetch_value("select assurance from evaluation where id = $1", plain.evaluation_id) == "PRESENT"


async def test_another_persons_visit_is_refused_and_its_neighbours_are_not(cast: Cast) -> None:
    pair = await pair_of(cast)
    other, mine = await cast.event(rater=Identity("钱某", "990100199002022349", None)), await cast.event()
    signed = await signed_user(pair.sign(), audience=CITY, by=channel(cast))
    said = [Submission(event.token, Level.SATISFIED, channel(cast), signed_for=signed) for event in (other, mine)]
    refused, taken = await submit(said)
    assert isinstance(refused, NotAllowed)
    assert not isinstance(taken, DomainError)
    assert await fetch_value("select count(*) from evaluation") == 1


async def test_a_visit_without_a_known_person_is_nobodys_to_sign_for(cast: Cast) -> None:
    pair, event = await pair_of(cast), await cast.event(rater=Identity())
    signed = await signed_user(pair.sign(), audience=CITY, by=channel(cast))
    with pytest.raises(NotAllowed):
        await rate(cast, event.token, signed)


async def test_the_same_rating_signed_anew_is_a_repeat_and_unsigned_it_is_another(cast: Cast) -> None:
    pair, event = await pair_of(cast), await cast.event()
    for number in range(2):
        signed = await signed_user(pair.sign(ago=number), audience=CITY, by=channel(cast))
        done = await rate(cast, event.token, signed, idempotency_key="once")
        assert done.existed is bool(number)
    with pytest.raises(DomainError) as raised:
        await rate(cast, event.token, None, idempotency_key="once")
    assert raised.value.code == "IDEMPOTENCY_MISMATCH"


async def test_nothing_of_whom_was_named_is_kept_but_in_the_vault(cast: Cast) -> None:
    pair, event = await pair_of(cast), await cast.event()
    signed = await signed_user(pair.sign(), audience=CITY, by=channel(cast))
    await rate(cast, event.token, signed)
    for table in ("outbox", "evaluation", "signing_key", "service_event"):
        assert await fetch_value(f"select count(*) from {table} t where t::text like '%990100199001011234%'") == 0


async def test_a_key_of_the_future_or_of_the_past_is_told_when_it_is_registered(cast: Cast) -> None:
    over = datetime.now(UTC) - timedelta(days=1)
    with pytest.raises(DomainError) as raised:
        await clients.register_key(channel(cast).id or 0, "k9", ed25519().public, valid_until=over, by=SYSTEM)
    assert raised.value.path == ("until",)


def test_the_entry_of_my_business_is_given_by_reading() -> None:
    from domain.collecting import proofs

    assert proofs.is_given(Entry.MY_BUSINESS, [])
    assert not proofs.is_given(Entry.SMS_LINK, ["RECEIPT_QR"])

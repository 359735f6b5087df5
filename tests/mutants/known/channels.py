"""The known ways to let in whom no channel signed for, or a page of nobody's."""

from tests.mutants.mutant import Mutant

SIGNED = "tests/domain/test_assertions.py"
ORIGINS = "tests/api/test_origins.py"
CLIENTS = "tests/domain/test_clients.py"
MINE = "tests/api/test_my_business.py"

MUTANTS = (
    Mutant(
        "an assertion signed for longer than five minutes",
        "domain/collecting/assertions.py",
        'if claims["exp"] - claims["iat"] > SECONDS:',
        "if False:",
        (f"{SIGNED}::test_what_is_not_signed_as_agreed_is_refused_and_says_why",),
    ),
    Mutant(
        "an assertion older than five minutes",
        "domain/collecting/assertions.py",
        "LEEWAY: Final = 30",
        "LEEWAY: Final = 300",
        (f"{SIGNED}::test_an_assertion_older_than_five_minutes_is_over",),
    ),
    Mutant(
        "an assertion old by the database's clock",
        "domain/collecting/assertions.py",
        'if now - claims["iat"] > SECONDS + LEEWAY:',
        "if False:",
        (f"{SIGNED}::test_a_process_whose_clock_is_late_believes_the_databases",),
    ),
    Mutant(
        "an assertion for another house",
        "domain/collecting/assertions.py",
        'options={"require": REQUIRED},',
        'options={"require": REQUIRED, "verify_aud": False},',
        (f"{SIGNED}::test_what_is_not_signed_as_agreed_is_refused_and_says_why",),
    ),
    Mutant(
        "an assertion in another client's name",
        "domain/collecting/assertions.py",
        'issuer=key["code"],',
        "",
        (f"{SIGNED}::test_what_is_not_signed_as_agreed_is_refused_and_says_why",),
    ),
    Mutant(
        "an assertion signed by nobody",
        "domain/collecting/assertions.py",
        'options={"require": REQUIRED},',
        'options={"require": REQUIRED, "verify_signature": False},',
        (f"{SIGNED}::test_a_changed_or_foreign_signature_is_refused",),
    ),
    Mutant(
        "the key of another client",
        "domain/collecting/assertions.py",
        "where k.client_id = $1 and k.kid = $2",
        "where $1::bigint is not null and k.kid = $2",
        (f"{SIGNED}::test_a_key_is_its_own_channels_and_ends_when_revoked_or_over",),
    ),
    Mutant(
        "a key that was revoked",
        "domain/collecting/assertions.py",
        "and k.revoked_at is null\n",
        "\n",
        (f"{SIGNED}::test_a_key_is_its_own_channels_and_ends_when_revoked_or_over",),
    ),
    Mutant(
        "a key whose term is over",
        "domain/collecting/assertions.py",
        "and (k.valid_until is null or k.valid_until > now())",
        "",
        (f"{SIGNED}::test_a_key_is_its_own_channels_and_ends_when_revoked_or_over",),
    ),
    Mutant(
        "an algorithm of the sender's choice",
        "domain/collecting/assertions.py",
        'if rows[0]["algorithm"] != header["alg"]:',
        "if False:",
        (f"{SIGNED}::test_a_changed_or_foreign_signature_is_refused",),
    ),
    Mutant(
        "another token of the channel taken for an assertion",
        "domain/collecting/assertions.py",
        'if header.get("typ") != TYPE:',
        "if False:",
        (f"{SIGNED}::test_what_is_not_signed_as_agreed_is_refused_and_says_why",),
    ),
    Mutant(
        "another person's visit rated",
        "domain/evaluations/judging.py",
        'if said.signed_for is not None and event["rater_ref"] not in said.signed_for:',
        "if False:",
        (f"{SIGNED}::test_another_persons_visit_is_refused_and_its_neighbours_are_not",),
    ),
    Mutant(
        "a foreign origin let in",
        "api/http/origins.py",
        "        if not await self._is_known(origin):\n            raise foreign()\n",
        "",
        (f"{ORIGINS}::test_a_foreign_origin_is_refused_before_and_at_the_request",),
    ),
    Mutant(
        "one client's key used from another's page",
        "api/http/origins.py",
        "        if actor.kind is not ActorKind.PUBLIC:\n            raise foreign()",
        "        return",
        (f"{ORIGINS}::test_a_key_is_used_from_its_own_clients_pages_only",),
    ),
    Mutant(
        "an origin that only ends alike",
        "api/http/origins.py",
        'return origin == self.own or _netloc(origin) == _said(headers, b"host")',
        'return origin == self.own or _netloc(origin).endswith(_said(headers, b"host") or "") or "portal" in origin',
        (f"{ORIGINS}::test_what_only_looks_like_a_registered_origin_is_foreign",),
    ),
    Mutant(
        "the origins of a client that is shut out",
        "domain/access.py",
        "from client where is_enabled and origins @>",
        "from client where origins @>",
        (f"{CLIENTS}::test_the_origins_of_a_client_that_is_shut_out_are_strangers",),
    ),
    Mutant(
        "a private key taken in",
        "domain/clients/signing_keys.py",
        'if isinstance(given, dict) and "d" in given:',
        "if False:",
        (f"{CLIENTS}::test_a_private_key_is_refused_and_called_burnt",),
    ),
)

"""The known ways to break webhooks: the sequence, the lease, the signature, and where we may be made to knock."""

from tests.mutants.mutant import Mutant

DELIVERIES = "tests/workers/test_deliveries.py"
LEASES = "tests/workers/test_leases.py"
GATEWAY = "tests/workers/test_webhook_gateway.py"
DOOR = "tests/api/test_webhooks.py"

MUTANTS = (
    Mutant(
        "what failed is skipped",
        "workers/deliveries.py",
        "            await self.write()\n            return False\n",
        "            self.place = position\n            await self.write()\n            return False\n",
        (f"{DELIVERIES}::test_a_failure_is_tried_again_later_under_the_same_id_and_nothing_overtakes_it",),
    ),
    Mutant(
        "what failed is overtaken",
        "workers/deliveries.py",
        "            await self.write()\n            return False\n",
        "            return True\n",
        (f"{DELIVERIES}::test_a_failure_is_tried_again_later_under_the_same_id_and_nothing_overtakes_it",),
    ),
    Mutant(
        "a new id at each attempt",
        "workers/deliveries.py",
        "headers = webhook.signer.headers(event_id, at, body)",
        'headers = webhook.signer.headers(f"{event_id}-{number}", at, body)',
        (f"{DELIVERIES}::test_a_failure_is_tried_again_later_under_the_same_id_and_nothing_overtakes_it",),
    ),
    Mutant(
        "a page taken for the whole",
        "workers/deliveries.py",
        "if not await kept.pass_by(page.until):",
        "if not await kept.pass_by(upto):",
        (f"{DELIVERIES}::test_every_event_is_delivered_once_in_the_ledgers_order_and_signed",),
    ),
    Mutant(
        "the lease of another taken for none",
        "domain/subscriptions/leasing.py",
        "(w.leased_until is null or w.leased_until < now())",
        "true",
        (f"{DELIVERIES}::test_who_is_shut_out_or_not_due_is_not_called",),
    ),
    Mutant(
        "a lease renewed that is somebody else's",
        "domain/subscriptions/leasing.py",
        "now() + $3::interval where id = $1 and lease = $2 returning true",
        "now() + $3::interval where id = $1 and $2::uuid is not null returning true",
        (f"{LEASES}::test_nobody_but_the_holder_renews_a_lease",),
    ),
    Mutant(
        "a position written by who lost the lease",
        "domain/subscriptions/deliveries.py",
        "where id = $1 and lease = $2 returning is_enabled",
        "where id = $1 and $2::uuid is not null returning is_enabled",
        (f"{LEASES}::test_whoever_lost_the_lease_while_delivering_leaves_the_position_alone",),
    ),
    Mutant(
        "a lease not renewed before each test",
        "workers/deliveries.py",
        "            held = await leasing.renew(webhook)\n",
        "            held = True\n",
        (LEASES,),
    ),
    Mutant(
        "a receiver called that was switched off",
        "domain/subscriptions/leasing.py",
        "((w.is_enabled and w.next_at <= now()\n",
        "((w.next_at <= now()\n",
        (f"{DELIVERIES}::test_who_is_shut_out_or_not_due_is_not_called",),
    ),
    Mutant(
        "deliveries to a client that is shut out",
        "domain/subscriptions/leasing.py",
        "where c.is_enabled and $5",
        "where $5",
        (f"{DELIVERIES}::test_who_is_shut_out_or_not_due_is_not_called",),
    ),
    Mutant(
        "deliveries to a client that may read no events",
        "domain/subscriptions/leasing.py",
        "and $5 = any(c.scopes) and",
        "and $5::text is not null and",
        (f"{DELIVERIES}::test_who_is_shut_out_or_not_due_is_not_called",),
    ),
    Mutant(
        "the day told to the agency that is rated",
        "domain/subscriptions/leasing.py",
        "case when c.agency_id is null then $2::bigint else $3::bigint end",
        "greatest($2::bigint, $3::bigint)",
        (f"{DELIVERIES}::test_of_an_agencys_own_webhook_the_day_comes_after_midnight",),
    ),
    Mutant(
        "never switched off",
        "domain/subscriptions/attempts.py",
        "if self.reason is None or self.is_gone or self.number > len(SCHEDULE):",
        "if self.reason is None or self.is_gone:",
        (f"{DELIVERIES}::test_after_three_days_of_failures_it_is_switched_off_and_says_why",),
    ),
    Mutant(
        "a receiver that is gone called again",
        "domain/subscriptions/attempts.py",
        "if self.reason is None or self.is_gone or self.number",
        "if self.reason is None or self.number",
        (f"{DELIVERIES}::test_410_switches_it_off_at_once",),
    ),
    Mutant(
        "a wish for patience not heard",
        "domain/subscriptions/attempts.py",
        "return max(usual, min(self.wish or usual, LONGEST_WISH))",
        "return usual",
        (f"{DELIVERIES}::test_a_receiver_that_asks_for_patience_gets_it",),
    ),
    Mutant(
        "a patience without end",
        "domain/subscriptions/attempts.py",
        "min(self.wish or usual, LONGEST_WISH)",
        "self.wish or usual",
        (f"{DELIVERIES}::test_nobody_is_waited_for_longer_than_a_day",),
    ),
    Mutant(
        "a signature without its time",
        "domain/subscriptions/signing.py",
        'b".".join((event_id.encode(), seconds.encode(), body))',
        'b".".join((event_id.encode(), body))',
        (f"{DELIVERIES}::test_every_event_is_delivered_once_in_the_ledgers_order_and_signed",),
    ),
    Mutant(
        "the old secret signs for ever",
        "domain/subscriptions/leasing.py",
        "case when w.previous_until > now() then w.previous_secret end",
        "w.previous_secret",
        (f"{DELIVERIES}::test_after_a_rotation_both_secrets_verify_for_a_day",),
    ),
    Mutant(
        "the old secret signs no more",
        "domain/subscriptions/webhooks.py",
        "        webhook.previous_secret = webhook.secret\n",
        "",
        (f"{DELIVERIES}::test_after_a_rotation_both_secrets_verify_for_a_day",),
    ),
    Mutant(
        "a secret kept as it is",
        "domain/subscriptions/signing.py",
        "return nonce + AESGCM(keys().webhook).encrypt(nonce, secret, _bound_to(client_id))",
        "return nonce + AESGCM(keys().webhook).encrypt(nonce, secret, _bound_to(client_id)) + secret",
        (f"{DELIVERIES}::test_after_a_rotation_both_secrets_verify_for_a_day",),
    ),
    Mutant(
        "a secret that opens in another's row",
        "domain/subscriptions/signing.py",
        'return f"webhook of client {client_id}".encode()',
        'return b"webhook"',
        (f"{DELIVERIES}::test_a_secret_opens_in_its_owners_row_only",),
    ),
    Mutant(
        "the secret told twice",
        "api/nouns/webhooks.py",
        "        await subscriptions.update(_webhook(id), input.facts(), by=info.context.actor)\n"
        "        return await _saved(info, _webhook(id))",
        "        await subscriptions.update(_webhook(id), input.facts(), by=info.context.actor)\n"
        "        secret = await subscriptions.rotate(_webhook(id), by=info.context.actor)\n"
        "        return await _saved(info, _webhook(id), secret)",
        (f"{DOOR}::test_a_webhook_lives_from_its_creation_to_its_deletion",),
    ),
    Mutant(
        "the name asked again when connecting",
        "workers/gateways/webhook.py",
        "request = _request(place, str(await addresses.resolve(place)), body, headers)",
        "request = _request(place, await addresses.resolve(place) and place.host, body, headers)",
        (GATEWAY,),
    ),
    Mutant(
        "an address judged after it was called",
        "workers/gateways/webhook.py",
        "                request = _request(place, str(await addresses.resolve(place)), body, headers)\n"
        "                return await self._exchange(request, begun, at)",
        "                said = await self._exchange(_request(place, place.host, body, headers), begun, at)\n"
        "                await addresses.resolve(place)\n                return said",
        (GATEWAY,),
    ),
    Mutant(
        "one good address among several taken for all",
        "domain/subscriptions/addresses.py",
        "    for one in found:\n        judge(one, place)\n",
        "    judge(found[0], place)\n",
        (GATEWAY,),
    ),
    Mutant(
        "a redirect followed",
        "workers/gateways/webhook.py",
        "response = await self.transport.handle_async_request(request)",
        "client = httpx.AsyncClient(transport=self.transport, follow_redirects=True)\n"
        "        response = await client.send(request, stream=True)",
        (GATEWAY,),
    ),
    Mutant(
        "a redirect taken for an answer",
        "workers/gateways/webhook.py",
        'return "REDIRECT" if 300 <= code < 400 else',
        "return None if 300 <= code < 400 else",
        (GATEWAY,),
    ),
    Mutant(
        "an address inside 6to4 not looked at",
        "domain/subscriptions/addresses.py",
        "return [address, address.sixtofour]",
        "return [address]",
        (GATEWAY,),
    ),
    Mutant(
        "an address behind NAT64 not looked at",
        "domain/subscriptions/addresses.py",
        "return [IPv4Address(int(address) & 0xFFFFFFFF)]",
        "return [address]",
        (GATEWAY,),
    ),
    Mutant(
        "a mapped address taken for another host",
        "domain/subscriptions/addresses.py",
        "        return [address.ipv4_mapped]  # the same host, whatever it is written as\n",
        "        return [address]\n",
        (GATEWAY,),
    ),
    Mutant(
        "an old spelling of an address taken for a name",
        "domain/subscriptions/addresses.py",
        "return IPv4Address(socket.inet_aton(host))",
        "return None",
        (f"{GATEWAY}::test_an_address_has_the_right_shape",),
    ),
    Mutant(
        "http to the open internet",
        "domain/subscriptions/addresses.py",
        '    if place.scheme != "https":\n',
        "    if False:\n",
        (GATEWAY,),
    ),
    Mutant(
        "an answer read without end",
        "workers/gateways/webhook.py",
        "                if len(read) > READ_MOST:\n",
        "                if False:\n",
        (GATEWAY,),
    ),
    Mutant(
        "somebody else's webhook rotated",
        "domain/subscriptions/webhooks.py",
        "where t.id = $1 and {sql} for update",
        "where t.id = $1 and ({sql} or true) for update",
        (f"{DELIVERIES}::test_somebody_elses_webhook_is_not_there",),
    ),
)

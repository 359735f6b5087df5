"""What `haochaping up` hands to a newcomer: a living city, an account for each role, a key for each kind of client."""

import json
import urllib.request
from collections import Counter
from typing import Any

import pytest

from domain.words import Role
from tests.up_city import Up

SHOWN = {"role", "login", "password", "token", "agencyCode"}


@pytest.fixture
def city(demonstration: Up) -> Up:
    return demonstration


def ask(city: Up, query: str, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{city.port}/graphql", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return dict(json.load(answer))


def test_each_role_has_an_account_and_one_agency_a_second_officer(city: Up) -> None:
    accounts = city.facts["accounts"]
    assert all(set(account) == SHOWN for account in accounts)
    roles = Counter(account["role"] for account in accounts)
    assert roles == {role.value: 2 if role is Role.CASE_OFFICER else 1 for role in Role}
    officers = [account for account in accounts if account["role"] == Role.CASE_OFFICER]
    assert len({officer["agencyCode"] for officer in officers}) == 1


def test_there_is_a_key_for_each_kind_of_client(city: Up) -> None:
    assert set(city.facts["keys"]) == {"business", "channel", "subscriber", "public"}


def test_every_token_opens_the_api_in_its_role(city: Up) -> None:
    for account in city.facts["accounts"]:
        answer = ask(city, "{ viewer { roles } }", account["token"])
        assert account["role"] in answer["data"]["viewer"]["roles"], account["role"]


@pytest.mark.parametrize("path", ["/", "/board", "/admin", "/readyz", "/static/0/base.css"])
def test_every_door_is_open(city: Up, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{city.port}{path}", timeout=30) as answer:
        assert answer.status == 200


def test_the_second_start_keeps_the_accounts_and_is_quick(city: Up) -> None:
    accounts = city.facts["accounts"]
    city.stop()
    city.start()
    assert city.facts["accounts"] == accounts

"""The known ways in which one stranger spoils it for the others: guesses passwords, takes all places, comes slowly."""

from tests.mutants.mutant import Mutant

GUESSING = "domain/accounts/guessing.py"
TESTS = ("tests/admin/test_guessing.py",)

MUTANTS = (
    Mutant(
        "strangers lock an official out",
        GUESSING,
        "count(*) filter (where login = $1 and address = $2) as of_pair",
        "count(*) filter (where login = $1) as of_pair",
        TESTS,
    ),
    Mutant(
        "a known device held up by others",
        GUESSING,
        'if not place.is_known and row["of_login"] >= OF_LOGIN:',
        'if row["of_login"] >= OF_LOGIN:',
        TESTS,
    ),
    Mutant(
        "a device known for whichever login",
        GUESSING,
        "said = f\"device {number} {account['id']} {account['password_hash']}\"",
        'said = f"device {number}"',
        TESTS,
    ),
    Mutant("waiting that never grows", GUESSING, "FIRST * 2 ** min(", "FIRST * 1 ** min(", TESTS),
    Mutant(
        "a login that may be a password is shown",
        "views/figures/desks/guarding.py",
        "select t.login, t.name, a.address",
        "select a.login, t.name, a.address",
        TESTS,
    ),
    Mutant(
        "one address takes all lines of the board",
        "citizen_ui/board/lines.py",
        "if places.is_full(self.who):",
        "if places.taken.total() >= places.most:",
        ("tests/citizen_ui/test_one_address.py",),
    ),
    Mutant(
        "pages without end for one address",
        "web/throttle.py",
        "if seconds := _buckets.take(address):",
        "if seconds := 0 * _buckets.take(address):",
        ("tests/citizen_ui/test_one_address.py",),
    ),
    Mutant(
        "WebSockets that do nothing stay",
        "api/streaming/websocket.py",
        "if monotonic() - busy > IDLE:",
        "if False:",
        ("tests/api/streaming/test_idle.py",),
    ),
    Mutant(
        "half a header waits for ever",
        "cli/connections.py",
        "        super().on_message_begin()\n        heading.end(self)\n        heading.begin(self)",
        "        super().on_message_begin()\n        heading.end(self)",
        ("tests/api/test_slow_connections.py",),
    ),
    Mutant(
        "half a body waits for ever",
        "cli/connections.py",
        "        super().on_headers_complete()\n        sending.begin(self)",
        "        super().on_headers_complete()",
        ("tests/api/test_slow_connections.py",),
    ),
)

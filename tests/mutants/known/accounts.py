"""The known ways to break locking: out at once, and somebody always remains who can unlock."""

from tests.mutants.mutant import Mutant

LOCKING = "tests/domain/test_locking.py"

MUTANTS = (
    Mutant(
        "a locked account that stays signed in",
        "domain/accounts/locking.py",
        "        await execute(SIGN_OUT, account_id)\n",
        "",
        (f"{LOCKING}::test_a_locked_account_is_out_at_once_and_comes_in_after_unlocking",),
    ),
    Mutant(
        "the last security administrator locked",
        "domain/accounts/locking.py",
        "    await execute(ONE_AT_A_TIME)\n    if by",
        "    if by",
        (f"{LOCKING}::test_the_last_security_administrator_stays_even_if_two_lock_each_other",),
    ),
    Mutant(
        "the own account locked",
        "domain/accounts/locking.py",
        "if by.kind is ActorKind.ACCOUNT and by.id == account_id:",
        "if False:",
        (f"{LOCKING}::test_nobody_locks_the_own_account_nor_one_twice_nor_without_a_reason",),
    ),
    Mutant(
        "a session opened while the account was locked",
        "domain/accounts/sessions.py",
        'if not await fetch_value(STILL, account_id, account["password_hash"]):',
        "if False:",
        (f"{LOCKING}::test_who_was_signing_in_while_the_account_was_locked_is_not_in_after_unlocking",),
    ),
    Mutant(
        "a locked security administrator who locks others",
        "domain/accounts/locking.py",
        "if by.kind is ActorKind.ACCOUNT and not await fetch_value(MAY_STILL, by.id, by.role):",
        "if False:",
        (f"{LOCKING}::test_who_was_locked_locks_nobody_any_more",),
    ),
)

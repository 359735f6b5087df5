"""The known ways to tell one person, one login or one file apart from itself."""

from tests.mutants.mutant import Mutant

NUMBERS = "tests/domain/test_canonical.py"
SIGNED = "tests/domain/test_assertions.py"
TEXTS = "tests/domain/test_texts.py"
ACCOUNTS = "tests/domain/test_accounts.py"
ADDRESSES = "tests/web/test_addresses.py"
RECORDING = "tests/domain/test_recording.py"

MUTANTS = (
    Mutant(
        "a card with a wrong check digit",
        "domain/vault/canonical.py",
        "return _was(number[6:14]) and ric.calc_check_digit(number) == number[-1]",
        "return _was(number[6:14])",
        (f"{NUMBERS}::test_of_eleven_check_digits_one_is_right",),
    ),
    Mutant(
        "a visit put away as the business system wrote the number",
        "domain/vault/identity.py",
        "given = {ref: told for ref in sorted(identities) if (told := identities[ref].canonical())}",
        "given = {ref: told for ref in sorted(identities) if (told := identities[ref])}",
        (f"{SIGNED}::test_whoever_was_reported_with_a_mobile_is_found_by_it_however_either_side_writes_it",),
    ),
    Mutant(
        "a number that is none taken up",
        "domain/collecting/reported.py",
        "    _check_mobile(rater.mobile)\n",
        "",
        (f"{RECORDING}::test_a_bad_item_is_refused_alone",),
    ),
    Mutant(
        "the vault never brought into today's form",
        "domain/vault/identity.py",
        "where form < $1 order by ref",
        "where form < $1 - 1 order by ref",
        (f"{SIGNED}::test_what_was_put_away_in_another_form_is_found_once_the_vault_is_renewed",),
    ),
    Mutant(
        "a password that everybody has",
        "domain/accounts/passwords.py",
        "< HARD_TO_GUESS:",
        "< 0:",
        (f"{ACCOUNTS}::test_a_password_that_is_guessed_soon_or_cannot_be_typed_again_is_refused_when_it_is_made",),
    ),
    Mutant(
        "a password looked for as it was typed",
        "domain/accounts/passwords.py",
        'return normalize("NFC", password).strip()',
        "return password",
        (f"{ACCOUNTS}::test_whatever_password_was_accepted_lets_in_however_it_is_typed",),
    ),
    Mutant(
        "a link that leads to another house",
        "web/addresses.py",
        'piece in path.split("/")) if part]',
        'piece in path.split("/"))]',
        (f"{ADDRESSES}::test_nobody_is_sent_to_another_house",),
    ),
    Mutant(
        "ready on tables of another code",
        "domain/founding.py",
        "missing, newer = await versions.gap()",
        "await versions.gap()\n    missing, newer = [], []",
        ("tests/web/test_ready.py::test_a_half_migrated_database_is_not_ready_and_says_what_to_run",),
    ),
    Mutant(
        "a formula in full width",
        "domain/cells.py",
        "[=+\\-@＝＋－＠﹦﹢﹣﹫−]",
        "[=+\\-@]",
        ("tests/domain/test_cells.py::test_a_text_that_would_be_computed_gets_an_apostrophe",),
    ),
    Mutant(
        "a case number that a spreadsheet rounded",
        "cli/importing/rows.py",
        "if name not in NAMES and texts.is_rounded(value):",
        "if False:",
        ("tests/cli/test_import_reading.py::test_what_a_spreadsheet_rounded_is_refused_and_the_cause_is_named",),
    ),
    Mutant(
        "a masked number that many share",
        "domain/vault/canonical.py",
        "if MASKED.search(said):",
        "if False:",
        (f"{NUMBERS}::test_a_number_that_was_masked_is_many_peoples_and_nobodys",),
    ),
    Mutant(
        "marks nobody sees kept in texts",
        "domain/texts.py",
        'text = INVISIBLE.sub("", text)',
        "text = text",
        (f"{TEXTS}::test_what_came_with_copied_text_and_nobody_sees_is_dropped_and_the_words_stay",),
    ),
)

"""The known ways to lose what somebody typed, or to send it in another's name."""

from tests.mutants.mutant import Mutant

LOST = "tests/admin/test_nothing_typed_is_lost.py"
DRAFTS = "tests/admin/test_two_at_one_draft.py"
LOOKS = "tests/admin/test_looking_at_a_contact.py"

MUTANTS = (
    Mutant(
        "another person's words put into one's own form",
        "admin_ui/sessions/page.py",
        "    if was and not access.is_same_person(was, access.actor(request)):\n",
        "    if False:\n",
        (f"{LOST}::test_whoever_signs_in_instead_reads_the_words_and_does_not_send_them",),
    ),
    Mutant(
        "a form of another role of one's own is taken",
        "admin_ui/access.py",
        "    return of_role and forms.is_of_session(",
        "    return forms.is_of_session(",
        (f"{LOST}::test_whatever_is_sent_is_told_back",),
    ),
    Mutant(
        "a password told back",
        "web/kept.py",
        'NEVER = frozenset({"csrf", "password"})',
        'NEVER = frozenset({"csrf"})',
        (f"{LOST}::test_whatever_is_sent_is_told_back",),
    ),
    Mutant(
        "the words read too late for a database that is away",
        "admin_ui/access.py",
        '        if request.method == "POST":  # first of all',
        '        if request.method == "POST" and await visitor(request):  # first of all',
        (f"{LOST}::test_the_words_outlive_a_database_that_is_away",),
    ),
    Mutant(
        "a form another site sent is filled in",
        "web/forms.py",
        "    require_own_page(request)\n    if not request.headers",
        "    if not request.headers",
        (f"{LOST}::test_a_form_another_site_sends_is_never_filled_in_for_anybody",),
    ),
    Mutant(
        "a colleague's draft replaced unseen",
        "domain/work_orders/drafting.py",
        "        if seen is not None and seen != order.reply_draft_version",
        "        if seen is None and seen != order.reply_draft_version",
        (f"{DRAFTS}::test_the_second_is_told_and_both_texts_are_there",),
    ),
    Mutant(
        "an answer handed in over a colleague's draft",
        "domain/work_orders/drafting.py",
        "    if not is_seen and order.drafted_by_id != by.id and answer != order.reply_draft:\n",
        "    if False:\n",
        (f"{DRAFTS}::test_an_answer_is_not_handed_in_over_a_colleagues_draft_unseen",),
    ),
    Mutant(
        "a contact in sight of every session of the person",
        "domain/vault/revealing.py",
        "and r.role = $3 and r.session = $4",
        "and r.role = $3 and $4::bytea is not null",
        (f"{LOOKS}::test_nobody_else_sees_it_nor_the_same_person_in_another_session_or_role",),
    ),
    Mutant(
        "a contact in sight past its time",
        "domain/vault/revealing.py",
        "and r.revealed_at <= $5 and r.expires_at > $5",
        "and r.revealed_at <= $5",
        (f"{LOOKS}::test_it_stays_after_reload_until_its_time_is_over",),
    ),
)

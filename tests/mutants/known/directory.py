"""The known ways to break the directory: what is compared, what is refused, what is kept."""

from tests.mutants.mutant import Mutant

SAVING = "tests/domain/directory/test_saving.py"
SHEETS = "tests/domain/files/test_workbooks.py"
BY_API = "tests/api/test_directory_changes.py"

MUTANTS = (
    Mutant(
        "a file that ends what it lacks although a row is at fault",
        "domain/directory/saving.py",
        "if found.errors and (ends_missing or not skips_faulty):",
        "if found.errors and not skips_faulty:",
        (f"{SAVING}::test_what_is_not_in_the_file_ends_only_when_asked",),
    ),
    Mutant(
        "an entry that ends although others need it",
        "domain/directory/comparing.py",
        'held = await dependents.of(kind, {id: one.values["ends_on"] for id, one in ending.items()})',
        "held = {}",
        (f"{BY_API}::test_what_others_need_does_not_end",),
    ),
    Mutant(
        "a window that outlives its hall",
        "domain/directory/judging.py",
        "if place.ends_on is not None and (ends_on is None or ends_on > place.ends_on):",
        "if place.ends_on is not None and ends_on is not None and ends_on > place.ends_on:",
        (f"{SAVING}::test_a_window_does_not_outlive_its_hall",),
    ),
    Mutant(
        "columns that a file lacks are emptied",
        "domain/directory/judging.py",
        "return {**known.values, **given}",
        "return {**dict.fromkeys(known.values), **given}",
        (f"{SAVING}::test_a_column_that_is_not_there_stays_and_a_blank_one_is_emptied",),
    ),
    Mutant(
        "a dry run that writes",
        "domain/directory/saving.py",
        "            if dry_run:\n                raise _Undone\n",
        "",
        (f"{BY_API}::test_entries_name_each_other_in_any_order_and_the_same_again_changes_nothing",),
    ),
    Mutant(
        "a comparison of yesterday written today",
        "domain/directory/saving.py",
        "if seen is not None and seen != await revision():",
        "if False:",
        (f"{SAVING}::test_what_was_compared_before_somebody_changed_the_directory_is_compared_again",),
    ),
    Mutant(
        "merged cells read as rows",
        "domain/files/workbooks.py",
        "if found := MERGED.search(tail + piece):",
        "if found := None:",
        (SHEETS,),
    ),
    Mutant(
        "every business system keeps the directory",
        "domain/policy.py",
        '    "directory.change": Scope.CHANGE_DIRECTORY,\n',
        "",
        (f"{BY_API}::test_only_a_system_of_record_may",),
    ),
    Mutant(
        "events of what had ended",
        "domain/collecting/places.py",
        'if row["ends_on"] is not None and row["ends_on"] < day:',
        "if False:",
        ("tests/domain/test_recording.py::test_what_had_ended_takes_no_later_event",),
    ),
)

"""The known ways to break what we promise, a chapter for each room."""

from tests.mutants.known import (
    accounts,
    appraisals,
    canonical,
    channels,
    deliveries,
    directory,
    disclosure,
    hidden,
    lane,
    moderation,
    reading,
    strangers,
    streaming,
    words,
    writing,
)

MUTANTS = tuple(
    mutant
    for chapter in (
        reading,
        lane,
        writing,
        channels,
        canonical,
        moderation,
        disclosure,
        hidden,
        strangers,
        accounts,
        appraisals,
        deliveries,
        directory,
        streaming,
        words,
    )
    for mutant in chapter.MUTANTS
)

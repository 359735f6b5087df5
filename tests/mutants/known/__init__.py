"""The known ways to break what we promise, a chapter for each room."""

from tests.mutants.known import (
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
        appraisals,
        deliveries,
        directory,
        streaming,
        words,
    )
    for mutant in chapter.MUTANTS
)

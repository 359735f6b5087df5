"""What officials write and others outside will read: names of items and agencies, reasons that a rater is told."""

from domain.errors import Invalid
from domain.personal.finding import Personal, find

# The telephone of an office is nobody's own.
OF_OFFICES = frozenset({Personal.LANDLINE})


def check(text: str, field: str, zh: str, en: str) -> str:
    """The text, if nothing in it may be somebody's number or address; whoever wrote it can say it without."""
    found = [one for one in find(text) if one.kind not in OF_OFFICES]
    if found:
        first = text[found[0].start : found[0].end]
        raise Invalid(
            f"{zh}会给单位以外的人看，其中“{first}”可能是个人信息。请改写，不要写个人信息。",
            f"People outside read {en}; “{first}” in it may be personal data. Please write it without.",
            path=(field,),
        )
    return text

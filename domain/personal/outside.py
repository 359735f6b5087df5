"""Checks texts of officials that people outside will read: names of items, reasons told to a rater."""

from domain.errors import Invalid
from domain.personal.detecting import Personal, detect

# A landline may be an office's telephone, so it is no personal data here.
OF_OFFICES = frozenset({Personal.LANDLINE})


def check(text: str, field: str, zh: str, en: str) -> str:
    """The text unchanged; Invalid if something in it may be a personal number or address.

    `field` is the path in the error; `zh` and `en` name the text in its message.
    """
    found = [one for one in detect(text) if one.kind not in OF_OFFICES]
    if found:
        first = text[found[0].start : found[0].end]
        raise Invalid(
            f"{zh}会给单位以外的人看，其中“{first}”可能是个人信息。请改写，不要写个人信息。",
            f"People outside read {en}; “{first}” in it may be personal data. Please write it without.",
            path=(field,),
        )
    return text

"""Fills a form in again with what was typed, by setting the fields in the HTML of the finished page."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.formatter import HTMLFormatter

from web.kept import Kept, words_in

UNTOUCHED = ("hidden", "submit", "button", "password", "file")


class AsWritten(HTMLFormatter):
    """Writes the page as the template did: attributes in their order, void elements without a slash."""

    def __init__(self) -> None:
        minimal = HTMLFormatter.REGISTRY["minimal"].entity_substitution
        super().__init__(minimal, void_element_close_prefix="")

    def attributes(self, tag: Tag) -> Iterable[tuple[str, str | None]]:
        return ((name, str(value)) for name, value in tag.attrs.items())


def refill(html: str, kept: Kept, note: str) -> tuple[str, list[str]] | None:
    """Return the page with its form filled in and `note` above it, and the texts that fitted no field.

    It is None if the page does not have the form. Hidden fields of the page (version, token) are not changed, because
    the person sees the page as it is now.
    """
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    form = _form(soup, kept.path)
    if form is None:
        return None
    placed = {name for field in _fields(soup, form) if (name := _fill(soup, field, kept))}
    placed |= {str(field.get("name")) for field in _fields(soup, form) if field.get("type") == "hidden"}
    placed |= _carry(soup, form, kept, placed)
    for part in (form, *(field for field in _fields(soup, form) if field.get("name") in placed)):
        _open(part)
    form.insert_before(BeautifulSoup(note, "html.parser"))
    return soup.decode(formatter=AsWritten()), words_in(pair for pair in kept.pairs if pair[0] not in placed)


def _carry(soup: BeautifulSoup, form: Tag, kept: Kept, placed: set[str]) -> set[str]:
    """Add the hidden fields that the page's script adds for choices, and return their names.

    The attribute `data-carries` of the form is a pattern of these names.
    """
    names = re.compile(str(form.get("data-carries") or "$"))
    carried = [(name, value) for name, value in kept.pairs if name not in placed and names.fullmatch(name)]
    for name, value in carried:
        form.append(soup.new_tag("input", attrs={"type": "hidden", "name": name, "value": value}))
    return {name for name, _ in carried}


def _form(soup: BeautifulSoup, path: str) -> Tag | None:
    """Return the form that posts to `path`, by its action or by one of its buttons; None if there is none."""
    for form in soup.find_all("form", method="post"):
        if _path(form.get("action")) == path:
            return form
    for button in soup.find_all("button", formaction=True):
        if _path(button["formaction"]) == path:
            return soup.find(id=button["form"]) if button.get("form") else button.find_parent("form")
    return None


def _path(address: object) -> str:
    return urlsplit(str(address or "")).path


def _fields(soup: BeautifulSoup, form: Tag) -> Iterator[Tag]:
    yield from form.find_all(["input", "textarea", "select"])
    if form.get("id"):
        yield from (one for one in soup.find_all(["input", "textarea", "select"], form=form["id"]))


def _fill(soup: BeautifulSoup, field: Tag, kept: Kept) -> str:
    """Set one field, and return its name if there was a value for it, else ""."""
    name, kind = str(field.get("name") or ""), str(field.get("type") or "text")
    values = [value for one, value in kept.pairs if one == name]
    if not name or (field.name == "input" and kind in UNTOUCHED):
        return ""
    if field.name == "input" and kind in ("checkbox", "radio"):
        _set(field, "checked", str(field.get("value", "on")) in values)
    elif field.name == "select":
        _choose(field, values)
    elif values:
        if field.name == "textarea":
            field.string = f"\n{values[0]}"
        else:
            field["value"] = values[0]
    return name if values else ""


def _choose(field: Tag, values: list[str]) -> None:
    if values:
        for option in field.find_all("option"):
            _set(option, "selected", str(option.get("value", "")) in values)


def _set(field: Tag, attribute: str, on: bool) -> None:
    if on:
        field[attribute] = ""
    elif attribute in field.attrs:
        del field[attribute]


def _open(part: Tag) -> None:
    """Open all folded parts (details) around it."""
    for folded in part.find_parents("details"):
        folded["open"] = ""

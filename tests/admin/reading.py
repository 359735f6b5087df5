"""Reading a page of ours as a person does who fills in its forms."""

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from tests.admin.conftest import Official

TYPED = ("text", "search", "url", "number", "date", "month")
SAMPLES = {"date": "2031-05-06", "month": "2031-05", "url": "https://93.184.215.14/mine"}


@dataclass(frozen=True, slots=True)
class Form:
    """One form as it stands on a page: where it goes, what stands in it, what somebody typed."""

    action: str
    hidden: dict[str, str]
    typed: dict[str, str]


def forms_on(html: str) -> list[Form]:
    page = BeautifulSoup(html, "html.parser")
    return [_form(page, form) for form in page.find_all("form", method="post")]


def _form(page: BeautifulSoup, form: Tag) -> Form:
    fields = [*form.find_all(["input", "textarea", "select"])]
    if form.get("id"):
        fields += page.find_all(["input", "textarea"], form=form["id"])
    hidden = {f["name"]: f.get("value", "") for f in fields if f.get("type") == "hidden" and f.get("name")}
    typed = {f["name"]: said for f in fields if f.get("name") and (said := _said(f))}
    return Form(str(form["action"]), hidden, typed)


def _said(field: Tag) -> str:
    """Something a person may have typed here, fitting and unlike anything the page would say by itself."""
    kind = field.get("type", "text")
    if field.name == "textarea":
        return f"一段话写在{field['name']}，\n还有第二行"
    if field.name == "select":
        return next((str(o["value"]) for o in field.find_all("option") if o.get("value") and not o.get("selected")), "")
    if kind in ("radio", "checkbox"):
        return str(field.get("value", "on")) if "checked" not in field.attrs else ""
    if kind not in TYPED:
        return ""
    return SAMPLES.get(str(kind), "7" if field.get("inputmode") else "写的字")[: int(str(field.get("maxlength", 99)))]


def standing_in(html: str, action: str) -> dict[str, str]:
    """What stands in the fields of the form that goes to `action`; of ticks and choices, those that are set."""
    page = BeautifulSoup(html, "html.parser")
    form = page.find("form", method="post", action=action)
    if form is None:
        return {}
    areas = [*form.find_all("textarea"), *(page.find_all("textarea", form=form["id"]) if form.get("id") else [])]
    found = {f["name"]: f.get_text().removeprefix("\n") for f in areas}
    for select in form.find_all("select"):
        found[select["name"]] = next((str(o["value"]) for o in select.find_all("option") if o.has_attr("selected")), "")
    for field in form.find_all("input"):
        if field.get("name") and (field.get("type") not in ("radio", "checkbox") or field.has_attr("checked")):
            found[field["name"]] = field.get("value", "")
    return found


async def sign_in_again(person: Official, html: str, login: str, password: str) -> str:
    """Fill in the page that asks who one is, with all it carries."""
    (form,) = [form for form in forms_on(html) if form.action == "/admin/session"]
    data = {**form.hidden, "login": login, "password": password}
    answer = await person.client.post("/admin/session", data=data, follow_redirects=True)
    person.note(answer)
    return answer.text

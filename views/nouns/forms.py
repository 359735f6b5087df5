"""Forms, their dimensions, and the levels and tags of each: small views, in the reader's language."""

from dataclasses import replace

from domain.words import Level
from views.compiling.member import Column, Derived, Member, References, fields
from views.compiling.question import Sight
from views.compiling.view import Small

LEVELS = ", ".join(f"({n}, '{level.value}')" for n, level in enumerate(Level))
NAMES = {
    Level.VERY_SATISFIED: ("非常满意", "Very satisfied"),
    Level.SATISFIED: ("满意", "Satisfied"),
    Level.FAIRLY_SATISFIED: ("基本满意", "Fairly satisfied"),
    Level.DISSATISFIED: ("不满意", "Dissatisfied"),
    Level.VERY_DISSATISFIED: ("非常不满意", "Very dissatisfied"),
}


def in_language(sight: Sight, chinese: str, english: str) -> str:
    return english if sight.is_english else chinese


def _bilingual(name: str) -> dict[str, Member]:
    """Return the members of a text and its translation, which is in the column with the suffix _en."""
    return {
        f"{name}Chinese": fields(**{name: "String!"})[name],
        f"{name}English": fields(**{f"{name}_en": "String!"})[f"{name}_en"],
    }


def _inside(members: dict[str, Member]) -> dict[str, Member]:
    return {name: replace(member, inside=True) for name, member in members.items()}


Form = Small(
    name="Form",
    select=f"""select f.id, f.version, f.scene, f.text_limit, f.effective_from, f.effective_to,
      array(select d.id from dimension d where d.form_id = f.id order by d.position) as dimension_ids,
      array(select f.id * 10 + l.n from (values {LEVELS}) l (n, level) order by l.n) as level_ids from form f""",
    members={
        **fields(version="Int!", scene="String!"),
        "dimensions": References(type="[Dimension!]!", sql="dimension_ids"),
        "levels": References(type="[LevelOption!]!", sql="level_ids"),
        **fields(textLimit="Int!"),
    },
)

Dimension = Small(
    name="Dimension",
    code="code",
    select="select id, code, name, name_en, target from dimension",
    members={
        "row": Column(type="Int!", sql="id", inside=True),
        **fields(code="String!"),
        **_inside(_bilingual("name")),
        "name": Derived(type="String!", of=("nameChinese", "nameEnglish"), value=in_language),
        **fields(target="Target!"),
    },
)

# The options of a level belong to a form: they are the tags of its scene that are in force together with it.
LevelOption = Small(
    name="LevelOption",
    select=f"""select f.id * 10 + l.n as id, l.level, l.n >= 3 as reason_required,
      array(select t.id from tag t where t.level = l.level and f.scene = any(t.scenes)
        and d.day >= t.effective_from and (t.effective_to is null or d.day <= t.effective_to)
        order by t.extended, t.position, t.id) as tag_ids
      from form f cross join (values {LEVELS}) l (n, level)
      cross join lateral (select least(coalesce(f.effective_to, city_today()), city_today()) as day) d""",
    members={
        **fields(level="Level!"),
        "name": Derived(
            type="String!", of=("level",), value=lambda sight, level: in_language(sight, *NAMES[Level(level)])
        ),
        "tags": References(type="[Tag!]!", sql="tag_ids"),
        **fields(reasonRequired="Boolean!"),
    },
)

Tag = Small(
    name="Tag",
    code="code",
    select="select id, code, level, text, text_en, extended from tag",
    members={
        **fields(code="String!"),
        **_inside(_bilingual("text")),
        "text": Derived(type="String!", of=("textChinese", "textEnglish"), value=in_language),
        **fields(level="Level!", extended="Boolean!"),
    },
)

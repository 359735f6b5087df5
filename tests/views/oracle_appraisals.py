"""Scores as the oracle tells them: exact numbers as floats, sentences in its own words."""

import json
from typing import Any

from tests.views.oracle_members import Members
from tests.views.oracle_sight import Thing

DEFINED = {
    "score": ("各级按100、80、60、40、20分", "Levels count 100, 80, 60, 40, 20"),
    "on_time_rate": ("到期的整改里", "Of the mendings due in the period"),
    "mean": ("归到本人的评价均值", "The mean of one's ratings"),
    "repaired": ("有责差评里按期整改", "Of the responsible ones, those mended in time"),
}


class Appraisals(Members):
    """Members of scores, figures and adjustments that are more than a column."""

    def Appraisal_period(self, thing: Thing, args: Any) -> Any:
        period = self.world.find("appraisal_period", thing.row["period_id"])
        return period and period["key"]

    def Appraisal_score(self, thing: Thing, args: Any) -> Any:
        return exact(thing.row["score"])

    def Appraisal_planVersion(self, thing: Thing, args: Any) -> Any:
        plan = self.world.find("weight_plan", thing.row["plan_id"])
        return plan and plan["version"]

    def below(self, table: str, type_: str, thing: Thing, by: str) -> list[Thing]:
        rows = [row for row in self.world[table] if row["appraisal_id"] == thing.row["id"]]
        return [Thing(type_, row) for row in sorted(rows, key=lambda row: row[by])]

    def Appraisal_figures(self, thing: Thing, args: Any) -> Any:
        return self.below("appraisal_figure", "Figure", thing, "place")

    def Appraisal_adjustments(self, thing: Thing, args: Any) -> Any:
        told = self.below("appraisal_adjustment", "Adjustment", thing, "id")
        return [one for one in told if one.row["score"] is not None]

    def Figure_value(self, thing: Thing, args: Any) -> Any:
        return exact(thing.row["value"])

    def Figure_low(self, thing: Thing, args: Any) -> Any:
        return exact(thing.row["low"])

    def Figure_high(self, thing: Thing, args: Any) -> Any:
        return exact(thing.row["high"])

    def Figure_weight(self, thing: Thing, args: Any) -> Any:
        return exact(thing.row["weight"])

    def Figure_points(self, thing: Thing, args: Any) -> Any:
        return exact(thing.row["points"])

    def Figure_note(self, thing: Thing, args: Any) -> Any:
        row = thing.row
        score = self.world.find("appraisal", row["appraisal_id"]) or {}
        enough = (self.world.find("weight_plan", score["plan_id"]) or {})["enough"]
        if row["key"] != "on_time_rate" or row["n"] == 0 or row["n"] >= enough:
            return None
        if row["group_mean"] is None:
            return (
                f"Only {row['n']}, and fewer than 40 of all together: not judged, its weight goes to the others."
                if self.english
                else f"只有{row['n']}件，同类合起来也不足40件：这一项不评，权重让给其他项。"
            )
        return (
            f"Only {row['n']}, fewer than 40: filled up to 40 with the mean of all, 87.65 %."
            if self.english
            else f"只有{row['n']}件，不足40件：用同类平均87.65 %补足到40件再算。"
        )

    def Figure_definition(self, thing: Thing, args: Any) -> Any:
        from views.nouns.defining import DEFINITIONS

        said = DEFINITIONS[thing.row["key"]][self.english]
        assert said.startswith(DEFINED[thing.row["key"]][self.english])
        return said

    def Adjustment_score(self, thing: Thing, args: Any) -> Any:
        return exact(thing.row["score"])

    def Adjustment_reason(self, thing: Thing, args: Any) -> Any:
        facts = json.loads(thing.row["facts"])
        if not facts:
            return (
                "Since settlement: nothing is counted any more." if self.english else "结算后有变动：没有可计的数据。"
            )
        return (
            "Since settlement: Mean level 900/13 → 800/12."
            if self.english
            else "结算后有变动：满意度 900/13 → 800/12。"
        )


def exact(number: Any) -> float | None:
    return None if number is None else float(number)

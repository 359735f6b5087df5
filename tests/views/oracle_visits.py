"""Which visit it was, as the oracle tells it of a rating: coarser to the rated side if few fit (docs/rules.md §8.1)."""

from typing import Any

from tests.views.oracle_sight import DESKS, Sight, Thing

STRANGERS = {"PUBLIC", "CHANNEL", "SUBSCRIBER"}
ALWAYS = {"RATER", "USER", "SYSTEM", "WINDOW_STAFF", "HOTLINE_AGENT"}
AGENCY_SIDE = {"CASE_OFFICER", "AGENCY_HEAD", "HALL_MANAGER"}


class Visits(Sight):
    """What of a visit its rating and its order tell whom."""

    def orders_of(self, row: Any) -> list[Any]:
        return [o for o in self.world["work_order"] if o["evaluation_id"] == row["id"]]

    def few_fit(self, orders: list[Any], step: int) -> bool:
        """Whether a hidden rater's order tells so little that this is left out."""
        return any(o["is_hidden"] and o["told"] >= step for o in orders)

    def Evaluation_stage(self, thing: Thing, args: Any) -> Any:
        """Which step at a counter it was, for the rater, the managing department and the person always."""
        row, knows = thing.row, self.role in ALWAYS | DESKS
        at_a_counter = row["stage"] not in ("ONLINE", "HOTLINE_CALL")
        few = row["anonymous_to_agency"] and self.few_fit(self.orders_of(row), 2)
        return None if few and at_a_counter and not knows else row["stage"]

    def who_it_was(self, type_: str, row_id: int, orders: list[Any], hidden: bool) -> Any:
        few = self.role in AGENCY_SIDE and hidden and self.few_fit(orders, 1)
        return self.thing(type_, row_id, hidden=few)

    def Evaluation_window(self, thing: Thing, args: Any) -> Any:
        row = thing.row
        told = self.who_it_was("Window", row["window_id"], self.orders_of(row), row["anonymous_to_agency"])
        return None if self.role in STRANGERS else told

    def Evaluation_staff(self, thing: Thing, args: Any) -> Any:
        row = thing.row
        told = self.who_it_was("StaffMember", row["staff_id"], self.orders_of(row), row["anonymous_to_agency"])
        return None if self.role in STRANGERS else told

    def Finding_staff(self, thing: Thing, args: Any) -> Any:
        orders = [o for o in self.world["work_order"] if o["id"] == thing.row["work_order_id"]]
        return self.who_it_was("StaffMember", thing.row["staff_id"], orders, True)

"""The truth: the published schema answered by plain Python over rows in memory. It shares nothing with views."""

from collections.abc import Callable
from datetime import date
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, build_schema, execute_sync, parse

from domain import policy
from domain.collecting import proofs
from tests.views.oracle_appraisals import Appraisals
from tests.views.oracle_board import Board
from tests.views.oracle_members import day, micros
from tests.views.oracle_sight import DAY_ORDER, FINAL, TABLE, TAGS, Says, Thing


class Oracle(Appraisals):
    """Answers for one actor and language."""

    # pages

    def page(
        self,
        type_: str,
        rows: list[Any],
        key: Callable[[Any], tuple[int, int]],
        order: int,
        args: Any,
        *,
        down: bool,
        name: str = "",
    ) -> Any:
        if not 1 <= args["first"] <= 100:
            raise Says("BAD_VARIABLE")
        after, tag = self.place(TAGS[type_], order, args.get("after")), TAGS[type_]
        placed = sorted(((key(row), row) for row in rows), key=lambda pair: pair[0], reverse=down)
        rest = [(k, row) for k, row in placed if after is None or (k < after if down else k > after)]
        edges = [{"node": Thing(type_, row), "cursor": self.cursor(tag, order, *k)} for k, row in rest[: args["first"]]]
        any_reach = bool(rows) or self.could_see(type_)
        return {
            "edges": edges,
            "totalCount": min(len(rows), 10_000),
            "pageInfo": {
                "hasNextPage": len(rest) > args["first"],
                "hasPreviousPage": args.get("after") is not None and any_reach,
                "startCursor": edges[0]["cursor"] if edges else None,
                "endCursor": edges[-1]["cursor"] if edges else None,
            },
        }

    def could_see(self, type_: str) -> bool:
        return policy.reach(self.role, type_) is not None

    def small(self, type_: str, args: Any, tests: dict[str, Callable[[Any, Any], bool]]) -> Any:
        where = {k: v for k, v in (args.get("where") or {}).items() if v is not None}
        rows = [
            r
            for r in self.world[TABLE[type_]]
            if self.reaches(type_, r) and all(tests[k](r, v) for k, v in where.items())
        ]
        return self.page(type_, rows, lambda r: (r["id"], r["id"]), 0, args, down=False)

    def code(self, table: str, row_id: int | None) -> str | None:
        row = self.world.find(table, row_id)
        return row["code"] if row else None

    # roots

    def Query_viewer(self, _: Any, args: Any) -> Any:
        a = self.actor
        roles = [a.role, *[r for r in a.roles if r != a.role]] if a.kind == "ACCOUNT" else []
        return {
            "name": a.name,
            "roles": roles,
            "scopes": sorted(a.scopes),
            "agency": self.thing("Agency", a.agency),
            "staffMember": self.thing("StaffMember", a.staff),
        }

    def Query_node(self, _: Any, args: Any) -> Any:
        plain = self.ids.open(args["id"])
        if not plain or plain[8:14] != bytes(6):
            raise Says("BAD_VARIABLE")
        type_ = next((t for t, tag in TAGS.items() if tag == plain[15] and plain[14] == 0 and t in TABLE), None)
        return self.thing(type_, int.from_bytes(plain[:8], "big")) if type_ else None

    def Query_districts(self, _: Any, args: Any) -> Any:
        return [Thing("District", r) for r in sorted(self.world["district"], key=lambda r: r["id"])]

    def Query_agency(self, _: Any, args: Any) -> Any:
        return self.first("Agency", [r for r in self.world["agency"] if r["code"] == args["code"]])

    def Query_service(self, _: Any, args: Any) -> Any:
        return self.first("Service", [r for r in self.world["service"] if r["code"] == args["code"]])

    def Query_staffMember(self, _: Any, args: Any) -> Any:
        return self.first("StaffMember", [r for r in self.world["staff_member"] if r["number"] == args["number"]])

    def Query_agencies(self, _: Any, args: Any) -> Any:
        return self.small(
            "Agency",
            args,
            {
                "districtCode": lambda r, v: self.code("district", r["district_id"]) in v,
                "name": lambda r, v: v in r["name"] or v in (r.get("name_en") or ""),
            },
        )

    def Query_services(self, _: Any, args: Any) -> Any:
        return self.small(
            "Service",
            args,
            {
                "agencyCode": lambda r, v: self.code("agency", r["agency_id"]) in v,
                "name": lambda r, v: v in r["name"] or v in (r.get("name_en") or ""),
            },
        )

    def Query_staff(self, _: Any, args: Any) -> Any:
        return self.small(
            "StaffMember",
            args,
            {
                "agencyCode": lambda r, v: self.code("agency", r["agency_id"]) in v,
                "name": lambda r, v: v in r["name"] or v in (r.get("name_en") or ""),
                "hallCode": lambda r, v: self.code("hall", r["hall_id"]) in v,
            },
        )

    def Query_form(self, _: Any, args: Any) -> Any:
        return self.form_of(args["stage"], args["entry"])

    def form_of(self, stage: str, entry: str | None) -> Thing:
        scene = (
            "HOTLINE"
            if stage == "HOTLINE_CALL" or entry == "HOTLINE_12345"
            else "ONLINE"
            if stage == "ONLINE"
            else "WINDOW"
        )
        return Thing("Form", next(f for f in self.world["form"] if f["scene"] == scene))

    def Query_invitation(self, _: Any, args: Any) -> Any:
        try:
            invitation, entry = proofs.read(args["token"])
        except Exception:
            return None
        row = self.world.find("invitation", invitation)
        return Thing("Invitation", row, entry=entry.value) if row and entry.value in row["entries"] else None

    def Query_evaluations(self, _: Any, args: Any) -> Any:
        where = {k: v for k, v in (args.get("where") or {}).items() if v is not None}
        if "tag" in where and self.role in ("HR", "AUDITOR"):
            raise Says("FORBIDDEN")
        tests: dict[str, Callable[[Any, Any], bool]] = {
            **{k: lambda r, v, k=k: r[k] in v for k in ("level", "kind", "entry", "standing")},
            "stage": lambda r, v: self.ask("Evaluation", "stage", Thing("Evaluation", r), {}) in v,
            **{
                f"{k}Code": lambda r, v, k=k: self.code(k, r[f"{k}_id"]) in v for k in ("agency", "service", "district")
            },
            "tag": lambda r, v: any(t["code"] in v for t in self.tags_of(r)),
            "from": lambda r, v: r["rated_on"] >= v,
            "to": lambda r, v: r["rated_on"] <= v,
        }
        rows = [
            r
            for r in self.world["evaluation"]
            if self.reaches("Evaluation", r) and all(tests[k](r, v) for k, v in where.items())
        ]
        if self.role in DAY_ORDER:
            return self.page(
                "Evaluation", rows, lambda r: (r["rated_on"].toordinal(), r["shuffle"]), 2, args, down=True
            )
        return self.page("Evaluation", rows, lambda r: (micros(r["rated_at"]), r["id"]), 1, args, down=True)

    def Query_workOrders(self, _: Any, args: Any) -> Any:
        where = {k: v for k, v in (args.get("where") or {}).items() if v is not None}
        tests: dict[str, Callable[[Any, Any], bool]] = {
            "state": lambda r, v: r["state"] in v,
            "agencyCode": lambda r, v: self.code("agency", r["agency_id"]) in v,
            "cause": lambda r, v: r["cause"] in v,
            "number": lambda r, v: r["number"] == v,
            "overdue": lambda r, v: self.overdue(r) is v,
            "dueBefore": lambda r, v: r["state"] not in FINAL and day(r["next_due_at"]) <= v,
        }
        rows = [
            r
            for r in self.world["work_order"]
            if self.reaches("WorkOrder", r) and all(tests[k](r, v) for k, v in where.items())
        ]
        latest, coarse = args.get("orderBy") == "LATEST", self.role in DAY_ORDER
        column = "dispatched_at" if latest else "next_due_at"
        key = (
            (lambda r: (day(r[column]).toordinal(), int(r["number"])))
            if coarse
            else (lambda r: (micros(r[column]), r["id"]))
        )
        return self.page(
            "WorkOrder", rows, key, {(0, 0): 1, (1, 0): 2, (0, 1): 3, (1, 1): 4}[latest, coarse], args, down=latest
        )

    def overdue(self, row: Any) -> bool:
        return row["state"] not in FINAL and self.now > row["next_due_at"]

    def Query_appraisals(self, _: Any, args: Any) -> Any:
        where = {k: v for k, v in (args.get("where") or {}).items() if v is not None}
        tests: dict[str, Callable[[Any, Any], bool]] = {
            "subjectKind": lambda r, v: r["subject_kind"] == v,
            "period": lambda r, v: self.world.find("appraisal_period", r["period_id"])["key"] == v,  # type: ignore[index]
            "agencyCode": lambda r, v: self.code("agency", r["agency_id"]) in v,
        }
        rows = [
            r
            for r in self.world["appraisal"]
            if self.reaches("Appraisal", r) and all(tests[k](r, v) for k, v in where.items())
        ]
        return self.page("Appraisal", rows, lambda r: (r["first_day"].toordinal(), r["id"]), 1, args, down=True)

    def Query_board(self, _: Any, args: Any) -> Any:
        return Board(self).ask(args)


def schema_of(sdl: str) -> GraphQLSchema:
    """The published schema again, every field answered by the oracle of the context."""
    schema = build_schema(sdl)
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            for name, declared in type_.fields.items():
                declared.resolve = _resolver(type_.name, name)
        elif isinstance(type_, GraphQLInterfaceType):
            type_.resolve_type = lambda thing, *_: thing.type
    for name in ("Date", "DateTime"):
        scalar: Any = schema.type_map[name]
        write = staticmethod(lambda value: value.isoformat())
        scalar.serialize = scalar.coerce_output_value = write.__func__
    date_scalar: Any = schema.type_map["Date"]
    date_scalar.parse_value = date_scalar.coerce_input_value = lambda value, *_, **__: date.fromisoformat(value)
    date_scalar.parse_literal = date_scalar.coerce_input_literal = lambda node, *_, **__: date.fromisoformat(node.value)
    return schema


def _resolver(type_: str, field: str) -> Any:
    return lambda thing, info, **args: info.context.ask(
        type_, field, thing if thing is not None else Thing("Query", {}), args
    )


def answer(schema: GraphQLSchema, oracle: Oracle, document: str, variables: dict[str, Any]) -> tuple[Any, list[str]]:
    """Data, and the codes of what was refused."""
    result = execute_sync(schema, parse(document), context_value=oracle, variable_values=variables)
    codes = []
    for error in result.errors or ():
        if not isinstance(error.original_error, Says):
            raise error.original_error or error
        codes.append(str(error.original_error))
    return result.data, sorted(codes)


__all__ = ["Oracle", "answer", "schema_of"]

"""The known ways to break the compiled lane: plans under too short a key, arguments, prices, what is remembered."""

from tests.mutants.mutant import Mutant

LANE = "tests/api/test_lane.py"
ACCESS = "tests/api/test_access.py"

MUTANTS = (
    Mutant(
        "role missing in the plan key",
        "api/lane/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        'asked.operation, "", context.language, switches)',
    ),
    Mutant(
        "language missing in the plan key",
        "api/lane/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        'asked.operation, context.actor.role, "", switches)',
    ),
    Mutant(
        "switches missing in the plan key",
        "api/lane/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        "asked.operation, context.actor.role, context.language, ())",
    ),
    Mutant(
        "operation missing in the plan key",
        "api/lane/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        "None, context.actor.role, context.language, switches)",
    ),
    Mutant("cost not counted", "api/lane/lane.py", "operation.pricing.load(asked.variables).cost", "0"),
    Mutant(
        "price of the first page asked for every page",
        "api/executing/pricing.py",
        "load = self.known.get(key)",
        "load = next(iter(self.known.values()), None)",
    ),
    Mutant(
        "arguments judged only where they are used",
        "api/lane/plans.py",
        "for given in self.judged:",
        "for given in ():",
    ),
    Mutant(
        "a variable that was left out taken for null",
        "api/executing/variables.py",
        "if value is Undefined and not required:\n            return default",
        "if value is Undefined and not required:\n            return None",
    ),
    Mutant(
        "null where there may be none",
        "api/executing/variables.py",
        "return value if value is not None or may_be_null else _fitting(Undefined)",
        "return value",
    ),
    Mutant(
        "fields of one type taken for those of another place",
        "api/lane/plans.py",
        "key = (type_.name, *[id(found.node) for found in details])",
        "key = (type_.name,)",
    ),
    Mutant(
        "each of a burst looked up alone",
        "api/http/access.py",
        "if (asking := self.asking.get(digest)) is None:",
        "if (asking := None) is None:",
        (ACCESS,),
    ),
    Mutant("documents without end", "remembering.py", "while len(self._known) > self.most or", "while", (LANE,)),
    Mutant(
        "plans without end",
        "api/lane/lane.py",
        "self.known: Remembered[Key, Plan | None] = Remembered(remembered,",
        "self.known: Remembered[Key, Plan | None] = Remembered(10**9,",
        (LANE,),
    ),
    Mutant(
        "documents of any weight",
        "remembering.py",
        "or self.carried > self.weight:",
        "or False:",
        ("tests/test_remembering.py",),
    ),
    Mutant(
        "of what is liked equally the last",
        "preferring.py",
        "> best:",
        ">= best:",
        ("tests/test_preferring.py",),
    ),
    Mutant(
        "a name that has no capitals",
        "preferring.py",
        "accepted.lower().split",
        "accepted.split",
        ("tests/test_preferring.py",),
    ),
    Mutant("a plan at first sight", "api/lane/lane.py", "if key not in self.glimpsed:", "if False:", (LANE,)),
)

"""What follows from a set of linear equations: reckoned modulo a large prime, which is exact enough and fast."""

PRIME = (1 << 61) - 1


class Equations:
    """Rows of a reduced system, by their first unknown."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, int]] = {}
        self._numbers: dict[object, int] = {}

    def add(self, equation: dict[object, int]) -> None:
        """The value of this sum is known."""
        row = self._reduced(equation)
        if row:
            pivot = min(row)
            inverse = pow(row[pivot], -1, PRIME)
            self._rows[pivot] = {n: value * inverse % PRIME for n, value in row.items()}

    def tell(self, asked: dict[object, int]) -> bool:
        """Whether the value of this sum follows."""
        return not self._reduced(asked)

    def _reduced(self, equation: dict[object, int]) -> dict[int, int]:
        row = {self._numbers.setdefault(key, len(self._numbers)): value % PRIME for key, value in equation.items()}
        done = -1
        while pivots := [n for n in row if n > done and n in self._rows]:
            done = min(pivots)
            times = row[done]
            for n, value in self._rows[done].items():
                left = (row.get(n, 0) - times * value) % PRIME
                if left:
                    row[n] = left
                else:
                    row.pop(n, None)
        return row

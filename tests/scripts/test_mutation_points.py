"""The changes that scripts/mutate makes: each is one place of one file, and still Python."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from mutation_points import points_of

SOURCE = '''"""文: 1 < 2"""


def pick(人: int, b: list[int]) -> int:
    """Return 1."""
    if 人 <= 1 and b:
        return sum(b) - 人
    return max(b[0], 7) if 人 not in b else -1
'''


def changes(folder: Path) -> dict[str, str]:
    """Every change of the text above: what is told of it, and the line as it is after."""
    (folder / "room").mkdir()
    (folder / "room" / "file.py").write_text(SOURCE, encoding="utf-8")
    made = {}
    for point in points_of(folder):
        changed = point.apply(SOURCE.encode()).decode()
        ast.parse(changed)
        assert point.room == "room" and point.function.startswith("pick:4")
        made[f"{point.line} {point.kind} {point.before}>{point.after}"] = changed.splitlines()[
            point.line - 1
        ]
    return made


def test_each_kind_is_found_and_changes_its_own_place(tmp_path: Path) -> None:
    assert changes(tmp_path) == {
        "6 guard 人 <= 1 and b>not (人 <= 1 and b)": "    if not (人 <= 1 and b):",
        "6 guard and>or": "    if 人 <= 1 or b:",
        "6 comparison <=><": "    if 人 < 1 and b:",
        "6 constant 1>2": "    if 人 <= 2 and b:",
        "8 constant 1>2": "    return max(b[0], 7) if 人 not in b else -2",
        "7 sum ->+": "        return sum(b) + 人",
        "8 guard 人 not in b>not (人 not in b)": "    return max(b[0], 7) if not (人 not in b) else -1",
        "8 comparison not in>in": "    return max(b[0], 7) if 人 in b else -1",
        "8 sum max>min": "    return min(b[0], 7) if 人 not in b else -1",
        "8 constant 0>1": "    return max(b[1], 7) if 人 not in b else -1",
        "8 constant 7>8": "    return max(b[0], 8) if 人 not in b else -1",
    }


def test_how_wide_a_column_is_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    source = 'A = Column("key", "名", CODE, 6, lambda x: x.number + 1)\n'
    (tmp_path / "room" / "file.py").write_text(source, encoding="utf-8")
    assert [(p.kind, p.before) for p in points_of(tmp_path)] == [("sum", "+"), ("constant", "1")]

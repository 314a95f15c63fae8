"""Write docs/rules.md: every clause of the rulebook, what enforces it, and what no program can judge.

Usage: .venv/bin/python scripts/rules_document.py
"""

from __future__ import annotations

from pathlib import Path

from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.clauses import CLAUSES, Clause

TARGET = Path(__file__).parent.parent / "docs" / "rules.md"
HEAD = """# 制度与规则对照

这份对照由 `scripts/rules_document.py` 从程序里生成，测试保证它与程序一致。

- **规则**：违反时 `juwu check` 会指出来；道理和例子见 `juwu explain 编号`。
- **表**：供人核对的报表或命令。
- **程序看不见的**：账本里没有、软件判断不了的，写明拿什么纸面材料来代替。

## 条款

| 条款 | 要求 | 出处 | 规则 | 表 | 程序看不见的 |
|---|---|---|---|---|---|
"""


def clause_line(clause: Clause) -> str:
    codes = [rule.code for rule in CATALOGUE if clause.id in rule.clause]
    codes += [code for code in clause.also if code not in codes]
    cells = (
        clause.id,
        clause.duty,
        clause.source,
        " ".join(codes) or "–",
        "；".join(f"`{paper}`" for paper in clause.papers) or "–",
        clause.beyond or "–",
    )
    return f"| {' | '.join(cells)} |\n"


def document() -> str:
    text = HEAD + "".join(clause_line(clause) for clause in CLAUSES)
    text += "\n## 规则\n\n| 编号 | 级别 | 查什么 | 依据 | 说明与例子 |\n|---|---|---|---|---|\n"
    for rule in CATALOGUE:
        level = "严重" if rule.severity == "E" else "提醒"
        link = f"[{rule.name}](../tests/rules/{rule.module}.md)"
        text += (
            f"| {rule.code} | {level} | {rule.title} | {'、'.join(rule.clause) or '–'} | {link} |\n"
        )
    return text


def main() -> None:
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()

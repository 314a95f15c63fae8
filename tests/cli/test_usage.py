"""What is wrong with a command line is said in Chinese, with status 2 and where to read more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from invoking import invoke
from juwu_ledger.books.model.width import display_width
from juwu_ledger.cli.app import app


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("recieve", "没有 recieve 这个命令。是不是 receive、archive、reconcile？全部命令：juwu -h"),
        ("资产", "没有 资产 这个命令。全部命令：juwu -h"),
        ("asset hand-over", "没有 hand-over 这个命令。是不是 handover？全部命令：juwu asset -h"),
        ("key nwe", "没有 nwe 这个命令。是不是 new？全部命令：juwu key -h"),
        (
            "receive --amuont 5",
            "没有 --amuont 这个选项。是不是 --amount、--account？说明：juwu receive -h",
        ),
        ("-x", "没有 -x 这个选项。说明：juwu -h"),
        ("close", "还要写明 月份。说明：juwu close -h"),
        ("serve --port 0", "--port 写得不对，要写 1 到 65535 之间的整数。说明：juwu serve -h"),
        ("serve --port 65536", "--port 写得不对，要写 1 到 65535 之间的整数。说明：juwu serve -h"),
        ("key new 赵一清", "还要写明 --output。说明：juwu key new -h"),
        (
            "receive --for 打印 纸",
            "多写了 纸：内容里有空格的，要用引号括起来。说明：juwu receive -h",
        ),
        ("receive --amount", "--amount 后面要写内容。说明：juwu -h"),
        ("receive --dry-run=1", "--dry-run 后面不写内容。说明：juwu -h"),
        (
            "receive --amount 5 --for 糖 --amount=6",
            "--amount 写了 2 次，只能写一次。说明：juwu receive -h",
        ),
        (
            "asset handover --to 甲 --to 乙",
            "--to 写了 2 次，只能写一次。说明：juwu asset handover -h",
        ),
        (
            "close 2026-01 -d 2026-02-01 --date 2026-02-02",
            "--date 写了 2 次，只能写一次。说明：juwu close -h",
        ),
        ("check --select RCP --select CSH", "--select 写了 2 次，只能写一次。说明：juwu check -h"),
        (
            "street add 甲 --households -1",
            "--households 写得不对，不能小于 0。说明：juwu street add -h",
        ),
        ("verify --format x", "--format 写得不对，可用：text、json。说明：juwu verify -h"),
    ],
)
def test_mistakes_are_told_in_chinese(line: str, said: str) -> None:
    result = invoke(line.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"{said}\n"


def test_a_group_alone_shows_its_help() -> None:
    for line in ([], ["asset"], ["key"]):
        result = invoke(line)
        assert result.exit_code == 2
        assert "Error" not in result.output
        assert "-h, --help" in result.output


def _lines(command: Any, *words: str) -> Iterator[tuple[str, ...]]:
    """Every command line that ends in a command or a group of them."""
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from _lines(inner, *words, name)


@pytest.mark.parametrize("words", list(_lines(get_command(app))), ids=" ".join)
def test_help_is_chinese_and_fits_a_terminal(words: tuple[str, ...]) -> None:
    """No heading or remark of click's is left, nothing is wider than a terminal of 80 columns."""
    result = invoke([*words, "--help"], env={"COLUMNS": "80"}, prog_name="juwu")
    assert result.exit_code == 0
    assert result.output.startswith(f"用法：{' '.join(['juwu', *words])} ")
    assert not re.search(r"Usage|Options|Commands|Arguments|required|default|Show", result.output)
    assert max(display_width(line) for line in result.output.splitlines()) <= 80

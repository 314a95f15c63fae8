"""``--trusted-keys``: an auditor judges signatures by a list of his or her own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from juwu_ledger.books.signing.signed_messages import DIRECTOR
from paper_books import TITLE, load
from signing import key_of, public_line, register, signed

TEXT = (
    '2025-01-01 custom "officer" "director" "赵一清"\n'
    + register("2025-01-01", "赵一清")
    + signed(
        '2025-03-05 custom "approval" "SP-1" 60.00 CNY "打印纸"\n  director: "赵一清"\n',
        TITLE,
        DIRECTOR,
        key_of("赵一清"),
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    load(tmp_path, TEXT)
    (tmp_path / "right").write_text(f"赵一清 {public_line('赵一清')}\n", encoding="utf-8")
    (tmp_path / "other").write_text(f"赵一清 {public_line('赵一清', 2)}\n", encoding="utf-8")
    (tmp_path / "broken").write_text("赵一清 ssh-ed25519\n", encoding="utf-8")
    return tmp_path


def juwu(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "juwu_ledger", *words, "--books", str(folder)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder
    )


@pytest.mark.parametrize("typer_too", [(), ("--format=text",)])
def test_check(folder: Path, typer_too: tuple[str, ...]) -> None:
    words = ("check", "--select", "SPD011", *typer_too)
    assert juwu(folder, *words).returncode == 0
    assert juwu(folder, *words, "--trusted-keys", "right").returncode == 0
    forged = juwu(folder, *words, "--trusted-keys", "other")
    assert forged.returncode == 3
    assert "不是用此人当天有效的钥匙签的" in forged.stdout


def test_whoever_is_appointed_in_the_books_needs_a_key_on_the_list(folder: Path) -> None:
    """Else one line about a new director would do away with the list."""
    main = folder / "main.beancount"
    main.write_text(
        main.read_text("utf-8") + '2025-03-06 custom "officer" "director" "任九九"\n'
        '2025-03-07 custom "approval" "SP-2" 60.00 CNY "打印纸"\n  director: "任九九"\n',
        encoding="utf-8",
    )
    words = ("check", "--select", "SPD011")
    assert juwu(folder, *words).returncode == 0
    strange = juwu(folder, *words, "--trusted-keys", "right")
    assert strange.returncode == 3
    assert "可信公钥名单里却没有此人当天有效的公钥" in strange.stdout


@pytest.mark.parametrize("command", [("check",), ("report", "monthly", "2025-03")])
def test_a_list_that_cannot_be_used(folder: Path, command: tuple[str, ...]) -> None:
    for name, said in (("broken", "第 1 行"), ("none", "打不开")):
        done = juwu(folder, *command, "--trusted-keys", name)
        assert done.returncode == 2
        assert said in done.stderr


def test_papers(folder: Path) -> None:
    for words in (("report", "monthly", "2025-03"), ("disclose", "2025Q1")):
        said = juwu(folder, *words, "--trusted-keys", "other").stdout
        assert "有 1 份签批没有通过电子签名验证：SP-1（按账本外的可信公钥名单）" in said
        said = juwu(folder, *words).stdout
        assert "签批均已验证：1 份签批的电子签名都有效（按账本登记的公钥）" in said

"""``juwu key``: a key is made once and for one person; what was signed is taken out for anyone."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from invoking import invoke
from juwu_ledger.books.signing.private_keys import load_private_key, public_key_of
from juwu_ledger.books.signing.signed_messages import DIRECTOR, STREET_DIRECTOR
from juwu_ledger.books.signing.ssh_wire import fingerprint
from juwu_ledger.cli.shell.asking import Asker
from juwu_ledger.cli.write import key
from paper_books import TITLE, load
from signing import key_of, public_line, register, signed

NAME, STREET, SAYING = "赵一清", "陈九思", "桂花里二〇二六年的口令"
app = typer.Typer()
key.register(app)


def run(*words: object, given: str = "") -> Result:
    return CliRunner().invoke(app, ["key", *map(str, words)], input=given)


@pytest.fixture
def saying(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(f"{SAYING}\r\nsecond line\n", encoding="utf-8-sig")
    return file


# --- new --------------------------------------------------------------------------------------


def test_a_key_for_the_memory_stick(tmp_path: Path, saying: Path) -> None:
    file = tmp_path / "赵一清.key"
    made = run("new", NAME, "-o", file, "--passphrase-file", saying)
    assert made.exit_code == 0, made.output
    public = public_key_of(load_private_key(file.read_bytes(), SAYING))
    assert f"公钥  {public}\n" in made.stdout
    assert fingerprint(public) in made.stdout
    assert f'juwu key register {NAME} "{public}"' in made.stdout
    assert SAYING not in made.output
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_is_overwritten(tmp_path: Path, saying: Path) -> None:
    file, link = tmp_path / "key", tmp_path / "link"
    file.write_text("an old key", encoding="ascii")
    link.symlink_to(tmp_path / "nowhere")
    for place in (file, link):
        made = run("new", NAME, "-o", place, "--passphrase-file", saying)
        assert made.exit_code == 5
        assert "不覆盖" in made.stderr
    assert file.read_text(encoding="ascii") == "an old key"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", NAME, "-o", "."), "是文件夹"),
        (("new", NAME, "-o", "no/such/folder/key"), "没有"),
        (("new", " ", "-o", "key"), "姓名"),
        (("new", 'x" "y', "-o", "key"), "姓名"),
        (("new", "赵\u200b一清", "-o", "key"), "姓名"),
        (("new", NAME, "-o", "key"), "--passphrase-file"),
        (("new", NAME, "-o", "key", "--passphrase-file", "none"), "读不了"),
    ],
)
def test_what_cannot_be(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = run(*words)
    assert made.exit_code == 2
    assert said in made.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_is_not_short(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("123456\n", encoding="ascii")
    made = run("new", NAME, "-o", tmp_path / "key", "--passphrase-file", tmp_path / "p")
    assert made.exit_code == 2
    assert "口令太短" in made.stderr
    assert not (tmp_path / "key").exists()


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    typed = iter(answers)
    monkeypatch.setattr(key, "at_terminal", lambda: True)
    monkeypatch.setattr(Asker, "secret", lambda _self, _question: next(typed))


def test_at_a_terminal_the_passphrase_is_asked_for_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch, SAYING, SAYING + "？", SAYING, SAYING)
    made = run("new", NAME, "-o", tmp_path / "key")
    assert made.exit_code == 2
    assert "不一样" in made.stderr
    assert not (tmp_path / "key").exists()
    assert run("new", NAME, "-o", tmp_path / "key").exit_code == 0
    assert load_private_key((tmp_path / "key").read_bytes(), SAYING)


def test_a_disk_that_fails_leaves_nothing(
    tmp_path: Path, saying: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    made = run("new", NAME, "-o", tmp_path / "key", "--passphrase-file", saying)
    assert made.exit_code == 2
    assert "写不了" in made.stderr
    assert not (tmp_path / "key").exists()


# --- message ----------------------------------------------------------------------------------

TEXT = f'2026-03-05 custom "approval" "SP-2026-0001" 6000.00 CNY "楼道照明"\n  director: "{NAME}"\n'
KEYS = register("2026-01-01", NAME) + register("2026-01-01", STREET)


def by_director(text: str = TEXT) -> str:
    return signed(text, TITLE, DIRECTOR, key_of(NAME))


def by_both() -> str:
    text = f'{by_director()}  street-director: "{STREET}"\n  street-date: 2026-03-06\n'
    return signed(text, TITLE, STREET_DIRECTOR, key_of(STREET))


def take_out(folder: Path, text: str, approval: str = "SP-2026-0001", *more: object) -> Result:
    load(folder, text)
    return run("message", approval, "-o", folder / "核验", "--books", folder, *more)


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen here")
@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_the_printed_command_verifies(tmp_path: Path) -> None:
    told = take_out(tmp_path, KEYS + by_both())
    assert told.exit_code == 0, told.output
    commands = [line for line in told.stdout.split("\n") if "ssh-keygen -Y verify" in line]
    assert len(commands) == 2
    for command in commands:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path / "核验", capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert b"Good" in done.stdout
    forged = take_out(tmp_path, KEYS + by_both().replace("6000.00", "9000.00"))
    assert forged.stdout.count("对不上") == 2
    for command in commands:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path / "核验", capture_output=True, check=False
        )
        assert done.returncode != 0


def test_what_is_written(tmp_path: Path) -> None:
    told = take_out(tmp_path, KEYS + by_both())
    names = sorted(file.name for file in (tmp_path / "核验").iterdir())
    assert names == [
        "SP-2026-0001.director.sig",
        "SP-2026-0001.director.txt",
        "SP-2026-0001.street-director.sig",
        "SP-2026-0001.street-director.txt",
        "allowed_signers",
    ]
    assert f"主任 {NAME}：签名有效。" in told.stdout
    assert f"街道主任 {STREET}：签名有效。" in told.stdout
    assert (tmp_path / "核验" / "allowed_signers").read_text(encoding="utf-8") == (
        f"{NAME} {public_line(NAME)}\n{STREET} {public_line(STREET)}\n"
    )


def test_without_a_signature_there_is_the_message_to_be_signed(tmp_path: Path) -> None:
    told = take_out(tmp_path, TEXT, "ｓｐ-2026-0001")
    assert told.exit_code == 0
    assert [f.name for f in (tmp_path / "核验").iterdir()] == ["SP-2026-0001.director.txt"]
    assert "不要求签名" in told.stdout


def test_keys_from_outside(tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"{NAME} {public_line(NAME, 2)}\n", encoding="utf-8")
    words = ("--trusted-keys", tmp_path / "list")
    told = take_out(tmp_path, KEYS + by_director(), "SP-2026-0001", *words)
    assert "不是用此人那天有效的钥匙签的" in told.stdout
    assert public_line(NAME, 2) in (tmp_path / "核验" / "allowed_signers").read_text("utf-8")


def test_names_that_would_be_commands(tmp_path: Path) -> None:
    evil = "$(touch x); -oops,*"
    text = TEXT.replace(NAME, evil).replace("SP-2026-0001", "../../SP;`id`")
    text = register("2026-01-01", evil) + signed(text, TITLE, DIRECTOR, key_of(evil))
    told = take_out(tmp_path, text, "../../SP;`id`")
    assert told.exit_code == 0, told.output
    (command,) = [line for line in told.stdout.split("\n") if "ssh-keygen" in line]
    assert not set(command) & set(";$`()*")
    inside = [f.name for f in (tmp_path / "核验").iterdir()]
    assert len(inside) == 3
    assert sorted(f.name for f in tmp_path.iterdir()) == ["main.beancount", "核验"]


def test_no_such_approval(tmp_path: Path) -> None:
    told = take_out(tmp_path, KEYS + TEXT, "SP-9")
    assert told.exit_code == 2
    assert "没有签批 SP-9" in told.stderr
    nobody = take_out(tmp_path, TEXT.split("\n")[0] + "\n")
    assert nobody.exit_code == 2
    assert "没有写是谁签的" in nobody.stderr


def test_what_everybody_tries_first_is_no_passphrase(tmp_path: Path) -> None:
    for worst in ("12345678", "Password1", "１２３４５６７８９", "woaini1314"):
        file = tmp_path / "口令"
        file.write_text(f"{worst}\n", encoding="utf-8")
        key = tmp_path / "某.key"
        result = invoke(("key", "new", "赵一清", "-o", str(key), "--passphrase-file", str(file)))
        assert result.exit_code == 2
        assert "人人都会先试" in result.stderr
        assert not key.exists()

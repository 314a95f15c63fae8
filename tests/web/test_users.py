"""``juwu user``: who may log in; the file that says so."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from pathlib import Path

import pytest
from gate_tools import juwu

from juwu_ledger.web.gate.passwords import complaint, hashed, matches
from juwu_ledger.web.gate.private_file import NotKept, PrivateFile
from juwu_ledger.web.gate.users import BadUser, Users, good_name
from terminal import Terminal

GOOD = "一句自己记得住的话"


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return Users(tmp_path / "config" / "users.json")


def test_a_user_from_first_to_last(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{GOOD}\n", encoding="utf-8")
    file = ("--password-file", str(secret))
    done = juwu(tmp_path, "user", "add", "卫百川", "--role", "reviewer", *file)
    assert (done.exit_code, done.stderr) == (0, "")
    path = tmp_path / "juwu" / "users.json"
    assert str(path) in done.stdout
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    kept = path.read_text(encoding="utf-8")
    assert GOOD not in kept
    assert Users(path).check("卫百川", GOOD) is not None
    again = juwu(tmp_path, "user", "add", "卫百川", "--role", "director", *file)
    assert (again.exit_code, path.read_text(encoding="utf-8")) == (5, kept)
    listed = juwu(tmp_path, "user", "list")
    assert "卫百川　民主理财小组（reviewer）" in listed.stdout
    assert "argon2" not in listed.stdout
    secret.write_text("另外一句记得住的话\n", encoding="utf-8")
    assert Users(path).all()["卫百川"].password_set.endswith("设的")
    named = ("--by", "李四安")
    assert juwu(tmp_path, "user", "password", "卫百川", *file, *named).exit_code == 0
    today = dt.date.today()
    assert Users(path).all()["卫百川"].password_set == f"口令是 {today} 由李四安设的"
    assert Users(path).check("卫百川", GOOD) is None
    assert Users(path).check("卫百川", "另外一句记得住的话") is not None
    assert juwu(tmp_path, "user", "remove", "卫百川").exit_code == 0
    assert juwu(tmp_path, "user", "remove", "卫百川").exit_code == 5
    assert "还没有人可以登录" in juwu(tmp_path, "user", "list").stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_a_password_that_is_typed_is_typed_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for second, status in (("另外一句记得住的话", 2), (GOOD, 0)):
        at = Terminal("user", "add", "卫百川", "--role", "reviewer", folder=tmp_path)
        at.answer("请 卫百川 定一个口令", GOOD)
        at.answer("再打一遍口令", second)
        assert at.finish() == status, at.said
        assert GOOD not in at.said
        assert ("两遍口令不一样，没有改" in at.said) == (status == 2)
    assert Users(tmp_path / "juwu" / "users.json").check("卫百川", GOOD) is not None


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("user", "add", "卫百川", "--role", "boss"), 2, "没有 boss 这种身份"),
        (("user", "add", "卫百川"), 2, "--role"),
        (("user", "add", "卫百川", "--role", "reviewer"), 2, "--password-file"),
        (("user", "add", "a<b>", "--role", "reviewer"), 2, "姓名"),
        (("user", "add", "", "--role", "reviewer"), 2, "姓名"),
        (("user", "password", "卫百川"), 5, "没有用户"),
        (
            ("user", "add", "卫百川", "--role", "reviewer", "--password-file", "无此文件"),
            2,
            "读不了",
        ),
    ],
)
def test_mistakes_are_said_plainly(
    words: tuple[str, ...], status: int, said: str, tmp_path: Path
) -> None:
    done = juwu(tmp_path, *words)
    assert done.exit_code == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("user",),
        *(("user", word) for word in ("add", "list", "password", "remove", "unlock")),
    ],
)
def test_help_is_chinese_with_an_example(words: tuple[str, ...], tmp_path: Path) -> None:
    done = juwu(tmp_path, *words, "--help")
    assert done.exit_code == 0
    assert f"例：juwu {words[0]}" in done.stdout
    assert not {"Usage", "Options", "TEXT", "INTEGER"} & set(done.stdout.replace(":", " ").split())


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        (GOOD, True),
        ("Tr0ub4dor", True),
        ("short", False),
        ("11111111", False),
        ("一一一一二二二二", False),
        ("卫百川卫百川123", False),
        ("门前两棵老槐", True),
        ("我家住三楼2号", True),
        ("门前老槐树", False),
        ("19530812", False),
        ("13800138000", False),
        ("1953-08-12", False),
        ("password1", False),
        ("Password!2026", False),
        ("ＱＷＥＲＴＹ１２３４", False),
        ("iloveyou1314", False),
        ("1q2w3e4r", False),
        ("恭喜发财万事如意", False),
        ("床前明月光2026", False),
        ("居委会12345", False),
        ("我爱你中国人民", False),
        ("x" * 201, False),
    ],
)
def test_passwords_must_be_worth_something(password: str, fine: bool) -> None:
    assert (complaint(password, "卫百川") is None) is fine


def test_hashes_are_argon2id_and_never_alike() -> None:
    first, second = hashed(GOOD), hashed(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert matches(first, GOOD)
    assert matches(second, GOOD)
    assert not matches(first, f"{GOOD} ")
    assert not matches(None, GOOD)
    assert not matches("nonsense", GOOD)


@pytest.mark.parametrize("name", ["", " ", "a\u202eb", "a\nb", "a" * 41, 'a"b', "<b>"])
def test_names_are_names(name: str) -> None:
    with pytest.raises(BadUser):
        good_name(name)


def test_many_at_once_are_all_kept(users: Users) -> None:
    threads = [
        threading.Thread(target=users.add, args=(f"某人{n}", "auditor", GOOD)) for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(users.all()) == [f"某人{n}" for n in range(6)]


@pytest.mark.parametrize(
    "content",
    [
        "nonsense",
        "[]",
        '{"users": []}',
        '{"users": {"a": 1}}',
        '{"users": {"a": {"role": "boss", "hash": "x", "since": "y"}}}',
        '{"users": {"a": {"role": ["reviewer"], "hash": "x", "since": "y"}}}',
        "[" * 100_000,
    ],
)
def test_a_spoilt_file_lets_nobody_in(content: str, users: Users) -> None:
    users.path.parent.mkdir()
    users.path.write_text(content, encoding="utf-8")
    users.path.chmod(0o600)
    with pytest.raises(NotKept, match="坏了"):
        users.all()


def test_a_crash_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = PrivateFile(tmp_path / "kept.json")
    with file.changing() as content:
        content["a"] = 1
    with pytest.raises(ZeroDivisionError), file.changing() as content:
        content["a"] = 1 / 0
    assert json.loads((tmp_path / "kept.json").read_text(encoding="utf-8")) == {"a": 1}


def test_what_would_be_too_large_to_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from juwu_ledger.web.gate import private_file

    monkeypatch.setattr(private_file, "_LARGEST", 100)
    file = PrivateFile(tmp_path / "kept.json")
    with file.changing() as content:
        content["a"] = 1
    with pytest.raises(NotKept, match="太大"), file.changing() as content:
        content["b"] = "长" * 100
    assert file.read() == {"a": 1}


def test_what_is_read_cannot_be_changed_by_changing_it(tmp_path: Path) -> None:
    file = PrivateFile(tmp_path / "kept.json")
    with file.changing() as content:
        content["a"] = {"b": 1}
    before = file.read()
    with pytest.raises(ZeroDivisionError), file.changing() as content:
        content["a"]["b"] = 1 / 0
    assert before == file.read() == {"a": {"b": 1}}

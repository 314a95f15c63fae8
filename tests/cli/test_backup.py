"""``juwu backup`` and ``juwu restore``: the drill, held against ``sha256sum`` and the bytes themselves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from invoking import invoke
from written_books import example, run

ROOT = Path(__file__).parents[2]
DAY = "2026-01-05"
NOTE = ".juwu-backup.json"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder for backups."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    folder = memory / f"juwu-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def backed_up(books: Path, stick: Path, *, as_of: str = DAY) -> Path:
    """Make a backup and return the zip."""
    before = set(stick.glob("*.zip"))
    result = run(books, "backup", str(stick), "--same-disk", as_of=as_of)
    assert result.exit_code == 0, result.stderr
    (made,) = set(stick.glob("*.zip")) - before
    return made


def whole(folder: Path) -> dict[str, bytes]:
    """Return every file that is not of a moment: the lock, the note of the last backup."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".juwu")
    }


def sealed(folder: Path) -> Path:
    """Return a copy of the example as it is, its last half year sealed and signed."""
    return Path(shutil.copytree(ROOT / "ledger", folder / "ledger"))


def checked(books: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(books, "check", "--format", "json", "--full").stdout)
    return found


# --- the drill -------------------------------------------------------------------------------------


def test_books_that_are_gone_come_back_as_they_were(tmp_path: Path, stick: Path) -> None:
    books = sealed(tmp_path)
    (books / "drafts").mkdir(exist_ok=True)
    (books / "drafts" / "D0001.txt").write_text("command = receive\n", "utf-8")
    before, found = whole(books), checked(books)
    made = backed_up(books, stick)

    shutil.rmtree(books)
    result = invoke(["restore", str(made), str(books)])

    assert result.exit_code == 0, result.stderr
    assert whole(books) == before
    assert checked(books) == found
    assert "封账的 6 个月都没有动过" in result.stdout


def test_the_copy_is_proven_by_programs_of_others(tmp_path: Path, stick: Path) -> None:
    """``sha256sum`` alone: the zip beside its ``.sha256``, and every file by the list in the zip."""
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is not here")
    made = backed_up(example(tmp_path), stick)
    unpacked = tmp_path / "解开"
    with zipfile.ZipFile(made) as file:
        file.extractall(unpacked)

    for folder, name in ((stick, f"{made.name}.sha256"), (unpacked, "manifest.sha256")):
        done = subprocess.run(
            ["sha256sum", "--strict", "-c", name], cwd=folder, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    named = {
        path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()
    }
    assert named - {"manifest.sha256"} == set(whole(tmp_path / "ledger"))


def test_the_same_books_give_the_same_bytes(tmp_path: Path, stick: Path) -> None:
    books = example(tmp_path)
    first = backed_up(books, stick)
    copy = Path(shutil.copytree(books, tmp_path / "别处"))
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    second = backed_up(copy, stick, as_of="2026-02-05")
    assert first.read_bytes() == second.read_bytes()


def test_what_is_left_out(tmp_path: Path, stick: Path) -> None:
    books = example(tmp_path)
    for name in (".juwu-answers.json", ".DS_Store", ".gitignore"):
        (books / name).write_text("x\n")
    (books / ".git").mkdir()
    (books / ".git" / "config").write_text("x\n")
    (books / "主任.key").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbg==\n")
    result = run(books, "backup", str(stick), "--same-disk")

    assert "主任.key 是私钥" in result.stdout
    (made,) = stick.glob("*.zip")
    with zipfile.ZipFile(made) as file:
        names = file.namelist()
    assert {name for name in names if name.startswith(".")} == {".gitignore"}
    assert "主任.key" not in names


# --- where, and which are kept ---------------------------------------------------------------------


def test_the_same_disk_is_no_place_for_it(tmp_path: Path, stick: Path) -> None:
    result = run(example(tmp_path), "backup", str(stick))
    assert result.exit_code == 5
    assert "同一块盘" in result.stderr and "--same-disk" in result.stderr
    assert not list(stick.iterdir())


def test_another_disk_needs_no_word(tmp_path: Path, other_disk: Path) -> None:
    result = run(example(tmp_path), "backup", str(other_disk))
    assert result.exit_code == 0, result.stderr
    assert len(list(other_disk.glob("*.zip"))) == 1


@pytest.mark.parametrize("where", ["没有", "ledger", "ledger/documents"])
def test_places_that_make_no_sense(tmp_path: Path, where: str) -> None:
    result = run(example(tmp_path), "backup", str(tmp_path / where), "--same-disk")
    assert result.exit_code == 2
    assert not list(tmp_path.rglob("*.zip"))


def test_old_ones_of_its_own_go_and_nothing_else_does(tmp_path: Path, stick: Path) -> None:
    books = example(tmp_path)
    first = backed_up(books, stick, as_of="2026-01-05")
    (stick / "照片.zip").write_bytes(b"x")
    stranger = first.name.replace("2026-01-05", "2026-01-04").replace("示例市", "别的市")
    (stick / stranger).write_bytes(b"x")
    second = backed_up(books, stick, as_of="2026-01-30")
    third = backed_up(books, stick, as_of="2026-02-28")

    assert not first.exists()
    assert {path.name for path in stick.iterdir()} == {
        "照片.zip",
        stranger,
        *(name for made in (second, third) for name in (made.name, f"{made.name}.sha256")),
    }


def test_books_that_are_not_as_they_were_closed_are_kept_beside_the_earlier(
    tmp_path: Path, stick: Path
) -> None:
    books = sealed(tmp_path)
    first = backed_up(books, stick)
    sealed_file = next((books / "seals").glob("*.seal"))
    sealed_file.write_bytes(sealed_file.read_bytes().replace(b"vouchers ", b"vouchers 9"))
    result = run(books, "backup", str(stick), "--same-disk", as_of="2026-01-06")

    assert result.exit_code == 3
    assert "不对：" in result.stdout and "旧的备份都留着" in result.stdout
    assert first.exists() and len(list(stick.glob("*.zip"))) == 2
    (second,) = set(stick.glob("*.zip")) - {first}
    told = invoke(["restore", str(second), str(tmp_path / "恢复")])
    assert told.exit_code == 3
    assert whole(tmp_path / "恢复") == whole(books)


def test_the_last_backup_of_a_day_stays_unless_it_is_not_as_it_was_closed(
    tmp_path: Path, stick: Path
) -> None:
    books = sealed(tmp_path)
    first = backed_up(books, stick)
    second = backed_up(books, stick)
    assert set(stick.glob("*.zip")) == {second} and not list(stick.glob(f"{first.name}*"))
    sealed_file = next((books / "seals").glob("*.seal"))
    sealed_file.write_bytes(sealed_file.read_bytes().replace(b"vouchers ", b"vouchers 9"))
    assert run(books, "backup", str(stick), "--same-disk").exit_code == 3
    assert second.exists() and len(list(stick.glob("*.zip"))) == 2


# --- what cannot be backed up, restored ------------------------------------------------------------


def test_a_link_that_leads_out_is_told_and_nothing_is_left_out(tmp_path: Path, stick: Path) -> None:
    books = example(tmp_path)
    (tmp_path / "外面.png").write_bytes(b"x")
    (books / "documents" / "链接.png").symlink_to(tmp_path / "外面.png")
    result = run(books, "backup", str(stick), "--same-disk")
    assert result.exit_code == 5
    assert "documents/链接.png" in result.stderr and not list(stick.iterdir())


def test_scans_on_another_disk_are_backed_up(tmp_path: Path, stick: Path) -> None:
    """``documents/`` itself may be a link: the scans lie elsewhere and belong to the books."""
    books = example(tmp_path)
    shutil.move(books / "documents", tmp_path / "扫描")
    (books / "documents").symlink_to(tmp_path / "扫描")
    made = backed_up(books, stick)
    assert invoke(["restore", str(made), str(tmp_path / "恢复")]).exit_code == 0
    scans = {k for k in whole(tmp_path / "恢复") if k.startswith("documents/")}
    assert scans == {
        f"documents/{path.relative_to(tmp_path / '扫描').as_posix()}"
        for path in (tmp_path / "扫描").rglob("*")
        if path.is_file()
    }


def test_books_that_do_not_load_are_not_backed_up(tmp_path: Path, stick: Path) -> None:
    books = example(tmp_path)
    (books / "main.beancount").write_text("2026-01-01 * \n  Assets:X 1\n")
    assert run(books, "backup", str(stick), "--same-disk").exit_code == 4
    assert not list(stick.iterdir())


@pytest.mark.parametrize("there", ["a file in it", "a file of that name"])
def test_a_place_that_is_taken_stays_as_it_is(tmp_path: Path, stick: Path, there: str) -> None:
    made = backed_up(example(tmp_path), stick)
    target = tmp_path / "恢复"
    if there == "a file in it":
        target.mkdir()
        (target / "x").write_bytes(b"x")
    else:
        target.write_bytes(b"x")
    result = invoke(["restore", str(made), str(target)])
    assert result.exit_code == 5
    assert (target if target.is_file() else target / "x").read_bytes() == b"x"


def test_a_byte_changed_anywhere_is_found_by_the_digest_beside(tmp_path: Path, stick: Path) -> None:
    made = backed_up(example(tmp_path), stick)
    data = bytearray(made.read_bytes())
    for at in (0, 10, len(data) // 2, len(data) - 1):
        data[at] ^= 1
        made.write_bytes(data)
        result = invoke(["restore", str(made), str(tmp_path / "恢复")])
        assert result.exit_code == 5, at
        assert "对不上" in result.stderr and not (tmp_path / "恢复").exists()
        data[at] ^= 1


def test_without_the_digest_beside_it_is_told(tmp_path: Path, stick: Path) -> None:
    made = backed_up(example(tmp_path), stick)
    (stick / f"{made.name}.sha256").unlink()
    result = invoke(["restore", str(made), str(tmp_path / "恢复"), "--dry-run"])
    assert result.exit_code == 0
    assert "旁边没有 .sha256" in result.stdout and not (tmp_path / "恢复").exists()


# --- its age ---------------------------------------------------------------------------------------


def due_lines(books: Path, as_of: str) -> list[str]:
    lines = run(books, "due", as_of=as_of).stdout.splitlines()
    return [line for line in lines if "备份账本" in line]


def test_its_age_is_told_where_one_looks(tmp_path: Path, stick: Path) -> None:
    """35 days after 5 January is 9 February; the list looks 15 days ahead."""
    books = example(tmp_path)
    assert "还没有备份过" in due_lines(books, DAY)[0]
    backed_up(books, stick)
    assert due_lines(books, "2026-01-24") == []
    assert due_lines(books, "2026-01-25") == [
        "还有 15 天  2026-02-09  备份账本（上次 2026-01-05，20 天以前）"
    ]
    assert due_lines(books, "2026-02-10") == [
        "过期 1 天  2026-02-09  备份账本（上次 2026-01-05，36 天以前）"
    ]


def test_a_closing_reminds_of_it(tmp_path: Path, stick: Path) -> None:
    books = example(tmp_path)
    backed_up(books, stick)
    said = {}
    for day in ("2026-02-09", "2026-02-10"):
        told = run(books, "close", "2026-01", "--date", day, "--dry-run", as_of=day).stdout
        said[day] = "[提醒] 备份账本" in told
    assert said == {"2026-02-09": False, "2026-02-10": True}


def test_a_note_that_makes_no_sense_is_no_backup(tmp_path: Path) -> None:
    books = example(tmp_path)
    for said in ("", "[]", "{}", '{"day": 3}', '{"day": "2026-13-01"}', "\x00"):
        (books / NOTE).write_text(said)
        assert "还没有备份过" in due_lines(books, DAY)[0]

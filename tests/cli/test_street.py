"""``juwu street`` as a street accountant types it: what it says, and how it ends."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import sys
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from typer.main import get_command

pytest.importorskip("pyarrow.parquet")
pytest.importorskip("ibis")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "street"))

from made_streets import FIRST, WORDS, Committee, parts_of, put, spoilt

from juwu_ledger.program import program

MADE, OTHER = Committee(1), Committee(2)
JANUARY, FEBRUARY = (data for _, data in MADE.bundles(FIRST, 2))
FIGURES = ("opening", "income", "spending", "closing")
LEDGER = Path(__file__).resolve().parents[2] / "ledger"


class Street:
    """A street's folder made by its own commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "街道"
        (folder / "words").write_text(WORDS + "\n", encoding="utf-8")
        self.secret = ("--passphrase-file", str(folder / "words"))
        done = juwu("street", "init", str(self.root), "--name", "柳荫街道办事处", *self.secret)
        assert done.exit_code == 0 and "juwu key register 柳荫街道办事处" in done.output
        self.said = done.output
        for one in (MADE, OTHER):
            done = self.run(
                *("add", one.code, one.name, "--since", FIRST, "--key", one.public_key),
                *("--households", str(one.households)),
            )
            assert done.exit_code == 0, done.output

    def run(self, *words: str) -> Result:
        return juwu("street", *words, "--street", str(self.root))

    def receive(self, *data: bytes, as_of: str = "2026-03-08", form: str = "text") -> Result:
        paths = [str(put(self.folder, f"{at}.zip", one)) for at, one in enumerate(data)]
        return self.run("receive", *paths, *self.secret, "--as-of", as_of, "--format", form)


@cache
def _command() -> click.Command:
    return get_command(program())


def juwu(*words: str) -> Result:
    done = CliRunner().invoke(_command(), list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done


@pytest.fixture
def street(tmp_path: Path) -> Street:
    return Street(tmp_path)


def test_what_is_taken_in_and_what_is_not_in_one_call(street: Street) -> None:
    foreign = spoilt(JANUARY, OTHER.key)
    done = street.receive(foreign, FEBRUARY, JANUARY)

    assert done.exit_code == 5
    assert "收下  第1社区 2026-01：日志第 1 条" in done.output
    assert "收下  第1社区 2026-02：日志第 2 条" in done.output
    assert "不收  0.zip：签名不对" in done.stderr
    again = street.receive(JANUARY, form="json")
    (told,) = json.loads(again.stdout)
    assert again.exit_code == 0 and not told["is_new"] and told["index"] == 0
    assert Path(told["receipt"]).is_file()


def test_overview_and_papers_say_who_is_missing(street: Street, tmp_path: Path) -> None:
    assert street.receive(JANUARY, FEBRUARY).exit_code == 0
    seen = street.run("overview", "--as-of", "2026-03-20")
    assert seen.exit_code == 0 and OTHER.name in seen.output and "未报" in seen.output
    out = str(tmp_path / "out")
    for words in (
        ("consolidate", "2026Q1"),
        ("compare", "2026Q1", "--by", "official", "--per", "household"),
        ("rank", "2026"),
        ("show", MADE.name),
    ):
        done = street.run(*words, "--as-of", "2026-03-20", "-o", out, "--format", "html,xlsx,json")
        assert done.exit_code == 0, done.output
    made = sorted(path.name for path in Path(out).iterdir())
    assert len(made) == 12 and "柳荫街道办事处-合并收支-2026Q1.xlsx" in made
    paper = json.loads((Path(out) / "柳荫街道办事处-合并收支-2026Q1.json").read_text("utf-8"))
    assert OTHER.name in paper["sections"][0]["paragraphs"][0]
    assert street.run("compact").exit_code == 0


def test_the_page_of_a_committee_has_the_figures_of_its_own_reports(street: Street) -> None:
    """Beside the totals that each bundle's report prints; January was due on the 10th of February."""
    street.receive(JANUARY, FEBRUARY)
    done = street.run("show", MADE.code, "--as-of", "2026-03-09", "--format", "json")
    tables = {
        table["key"]: [row["values"] for row in table["rows"]]
        for table in json.loads(done.stdout)["tables"]
    }
    totals = [json.loads(parts_of(data)["report.json"])["totals"] for data in (JANUARY, FEBRUARY)]
    assert [[row["period"], *(row[key] for key in FIGURES)] for row in tables["money"]] == [
        [month, *(said[key] for key in FIGURES)]
        for month, said in zip(("2026-01", "2026-02"), totals, strict=True)
    ]
    filed = [(m["month"], m["filed_on"], m["state"], m["days_late"]) for m in tables["months"]]
    assert filed == [
        ("2026-01", "2026-03-08", "迟报", 26),
        ("2026-02", "2026-03-08", "按时", None),
    ]
    received = [(row["index"], row["period"], row["kind"]) for row in tables["received"]]
    assert received == [(1, "2026-01", "报送"), (2, "2026-02", "报送")]
    assert [row["bundle"] for row in tables["received"]] == [
        hashlib.sha256(data).hexdigest() for data in (JANUARY, FEBRUARY)
    ]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("compare", "2026", "--by", "烟酒"), 2, "没有 烟酒 这一类"),
        (("compare", "2026", "--per", "person"), 2, "household"),
        (("consolidate", "2026", "--engine", "oracle"), 2, "没有 oracle 这个引擎"),
        (("consolidate", "上个月"), 2, ""),
        (("show", "火星里"), 2, "名册里没有"),
        (("show", "社区"), 2, "不止一个"),
        (("add", "12", "短", "--since", "2026-01"), 2, "十二位"),
        (("add", MADE.code, "又一个", "--since", "2026-01"), 5, "写了两次"),
        (("add", "330102001009", "坏钥匙", "--since", "2026-01", "--key", "ssh-rsa x"), 2, "公钥"),
        (("receive", "没有.zip"), 2, "口令"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(
    street: Street, words: tuple[str, ...], status: int, said: str
) -> None:
    before = (street.root / "street.toml").read_bytes()
    done = street.run(*words)
    assert done.exit_code == status and said in done.stderr, done.output
    assert (street.root / "street.toml").read_bytes() == before


def test_a_changed_log_ends_with_three_and_a_bad_register_with_four(street: Street) -> None:
    assert street.receive(JANUARY, FEBRUARY).exit_code == 0
    entries = street.root / "log" / "entries"
    entries.write_bytes(entries.read_bytes().replace(b"2026-01", b"2026-03", 1))
    for words in (("overview",), ("consolidate", "2026"), ("show", MADE.code), ("compact",)):
        done = street.run(*words)
        assert done.exit_code == 3 and "log/" in done.stderr, done.output
    (street.root / "street.toml").write_text("format = 1\nname = 3\n", encoding="utf-8")
    assert street.run("overview").exit_code == 4


def test_a_kept_bundle_that_was_changed_is_not_summed_up(street: Street) -> None:
    assert street.receive(JANUARY).exit_code == 0
    (kept,) = (street.root / "bundles" / MADE.code).iterdir()
    kept.write_bytes(FEBRUARY)
    done = street.run("consolidate", "2026-01")
    assert done.exit_code == 4 and "对不上" in done.stderr


def test_the_log_runs_forward(street: Street) -> None:
    assert street.receive(JANUARY, as_of="2026-03-08").exit_code == 0
    done = street.receive(FEBRUARY, as_of="2026-03-07")
    assert done.exit_code == 5 and "电脑的日期" in done.stderr


def test_the_key_is_its_owners_alone_and_nothing_is_made_twice(street: Street) -> None:
    mode = (street.root / "street.key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    again = juwu("street", "init", str(street.root), "--name", "x", *street.secret)
    assert again.exit_code == 5
    lost = juwu("street", "overview", "--street", str(street.folder))
    assert lost.exit_code == 4 and "street init" in lost.stderr


def test_one_accountant_many_books(
    street: Street, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(LEDGER, tmp_path / "桂花里")
    done = street.run(
        *("add", "330102001009", "桂花里", "--since", FIRST, "--folder", str(tmp_path / "桂花里"))
    )
    assert done.exit_code == 0
    monkeypatch.chdir(street.root)
    monkeypatch.setenv("JUWU_BOOKS", "elsewhere")  # Put back afterwards, whatever --book sets.
    monkeypatch.setenv("BEANCOUNT_FILE", "elsewhere")
    shown = juwu("--book", "桂花", "verify")
    assert shown.exit_code == 0 and "封账的 6 个月都没有动过" in shown.output
    monkeypatch.delenv("JUWU_BOOKS", raising=False)
    assert juwu("--book", MADE.name, "verify").exit_code == 2
    both = juwu("--book", "桂花", "--books", "x", "verify")
    assert both.exit_code == 2 and "只写一个" in both.stderr

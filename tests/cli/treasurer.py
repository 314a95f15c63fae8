"""A treasurer who keeps the books with ``juwu`` alone, and a notebook beside them.

The notebook is kept by plain sums, apart from the program: what the reports say must equal it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from click.testing import Result

from invoking import invoke

YEAR = 2026
MONEY = {
    "cash": "Assets:1001库存现金:01备用金",
    "till": "Assets:1001库存现金:02待缴款",
    "bank": "Assets:1002银行存款:01基本户",
    "微信": "Assets:1012其他货币资金:01微信收款",
}
ACCOUNTS = {
    "办公经费": "Income:4001财政拨款:01办公经费",
    "单位捐赠": "Income:4002社会捐赠:01单位捐赠",
    "复印打印": "Income:4003便民服务:01复印打印",
    "场地使用": "Income:4003便民服务:02场地使用",
    "利息收入": "Income:4005利息收入",
    "办公用品": "Expenses:5101办公用品",
    "邮电通讯": "Expenses:5103邮电通讯",
    "业务接待": "Expenses:5107业务接待",
    "低值易耗品": "Expenses:5108低值易耗品",
    "成员津贴": "Expenses:5201津贴补贴:01成员津贴",
    "困难救助": "Expenses:5202困难救助",
    "快递费": "Expenses:5109快递费",
    "文体活动": "Expenses:5301社区活动:01文体活动",
    "青少年活动": "Expenses:5301社区活动:04青少年活动",
    "银行手续费": "Expenses:5401银行手续费",
    "活动设备": "Assets:1501固定资产:02活动设备",
    "押金": "Liabilities:2241其他应付款:01押金",
}
GROUPS = ("key", "asset", "receipt-book")
NOTES = ("100", "50", "20", "10", "5", "1", "0.5", "0.1")
Yuan = str | Decimal


class Refused(AssertionError):
    """A command that was to be carried out was not."""


class Treasurer:
    """One person at the desk; ``today`` is ``MM-DD`` of the year, and moves on by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.books = folder / "账本"
        self.keys = folder / "钥匙"
        self.keys.mkdir()
        self.today = "01-01"
        self.director = ""
        self.waiting = ""
        """The voucher that the bank did not show yet when it was last held against its statement."""
        self.used: set[str] = set()
        self.money: Counter[str] = Counter()
        self.income: Counter[str] = Counter()
        self.spending: Counter[str] = Counter()
        """Money that came in, and that went out, by full account."""

    # --- the program -------------------------------------------------------------------------

    def date(self, day: str | None = None) -> str:
        return f"{YEAR}-{day or self.today}"

    def do(self, *words: str, stranger: str = "") -> str:
        """Carry out a writing command today; the first of its kind is tried in vain before.

        It must succeed without a word on standard error, but for a name not seen before.
        """
        kind = " ".join(words[:2]) if words[0] in GROUPS else words[0]
        if kind not in self.used:
            self.used.add(kind)
            self._try_in_vain(words, stranger)
        return self._must(*self._dated(words), stranger=stranger)

    def look(self, *words: str) -> str:
        """Run a command that only reads, as of today."""
        dated = () if words[0] in ("verify", "key") else ("--as-of", self.date())
        return self._must(*words, *dated, "--books", str(self.books))

    def run(self, *words: str) -> Result:
        """Run a command today, whatever comes of it."""
        return self._run(*self._dated(words))

    def refused(self, status: int, *words: str) -> str:
        """Run a command that must end with ``status`` and change nothing; return what it says."""
        before = self.files()
        result = self.run(*words)
        assert result.exit_code == status, result.output
        assert self.files() == before
        return str(result.stderr)

    def process(self, *words: str) -> str:
        """Run a command as a process of its own in the folder above the books, as a person does."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUWU", "BEANCOUNT"))}
        done = subprocess.run(
            [sys.executable, "-m", "juwu_ledger", *words],
            cwd=self.folder, env={**kept, "PYTHONIOENCODING": "utf-8", "JUWU_BOOKS": "账本"},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return done.stdout

    def findings(self, *words: str) -> list[str]:
        """What ``juwu check`` finds today."""
        said = json.loads(self.look("check", "--format", "json", *words))
        assert said["errors"] == []
        return [f"{f['rule']} {f['status']} {f['about']} {f['message']}" for f in said["findings"]]

    def day(self, day: str) -> None:
        """The evening has come: the books must be faultless. Go on to ``day``."""
        assert self.findings() == [], self.today
        assert day >= self.today
        self.today = day

    def copied_to(self, folder: Path) -> Treasurer:
        """The same books and keys in another folder, to go on with."""
        folder.rmdir()
        shutil.copytree(self.folder, folder)
        other = Treasurer.__new__(Treasurer)
        other.__dict__.update(self.__dict__)
        other.folder, other.books, other.keys = folder, folder / "账本", folder / "钥匙"
        return other

    def files(self) -> dict[str, bytes]:
        """Every file of the books, byte by byte, but for the lock."""
        paths = sorted(self.books.rglob("*")) if self.books.exists() else []
        return {
            path.relative_to(self.books).as_posix(): path.read_bytes()
            for path in paths
            if path.is_file() and path.name not in (".juwu.lock", "operations.log")
        }

    def _dated(self, words: tuple[str, ...]) -> tuple[str, ...]:
        if words[0] == "init":
            return (*words, "--as-of", self.date())
        dated = () if words[0] == "reconcile" or "--date" in words else ("--date", self.date())
        return (*words, *dated, "--as-of", self.date(), "--books", str(self.books))

    def _try_in_vain(self, words: tuple[str, ...], stranger: str) -> None:
        """``--dry-run --json``: one JSON object, and not a trace on the disk, not even a lock."""
        lock = self.books / ".juwu.lock"
        lock.unlink(missing_ok=True)
        before = self.files()
        told = json.loads(self._must(*self._dated(words), "--dry-run", "--json", stranger=stranger))
        assert told["dry_run"] is True
        assert self.files() == before
        assert not lock.exists()

    def _must(self, *words: str, stranger: str = "") -> str:
        result = self._run(*words)
        remark = (
            f"提醒：账本里从没有过“{stranger}”这个名字，请看看有没有写错。\n" if stranger else ""
        )
        if result.exit_code != 0 or result.stderr != remark:
            raise Refused(f"{self.today} {' '.join(words)}\n{result.output}")
        return result.stdout

    def _run(self, *words: str) -> Result:
        result = invoke(words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        return result

    # --- keys and signatures ------------------------------------------------------------------

    def new_key(self, name: str) -> None:
        """Make a key as its owner does, and have it registered."""
        saying = self.keys / f"{name}.口令"
        saying.write_text(f"{name}自己记得的一句话\n", encoding="utf-8")
        said = self.process(
            "key", "new", name, "-o", f"钥匙/{name}.key", "--passphrase-file", str(saying)
        )
        public = re.search(r"ssh-ed25519 \S+", said)
        assert public is not None, said
        self.do("key", "register", name, public[0])

    def key_of(self, name: str, prefix: str = "") -> tuple[str, ...]:
        paths = (str(self.keys / f"{name}.key"), str(self.keys / f"{name}.口令"))
        return (f"--{prefix}key", paths[0], f"--{prefix}passphrase-file", paths[1])

    def approve(self, amount: Yuan, purpose: str, *more: str) -> str:
        """Have the director sign a sum off; return the approval's id."""
        said = self.do(
            "approve", "--amount", str(amount), "--for", purpose, "--reason", "工作需要",
            "--applicant", "李四安", *more, *self.key_of(self.director),
        )  # fmt: skip
        found = re.search(r"SP-\d{4}-\d+", said)
        assert found is not None, said
        return found[0]

    # --- money --------------------------------------------------------------------------------

    def receive(
        self, amount: Yuan, payer: str, what: str, account: str, to: str, *more: str
    ) -> str:
        said = self.do(
            "receive", "--amount", str(amount), "--from", payer, "--for", what,
            "--account", account, "--to", to, *more,
        )  # fmt: skip
        self.money[MONEY[to]] += Decimal(amount)
        self.income[ACCOUNTS[account]] += Decimal(amount)
        return said

    def spend(
        self, amount: Yuan, account: str, paid_from: str, *more: str, approval: str | None = None
    ) -> str:
        words = ["spend", "--amount", str(amount), "--account", account, "--from", paid_from]
        if approval is not None:
            words += ["--approval", approval, "--handler", "李四安", "--witness", "孙三平"]
        said = self.do(*words, *more)
        self.money[MONEY[paid_from]] -= Decimal(amount)
        self.spending[ACCOUNTS[account]] += Decimal(amount)
        return said

    def move(self, amount: Yuan, out: str, into: str, *words: str, fee: Yuan = "0") -> str:
        """Deposit, withdraw or transfer."""
        said = self.do(*words)
        self.money[MONEY[out]] -= Decimal(amount)
        self.money[MONEY[into]] += Decimal(amount) - Decimal(fee)
        if Decimal(fee):
            self.spending[ACCOUNTS["银行手续费"]] += Decimal(fee)
        return said

    def count_cash(self, *who: str) -> None:
        """Count the cash note by note, and find it as the notebook has it."""
        notes = in_notes(self.money[MONEY["cash"]])
        who = who or ("--witness", "李四安")
        self.do("count-cash", "--account", "cash", "--notes", notes, *who)

    def reconcile(self, month: str, checker: str, *more: str, waiting: Yuan = "0") -> None:
        """Hold bank and QR code against their statements; ``waiting`` the bank does not show yet."""
        held = self.money[MONEY["bank"]] - Decimal(waiting)
        every = ("--all-cleared", "--checked-by", checker)
        self.do("reconcile", "bank", f"{YEAR}-{month}", "--balance", str(held), *every, *more)
        held = self.money[MONEY["微信"]]
        self.do("reconcile", "微信", f"{YEAR}-{month}", "--balance", str(held), *every)

    def close(self, month: str) -> str:
        """Close a month; return the code of its seal."""
        said = self.do("close", f"{YEAR}-{month}", *self.key_of(self.director))
        return code_in(said)


def in_notes(yuan: Decimal) -> str:
    """The fewest notes and coins that make a sum."""
    pieces = []
    for face in NOTES:
        number, yuan = divmod(yuan, Decimal(face))
        if number:
            pieces.append(f"{face}x{number:f}")
    assert not yuan
    return " ".join(pieces)


def voucher_in(said: str) -> str:
    """The number of the voucher that was just written."""
    found = re.search(r"凭证 (\d{4}-\d\d-\d{4})", said)
    assert found is not None, said
    return found[1]


def code_in(text: str) -> str:
    """The first code of a seal that is printed in a text."""
    found = re.search(r"[0-9A-F]{4}(-[0-9A-F]{4}){3}", text)
    assert found is not None, text
    return found[0]

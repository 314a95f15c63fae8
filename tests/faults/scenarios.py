"""Every writing command, as it is struck: what is called, on which books, and what comes next.

A command that writes and has no scenario here fails ``test_strikes.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from batch_files import levies
from evoucher_files import vat_xml
from juwu_ledger.journal.backups.backup_zip import backup_zip
from juwu_ledger.journal.backups.books_files import books_files
from juwu_ledger.journal.backups.restoring import digest_line
from juwu_ledger.seals.seal_file import sha256

BOOKS = Path(__file__).parent / "books"
AS_OF = "2026-04-02"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
"""A scan, as far as copying goes."""

GROUPS = ("invoice", "asset", "batch", "receipt-book", "key", "draft", "recurring")
NEXT = (
    *("receive", "--amount", "12", "--from", "来办事的居民", "--for", "复印", "--account", "4003"),
    *("--to", "bank", "--date", "2026-04-02"),
)
"""What is written after whatever happened: another file than most commands touch."""
NEXT_ELSEWHERE = (
    *("query", "收据本放在哪里？", "--about", "SP-2026-0001", "--raised-by", "吴六合"),
    *("--date", "2026-04-02"),
)


@dataclass(frozen=True)
class Scenario:
    """A writing command with its words, on books prepared by other commands."""

    argv: Sequence[str]
    before: Sequence[Sequence[str]] = ()
    """Commands that come first and are not struck."""
    then: Sequence[str] = NEXT
    """The next command of another kind."""
    as_of: str = AS_OF
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Files beside the books: scans, keys."""
    own_books: bool = True
    """Whether there are books before; ``init`` and ``restore`` make their own."""

    @property
    def is_logged(self) -> bool:
        """Whether it changes books that are there: then it has a line in the operations log."""
        return self.own_books and self.argv[0] != "backup"

    def full(self, argv: Sequence[str]) -> list[str]:
        """Return ``argv`` with the books and the day."""
        books = (
            [] if argv[0] in ("init", "restore") else ["--books", "books", "--as-of", self.as_of]
        )
        return [*argv, *books]


def _words(text: str) -> list[str]:
    return text.split()


_PICTURES = {"in/存根.png": PICTURE}
_SCAN = ("--document", "in/存根.png")
_MARCH = ("--date", "2026-03-31")
_APRIL = ("--date", "2026-04-02")
_RECEIVE = _words("receive --amount 57.50 --from 来办事的居民 --for 复印115张 --account 4003")
_SPEND = [
    *_words("spend --amount 86 --approval SP-2026-0001 --to 示例文具店 --for 订书机"),
    *_words("--from cash --invoice 25379000000740231599 --handler 李四安 --witness 周五福"),
]
_INIT = [
    *_words("init books --committee 示例市桂花里社区居民委员会 --begin 2026-01-01"),
    *_words("--officer 主任=赵一清 --officer 会计=李四安 --officer 出纳=周五福"),
    *_words("--officer 票据保管人=郑七星 --officer 财务管理领导小组成员=赵一清、钱二宁、孙三平"),
    *_words("--petty-cash 3000 --street-sign-off 5000 --opening 备用金=1246.30"),
    *_words("--opening 基本户=52318.46 --receipts A0000101-A0000150"),
]
_PAPERS = ("--approval", "SP-2026-0001", "--invoice", "25379000000740231553")
_CLOSE = ("close", "2026-03", "--date", "2026-04-03")
_APRIL_DONE = [
    ["reply", "ZX-2026-01", "没有买两次。", "--by", "赵一清", *_APRIL],
    _CLOSE,
    _words("file 2026-03 --received-by 陈九思 --date 2026-04-03"),
    _words("file 2026Q1 --received-by 陈九思 --date 2026-04-08"),
    _words("explain-finding DSC001 公开栏在修 --about 2026Q1 --by 钱二宁 --date 2026-04-30"),
    [*_RECEIVE, "--to", "bank", *_APRIL],
    _words("count-cash --account cash --witness 钱二宁 --date 2026-04-30 --notes 100x8"),
    _words("reconcile bank 2026-04 --balance 80087.50 --all-cleared --checked-by 赵一清"),
]
_BACKUP = _words("backup stick --same-disk")
_ZIP = b"".join(backup_zip(books_files(BOOKS).paths, "main.beancount"))
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBXcesO6cctI5rjoklcwLYRAvZ2MZrlnWt3NArqeP8f6"

SCENARIOS: dict[str, Scenario] = {
    # --- vouchers ---
    "receive": Scenario([*_RECEIVE, "--to", "bank", *_MARCH], then=NEXT_ELSEWHERE),
    "receive, new month, scan": Scenario(
        [*_RECEIVE, "--to", "bank", *_APRIL, *_SCAN], then=NEXT_ELSEWHERE, files=_PICTURES
    ),
    "receive, explained": Scenario(
        [*_RECEIVE, "--to", "bank", "--receipt", "A0000109", *_MARCH, "--explain", "前几张作废"]
    ),
    "receive after a closing": Scenario(
        [*_RECEIVE, "--to", "bank", *_APRIL], as_of="2026-04-03", before=[_CLOSE]
    ),
    "receive, equal receipts": Scenario(
        [
            *_words("receive --receipt A0000102-A0000104 --each 20 --from 居民3户 --for 保洁费"),
            *("--account", "4003", "--to", "bank", *_APRIL),
        ],
        then=NEXT_ELSEWHERE,
    ),
    "batch add": Scenario(
        _words("batch add in/保洁费.xlsx"),
        then=NEXT_ELSEWHERE,
        files={"in/保洁费.xlsx": levies()},
    ),
    "spend": Scenario([*_SPEND, "--account", "5101", *_APRIL]),
    "spend on a thing, scan": Scenario(
        [*_SPEND, "--account", "5106", *_APRIL, "--asset", "订书机", *_SCAN], files=_PICTURES
    ),
    "deposit": Scenario(
        _words("deposit --amount 57.50 --date 2026-04-02"),
        before=[[*_RECEIVE, "--to", "till", *_APRIL]],
    ),
    "withdraw": Scenario(_words("withdraw --amount 500 --date 2026-04-02")),
    "transfer": Scenario(
        _words(
            "transfer --from 微信 --to bank --amount 57.50 --fee 0.17 --date 2026-04-02 --for 提现"
        ),
        before=[[*_RECEIVE, "--to", "Assets:1012其他货币资金:01微信", *_APRIL]],
    ),
    "reverse": Scenario(
        _words(
            "reverse 2026-03-0002 --reason 金额写错 --again --again-amount 368 --date 2026-04-02"
        )
    ),
    # --- papers before the money ---
    "approve": Scenario(
        _words(
            "approve --amount 386 --for 打印纸 --reason 窗口办公用 --applicant 李四安 --date 2026-04-02"
        )
    ),
    "approve --cancel": Scenario(
        _words("approve --cancel SP-2026-0001 --reason 不买了 --date 2026-04-02")
    ),
    "approve --street": Scenario(
        _words("approve --street SP-2026-002 --date 2026-04-02"),
        before=[
            _words(
                "approve --id SP-2026-002 --amount 6000 --for 粉刷 --reason 旧了 --applicant 李四安 --date 2026-04-02"
            )
        ],
    ),
    "resolve": Scenario(
        _words("resolve --title 通过楼道照明改造方案 --present 58 --in-favour 55 --date 2026-04-02")
    ),
    "receipt-book issue": Scenario(
        _words(
            "receipt-book issue A0000151 A0000200 --issued-by 柳荫街道办事处财务室 --date 2026-04-02"
        )
    ),
    "receipt-book return": Scenario(
        _words("receipt-book return A0000102 A0000150 --accepted-by 陈九思 --date 2026-04-02"),
        then=NEXT_ELSEWHERE,
    ),
    "void-receipt": Scenario(
        _words("void-receipt A0000102 --reason 金额大写写错 --date 2026-04-02")
    ),
    # --- cash, bank ---
    "count-cash": Scenario(
        [
            *_words("count-cash --account cash --witness 钱二宁 --date 2026-04-02"),
            "--notes",
            "100x8",
        ]
    ),
    "reconcile": Scenario(
        _words(
            "reconcile 微信 2026-03 --balance 0 --all-cleared --checked-by 赵一清 --document in/存根.png"
        ),
        files=_PICTURES,
    ),
    "invoice add": Scenario(
        _words("invoice add in/打印纸.xml --checked 2026-04-02 --date 2026-04-02"),
        files={"in/打印纸.xml": vat_xml()},
    ),
    "invoice checked": Scenario(
        _words("invoice checked 26372000001234567002 --by 李四安 --on 2026-04-02"),
        before=[_words("invoice add in/打印纸.xml --date 2026-04-02")],
        files={"in/打印纸.xml": vat_xml()},
    ),
    "import": Scenario(
        _words("import in/三月.csv --account bank --map 日期=日,收入=收,支出=付,余额=余"),
        files={
            "in/三月.csv": "日,收,付,余\n2026-03-30,5.00,,5.00\n2026-03-31,,2.00,3.00\n".encode()
        },
    ),
    "match": Scenario(
        _words("match bank 2026-04"),
        before=[
            [*_RECEIVE, "--to", "bank", *_APRIL],
            _words(
                "import in/四月.csv --account bank --map 日期=日,收入=收,支出=付,余额=余,对方=谁"
            ),
        ],
        files={"in/四月.csv": "日,收,付,余,谁\n2026-04-02,57.50,,57.50,来办事的居民\n".encode()},
    ),
    # --- things ---
    "asset add": Scenario(
        _words("asset add 折叠桌6张 --low-value --amount 1140 --keeper 李四安 --date 2026-04-02")
    ),
    "asset life": Scenario(_words("asset life GD-2026-001 60 --salvage 5 --date 2026-04-02")),
    "asset split": Scenario(
        _words("asset split GD-2026-001 --into 甲=1000 --into 乙=1380 --date 2026-04-02")
    ),
    "depreciate": Scenario(
        _words("depreciate 2026-04 --date 2026-04-30"),
        as_of="2026-04-30",
        before=[_words("asset life GD-2026-001 60 --date 2026-04-02")],
    ),
    "asset handover": Scenario(
        _words("asset handover GD-2026-001 --to 周五福 --witness 钱二宁 --date 2026-04-02")
    ),
    "asset dispose": Scenario(
        _words(
            "asset dispose GD-2026-001 --reason 主板烧毁 --approval SP-2026-0001 --depreciation 0 --date 2026-04-02"
        )
    ),
    "asset count": Scenario(
        _words("asset count --all-present --counted-by 李四安 --date 2026-04-02")
    ),
    # --- the books themselves ---
    "init": Scenario(
        _INIT,
        own_books=False,
        as_of="2026-01-05",
        then=[
            *_words("receive --amount 12 --from 居民 --for 复印 --account 4003-01 --to bank"),
            *("--date", "2026-01-05"),
        ],
    ),
    "journal": Scenario(
        _words(
            "journal --line 5106=借50 --line 押金=贷50 --with 张大爷 --for 赔锁 --invoice 26372000000012345678 --asset 门锁 --date 2026-04-02"
        )
    ),
    "attach": Scenario(
        _words("attach 2026-03-0002 in/存根.png --date 2026-04-02"), files=_PICTURES
    ),
    "account": Scenario(_words("account 5110快递费 --nature 公务 --date 2026-04-01")),
    "officer": Scenario(_words("officer 出纳 冯九里 --date 2026-04-02 --until 2029-03-17")),
    "committee": Scenario(_words("committee 330102001001 桂花里 --date 2026-04-02")),
    "limit": Scenario(_words("limit petty-cash 2000 --date 2026-04-02")),
    "budget-limit": Scenario(_words("budget-limit Expenses:5102水电费 6000 --date 2026-04-02")),
    "fund": Scenario(
        _words(
            "fund 楼道照明改造 5102 --grantor 柳荫街道办事处 --until 2026-12-31 --date 2026-04-02"
        )
    ),
    "roster": Scenario(_words("roster 楼组长 何十全 许百里 --date 2026-04-02")),
    # --- after the money ---
    "explain-finding": Scenario(
        [
            *_words("explain-finding CSH002 银行已经关门"),
            "--about",
            "2026-04-0001",
            "--by",
            "钱二宁",
            *_APRIL,
        ],
        as_of="2026-04-03",
        before=[[*_RECEIVE, "--to", "till", *_APRIL]],
    ),
    "query": Scenario(
        ["query", "打印纸怎么又买了？", "--about", "2026-03-0002", "--raised-by", "吴六合", *_APRIL]
    ),
    "reply": Scenario(["reply", "ZX-2026-01", "没有买两次。", "--by", "赵一清", *_APRIL]),
    "file": Scenario(
        _words("file 2026-03 --received-by 陈九思 --date 2026-04-03"),
        as_of="2026-04-03",
        before=[_CLOSE],
    ),
    "review": Scenario(
        _words("review 2026Q1 --opinion passed --date 2026-04-03"),
        as_of="2026-04-03",
        before=[_CLOSE],
    ),
    "disclose --post": Scenario(
        _words("disclose 2026Q1 --post --format text --officer 周五福 --date 2026-04-03"),
        as_of="2026-04-03",
        before=[_CLOSE, _words("review 2026Q1 --opinion passed --date 2026-04-03")],
    ),
    "conference-report": Scenario(_words("conference-report 2025H2 --date 2026-04-02")),
    "donor-report": Scenario(
        _words("donor-report 示例机械有限公司 --period 2026Q1 --date 2026-04-02"),
        before=[
            _words(
                "receive --amount 900 --from 示例机械有限公司 --for 助老 --account 捐赠 --to bank --fund 助老金 --date 2026-03-31"
            )
        ],
    ),
    "close": Scenario(_CLOSE, as_of="2026-04-03"),
    "close, the second month": Scenario(
        ("close", "2026-04", "--date", "2026-05-03"),
        as_of="2026-05-03",
        before=_APRIL_DONE,
        then=[
            *_words("receive --amount 12 --from 居民 --for 复印 --account 4003 --to bank"),
            *("--date", "2026-05-03"),
        ],
    ),
    "copy": Scenario([*_words("copy 2026-03-0002 --from bank"), *_PAPERS, *_APRIL]),
    "recurring add": Scenario(
        _words("recurring add 打印纸 --when 每月2日 --like 2026-03-0002 --date 2026-04-02")
    ),
    "recurring end": Scenario(
        _words("recurring end 打印纸 --date 2026-04-03"),
        before=[
            _words("recurring add 打印纸 --when 每月2日 --like 2026-03-0002 --date 2026-04-02")
        ],
    ),
    "due do": Scenario(
        [*_words("due do 打印纸 --from bank"), *_PAPERS, *_APRIL],
        before=[
            _words("recurring add 打印纸 --when 每月2日 --like 2026-03-0002 --date 2026-04-02")
        ],
    ),
    "brought-forward": Scenario(_words("brought-forward 5101 1860.50")),
    "draft post": Scenario(
        ["draft", "post", "1"],
        before=[[*NEXT, "--draft"]],
    ),
    # --- the books as a whole ---
    "backup": Scenario(
        _BACKUP, before=[_BACKUP], files={"stick/说明.txt": "U 盘\n".encode()}, then=NEXT_ELSEWHERE
    ),
    "restore": Scenario(
        _words("restore in/备份.zip books"),
        own_books=False,
        files={"in/备份.zip": _ZIP, "in/备份.zip.sha256": digest_line(sha256(_ZIP), "备份.zip")},
    ),
    "key register": Scenario(["key", "register", "赵一清", PUBLIC_KEY, *_APRIL]),
}


def command_of(argv: Sequence[str]) -> str:
    """Return the command that ``argv`` calls, with the group that it is in."""
    return " ".join(argv[: 2 if argv[0] in GROUPS else 1])

"""Options that several commands take, each declared once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from juwu_ledger.cli.shell.console import complain

BooksOption = Annotated[
    Path | None,
    typer.Option(
        "--books",
        "-b",
        help="账本的主文件或文件夹；不写就依次看 JUWU_BOOKS、BEANCOUNT_FILE 和当前文件夹。",
        show_default=False,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="站在哪一天看，如 2026-04-10；默认今天。"),
]
TrustedKeysOption = Annotated[
    Path | None,
    typer.Option(
        "--trusted-keys",
        metavar="文件",
        help="审计、街道自己保存的公钥名单（allowed_signers 格式）；签名只按它核对。",
        show_default=False,
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="只显示要写的内容，不写入。")]
JsonOption = Annotated[bool, typer.Option("--json", help="用 JSON 说明写了什么（给程序读）。")]
DraftOption = Annotated[
    bool, typer.Option("--draft", help="先放进草稿，不记账；以后用 juwu draft post 接着记。")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="不再问“写进账本吗”。")]
ExplainOption = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="说明",
        help="违反规则也要记时，写明理由；说明和账记在一起，谁都看得见。",
    ),
]
DateOption = Annotated[
    str | None, typer.Option("--date", "-d", metavar="日期", help="业务发生的日子；默认今天。")
]
AttachmentsOption = Annotated[str | None, typer.Option(metavar="张数", help="附几张单据；默认 1。")]
DocumentOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="文件", help="扫描件；会存进账本的 documents 文件夹。可写几次。"),
]
ClearedOption = Annotated[
    str | None, typer.Option(metavar="日期", help="银行哪天显示这一笔（知道才写）。")
]
SpentOnOption = Annotated[
    str | None,
    typer.Option(
        metavar="科目", help="记到哪个科目：编码、名称或拼音首字母，如 5101、办公、bgyp。"
    ),
]
PaidFromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="科目", help="用什么付：cash 备用金、bank 银行，或科目。"),
]
InvoiceOption = Annotated[str | None, typer.Option(metavar="号码", help="发票号码。")]
NoInvoiceOption = Annotated[
    str | None,
    typer.Option(metavar="理由", help="津贴、救助没有发票时写明凭什么，如“发放表”。"),
]
HandlerOption = Annotated[str | None, typer.Option(metavar="姓名", help="经手人。")]
WitnessOption = Annotated[str | None, typer.Option(metavar="姓名", help="证明人。")]
FundOption = Annotated[str | None, typer.Option(metavar="名称", help="用哪一笔专项资金。")]
AssetIdOption = Annotated[
    str | None, typer.Option(metavar="编号", help="资产编号；默认接着往下编。")
]
KeeperOption = Annotated[
    str | None, typer.Option(metavar="姓名", help="资产由谁保管；默认资产保管人。")
]
LocationOption = Annotated[str | None, typer.Option(metavar="地点", help="资产放在哪里。")]
CategoryOption = Annotated[str | None, typer.Option(metavar="类别", help="资产类别，如 办公设备。")]
LifeOption = Annotated[
    str | None, typer.Option(metavar="月数", help="固定资产用多少个月，按月提折旧；不提的不写。")
]
SalvageOption = Annotated[
    str | None, typer.Option(metavar="百分数", help="净残值率，如 5；没有残值的不写。")
]
BankNameOption = Annotated[str | None, typer.Option("--bank", metavar="名称", help="哪家银行。")]
KeyOption = Annotated[
    Path | None, typer.Option(metavar="文件", help="主任的私钥；主任登记过公钥时要有。")
]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="文件", help="第一行是私钥口令的文件；不写就在终端里问。"
    ),
]


def choose(word: str, among: Sequence[str]) -> None:
    """End with status 2 where a word of ``--format`` is none of those that can be had."""
    if word not in among:
        complain(f"没有 {word} 这个格式；可用：{'、'.join(among)}。")

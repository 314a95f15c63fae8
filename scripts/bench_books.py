#!/usr/bin/env python3
"""Made-up books of any size for ``scripts/bench`` and tests: one committee, clean under every rule.

Clean is not spotless: each year a fund is overdrawn for a month, and now and then a receipt or a bill is
entered days after the money moved. What the rules find of it the committee has explained.

    scripts/bench_books.py FOLDER VOUCHERS [--seed N]

writes books of exactly VOUCHERS vouchers that end on 2025-12-31 into FOLDER, in the documented
format. ``main.beancount`` has the plugin line of the rules, ``bare.beancount`` is the same books
without it. The same number and seed always give the same bytes. Files are written as the days go
by, so memory stays small however many vouchers are asked for. Standard library only.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

LEAST = 240
END = dt.date(2025, 12, 31)
AS_OF = dt.date(2026, 1, 1)
DAY = dt.timedelta(days=1)

TITLE = "示例市样板区柳荫街道桂花里社区居民委员会"
SHORT = "桂花里社区居委会"
STREET = "柳荫街道办事处"

PETTY = "Assets:1001库存现金:01备用金"
TILL = "Assets:1001库存现金:02待缴款"
BANK = "Assets:1002银行存款:01基本户"
WECHAT = "Assets:1012其他货币资金:01微信收款"
RENT_DUE = "Assets:1122应收款:01示例理发店"
OFFICE_KIT = "Assets:1501固定资产:01办公设备"
CLUB_KIT = "Assets:1501固定资产:02活动设备"
WORN = "Assets:1502累计折旧"
OWED = "Liabilities:2202应付账款"
HELD = "Liabilities:2241其他应付款:01装修押金"
FOR_OTHERS = "Liabilities:2241其他应付款:02代收善款"
OPENING = "Equity:3001期初余额"
NET = "Equity:3101净资产"
GRANT = "Income:4001财政拨款:01办公经费"
CARE_GRANT = "Income:4001财政拨款:02居家养老专项"
LIGHT_GRANT = "Income:4001财政拨款:03楼道照明专项"
FIRM_GIFT = "Income:4002社会捐赠:01单位捐赠"
OWN_GIFT = "Income:4002社会捐赠:02个人捐赠"
COPIES = "Income:4003便民服务:01复印打印"
ROOM = "Income:4003便民服务:02活动室使用"
HAULAGE = "Income:4003便民服务:03大件清运"
RENT = "Income:4004房屋租金"
INTEREST = "Income:4005利息收入"
SCRAP = "Income:4006其他收入"
STATIONERY = "Expenses:5101办公用品"
PRINTING = "Expenses:5102报刊印刷"
TELEPHONE = "Expenses:5103邮电通讯"
UTILITIES = "Expenses:5104水电暖费"
TRAINING = "Expenses:5105会议培训"
REPAIRS = "Expenses:5106办公维修"
HOSPITALITY = "Expenses:5107业务接待"
LOW_VALUE = "Expenses:5108低值易耗品"
WARDENS = "Expenses:5201津贴补贴:01楼组长津贴"
VOLUNTEERS = "Expenses:5201津贴补贴:02志愿者补贴"
RELIEF = "Expenses:5202困难救助"
CULTURE = "Expenses:5301社区活动:01文体活动"
LESSONS = "Expenses:5301社区活动:02宣传教育"
VISITS = "Expenses:5301社区活动:03节日慰问"
YOUTH = "Expenses:5301社区活动:04青少年活动"
CLEANING = "Expenses:5302公共环境:01保洁清运"
GREENERY = "Expenses:5302公共环境:02绿化养护"
FIRE = "Expenses:5303消防防汛"
MEALS = "Expenses:5304助老餐:01餐费补贴"
LIGHTING = "Expenses:5305楼道照明改造"
CHARGES = "Expenses:5401银行手续费"
WEAR = "Expenses:5402折旧费用"

_HOLDER = f'  holder: "{TITLE}"'
ACCOUNTS = {
    PETTY: ['  role: "petty-cash"'],
    TILL: ['  role: "undeposited"'],
    BANK: ['  role: "bank"', _HOLDER],
    WECHAT: ['  role: "clearing"', _HOLDER],
    RENT_DUE: ['  role: "receivable"', '  debtor: "示例理发店"'],
    OFFICE_KIT: ['  role: "fixed-asset"'],
    CLUB_KIT: ['  role: "fixed-asset"'],
    WORN: ['  role: "depreciation"'],
    OWED: ['  role: "payable"'],
    HELD: ['  role: "deposit-held"'],
    FOR_OTHERS: ['  role: "agency"'],
    OPENING: ['  role: "opening"'],
    NET: ['  role: "net-assets"'],
    GRANT: ['  source: "appropriation"'],
    CARE_GRANT: ['  source: "appropriation"', '  fund: "居家养老"'],
    LIGHT_GRANT: ['  source: "appropriation"'],
    FIRM_GIFT: ['  source: "donation"'],
    OWN_GIFT: ['  source: "donation"'],
    COPIES: ['  source: "service"'],
    ROOM: ['  source: "service"'],
    HAULAGE: ['  source: "service"'],
    RENT: ['  source: "rent"'],
    INTEREST: ['  source: "interest"'],
    SCRAP: ['  source: "other"'],
    STATIONERY: ['  nature: "official"'],
    PRINTING: ['  nature: "official"'],
    TELEPHONE: ['  nature: "official"'],
    UTILITIES: ['  nature: "official"'],
    TRAINING: ['  nature: "official"'],
    REPAIRS: ['  nature: "official"'],
    HOSPITALITY: ['  nature: "entertainment"'],
    LOW_VALUE: ['  nature: "low-value"'],
    WARDENS: ['  nature: "allowance"'],
    VOLUNTEERS: ['  nature: "allowance"'],
    RELIEF: ['  nature: "relief"'],
    CULTURE: ['  nature: "programme"'],
    LESSONS: ['  nature: "programme"'],
    VISITS: ['  nature: "programme"'],
    YOUTH: ['  nature: "programme"'],
    CLEANING: ['  nature: "programme"'],
    GREENERY: ['  nature: "programme"'],
    FIRE: ['  nature: "programme"'],
    MEALS: ['  nature: "programme"', '  fund: "居家养老"'],
    LIGHTING: ['  nature: "programme"'],
    CHARGES: ['  nature: "bank-charge"'],
    WEAR: ['  nature: "other"'],
}
AT_BANKS = (BANK, WECHAT)
BUDGETED = (
    STATIONERY,
    PRINTING,
    TELEPHONE,
    UTILITIES,
    TRAINING,
    REPAIRS,
    HOSPITALITY,
    LOW_VALUE,
)

# Figures of this committee, in fen.
PETTY_LIMIT = 3000_00
STREET_FIGURE = 5000_00
JUST_BELOW = 4750_00
"""Approvals from here to the street's figure look split, where there are several."""
ASSET_FIGURE = 2000_00
CASH_FIGURE = 1000_00
MEETING_FIGURE = 20000_00

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
    "戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
)
OFFICER_GIVEN = "清宁平安福合星芬思全川里明远和正"
RESIDENT_GIVEN = ("甲乙丙丁戊己庚辛壬癸", "东西南北春夏秋冬山河松梅兰竹")
PLACES = ("东街", "西街", "南门", "北门", "桥头", "河沿", "站前", "广场", "新村", "大院")
ELECTIONS = tuple(dt.date(year, 3, 18) for year in (2012, 2015, 2018, 2021, 2024, 2027))
ROLES = (
    "director",
    "accountant",
    "cashier",
    "receipt-keeper",
    "asset-keeper",
    "disclosure-officer",
    "review-leader",
    "street-director",
)


Event = Callable[[dt.date], None]


class Trade(NamedTuple):
    """A kind of everyday spending: where it is posted, from whom, what for, how much (yuan)."""

    account: str
    seller: str
    goods: tuple[str, ...]
    least: int
    most: int


TRADES = (
    Trade(STATIONERY, "文具店", ("打印纸和硒鼓", "档案盒、胶水", "中性笔和便签"), 18, 480),
    Trade(STATIONERY, "超市", ("窗口用纸杯、抽纸", "值班用方便面", "桶装水"), 15, 260),
    Trade(PRINTING, "图文社", ("居务公开表册", "反诈宣传单", "垃圾分类海报"), 60, 1500),
    Trade(TRAINING, "会务公司", ("楼组长培训场地", "志愿者培训资料"), 100, 900),
    Trade(REPAIRS, "五金店", ("门锁和灯管", "水龙头和软管", "窗户合页"), 20, 900),
    Trade(HOSPITALITY, "社区食堂", ("外来培训老师工作餐", "联合检查工作餐"), 40, 280),
    Trade(CULTURE, "文体用品店", ("棋牌和球拍", "合唱队曲谱夹", "联欢会彩带"), 30, 1900),
    Trade(LESSONS, "广告社", ("消防宣传展板", "健康讲座横幅"), 50, 1600),
    Trade(VISITS, "粮油店", ("慰问高龄老人米和油", "节日走访糕点"), 90, 2600),
    Trade(YOUTH, "书店", ("暑期课堂绘本", "四点半课堂作业本"), 30, 1200),
    Trade(CLEANING, "清运队", ("大件垃圾清运", "楼道杂物清理"), 100, 1900),
    Trade(GREENERY, "园艺店", ("花坛补种月季", "修剪行道灌木"), 80, 2400),
    Trade(FIRE, "消防器材店", ("灭火器充粉", "防汛沙袋", "烟感电池"), 60, 2200),
)
WORKS = ("活动室防水改造", "小区围墙修缮", "健身器材更换", "无障碍坡道改建", "雨水管疏通工程")
KIT = ("台式电脑", "多功能一体机", "投影仪", "柜式空调", "户外音响", "电子显示屏")
THINGS = ("折叠桌", "电热水壶", "落地扇", "急救箱", "油汀取暖器", "血压计", "书架", "饮水机")


@dataclass(frozen=True)
class Made:
    """What was written: the two main files, the day to judge from, and how much there is."""

    main: Path
    bare: Path
    as_of: dt.date
    vouchers: int
    approvals: int
    receipts: int
    scans: int


@dataclass
class Term:
    """The people of one term of office; all names of all terms differ."""

    first: dt.date
    last: dt.date
    holders: dict[str, str]
    members: tuple[str, str]
    deputy: str
    clerks: list[str]


@dataclass
class ApprovalOrder:
    """An approval with what is left of it, fen and uses."""

    id: str
    left: int
    uses: int
    until: dt.date
    by_street: bool


@dataclass
class Thing:
    """A fixed asset or a low-value item that is still there."""

    id: str
    name: str
    amount: int
    account: str
    old: bool


@dataclass
class Paid:
    """A spending or income that may still be corrected or refunded."""

    id: str
    day: dt.date
    payee: str
    narration: str
    account: str
    money: str
    fen: int
    meta: dict[str, str]
    by_street: bool = False


class Leg(NamedTuple):
    """One posting."""

    account: str
    fen: int
    meta: tuple[str, ...] = ()


@dataclass
class Month:
    """One month while its vouchers are being written."""

    first: dt.date
    quota: int
    number: int = 0
    fixed: dict[dt.date, list[Event]] = field(default_factory=lambda: defaultdict(list))
    """What writes the vouchers that were fixed beforehand, one voucher each."""
    at_end: list[Event] = field(default_factory=list)
    reserved: int = 0
    """How many of them are still to be written."""

    @property
    def label(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def last(self) -> dt.date:
        days = calendar.monthrange(self.first.year, self.first.month)[1]
        return self.first.replace(day=days)


def yuan(fen: int) -> str:
    """Return fen as an amount of the books."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def write_books(folder: Path, vouchers: int, seed: int = 1) -> Made:
    """Write books of exactly ``vouchers`` vouchers into ``folder``, which must be new or empty."""
    if vouchers < LEAST:
        raise ValueError(f"books of fewer than {LEAST} vouchers are too small for a year")
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    with Writer(folder, vouchers, random.Random(seed)) as writer:
        return writer.write()


class Writer:
    """The committee's staff, day by day: whatever the rules ask for is done on time."""

    def __init__(self, folder: Path, vouchers: int, rng: random.Random) -> None:
        self.folder = folder
        self.rng = rng
        self.total = vouchers
        years = 1 if vouchers < 900 else 3 if vouchers < 30_000 else 10
        self.start = dt.date(END.year - years + 1, 1, 1)
        self.scale = vouchers / (years * 12) / 28
        self.months = self._lay_out_months(years * 12)
        self.terms = [
            make_term(number, rng)
            for number in range(len(ELECTIONS) - 1)
            if ELECTIONS[number + 1] > self.start - 60 * DAY
        ]
        self.residents = sorted(
            {
                rng.choice(SURNAMES) + rng.choice(RESIDENT_GIVEN[0]) + rng.choice(RESIDENT_GIVEN[1])
                for _ in range(200 + int(40 * self.scale))
            }
        )
        self.balance: dict[str, int] = defaultdict(int)
        self.statement: dict[str, dict[str, int]] = {name: defaultdict(int) for name in AT_BANKS}
        self.of_year: dict[str, int] = defaultdict(int)
        self.under_caps: dict[str, int] = defaultdict(int)
        self.budgets: list[tuple[int, str, int]] = []
        self.funds: list[str] = []
        self.approvals: dict[tuple[object, ...], ApprovalOrder] = {}
        self.counters: dict[str, int] = defaultdict(int)
        self.windows: dict[str, deque[tuple[dt.date, int]]] = defaultdict(deque)
        self.numbers: deque[int] = deque()
        self.next_receipt = 101
        self.returns: list[tuple[dt.date, str]] = []
        self.invoice_serial = 0
        self.things: list[Thing] = []
        self.recent: deque[Paid] = deque(maxlen=40)
        self.older: deque[Paid] = deque(maxlen=12)
        """Spendings of a month or more ago, whose mistakes are found late."""
        self.recent_income: deque[Paid] = deque(maxlen=6)
        self.late: list[tuple[dt.date, str]] = []
        self.donors: dict[str, list[tuple[str, dt.date]]] = {}
        self.funds_spent: set[str] = set()
        self.asked: list[str] = []
        self.written = 0
        self.scans = 0
        self.office = self.terms[0]
        self.day = self.start
        self.files: dict[str, IO[str]] = {}

    def __enter__(self) -> Writer:
        for name in ("receipts", "approvals", "assets", "reviews"):
            self.files[name] = self._open(f"{name}.beancount")
        return self

    def __exit__(self, *_: object) -> None:
        for file in self.files.values():
            file.close()

    def _open(self, name: str) -> IO[str]:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        return path.open("w", encoding="utf-8", newline="\n")

    def _text(self, name: str, lines: list[str]) -> None:
        with self._open(name) as file:
            file.write("\n".join(lines) + "\n")

    def _lay_out_months(self, count: int) -> list[Month]:
        """Spread the vouchers over the months, a little unevenly, to the exact sum."""
        each, rest = divmod(self.total, count)
        quotas = [each + (number < rest) for number in range(count)]
        spread = max(0, min(each // 12, each - 22))
        for number in range(0, count - 1, 2):
            shift = self.rng.randint(-spread, spread)
            quotas[number] += shift
            quotas[number + 1] -= shift
        first = self.start
        months = []
        for quota in quotas:
            months.append(Month(first, quota))
            first = (first + 31 * DAY).replace(day=1)
        return months

    # --- the whole ---------------------------------------------------------------------------

    def write(self) -> Made:
        """Write every file."""
        self._write_accounts()
        self._open_old_cards()
        for month in self.months:
            if month.first.month == 1:
                self._plan_year(month.first.year)
            self._plan_month(month)
            self._write_month(month)
            self._after_month(month)
            if month.first.month == 12:
                self._settle_year(month.first.year)
        self._write_charter()
        self._write_mains()
        return Made(
            self.folder / "main.beancount",
            self.folder / "bare.beancount",
            AS_OF,
            self.written,
            self.counters["approvals"],
            self.counters["receipts"],
            self.scans,
        )

    def _write_accounts(self) -> None:
        lines = ["; 科目表"]
        for name, meta in ACCOUNTS.items():
            lines += ["", f"{self.start} open {name} CNY", *meta]
        self._text("accounts.beancount", lines)

    def _write_charter(self) -> None:
        lines = ["; 任职、限额、专项资金和年度限额", ""]
        for term in self.terms:
            named = [*term.holders.items()]
            named += [("review-member", name) for name in term.members]
            group = ("director", "accountant", "cashier", "disclosure-officer")
            named += [("finance-group", term.holders[role]) for role in group]
            named.append(("finance-group", term.deputy))
            for role, name in named:
                lines.append(f'{term.first} custom "officer" "{role}" "{name}"')
                lines.append(f"  until: {term.last}")
        since = self.start - 12 * DAY
        lines.append("")
        for kind, fen in (
            ("petty-cash", PETTY_LIMIT),
            ("street-sign-off", STREET_FIGURE),
            ("fixed-asset", ASSET_FIGURE),
            ("cash-payment", CASH_FIGURE),
            ("resolution", MEETING_FIGURE),
        ):
            lines.append(f'{since} custom "limit" "{kind}" {yuan(fen)} CNY')
        for kind, days in (
            ("deposit-days", 3),
            ("close-days", 10),
            ("filing-days", 10),
            ("disclosure-days", 30),
            ("reply-days", 10),
        ):
            lines.append(f'{since} custom "limit" "{kind}" {days}')
        lines += ["", *self.funds, ""]
        for year, account, fen in self.budgets:
            lines.append(f'{year}-01-01 custom "budget-limit" {account} {yuan(fen)} CNY')
        self._text("charter.beancount", lines)

    def _write_mains(self) -> None:
        head = ["; 编造的账本，用来量速度", "", f'option "title" "{TITLE}"']
        head.append('option "operating_currency" "CNY"')
        names = ["accounts", "charter", "receipts", "approvals", "assets", "reviews"]
        names += [f"{month.first.year}/{month.label}" for month in self.months]
        includes = ["", *(f'include "{name}.beancount"' for name in names)]
        self._text("main.beancount", [*head, "", 'plugin "juwu_ledger.rules"', *includes])
        self._text("bare.beancount", [*head, *includes])

    # --- one month ---------------------------------------------------------------------------

    def _write_month(self, month: Month) -> None:
        self.month = month
        with self._open(f"{month.first.year}/{month.label}.beancount") as file:
            self.files["month"] = file
            file.write(f"; {month.first.year} 年 {month.first.month} 月的凭证\n")
            days = [day for day in days_of(month) if day.weekday() < 5 or month.fixed.get(day)]
            for position, day in enumerate(days, 1):
                self._start_day(day)
                for write in month.fixed.pop(day, []):
                    month.reserved -= 1
                    write(day)
                share = month.quota * position // len(days)
                while month.number + month.reserved < month.quota and (
                    month.number < share or position == len(days)
                ):
                    room = month.quota - month.number - month.reserved - self._pending
                    if room < 1:
                        break
                    self._something(day, room)
                if self.balance[TILL] and not keeps_over(day):
                    self._bank_the_day(day)
            for write in month.at_end:
                month.reserved -= 1
                write(month.last)
            assert month.number == month.quota, (month.label, month.number, month.quota)
            self._count_and_reconcile(month)
        del self.files["month"]

    def _start_day(self, day: dt.date) -> None:
        self.day = day
        self._flush_late(day)
        if day > self.office.last:
            self.office = next(term for term in self.terms if term.first <= day <= term.last)
            for thing in self.things:
                self.files["assets"].write(
                    f'{self.office.first} custom "asset-handover" "{thing.id}" '
                    f'"{self.office.holders["asset-keeper"]}"\n  witness: "{self.office.deputy}"\n'
                )
        while self.returns and self.returns[0][0] <= day:
            self.files["receipts"].write(self.returns.pop(0)[1])

    def _flush_late(self, day: dt.date) -> None:
        self.late.sort()
        while self.late and self.late[0][0] <= day:
            self.files["month"].write(self.late.pop(0)[1])

    @property
    def _pending(self) -> int:
        """Vouchers still owed today: cash income goes to the bank the same day, if it is not closed."""
        return 1 if self.balance[TILL] and not keeps_over(self.day) else 0

    def _count_and_reconcile(self, month: Month) -> None:
        self._flush_late(month.last)
        office, after = self.office, month.last + DAY
        lines = [""]
        for name in (PETTY, TILL):
            lines += [
                f"{after} balance {name} {yuan(self.balance[name])} CNY",
                f'  counted-by: "{office.holders["cashier"]}"',
                f'  witness: "{office.holders["accountant"]}"',
            ]
        for name in AT_BANKS:
            closing = sum(
                fen for label, fen in self.statement[name].items() if label <= month.label
            )
            self.statement[name] = defaultdict(
                int,
                {label: fen for label, fen in self.statement[name].items() if label > month.label},
            )
            self.statement[name][month.label] = closing
            lines.append(f'{month.last} custom "reconciliation" {name} {yuan(closing)} CNY')
            if name == BANK:
                scan = self._scan(f"documents/{month.first.year}/{month.label}-对账单.pdf")
                lines.append(f'  document: "{scan}"')
            lines.append(f'  prepared-by: "{office.holders["accountant"]}"')
            lines.append(f'  checked-by: "{office.holders["director"]}"')
        self.files["month"].write("\n".join(lines) + "\n")

    def _scan(self, path: str) -> str:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(f"%PDF-1.4\n% {target.stem}\n".encode())
        self.scans += 1
        return path

    # --- what follows a month, a quarter, a year ------------------------------------------------

    def _after_month(self, month: Month) -> None:
        """Close and file the month; after a quarter review, disclose and report it."""
        after = month.last + DAY
        if after > END:
            return
        rng, write = self.rng, self.files["reviews"].write
        office = self._office_on(after)
        closing = after + rng.randint(2, 5) * DAY
        write(
            f'\n{closing} custom "close" "{month.label}"\n'
            f'  accountant: "{office.holders["accountant"]}"\n'
            f'  cashier: "{office.holders["cashier"]}"\n'
            f'  director: "{office.holders["director"]}"\n'
            f'{closing + DAY} custom "filing" "{month.label}"\n  received-by: "{STREET}财政所"\n'
        )
        if month.first.month % 3:
            return
        year, quarter = month.first.year, month.first.month // 3
        period = f"{year}Q{quarter}"
        write(f'{closing + 2 * DAY} custom "filing" "{period}"\n  received-by: "{STREET}财政所"\n')
        for about in self.asked[: rng.randint(0, 2)]:
            self.counters["queries"] += 1
            identity = f"ZX-{year}-{self.counters['queries']:03d}"
            raised = after + 7 * DAY
            write(
                f'{raised} custom "query" "{identity}" "这笔支出的验收单在哪里？"\n'
                f'  about: "{about}"\n  raised-by: "{rng.choice(office.members)}"\n'
                f'{raised + rng.randint(1, 4) * DAY} custom "reply" "{identity}" '
                f'"验收单附在凭证后面，三人签字。"\n  by: "{office.holders["director"]}"\n'
            )
        self.asked = []
        opinion = rng.choice(("passed", "passed", "passed-with-remarks"))
        remarks = '  remarks: "同意公开，签收表请本人签字。"\n' if "remarks" in opinion else ""
        posted = after + rng.randint(14, 18) * DAY
        scan = self._scan(f"documents/{year}/{period}-财务公开表.pdf")
        write(
            f'{after + 12 * DAY} custom "review" "{period}" "{opinion}"\n'
            f'  leader: "{office.holders["review-leader"]}"\n'
            f'  members: "{"、".join(office.members)}"\n{remarks}'
            f'{posted} custom "disclosure" "{period}"\n'
            f'  officer: "{office.holders["disclosure-officer"]}"\n'
            f'  until: {posted + 20 * DAY}\n  document: "{scan}"\n'
        )
        for fund in sorted(self.funds_spent):
            for donor, given in self.donors.get(fund, []):
                if given <= month.last:
                    write(f'{posted + DAY} custom "donor-report" "{donor}"\n  period: "{period}"\n')
        self.funds_spent = set()
        if quarter in (2, 4):
            write(f'{after + 23 * DAY} custom "conference-report" "{year}H{quarter // 2}"\n')

    def _settle_year(self, year: int) -> None:
        """Set the year's caps, a little above what was spent under them."""
        for account in BUDGETED:
            spent = self.under_caps[account]
            self.budgets.append((year, account, (spent * 108 // 100 // 100_00 + 2) * 100_00))
        self.of_year.clear()
        self.under_caps.clear()
        for key in ("approvals-of-year", "queries", "assets-of-year", "goods-of-year"):
            self.counters[key] = 0

    def _office_on(self, day: dt.date) -> Term:
        return next(term for term in self.terms if term.first <= day <= term.last)

    # --- plans -------------------------------------------------------------------------------

    def _plan(self, day: dt.date, write: Event) -> None:
        """Fix what will be written on ``day`` (the next weekday of its month)."""
        month = self._month_of(day)
        if month is None:
            return
        month.fixed[weekday_of_month(day)].append(write)
        month.reserved += 1

    def _month_of(self, day: dt.date) -> Month | None:
        at = (day.year - self.start.year) * 12 + day.month - 1
        return self.months[at] if at < len(self.months) else None

    def _may_plan(self, day: dt.date) -> bool:
        """Tell whether a month still has room for one more voucher fixed beforehand."""
        month = self._month_of(day)
        return month is None or month.number + month.reserved + 3 < month.quota

    def _plan_year(self, year: int) -> None:
        """Fix the events of a year: grants for a purpose, gifts, purchases, stocktakes, closing."""
        rng = self.rng

        def on(month: int, day: int) -> dt.date:
            return dt.date(year, month, day)

        if year == self.start.year:
            self.funds.append(
                f'{year}-01-02 custom "fund" "居家养老" {MEALS}\n  grantor: "样板区民政局"'
            )
            opening = self.months[0]
            opening.fixed[self.start].insert(0, self._opening)
            opening.reserved += 1
        for month in (1, 7):
            self._plan(on(month, 13), self._care_grant)
        self._plan_lighting(year)
        self._plan_relief(year)
        for count, months, write in (
            (1 if self.scale < 3 else 3, (4, 5, 9, 10), self._buy_kit),
            (3 if self.scale < 3 else 14, (2, 3, 4, 5, 6, 8, 9), self._buy_thing),
        ):
            for _ in range(count):
                self._plan(on(rng.choice(months), rng.randint(3, 24)), write)
        if year % 2 == 0 or self.start.year == END.year:
            self._plan(on(7, 14), self._scrap_kit)
        self._plan(on(5, 20), self._collect_for_charity)
        december = self._month_of(on(12, 1))
        assert december is not None
        december.at_end += [self._depreciate, self._carry_forward]
        december.reserved += 2

    def _plan_lighting(self, year: int) -> None:
        """A grant for a purpose: overdrawn in November, made good in December, spent to the last fen.

        The committee explains it.
        """
        over = 300_00
        fund, total = f"{year}年楼道照明", self.rng.randint(60, 90) * 200_00
        self.funds.append(
            f'{year}-03-02 custom "fund" "{fund}" {LIGHTING} {LESSONS}\n'
            f'  grantor: "{STREET}"\n  until: {year}-12-31'
        )
        first, second = total * 6 // 10, total * 3 // 10

        def grant(fen: int) -> Event:
            def write(day: dt.date) -> None:
                legs = [self._bank(day, fen), Leg(LIGHT_GRANT, -fen)]
                meta = {"receipt": self._receipt(day), "fund": fund}
                self._voucher(day, STREET, "拨付楼道照明改造专项经费", legs, meta)

            return write

        def pay(fen: int, note: str, own: int = 0, explained: str = "") -> Event:
            def write(day: dt.date) -> None:
                # The notice that the committee adds is its own: the fund stands on one posting.
                legs = [Leg(LIGHTING, fen, (f'fund: "{fund}"',))]
                legs += [Leg(LESSONS, own)] if own else []
                key = ("lighting", year)
                paid = self._pay(
                    day,
                    legs,
                    "示例照明工程公司",
                    f"楼道照明改造{note}",
                    key,
                    uses=3,
                    budget=total + over + 400_00,
                )
                if explained:
                    self._explain(day, "FND002", paid.id, explained)

            return write

        self._plan(dt.date(year, 3, 5), grant(total))
        self._plan(dt.date(year, 4, 9), pay(first, "首付款"))
        self._plan(dt.date(year, 8, 12), pay(second, "进度款和施工告示", 360_00))
        last = total + over - first - second
        self._plan(
            dt.date(year, 11, 4), pay(last, "尾款", explained="结算增项，街道已同意下月补拨")
        )
        self._plan(dt.date(year, 12, 3), grant(over))

    def _plan_relief(self, year: int) -> None:
        """A gift for relief, paid out in small sums, and neighbours who add to it."""
        rng = self.rng
        fund = f"{year}年邻里互助金"
        until = dt.date(year + year % 2, 12, 31)
        self.funds.append(
            f'{year}-02-03 custom "fund" "{fund}" {RELIEF}\n'
            f'  grantor: "示例机械有限公司"\n  until: {until}'
        )
        sums = [rng.randint(4, 16) * 50_00 for _ in range(max(5, int(self.scale * 10)))]
        gifts = [("示例机械有限公司", FIRM_GIFT, sum(sums), dt.date(year, 2, 11))]
        for month in (5, 9) if self.scale > 3 else (5,):
            fen = rng.randint(2, 9) * 100_00
            gifts.append((rng.choice(self.residents), OWN_GIFT, fen, dt.date(year, month, 11)))
            sums.append(fen)

        def give(donor: str, account: str, fen: int) -> Event:
            def write(day: dt.date) -> None:
                legs = [self._bank(day, fen), Leg(account, -fen)]
                meta = {"receipt": self._receipt(day), "fund": fund}
                self._voucher(day, donor, "捐款，用于救助困难邻居", legs, meta)
                self.donors.setdefault(fund, []).append((donor, day))

            return write

        for donor, account, fen, day in gifts:
            self._plan(day, give(donor, account, fen))
        own = len(gifts) - 1
        for position, fen in enumerate(sums):
            late = position >= len(sums) - own
            month = 10 + position % 2 if late else 3 + position % 8
            day = dt.date(year, month, rng.randint(2, 26))

            def pay(day: dt.date, fen: int = fen) -> None:
                payee = self._payee(self.residents, day, fen)
                self._pay(
                    day,
                    [Leg(RELIEF, fen)],
                    payee,
                    "临时困难救助",
                    ("relief", fund),
                    invoice="none: 困难救助花名册",
                    fund=fund,
                    uses=3,
                )

            self._plan(day, pay)

    def _plan_month(self, month: Month) -> None:
        """Fix what comes every month or quarter."""
        rng, first = self.rng, month.first
        number, year = first.month, first.year
        quarter = (number + 2) // 3

        def bill(payee: str, account: str, what: str, least: int, most: int) -> None:
            fen = rng.randint(least * 100, most * 100)

            def write(day: dt.date) -> None:
                self._pay(
                    day,
                    [Leg(account, fen)],
                    payee,
                    f"{number} 月份{what}",
                    ("bill", payee, year, quarter),
                    uses=3,
                    budget=3 * most * 100,
                )

            self._plan(first.replace(day=rng.randint(14, 23)), write)

        bill("示例供电公司", UTILITIES, "电费", 380, 1180)
        bill("示例电信营业厅", TELEPHONE, "电话和宽带费", 150, 210)
        bill("示例社区食堂", MEALS, "助老餐补贴", 1500, 2500)

        def wardens(day: dt.date) -> None:
            self._pay(
                day,
                [Leg(WARDENS, 2600_00)],
                "楼组长（26人）",
                f"发放 {number} 月份楼组长津贴",
                ("wardens", year, quarter),
                invoice="none: 楼组长津贴发放表",
                uses=3,
                budget=7800_00,
            )

        self._plan(first.replace(day=15), wardens)
        self._plan(first.replace(day=20), self._bank_charge)
        if number % 3 == 1:
            bill("示例水务公司", UTILITIES, "水费", 90, 240)
            self._plan(first.replace(day=8), self._grant)
            self._plan(first.replace(day=10), self._rent_due)
            self._plan(first.replace(day=22), self._rent_paid)
        if number % 3 == 0:
            self._plan(first.replace(day=21), self._interest)

    # --- vouchers ------------------------------------------------------------------------------

    def _voucher(
        self, day: dt.date, payee: str, narration: str, legs: list[Leg], meta: dict[str, str]
    ) -> str:
        """Write one voucher and keep the running figures."""
        month, rng = self.month, self.rng
        month.number += 1
        self.written += 1
        identity = f"{month.label}-{month.number:04d}"
        lines = [f'\n{day} * "{payee}" "{narration}"', f'  voucher: "{identity}"']
        lines += [
            f"  {key}: {value}" if key == "occurred" else f'  {key}: "{value}"'
            for key, value in meta.items()
        ]
        lines.append(f"  attachments: {rng.choice((1, 1, 1, 2, 2, 3))}")
        if rng.random() < 0.03:
            lines.append(f'  document: "{self._scan(f"documents/{day.year}/{identity}.pdf")}"')
        elide = len(legs) < 4 and rng.random() < 0.5
        for position, (account, fen, more) in enumerate(legs, 1):
            amount = "" if elide and position == len(legs) else f"  {yuan(fen):>12} CNY"
            lines.append(f"  {account}{amount}")
            for line in more:
                if line.startswith("late:"):
                    self._clear_late(day, identity, account, fen, line)
                else:
                    lines.append(f"    {line}")
            self.balance[account] += fen
            if account[0] in "IE" and account[1] in "nx":
                self.of_year[account] += fen
                self.under_caps[account] += max(fen, 0)
        self.files["month"].write("\n".join(lines) + "\n")
        return identity

    def _clear_late(self, day: dt.date, voucher: str, account: str, fen: int, line: str) -> None:
        """The bank shows it on a day not yet known: a directive of that day says so."""
        cleared = day + int(line.removeprefix("late:")) * DAY
        if cleared <= END:
            self.statement[account][f"{cleared:%Y-%m}"] += fen
            self.late.append((cleared, f'\n{cleared} custom "cleared" "{voucher}" {account}\n'))

    def _bank(self, day: dt.date, fen: int, account: str = BANK, lag: int | None = None) -> Leg:
        """Return a posting to the bank with the day on which the statement shows it."""
        chance = self.rng.random()
        if lag is None:
            if chance < 0.004:
                return Leg(account, fen, (f"late:{self.rng.randint(6, 24)}",))
            lag = 0 if chance < 0.8 else 1 if chance < 0.95 else 4
        cleared = day + lag * DAY
        if cleared > END:
            return Leg(account, fen)
        self.statement[account][f"{cleared:%Y-%m}"] += fen
        return Leg(account, fen, (f"cleared: {cleared}",))

    def _pay(
        self,
        day: dt.date,
        legs: list[Leg],
        payee: str,
        narration: str,
        key: tuple[object, ...],
        *,
        invoice: str | None = "",
        fund: str = "",
        petty: bool = False,
        uses: int = 0,
        budget: int = 0,
    ) -> Paid:
        """Spend under an approval. ``invoice``: empty = a new one, ``None`` = on the legs."""
        fen = sum(leg.fen for leg in legs)
        approval = self._approval(day, key, fen, payee, narration, fund, uses, budget)
        meta = {"approval": approval.id}
        if invoice is not None:
            meta["invoice"] = invoice or self._invoice(day)
        meta["handler"], meta["witness"] = self.rng.sample(self.office.clerks, 2)
        if fund:
            meta["fund"] = fund
        money = Leg(PETTY, -fen) if petty else self._bank(day, -fen)
        identity = self._voucher(day, payee, narration, [*legs, money], meta)
        if not approval.by_street:
            self.windows[payee].append((day, fen))
        for name in (fund, *(n for leg in legs for n in self.donors if f'fund: "{n}"' in leg.meta)):
            self.funds_spent.add(name)
        if len(self.asked) < 2 and self.rng.random() < 0.1:
            self.asked.append(identity)
        return Paid(
            identity,
            day,
            payee,
            narration,
            legs[0].account,
            money.account,
            fen,
            meta,
            approval.by_street,
        )

    def _approval(
        self,
        day: dt.date,
        key: tuple[object, ...],
        fen: int,
        payee: str,
        purpose: str,
        fund: str,
        uses: int,
        budget: int,
    ) -> ApprovalOrder:
        """Return an approval with enough left, signed before the money is used."""
        found = self.approvals.get(key)
        street = not self._fits(payee, day, fen)
        if (
            found
            and found.left >= fen
            and found.uses
            and found.until >= day
            and (found.by_street or not street)
        ):
            found.left -= fen
            found.uses -= 1
            return found
        rng = self.rng
        uses = uses or rng.randint(1, 3)
        amount = budget or (fen * uses * 110 // 100 // 100_00 + 1) * 100_00
        if not budget and fen < STREET_FIGURE and amount >= JUST_BELOW:
            amount = max(fen, JUST_BELOW - 50_00)
        street = street or amount >= STREET_FIGURE
        signed = max(self.start, day - rng.randint(0, 4) * DAY)
        office = self._office_on(signed)
        self.counters["approvals"] += 1
        self.counters["approvals-of-year"] += 1
        identity = f"SP-{day.year}-{self.counters['approvals-of-year']:04d}"
        lines = [
            f'\n{signed} custom "approval" "{identity}" {yuan(amount)} CNY "{purpose}，{signed.month}月{signed.day}日{payee}"',
            f'  reason: "{purpose}，按实际发生数报销"',
            f'  applicant: "{rng.choice(office.clerks)}"',
        ]
        if uses == 1:
            lines.append(f'  payee: "{payee}"')
        if fund:
            lines.append(f'  fund: "{fund}"')
        lines.append(f'  director: "{office.holders["director"]}"')
        if street:
            by_street = self._office_on(day).holders["street-director"]
            lines += [f'  street-director: "{by_street}"', f"  street-date: {day}"]
        if amount >= MEETING_FIGURE:
            self.counters["resolutions"] += 1
            resolution = f"JY-{self.counters['resolutions']:04d}"
            present = rng.randint(30, 60)
            lines.insert(
                0,
                f'\n{signed - 9 * DAY} custom "resolution" "{resolution}" "{purpose}"\n'
                f"  present: {present}\n  in-favour: {present - rng.randint(0, 9)}",
            )
            lines.append(f'  resolution: "{resolution}"')
        self.files["approvals"].write("\n".join(lines) + "\n")
        self.approvals[key] = made = ApprovalOrder(
            identity,
            amount - fen,
            uses - 1,
            min(day + (300 if budget else 40) * DAY, office.last + 30 * DAY),
            street,
        )
        return made

    def _fits(self, payee: str, day: dt.date, fen: int) -> bool:
        """Tell whether a payment keeps the payee's week below the street's figure."""
        window = self.windows[payee]
        while window and (day - window[0][0]).days > 7:
            window.popleft()
        return sum(item[1] for item in window) + fen < STREET_FIGURE

    def _payee(self, pool: list[str], day: dt.date, fen: int) -> str:
        for _ in range(12):
            name = self.rng.choice(pool)
            if self._fits(name, day, fen):
                break
        return name

    def _seller(self, trade: Trade, day: dt.date, fen: int) -> str:
        return self._payee([f"示例{place}{trade.seller}" for place in PLACES], day, fen)

    def _invoice(self, day: dt.date) -> str:
        """Return a number never used before: e-invoices, and a few older ones in early years."""
        self.invoice_serial += self.rng.randint(3, 2999)
        if day.year < 2024 and self.rng.random() < 0.2:
            return (
                f"0370{day:%y}{self.rng.randint(100000, 999999)}-{self.invoice_serial % 10**8:08d}"
            )
        return f"{day:%y}372{self.invoice_serial:015d}"

    def _receipt(self, day: dt.date) -> str:
        """Return the next receipt; draw a new book when one is used up, spoil a receipt now and then."""
        while True:
            if not self.numbers:
                first, self.next_receipt = self.next_receipt, self.next_receipt + 50
                self.numbers.extend(range(first, first + 50))
                drawn = day - self.rng.randint(0, 3) * DAY
                keeper = self._office_on(drawn).holders["receipt-keeper"]
                self.files["receipts"].write(
                    f'\n{drawn} custom "receipt-book" "A{first:07d}" "A{first + 49:07d}"\n'
                    f'  issued-by: "{STREET}财政所"\n  keeper: "{keeper}"\n'
                )
            number = self.numbers.popleft()
            spoiled = self.rng.random() < 0.012
            if spoiled:
                self.files["receipts"].write(
                    f'{day} custom "receipt-void" "A{number:07d}" "写错付款人，各联盖作废章留存"\n'
                )
            if not self.numbers:
                back = day + 20 * DAY
                text = (
                    f'{back} custom "receipt-return" "A{number - 49:07d}" "A{number:07d}"\n'
                    f'  accepted-by: "{STREET}财政所"\n'
                )
                self.returns.append((back, text))
            if not spoiled:
                self.counters["receipts"] += 1
                return f"A{number:07d}"

    # --- fixed events ----------------------------------------------------------------------------

    def _opening(self, day: dt.date) -> None:
        bank = 60_000_00 + int(self.scale * 18_000_00)
        legs = [Leg(PETTY, 1200_00), self._bank(day, bank, lag=0)]
        legs += [Leg(t.account, t.amount, (f'asset: "{t.id}"',)) for t in self.things if t.old]
        worn = sum(thing.amount for thing in self.things)
        legs += [Leg(WORN, -worn), Leg(OPENING, worn - sum(leg.fen for leg in legs))]
        self._voucher(day, SHORT, "结转上年末各科目余额", legs, {})

    def _open_old_cards(self) -> None:
        """The cards of what was bought in this term before the books begin."""
        keeper = self.office.holders["asset-keeper"]
        for number in range(2 + (END.year - self.start.year) // 2):
            day = self.office.first + (20 + number * 9) * DAY
            name = KIT[number % len(KIT)]
            fen = self.rng.randint(2100, 4900) * 100
            thing = Thing(f"GD-{day.year}-{number + 1:03d}", name, fen, OFFICE_KIT, True)
            self.things.append(thing)
            self._card(day, thing, keeper)

    def _card(self, day: dt.date, thing: Thing, keeper: str) -> None:
        self.files["assets"].write(
            f'\n{day} custom "asset" "{thing.id}" "{thing.name}" {yuan(thing.amount)} CNY\n'
            f'  keeper: "{keeper}"\n  location: "居委会"\n  category: "{thing.account[-4:]}"\n'
        )

    def _buy_kit(self, day: dt.date) -> None:
        self.counters["assets-of-year"] += 1
        account = self.rng.choice((OFFICE_KIT, CLUB_KIT))
        identity = f"GD-{day.year}-{100 + self.counters['assets-of-year']:03d}"
        fen = self.rng.randint(2000, 8800) * 100
        thing = Thing(identity, self.rng.choice(KIT), fen, account, False)
        self.things.append(thing)
        self._card(day, thing, self.office.holders["asset-keeper"])
        legs = [Leg(account, fen, (f'asset: "{identity}"',))]
        self._pay(
            day,
            legs,
            f"示例{self.rng.choice(PLACES)}电器商场",
            f"购置{thing.name}",
            ("kit", identity),
            uses=1,
        )

    def _buy_thing(self, day: dt.date) -> None:
        self.counters["goods-of-year"] += 1
        identity = f"DZ-{day.year}-{self.counters['goods-of-year']:03d}"
        fen = self.rng.randint(120, 1800) * 100
        thing = Thing(identity, self.rng.choice(THINGS), fen, LOW_VALUE, False)
        self.things.append(thing)
        self.files["assets"].write(
            f'\n{day} custom "low-value" "{identity}" "{thing.name}" {yuan(fen)} CNY\n'
            f'  keeper: "{self.office.holders["asset-keeper"]}"\n'
        )
        legs = [Leg(LOW_VALUE, fen, (f'asset: "{identity}"',))]
        seller = self._payee([f"示例{place}家电商店" for place in PLACES], day, fen)
        self._pay(day, legs, seller, f"购买{thing.name}", ("thing", identity), uses=1)

    def _scrap_kit(self, day: dt.date) -> None:
        """An old asset found damaged at midsummer is written off with an approval of its own."""
        thing = next((t for t in self.things if t.old), None)
        if thing is None:
            self._other_income(day, 1)
            return
        self.things.remove(thing)
        keeper = self.office.holders["asset-keeper"]
        signed = day - 4 * DAY
        self.counters["approvals"] += 1
        self.counters["approvals-of-year"] += 1
        approval = f"SP-{day.year}-{self.counters['approvals-of-year']:04d}"
        self.files["approvals"].write(
            f'\n{signed} custom "approval" "{approval}" {yuan(thing.amount)} CNY "报废{thing.name}"\n'
            f'  reason: "折旧提足，主板烧毁"\n  applicant: "{keeper}"\n'
            f'  director: "{self.office.holders["director"]}"\n'
        )
        self.files["assets"].write(
            f'\n{day - 15 * DAY} custom "stocktake" "{thing.id}" "damaged"\n'
            f'  counted-by: "{keeper}"\n'
            f'{day} custom "asset-disposal" "{thing.id}" "折旧提足，修理费高于残值"\n'
            f'  approval: "{approval}"\n'
        )
        legs = [
            Leg(WORN, thing.amount),
            Leg(thing.account, -thing.amount, (f'asset: "{thing.id}"',)),
        ]
        self._voucher(day, SHORT, f"报废{thing.name}，转销原值和折旧", legs, {})

    def _depreciate(self, day: dt.date) -> None:
        kit = sum(t.amount for t in self.things if t.account != LOW_VALUE and not t.old)
        fen = kit // 5 + 100_00
        self._voucher(day, SHORT, "计提全年折旧", [Leg(WEAR, fen), Leg(WORN, -fen)], {})
        self._stocktake(day.replace(day=16))

    def _stocktake(self, day: dt.date) -> None:
        for thing in self.things:
            self.files["assets"].write(
                f'{day} custom "stocktake" "{thing.id}" "present"\n'
                f'  counted-by: "{self.office.holders["asset-keeper"]}"\n'
            )

    def _carry_forward(self, day: dt.date) -> None:
        legs = [Leg(name, -fen) for name, fen in sorted(self.of_year.items()) if fen]
        legs.append(Leg(NET, -sum(leg.fen for leg in legs)))
        kept = dict(self.of_year)
        self._voucher(day, SHORT, "年末结转收入和支出", legs, {})
        self.of_year.update(kept)

    def _grant(self, day: dt.date) -> None:
        aim = 40_000_00 + int(self.scale * 28 * 3.6 * 290_00)
        fen = max(10_000_00, (aim - self.balance[BANK]) // 100_00 * 100_00)
        legs = [self._bank(day, fen), Leg(GRANT, -fen)]
        self._voucher(day, STREET, "拨付本季办公经费", legs, {"receipt": self._receipt(day)})

    def _care_grant(self, day: dt.date) -> None:
        legs = [self._bank(day, 15_000_00), Leg(CARE_GRANT, -15_000_00)]
        meta = {"receipt": self._receipt(day)}
        self._voucher(day, "样板区民政局", "拨付半年居家养老专项经费", legs, meta)

    def _rent_due(self, day: dt.date) -> None:
        legs = [Leg(RENT_DUE, 1500_00), Leg(RENT, -1500_00)]
        self._voucher(day, "示例理发店", "应收本季门面房租金", legs, {})

    def _rent_paid(self, day: dt.date) -> None:
        legs = [self._bank(day, 1500_00), Leg(RENT_DUE, -1500_00)]
        meta = {"receipt": self._receipt(day)}
        self._voucher(day, "示例理发店", "收到本季门面房租金", legs, meta)

    def _bank_charge(self, day: dt.date) -> None:
        fen = self.rng.randint(5, 30) * 100
        legs = [Leg(CHARGES, fen), self._bank(day, -fen, lag=0)]
        self._voucher(day, "示例银行柳荫支行", "扣收转账手续费", legs, {})

    def _interest(self, day: dt.date) -> None:
        fen = max(1, self.balance[BANK] // 2000) + self.rng.randint(0, 99)
        legs = [self._bank(day, fen, lag=0), Leg(INTEREST, -fen)]
        self._voucher(day, "示例银行柳荫支行", "季度活期存款利息", legs, {})

    def _collect_for_charity(self, day: dt.date) -> None:
        fen = self.rng.randint(8, 40) * 100_00
        legs = [self._bank(day, fen), Leg(FOR_OTHERS, -fen)]
        meta = {"receipt": self._receipt(day)}
        self._voucher(day, "桂花里居民", "代收慈善一日捐", legs, meta)

        def hand_over(day: dt.date) -> None:
            self._pay(
                day,
                [Leg(FOR_OTHERS, fen)],
                "示例慈善会",
                "转交慈善一日捐",
                ("charity", day.year),
                invoice=None,
                uses=1,
            )

        self._plan(dt.date(day.year, 6, 10), hand_over)

    # --- everyday events -------------------------------------------------------------------------

    def _something(self, day: dt.date, room: int) -> None:
        """Write one everyday event of at most ``room`` vouchers."""
        if self.balance[BANK] < 15_000_00 + int(self.scale * 2_000_00):
            self._grant(day)
            return
        if day.weekday() == 4 and self.balance[WECHAT] > 30_00:
            self._wechat_to_bank(day)
            return
        chance = self.rng.random()
        for share, write in (
            (0.20, self._cash_income),
            (0.07, self._wechat_income),
            (0.02, self._other_income),
            (0.015, self._deposit_held),
            (0.02, self._buy_on_credit),
            (0.004, self._put_right),
            (0.003, self._refund),
            (0.001, self._put_income_right),
            (0.0015, self._late_receipt),
            (0.0015, self._late_bill),
            (0.06, self._volunteer),
            (0.31, self._petty_spending),
        ):
            chance -= share
            if chance < 0:
                if not write(day, room):
                    break
                return
        self._bank_spending(day)

    def _cash_income(self, day: dt.date, room: int) -> bool:
        if room < 2:
            return False
        rng = self.rng
        if rng.random() < 0.04:
            copies, hire = rng.randint(4, 90) * 50, rng.randint(2, 6) * 10_00
            legs = [
                Leg(TILL, copies + hire),
                Leg(COPIES, -copies, (f'receipt: "{self._receipt(day)}"',)),
                Leg(ROOM, -hire, (f'receipt: "{self._receipt(day)}"',)),
            ]
            self._voucher(day, "来办事的居民", "复印费和活动室使用费", legs, {})
            return True
        account, what, fen = rng.choice(
            (
                (COPIES, "复印打印，当日零收汇总开票", rng.randint(4, 160) * 50),
                (COPIES, "复印材料，当日零收汇总开票", rng.randint(4, 90) * 50),
                (ROOM, "活动室使用费", rng.randint(2, 12) * 10_00),
                (HAULAGE, "预约大件清运", rng.randint(1, 8) * 30_00),
                (OWN_GIFT, "个人捐款，未指定用途", rng.randint(1, 10) * 50_00),
            )
        )
        payee = rng.choice(self.residents) if account in (HAULAGE, OWN_GIFT) else "来办事的居民"
        meta = {"receipt": self._receipt(day)}
        self._voucher(day, payee, what, [Leg(TILL, fen), Leg(account, -fen)], meta)
        return True

    def _bank_the_day(self, day: dt.date) -> None:
        fen = self.balance[TILL]
        legs = [self._bank(day, fen, lag=0), Leg(TILL, -fen)]
        self._voucher(day, "示例银行柳荫支行", "当日现金收入缴存银行", legs, {})

    def _wechat_income(self, day: dt.date, _room: int) -> bool:
        fen = self.rng.randint(10, 300) * 50
        account = self.rng.choice((COPIES, ROOM, HAULAGE))
        legs = [self._bank(day, fen, WECHAT, lag=0), Leg(account, -fen)]
        meta = {"receipt": self._receipt(day)}
        self._voucher(day, self.rng.choice(self.residents), "扫码交费", legs, meta)
        return True

    def _wechat_to_bank(self, day: dt.date) -> None:
        fen = self.balance[WECHAT]
        fee = fen * 6 // 1000 if self.rng.random() < 0.5 else 0
        legs = [self._bank(day, fen - fee, lag=self.rng.choice((0, 1, 3)))]
        legs += [Leg(CHARGES, fee)] if fee else []
        legs.append(self._bank(day, -fen, WECHAT, lag=0))
        self._voucher(day, "微信支付", "微信收款码提现", legs, {})

    def _other_income(self, day: dt.date, _room: int) -> bool:
        rng = self.rng
        account, payee, what, fen = rng.choice(
            (
                (FIRM_GIFT, f"示例{rng.choice(PLACES)}商行", "单位捐款，未指定用途", 100_000),
                (OWN_GIFT, rng.choice(self.residents), "个人捐款，未指定用途", 20_000),
                (SCRAP, "示例废品回收站", "废旧纸箱变价", 6_000),
                (RENT, "示例快递驿站", "快递柜场地租金", 60_000),
            )
        )
        fen += rng.randint(0, 50) * 100
        receipt = self._receipt(day)
        legs = [self._bank(day, fen, lag=0), Leg(account, -fen)]
        identity = self._voucher(day, payee, what, legs, {"receipt": receipt})
        self.recent_income.append(
            Paid(identity, day, payee, what, account, BANK, fen, {"receipt": receipt})
        )
        return True

    def _deposit_held(self, day: dt.date, _room: int) -> bool:
        back = day + self.rng.randint(35, 70) * DAY
        if not self._may_plan(back):
            return False
        payee = self.rng.choice(self.residents)
        legs = [self._bank(day, 1000_00), Leg(HELD, -1000_00)]
        meta = {"receipt": self._receipt(day)}
        self._voucher(day, payee, "交来装修押金", legs, meta)

        def give_back(day: dt.date) -> None:
            self._pay(
                day,
                [Leg(HELD, 1000_00)],
                payee,
                "退还装修押金",
                ("deposit", day.month),
                invoice=None,
            )

        self._plan(back, give_back)
        return True

    def _buy_on_credit(self, day: dt.date, _room: int) -> bool:
        due = day + self.rng.randint(32, 55) * DAY
        if not self._may_plan(due):
            return False
        trade, fen = self._purchase()
        seller = self._seller(trade, day, fen)
        goods = self.rng.choice(trade.goods)
        handler, witness = self.rng.sample(self.office.clerks, 2)
        meta = {"invoice": self._invoice(day), "handler": handler, "witness": witness}
        self._voucher(
            day, seller, f"{goods}，月结", [Leg(trade.account, fen), Leg(OWED, -fen)], meta
        )

        def settle(day: dt.date) -> None:
            self._pay(
                day, [Leg(OWED, fen)], seller, f"付{goods}货款", ("owed", seller), invoice=None
            )

        self._plan(due, settle)
        return True

    def _late_receipt(self, day: dt.date, _room: int) -> bool:
        """A receipt is written today, its voucher days later: the bank shows the money only then."""
        entered = self._entered_late(day)
        if entered is None:
            return False
        receipt, fen = self._receipt(day), self.rng.randint(10, 80) * 10_00
        payee = self.rng.choice(self.residents)
        self._explain(day, "RCP005", receipt, "收据已开给交款人，汇款到账再记")

        def write(day_of_entry: dt.date) -> None:
            legs = [self._bank(day_of_entry, fen, lag=0), Leg(ROOM, -fen)]
            meta = {"receipt": receipt, "occurred": f"{day}"}
            identity = self._voucher(day_of_entry, payee, "活动室使用费，汇款", legs, meta)
            self._explain(day_of_entry, "VCH009", identity, "汇款几天后才到账")

        self._plan(entered, write)
        return False

    def _late_bill(self, day: dt.date, _room: int) -> bool:
        """Something is bought today; the bill is handed in, and entered, days later."""
        entered = self._entered_late(day)
        if entered is None:
            return False
        fen, payee = self.rng.randint(60, 300) * 100, "示例便民开锁店"
        key = ("late", self.counters["late"])
        self.counters["late"] += 1
        approval = self._approval(day, key, fen, payee, "更换门锁", "", 1, 0)
        handler, witness = self.rng.sample(self.office.clerks, 2)
        meta = {"approval": approval.id, "invoice": self._invoice(day)}
        meta |= {"handler": handler, "witness": witness, "occurred": f"{day}"}

        def write(day_of_entry: dt.date) -> None:
            legs = [Leg(REPAIRS, fen), self._bank(day_of_entry, -fen, lag=0)]
            identity = self._voucher(day_of_entry, payee, "更换门锁", legs, meta)
            self._explain(day_of_entry, "VCH009", identity, "店家过了几天才送来发票")

        self._plan(entered, write)
        return False

    def _entered_late(self, day: dt.date) -> dt.date | None:
        """Return a day on which what happens today may be entered late, within this year and term."""
        entered = weekday_of_month(day + self.rng.randint(5, 9) * DAY)
        same = entered.year == day.year and entered + 3 * DAY < self.office.last
        return entered if same and (entered - day).days > 3 and self._may_plan(entered) else None

    def _explain(self, day: dt.date, rule: str, about: str, text: str) -> None:
        """Say why, on the very day, what a rule will find is lawful."""
        self.files["reviews"].write(
            f'\n{day} custom "explanation" "{rule}" "{text}"\n  about: "{about}"\n'
        )

    def _purchase(self) -> tuple[Trade, int]:
        trade = self.rng.choice(TRADES)
        return trade, self.rng.randint(trade.least * 100, trade.most * 100)

    def _petty_spending(self, day: dt.date, room: int) -> bool:
        rng = self.rng
        trade = rng.choice(TRADES)
        least = trade.least * 100
        fen = rng.randint(least, max(least, min(trade.most * 100, 420_00)))
        if self.balance[PETTY] < fen:
            if room < 2:
                return False
            drawn = (PETTY_LIMIT - self.balance[PETTY]) // 100_00 * 100_00
            legs = [Leg(PETTY, drawn), self._bank(day, -drawn, lag=0)]
            self._voucher(day, "示例银行柳荫支行", "提取备用金", legs, {})
        seller = self._seller(trade, day, fen)
        paid = self._pay(
            day,
            [Leg(trade.account, fen)],
            seller,
            rng.choice(trade.goods),
            ("petty", trade.account),
            petty=True,
        )
        self.recent.append(paid)
        return True

    def _volunteer(self, day: dt.date, _room: int) -> bool:
        fen = self.rng.randint(2, 9) * 30_00
        payee = self._payee(self.residents, day, fen)
        self._pay(
            day,
            [Leg(VOLUNTEERS, fen)],
            payee,
            "平安志愿者值勤补贴",
            ("volunteers",),
            invoice="none: 志愿者补贴签领表",
        )
        return True

    def _bank_spending(self, day: dt.date) -> None:
        rng = self.rng
        chance = rng.random()
        if chance < 0.02 and self.balance[BANK] > 60_000_00:
            fen = rng.randint(52, 260) * 100_00
            work = rng.choice(WORKS)
            account = rng.choice((CLEANING, GREENERY, FIRE))
            self.counters["works"] += 1
            payee = f"示例{rng.choice(PLACES)}建设公司"
            self._pay(
                day, [Leg(account, fen)], payee, work, ("works", self.counters["works"]), uses=1
            )
            return
        trade, fen = self._purchase()
        seller = self._seller(trade, day, fen)
        goods = rng.choice(trade.goods)
        if chance < 0.05:
            part = fen // 3 + 1
            legs = [
                Leg(trade.account, fen - part, (f'invoice: "{self._invoice(day)}"',)),
                Leg(trade.account, part, (f'invoice: "{self._invoice(day)}"',)),
            ]
            self._pay(
                day, legs, seller, f"{goods}，两张发票", ("bank", trade.account), invoice=None
            )
            return
        self.recent.append(
            self._pay(day, [Leg(trade.account, fen)], seller, goods, ("bank", trade.account))
        )
        if len(self.recent) == self.recent.maxlen and self.written % 16 == 0:
            self.older.append(self.recent[0])

    # --- corrections -----------------------------------------------------------------------------

    def _recent(self, day: dt.date) -> Paid | None:
        """Take a spending of the last weeks that can still be corrected."""
        late = self.rng.random() < 0.3
        among, days = (self.older, range(26, 93)) if late else (self.recent, range(1, 26))
        found = [
            p
            for p in among
            if (day - p.day).days in days and p.day.year == day.year and p.account in BUDGETED
        ]
        if not found:
            return None
        paid = self.rng.choice(found)
        among.remove(paid)
        return paid

    def _money(self, day: dt.date, account: str, fen: int) -> Leg:
        return self._bank(day, fen, lag=0) if account == BANK else Leg(account, fen)

    def _put_right(self, day: dt.date, room: int) -> bool:
        """Red letter for a spending on the wrong account, and the right voucher after it."""
        if room < 2:
            return False
        paid = self._recent(day)
        if paid is None or not (paid.by_street or self._fits(paid.payee, day, paid.fen)):
            return False
        legs = [Leg(paid.account, -paid.fen), self._money(day, paid.money, paid.fen)]
        self._voucher(day, paid.payee, f"红字冲销：{paid.narration}", legs, {"reverses": paid.id})
        legs = [Leg(CULTURE, paid.fen), self._money(day, paid.money, -paid.fen)]
        self._voucher(day, paid.payee, f"更正科目：{paid.narration}", legs, paid.meta)
        self.windows[paid.payee].append((day, paid.fen))
        return True

    def _refund(self, day: dt.date, _room: int) -> bool:
        paid = self._recent(day)
        if paid is None or paid.money != BANK or paid.fen < 100_00:
            return False
        fen = paid.fen // self.rng.randint(2, 5)
        legs = [self._bank(day, fen), Leg(paid.account, -fen)]
        self._voucher(day, paid.payee, f"退货退款：{paid.narration}", legs, {"reverses": paid.id})
        return True

    def _put_income_right(self, day: dt.date, room: int) -> bool:
        found = [
            p for p in self.recent_income if 0 < (day - p.day).days <= 9 and p.account != SCRAP
        ]
        if room < 2 or not found:
            return False
        paid = found[0]
        self.recent_income.remove(paid)
        legs = [Leg(paid.account, paid.fen), self._bank(day, -paid.fen, lag=0)]
        self._voucher(day, paid.payee, f"红字冲销：{paid.narration}", legs, {"reverses": paid.id})
        legs = [self._bank(day, paid.fen, lag=0), Leg(SCRAP, -paid.fen)]
        self._voucher(day, paid.payee, f"更正科目：{paid.narration}", legs, paid.meta)
        return True


def make_term(number: int, rng: random.Random) -> Term:
    """Return the people of the term that begins with an election."""
    names = [
        SURNAMES[(16 * number + position) % len(SURNAMES)] + OFFICER_GIVEN[position]
        for position in range(16)
    ]
    rng.shuffle(names)
    holders = dict(zip(ROLES, names, strict=False))
    rest = names[len(ROLES) :]
    return Term(
        ELECTIONS[number],
        ELECTIONS[number + 1] - DAY,
        holders,
        (rest[0], rest[1]),
        rest[2],
        rest[3:] + [holders["disclosure-officer"]],
    )


def days_of(month: Month) -> Iterator[dt.date]:
    """Yield every day of a month."""
    for offset in range((month.last - month.first).days + 1):
        yield month.first + offset * DAY


def keeps_over(day: dt.date) -> bool:
    """Tell whether cash stays in the till over the weekend: of the last Friday's month another is counted."""
    return day.weekday() == 4 and (day + 3 * DAY).month != day.month and day.month != 12


def weekday_of_month(day: dt.date) -> dt.date:
    """Return ``day``, or the nearest weekday after it (before it at a month's end)."""
    moved = day
    while moved.weekday() > 4:
        moved += DAY
    if moved.month != day.month:
        moved = day
        while moved.weekday() > 4:
            moved -= DAY
    return moved


def main() -> None:
    """Write books from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="a new or empty folder")
    parser.add_argument("vouchers", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        made = write_books(options.folder, options.vouchers, options.seed)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    print(
        f"{made.main}: {made.vouchers} vouchers, {made.approvals} approvals, "
        f"{made.receipts} receipts, {made.scans} scans; judge as of {made.as_of}"
    )


if __name__ == "__main__":
    main()

"""Reading what people type: amounts, days, counts. Full-width digits and commas are fine.

Each function raises :class:`BadInput` with a Chinese message that says what would be right.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.schedules import Schedule
from juwu_ledger.books.model.written_days import written_day, written_period
from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.journal.engine.directive_text import Unwritable, quoted
from juwu_ledger.journal.engine.refusals import BadInput

T = TypeVar("T")
_AMOUNT = re.compile(r"\d{1,13}(\.\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", re.ASCII)
"""A comma stands before three digits: ``1,50`` would be read as 150 where 1.50 was meant."""
_MOST = 10**14
"""Fen: amounts above a trillion yuan are refused at entry (docs/trust.md, Files out)."""
LONGEST = 2000
"""Characters; nothing that a person types is longer, a file pasted by mistake is."""
_MOST_DAYS = 366
_MOST_MONTHS = 1200
_BETWEEN_NAMES = re.compile(r"[\s、,，;；/]+")
_SCHEDULE = re.compile(r"每([月季年])度?(?:第?(\d{1,2})个?月)?(\d{1,2})", re.ASCII)


def folded(text: str) -> str:
    """Return text in half-width characters, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def read_amount(text: str) -> int:
    """Read ``1,234.5`` or ``１２３４．５元`` as fen, above zero."""
    if any(unicodedata.category(char) == "No" for char in text):  # ² is no 2: 10² would be 102.
        raise BadInput(f"金额 {text!r} 看不懂，请写成 1234.50 这样（最多两位小数）")
    plain = folded(text).strip("¥￥元").strip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _AMOUNT.fullmatch(plain):
        raise BadInput(f"金额 {text!r} 看不懂，请写成 1234.50 这样（最多两位小数）")
    yuan, _, rest = plain.partition(".")
    fen = int(yuan) * 100 + int((rest + "00")[:2])
    if fen == 0:
        raise BadInput("金额不能是零")
    if fen > _MOST:
        raise BadInput(f"金额 {text} 太大了，请检查是不是多打了几位")
    return fen


def read_balance(text: str) -> int:
    """Read a balance in fen: zero is fine, and an overdraft with a minus sign."""
    plain = folded(text)
    if re.fullmatch(r"-?[¥￥]?0+(\.0{1,2})?元?", plain):
        return 0
    return -read_amount(plain[1:]) if plain.startswith("-") else read_amount(plain)


def read_date(text: str, today: dt.date) -> dt.date:
    """Read a day as people write it (:mod:`juwu_ledger.books.model.written_days`)."""
    try:
        return written_day(text, today)
    except ValueError:
        raise BadInput(f"日期 {text!r} 看不懂，请写成 2026-01-05、2026年1月5日 这样") from None


def read_month(text: str) -> Period:
    """Read a month: ``2026-01``, ``2026.1``, ``2026年1月``."""
    period = read_period(text)
    if period.kind != "month":
        raise BadInput(f"{text} 不是月份，请写成 2026-01 这样")
    return period


def read_period(text: str) -> Period:
    """Read a month, a quarter, a half-year or a year."""
    try:
        return written_period(text)
    except ValueError as error:
        raise BadInput(str(error)) from None


def read_last_day(text: str, first: dt.date) -> dt.date:
    """Read the last day of something that begins on ``first``."""
    day = read_date(text, first)
    if day < first:
        raise BadInput(f"最后一天 {day} 早于开始的 {first}")
    return day


def read_schedule(text: str) -> Schedule:
    """Read ``每月10日``, ``每季第1个月10日``, ``每年3月15日``, or as the books write it."""
    plain = re.sub(r"[\s的号日]+", "", folded(text))
    match = _SCHEDULE.fullmatch(plain)
    written = folded(text)
    if match is not None:
        day, word = match[3], {"月": "monthly", "季": "quarterly", "年": "yearly"}[match[1]]
        written = f"{word} {day}" if match[1] == "月" else f"{word} {match[2] or 1}-{day}"
    try:
        return Schedule.parse(written)
    except ValueError:
        raise BadInput(
            f"日子 {text!r} 看不懂，请写成 每月10日、每季第1个月10日、每年3月15日 这样"
        ) from None


def read_days(text: str) -> int:
    """Read a number of days: ``10`` or ``１０天``."""
    plain = folded(text).removesuffix("天")
    if not re.fullmatch(r"\d{1,3}", plain, re.ASCII) or int(plain) > _MOST_DAYS:
        raise BadInput(f"天数 {text!r} 看不懂，请写 0 到 {_MOST_DAYS} 的整数")
    return int(plain)


def read_months(text: str) -> int:
    """Read a number of months: ``60``, ``６０个月`` or ``5年``."""
    plain = folded(text).removesuffix("个月").removesuffix("月")
    years = plain.endswith("年")
    if not re.fullmatch(r"\d{1,4}", plain.removesuffix("年"), re.ASCII):
        raise BadInput(f"月数 {text!r} 看不懂，请写 60 或 5年 这样")
    months = int(plain.removesuffix("年")) * (12 if years else 1)
    if not 1 <= months <= _MOST_MONTHS:
        raise BadInput(f"月数应在 1 到 {_MOST_MONTHS} 之间")
    return months


def read_per_cent(text: str) -> Decimal:
    """Read ``5`` or ``5%`` as 5 per cent, up to 100."""
    plain = folded(text).removesuffix("%")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", plain, re.ASCII) or Decimal(plain) > 100:
        raise BadInput(f"百分数 {text!r} 看不懂，请写 0 到 100，如 5")
    return Decimal(plain)


def read_list(text: str, read: Callable[[str], T]) -> list[T]:
    """Read several values with 、 or commas between them."""
    parts = [part for part in re.split("[、,，;；]", read_text(text)) if part.strip()]
    if not parts:
        raise BadInput("不能是空的")
    return list(dict.fromkeys(read(part.strip()) for part in parts))


def read_pair(text: str) -> tuple[str, str]:
    """Read ``名称=值``; a full-width ＝ is fine."""
    name, equals, value = text.replace("＝", "=").rpartition("=")
    if not equals or not name.strip() or not value.strip():
        raise BadInput(f"{text!r} 要写成 名称=值")
    return read_text(name), value.strip()


def read_own(text: str, items: Iterable[str]) -> list[tuple[str, str]]:
    """Read what a line ``text`` says of its own, each ``项=值``; nothing may stand in it twice."""
    told = [item.replace("＝", "=").partition("=") for item in items]
    words = [word.strip() for word, _, _ in told]
    for word in words:
        if words.count(word) > 1:
            raise BadInput(f"{text!r} 里 {word} 写了两次，一行只写一个")
    return [(word, value) for word, (_, _, value) in zip(words, told, strict=True)]


def read_names(text: str) -> list[str]:
    """Read people's names with 、 , or blanks between them, each once."""
    names = [read_name(name) for name in _BETWEEN_NAMES.split(read_text(text)) if name]
    if not names:
        raise BadInput("不能是空的")
    return list(dict.fromkeys(names))


def read_count(text: str) -> int:
    """Read a number of attached papers: ``2`` or ``２张``."""
    plain = folded(text).removesuffix("张")
    if not re.fullmatch(r"\d{1,6}", plain, re.ASCII):
        raise BadInput(f"张数 {text!r} 看不懂，请写一个整数，如 2")
    return int(plain)


def too_long(length: int) -> str:
    """Say that an answer of so many characters is no answer."""
    return f"太长了（{length} 个字），最多 {LONGEST} 个字"


def read_text(text: str) -> str:
    """Read words that must not be empty, and that the books can hold."""
    clean = unicodedata.normalize("NFC", text).strip()
    if not clean:
        raise BadInput("不能是空的")
    if len(clean) > LONGEST:
        raise BadInput(too_long(len(clean)))
    try:
        quoted(clean)
    except Unwritable as error:
        raise BadInput(str(error)) from None
    return clean


def read_name(text: str) -> str:
    """Read the name of a person or a body: what is a day or an amount was meant for another question."""
    name = read_text(text)
    for read, what in ((lambda t: read_date(t, dt.date.today()), "日期"), (read_balance, "金额")):
        try:
            read(name)
        except BadInput:
            continue
        raise BadInput(f"“{name}”是{what}，这里要写名字")
    return name


def read_id(text: str) -> str:
    """Read a number or id as it stands on paper: half-width, capitals, no blanks."""
    return "".join(folded(read_text(text)).split()).upper()


def read_word(words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a reader of one of ``words``: the English word or its Chinese name."""

    def read(text: str) -> str:
        plain = folded(text)
        for word, title in words.items():
            if plain in (word, title):
                return word
        said = "、".join(f"{title}（{word}）" for word, title in words.items())
        raise BadInput(f"没有 {text!r} 这一种；可用：{said}")

    return read


def read_scans(paths: Sequence[Path] | None) -> list[Path]:
    """Take the paths of scans that must be there."""
    return [path for path in map(read_scan, paths or ()) if path is not None]


def read_scan(path: Path | None) -> Path | None:
    """Take the path of a scan that must be there."""
    try:
        if path is not None and not path.is_file():
            raise BadInput(f"没有这个扫描件：{path}")
    except OSError as error:
        raise BadInput(f"打不开扫描件 {path}（{reason(error)}）") from None
    return path

"""What a correction changes: the bundle of a month that was filed before, held against the new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from juwu_ledger.bundle.manifest import BOOKS, DATA, REPORTS, Manifest
from juwu_ledger.street.kept_bundles import kept_manifest, latest_of
from juwu_ledger.street.street_log import StreetLog

_COUNTS = {"errors": "未说明的违规", "warnings": "提醒", "explained": "已说明"}
_WORDS = {
    "reviewed": "审核到",
    "disclosed": "公开到",
    "accountant": "会计",
    "made_on": "做报送包的日子",
    "program": "程序和规则的版本",
}
_FILES = {
    DATA["entries"]: "分录",
    DATA["accounts"]: "科目余额",
    DATA["funds"]: "专项资金",
    DATA["findings"]: "查账结果",
    DATA["approvals"]: "签批",
    DATA["officers"]: "任职",
    REPORTS["json"]: "月报",
}


def differences(root: Path, log: StreetLog, new: Manifest) -> Iterator[str]:
    """Yield in Chinese what is otherwise than in the bundle that holds for the month so far."""
    old = kept_manifest(root, log, latest_of(log, new.code)[new.period.label])
    for key, title in (*_COUNTS.items(), *_WORDS.items()):
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield f"{title}：{_shown(was)} → {_shown(now)}"
    for name, title in _FILES.items():
        if old.files.get(name, ())[1:] != new.files.get(name, ())[1:]:
            yield f"{title}有改动"
    if _books(old) != _books(new):
        yield "随包的账本有改动"


def _shown(value: object) -> str:
    return str(value) or "无"


def _books(manifest: Manifest) -> dict[str, tuple[int, str]]:
    return {name: said for name, said in manifest.files.items() if name.startswith(BOOKS)}

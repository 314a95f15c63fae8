"""Beancount's own error messages, said again in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from juwu_ledger.books.model.problem import LoadError

_SAID: list[tuple[str, Callable[[re.Match[str]], str]]] = [
    (
        r"Transaction does not balance: \((.*)\)",
        lambda m: f"凭证借贷不平，差 {m[1]}；请核对每一行金额",
    ),
    (
        r"Invalid reference to unknown account '(.*)'",
        lambda m: f"科目 {m[1]} 没有在 accounts.beancount 里开户（open）",
    ),
    (
        r"Invalid reference to inactive account '(.*)'",
        lambda m: f"科目 {m[1]} 在这一天还没有启用或已经停用",
    ),
    (r"Duplicate open directive for (.*)", lambda m: f"科目 {m[1]} 重复开户"),
    (r"Duplicate close directive for (.*)", lambda m: f"科目 {m[1]} 重复停用"),
    (
        r"Invalid currency (\S+) for account '(.*)'",
        lambda m: f"科目 {m[2]} 不记 {m[1]} 这个币种",
    ),
    (
        r"Duplicate balance assertion with different amounts",
        lambda m: "同一天对同一科目写了两个不同的余额",
    ),
    (
        r"Duplicate (?:posting )?metadata field.*key='([^']*)'",
        lambda m: f"同一处写了两次 {m[1]}",
    ),
    (
        r"syntax error, unexpected (\S+)(?:, expecting (.*))?",
        lambda m: "这一行的写法不对，读到这里读不下去（缺引号、缺空格或写错了字）",
    ),
    (r"Invalid token: '(.*)'", lambda m: f"这一行有认不出的字：{m[1]}"),
    (r"Invalid account name: (.*)", lambda m: f"科目名 {m[1]} 写法不对"),
    (r"Invalid option: '(.*)'", lambda m: f"没有 {m[1]} 这个选项（option）"),
    (
        r"Too many missing numbers for currency group '(.*)'",
        lambda m: "一张凭证里只能有一行不写金额",
    ),
    (
        r"(?:Failed to categorize posting|Currency inference failed).*",
        lambda m: "推算不出没写的那个金额，请把每一行金额写全",
    ),
    (r"Transaction has incomplete elements", lambda m: "凭证里有没写全的金额"),
    (r"(?s:No position matches.*)", lambda m: "金额带了成本，公款账只记金额"),
    (
        r"Booking failed",
        lambda m: "这张凭证算不下来：金额太大或没写全，或者带了成本、单价；公款账只记人民币金额",
    ),
    (r"Invalid number format: '(.{0,20}).*'", lambda m: f"数字 {m[1]}… 太长或写法不对"),
    (
        r"You may not have more than one auto-posting per currency",
        lambda m: "一张凭证里只能有一行不写金额",
    ),
    (r"month must be in 1\.\.12.*", lambda m: "日期的月份不对"),
    (r"day is out of range for month.*", lambda m: "没有这一天"),
    (r"String too long \((.*) lines\)", lambda m: f"引号里的文字有 {m[1]} 行，太长"),
]


def in_chinese(message: str) -> str:
    """Return Beancount's message as a treasurer can read it."""
    for pattern, say in _SAID:
        match = re.search(pattern, message)
        if match:
            return say(match)
    return f"Beancount 报错：{message.strip()}"


def load_error(error: Any, hint: str = "") -> LoadError:
    """Turn one Beancount error into ours."""
    source = error.source or {}
    file = source.get("filename")
    return LoadError(
        in_chinese(error.message) + hint,
        file if file and not file.startswith("<") else None,
        source.get("lineno") or None,
    )

"""What a page of ours sends to be written: read with suspicion."""

from __future__ import annotations

import hmac
import json
import unicodedata
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from juwu_ledger.rules.support.rule import Finding

LARGEST = 16 * 1024
_LARGEST_FORM = 4 * 1024
CSRF_HEADER = "X-Juwu-CSRF"
NOT_OURS = "这个请求不是从本系统的页面发来的，没有办。请刷新页面再试一次。"


class Refused(Exception):
    """A request is not granted: status, a Chinese sentence, and findings where rules stand against it."""

    def __init__(self, status: int, said: str, findings: Sequence[Finding] = ()) -> None:
        """Take what is answered."""
        super().__init__(said)
        self.status = status
        self.said = said
        self.findings = tuple(findings)


def from_our_page(request: Request) -> bool:
    """Tell whether the browser says that a page of this very server sent the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")


def is_token(given: str | None, csrf: str) -> bool:
    """Tell whether a token is that of the session."""
    return hmac.compare_digest((given or "").encode("utf-8"), csrf.encode("utf-8"))


def body_of(request: Request, largest: int) -> bytes:
    """Return the body; refuse one that is too large."""
    request.max_content_length = largest
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise Refused(413, "发来的内容太长了。") from None


def posted(request: Request, csrf: str) -> dict[str, Any]:
    """Return the JSON object that a page of ours sent."""
    if not from_our_page(request) or not is_token(request.headers.get(CSRF_HEADER), csrf):
        raise Refused(403, NOT_OURS)
    if request.mimetype != "application/json":
        raise Refused(415, "只收 JSON。")
    try:
        content = json.loads(body_of(request, LARGEST))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise Refused(400, "发来的内容看不懂。")
    return content


def posted_form(request: Request) -> dict[str, str]:
    """Return the fields of a small plain form; refuse anything else."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise Refused(415, "只收表单。")
    body = body_of(request, _LARGEST_FORM).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=10))
    except ValueError:
        raise Refused(400, "发来的内容看不懂。") from None


def text(content: dict[str, Any], key: str, title: str, longest: int = 500) -> str:
    """Return a text that must not be empty, in one line."""
    given = optional_text(content, key, title, longest)
    if not given:
        raise Refused(400, f"请写{title}。")
    return given


def optional_text(content: dict[str, Any], key: str, title: str, longest: int = 500) -> str:
    """Return a text in one line, empty where it is not given."""
    given = content.get(key)
    if given is None:
        return ""
    if not isinstance(given, str):
        raise Refused(400, f"{title}不是文字。")
    line = " ".join(unicodedata.normalize("NFC", given).split())
    if len(line) > longest:
        raise Refused(400, f"{title}太长了，最多 {longest} 个字。")
    if not line.isprintable():
        raise Refused(400, f"{title}里有看不见的字符，请去掉。")
    return line

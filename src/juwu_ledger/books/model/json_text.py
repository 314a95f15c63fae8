"""JSON that people may look at in a terminal or an editor: nothing in it is hidden or turns the text."""

from __future__ import annotations

import json
import re
from typing import Any

_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\uffff]"
)


def json_text(value: Any, indent: int | None = 2) -> str:
    """Return ``value`` as JSON, Chinese as it is; what cannot be seen is escaped (``\\u202e``).

    Who reads the JSON gets the very same value.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)

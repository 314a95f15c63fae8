"""Reading the text of books that a stranger may have written (docs/trust.md, Reading).

Everything is looked at before Beancount sees it: the file is a regular file inside the books'
folder, of bearable size, UTF-8 without BOM, NUL or carriage returns, with lines of bearable length
and no division (``1/0`` kills the interpreter). Includes are resolved here and confined to the
books' folder. What is merely unwise (invisible characters, ``pushmeta``) becomes a
:class:`~juwu_ledger.books.model.problem.Problem` and the books load all the same.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType

from juwu_ledger.books.model.problem import LoadError, Place, Problem
from juwu_ledger.books.reading.os_reasons import reason

MAX_FILE = 256 * 1024 * 1024
MAX_LINE = 64 * 1024
MAX_FILES = 20_000

# One pattern for each first byte pair: a literal beginning lets the search run over large files. By their
# first byte, which most files do not hold; a pattern that is not needed is not compiled.
_INVISIBLE = {
    b"\xe2": (
        rb"\xe2\x80[\x8b-\x8f\xa8-\xae]",
        rb"\xe2\x81[\xa0-\xaf]",
    ),
    b"\xef": (rb"\xef\xbb\xbf", rb"\xef\xbe\xa0"),
    b"\xc2": (rb"\xc2[\x80-\x9f\xad]",),
    b"\xd8": (rb"\xd8\x9c",),
    b"\xe1": (rb"\xe1\xa0\x8e", rb"\xe1\x85[\x9f\xa0]"),
    b"\xe3": (rb"\xe3\x85\xa4",),
    b"\xf3": (rb"\xf3\xa0[\x80\x81][\x80-\xbf]",),
}
_CONTROL = bytes({*range(1, 32), 127} - {9, 10, 13})
_CONTROLS = rb"[%b]" % re.escape(_CONTROL)
_FULL_WIDTH = "[：“”＂，]"
_NUMBERS_END = frozenset(b"0123456789).")
_TOKENS = (
    rb'(?s)"(?:[^"\\]|\\.)*"|;[^\n]*|(?:^|(?<=\n))[*:!&?%][^\n]*|[#^][A-Za-z0-9\-_/.]+|'
    rb"(?:^|(?<=[ \t\n]))\d{4}[-/]\d{1,2}[-/]\d{1,2}|/"
)
# A line with a quote that it does not close itself, outside comments. Possessive, hence linear.
_UNCLOSED = re.compile(rb'^[^";\n]*+(?:"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"[^";\n]*+)*+"', re.M)
_TRIAL = (
    "import sys; from beancount.parser import parser; parser.parse_string(sys.stdin.buffer.read())"
)
_FORGED = rb"(?m)^(?:pushmeta)?[ \t]+(filename|lineno):"
_PUSHMETA = rb"(?m)^pushmeta\b"


NO_TEXTS: Mapping[Path, bytes] = MappingProxyType({})


class Refused(Exception):
    """The books cannot be read safely; carries the :class:`LoadError` that says why."""

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        """Wrap the message with its place."""
        super().__init__(message)
        self.error = LoadError(message, file, line)


def read_bytes(path: Path, texts: Mapping[Path, bytes] = NO_TEXTS) -> bytes:
    """Return a file's bytes, its text not looked at; raise :class:`Refused` when unfit.

    ``texts`` holds files as they would be after a change that is being tried.
    """
    name = str(path)
    if path in texts:
        return texts[path]
    try:
        status = path.stat()
    except FileNotFoundError:
        raise Refused("没有这个文件", name) from None
    except OSError as error:
        raise Refused(f"打不开这个文件（{reason(error)}）", name) from None
    if not stat.S_ISREG(status.st_mode):
        raise Refused("这不是普通文件，账本只读普通文件", name)
    if status.st_size > MAX_FILE:
        raise Refused(f"文件太大（上限 {MAX_FILE // 2**20} MiB），请按月分成几个文件", name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"读不了这个文件（{reason(error)}）", name) from None


def check_text(data: bytes, name: str) -> None:
    """Raise :class:`Refused` when ``data`` is not plain UTF-8 text that is safe to parse."""
    if data.startswith(b"\xef\xbb\xbf"):
        raise Refused("文件开头有 BOM 记号；请另存为“UTF-8（无 BOM）”", name, 1)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("文件是 UTF-16 编码；请另存为“UTF-8（无 BOM）”", name, 1)
    _refuse_byte(data, b"\0", "有空字节（NUL），不是文本文件", name)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        guess = "，看来是 GBK 编码" if _is_gbk(data) else ""
        raise Refused(f"不是 UTF-8 文字{guess}；请另存为“UTF-8（无 BOM）”", name, line) from None
    if b"\r" in data:
        _refuse_byte(data.replace(b"\r\n", b"\n"), b"\r", "有单独的回车符（CR）；请用换行", name)
    if len(data) > MAX_LINE:
        _refuse_long_line(data, name)
    if b"lineno:" in data or b"filename:" in data:
        _refuse_forged_places(data, name)
    if any(True for _ in _division_hints(data)):
        _refuse_division(data, name)


def text_problems(data: bytes, name: str) -> list[Problem]:
    """Return what is unwise in a file's text: told as FMT001, the books load all the same."""
    problems = []
    patterns = [p for first, those in _INVISIBLE.items() if first in data for p in those]
    if len(data.translate(None, _CONTROL)) < len(data):
        patterns.append(_CONTROLS)
    for match in (m for pattern in patterns for m in re.finditer(pattern, data)):
        line = data.count(b"\n", 0, match.start()) + 1
        code = ord(match[0].decode("utf-8"))
        problems.append(
            Problem(
                Place(name, line),
                f"这一行有看不见的字符 U+{code:04X}，同样的字看上去一样、其实不同",
                "删去这个字符，重新输入这一处。",
            )
        )
    for match in re.finditer(_PUSHMETA, data) if b"pushmeta" in data else ():
        line = data.count(b"\n", 0, match.start()) + 1
        problems.append(
            Problem(
                Place(name, line),
                "用了 pushmeta：它会暗中给后面的凭证添上内容",
                "删去 pushmeta 和 popmeta，把内容写到每张凭证上。",
            )
        )
    text = data.decode("utf-8")
    if not unicodedata.is_normalized("NFC", text):
        for number, line_text in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line_text):
                problems.append(
                    Problem(
                        Place(name, number),
                        "这一行的文字不是统一的编码形式（NFC）",
                        "重新输入这一行。",
                    )
                )
    return problems


def line_naming(data: bytes, text: str) -> int | None:
    """Return the line on which ``text`` first stands in double quotes."""
    at = data.find(f'"{text}"'.encode("utf-8", "surrogatepass"))
    return data.count(b"\n", 0, at) + 1 if at >= 0 else None


def full_width_hint(data: bytes, line: int) -> str:
    """Return a word about full-width punctuation on ``line``, a usual cause of syntax errors."""
    lines = data.split(b"\n", line)
    if 1 <= line <= len(lines):
        text = re.sub('"[^"]*"', "", lines[line - 1].decode("utf-8", "replace"))
        found = re.findall(_FULL_WIDTH, text.split(";")[0])
        if found:
            return f"；这一行有全角标点 {''.join(dict.fromkeys(found))}，请换成半角"
    return ""


class BooksFolder:
    """The folder that the books live in; nothing outside it is ever opened."""

    def __init__(self, main: Path, texts: Mapping[Path, bytes] = NO_TEXTS) -> None:
        """Take the folder of the main file as the border; ``texts`` as in :func:`read_bytes`."""
        self.main = main
        self.root = main.parent
        self._texts = texts
        self._real: dict[Path, Path] = {}
        self._inside: dict[Path, bool] = {}
        self._relative: dict[str, str] = {}
        self._real_root = self.resolved(main.parent)

    def resolved(self, path: Path) -> Path:
        """Return a path with all links followed, once for every path; raises as ``Path.resolve`` does."""
        real = self._real.get(path)
        if real is None:
            real = self._real[path] = path.resolve()
        return real

    def contains(self, path: Path) -> bool:
        """Tell whether ``path``, with all links followed, lies in the folder; looked at once for every path."""
        known = self._inside.get(path)
        if known is None:
            try:
                known = self.resolved(path).is_relative_to(self._real_root)
            except (OSError, RuntimeError, ValueError):
                known = False
            self._inside[path] = known
        return known

    def expand(self, pattern: str, including: Path, line: int | None = None) -> list[Path]:
        """Return the files that the ``include`` on ``line`` names, in order of name.

        Raises :class:`Refused` when the pattern or a file that it matches lies outside.
        """
        name = str(including)
        outside = Refused(f'include "{pattern}" 指到账本文件夹之外，拒绝读取', name, line)
        wild = any(char in pattern for char in "*?[")
        if "\0" in pattern or Path(pattern).is_absolute():
            raise outside
        if ".." in Path(pattern).parts and (wild or not self.contains(including.parent / pattern)):
            raise outside
        if pattern.count("**") > 1:
            raise Refused(f'include "{pattern}" 里只能有一个 **', name, line)
        if not wild:
            found = [including.parent / pattern]
        else:
            try:
                seen = {p for p in including.parent.glob(pattern) if os.path.isfile(p)}  # noqa: PTH113
                found = sorted(seen | self._coming(including.parent, pattern))
            except (ValueError, NotImplementedError, OSError, RuntimeError):
                found = []
        if not found or not (found[0] in self._texts or os.path.exists(found[0])):  # noqa: PTH110
            raise Refused(f'include "{pattern}" 没有找到文件', name, line)
        if len(found) > MAX_FILES:
            raise Refused(f'include "{pattern}" 文件太多（上限 {MAX_FILES}）', name, line)
        if not all(self.contains(path) for path in found):
            raise outside
        return found

    def _coming(self, folder: Path, pattern: str) -> set[Path]:
        """Return the files of a change being tried that ``pattern`` matches."""
        return {
            path
            for path in self._texts
            if path.is_relative_to(folder)
            and _matches(path.relative_to(folder).parts, Path(pattern).parts)
        }

    def relative(self, file: str) -> str:
        """Return a path below the folder with ``/``; others as they are."""
        known = self._relative.get(file)
        if known is None:
            try:
                known = Path(file).relative_to(self.root).as_posix()
            except ValueError:
                known = file
            self._relative[file] = known
        return known


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Tell whether ``Path.glob`` finds a file: ``**`` stands for any number of folders."""
    if not pattern or not parts:
        return not pattern and not parts
    if pattern[0] == "**":
        return _matches(parts, pattern[1:]) or _matches(parts[1:], pattern)
    return fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _refuse_byte(data: bytes, byte: bytes, message: str, name: str) -> None:
    at = data.find(byte)
    if at >= 0:
        raise Refused(message, name, data.count(b"\n", 0, at) + 1)


def _refuse_long_line(data: bytes, name: str) -> None:
    start = 0
    while len(data) - start > MAX_LINE:
        end = data.rfind(b"\n", start, start + MAX_LINE + 1)
        if end < start:
            line = data.count(b"\n", 0, start) + 1
            raise Refused(f"这一行太长（上限 {MAX_LINE // 1024} KiB）", name, line)
        start = end + 1


def _refuse_forged_places(data: bytes, name: str) -> None:
    """Refuse the two metadata keys by which Beancount itself notes where a directive stands."""
    match = re.search(_FORGED, data)
    if match:
        line = data.count(b"\n", 0, match.start()) + 1
        raise Refused(f"项名 {match[1].decode()} 是程序自己用的；请换一个", name, line)


def _refuse_division(data: bytes, name: str) -> None:
    """Refuse a division in an amount; where quotes cross lines, let a child parse it first.

    A stray quote in a line that Beancount skips would shift what we take for a string, so only
    text in which every line closes its own quotes is judged by looking.
    """
    if _every_line_closes_its_quotes(data):
        end = 0
        for hint in _division_hints(data):
            if hint >= end:
                start = data.rfind(b"\n", 0, hint) + 1
                before = data[start:hint]
                if before.count(b'"') % 2 and b"\\" not in before and b";" not in before:
                    continue  # Inside a string of this line, as in a document's path.
                end = data.find(b"\n", hint)
                end = len(data) if end < 0 else end
                _look_for_division(data, start, end, name)
        return
    _look_for_division(data, 0, len(data), name)
    import subprocess  # Rarely needed, and slow to import.

    trial = subprocess.run(
        [sys.executable, "-I", "-c", _TRIAL],
        input=data,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if trial.returncode != 0:
        raise Refused("这个文件会让解析程序崩溃（多半是金额里写了除法），拒绝读取", name)


def _division_hints(data: bytes) -> Iterator[int]:
    """Yield where a slash stands behind what a number may end with, blanks between them or not."""
    at = data.find(b"/")
    while at >= 0:
        last = at - 1
        while last >= 0 and data[last] in b" \t":
            last -= 1
        if last >= 0 and data[last] in _NUMBERS_END:
            yield at
        at = data.find(b"/", at + 1)


def _every_line_closes_its_quotes(data: bytes) -> bool:
    parts = data.split(b'"')
    if len(parts) % 2 and b"\\" not in data and b"\n" not in b"".join(parts[1::2]):
        return True  # Plainly so: they pair up line by line. Else comments and escapes count.
    return _UNCLOSED.search(data) is None


def _look_for_division(data: bytes, start: int, end: int, name: str) -> None:
    for match in re.finditer(_TOKENS, data[start:end]):
        if match[0] == b"/":
            line = data.count(b"\n", 0, start + match.start()) + 1
            raise Refused("金额里写了除法；请直接写算好的金额", name, line)


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True

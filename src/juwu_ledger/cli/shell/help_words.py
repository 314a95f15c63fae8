"""The words around the help of commands in Chinese: click and Typer write them in English.

Click also counts a Chinese character as one column, so columns and lines are laid out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from juwu_ledger.books.model.width import display_width, wrapped

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_USAGE = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]..."}
_TEXTS = {
    "Show this message and exit.": "显示这份说明。",
    "[required]": "（必填）",
    "[default: ": "[默认：",
}


class HelpInChinese(click.HelpFormatter):
    """Writes headings and remarks in Chinese; what commands say of themselves is Chinese already."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        words = " ".join(_USAGE.get(word, word) for word in args.split(" "))
        super().write_usage(prog, words, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading, with the colon of Chinese text."""
        self.write(f"{' ' * self.current_indent}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, broken where the terminal ends."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write_paragraph()
            self._write_lines("", " ".join(paragraph.split()), self.current_indent)

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 26, col_spacing: int = 2
    ) -> None:
        """Write options, arguments or commands, each with what it is."""
        room = min(max((display_width(name) for name, _ in rows), default=0), col_max)
        for name, text in _told(rows):
            self._write_lines(name, text, self.current_indent + room + col_spacing)

    def _write_lines(self, name: str, text: str, indent: int) -> None:
        head = " " * self.current_indent + name
        if name and display_width(head) > indent - 2:
            self.write(head + "\n")
            head = ""
        for line in wrapped(text, self.width - indent - 4):
            self.write(head + " " * (indent - display_width(head)) + line + "\n")
            head = ""


def _told(rows: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, text in rows:
        said = text
        for english, chinese in _TEXTS.items():
            said = said.replace(english, chinese)
        yield name, said

"""A gate that really listens, and Chromium that looks at it and writes down what goes wrong."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gate_tools import DAY, PASSWORD, Place

from juwu_ledger.web.server import Address, make_gate, make_server

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)
WIDE, ZOOMED, NARROW = (1280, 900), (853, 600), (390, 844)
"""A plain screen, the same with everything half as large again, and a telephone."""
SIZES = {"1280": WIDE, "853": ZOOMED, "390": NARROW}
PAPER = 680
"""Pixels between the margins of an A4 sheet."""
_WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@contextmanager
def served(place: Place, day: dt.date = DAY, **named: Any) -> Iterator[str]:
    """Serve the books of a place; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = Address("127.0.0.1", port)
    gate = make_gate(
        place.main,
        place.users,
        address,
        folder=place.folder / "config",
        today=lambda: day,
        **named,
    )
    server = make_server(gate, address)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()
        thread.join(timeout=20)


def new_page(chromium: Any, size: tuple[int, int]) -> Any:
    """Return an empty page of a browser that nobody has logged in with."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(_WATCH)
    context.set_default_timeout(30_000)
    return context.new_page()


class Person:
    """Somebody at a browser of his or her own; ``wrong`` is all that should not have happened."""

    def __init__(self, chromium: Any, address: str, name: str, size: tuple[int, int]) -> None:
        self.wrong: list[str] = []
        self.address = address
        self.page = new_page(chromium, size)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.goto(address)
        self.page.get_by_label("姓名").fill(name)
        self.page.get_by_label("口令").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_selector("html.juwu-scripted", state="attached")
        self.base = self.page.url.split("/extension/")[0]

    def open(self, path: str) -> Any:
        """Open a page of ours, as if its address were typed."""
        self.page.goto(f"{self.base}/{path}")
        self.page.wait_for_selector("html.juwu-scripted", state="attached")
        return self.page

    def turn_to(self, title: str) -> Any:
        """Click on a page's name beside the page, and wait until it stands there."""
        self.page.locator("aside").get_by_role("link", name=title, exact=True).click()
        self.page.locator("article h2", has_text=title).wait_for()
        self.page.wait_for_selector("html.juwu-scripted", state="attached")
        return self.page

    def says(self, text: str) -> None:
        """Wait until the page says this, and its script listens."""
        self.page.locator("article").get_by_text(text).locator("visible=true").first.wait_for()
        self.page.wait_for_selector("html.juwu-scripted", state="attached")

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()


MEASURED = """() => {
  const page = document.querySelector(".juwu") ?? document.body;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && one.getBoundingClientRect().width > 1;
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1)
    found.push(`sideways: ${root.scrollWidth} of ${root.clientWidth}`);
  const small = new Set(), foreign = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) {
    const one = node.parentElement, text = node.textContent.trim();
    if (!text || one.closest("svg, style, script, noscript") || !seen(one)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < 16) small.add(`${size}px ${text.slice(0, 20)}`);
    const said = text.replace(/juwu [a-z-]+|SHA-256|[0-9a-f]{16,}|\\.(png|pdf|jpg)\\b|custom "[a-z-]+"/g, "");
    if (/[A-Za-z]{3,}/.test(said) && !one.closest("code, .problems .small")) foreign.add(said.slice(0, 30));
  }
  found.push(...[...small].map((text) => `small: ${text}`));
  found.push(...[...foreign].map((text) => `English: ${text}`));
  for (const one of page.querySelectorAll("a, button, td, th, p, li, h2, h3, input")) {
    if (!seen(one)) continue;
    const box = one.getBoundingClientRect();
    if (box.right > root.clientWidth + 1 || box.left < -1)
      found.push(`outside: ${one.tagName} ${one.textContent.trim().slice(0, 20)}`);
  }
  return found;
}"""


def faults_of(page: Any) -> list[str]:
    """Return what can be measured of a page that should not be: sticking out, small print, English."""
    found: list[str] = page.evaluate(MEASURED)
    return found

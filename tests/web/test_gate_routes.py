"""Every route of Fava's own map, by every method, as nobody and as each role."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gate_tools import BY_ROLE, HOST, PEOPLE, Browser, Place, copy_of_books, folder_digest
from werkzeug.routing import Rule
from werkzeug.test import Client

from juwu_ledger.web.gate.endpoints import ENDPOINTS
from juwu_ledger.web.gate.permissions import PERMISSIONS

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
SHUT = {401, 403, 404, 405}
REPORTS = (
    *("income_statement", "balance_sheet", "trial_balance", "journal", "query", "documents"),
    *("errors", "events", "statistics", "editor", "import", "options", "holdings"),
    *("commodities", "no_such_report"),
)
VALUES = {
    "name": ("Assets:1002银行存款:01基本户",),
    "report_name": REPORTS,
    "aggregation_key": ("account",),
    "extension_name": ("QuarterReview", "NoSuchPage"),
    "endpoint": ("write",),
    "result_format": ("csv",),
    "page_slug": ("_index",),
    "filename": ("app.js",),
}
HOSTILE = {
    "query_string": ".output {target}",
    "filename": "{target}",
    "entry_hash": "0" * 32,
    "key": "document",
    "account": "Assets",
    "folder": "documents",
    "payee": "x",
    "narration": "x",
    "page": "1",
    "order": "desc",
    "new_name": "../../x",
    "importer": "x",
    "page_slug": "_index",
    "a": "Assets",
    "sha256sum": "0" * 64,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("routes"))


def addresses(rule: Rule, slug: str) -> Iterator[str]:
    """Yield addresses that a rule of Fava's map answers."""
    names = sorted(rule.arguments)
    for values in itertools.product(*(VALUES.get(n, (slug,)) for n in names)):
        built = rule.build(dict(zip(names, values, strict=True)))
        assert built is not None
        yield built[1]


def every_pair(place: Place, slug: str) -> list[tuple[str, str, str]]:
    """Endpoint, method and address of every route, by every method."""
    return [
        (rule.endpoint, method, address)
        for rule in place.gate._fava.app.url_map.iter_rules()
        for address in addresses(rule, slug)
        for method in METHODS
    ]


def slug_of(place: Place) -> str:
    return str(place.gate._fava.app.config["LEDGERS"].first_slug())


def hostile(place: Place) -> dict[str, str]:
    return {key: value.format(target=place.main) for key, value in HOSTILE.items()}


def ask(browser: Browser, method: str, address: str, place: Place) -> Any:
    body = {"file_path": str(place.main), "source": "x", "sha256sum": "0" * 64, "entries": []}
    sends = {} if method in ("GET", "HEAD") else {"json": body}
    return browser.ask(method, address, query_string=hostile(place), **sends)


def test_nothing_is_open_without_login(place: Place) -> None:
    slug, nobody = slug_of(place), place.browser()
    pairs = every_pair(place, slug)
    opened = []
    for _endpoint, method, address in pairs:
        response = ask(nobody, method, address, place)
        to_login = response.status_code == 303 and "/juwu/login" in response.headers["Location"]
        if not to_login and response.status_code != 401:
            opened.append((method, address, response.status_code))
    total = len(METHODS) * len(list(place.gate._fava.app.url_map.iter_rules()))
    asked = f"{total} route-method pairs ({len(pairs)} addresses asked)"
    print(f"\nopen without login behind the gate: {len(opened)} of {asked}")
    assert opened == []


def test_plain_fava_would_be_open(tmp_path: Path) -> None:
    """What the gate is for; also shows that the routes above are really asked."""
    from fava.application import create_app

    main = copy_of_books(tmp_path / "ledger")
    app = create_app([str(main)], load=True)
    slug = str(app.config["LEDGERS"].first_slug())
    opened = total = 0
    for rule in app.url_map.iter_rules():
        for method in METHODS:
            total += 1
            address = next(addresses(rule, slug))
            reply = Client(app).open(address, method=method)
            opened += reply.status_code not in SHUT
    print(f"\nopen without login in plain Fava: {opened} of {total} route-method pairs")
    assert opened > 100


def test_our_own_endpoints_are_shut_without_login(place: Place) -> None:
    nobody = place.browser()
    more = ("GET /juwu/scan", "POST /juwu/logout", "GET /juwu/password")
    paths = {name.split()[1] for name in (*ENDPOINTS, *more)}
    for path, method in itertools.product(sorted(paths), METHODS):
        response = nobody.ask(method, path, json=None if method in ("GET", "HEAD") else {})
        assert response.status_code in (303, 401), (method, path)


@pytest.mark.parametrize("role", sorted(PERMISSIONS.keys() - {"street"}))
def test_each_role_reaches_what_is_listed_and_no_more(role: str, place: Place) -> None:
    slug, browser = slug_of(place), place.browser(BY_ROLE[role])
    before, config = place.digest(), folder_digest(place.folder / "config")
    reached = set()
    opened = 0
    for endpoint, method, address in every_pair(place, slug):
        response = ask(browser, method, address, place)
        if response.status_code in SHUT:
            continue
        reached.add(endpoint)
        opened += 1
        assert method in ("GET", "HEAD"), (method, address, response.status_code)
        assert endpoint in PERMISSIONS[role].fava, address
        if endpoint == "report":
            assert address.rstrip("/").rsplit("/", 1)[-1] in PERMISSIONS[role].reports
    print(
        f"\nreached as {role}: {len(reached)} endpoints of Fava, {opened} addresses, by GET or HEAD"
    )
    never = {"jump", "download_journal", "download_query", "extension_endpoint", "holdings_by"}
    assert not reached & never
    assert not any(e.startswith(("json_api.put_", "json_api.delete_")) for e in reached)
    assert not reached & {"json_api.get_source", "json_api.get_source_slice"}
    assert {"index", "static", "extension_report"} <= reached
    assert not reached & {"document", "json_api.get_documents"}
    assert ("report" in reached) == (role in ("treasurer", "auditor"))
    assert place.digest() == before
    assert folder_digest(place.folder / "config") == config


def test_the_lists_name_endpoints_that_there_are(place: Place) -> None:
    known = {rule.endpoint for rule in place.gate._fava.app.url_map.iter_rules()}
    for may in PERMISSIONS.values():
        assert may.fava <= known
        assert may.ours <= {*ENDPOINTS, "GET /juwu/scan"}


@pytest.mark.parametrize(
    ("role", "path", "content"),
    [
        ("director", "/juwu/query", {"about": "2025-12-0001", "text": "x"}),
        ("treasurer", "/juwu/query", {"about": "2025-12-0001", "text": "x"}),
        ("auditor", "/juwu/query", {"about": "2025-12-0001", "text": "x"}),
        ("director", "/juwu/review", {}),
        ("treasurer", "/juwu/review", {}),
        ("auditor", "/juwu/review", {}),
        ("director", "/juwu/mark", {}),
        ("auditor", "/juwu/mark", {}),
        ("reviewer", "/juwu/reply", {"id": "ZX-2026-01", "text": "x"}),
        ("auditor", "/juwu/reply", {"id": "ZX-2026-01", "text": "x"}),
    ],
)
def test_what_others_write_does_not_exist_for_a_role(
    role: str, path: str, content: dict[str, str], place: Place
) -> None:
    before = place.digest()
    assert place.browser(BY_ROLE[role]).post(path, content).status_code == 404
    assert place.digest() == before


@pytest.mark.parametrize(
    "path",
    [
        *("//", "/%00", "/static/../../etc/passwd", "/static/%2e%2e/application.py"),
        *("/juwu/login/", "/JUWU/ME", "/juwu", "/juwu/", "/juwu/me/../../api/source", "/..%2f"),
        *("/x/api/source", "/x/editor", "/x/api/query?query_string=.output%20/tmp/x"),
    ],
)
def test_odd_paths_lead_nowhere(path: str, place: Place) -> None:
    assert place.browser().get(path).status_code in (303, 401)
    response = place.browser("卫百川").get(path)
    inside = response.status_code in (302, 308) and not response.headers["Location"].startswith(
        "//"
    )
    assert response.status_code in SHUT or inside, response.status_code
    assert b"root:" not in response.data


def test_the_method_is_the_one_that_was_used(place: Place) -> None:
    browser = place.browser("卫百川")
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        response = browser.get("/juwu/me?_method=POST", headers={header: "DELETE"})
        assert response.status_code == 200
        response = browser.ask("POST", "/juwu/me", headers={header: "GET"}, json={})
        assert response.status_code == 404


def test_every_person_of_these_tests_has_a_role_of_the_table() -> None:
    assert set(PEOPLE.values()) == set(PERMISSIONS) - {"street"}
    assert not any(PERMISSIONS["street"].__dict__.values()), "the street has pages of its own"
    assert HOST

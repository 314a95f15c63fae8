"""Whose key is in force on which day, and what a list from outside changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import Place
from juwu_ledger.books.model.vocabulary import SigningKey
from juwu_ledger.books.signing.keys import KeyRing
from juwu_ledger.books.signing.signature_states import State
from juwu_ledger.books.signing.signed_messages import DIRECTOR, STREET_DIRECTOR
from juwu_ledger.books.signing.trusted_keys import (
    LARGEST_FILE,
    BadKeyList,
    TrustedKeys,
    read_trusted_keys,
)
from paper_books import TITLE, load
from signing import key_of, public_line, register, signed

BOSS, CLERK, STREET = "赵一清", "钱二宁", "陈九思"
SPACE = DIRECTOR.namespace
OLD, NEW = public_line(BOSS, 1), public_line(BOSS, 2)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def ring(*keys: tuple[str, str, str]) -> KeyRing:
    return KeyRing(
        SigningKey(date=day(date), place=Place("m", line), name=name, key=key)
        for line, (date, name, key) in enumerate(keys)
    )


def test_a_key_is_in_force_until_the_next_or_until_revoked() -> None:
    keys = ring(
        ("2026-03-10", BOSS, NEW), ("2026-03-01", "赵 一清", OLD), ("2026-04-01", BOSS, "revoked")
    )
    found = {
        date: keys.in_force("赵　一清", day(date), SPACE)
        for date in ("2026-02-28", "2026-03-01", "2026-03-09", "2026-03-10", "2026-04-01")
    }
    assert list(found.values()) == [(), (OLD,), (OLD,), (NEW,), ()]
    assert keys.wants_signature(BOSS, day("2026-03-31"), SPACE)
    assert not keys.wants_signature(BOSS, day("2026-04-01"), SPACE)
    assert not keys.wants_signature(CLERK, day("2026-03-31"), SPACE)
    assert keys.owners(OLD + " a comment") == ["赵 一清"]
    assert keys.knows(BOSS)
    assert not keys.knows(CLERK)


def test_of_two_keys_on_a_day_the_later_line_holds() -> None:
    keys = ring(("2026-03-01", BOSS, OLD), ("2026-03-01", BOSS, NEW))
    assert keys.in_force(BOSS, day("2026-03-01"), SPACE) == (NEW,)


def test_no_keys_no_ring() -> None:
    assert not ring()
    assert ring(("2026-03-01", BOSS, OLD))


# --- Approvals in books -----------------------------------------------------------------------


def approval(number: int, date: str, name: str = BOSS) -> str:
    return (
        f'{date} custom "approval" "SP-{number}" 100.00 CNY "办公"\n'
        f'  director: "{name}"\n  applicant: "{CLERK}"\n'
    )


def by(text: str, number: int = 1, name: str = BOSS) -> str:
    return signed(text, TITLE, DIRECTOR, key_of(name, number))


def states(books: Books) -> list[str]:
    return [f"{v.approval.id} {v.signing.role} {v.state}" for v in books.signatures]


def test_an_election(tmp_path: Path) -> None:
    """The old key stays good for what was signed in its time, and for nothing after that."""
    text = register("2026-01-01", BOSS) + register("2026-03-10", "何十全")
    text += register("2026-03-10", BOSS, 2)
    text += by(approval(1, "2026-03-09")) + by(approval(2, "2026-03-10", "何十全"), name="何十全")
    text += by(approval(3, "2026-03-10")) + by(approval(4, "2026-03-10"), 2)
    text += by(approval(5, "2026-03-10", "何十全"))
    assert states(load(tmp_path, text)) == [
        "SP-1 director valid",
        "SP-2 director valid",
        "SP-3 director other-key",
        "SP-4 director valid",
        "SP-5 director other-key",
    ]


def test_a_revoked_key(tmp_path: Path) -> None:
    text = register("2026-01-01", BOSS) + f'2026-02-01 custom "key" "{BOSS}" "revoked"\n'
    text += (
        by(approval(1, "2026-01-31")) + approval(2, "2026-02-01") + by(approval(3, "2026-02-01"))
    )
    assert states(load(tmp_path, text)) == [
        "SP-1 director valid",
        "SP-2 director no-key",
        "SP-3 director not-in-force",
    ]


def test_books_without_keys_have_no_verdicts(tmp_path: Path) -> None:
    assert load(tmp_path, by(approval(1, "2026-01-31"))).signatures == ()


# --- A list from outside ----------------------------------------------------------------------


def listed(folder: Path, *lines: str) -> TrustedKeys:
    file = folder / "allowed_signers"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_trusted_keys(file)


def test_books_do_not_vouch_for_themselves(tmp_path: Path) -> None:
    """The treasurer registers a key of his own in the director's name, and revokes the true one."""
    forged = f'2026-01-01 custom "key" "{BOSS}" "{public_line(CLERK)}"\n'
    text = forged + by(approval(1, "2026-01-31"), name=CLERK) + by(approval(2, "2026-01-31"))
    text += f'2026-02-01 custom "key" "{BOSS}" "revoked"\n' + approval(3, "2026-02-01")
    books = load(tmp_path, text)
    assert states(books) == [
        "SP-1 director valid",
        "SP-2 director other-key",
        "SP-3 director no-key",
    ]
    assert states(books.trusting(listed(tmp_path, f"{BOSS} {OLD}"))) == [
        "SP-1 director other-key",
        "SP-2 director valid",
        "SP-3 director missing",
    ]
    # Whom the list does not name is not trusted, whatever the books say or do not say.
    assert states(books.trusting(listed(tmp_path, f"{STREET} {public_line(STREET)}"))) == [
        "SP-1 director untrusted",
        "SP-2 director untrusted",
        "SP-3 director untrusted",
    ]


def test_the_list_alone_asks_for_signatures(tmp_path: Path) -> None:
    books = load(tmp_path, approval(1, "2026-01-31"))
    assert states(books) == []
    found = books.trusting(listed(tmp_path, f'{BOSS} valid-after="20260131" {OLD}'))
    assert states(found) == ["SP-1 director missing"]
    found = books.trusting(listed(tmp_path, f'{BOSS} valid-after="20260201" {OLD}'))
    assert states(found) == ["SP-1 director no-key"]


def test_the_street_director_s_key(tmp_path: Path) -> None:
    text = by(approval(1, "2026-03-05")) + f'  street-director: "{STREET}"\n'
    text += "  street-date: 2026-03-07\n"
    keys = register("2026-01-01", BOSS) + register("2026-03-06", STREET)
    assert states(load(tmp_path, keys + text)) == [
        "SP-1 director valid",
        "SP-1 street-director missing",
    ]
    both = signed(text, TITLE, STREET_DIRECTOR, key_of(STREET))
    assert states(load(tmp_path, keys + both))[1] == "SP-1 street-director valid"
    late = both.replace("2026-03-07", "2026-03-06")
    assert states(load(tmp_path, keys + late))[1] == "SP-1 street-director changed"


@pytest.mark.parametrize(
    ("options", "dates"),
    [
        ("", "2026-01-01 2026-01-15 2026-01-31"),
        ('valid-after="20260115"', "2026-01-15 2026-01-31"),
        ("valid-after=202601151200", "2026-01-15 2026-01-31"),
        ('valid-before="20260115"', "2026-01-01"),
        ('valid-before="20260115120000"', "2026-01-01 2026-01-15"),
        ('valid-before="202601141700Z"', "2026-01-01 2026-01-15"),
        ('valid-before="202601141600Z"', "2026-01-01"),
        ('valid-after="20260102",valid-before="20260131"', "2026-01-15"),
        ('namespaces="juwu-approval,juwu-close"', "2026-01-01 2026-01-15 2026-01-31"),
        ('namespaces="juwu-*"', "2026-01-01 2026-01-15 2026-01-31"),
        ('NAMESPACES="file"', ""),
        ('namespaces="juwu-*,!juwu-approval"', ""),
    ],
)
def test_options_of_the_list(options: str, dates: str, tmp_path: Path) -> None:
    keys = listed(tmp_path, f"{BOSS} {options} {OLD} a comment")
    days = ("2026-01-01", "2026-01-15", "2026-01-31")
    assert " ".join(d for d in days if keys.in_force(BOSS, day(d), SPACE)) == dates


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (BOSS, True),
        (f"{CLERK},{BOSS}", True),
        ('"赵 一清"', True),
        ("*", True),
        ("赵??", True),
        ("赵?", False),
        (f"*,!{BOSS}", False),
        (f"!{CLERK},*", True),
        ("[赵]一清", False),
        (CLERK, False),
    ],
)
def test_names_of_the_list(names: str, found: bool, tmp_path: Path) -> None:
    keys = listed(tmp_path, "# 街道自存", "", f"{names} {OLD}")
    assert bool(keys.in_force(BOSS, day("2026-01-01"), SPACE)) == found


def test_two_keys_of_one_person_both_hold(tmp_path: Path) -> None:
    keys = listed(tmp_path, f"{BOSS} {OLD}", f"{BOSS} {NEW}")
    text = by(approval(1, "2026-01-31")) + by(approval(2, "2026-01-31"), 2)
    forged = by(approval(3, "2026-01-31"), 2).replace("100.00", "900.00")
    assert states(load(tmp_path, text + forged).trusting(keys)) == [
        "SP-1 director valid",
        "SP-2 director valid",
        f"SP-3 director {State.CHANGED}",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (BOSS, "要写"),
        (f"{BOSS} ssh-ed25519", "要写"),
        (f"{BOSS} ssh-ed25519 AAAA", "抄错"),
        (f"{BOSS} {OLD[:-2]}", "抄错"),
        (f"{BOSS} ssh-rsa AAAAB3NzaC1yc2E=", "只能用 ssh-ed25519"),
        (f"{BOSS} cert-authority {OLD}", "不支持选项 cert-authority"),
        (f'{BOSS} valid-until="20260101" {OLD}', "不支持选项 valid-until"),
        (f'{BOSS} valid-before="2026-01-01" {OLD}', "日期"),
        (f'{BOSS} valid-before="20261301" {OLD}', "日期"),
        (f'{BOSS} valid-before="99991231235959Z" {OLD}', "日期"),
        (f'{BOSS} valid-before="" {OLD}', "日期"),
        (f'{BOSS} namespaces="a {OLD}', "引号"),
        (f"{BOSS} =,= {OLD}", "看不懂"),
    ],
)
def test_malformed_lines_are_named(line: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadKeyList, match=f"第 2 行：.*{said}"):
        listed(tmp_path, f"{CLERK} {OLD}", line)


def test_files_that_are_no_list(tmp_path: Path) -> None:
    with pytest.raises(BadKeyList, match="打不开"):
        read_trusted_keys(tmp_path / "none")
    with pytest.raises(BadKeyList, match="打不开"):
        read_trusted_keys(tmp_path)
    with pytest.raises(BadKeyList, match="一把公钥也没有"):
        listed(tmp_path, "# 空的")
    file = tmp_path / "big"
    file.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(BadKeyList, match="太大"):
        read_trusted_keys(file)
    file.write_bytes("赵一清".encode("gbk"))
    with pytest.raises(BadKeyList, match="UTF-8"):
        read_trusted_keys(file)


def test_notepad_s_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text(f"{BOSS} {OLD}\r\n", encoding="utf-8-sig")
    assert read_trusted_keys(file).in_force(BOSS, day("2026-01-01"), SPACE) == (OLD,)

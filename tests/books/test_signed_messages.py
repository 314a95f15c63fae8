"""What is signed: every word of the directive, and nothing of how it is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.books.signing.signed_messages import (
    CLOSE,
    DIRECTOR,
    REVIEW,
    SIGNINGS,
    STREET_DIRECTOR,
    Signing,
    parse_custom,
    sign_entry,
    signed_message,
)
from juwu_ledger.books.signing.ssh_signatures import Flaw, flaw, verify
from signing import key_of, public_line

TITLE = "示例市桂花里社区居民委员会"
NAME = "赵一清"
KEY, PUBLIC = key_of(NAME), public_line(NAME)
META = {
    "director": f'"{NAME}"',
    "applicant": '"李四安"',
    "payee": '"示例安装公司"',
    "reason": '"换第三层的灯，café"',
    "fund": '"助老资金"',
    "resolution": '"JY-2026-01"',
}
STREET = {"street-director": '"陈九思"', "street-date": "2026-03-06"}


def approval(
    day: str = "2026-03-05",
    identity: str = "SP-2026-0002",
    amount: str = "5000.00 CNY",
    purpose: str = "楼道照明",
    meta: dict[str, str] = META,
) -> str:
    head = f'{day} custom "approval" "{identity}" {amount} "{purpose}"\n'
    return head + "".join(f"  {key}: {value}\n" for key, value in meta.items())


def message(text: str, signing: Signing = DIRECTOR, title: str = TITLE) -> bytes:
    return signed_message(parse_custom(text), title, signing)


SIGNED = sign_entry(KEY, parse_custom(approval()), TITLE, DIRECTOR)


def holds(text: str, signing: Signing = DIRECTOR, title: str = TITLE) -> bool:
    return verify(PUBLIC, SIGNED, message(text, signing, title), signing.namespace)


def test_the_form_is_written_down() -> None:
    """Version 1 must never change: signatures made years ago are held against it."""
    text = approval(meta={"director": f'"{NAME}"', **STREET, "signature": '"x"'})
    assert message(text).decode() == (
        '{"committee":"示例市桂花里社区居民委员会","form":"juwu-approval 1","role":"director"}\n'
        '{"date":{"date":"2026-03-05"},"directive":"Custom","meta":{"director":"赵一清"},'
        '"type":"approval","values":[{"dtype":"str","value":"SP-2026-0002"},{"dtype":"Amount",'
        '"value":{"currency":"CNY","number":{"number":"5000.00"}}},'
        '{"dtype":"str","value":"楼道照明"}]}\n'
    )
    assert message(text, STREET_DIRECTOR).decode() == (
        '{"committee":"示例市桂花里社区居民委员会","form":"juwu-approval 1",'
        '"role":"street-director"}\n'
        '{"date":{"date":"2026-03-05"},"directive":"Custom","meta":{"director":"赵一清",'
        '"street-date":{"date":"2026-03-06"},"street-director":"陈九思"},'
        '"type":"approval","values":[{"dtype":"str","value":"SP-2026-0002"},{"dtype":"Amount",'
        '"value":{"currency":"CNY","number":{"number":"5000.00"}}},'
        '{"dtype":"str","value":"楼道照明"}]}\n'
    )


WORDS = st.text(
    st.characters(categories=["Lo", "Nd", "Lu"], include_characters="，。 "), min_size=1, max_size=9
)


@st.composite
def changed(draw: st.DrawFn) -> str:
    """The approval with one thing in it changed, left out or added."""
    what = draw(st.sampled_from(["day", "identity", "amount", "purpose", *META, "added", "left"]))
    word, meta = draw(WORDS), dict(META)
    match what:
        case "day":
            return approval(day=f"2026-03-{draw(st.integers(6, 31)):02d}")
        case "identity":
            return approval(identity=word)
        case "amount":
            fen = draw(st.integers(0, 10**9).filter(lambda fen: fen != 500_000))
            return approval(amount=f"{fen // 100}.{fen % 100:02d} CNY")
        case "purpose":
            return approval(purpose=word)
        case "added":
            meta[draw(st.sampled_from(["note", "amount", "signed-by"]))] = f'"{word}"'
        case "left":
            del meta[draw(st.sampled_from(sorted(META)))]
        case _:
            meta[what] = draw(st.sampled_from([f'"{word}"', '""', "2026-03-05", "TRUE", "1"]))
    return approval(meta=meta)


@given(changed())
def test_any_change_breaks_the_signature(text: str) -> None:
    assert message(text) != message(approval())
    assert not holds(text)


@given(
    st.permutations(sorted(META)),
    st.sampled_from(["  ", "    ", "\t"]),
    st.sampled_from(["", "  ; 主任已签", "   "]),
    st.sampled_from(["", "\n\n; 三月\n", "* 签批\n"]),
)
def test_layout_does_not_count(order: list[str], blank: str, note: str, before: str) -> None:
    meta = {key: META[key] for key in order}
    text = approval(meta=meta).replace("  ", blank).replace("\n", f"{note}\n")
    assert holds(before + text.replace(" CNY ", "   CNY  "))


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(apart=st.booleans(), windows=st.booleans(), decomposed=st.booleans())
def test_in_whatever_file_it_stands(
    apart: bool, windows: bool, decomposed: bool, tmp_path: Path
) -> None:
    text = approval(meta={**META, **STREET, "signature": f'"{SIGNED}"'})
    text = text.replace("é", "e\u0301") if decomposed else text
    text = text.replace("\n", "\r\n") if windows else text
    main, other = tmp_path / "main.beancount", tmp_path / "approvals.beancount"
    head = f'option "title" "{TITLE}"\n'
    other.write_bytes(text.encode())
    main.write_bytes((head + ('include "approvals.beancount"\n' if apart else text)).encode())
    books = load_books(main).books
    assert books is not None
    (found,) = books.of(Approval)
    made = signed_message(books.raw(found), books.title, DIRECTOR)
    assert verify(PUBLIC, found.signature or "", made, DIRECTOR.namespace)


def test_what_comes_after_the_director_does_not_break_the_signature() -> None:
    assert holds(approval(meta={**META, **STREET}))
    signatures = {"signature": '"x"', "street-signature": '"y"'}
    assert holds(approval(meta={**META, **STREET, **signatures}))


def test_the_street_director_signs_that_too() -> None:
    one = message(approval(meta={**META, **STREET}), STREET_DIRECTOR)
    for key in STREET:
        other = {**META, **STREET, key: '"陈十思"' if key == "street-director" else "2026-03-07"}
        assert message(approval(meta=other), STREET_DIRECTOR) != one
    assert message(approval(meta={**META, **STREET, "signature": '"x"'}), STREET_DIRECTOR) == one


def test_another_committee_or_role_is_another_message() -> None:
    assert holds(approval())
    assert not holds(approval(), title="示例市石榴园社区居民委员会")
    assert not holds(approval(), STREET_DIRECTOR)


CLOSING = (
    '2026-03-05 custom "close" "2026-02"\n  digest: "ab"\n  vouchers: 12\n  director: "赵一清"\n'
)
REVIEWED = '2026-04-12 custom "review" "2026Q1" "passed"\n  leader: "吴六合"\n  members: "郑七星"\n'
WAYS = [
    (approval(), DIRECTOR),
    (approval(meta={**META, **STREET}), STREET_DIRECTOR),
    (CLOSING, CLOSE),
    (REVIEWED, REVIEW),
]


@pytest.mark.parametrize(("text", "signing"), WAYS, ids=[w.role + w.word for _, w in WAYS])
def test_every_way_of_signing(text: str, signing: Signing) -> None:
    made = sign_entry(KEY, parse_custom(text), TITLE, signing)
    own = f'  {signing.key}: "{made}"\n'
    assert verify(PUBLIC, made, message(text + own, signing), signing.namespace)
    for other, way in WAYS:
        if way is not signing:
            found = flaw(PUBLIC, made, message(other, way), way.namespace)
            assert found in (Flaw.OTHER_PURPOSE, Flaw.CHANGED)


def test_leader_and_members_sign_one_message() -> None:
    more = '  signature-leader: "x"\n  signature-1: "y"\n'
    assert message(REVIEWED + more, REVIEW) == message(REVIEWED, REVIEW)
    assert message(CLOSING.replace("12", "13"), CLOSE) != message(CLOSING, CLOSE)


@pytest.mark.parametrize("signing", SIGNINGS)
def test_only_the_right_directive_is_signed(signing: Signing) -> None:
    with pytest.raises(ValueError, match=signing.word):
        signed_message(parse_custom('2026-01-01 custom "fund" "助老"'), TITLE, signing)


@pytest.mark.parametrize("text", ["", "x", CLOSING + REVIEWED, '2026-01-01 event "a" "b"'])
def test_only_one_directive_is_parsed(text: str) -> None:
    with pytest.raises(ValueError, match="custom"):
        parse_custom(text)

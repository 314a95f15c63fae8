"""The catalogue holds every rule there is, in the order of docs/rules.md, and rules know their kind."""

from __future__ import annotations

import re
from pathlib import Path

from juwu_ledger.rules import CATALOGUE

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'^    code="([A-Z]{3}\d{3})",$', re.M)
ROW = re.compile(r"^\| ([A-Z]{3}\d{3}) \|", re.M)
# By hand: what was not done in time. A voucher is never refused for these.
OMISSIONS = """
    CSH002 CSH006  BNK002 BNK004 BNK006 BNK007  AST003 AST004 AST005 AST008
    PRD001 PRD003 PRD004  DSC001 DSC003 DSC004 DSC005 DSC006  FND003
"""
# By hand: judged by charter, assets, seals and papers, all of which a seal hands on.
LASTING = """
    AST002 AST003 AST004 AST005 AST008  BNK001 BNK004 BNK006  DSC001 DSC002 DSC003 DSC004 DSC005 DSC006 DSC007
    DTY001 DTY004 DTY005  FND003  LND003  RCP006 RCP007  SPD019 SPD020  PRD001 PRD002 PRD003 PRD004
"""
# By hand: how, when and by whom things are written down, not what happened with the money.
OWN_DATE = """
    FMT001 FMT002  SPD011  BNK003 BNK005 BNK006 BNK009  DTY001 DTY002 DTY003 DTY004 DTY005
    VCH001 VCH002 VCH003 VCH004 VCH005 VCH006 VCH007 VCH008 VCH009  PRD001 PRD002 PRD003 PRD004
    DSC001 DSC002 DSC003 DSC004 DSC005 DSC007
"""
# By hand: nobody can write a posted voucher earlier, or give it another number.
PAST = "VCH002 VCH009"


def test_every_rule_written_down_is_found_once() -> None:
    files = (ROOT / "src" / "juwu_ledger" / "rules").rglob("*.py")
    written = [code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))]
    assert len(written) > 60
    assert sorted(written) == sorted(rule.code for rule in CATALOGUE)


def test_a_rule_lies_in_the_file_named_for_it() -> None:
    names = {file.stem for file in (ROOT / "src" / "juwu_ledger" / "rules").rglob("*.py")}
    assert {rule.module for rule in CATALOGUE} <= names


def test_the_order_is_that_of_the_document() -> None:
    rows = ROW.findall((ROOT / "docs" / "rules.md").read_text(encoding="utf-8"))
    assert [rule.code for rule in CATALOGUE] == rows


def test_rules_of_each_kind_are_those_counted_by_hand() -> None:
    assert {rule.code for rule in CATALOGUE if rule.omission} == set(OMISSIONS.split())
    assert {rule.code for rule in CATALOGUE if rule.lasting} == set(LASTING.split())
    assert {rule.code for rule in CATALOGUE if rule.by_own_date} == set(OWN_DATE.split())
    assert {rule.code for rule in CATALOGUE if rule.past} == set(PAST.split())

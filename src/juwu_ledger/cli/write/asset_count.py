"""``juwu asset count``: the stocktake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import STOCKTAKE_RESULTS
from juwu_ledger.cli.shell.command import writing
from juwu_ledger.cli.shell.console import complain, legible, print_json, say
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.options import DateOption
from juwu_ledger.cli.shell.prompts import Choice
from juwu_ledger.cli.shell.reading import read_id, read_word
from juwu_ledger.journal.engine.refusals import BadInput, Refusal
from juwu_ledger.journal.orders.asset_papers import StocktakeOrder
from juwu_ledger.records.assets import Asset, assets

_LATER = "later"
_Ids = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    writing(app, "count")(count)


def count(
    context: Context,
    present: Annotated[_Ids, typer.Option(metavar="编号", help="点到了，在。可写几次。")] = None,
    missing: Annotated[
        _Ids, typer.Option(metavar="编号", help="没有了（盘亏）。可写几次。")
    ] = None,
    damaged: Annotated[_Ids, typer.Option(metavar="编号", help="在，但坏了。可写几次。")] = None,
    all_present: Annotated[
        bool, typer.Option("--all-present", help="其余本季没有点过的，都点到了。")
    ] = False,
    only_list: Annotated[
        bool, typer.Option("--list", help="只列出本季还没有点的，带着去点。")
    ] = False,
    counted_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁点的；默认资产保管人。")
    ] = None,
    date: DateOption = None,
) -> None:
    """资产盘点：列出本季还没有点的，逐件登记在、盘亏或损坏；年末四季度要全部点一遍。

    例：juwu asset count --damaged GD-2019-001 --all-present --counted-by 冯八方
    """
    day = context.day(date, "盘点的日期")
    waiting = context.books.record(assets).not_counted(day)
    title = f"{Period.quarter_of(day).title}还没有盘点的（{len(waiting)} 件）"
    if only_list:
        _list(context, title, waiting)
        return
    results = _given(waiting, {"present": present, "missing": missing, "damaged": damaged})
    if all_present:
        results |= {asset.id: "present" for asset in waiting if asset.id not in results}
    if not results and not waiting:
        raise Refusal(f"{Period.quarter_of(day).title}的都点过了。")
    if not results:
        results = _asked(context, title, waiting)
    if not results:
        raise BadInput("没有要登记的：都留到以后再点了")
    keeper = context.holder("asset-keeper", day)
    who = context.person("--counted-by", counted_by, "谁点的", default=keeper)
    context.write(StocktakeOrder(day, results, who).plan)


def _given(waiting: Sequence[Asset], named: dict[str, _Ids]) -> dict[str, str]:
    """Return the results that the options name, in the order of the list."""
    results: dict[str, str] = {}
    for result, ids in named.items():
        for text in ids or ():
            identity = read_id(text)
            if results.setdefault(identity, result) != result:
                raise BadInput(f"{identity} 写了两种结果")
    order = {asset.id: at for at, asset in enumerate(waiting)}
    return dict(sorted(results.items(), key=lambda item: order.get(item[0], len(order))))


def _asked(context: Context, title: str, waiting: Sequence[Asset]) -> dict[str, str]:
    """Ask for each asset in turn; where nobody can be asked, list them and end with status 2."""
    if not context.ask.terminal:
        _list(context, title, waiting)
        complain("还要写明：--present、--missing、--damaged 或 --all-present。")
    say(title)
    choices = [Choice(word, said) for word, said in STOCKTAKE_RESULTS.items()]
    choices.append(Choice(_LATER, "还没有点到，以后再说"))
    words = {**STOCKTAKE_RESULTS, _LATER: "以后"}
    results = {}
    for asset in waiting:
        asked = context.ask.value("", None, _line(asset), read_word(words), choices=choices)
        if asked != _LATER:
            results[asset.id] = asked
            context.ask.put_together(f"--{asked}", asset.id)
    return results


def _list(context: Context, title: str, waiting: Sequence[Asset]) -> None:
    if context.json:
        print_json({"uncounted": [_as_json(asset) for asset in waiting]})
        return
    say(title)
    for asset in waiting:
        say(legible(f"  {_line(asset)}"))


def _line(asset: Asset) -> str:
    place = f"，{asset.location}" if asset.location else ""
    keeper = asset.keeper or "无人保管"
    return f"{asset.id} {asset.name} {show_fen(asset.card.amount)} 元（{keeper}{place}）"


def _as_json(asset: Asset) -> dict[str, str | None]:
    return {
        "id": asset.id,
        "name": asset.name,
        "amount": show_fen(asset.card.amount).replace(",", ""),
        "keeper": asset.keeper,
        "location": asset.location,
    }

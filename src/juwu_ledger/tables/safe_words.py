"""What may be said in public of relief: words that name nobody.

Beside the payment of relief everything else may tell who got it: a name that only stands in the
narration, an illness, a fire. So nothing stays of a text but the clauses made of these words alone;
health is no word of theirs, since it is sensitive by itself.
"""

from __future__ import annotations

import re

WITHHELD = "（详情不公开）"

_WHEN = """
元旦 春节 新春 元宵 清明 端午 中秋 国庆 重阳 冬至 腊八 小年 三八 六一 七一 八一 节日 节前 年初 年末 年底 年终 岁末
春季 夏季 秋季 冬季 高温 寒冬 上半年 下半年 全年 本年 本月 本季 一季度 二季度 三季度 四季度 季度 年度 月份 临时 一次性 定期
"""
_DONE = """
发放 支付 拨付 领取 代发 补发 慰问 走访 救助 补助 补贴 资助 帮扶 救济 保障 冲销 注销 订正 重记 更正 退回 收回
"""
_GIVEN = """
最低生活 生活 困难 低保 特困 助学 教育 取暖 急难 应急 救助金 救助款 补助金 补助款 补助费 补贴费 慰问金 慰问款 慰问品 低保金
保障金 助学金 物资 现金 专项
"""
_TO_WHOM = """
本社区 辖区 社区 居民 住户 家庭 老人 儿童 学生 群众 党员 职工 高龄 对象 人员 低保户 特困户 困难户 困难家庭
凭证 花名册 名册 名单 汇总表 发放表 签领表 签领 无发票
"""
_WORDS = sorted(f"{_WHEN}{_DONE}{_GIVEN}{_TO_WHOM}".split(), key=len, reverse=True)
# A number with what it counts, a date, the number of a voucher: no single character stands by itself,
# since 金, 和 or 元 may be somebody's name.
_NUMBER = r"[0-9][0-9,.\-]*(?:年|月|日|号|元|户|人|名|位|份|季度)?|[一二三四五六七八九十百两]+(?:年|月|日|元|户|人|名|位|份)"
_SAFE = re.compile(f"(?:{'|'.join(_WORDS)}|{_NUMBER})+")
_CLAUSES = re.compile(r"[，。；：、！？,;:!?\s（）()【】\[\]“”\"《》·…—/]+")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-]*", re.ASCII)


def is_safe(clause: str) -> bool:
    """Tell whether a clause is made of words that name nobody."""
    return bool(_SAFE.fullmatch(clause))


def is_id(text: str) -> bool:
    """Tell whether a text is a number, such as that of a receipt or an invoice."""
    return bool(_ID.fullmatch(text)) and any(char.isdigit() for char in text)


def safe_text(text: str) -> str:
    """Return a text of a payment of relief as the public may read it.

    The whole text where every clause of it is safe, else its safe clauses and that the rest is
    withheld.
    """
    clauses = [clause for clause in _CLAUSES.split(text) if clause]
    kept = [clause for clause in clauses if is_safe(clause) or _is_number(clause)]
    if len(kept) == len(clauses):
        return text
    return "，".join(kept) + WITHHELD


def _is_number(clause: str) -> bool:
    return is_id(clause) and clause[-1].isdigit() and sum(char.isalpha() for char in clause) <= 2

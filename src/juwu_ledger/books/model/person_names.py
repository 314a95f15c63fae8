"""Names of persons in a text: finding those of recipients, and hiding them (``赵一清`` → ``赵＊＊``).

Only what is written as a name by itself can be found; :mod:`juwu_ledger.tables.safe_words` tells which
other words may stand beside it in public.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

STAR = "＊"

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PERSON = re.compile(f"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:[·•・．.][{_HAN}]{{1,8}}){{1,3}}")
_BETWEEN = re.compile(
    r"[、,，;；:：/／|\s（）()\[\]【】]+|(?<=.{2})[和及与](?=.{2})"
    r"|(?:\d+(?:号楼|单元|[号楼栋幢室层组弄户#-])*)+"
)
# What people write before or after a name; without it a name must begin with a usual surname.
_BEFORE = re.compile(
    "^(?:困难|低保|特困|独居|孤寡|高龄|残疾|患病|大病|重病|重症|受灾|退休|退役|退伍|本?社区|本?小区|边缘|低收入|困境"
    "|[一二三四五六七八九十百]+(?:号楼|单元|[楼栋幢室层号])|付|给|发放?|慰问|救助)*"
    "(?:居民|户主|住户|家庭|群众|老人|儿童|孤儿|军人|患者|党员|职工|学生|军属|人员|人|户)?"
)
_AFTER = re.compile(
    r"(?:等.*|[一二三四五六七八九十百两]+[人户名位]|同志|老人|家属|本人|先生|女士|老师|奶奶|爷爷|大爷|大妈|阿姨"
    r"|一家|家庭?|夫妇|夫妻|一?户|救助金?|慰问金|补助金?|补贴|款|代领|代收|之[子女妻父母]|的?(?:儿子|女儿|妻子|丈夫|父亲|母亲))$"
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗"
    "方俞任袁柳史唐费薛雷贺倪汤滕殷罗毕郝安常傅卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛狄米贝臧戴宋庞熊纪舒屈项祝"
    "董梁杜阮蓝闵席季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解应丁宣邓单杭洪包左石崔吉龚程邢裴"
    "陆荣翁甄曲封储靳段富焦巴牧车侯全班秋仲宁仇甘厉祖武符刘景詹龙叶司黎薄印白蒲鄂赖卓屠蒙池乔闻党翟谭贡姬申"
    "冉雍桑桂牛寿边尚温庄晏柴瞿阎连习艾容向古易廖耿满匡文寇广东欧沃利师巩聂晁敖冷辛简饶曾沙丰关相查游竺权盖岳"
    "帅肖涂佟展付闫宫占苟覃隋麻"
)
# What is written without care may hold characters that no one sees; they must not hide a name.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_ORGANISATION = re.compile(
    "公司|集团|中心|超市|商场|商店|商行|市场|银行|信用社|供销社|合作社|旅行社|基金|慈善|协会|学会|商会"
    "|工会|总会|联合会|委员会|居委|村委|街道|社区|政府|民政|残联|妇联|医院|医疗|药房|药店|诊所|学校|中学"
    "|小学|幼儿园|大学|养老|敬老|福利|救助|困难|低保|特困|家庭|居民|住户|群众|老人|儿童|名册|名单|花名"
    "|清单|汇总|门店|分店|物业|食堂|饭店|餐|车行|各户|受助|对象|人员|志愿|个人|代发"
    "|[店厂局站馆处队户册组部所院柜]$"
)
_DOUBLE_SURNAMES = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶"
    "|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延|百里|东郭|南门|西门"
)


def persons(text: str) -> Iterator[str]:
    """Yield the names of persons in a payee; organisations and lists give none."""
    for part in parts_of(text):
        if _is_person(part):
            yield part
            continue
        name, before = _AFTER.sub("", _BEFORE.sub("", part)), ""
        while name != before:
            name, before = _AFTER.sub("", name), name
        if name != part and name[:1] in _SURNAMES and _is_person(name):
            yield name


def _is_person(text: str) -> bool:
    return bool(_PERSON.fullmatch(text)) and not (
        _ORGANISATION.search(text) or _BEFORE.fullmatch(text) or _AFTER.search(text)
    )


def hidden(name: str) -> str:
    """Return a name with its surname left: ``赵＊＊``, ``欧阳＊``."""
    kept = 2 if len(name) > 2 and _DOUBLE_SURNAMES.match(name) else 1
    return name[:kept] + STAR * (len(name) - kept)


def plain(text: str) -> str:
    """Return a text in its composed form and without invisible characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def masker(names: Iterable[str]) -> Callable[[str], str]:
    """Return a function that hides these names in a text, the longest first."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    if not ordered:
        return lambda text: text
    # Blanks inside a name (赵 一清) do not save it from being hidden.
    pattern = re.compile("|".join(r"\s*".join(map(re.escape, name)) for name in ordered))

    def mask(text: str) -> str:
        return pattern.sub(lambda found: hidden("".join(found[0].split())), plain(text))

    return mask


def parts_of(text: str) -> Iterator[str]:
    """Yield the pieces of a payee that are written apart: names, groups of people, organisations."""
    return (part for part in _BETWEEN.split(plain(text)) if part)


def is_organisation(text: str) -> bool:
    """Tell whether a piece of a payee names no person but a shop, an office, a group or a list."""
    return bool(_ORGANISATION.search(text)) and not _is_person(text)

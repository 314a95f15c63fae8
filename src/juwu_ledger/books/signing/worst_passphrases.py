"""The passphrases and passwords that everybody tries first: none of them will do."""

from __future__ import annotations

import re
import unicodedata

_WORST = frozenset(
    [
        *("1qaz2wsx", "1q2w3e4r", "1q2w3e4r5t", "a1b2c3d4", "zaq12wsx", "q1w2e3r4", "passw0rd"),
        *("p@ssword", "p@ssw0rd", "letmein1", "trustno1", "dragon12", "monkey12", "football"),
        *("baseball", "sunshine", "princess", "superman", "starwars", "whatever", "computer"),
    ]
)
_WORDS = (
    *("password", "passwd", "pass", "admin", "administrator", "root", "test", "guest", "user"),
    *("welcome", "letmein", "iloveyou", "hello", "love", "china", "beijing", "shanghai"),
    *("qwertyuiop", "qwertyui", "qwerty", "qwer", "asdfghjkl", "asdfgh", "asdf", "zxcvbnm", "zxcv"),
    *("qazwsx", "qaz", "wsx", "edc", "abcdefgh", "abcdef", "abcd", "abc"),
    *("woaini", "woaizuguo", "woai", "wobuzhidao", "nihao", "juweihui", "shequ", "mima", "kouling"),
    *("jiayou", "kuaile", "zhongguo", "baobao", "laopo", "laogong"),
    *("我的密码", "密码", "口令", "登录", "我爱你", "我不知道", "你好", "中华人民共和国", "中国"),
    *(
        "居民委员会",
        "居委会",
        "村委会",
        "社区",
        "小区",
        "街道",
        "民主理财小组",
        "民主理财",
        "居务账",
    ),
    *("恭喜发财", "万事如意", "一帆风顺", "心想事成", "身体健康", "平平安安", "平安是福", "平安"),
    *("健康", "快乐", "幸福", "吉祥如意", "年年有余", "步步高升", "家和万事兴", "天天向上"),
    *("好好学习", "为人民服务", "人民", "新年", "生日", "花好月圆", "福如东海", "寿比南山"),
    *("床前明月光", "疑是地上霜", "举头望明月", "低头思故乡", "春眠不觉晓", "处处闻啼鸟"),
    *("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼", "锄禾日当午", "汗滴禾下土"),
    *("谁知盘中餐", "粒粒皆辛苦", "鹅鹅鹅", "曲项向天歌", "一二三四五六七八九十", "一二三四五"),
)
"""With digits and signs around, and one after another, they are as bad as alone."""
_TAKEN_OUT = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)) + r"|[\W\d_]")
_LEAST_LEFT = 3


def is_worst(text: str) -> bool:
    """Tell whether a passphrase is one of the worst, however wide or large it is written.

    So is one of which little is left when the words that everybody tries, digits and signs are taken out.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return plain in _WORST or len(_TAKEN_OUT.sub("", plain)) < _LEAST_LEFT

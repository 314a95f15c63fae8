"""The rulebook's clauses: what each asks, which papers serve it, and what no program can judge.

Duties are paraphrased; the clause's id and source name the text itself. Which rules enforce a clause
stands in the rules (:attr:`juwu_ledger.rules.support.rule.Rule.clause`), not here.
"""

from __future__ import annotations

from typing import NamedTuple


class Clause(NamedTuple):
    """One clause of the rulebook.

    ``papers`` are commands that serve it, ``beyond`` says what software cannot judge and which paper
    takes its place, ``also`` names rules that cite a neighbouring clause and serve this one too.
    """

    id: str
    source: str
    duty: str
    papers: tuple[str, ...] = ()
    beyond: str = ""
    also: tuple[str, ...] = ()


_FM = "社区财务管理制度"
_MONTHLY, _DISCLOSE, _AUDIT = "juwu report monthly", "juwu disclose", "juwu export audit"

CLAUSES: tuple[Clause, ...] = (
    Clause("FM-0.1", f"{_FM} 总则", "财务管理领导小组三人以上"),
    Clause("FM-0.2", f"{_FM} 总则", "会计、出纳分设，票据有专人保管"),
    Clause(
        "FM-0.3",
        f"{_FM} 总则",
        "一支笔签字：主任",
        ("juwu export audit（签批登记）",),
        also=("SPD001", "SPD005"),
    ),
    Clause("FM-0.4", f"{_FM} 总则", "日清月结"),
    Clause("FM-0.5", f"{_FM} 总则", "一、四、七、十月向街道上报报表"),
    Clause(
        "FM-1.1",
        f"{_FM} 1(1)",
        "居委会自己的独立账户，不用个人名义，没有账外的钱",
        (),
        "账本看不见没有记进来的钱。凭开户许可证和银行账户清单核对；账外的钱靠举报和审计发现。",
    ),
    Clause(
        "FM-1.2",
        f"{_FM} 1(2)",
        "账和钱分开，现金由一名出纳管",
        (_AUDIT,),
        also=("DTY001", "DTY002"),
    ),
    Clause(
        "FM-1.3",
        f"{_FM} 1(3)",
        "一切收入足额及时进账",
        (_MONTHLY,),
        "没有开收据、也没有进银行的收入，账本里不会出现。凭收据存根、拨款文件、捐赠协议、租约核对。",
        also=("RCP005", "CSH002", "BNK003"),
    ),
    Clause(
        "FM-1.4",
        f"{_FM} 1(4)",
        "收入都用从街道领的统一收据",
        ("juwu export audit（收据登记）",),
        "收据是不是真的、各联是否一致，要看收据存根。",
    ),
    Clause("FM-1.5", f"{_FM} 1(5)", "收支两条线，现金当天缴存，不坐支、不抵扣"),
    Clause("FM-1.6", f"{_FM} 1(6)", "备用金不超过限额"),
    Clause(
        "FM-1.7",
        f"{_FM} 1(7)",
        "记现金日记账、银行日记账，月末盘点、对账",
        ("juwu export audit（日记账）", _MONTHLY),
        "盘点时抽屉里到底有多少钱，靠点数的人和监盘的人两个签名。",
    ),
    Clause(
        "FM-1.8",
        f"{_FM} 1(8)",
        "不借公款给工作人员，不举债，不担保",
        (),
        "没有写下来的担保和借条账本看不见。每年由主任书面声明，存档备查。",
    ),
    Clause(
        "FM-2.1",
        f"{_FM} 2(1)",
        "达到金额的记固定资产，其余耐用品登记",
        ("juwu export audit（固定资产）",),
    ),
    Clause("FM-2.2", f"{_FM} 2(2)", "先报告，后采购", also=("SPD002", "AST007")),
    Clause(
        "FM-2.3", f"{_FM} 2(3)", "资产台账，责任到人，换人移交", ("juwu export audit（固定资产）",)
    ),
    Clause(
        "FM-2.4",
        f"{_FM} 2(4)",
        "定期核对，年终全面盘点",
        (),
        "东西在不在、好不好，靠盘点人到现场看。",
    ),
    Clause(
        "FM-3.1",
        f"{_FM} 3(1)",
        "支出由主任一人签批，先批后用",
        ("juwu key message",),
        "没有登记公钥的，名字是不是本人签的，看纸质签批单；钥匙和口令一起被别人拿去用，看不出来。",
    ),
    Clause(
        "FM-3.2",
        f"{_FM} 3(2)",
        "正式发票，写明用途和原因，经手、证明、主任签字，大额报街道主任",
        (),
        "发票真伪在税务查验平台查；东西买没买、值不值，看验收单和实物。",
    ),
    Clause("FM-3.3", f"{_FM} 3(3)", "公务费不超标准，招待从严，逐笔公开", (_DISCLOSE,)),
    Clause("FM-3.4", f"{_FM} 3(4)", "专款专用", (_MONTHLY, "juwu export audit（专项资金）")),
    Clause("DS-1", "居务公开制度；居委会组织法", "收支每季度上墙公开", (_DISCLOSE,)),
    Clause(
        "DS-2",
        "居务公开制度；居民会议章程 20(1)",
        "每半年向居民代表报告",
        (_DISCLOSE,),
        "会上讲了什么，看会议记录和签到表。",
    ),
    Clause("DS-3", "居务公开制度", "捐赠款的用途及时告诉捐赠人和居民代表", (_DISCLOSE,)),
    Clause(
        "DS-4",
        "居务公开制度",
        "专人公开，留底归档，有问有答",
        (),
        "公告栏上贴的是不是这一份，看公开专人留存的照片和底稿。",
        also=("DSC003",),
    ),
    Clause("DS-5", "居委会自治章程", "公布全年支出明细", (_DISCLOSE, _AUDIT)),
    Clause("DS-6", "居委会组织法 34", "公开不少于十五天，内容真实，接受查询"),
    Clause("DS-7", "本项目约定", "每月向街道报送月报", (_MONTHLY,)),
    Clause(
        "DS-8",
        "居务公开制度；一事一议",
        "重大事项由居民会议决定",
        (),
        "会议怎么开的、票怎么投的，看会议记录、签到表和计票单。",
    ),
    Clause("DR-1", "民主理财制度 29", "理财小组一名组长、两名组员"),
    Clause(
        "DR-2",
        "民主理财制度 31(1)(2)",
        "审核收支和制度执行",
        ("juwu serve", _DISCLOSE),
        also=("DSC002", "DTY004"),
    ),
    Clause("DR-3", "民主理财制度 31(4)", "审核盖章后公开：没有章，不公开"),
    Clause(
        "DR-4",
        "民主理财制度 31(5)",
        "审核年终分配方案",
        (),
        "分配方案不在账本里。由理财小组在方案上签字，随年报存档。",
    ),
    Clause("DR-5", "民主理财制度 31(6)", "可以要求解释任何一笔", ("juwu serve",)),
    Clause(
        "DR-6",
        "居委会组织法 36",
        "成员不在居委会任职，也不是任职者的近亲属",
        (),
        "亲属关系账本里没有。选举时由本人书面声明，张榜公示。",
    ),
    Clause(
        "TR-1",
        "居委会自治章程 10；居民会议章程 16",
        "任职有任期，任期内的签字才算数",
        (),
        "当选是否合法，看选举结果公告和街道备案。",
    ),
    Clause(
        "TR-2",
        "居民会议章程 17",
        "成员津贴按月从拨款中支付",
        (_DISCLOSE, _MONTHLY),
        also=("SPD001", "SPD007"),
    ),
    Clause("TR-3", "居民会议章程 18", "办公拨款专款专用", (_MONTHLY,), also=("FND001", "FND005")),
    Clause("现金条例 5", "现金管理暂行条例 5", "一千元以上走转账"),
    Clause("会计法 14", "会计法 14", "金额有误的原始凭证重开，不改"),
    Clause("会计基础工作规范 51", "会计基础工作规范 51", "红字冲销写明冲的是哪一张"),
    Clause(
        "财会〔2024〕11号 27",
        "会计信息化工作规范 27",
        "电子凭证归档的是电子原件，不是打印件和图片",
        (),
        "印章、电子签名程序不验；拿原件到税务局的查验平台去查，查过的登记下来。",
    ),
    Clause(
        "财会〔2024〕12号 21",
        "会计软件基本功能和服务规范 21",
        "凭证编号连续，入账后不删不改不插",
    ),
    Clause(
        "财会〔2024〕12号 24",
        "会计软件基本功能和服务规范 24",
        "凭证没有全部记账，不得结账",
    ),
)
"""Every clause of the rulebook, and the national provisions that rules cite."""

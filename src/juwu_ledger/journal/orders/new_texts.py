"""What the files of new books say of themselves: comments for the treasurer."""

from __future__ import annotations

from juwu_ledger.journal.engine.disk import ANSWERS
from juwu_ledger.journal.engine.journal import LOCK

MAIN = """\
; {committee}的账本，{begin}起。
;
; 怎么看：从本文件往下，每个 include 是一册。
;   accounts   科目表：钱放在哪里、从哪里来、花到哪里去
;   charter    章程：谁任什么职、各项限额、专项资金、年度限额
;   receipts   统一收据的领用、作废和缴销
;   approvals  支出签批单和居民会议决议
;   assets     固定资产卡片、低值品登记、移交、处置和盘点
;   reviews    月结、报送、民主理财审核、公开、质询与答复
;   {year}      每月一册凭证，月末附现金盘点和银行对账；怎么读凭证，见第一册开头
;   documents/ 扫描件：发票、收据存根、花名册、验收单、对账单、公开表
; 分号后面的话是给人看的，程序不读。记账用 juwu 的命令，不必动手改这些文件。

option "title" {title}
option "operating_currency" "CNY"
option "render_commas" "TRUE"

; Fava 报表里自动算出的几个科目，取中文名字
option "account_current_earnings" "3102本年结余"
option "account_previous_earnings" "3103历年结余"
option "account_previous_balances" "3104年初结转"
option "account_current_conversions" "3105本年折算"
option "account_previous_conversions" "3106历年折算"

; 居务账规：bean-check 和 Fava 据此逐条检查
plugin "juwu_ledger.rules"

; Fava 的显示：中文，收入和负债显示为正数
{fava}
include "accounts.beancount"
include "charter.beancount"
include "receipts.beancount"
include "approvals.beancount"
include "assets.beancount"
include "reviews.beancount"

include "{vouchers}"
"""
RECEIPTS = """\
; 统一收据：向街道领用，由票据保管人一人保管。
; 按号码顺序开，不跳号；写坏的不撕，各联盖作废章留在本子上，在这里登记。
; 一本用完，先缴销旧本，再领新本。
; 登记用：juwu receipt-book issue、juwu void-receipt、juwu receipt-book return。
"""
APPROVALS = """\
; 支出签批单和居民会议决议。
; 先签批，后花钱：日期是主任签字的那一天，金额是最多可以花的数。
; 一张签批单可以管几笔支出，合计不得超过它。
; 登记用：juwu approve、juwu resolve。
"""
ASSETS = """\
; 资产：固定资产卡片（GD）、低值品登记（DZ）、移交、处置和盘点。
; 每件东西都有一个人负责；换人要逐件移交，年末逐件盘点。
; 登记用：juwu asset add、juwu asset handover、juwu asset dispose、juwu asset count。
"""
REVIEWS = """\
; 办账之后的事：月结、报送街道、质询与答复、民主理财审核、公开上墙、
; 向居民代表和捐赠人报告。按办事的先后写。
; 顺序不能乱：先月结，再由民主理财小组审核，审核通过才能公开。
; 登记用：juwu close、juwu file、juwu query、juwu reply、juwu review、juwu disclose。
"""
HOW_TO_READ = """\
; {month}的凭证。
;
; 怎么读一张凭证（以后各月相同）：
;   第一行　　日期、对方、摘要
;   voucher   凭证号，每月从 0001 编起，不断号
;   receipt   开出的统一收据号　　　approval  签批单号，见 approvals.beancount
;   invoice   发票号；津贴、救助没有发票，写 none 和依据的表册
;   handler   经手人　　　　　　　　witness   证明人
;   attachments 所附单据张数　　　　cleared   银行（或微信）账单上显示的日期
;   金额　　　正数是增加的钱物或花费，负数是减少的钱物或收入，一张凭证合计为零

"""
IGNORED = f"""\
# 记账程序写账时用的临时文件，不必保存。
{LOCK}
{ANSWERS}
.juwu-*.part
"""

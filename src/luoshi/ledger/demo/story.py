"""What the demo tells (演示情节): matters on 13710, adjustments, what is left out. All invented."""

from __future__ import annotations

from datetime import date
from typing import Any

MATTERS: tuple[dict[str, Any], ...] = (
    {"day": date(2026, 3, 2), "unit": "water", "source": "instruction", "number": "县长批示〔2026〕12号", "issuer": "程叙白",
     "title": "整治柳塘镇三个村饮水浑浊问题", "requirement": "查明原因，限期整治，结果报县政府。",
     "quote": "请水利局立即核查，一周内解决，不得拖延。", "fate": "closed"},
    {"day": date(2026, 4, 13), "unit": "housing", "source": "instruction", "number": "县长批示〔2026〕27号", "issuer": "程叙白",
     "title": "育英路小区加装电梯停工问题", "requirement": "协调复工，给群众明确答复。",
     "quote": "群众反映强烈，请住建局牵头协调，按期办结。", "fate": "extension"},
    {"day": date(2026, 5, 11), "unit": "education", "source": "minutes", "number": "县政府专题会议纪要〔2026〕9次", "issuer": "县政府专题会议",
     "title": "泓东小学周边交通组织方案", "requirement": "制定开学前交通组织方案并落实。",
     "quote": "会议议定：由县教育局牵头，县公安局、县住建局配合，制定泓东小学周边交通组织方案。", "fate": "returned"},
    {"day": date(2026, 7, 6), "unit": "reform", "source": "upper_document", "number": "澜政办函〔2026〕31号", "issuer": "澜州市政府办公室",
     "title": "抽水蓄能项目前期论证进展报送", "requirement": "按要求报送论证进展和下一步计划。", "variant": "major",
     "quote": "请石泓县加快项目前期论证，按节点报送进展。", "fate": "plan"},
    {"day": date(2026, 10, 26), "unit": "city", "source": "leader", "number": "", "issuer": "程叙白",
     "title": "文昌路早市占道经营整治", "requirement": "疏堵结合，给商户安排去处。",
     "quote": "请城管局研究早市疏导点，十天内拿出办法。", "fate": "late"},
)  # fmt: skip

ADJUSTED: tuple[dict[str, Any], ...] = (
    {"year": 2025, "words": "一般公共预算收入", "day": date(2025, 9, 3), "new": "预期增幅由5%调整为3%",
     "reason": "政策性减税和企业集中技改影响", "document": "县十八届人大常委会第三十一次会议决定"},
    {"year": 2026, "words": "旅游公路", "day": date(2026, 8, 17), "new": "年度投资由2.2亿元调整为1.8亿元",
     "reason": "用地预审时间推迟", "document": "县政府第32次常务会议纪要"},
    {"year": 2026, "words": "家庭农场示范场", "day": date(2026, 6, 8), "new": "由10家调整为8家",
     "reason": "市级示范名额减少", "document": "县政府第29次常务会议纪要"},
)  # fmt: skip

CANCELLED = ("发放消费券",)
SKIPPED = ("坚定政治忠诚", "不懈奋斗", "永葆清廉本色")

"""The texts on how each figure of the board is counted, with an example."""

from web.catalogue import Words

COUNTING: Words = {
    "counting.title": ("这些数字怎么算的", "How to read the figures"),
    "counting.lead": (
        "每个数都写明分子、分母和不算在内的，再举一个例子。没有分母时写“—”。",
        "Each figure with what is counted, of what, what is left out, and an example. “—” where nothing "
        "was to be counted.",
    ),
    "counting.part": ("分子", "Counted"),
    "counting.whole": ("分母", "Of"),
    "counting.without": ("不算在内", "Left out"),
    "counting.example": ("例子", "Example"),
    "figure.bad_rate": ("每万次评价中的差评", "Bad per 10,000 ratings"),
    "figure.bad_rate.part": ("不满意和非常不满意的评价", "Ratings “dissatisfied” and “very dissatisfied”"),
    "figure.bad_rate.whole": ("评价人自己作出的有效评价", "Valid ratings made by raters"),
    "figure.bad_rate.without": (
        "系统默认、综合点评、明察暗访；经复核无效的",
        "System defaults, comprehensive ratings, inspections; what is void",
    ),
    "figure.bad_rate.example": (
        "20,000次评价里30次差评：30÷20,000×10,000=15.0，95 %区间10.1到21.4",
        "30 bad of 20,000: 30 ÷ 20,000 × 10,000 = 15.0; 95 % interval 10.1 to 21.4",
    ),
    "figure.good_rate": ("好评率", "Good"),
    "figure.good_rate.part": ("非常满意、满意和基本满意的评价", "The three upper levels"),
    "figure.good_rate.whole": ("评价人自己作出的有效评价", "Valid ratings made by raters"),
    "figure.good_rate.without": (
        "同上。好评率几乎都在99 %以上，所以不用来比较",
        "As above. It is above 99 % nearly everywhere and compares nothing",
    ),
    "figure.good_rate.example": ("20,000次里19,970次好评：99.85 %", "19,970 of 20,000: 99.85 %"),
    "figure.active_rate": ("参评率", "Rated"),
    "figure.active_rate.part": (
        "这些办件里评价人自己评过的；晚评的也记到办理的那一天",
        "Of these services, those that their raters rated; a late rating counts on the day of the service",
    ),
    "figure.active_rate.whole": (
        "可以评价的办件，按办理的日子算",
        "Services that could be rated, by the day of service",
    ),
    "figure.active_rate.without": (
        "未评率是1减参评率。参评率不计入绩效，免得有人劝评",
        "Not rated is the rest. It carries no weight, so that nobody is coaxed",
    ),
    "figure.active_rate.example": (
        "10,000件里评了8,200次：参评率82.0 %，未评率18.0 %",
        "8,200 of 10,000: 82.0 %, not rated 18.0 %",
    ),
    "figure.self_rate": ("自己主动评来的", "Rated on own initiative"),
    "figure.self_rate.part": ("自己扫码、点链接、用APP作出的评价", "By own link, app or code"),
    "figure.self_rate.whole": ("评价人自己作出的有效评价", "Valid ratings made by raters"),
    "figure.self_rate.without": (
        "窗口评价器上评的、代为录入的只在分母里",
        "Those at the device or entered by others stand below the line only",
    ),
    "figure.self_rate.example": ("1,000次里382次是自己主动评的：38.2 %", "382 of 1,000: 38.2 %"),
    "figure.bad_reply_rate": ("差评有公开答复的", "Bad ratings answered in public"),
    "figure.bad_reply_rate.part": ("已有公开答复的差评", "Bad ratings with a public answer"),
    "figure.bad_reply_rate.whole": ("有效差评，按评价的日子算", "Valid bad ratings, by the day of rating"),
    "figure.bad_reply_rate.without": ("经复核无效的", "What is void"),
    "figure.bad_reply_rate.example": ("60次差评答复了57次：95.0 %", "57 of 60: 95.0 %"),
    "figure.callback_rectify_rate": ("实名差评回访并整改的", "Real-name complaints mended and called back"),
    "figure.callback_rectify_rate.part": ("已整改并回访过的实名差评", "Of these, mended and called back"),
    "figure.callback_rectify_rate.whole": (
        "实名或持有凭证的有效差评",
        "Valid bad ratings by a known rater or holder of the proof",
    ),
    "figure.callback_rectify_rate.without": (
        "不知道是谁评的；经复核无效的。目标是100 %",
        "Unknown raters; what is void. The aim is 100 %",
    ),
    "figure.callback_rectify_rate.example": ("50次实名差评办完48次：96.0 %", "48 of 50: 96.0 %"),
    "figure.on_time_rate": ("按期整改的", "Mended in time"),
    "figure.on_time_rate.part": (
        "到期前提交、后来通过审核的工单",
        "Orders submitted by the due moment and approved later",
    ),
    "figure.on_time_rate.whole": ("这段时间到期的工单", "Orders due in the period"),
    "figure.on_time_rate.without": (
        "还没到期的；批准延期的按新期限算",
        "Not yet due; after a granted extension the new term counts",
    ),
    "figure.on_time_rate.example": ("40件到期，39件按期：97.5 %", "39 of 40: 97.5 %"),
    "figure.post_rectify_satisfaction": ("整改后表示满意", "Satisfied after mending"),
    "figure.post_rectify_satisfaction.part": ("回访时说满意或基本满意的", "At least fairly satisfied when called back"),
    "figure.post_rectify_satisfaction.whole": ("回访到的人", "Raters reached by the callback"),
    "figure.post_rectify_satisfaction.without": ("联系不上的", "Those not reached"),
    "figure.post_rectify_satisfaction.example": ("回访到44人，38人满意：86.4 %", "38 of 44: 86.4 %"),
    "figure.score": ("平均分", "Mean score"),
    "figure.score.part": (
        "每次评价的分：非常满意100、满意80、基本满意60、不满意40、非常不满意20",
        "100, 80, 60, 40, 20 by level",
    ),
    "figure.score.whole": ("评价人自己作出的有效评价", "Valid ratings made by raters"),
    "figure.score.without": (
        "同好评率。几乎都在98分以上，不用来排名",
        "As for good ratings. Nearly always above 98; nobody is ranked by it",
    ),
    "figure.score.example": ("9次非常满意、1次不满意：（900+40）÷10=94.0", "Nine times 100 and once 40: 94.0"),
    "counting.sure.title": ("有多大把握", "How sure"),
    "counting.sure": (
        "差评数的区间是精确的泊松区间，比例的区间是威尔逊区间，都是95 %：同样的情形重复一百次，约九十五次真值落在其中。"
        "区间越宽，越不能下结论。",
        "Bad ratings: exact Poisson intervals; shares: Wilson's; both 95 %. The wider, the less can be concluded.",
    ),
    "counting.few.title": ("为什么有的不显示、不比较", "Why some are not shown or compared"),
    "counting.few": (
        "不到30次差评的不比较：差别可能只是碰巧。部门、事项和大厅的数分批公布：攒够5次、当天结束后才一起公布，每批都写明从哪天到哪天；只剩一处没公布时，再等另外两处，免得用总数减出来。全市和各区的总数实时显示。",
        "Under 30 bad ratings nothing is compared. Agencies, items and halls are told in batches: five and more at a "
        "time, after the day is over, with the days they rest on; where one alone would wait, two others wait with it, "
        "or the total less the others would tell it. The city and the totals of districts are live.",
    ),
}

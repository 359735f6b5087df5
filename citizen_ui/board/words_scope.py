"""The texts of the board below the city: places, their figures and curves, published comments."""

from citizen_ui.board.words_counting import COUNTING
from citizen_ui.board.words_data import DATA, FRAME
from web.catalogue import Words

PLACES: Words = {
    "scope.nav.agencies": ("各区各部门", "Districts and agencies"),
    "scope.nav.data": ("开放数据", "Open data"),
    "scope.crumbs": ("所在位置", "You are here"),
    "scope.kind.DISTRICT": ("区", "District"),
    "scope.kind.AGENCY": ("部门", "Agency"),
    "scope.kind.SERVICE": ("事项", "Service item"),
    "scope.sentence": (
        "今年{ratings}次评价里有{bad}次差评。",
        "{ratings} {ratings:|rating|ratings} this year, {bad} of them bad.",
    ),
    "scope.sentence.few": (
        "今年{ratings}次评价，差评人数太少，不显示次数。",
        "{ratings} {ratings:|rating|ratings}; too few were bad to tell.",
    ),
    "scope.sentence.hidden": ("今年评价的人太少，暂不公布。", "Too few have rated this year to be told."),
    "scope.sentence.good": (
        "今年{ratings}次评价里没有差评。",
        "{ratings} {ratings:|rating|ratings} this year, none of them bad.",
    ),
    "scope.sentence.none": ("今年还没有收到评价。", "No rating so far this year."),
    "scope.live": ("数据到{at}，随时更新", "As of {at}, live"),
    "scope.through": (
        "截至{day}。评价攒够5次、当天结束后才一起公布，免得有人认出是谁评的。",
        "Up to {day}. Ratings are told five and more at a time, after the day, so that nobody can tell who rated.",
    ),
    "scope.through.none": (
        "人数太少，暂不公布：评价攒够5次、当天结束后才一起公布，免得有人认出是谁评的。",
        "Too few to be told yet: ratings are told five and more at a time, so that nobody can tell who rated.",
    ),
    "scope.rests": ("{first}至{last}的评价", "Of {first} to {last}"),
    "agencies.through": (
        "公布到{day}为止。评价攒够5次、当天结束后才一起公布；少于5次的等下一批。",
        "Told until {day}: five ratings and more at a time, after the day is over; fewer wait for the next batch.",
    ),
    "scope.hidden": ("人数太少，暂不公布", "Too few to be told yet"),
    "scope.hidden.short": ("不显示", "not shown"),
    "scope.verdict.hidden": ("人数太少，不显示", "Too few to show"),
    "scope.n": ("共{n}件", "Of {n}"),
    "scope.sure": (
        "共{n}件，95 %的把握在{low}到{high}之间",
        "Of {n}; 95 % sure: between {low} and {high}",
    ),
    "scope.fewer": ("不到30件，仅供参考，不比较", "Fewer than 30: not compared"),
    "scope.no": ("今年还没有可以计算的件数", "Nothing to count yet this year"),
    "scope.small": (
        "按办理的日子算，办件里评过的占{active}（参评率），没评的占{unrated}（未评率）；好评率{good}；平均分{score}（满分100，几乎都一样，不用来排名）。",
        "Of the services of these days {active} were rated, {unrated} not (a late rating counts on the day of the "
        "service); good {good}; mean {score} of 100, nobody is ranked by it.",
    ),
    "scope.compare.above": ("高于全市（{city}）", "Above the city ({city})"),
    "scope.compare.below": ("低于全市（{city}）", "Below the city ({city})"),
    "scope.compare.same": ("与全市（{city}）无明显差别", "No clear difference from the city ({city})"),
    "scope.compare.few": ("低于30次差评，不与全市比较", "Fewer than 30 bad ratings: not compared"),
    "trend.title": ("每月的变化", "Month by month"),
    "trend.text": (
        "每万次评价中的差评，近12个月。浅色带是95 %区间，虚线是全市。纵轴0到{top}。",
        "Bad per 10,000 ratings, last 12 months. Band: 95 % interval; dashed: the city. Axis 0 to {top}.",
    ),
    "trend.label": (
        "{name}近12个月每万次评价中的差评，最近一个月是{last}，全市是{city}",
        "{name}: bad per 10,000 over 12 months, {last} in the latest month; the city {city}",
    ),
    "trend.noise": (
        "差评太少，一个月平均不到5件：连成线，看到的只是碰巧的起伏，所以不画。每月的数在表里。",
        "Fewer than five bad ratings a month: a line would show mere chance. The table has the months.",
    ),
    "trend.hidden": (
        "线上空着的月份人数太少，暂不公布；每月只算在当月之内攒够的那几批。",
        "Months left open have too few raters to be told; a month holds the batches that lie in it.",
    ),
    "trend.month": ("月份", "Month"),
    "trend.ratings": ("评价数", "Ratings"),
    "trend.bad": ("差评数", "Bad"),
    "trend.rate": ("每万次差评", "Bad per 10,000"),
    "trend.interval": ("95 %区间", "95 % interval"),
    "targets.title": ("分别评什么，好评占多少", "What was rated, and how much of it is good"),
    "targets.text": (
        "评价人可以对事项、办事指南、平台、服务分别打分。条是好评占比，数是评了多少次。",
        "Raters may rate the matter, the guide, the platform and the service apart. Bar: good; figure: ratings.",
    ),
    "targets.none": ("今年还没有人分项评价", "Nobody has rated these apart yet this year"),
    "targets.question": ("评价内容", "What was rated"),
    "targets.bad": ("不满意", "Not satisfied"),
    "targets.share": ("好评占比", "Good"),
    "targets.n": ("{n}次评价", "{n} {n:|rating|ratings}"),
    "targets.bar": ("{name}：{n}次评价，好评{share}", "{name}: {n} {n:|rating|ratings}, {share} good"),
    "target.CASE": ("这次办理", "The case"),
    "target.ITEM": ("事项", "The matter"),
    "target.GUIDE": ("办事指南", "The guide"),
    "target.PLATFORM": ("平台", "The platform"),
    "target.STAFF": ("服务和人员", "Service and staff"),
    "target.AGENCY": ("部门", "The agency"),
    "target.HOTLINE_CALL": ("12345热线", "The hotline"),
    "parts.title.DISTRICT": ("本级部门", "Agencies"),
    "parts.title.AGENCY": ("办理的事项", "Service items"),
    "parts.text": (
        "按评价数从多到少排，不是名次。点和线是每万次差评和95 %区间，虚线是全市{city}，箭头表示超出了图的范围。"
        "差评少于30次的不比较。",
        "In order of ratings, which is no ranking. Dot: bad per 10,000, with its 95 % interval; dashed: city {city}; "
        "arrow: beyond the axis.",
    ),
    "parts.text.DISTRICT": (
        "窗口评价按大厅所在的区统计；市级部门的事项归在市本级：",
        "Ratings at a counter belong to the hall's district; municipal bureaus have a list of their own:",
    ),
    "parts.verdict": ("与全市相比", "Beside the city"),
    "parts.name": ("名称", "Name"),
    "parts.label": ("{name}：每万次差评{rate}，{verdict}", "{name}: {rate} bad per 10,000. {verdict}"),
    "parts.none": ("这里还没有登记事项", "Nothing is listed here yet"),
    "agencies.title": ("各区各部门", "Districts and agencies"),
    "agencies.unrated": ("今年还没有评价的部门", "Not rated yet this year"),
    "agencies.lead": (
        "选一个区或部门，看它办的事项、评价和答复。",
        "Choose a district or an agency to see its items, ratings and answers.",
    ),
}

COMMENTS: Words = {
    "comments.title": ("公开的评价和答复", "Published comments and replies"),
    "comments.text": (
        "评价和答复经审核后公开，个人信息已遮盖。只写到日，看不出是谁。",
        "Comments and replies are public after moderation, personal data covered; by day only.",
    ),
    "comments.replied.line": ("{agency} · {day}答复", "{agency}, answered on {day}"),
    "comments.bad": ("只看差评", "Bad only"),
    "comments.all": ("全部评价", "All comments"),
    "comments.more": ("更早的评价", "Earlier comments"),
    "comments.newest": ("回到最新", "Back to the newest"),
    "comments.none": (
        "还没有公开的评价。评价审核后会出现在这里。",
        "No comment is public yet. They appear here after moderation.",
    ),
    "comments.mended": ("已整改或说明", "Mended or explained"),
    "comments.open": ("正在办", "In hand"),
    "comments.replied": ("已答复", "Answered"),
    "comments.waiting": ("还没有公开答复", "Not yet answered in public"),
    "comments.covered": ("已遮盖", "covered"),
}

SCOPES: Words = {**PLACES, **COMMENTS, **COUNTING, **DATA, **FRAME}

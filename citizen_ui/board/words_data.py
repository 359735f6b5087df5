"""The texts of the open data and of the frame for portals."""

from web.catalogue import Words

DATA: Words = {
    "open.title": ("开放数据", "Open data"),
    "open.lead": (
        "和看板一样的数，到昨天为止，按年、月、日，分全市、区、部门、事项。可以自由使用，请注明来源。",
        "The board's figures up to yesterday by year, month or day: city, districts, agencies, items. "
        "Free to use; name the source.",
    ),
    "open.same": ("同样的数，可以拿走：", "The same figures to take away:"),
    "open.get": ("下载{kind}", "Download {kind}"),
    "open.level": ("范围", "Level"),
    "open.step": ("期间", "Step"),
    "open.from": ("从", "From"),
    "open.to": ("到", "To"),
    "open.code": ("编码（选填）", "Code (optional)"),
    "open.level.city": ("全市", "City"),
    "open.level.district": ("各区", "Districts"),
    "open.level.agency": ("各部门", "Agencies"),
    "open.level.service": ("各事项", "Service items"),
    "open.step.year": ("按年", "By year"),
    "open.step.month": ("按月", "By month"),
    "open.step.day": ("按日（最多92天）", "By day (92 at most)"),
    "open.fields": ("字段说明", "Fields"),
    "open.field": ("字段", "Field"),
    "open.column": ("中文表头", "Chinese header"),
    "open.meaning": ("含义", "Meaning"),
    "open.hidden.title": ("星号和空格", "Asterisks and empty cells"),
    "open.hidden": (
        "“*”是这段时间的数还没有公布，或没有单独公布：部门、事项和各区的分项攒够5次才成一批，一批正好从这段的第一天到最后一天时才有数。空格是没有可以计算的。",
        "“*”: not told, or not of exactly these days. Agencies, items and the splits of districts are told in batches "
        "of five and more; a cell holds a number where batches begin and end with its period. Empty: nothing to count.",
    ),
    "open.use.title": ("程序怎么取", "For programs"),
    "open.use": (
        "参数level、step、from、to、code、header（zh或code）。一个期间要么整个给出，要么不给：按月取时，from和to所在的月整月给出。UTF-8带BOM；有ETag，没有变化时回304；JSON的字段同名。中文表头的文件是给表格软件打开的，编码前有一个看不见的制表符，免得长编码变成数字；程序请用header=code。",
        "Parameters level, step, from, to, code, header (zh or code). Periods are given whole. UTF-8 "
        "with BOM; ETag and 304; JSON under the same codes. With the Chinese header a tab before each code keeps "
        "spreadsheets from reading it as a number; programs take header=code.",
    ),
    "data.level": ("范围", "Level"),
    "data.code": ("编码", "Code"),
    "data.name": ("名称", "Name"),
    "data.parent_code": ("上级编码", "Code of what it is part of"),
    "data.from": ("起", "From"),
    "data.to": ("止", "To"),
    "data.events": ("可评办件数", "Services that could be rated"),
    "data.ratings": ("评价数", "Ratings"),
    "data.bad": ("差评数", "Bad ratings"),
    "data.bad_rate": ("每万次差评", "Bad per 10,000"),
    "data.bad_rate_low": ("每万次差评下限", "Its lower limit"),
    "data.bad_rate_high": ("每万次差评上限", "Its upper limit"),
    "data.good_rate": ("好评率", "Good"),
    "data.active_rate": ("参评率", "Rated"),
    "data.self_rate": ("自主评价占比", "On own initiative"),
    "data.bad_reply_rate": ("差评回复率", "Bad ratings answered"),
    "data.real_name": ("实名差评数", "Real-name bad ratings"),
    "data.callback_rectify_rate": ("差评回访整改率", "Mended and called back"),
    "data.due": ("到期工单数", "Orders due"),
    "data.on_time_rate": ("按期整改率", "Mended in time"),
    "data.reached": ("回访到的人数", "Raters reached"),
    "data.post_rectify_satisfaction": ("差评回访整改满意率", "Satisfied after mending"),
    "data.score": ("平均分", "Mean score"),
    "data.level.text": ("city、district、agency、service", "city, district, agency or service"),
    "data.code.text": ("区划代码、统一社会信用代码、事项编码；全市是city", "Of the district, agency or item; city"),
    "data.name.text": ("中文名称", "In Chinese"),
    "data.parent_code.text": (
        "事项的部门、部门的区、区的city",
        "The agency of an item, the district of an agency, city",
    ),
    "data.from.text": ("这一行的第一天", "First day of the row"),
    "data.to.text": ("这一行的最后一天；没过完的年和月到昨天", "Last day; a running year or month ends yesterday"),
    "data.events.text": ("按办理的日子", "By the day of service"),
    "data.ratings.text": ("有效、由评价人作出的，按评价的日子", "Valid, made by raters, by the day of rating"),
    "data.bad.text": ("其中不满意和非常不满意的", "Of these, with one of the two bad levels"),
    "data.limit.text": ("95 %区间，精确泊松", "95 % interval, exact Poisson"),
    "data.base.text": ("下一列的分母", "What the next column is a share of"),
    "data.share.text": ("0到1，算法见“怎么算的”", "0 to 1; see how it is counted"),
    "data.rate.text": ("差评数÷评价数×10,000", "Bad ÷ ratings × 10,000"),
    "data.score.text": ("0到100，保留一位", "0 to 100, one decimal"),
}

FRAME: Words = {
    "frame.more": ("看全部", "See all of it"),
    "frame.code": ("嵌入到您的网页", "Put it into your page"),
    "frame.code.text": (
        "把这一行放进网页，就会显示这里的几个数，有变化时自己更新，不写cookie。",
        "This line shows these figures in your page; they renew themselves and leave no cookie.",
    ),
}

"""English names of the invented city: districts, bureaus, halls, and the commonest service items.

An item without a translation keeps its Chinese name, as in a real directory.
"""

from typing import Final

DISTRICTS: Final = {
    "市本级": "Municipal level",
    "海湾区": "Haiwan District",
    "云岭区": "Yunling District",
    "南屏区": "Nanping District",
    "东澜区": "Donglan District",
    "宝树区": "Baoshu District",
    "青崖区": "Qingya District",
    "星桥区": "Xingqiao District",
    "梧山区": "Wushan District",
    "盐滩区": "Yantan District",
    "光华区": "Guanghua District",
    "银汐新区": "Yinxi New District",
}

BUREAUS: Final = {
    "滨海市政务服务数据管理局": "Binhai Government Services and Data Administration",
    "滨海市人力资源和社会保障局": "Binhai Human Resources and Social Security Bureau",
    "滨海市公安局": "Binhai Public Security Bureau",
    "滨海市市场监督管理局": "Binhai Administration for Market Regulation",
    "滨海市住房和建设局": "Binhai Housing and Construction Bureau",
    "滨海市规划和自然资源局": "Binhai Planning and Natural Resources Bureau",
    "滨海市卫生健康委员会": "Binhai Health Commission",
    "滨海市教育局": "Binhai Education Bureau",
    "滨海市民政局": "Binhai Civil Affairs Bureau",
    "滨海市医疗保障局": "Binhai Healthcare Security Bureau",
    "滨海市交通运输局": "Binhai Transport Bureau",
    "滨海市生态环境局": "Binhai Ecology and Environment Bureau",
    "滨海市城市管理和综合执法局": "Binhai Urban Management and Law Enforcement Bureau",
    "国家税务总局滨海市税务局": "Binhai Tax Service, State Taxation Administration",
    "滨海市住房公积金管理中心": "Binhai Housing Provident Fund Centre",
    "滨海市司法局": "Binhai Justice Bureau",
    "滨海市文化广电旅游体育局": "Binhai Culture, Tourism and Sports Bureau",
    "滨海市应急管理局": "Binhai Emergency Management Bureau",
    "滨海市水务局": "Binhai Water Bureau",
    "滨海市发展和改革委员会": "Binhai Development and Reform Commission",
    "滨海市科技创新局": "Binhai Science, Technology and Innovation Bureau",
    "滨海市工业和信息化局": "Binhai Industry and Information Technology Bureau",
    "滨海市商务局": "Binhai Commerce Bureau",
    "滨海市财政局": "Binhai Finance Bureau",
    "滨海市退役军人事务局": "Binhai Veterans Affairs Bureau",
    "滨海市消防救援支队": "Binhai Fire and Rescue Brigade",
    "滨海市残疾人联合会": "Binhai Disabled Persons' Federation",
    "滨海市气象局": "Binhai Meteorological Bureau",
    "滨海市12345热线服务中心": "Binhai 12345 Hotline Centre",
}

ITEMS: Final = {
    "社会保障卡申领": "Social security card: application",
    "社会保障卡补领换领": "Social security card: replacement",
    "社会保障卡启用": "Social security card: activation",
    "社会保障卡挂失与解挂": "Social security card: loss report",
    "失业登记": "Unemployment registration",
    "就业登记": "Employment registration",
    "失业保险金申领": "Unemployment benefit",
    "灵活就业人员社会保险补贴申领": "Social insurance subsidy for the flexibly employed",
    "求职创业补贴申领": "Job-seeking and start-up subsidy",
    "创业担保贷款申请": "Guaranteed start-up loan",
    "职业技能提升补贴申领": "Vocational skills subsidy",
    "企业职工基本养老保险参保登记": "Employees' pension insurance: enrolment",
    "城乡居民基本养老保险参保登记": "Residents' pension insurance: enrolment",
    "养老保险关系转移接续": "Pension insurance: transfer",
    "基本养老金申领": "Basic pension",
    "工伤认定申请": "Recognition of a work injury",
    "劳动能力鉴定申请": "Assessment of work capacity",
    "居住证申领": "Residence permit: application",
    "居住证签注": "Residence permit: endorsement",
    "户口迁入登记": "Household registration: move in",
    "新生儿出生登记": "Registration of a newborn",
    "居民身份证换领": "Identity card: renewal",
    "居民身份证补领": "Identity card: replacement",
    "护照首次申请": "Passport: first application",
    "护照换发": "Passport: renewal",
    "往来港澳通行证申领": "Permit for Hong Kong and Macao: application",
    "机动车驾驶证期满换证": "Driving licence: renewal",
    "机动车转让登记": "Vehicle: transfer of ownership",
    "无犯罪记录证明开具": "Certificate of no criminal record",
    "企业设立登记": "Company registration",
    "企业变更登记": "Company registration: change",
    "企业注销登记": "Company deregistration",
    "个体工商户设立登记": "Sole trader registration",
    "食品经营许可新办": "Food business licence",
    "公共租赁住房轮候申请": "Public rental housing: waiting list",
    "房屋租赁合同备案": "Filing of a rental contract",
    "不动产转移登记": "Real estate: transfer",
    "不动产抵押登记": "Real estate: mortgage",
    "不动产登记资料查询": "Real estate: search of the register",
    "义务教育入学申请": "Compulsory education: enrolment",
    "教师资格认定": "Teacher qualification",
    "结婚登记": "Marriage registration",
    "离婚登记": "Divorce registration",
    "异地就医备案": "Treatment in another place: filing",
    "生育津贴申领": "Maternity allowance",
    "职工基本医疗保险参保登记": "Employees' medical insurance: enrolment",
    "小汽车指标申请": "Car quota: application",
    "发票领用": "Invoices: supply",
    "契税申报": "Deed tax return",
    "完税证明开具": "Certificate of tax payment",
    "租房提取公积金": "Housing fund: withdrawal for rent",
    "购房提取公积金": "Housing fund: withdrawal for a purchase",
    "法律援助申请": "Legal aid",
    "残疾人证新办": "Disability certificate",
    "政务咨询": "Questions about services",
    "投诉举报受理": "Complaints and reports",
    "意见建议受理": "Suggestions",
}


def hall_centre(district: str) -> str:
    """Return the English name of the agency that runs a district's hall."""
    office = (
        "Government Services Centre" if district.endswith("新区") else "Government Services and Data Administration"
    )
    return f"{DISTRICTS[district]} {office}"


def hall(district: str | None) -> str:
    """Return the English name of a district's hall, or without a district that of the city's."""
    return f"{DISTRICTS[district]} Government Services Hall" if district else "Binhai Citizens' Centre"

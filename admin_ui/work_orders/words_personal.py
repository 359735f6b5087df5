"""The texts on possible personal data, in a rater's text shown to an agency or in a public reply."""

from web.catalogue import Words

PERSONAL: Words = {
    "covered.COVERED": (
        "评价人对本单位隐去了身份，文字里可能指明身份的部分已遮盖。确需了解的，请管理部门（派单员、督办员）查看。",
        "The rater is hidden from your agency, and what may name the rater is covered in the text. The managing "
        "department (dispatcher, supervisor) reads all of it; ask them.",
    ),
    "covered.WAITS": (
        "评价人写了文字，正在查找里面有没有个人信息，一两秒后可看。",
        "The rater wrote a text. It is being looked through for personal data and can be read in a second or two.",
    ),
    "answer.marks": (
        "标出的{n}处可能是个人信息。公开前会再问一次：遮盖，或者写明理由照原样公开。",
        "{n} marked {n:|part|parts} may be personal data. Before the answer is public it is asked: cover, or keep "
        "with a reason.",
    ),
    "answer.marks.found": (
        "已自动保存。里面有{n}处可能是个人信息：{found}。请改写；不改的，审核人要遮盖或写明理由。",
        "Saved. {n} {n:|part|parts} may be personal data: {found}. Please rewrite; or the reviewer covers it.",
    ),
    "form.review.marked": ("答复里标出的部分", "The marked parts of the answer"),
    "form.review.marked.hint": (
        "通过时选一个；照原样公开的，理由里写明为什么。",
        "For approval; to keep them, say why in the reason.",
    ),
    "marked.REDACT": ("遮盖后公开", "Cover them"),
    "marked.KEEP": ("照原样公开", "Publish as it is"),
    "text.open": ("标出的仍要公开？写明理由", "Publish what is marked? Say why"),
    "text.open.why": ("为什么照原样公开", "Why it is published as it is"),
    "text.open.hint": (
        "没有遮盖的标记才需要。理由会留存，评价人也会看到。",
        "Needed where a mark stays open. It stays on record, and the rater reads it.",
    ),
    "texts.bulk.redact": ("遮盖标出的再公开", "Redact what is marked and publish"),
}

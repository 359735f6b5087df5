"""The texts of the pages of the directory."""

from web.catalogue import Words

DIRECTORY: Words = {
    "nav.directory": ("目录", "Directory"),
    "directory.text": (
        "谁、什么时候、从什么改成什么。什么都不删除，只停用；写下的沿革不能改。",
        "Who changed what and when. Nothing is deleted, entries end; what is written here stays.",
    ),
    "directory.import": ("从文件导入", "Import from files"),
    "directory.import.text": (
        "先下载模板填好，在服务器上试运行，看过会变什么再写入：",
        "Fill in a template, try the file out on the server, look at what would change, then write it:",
    ),
    "directory.import.how": (
        "模板第二张表说明每一栏。同一份文件再导一次不会有变化。",
        "The second sheet explains each column. The same file twice changes nothing.",
    ),
    "directory.templates": ("空白模板", "Empty templates"),
    "directory.search": ("搜编码、名称", "Code or name"),
    "directory.when": ("时间", "When"),
    "directory.who": ("谁", "Who"),
    "directory.entry": ("条目", "Entry"),
    "directory.what": ("改了什么", "What"),
    "directory.why": ("来源和依据", "Source and reason"),
    "directory.empty": ("还没有变过", "Nothing was changed yet"),
    "directory.empty.text": ("导入目录之后，每一处变化都列在这里。", "After an import every change is listed here."),
    "directory.none": ("没有找到", "Nothing found"),
    "directory.none.text": ("换个编码或名称试试，或者看全部。", "Try another code or name, or look at all."),
    "directory.by_system": ("命令行或程序", "command or program"),
    "change.ADDED": ("新增", "Added"),
    "change.CHANGED": ("变更", "Changed"),
    "change.ENDED": ("停用", "Ended"),
    "change.blank": ("（空）", "(empty)"),
}

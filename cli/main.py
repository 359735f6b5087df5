"""The table of commands; the module of a command is imported only when the command is run."""

import sys
from importlib import import_module

from domain.errors import DomainError
from settings import Unusable

COMMANDS = {
    "up": ("cli.up.up", "在这台机器上启动整座城市 · a whole city on this machine"),
    "serve": ("cli.serve", "网站与接口 · the web process"),
    "work": ("cli.work", "后台任务 · the worker process"),
    "migrate": ("cli.migrate", "执行数据库迁移 · bring the tables up to date"),
    "migration": ("cli.migration", "核对或起草迁移 · compare or draft migrations"),
    "doctor": ("cli.doctor", "检查运行环境 · look for what is wrong"),
    "demo": ("cli.demo", "填充演示城市 · fill the demonstration city"),
    "simulate": ("cli.simulate.simulate", "像渠道一样驱动真实接口 · drive the real API as channels do"),
    "import": ("cli.importing.commands", "导入目录、办件 · import the directory, service events"),
    "clock": ("cli.clock", "拨动演示城市的时间 · move a demonstration city's time"),
    "look-again": ("cli.look_again", "重新查找文字里的个人信息 · look through texts again"),
    "verify-ledger": ("cli.verify_ledger", "核对账本 · verify the ledger's chain"),
    "accounts": ("cli.accounts", "账号与令牌 · accounts and their tokens"),
    "clients": ("cli.clients", "接入系统与密钥 · clients and their keys"),
    "schema": ("cli.schema", "导出或核对接口定义 · export or compare the schema"),
}


def run() -> None:
    """Run the command; an expected failure is reported as one sentence, without a traceback."""
    name, arguments = sys.argv[1] if len(sys.argv) > 1 else "--help", sys.argv[2:]
    if name in ("--help", "-h", "help"):
        return print(_table())
    if name not in COMMANDS:
        sys.exit(f"没有命令 {name} / there is no command {name}\n{_table()}")
    try:
        import_module(COMMANDS[name][0]).app(args=arguments, prog_name=f"haochaping {name}")
    except Unusable as refusal:
        sys.exit(str(refusal))
    except DomainError as refusal:
        sys.exit(f"{refusal.zh} / {refusal.en}")


def _table() -> str:
    return "\n".join(["haochaping …", *(f"  {name:14}{words}" for name, (_, words) in COMMANDS.items())])


if __name__ == "__main__":
    run()

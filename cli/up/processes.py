"""Starts processes that end with the process that started them."""

import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from settings import Unusable

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 10_000_000
CRY = re.compile(r"\b(FATAL|PANIC|ERROR): ")

_libc = ctypes.CDLL(None, use_errno=True)


def start(
    argv: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    farewell: signal.Signals = signal.SIGTERM,
    as_user: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches it only through us.

    `farewell` is the signal that it gets if we are killed.
    """
    _rotate(log)
    with log.open("ab") as output:
        return subprocess.Popen(
            [*_step_down(as_user, farewell), *argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
            preexec_fn=partial(_die_with, os.getpid(), farewell),
        )


def unprivileged(directory: Path) -> str | None:
    """Return the user for a program that refuses to run as root; None if we are not root.

    It is the owner of its files, or the user nobody.
    """
    if os.geteuid() != 0:
        return None
    owner = directory.stat().st_uid if directory.exists() else 0
    try:
        return pwd.getpwuid(owner).pw_name if owner else "nobody"
    except KeyError:
        return "nobody"


def as_unprivileged(argv: Sequence[str], user: str | None) -> list[str]:
    """Return the command line that runs `argv` as this user."""
    return [*_step_down(user, signal.SIGTERM), *argv]


def tail(log: Path) -> str:
    """Return the line of the log that says why a process ended: the last error, else the last line."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()] if log.exists() else []
    cries = [line.split(": ", 1)[1] for line in lines[-20:] if CRY.search(line)]
    return (cries or lines or ["?"])[-1].strip()


def _step_down(user: str | None, farewell: signal.Signals) -> list[str]:
    """Return the command that runs another one as this user; empty without a user.

    It gives up root, but keeps the right to pass through root's directories, so that none needs another mode.
    """
    if user is None:
        return []
    program = shutil.which("setpriv")
    if program is None:
        raise Unusable(
            "以 root 运行时需要 setpriv（软件包 util-linux）；请安装，或改用普通用户。",
            "Running as root needs setpriv (package util-linux); install it, or run as an ordinary user.",
        )
    group = str(pwd.getpwnam(user).pw_gid)
    rights = [
        "--securebits=+no_setuid_fixup",
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=-all,+dac_override",
        f"--pdeathsig={farewell.name[3:]}",
    ]
    return [program, f"--reuid={user}", f"--regid={group}", "--clear-groups", *rights]


def _die_with(parent: int, farewell: signal.Signals) -> None:
    _libc.prctl(PR_SET_PDEATHSIG, int(farewell))
    if os.getppid() != parent:
        os.kill(os.getpid(), farewell)


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))

"""Nothing asks a system for what Windows does not have, unless it looks first or is marked."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Place, Source, files

MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
NAMES = {
    "os": {
        "O_TMPFILE", "chown", "fork", "getegid", "geteuid", "getgid", "getloadavg", "getpgid",
        "getuid", "kill", "killpg", "mkfifo", "nice", "sched_getaffinity", "setpgid", "setsid",
        "statvfs", "sysconf", "uname",
    },
    "signal": {"SIGALRM", "SIGBUS", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE",
               "SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGUSR1", "SIGUSR2", "alarm", "setitimer"},
}  # fmt: skip
"""What Windows lacks, and os.kill, which ends whom it asks there."""
LOOKS = re.compile(r"\bhasattr\((os|signal), |\bsys\.platform\b|\bos\.name\b")
"""Conditions that ask what the system has; which of the two ways has it is left to the reader."""
MISSING = {"AttributeError", "ImportError", "ModuleNotFoundError"}
AWAY = (ast.Return, ast.Raise, ast.Continue, ast.Break)
IN_TESTS = re.compile(
    r"\bos\.(fork|mkfifo|getuid|geteuid|killpg)\b|\bsignal\.SIG(KILL|HUP|QUIT)\b"
    r"|^\s*import (resource|fcntl)\b",
    re.MULTILINE,
)


def unguarded(source: Source) -> list[Place]:
    """Return what Windows lacks and is used without a look.

    A look is a condition around it, or before it when that leads away; a `try` for what is
    missing; or that all who call a private function have looked. Other names for `os` are not seen.
    """
    nodes = [
        (statement.name if isinstance(statement, ast.FunctionDef) else "", node, has_looked)
        for statement in source.tree.body
        for node, has_looked in visited(statement, has_looked=False)
    ]
    calls = [
        (node.id, owner, has_looked) for owner, node, has_looked in nodes
        if isinstance(node, ast.Name)
    ]  # fmt: skip
    safe = {name for name, *_ in calls if name.startswith("_")}
    while lost := {name for name, owner, ok in calls if name in safe and not ok | (owner in safe)}:
        safe -= lost
    return [
        source.place(node, words)
        for owner, node, has_looked in nodes
        if not has_looked and owner not in safe
        for words in lacking(node)
    ]


def visited(node: ast.AST, *, has_looked: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield what is below a node, each with whether one has looked before one gets there."""
    has_looked = has_looked or looks(node)
    yield node, has_looked
    for field, value in ast.iter_fields(node):
        here = has_looked or (isinstance(node, ast.Try) and field == "body" and catches(node))
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from visited(each, has_looked=here)
                here = here or (
                    isinstance(each, ast.If) and looks(each) and isinstance(each.body[-1], AWAY)
                )


def looks(node: ast.AST) -> bool:
    return isinstance(node, ast.If | ast.While | ast.IfExp) and bool(
        LOOKS.search(ast.unparse(node.test))
    )


def catches(node: ast.Try) -> bool:
    """Return whether a `try` says what to do without what is missing."""
    return any(
        isinstance(name, ast.Name) and name.id in MISSING
        for handler in node.handlers
        if handler.type is not None
        for name in ast.walk(handler.type)
    )


def lacking(node: ast.AST) -> list[str]:
    match node:
        case ast.Attribute(ast.Name(module), name) if name in NAMES.get(module, ()):
            return [f"{module}.{name}"]
        case ast.Import(names):
            return [each.name for each in names if each.name in MODULES]
        case ast.ImportFrom(str(module), names):
            found = [each.name for each in names if each.name in NAMES.get(module, ())]
            return [module] if module in MODULES else [f"{module}.{name}" for name in found]
    return []


def test_what_only_posix_has_is_used_after_a_look():
    product = files("sim", "analysis", "counterpoint")
    assert [str(place) for source in product for place in unguarded(source)] == []


PLANTED = """
import os, signal, sys
import resource
from os import fork
try:
    import fcntl
except ImportError:
    fcntl = None
try:
    import pwd
except OSError:
    pwd = None

def bad():
    who = os.getuid()
    if who:
        os.kill(who, signal.SIGTERM)
    else:
        os.kill(who, signal.SIGKILL)

def good(who):
    processors = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0}
    flag = getattr(os, "O_TMPFILE", None)
    if sys.platform == "win32":
        return None
    os.kill(who, 0)

def _begin():
    def later():
        os.setsid()
    _end()

def _end():
    os.getpgid(0)

def _both():
    os.fork()

def watch():
    while hasattr(os, "fork"):
        _begin()
        _both()
    _both()
    if sys.platform != "win32":
        os.uname()
    os.geteuid()
"""


def planted(tmp_path, text: str) -> Source:
    path = tmp_path / "test_planted.py"
    path.write_text(text, encoding="utf-8")
    return Source(path)


def test_what_is_used_without_a_look_is_seen(tmp_path):
    assert [place.what for place in unguarded(planted(tmp_path, PLANTED))] == [
        "resource", "os.fork", "pwd", "os.getuid", "os.kill", "os.kill", "signal.SIGKILL",
        "os.fork", "os.geteuid",
    ]  # fmt: skip


# ---------------------------------------------------------------- tests


def unmarked(source: Source) -> list[str]:
    """Return tests that need POSIX and lack `posix_only`; the file, where helpers or texts do."""
    is_all = re.search(r"^pytestmark\b.*\bposix_only\b", source.text, re.MULTILINE)
    if is_all or not IN_TESTS.search(source.text):
        return []
    marked = {function.name for function in source.functions("posix_only")}
    own = [
        function.name for function in source.functions()
        if function.name.startswith("test_") and function.name not in marked
        and IN_TESTS.search(ast.unparse(function))
    ]  # fmt: skip
    return own if own or marked else [source.short]


def test_tests_of_what_only_posix_has_are_marked():
    others = [source for source in files("tests") if source.name != "test_system"]
    assert [name for source in others for name in unmarked(source)] == []


def test_a_test_without_its_mark_is_seen(tmp_path):
    one = "def test_one():\n    os.mkfifo('x')\n"
    two = "@posix_only\ndef test_two():\n    signal.SIGHUP\n"
    text = 'CODE = """\nimport resource\n"""\n'
    assert unmarked(planted(tmp_path, one + two)) == ["test_one"]
    assert unmarked(planted(tmp_path, text)) == ["test_planted.py"]
    assert unmarked(planted(tmp_path, text + two)) == []
    assert unmarked(planted(tmp_path, "pytestmark = [slow, posix_only]\n" + one)) == []

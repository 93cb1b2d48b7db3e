"""What stands in a module in place of a marked function once the compiler is on.

Most functions are called by compiled code only. numba would still build, for every one, a second
entry that unpacks Python objects, and would compile a function anew for every constant it is
called with. Here compiled callers get a function without that entry, compiled once for its
declared types; the entry for Python is compiled the first time Python calls.

Importing this module imports numba.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import types
from numba.core import compiler
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NopythonRewrites

from sim.core import prefetch  # noqa: F401  in compiled code instead of `sim.core.memory`
from sim.core.cache import SealedCache, complain
from sim.core.switches import is_checked

OPTIONS: dict[str, Any] = {"nopython": True, "nogil": True, "error_model": "numpy"}
"""How everything is compiled; division by zero gives infinity, so rules guard against it."""
CHECKED: dict[str, Any] = {**OPTIONS, "boundscheck": True}
"""The build that looks at every index before it is used; see `is_checked`."""
NUMBERS = {
    "int": (types.int64, types.Integer),
    "float": (types.float64, types.Number),
    "bool": (types.boolean, types.Boolean),
}
FROM_PYTHON = "from_python"


class Options(compiler.Flags):
    """Options compared by those that are set; numba reads all thirty at each look into a table."""

    def __hash__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Options) and self._values == other._values


class ArgumentTypes(tuple[Any, ...]):
    """Types of arguments whose name is short; a row's lists all its columns, and passes ask."""

    def __repr__(self) -> str:
        return f"{len(self)} types"


class Frugal(compiler.Compiler):
    """The usual passes but one, on options and argument types that cost less to look at."""

    def __init__(self, *given: Any) -> None:
        typing, target, library, args, returned, flags, names = given
        options = Options(flags)  # type: ignore[no-untyped-call]
        args = ArgumentTypes(args)
        super().__init__(  # type: ignore[no-untyped-call]
            typing, target, library, args, returned, options, names
        )

    def define_pipelines(self) -> list[Any]:
        """Leave out the search for arithmetic on whole arrays, which rooms do row by row."""
        pipelines = super().define_pipelines()  # type: ignore[no-untyped-call]
        for pipeline in pipelines:
            pipeline.passes = [item for item in pipeline.passes if item[0] is not NopythonRewrites]
        return list(pipelines)


class Leveled(CPUDispatcher):
    """A dispatcher that optimises little, and does not look for garbage meanwhile.

    What it compiles is optimised again in its callers.
    """

    level = type(numba.config.OPT)(1)  # type: ignore[attr-defined]
    folder: Path | None = None

    def enable_caching(self) -> None:
        """Keep what is compiled, in sealed files."""
        self._cache = SealedCache(self.py_func)

    def compile(self, sig: Any) -> Any:
        """Compile for one signature, or load it."""
        with global_compiler_lock:
            usual = numba.config.OPT  # type: ignore[attr-defined]
            numba.config.OPT = min(usual, self.level)  # type: ignore[attr-defined]
            is_collecting = gc.isenabled()
            gc.disable()
            try:
                return super().compile(sig)
            finally:
                if is_collecting:
                    gc.enable()
                numba.config.OPT = usual  # type: ignore[attr-defined]


class Marked(Leveled):
    """A marked function: bare for compiled callers, with an entry of its own for Python."""

    python_entry: Any = None

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Compile for the declared types of numbers, not for each constant."""
        pysig, args = self.fold_argument_types(args, kws)
        hints = self.py_func.__annotations__
        declared = [
            _declared(arg, hints.get(name, ""))
            for name, arg in zip(pysig.parameters, args, strict=True)
        ]
        return super().get_call_template(tuple(declared), {})

    def __call__(self, *args: Any) -> Any:
        """Call from Python."""
        return (self.python_entry or self._with_python_entry())(*args)

    def _with_python_entry(self) -> Any:
        with global_compiler_lock:
            if self.python_entry is None:
                folder = self.folder / FROM_PYTHON if self.folder else None
                entry = made(Leveled, self.py_func, {"no_cfunc_wrapper": True}, folder)
                _pin(entry, self.py_func)
                self.python_entry = entry
        return self.python_entry


def marked_dispatcher(function: Callable[..., Any], inline: bool, folder: Path | None) -> Any:
    """Return the dispatcher of a marked function; `inline` makes its lines those of its caller."""
    options = {
        "no_cfunc_wrapper": True,
        "no_cpython_wrapper": True,
        "inline": "always" if inline else "never",
    }
    return made(Marked, function, options, folder)


def made(
    kind: type[Leveled], function: Callable[..., Any], options: dict[str, Any], folder: Path | None
) -> Any:
    """Return a dispatcher of this kind that keeps compiled code in `folder`."""
    usual = CHECKED if is_checked() else OPTIONS
    dispatcher = kind(function, targetoptions={**usual, **options}, pipeline_class=Frugal)
    dispatcher.folder = folder
    if folder is None:
        complain(None, "no folder can be written")
    else:
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
        try:
            dispatcher.enable_caching()
        except (OSError, RuntimeError) as error:  # what numba says where it can write nothing
            complain(folder, str(error))
    return dispatcher


def _declared(arg: Any, hint: str) -> Any:
    """Return the declared type of a number, and anything else as it is, but never a constant."""
    plain = types.unliteral(arg)  # type: ignore[no-untyped-call]
    if isinstance(plain, types.IntEnumMember):
        plain = plain.dtype
    declared, kind = NUMBERS.get(hint, (plain, object))
    return declared if isinstance(plain, kind) else plain


def _pin(dispatcher: Any, function: Callable[..., Any]) -> None:
    """Compile a function of declared numbers for these types, and never for others."""
    hints = dict(function.__annotations__)
    hints.pop("return", None)
    if hints and all(hint in NUMBERS for hint in hints.values()):
        dispatcher.compile(tuple(NUMBERS[hint][0] for hint in hints.values()))
        dispatcher.disable_compile()

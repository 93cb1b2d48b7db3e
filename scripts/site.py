"""What the documentation site does to a page: links that leave `docs/` become plain names.

In a checkout such a link opens the file; on the site there is nothing behind it. A link to a file
that does not exist anywhere stays a link, so that the strict build reports it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_LINK = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+[^)#\s]+)(#[^)\s]*)?\)")


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Return a page's Markdown with the links that leave the documentation as plain names.

    `page.file.abs_src_path` is the page, `config.docs_dir` the folder of the documentation.
    """
    return without_outside_links(markdown, Path(page.file.abs_src_path), Path(config.docs_dir))


def without_outside_links(markdown: str, page: Path, docs: Path) -> str:
    """Return Markdown in which links to existing files outside `docs` are their text alone."""

    def named(link: re.Match[str]) -> str:
        target = (page.parent / link[2]).resolve()
        leaves = target.exists() and not target.is_relative_to(docs.resolve())
        return link[1] if leaves else link[0]

    return _LINK.sub(named, markdown)

"""One function per figure: table in, figure out; and all figures of a comparison as files."""

from __future__ import annotations

from analysis.figures.gallery import FIGURES, Picture, pictures

__all__ = ["FIGURES", "Picture", "pictures"]

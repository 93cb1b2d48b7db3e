"""One function per figure: table in, figure out; and all figures of a comparison as files."""

from __future__ import annotations

from analysis.figures.gallery import FIGURES, Picture, on_a_phone, pictures

__all__ = ["FIGURES", "Picture", "on_a_phone", "pictures"]

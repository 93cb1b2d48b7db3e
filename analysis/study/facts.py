"""A study as the manifest of its store holds it."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from analysis.parameters.parameter import Parameter
from analysis.study.study_file import Design, Study


def study_facts(study: Study) -> dict[str, Any]:
    """Return a study as the manifest holds it."""
    content = asdict(study)
    del content["path"]
    content["parameters"] = [
        {key: value for key, value in item.items() if value != () and not _is_nan(value)}
        for item in content["parameters"]
    ]
    return dict(json.loads(json.dumps(content)))


def study_of(content: dict[str, Any], path: str) -> Study:
    """Return the study that a manifest holds."""
    plain: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in content.items()
    }
    plain["parameters"] = tuple(
        Parameter(**{**item, "values": tuple(item.get("values", ()))})
        for item in content["parameters"]
    )
    plain["design"] = Design(**content["design"])
    return Study(**plain, path=path)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)

"""What the tests of the analysis share."""

import pytest

from analysis.comparison.compare import compare
from tests.analysis.builder import Named, invented
from tests.workshop.browser import is_there


@pytest.fixture(scope="session")
def schemes():
    return (
        Named(
            "siloed_metrics",
            description="Each function is paid for its own numbers.",
            title="Each on own numbers",
        ),
        Named("shared_revenue", description="One target & <both> share it.", effect=0.15),
        Named("cmo_reports_to_cso", effect=0.05),
    )


@pytest.fixture(scope="session")
def comparison(schemes):
    return compare(schemes, replicates=20, runner=invented)


collect_ignore = [] if is_there() else ["test_browser_reports.py"]

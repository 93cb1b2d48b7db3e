"""A page to talk to: the application with its own client, no socket."""

import pytest
from starlette.testclient import TestClient

from counterpoint.workshop.desk import Desk
from counterpoint.workshop.farm import Farm
from counterpoint.workshop.server import build_app
from counterpoint.workshop.watch.company import Companies
from counterpoint.workshop.watch.desk import WatchDesk
from counterpoint.workshop.watch.routes import routes
from tests.workshop.browser import is_there

HOST = "127.0.0.1:8137"
TOKEN = "the-facilitator"
BASES = {name: name for name in ("siloed_metrics", "shared_revenue", "hybrid_pay")}


@pytest.fixture(scope="session")
def farm():
    made = Farm(2)
    yield made
    made.close()


@pytest.fixture(scope="session")
def companies():
    made = Companies()
    yield made
    made.close()


@pytest.fixture
def stranger(farm, companies):
    """A browser that knows nothing."""
    desk, watch = Desk(farm, BASES, list(BASES)[:2]), WatchDesk(companies, BASES)
    app = build_app(desk, TOKEN, [HOST], routes(watch, TOKEN))
    headers = {"Origin": f"http://{HOST}"}
    with TestClient(app, base_url=f"http://{HOST}", headers=headers) as client:
        yield client


@pytest.fixture
def facilitator(stranger):
    """The browser that opened the first address."""
    stranger.get("/", params={"token": TOKEN})
    return stranger


collect_ignore_glob = [] if is_there() else ["test_browser*.py", "*/test_browser*.py"]

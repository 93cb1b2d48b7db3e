"""How seeds and replicates hang together is said in the same words everywhere."""

from counterpoint.terminal.options import SEEDS
from tests.house.source import ROOT


def flat(text: str) -> str:
    return " ".join(text.replace("# ", " ").split())


def test_help_starter_file_and_page_say_it_in_the_same_words(call, folder):
    assert flat(SEEDS) in flat(call("compare", "--help").stdout)
    call("new-study", "ours")
    assert flat(SEEDS) in flat((folder / "ours.yaml").read_text())
    page = (ROOT / "docs/explanation/statistics.md").read_text(encoding="utf-8")
    assert flat(SEEDS) in flat(page)

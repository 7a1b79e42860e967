"""`retally compare --cvr` on every vendor's export: what preview alone can read is no use in a recount."""

import json
import shutil

import pytest

from tests.tabulate.originals.test_fuzz import DOMINION_JSON, ESS_BALLOTS, HART

SAMPLES = [
    ["nist_cvr_json/rctab_cdf_cvr_1.json"],
    ["nist_cvr_xml/nist_example_1.xml"],
    ["dominion_csv/arlo_agpl3/dominion_basic.csv"],
    [f"dominion_json/{name}.json" for name in DOMINION_JSON],
    ["ess_csv/arlo_agpl3/cvr.csv", f"ess_csv/arlo_agpl3/ballots_{ESS_BALLOTS[0]}.csv"],
    ["ess_csv/rctab_simple_ess_cvr.xlsx"],
    ["ess_md/synthetic_snapshots.zip"],
    [f"hart_xml/{name}.xml" for name in HART],
    ["clearballot_csv/arlo_agpl3/clearballot_basic.csv"],
]


@pytest.mark.parametrize("paths", SAMPLES, ids=lambda paths: paths[0].split("/")[0])
def test_an_export_agrees_with_itself(paths, shared, tmp_path, cli):
    export = tmp_path / "export"
    export.mkdir()
    for path in paths:
        shutil.copy(shared / "formats" / path, export)
    given = export / paths[0].split("/")[-1] if len(paths) == 1 else export
    records = json.loads(cli("original", "preview", given, "--json").out)["ballots"]
    run = cli("compare", "--cvr", given, "--recount-cvr", given, "--json")
    assert run.code == 0, run.err
    told = json.loads(run.out)
    assert records and (told["same"], told["changed"], told["batches"]) == (records, 0, [])


@pytest.mark.parametrize("paths", SAMPLES[:3], ids=lambda paths: paths[0].split("/")[0])
def test_its_totals_agree_too(paths, shared, cli):
    path = shared / "formats" / paths[0]
    run = cli("compare", "--original", path, "--recount", path)
    assert run.code == 0 and "No differences" in run.out, run.err

"""Damaged files: a crash would stop a recount, and a wrong number taken silently would decide one.

Where a format states its numbers twice, no number may change under its name; docs/formats.md says which do not.
"""

from pathlib import Path

import pytest

from tabulate.originals import Naming, Source, opened, read_original
from tests.tabulate.originals.corruption import attempt, numbers

ROUNDS = 200

CHECKED = [
    ["openelections_csv/20201103__ia__general__lucas__precinct.csv"],
    ["openelections_csv/county_with_blank_county_total_rows.csv"],
    ["openelections_csv/statewide_precinct_sample.csv"],
    ["clarity_xml/synthetic_lucas_detail.xml"],
    ["clarity_xml/detail_county_by_precinct.xml"],
    ["clarity_xml/detail_statewide_by_county.xml"],
    ["ess_el30a_text/synthetic_el30a.txt"],
    ["electionware_text/synthetic_precinct_results.txt"],
    ["ess_sovc_xlsx/synthetic_sovc.xlsx"],
    ["dominion_sovc_xlsx/synthetic_sovc_one_sheet_per_contest.xlsx"],
]
NAMINGS = {"clarity_xml/detail_statewide_by_county.xml": Naming(wrong_totals=True)}
DOMINION_CSV = (
    "basic",
    "batch_inventory",
    "counting_group",
    "extra_spaces",
    "leading_equal_signs",
    "newline_in_contest_name",
    "unique_voting_identifier",
)
ESS_BALLOTS = ("machine_column", "machine_column_no_metadata", "no_metadata_rows")
DOMINION_JSON = (
    "CvrExport_1731",
    "CvrExport_1738",
    "BallotTypeManifest",
    "CandidateManifest",
    "ContestManifest",
    "CountingGroupManifest",
    "OutstackConditionManifest",
    "PrecinctPortionManifest",
)
HART = (
    "04917dca-3f9e-440e-a41a-98dc5e57376e",
    "1_0e4cb797-392c-4e64-9034-94694bf97419",
    "1_1a0e576b-0b2d-474d-8d65-89c968b42262",
    "20507dee-f2e5-4929-8eff-aac9a30d2ba0",
)
UNCHECKED = [
    ["nist_err_json/lucas_err_v2.json"],
    ["nist_err_xml/lucas_err_v2.xml"],
    ["nist_cvr_json/rctab_cdf_cvr_1.json"],
    ["nist_cvr_xml/nist_example_1.xml"],
    ["nist_cvr_xml/nist_example_2.xml"],
    *[[f"dominion_csv/arlo_agpl3/dominion_{name}.csv"] for name in DOMINION_CSV],
    [f"dominion_json/{name}.json" for name in DOMINION_JSON],
    ["ess_csv/arlo_agpl3/cvr.csv", "ess_csv/arlo_agpl3/ballots_1.csv", "ess_csv/arlo_agpl3/ballots_2.csv"],
    *[["ess_csv/arlo_agpl3/cvr.csv", f"ess_csv/arlo_agpl3/ballots_{name}.csv"] for name in ESS_BALLOTS],
    ["ess_csv/arlo_agpl3/cvr_single_file_batch_column.csv"],
    ["ess_csv/arlo_agpl3/cvr_with_tabulator_cvr_column.csv"],
    ["ess_csv/rctab_simple_ess_cvr.xlsx"],
    ["ess_md/synthetic_snapshots.zip"],
    [f"hart_xml/{name}.xml" for name in HART],
    ["clearballot_csv/rctab_kansas_primary.cvr.csv"],
    ["clearballot_csv/arlo_agpl3/clearballot_basic.csv"],
]


def files_of(formats, paths):
    return opened([Source(Path(path).name, (formats / path).read_bytes()) for path in paths])


@pytest.mark.parametrize("paths", CHECKED, ids=lambda paths: Path(paths[0]).name)
def test_no_wrong_number_is_taken(formats, paths):
    files = files_of(formats, paths)
    naming = NAMINGS.get(paths[0], Naming())
    truth = numbers(read_original(files, naming))
    read = 0
    for seed in range(ROUNDS):
        count = attempt(files, seed % len(files), seed, naming)
        if count is None:
            continue
        read += 1
        found = numbers(count)
        wrong = {
            key: (truth[key], found[key]) for key in truth.keys() & found.keys() if truth[key] != found[key]
        }
        assert not wrong, f"seed {seed}: {wrong}"
    assert read < ROUNDS, "nothing was ever refused"


@pytest.mark.parametrize("paths", UNCHECKED, ids=lambda paths: Path(paths[0]).name)
def test_nothing_crashes(formats, paths):
    files = files_of(formats, paths)
    refusals = sum(attempt(files, seed % len(files), seed) is None for seed in range(ROUNDS))
    assert refusals > 0

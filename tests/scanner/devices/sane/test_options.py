"""What a device can do.  Read wrongly, a double feed goes undetected or blank backs are left out."""

from __future__ import annotations

from scanner.devices.sane.protocol.options import read_options
from tests.scanner.devices.sane.recorded_options import FI_8170, FLATBED, NO_IMPRINTER


def test_choices_ranges_values_and_states_of_a_production_scanner():
    options = read_options(FI_8170)
    assert options["source"].choices[:3] == ("ADF Front", "ADF Back", "ADF Duplex")
    assert options["source"].value == "ADF Front"
    assert options["resolution"].span == (50.0, 600.0)
    assert options["page-width"].span == (0.0, 221.121)
    assert options["x"].span == (0.0, 215.872) and options["x"].value == "215.872"
    assert options["brightness"].span == (-127.0, 127.0)
    assert options["swskip"].span == (0.0, 100.0)
    assert options["endorser-bits"].choices == ("16", "24")
    assert options["endorser-string"].value == "%05ud" and not options["endorser-string"].choices


def test_an_option_that_means_nothing_now_is_told_from_one_that_does():
    options = read_options(FI_8170)
    assert not options["df-thickness"].active and options["df-thickness"].value is None
    assert options["df-action"].active and options["df-action"].value == "Default"


def test_a_sensor_is_read_and_not_set():
    options = read_options(FI_8170)
    assert options["page-loaded"].value == "yes" and not options["page-loaded"].settable
    assert options["error-code"].value == "0" and not options["error-code"].settable
    assert not read_options(NO_IMPRINTER)["endorser"].settable


def test_descriptions_and_titles_are_no_options():
    assert all(" " not in name for name in read_options(FI_8170))
    assert "Selects" not in read_options(FI_8170)
    assert read_options("Output format is not set, using pnm as a default.\n") == {}


def test_lists_of_numbers_tables_and_texts_with_brackets():
    options = read_options(FLATBED)
    assert options["resolution"].choices == ("75", "100", "150", "200", "300")
    assert options["depth"].choices == ("1", "8", "16")
    assert options["gamma-table"].choices == () and options["gamma-table"].span is None
    assert options["test"].span == (1.0, 12.0)
    assert options["bool-auto"].choices == ("auto", "yes", "no")
    assert not options["text"].settable
    assert options["text"].value is None, "a text with brackets in it is not guessed at"
    assert options["button"].choices == ()


def test_the_first_fitting_word_wins_whatever_its_case():
    source = read_options(FI_8170)["source"]
    assert source.choice("adf duplex") == "ADF Duplex"
    assert source.choice("flatbed", "card back") == "Card Back"
    assert source.choice("flatbed") is None

"""What ``scanimage -A`` prints for some devices, written from facts (scanner-protocols 3.2, 5.3, 10).

The fi-8170 with and without an imprinter is put together from the option names of SANE's fujitsu backend and
the format of scanimage 1.1.1; it was not recorded on a device.
"""

FI_8170 = """
All options specific to device `fujitsu:fi-8170:1234':
  Scan Mode:
    --source ADF Front|ADF Back|ADF Duplex|Card Front|Card Back|Card Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Lineart]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 50..600dpi (in steps of 1) [600]
        Sets the resolution of the scanned image.
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
        Specifies the width of the media.  Required for automatic centering of
        sheet-fed scans.
    --page-height 0..863.489mm (in steps of 0.0211639) [279.364]
        Specifies the height of the media.
    -l 0..215.872mm (in steps of 0.0211639) [0]
        Top-left x position of scan area.
    -t 0..279.364mm (in steps of 0.0211639) [0]
        Top-left y position of scan area.
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
        Width of scan-area.
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
        Height of scan-area.
  Enhancement:
    --brightness -127..127 (in steps of 1) [0]
        Controls the brightness of the acquired image.
    --rif[=(yes|no)] [no]
        Reverse image format
  Advanced:
    --df-action Default|Continue|Stop [Default] [advanced]
        Action following double feed error
    --df-skew[=(yes|no)] [inactive]
        Enable double feed error due to skew
    --df-thickness[=(yes|no)] [inactive]
        Enable double feed error due to paper thickness
    --df-length[=(yes|no)] [inactive]
        Enable double feed error due to paper length
    --df-diff Default|10mm|15mm|20mm [inactive]
        Difference in page length to trigger double feed error
    --bgcolor Default|White|Black [Default] [advanced]
        Set color of background for scans.
    --dropoutcolor Default|Red|Green|Blue [Default] [advanced]
        One-pass scanners use only one color during gray or binary scanning
    --buffermode Default|Off|On [Default] [advanced]
        Request scanner to read pages quickly from ADF into internal memory
    --prepick Default|Off|On [Default] [advanced]
        Request scanner to grab next page from ADF
    --overscan Default|Off|On [Default] [advanced]
        Collect a few mm of background on top side of scan
    --swdeskew[=(yes|no)] [no] [advanced]
        Request driver to rotate skewed pages digitally
    --swskip 0..100% (in steps of 0.100006) [0] [advanced]
        Request driver to discard pages with low percentage of dark pixels
    --low-memory[=(yes|no)] [no] [advanced]
        Limit driver memory usage for use in embedded systems.
  Endorser Options:
    --endorser[=(yes|no)] [no]
        Enable endorser unit
    --endorser-bits 16|24bit [16]
        Determines maximum endorser counter value.
    --endorser-val 0..65535 (in steps of 1) [0]
        Initial endorser counter value.
    --endorser-step -2..2 (in steps of 1) [1]
        Change endorser counter value by this much for each page.
    --endorser-string <string> [%05ud]
        Endorser alphanumeric print format. %05ud or %08ud at the end will be
        replaced by counter value.
  Sensors:
    --page-loaded[=(yes|no)] [yes] [hardware]
        Page loaded
    --cover-open[=(yes|no)] [no] [hardware]
        Cover open
    --double-feed[=(yes|no)] [no] [hardware]
        Double feed detected
    --error-code <int> [0] [hardware]
        Hardware error code
    --ink-low[=(yes|no)] [inactive]
        Imprinter ink running low
"""

FI_8170_STOP = FI_8170.replace(
    "[Default] [advanced]\n        Action", "[Stop] [advanced]\n        Action"
).replace("(yes|no)] [inactive]\n        Enable double", "(yes|no)] [no] [advanced]\n        Enable double")
FI_8170_STOP = FI_8170_STOP.replace("-x 0..215.872mm", "-x 0..221.121mm").replace(
    "-y 0..279.364mm", "-y 0..285.75mm"
)
"""The same, after ``--df-action=Stop --page-width=221.12 --page-height=285.75``."""

NO_IMPRINTER = FI_8170.replace("--endorser[=(yes|no)] [no]", "--endorser[=(yes|no)] [no] [read-only]")

FLATBED = """
All options specific to device `plain:0':
  Scan Mode:
    --mode Gray|Color [Gray]
    --depth 1|8|16 [8]
        Number of bits per sample, typical values are 1 for "line-art" and 8
    --resolution 75|100|150|200|300dpi [75]
    --source Flatbed|Automatic Document Feeder [Flatbed]
    --gamma-table 0..255,... (in steps of 1) [advanced]
    --test auto|1..12 (in steps of 1) [4]
    --bool-auto[=(auto|yes|no)] [no] [advanced]
    --text <string> [words [in] brackets] [read-only]
    --button
  Geometry:
    -x 0..200mm (in steps of 1) [80]
    -y 0..200mm (in steps of 1) [100]
"""

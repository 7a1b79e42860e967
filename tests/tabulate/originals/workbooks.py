"""Small workbooks for tests, written part by part so that every part can be made wrong."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def column(index):
    return chr(ord("A") + index)


def sheet_xml(rows, merged=()):
    """Rows of cells: None is no cell, an int a number, a str a text."""
    out = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{column(at)}{number}"><v>{cell}</v></c>'
            if isinstance(cell, int)
            else f'<c r="{column(at)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for at, cell in enumerate(row)
            if cell is not None
        )
        out.append(f'<row r="{number}">{cells}</row>')
    areas = "".join(f"<mergeCell ref={quoteattr(area)}/>" for area in merged)
    data = f"<sheetData>{''.join(out)}</sheetData><mergeCells>{areas}</mergeCells>"
    return f'<worksheet xmlns="{MAIN}">{data}</worksheet>'


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def workbook(*sheets, **changed):
    """A workbook of sheets given as XML; `changed` replaces parts (`/` as `__`), None leaves one out."""
    listed = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(1, len(sheets) + 1))
    links = "".join(
        f'<Relationship Id="r{at}" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        **{f"xl/worksheets/sheet{at}.xml": text for at, text in enumerate(sheets, 1)},
    }
    for name, text in changed.items():
        parts[name.replace("__", "/") + ".xml"] = text
    return packed({name: text for name, text in parts.items() if text is not None})


def repacked(data, name, change):
    """The same workbook with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[name] = change(parts[name])
    return packed(parts)

"""Writes the workbooks of the folder `county`: ledgers as county offices keep them. The folder `clean` says the same
facts as plain CSV; in `renamed` both stand beside each other. Needs openpyxl, xlwt and odfpy. Run it here after a change: python3 make.py"""

import datetime
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

COUNTY = Path(__file__).parent / "county"
RENAMED = Path(__file__).parent / "renamed"
DAY = datetime.date


def register():
    """Days counted from 1904; a date as a number without a format, one as text."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "机构名册"
    sheet.append(["编号", "名称", "类别", "成立日期"])
    sheet.append(["A1", "幸福养老院", "养老机构", DAY(2020, 1, 1)])
    sheet.append(["A2", "夕阳红养老院", "养老机构", 43830])
    sheet.append(["A3", "松鹤养老院", "养老机构", "2021年6月1日"])
    book.save(COUNTY / "register.xlsx")


def drills():
    """A title above, a blank row, the header in the third row, merged institutions, a hidden sheet, a sheet of notes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "消防演练"
    sheet.append(["某县2024年度消防演练台账"])
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(["记录编号", "机构\n编号", "活动", "日期", "参加人数"])
    sheet.append(["D1", "A1", "消防演练", DAY(2024, 3, 5), 56])
    sheet.append(["D2", None, "消防演练", datetime.datetime(2024, 8, 5, 14, 30), 60])
    sheet.merge_cells("B4:B5")
    sheet.append(["D3", "A2", "消防演练", "2024.7.1", 12])
    sheet.append([])
    sheet.append(["D4", "A3", "消防演练", 45356, 20.0])
    sheet.append(["D5", "A3", "消防演练", "２０２４年１２月３０日", "18"])
    notes = book.create_sheet("填表说明")
    notes.append(["本表按年填写"])
    draft = book.create_sheet("草稿")
    draft.append(["记录编号", "机构编号", "活动", "日期"])
    draft.append(["X1", "A2", "消防演练", DAY(2024, 1, 1)])
    draft.sheet_state = "hidden"
    book.save(COUNTY / "drills.xlsx")


def training():
    """The old format of Excel."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("培训")
    date = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, name in enumerate(["记录编号", "机构编号", "活动", "日期"]):
        sheet.write(0, column, name)
    for row, (key, home, day) in enumerate([("T1", "A1", DAY(2024, 5, 6)), ("T2", "A3", DAY(2024, 11, 30))], 1):
        sheet.write(row, 0, key)
        sheet.write(row, 1, home)
        sheet.write(row, 2, "培训")
        sheet.write(row, 3, day, date)
    book.save(COUNTY / "training.xls")


def inspections():
    """An open document, whose dates are dates and whose times stand behind them."""
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="自查")
    document.spreadsheet.addElement(sheet)

    def row(*cells):
        line = TableRow()
        for cell in cells:
            line.addElement(cell)
        sheet.addElement(line)

    def text(value):
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=value))
        return cell

    def date(value):
        cell = TableCell(valuetype="date", datevalue=value)
        cell.addElement(P(text=value))
        return cell

    row(*map(text, ["记录编号", "机构编号", "活动", "日期"]))
    row(text("S1"), text("A1"), text("自查"), date("2024-02-28"))
    row(text("S2"), text("A2"), text("自查"), date("2024-02-29T09:15:00"))
    row(text("S3"), text("A3"), text("自查"), text("113.2.29"))
    document.save(COUNTY / "inspections.ods")


def renamed():
    """A register whose names change, and waivers, with date cells, a date as text and a number without a format."""
    register = openpyxl.Workbook()
    sheet = register.active
    sheet.append(["机构名册"])
    sheet.append(["编号", "名称", "类别", "自", "至"])
    sheet.append(["A1", "幸福养老院", "养老机构", None, DAY(2023, 12, 31)])
    sheet.append(["A1", "安康养老院", "养老机构", "2024年1月1日", None])
    sheet.append(["A2", "幸福养老院", "养老机构", 45292, None])
    register.save(RENAMED / "register.xlsx")
    waivers = openpyxl.Workbook()
    sheet = waivers.active
    sheet.append(["机构名称", "规则", "自", "至", "理由"])
    sheet.append(["幸福养老院", "drill", DAY(2023, 1, 1), DAY(2023, 6, 30), "改建"])
    sheet.append(["幸福养老院", "drill", DAY(2024, 1, 1), "2024.6.30", "新建"])
    waivers.save(RENAMED / "waivers.xlsx")


register()
drills()
training()
inspections()
renamed()

"""Writes the ledgers of the folder `county` as county offices keep them, and in the folder `clean` the same facts as
plain tables. Needs openpyxl and xlwt. Run it here after a change: python3 make.py"""

import csv
import datetime
import io
from pathlib import Path

import openpyxl
import xlwt

HERE = Path(__file__).parent
COUNTY = HERE / "county"
DAY = datetime.date

HOMES = [
    ("YL-001", "幸福养老院", "养老机构", "城关镇", "东街村", DAY(2020, 1, 1)),
    ("YL-002", "夕阳红敬老院", "养老机构", "城关镇", "", DAY(2020, 5, 29)),
    ("YL-003", "松鹤老年公寓", "养老机构", "河口乡", "桥头村", DAY(2021, 6, 1)),
    ("ZJ-001", "清风社区站", "社区站点", "河口乡", "", DAY(2022, 9, 10)),
]
NAME = {home[0]: home[1] for home in HOMES}

DRILLS = [
    ("YL-001", DAY(2024, 3, 5), None, 56),
    ("YL-001", DAY(2024, 8, 5), (14, 30), 60),
    ("YL-002", DAY(2024, 7, 1), None, 12),
    ("YL-003", DAY(2024, 3, 5), None, 20),
    ("YL-003", DAY(2024, 12, 30), (9, 0), 18),
    ("ZJ-001", DAY(2024, 2, 29), None, 5),
]
# Days of the month on which somebody went round.
PATROLS = {
    (2024, 1): {"YL-001": [*range(1, 32)], "YL-002": [*range(1, 31)], "YL-003": [2, 9, 16, 23, 30]},
    (2024, 2): {"YL-001": [*range(1, 30)], "YL-002": [*range(1, 30)], "YL-003": []},
    (2024, 3): {"YL-001": [*range(1, 31)], "YL-002": [*range(1, 32)], "YL-003": [1, 31]},
}
HAZARDS = [
    ("H-01", "YL-001", "灭火器过期", DAY(2024, 1, 5), DAY(2024, 1, 8)),
    ("H-02", "YL-001", "通道堵塞", DAY(2024, 2, 20), DAY(2024, 3, 20)),
    ("H-03", "YL-002", "电线老化", DAY(2024, 3, 1), None),
    ("H-04", "YL-003", "扶手松动", DAY(2024, 12, 29), None),
    ("H-05", "ZJ-001", "地面湿滑", DAY(2024, 5, 1), DAY(2024, 5, 1)),
]
TRAINING = [
    ("YL-001", DAY(2024, 5, 6), "08:30", "合格"),
    ("YL-002", DAY(2024, 5, 7), "", "不合格"),
    ("YL-003", DAY(2024, 11, 30), "14:00", "合格"),
    ("ZJ-001", DAY(2024, 6, 1), "", "未考核"),
]
SAMPLES = {
    "YL-001": [(DAY(2024, 6, 3), 125), (DAY(2024, 6, 4), 130), (DAY(2024, 9, 1), 100)],
    "YL-002": [(DAY(2024, 6, 3), 126)],
}


def register():
    """GBK, two lines above the header, a line of totals, a region in two columns, dates in four spellings."""
    spellings = ["2020年1月1日", "109.5.29", "2021/6/1", "2022.09.10"]
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["某县养老服务机构名册", "", "", "", "", ""])
    rows.writerow(["填报单位：某县民政局", "", "", "填报日期：2024年12月31日", "", ""])
    rows.writerow(["单位编号", "单位全称", "类型", "所在乡镇", "村（社区）", "开办日期"])
    for (key, name, sort, town, village, _), opened in zip(HOMES, spellings):
        rows.writerow([key, name, {"养老机构": "养老院", "社区站点": "站"}[sort], town, village, opened])
    rows.writerow(["合计", "4家", "", "", "", ""])
    (COUNTY / "register.csv").write_bytes(out.getvalue().encode("gb18030"))


def drills():
    """Titles over merged cells, the header in the fourth row, institutions merged over their rows, blank rows, subtotals."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "演练台账"
    sheet.append(["某县2024年度消防演练台账"])
    sheet.merge_cells("A1:E1")
    sheet.append(["填报单位：某县民政局　　填报人：王"])
    sheet.merge_cells("A2:E2")
    sheet.append([])
    sheet.append(["序号", "单位\n名称", "演练日期", "开始\n时间", "参加人数(人)"])
    spelt = [DAY(2024, 3, 5), "2024.8.5", "２０２４年７月１日", 45356, "113.12.30", "2024/2/29"]
    row = 5
    for number, ((home, _, clock, people), date) in enumerate(zip(DRILLS, spelt), 1):
        same = number > 1 and DRILLS[number - 2][0] == home
        time = None if clock is None else (datetime.time(*clock) if number % 2 == 0 else f"{clock[0]}:{clock[1]:02}")
        sheet.append([number, None if same else NAME[home], date, time, people])
        if same:
            sheet.merge_cells(start_row=row - 1, end_row=row, start_column=2, end_column=2)
        row += 1
        if number in (2, 5):
            sheet.append([None, "小 计", None, None, sum(drill[3] for drill in DRILLS[:number])])
            sheet.append([])
            row += 2
    sheet.append([None, "合计", None, None, sum(drill[3] for drill in DRILLS)])
    notes = book.create_sheet("填表说明")
    notes.append(["一、本表按年填写；二、日期按实际填写。"])
    book.save(COUNTY / "drills.xlsx")


def patrols():
    """A sheet a month, a header of two rows with merged cells, 31 columns of marks, sums to the right and below."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for (year, month), homes in PATROLS.items():
        sheet = book.create_sheet(f"{year}年{month}月")
        sheet.append(["日常巡查登记表"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=34)
        sheet.append(["序号", "单位名称", "巡查日期（日）", *[None] * 30, "合计"])
        sheet.append([None, None, *range(1, 32), None])
        for column in (1, 2, 34):
            sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
        sheet.merge_cells(start_row=2, end_row=2, start_column=3, end_column=33)
        length = (DAY(year + month // 12, month % 12 + 1, 1) - DAY(year, month, 1)).days
        for number, (home, days) in enumerate(homes.items(), 1):
            missed = "×" if home == "YL-002" else None
            marks = [("√" if day % 2 else "✓") if day in days else (missed if day <= length else None) for day in range(1, 32)]
            sheet.append([number, NAME[home], *marks, len(days)])
        sums = [sum(day in days for days in homes.values()) or None for day in range(1, 32)]
        sheet.append(["合计", None, *sums, sum(map(len, homes.values()))])
    book.save(COUNTY / "patrols.xlsx")


def hazards():
    """The old format of Excel: a line is a hazard with the day it was found and the day it was fixed."""
    book = xlwt.Workbook(encoding="gbk")
    sheet = book.add_sheet("隐患清单")
    date = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    sheet.write_merge(0, 0, 0, 5, "安全隐患排查整改清单")
    for column, name in enumerate(["隐患编号", "单位", "隐患内容", "发现日期", "整改完成日期", "备注"]):
        sheet.write(1, column, name)
    for row, (key, home, what, found, fixed) in enumerate(HAZARDS, 2):
        sheet.write(row, 0, key)
        sheet.write(row, 1, NAME[home] if row % 2 else home)
        sheet.write(row, 2, what)
        sheet.write(row, 3, *((found, date) if row % 2 else (f"{found.year}.{found.month}.{found.day}",)))
        if fixed:
            sheet.write(row, 4, *((fixed, date) if row % 3 else (f"{fixed.year - 1911}年{fixed.month}月{fixed.day}日",)))
    sheet.write(9, 0, "H-09")
    sheet.write(9, 1, "YL-001")
    sheet.write(9, 2, "登记后作废")
    sheet.write(11, 0, "总计")
    sheet.write(11, 2, str(len(HAZARDS)))
    book.save(COUNTY / "hazards.xls")


def training():
    """GBK and semicolons; day and time in two columns; several lines of one training; the result in words."""
    lines = ["单位;培训日期;时间;参训人员;考核结果"]
    for home, day, clock, result in TRAINING:
        for person in ("张某", "李某"):
            lines.append(f"{NAME[home]};{day.month}/{day.day}/{day.year};{clock};{person};{result}")
    lines.append("合计;;;8人;")
    (COUNTY / "training.csv").write_bytes("\n".join(lines).encode("gbk"))


def samples():
    """A sheet a home, named above the header; the weight with its unit in another cell; day and meal in one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for home, kept in SAMPLES.items():
        sheet = book.create_sheet(f"留样{home[-1]}")
        sheet.append(["食品留样登记表"])
        sheet.append(["留样单位（盖章）：", None, NAME[home], None])
        sheet.append(["留样日期/餐次", "菜品", "重量", "单位"])
        for day, weight in kept:
            sheet.append([f"{day.year}年{day.month}月{day.day}日/午餐", "红烧肉", weight, "克"])
    book.save(COUNTY / "samples.xlsx")


def clean():
    """The same facts in guiju's own names."""

    def table(name, header, rows):
        with open(HERE / "clean" / name, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)

    homes = [(*home[:3], "/".join(filter(None, home[3:5])), home[5]) for home in HOMES]
    table("register.csv", ["编号", "名称", "类别", "地区", "成立日期"], homes)
    records = []

    def record(home, activity, date, clock="", **fields):
        when = f"{date} {clock}".strip()
        values = [fields.get(field, "") for field in ("participants", "passed", "weight", "meal", "hazard")]
        records.append((f"R{len(records) + 1}", home, activity, when, *values))

    for home, date, clock, people in DRILLS:
        record(home, "消防演练", date, "" if clock is None else f"{clock[0]:02}:{clock[1]:02}", participants=people)
    for (year, month), of_month in PATROLS.items():
        for home, days in of_month.items():
            for day in days:
                record(home, "巡查", DAY(year, month, day))
    for key, home, _, found, fixed in HAZARDS:
        record(home, "发现隐患", found, hazard=key)
        if fixed:
            record(home, "整改隐患", fixed, hazard=key)
    for home, date, clock, result in TRAINING:
        record(home, "培训", date, clock, passed={"合格": "是", "不合格": "否"}.get(result, result))
    for home, kept in SAMPLES.items():
        for date, weight in kept:
            record(home, "留样", date, weight=weight, meal="午餐")
    table("records.csv", ["记录编号", "机构", "活动", "日期", "参加人数", "合格", "重量", "餐次", "隐患编号"], records)


register()
drills()
patrols()
hazards()
training()
samples()
clean()

#!/usr/bin/env python3
"""Measures the three rules of benches/rules against hand-written Polars and DuckDB, whole process, in one run.

usage: yardstick.py BENCH DATA [RUNS]

BENCH is the folder with gen.py, q_polars.py and q_duckdb.py; DATA holds (or will hold) what gen.py writes.
The commands run in turn, round after round, so that a machine whose speed drifts treats them alike. Printed are the
medians of CPU seconds (user + system), wall seconds and peak memory, and the ratios of CPU. Then the breaches are
counted rule by rule beside the counts of the SQL, with the difference explained by the records themselves.
"""
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINDOW = (date(2023, 1, 1), date(2024, 12, 31))


def measure(command, output):
    """CPU seconds, wall seconds and peak MB of one run; its standard output goes to a file."""
    start = time.perf_counter()
    with open(output, "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):  # 1: breaches were found
        sys.exit(f"{command} ended with {code}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024


def counted(path):
    """Breaches of each rule in a CSV of verdicts."""
    counts = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            counts[row["rule"]] = counts.get(row["rule"], 0) + 1
    return counts


def edges(data):
    """What the SQL counts otherwise: hazards of institutions that closed before the due day owe nothing here."""
    closed = {}
    with open(data / "institutions.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["close_date"]:
                closed[row["institution_id"]] = date.fromisoformat(row["close_date"])
    found, fixed = {}, {}
    with open(data / "activities.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["activity"] in ("hazard_found", "hazard_rectified"):
                side = found if row["activity"] == "hazard_found" else fixed
                side[row["institution_id"], row["ref_id"]] = date.fromisoformat(row["date"])
    owes_nothing = 0
    for (institution, ref), day in found.items():
        due = day + timedelta(days=15)
        in_time = (institution, ref) in fixed and fixed[institution, ref] <= due
        if due <= WINDOW[1] and not in_time and institution in closed and closed[institution] < due:
            owes_nothing += 1
    return owes_nothing


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    bench, data = Path(sys.argv[1]), Path(sys.argv[2])
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    if not (data / "activities.csv").exists():
        subprocess.run([sys.executable, bench / "gen.py", data], check=True)
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    audit = [
        str(ROOT / "target/release/guiju"), "audit",
        "--rules", str(ROOT / "benches/rules"),
        "--register", str(data / "institutions.csv"), "--records", str(data / "activities.csv"),
        "--from", str(WINDOW[0]), "--to", str(WINDOW[1]),
        "--status", "violated,late", "--format", "csv",
    ]  # fmt: skip
    commands = {
        "guiju": audit,
        "polars SCAN": [sys.executable, str(bench / "q_polars.py"), "SCAN", "csv", str(data)],
        "duckdb ALL1": [sys.executable, str(bench / "q_duckdb.py"), "ALL1", "csv", str(data)],
    }
    figures = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as scratch:
        outputs = {name: Path(scratch) / name.replace(" ", "-") for name in commands}
        for round_ in range(runs + 1):  # the first round only warms up
            for name, command in commands.items():
                figure = measure(command, outputs[name])
                if round_:
                    figures[name].append(figure)
        medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}
        for name, (cpu, wall, memory) in medians.items():
            print(f"{name:12} cpu {cpu:6.2f} s   wall {wall:6.2f} s   peak {memory:6.0f} MB")
        for name in ("polars SCAN", "duckdb ALL1"):
            print(f"guiju / {name}: {medians['guiju'][0] / medians[name][0]:.2f} of its CPU")
        ours = counted(outputs["guiju"])
        theirs = json.loads(outputs["duckdb ALL1"].read_text().splitlines()[-1])["rows"]
    names = ("drill-6-months", "inspection-month", "hazard-15-days")
    for name, sql in zip(names, theirs):
        print(f"{name}: {ours.get(name, 0)} breaches, SQL {sql}, difference {sql - ours.get(name, 0)}")
    print(f"hazards the SQL counts though the institution closed before they were due: {edges(data)}")


main()

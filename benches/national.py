#!/usr/bin/env python3
"""A country's year of records.  usage: national.py OUTDIR [MILLIONS=150] [SEED=20240601]

Writes OUTDIR/institutions.parquet and OUTDIR/records/NN.parquet: 400,000 institutions and 150 million records of 2024,
or that part of them. The scheme is that of the yardstick's gen.py (drills, monthly inspections, hazards, noise), in
parts of 20,000 institutions, with a patrol on 94 of 100 days."""
import os, sys
import numpy as np, pyarrow as pa, pyarrow.parquet as pq

out = sys.argv[1]
millions = float(sys.argv[2]) if len(sys.argv) > 2 else 150
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20240601
PART = 20_000
FIRST = np.datetime64('2024-01-01')
DAYS = 366
EPOCH = (FIRST - np.datetime64('1970-01-01')).astype(int)
ACTIVITIES = ['daily_patrol', 'visitor_log', 'staff_training', 'kitchen_inspection', 'self_inspection', 'fire_drill',
              'hazard_found', 'hazard_rectified']
CATEGORIES = ['养老机构', '儿童福利机构', '社会组织']
os.makedirs(f'{out}/records', exist_ok=True)


def part(place, count):
    """The register and the records of one part."""
    random = np.random.default_rng(seed + place)
    one = np.arange(count)
    drawn = random.random(count)
    opened = np.where(drawn < 0.03, random.integers(1, 300, count), -random.integers(1, 4000, count))
    closed = np.where((drawn >= 0.03) & (drawn < 0.05), random.integers(50, DAYS, count), -1)
    start = np.maximum(opened, 0)
    end = np.where(closed >= 0, np.maximum(closed, start), DAYS - 1)
    span = end - start + 1
    who, when, what, ref = [], [], [], []

    def add(institution, day, activity, number=None):
        inside = (day >= start[institution]) & (day <= end[institution])
        who.append(institution[inside].astype(np.int32))
        when.append(day[inside].astype(np.int32))
        what.append(np.full(int(inside.sum()), activity, np.int8))
        ref.append(np.full(int(inside.sum()), -1, np.int32) if number is None else number[inside].astype(np.int32))

    # A patrol a day on 94 of 100 days, and a little of what no rule names.
    grid = random.random((count, DAYS), dtype=np.float32) < 0.94
    institution, day = np.nonzero(grid)
    add(institution, day, 0)
    for activity, rate in [(1, 0.02), (2, 0.006), (3, 0.008)]:
        times = random.binomial(span, rate)
        institution = np.repeat(one, times)
        add(institution, start[institution] + (random.random(len(institution)) * span[institution]).astype(int), activity)
    months = np.arange(np.datetime64('2024-01'), np.datetime64('2025-02'))
    edges = (months.astype('datetime64[D]') - FIRST).astype(int)
    for begin, behind in zip(edges, edges[1:]):
        for rate in (0.975, 0.15):
            institution = one[random.random(count) < rate]
            add(institution, random.integers(begin, behind, len(institution)), 4)
    day = start + random.integers(0, 150, count)
    for _ in range(6):
        add(one, day, 5)
        gap = np.maximum(20, random.normal(140, 22, count)).astype(int)
        day = day + np.where(random.random(count) < 0.03, gap * 2, gap)
    times = random.binomial(span, 10 / 365)
    institution = np.repeat(one, times)
    day = start[institution] + (random.random(len(institution)) * span[institution]).astype(int)
    number = np.arange(len(institution))
    add(institution, day, 6, number)
    drawn = random.random(len(institution))
    lag = np.where(drawn < 0.93, random.integers(0, 16, len(institution)), random.integers(16, 61, len(institution)))
    mended = drawn < 0.98
    add(institution[mended], (day + lag)[mended], 7, number[mended])

    who, when, what, ref = (np.concatenate(column) for column in (who, when, what, ref))
    order = np.lexsort((random.random(len(when)), when))
    who, when, what, ref = who[order], when[order], what[order], ref[order]
    names = pa.array([f'EC{place * PART + x:08d}' for x in one])
    numbers = np.char.add(f'HZ{place:02d}-', np.char.zfill(np.arange(max(1, int(ref.max()) + 1)).astype('U'), 7))
    refs = pa.DictionaryArray.from_arrays(pa.array(ref, mask=ref < 0), pa.array(numbers))
    table = pa.table({
        'institution_id': pa.DictionaryArray.from_arrays(pa.array(who), names).cast(pa.string()),
        'activity': pa.DictionaryArray.from_arrays(pa.array(what), pa.array(ACTIVITIES)).cast(pa.string()),
        'date': pa.array((when + EPOCH).astype(np.int32)).cast(pa.date32()),
        'ref_id': refs.cast(pa.string())})
    pq.write_table(table, f'{out}/records/{place:02d}.parquet', row_group_size=1 << 17)
    register = pa.table({
        'institution_id': names,
        'category': pa.DictionaryArray.from_arrays(pa.array((one % 3).astype(np.int8)), pa.array(CATEGORIES)).cast(pa.string()),
        'open_date': pa.array((opened + EPOCH).astype(np.int32)).cast(pa.date32()),
        'close_date': pa.array((closed + EPOCH).astype(np.int32), mask=closed < 0).cast(pa.date32())})
    return register, len(who)


institutions = round(400_000 * millions / 150)
registers, rows = [], 0
for place, first in enumerate(range(0, institutions, PART)):
    register, written = part(place, min(PART, institutions - first))
    registers.append(register)
    rows += written
    print(f'{rows:,} records', flush=True)
pq.write_table(pa.concat_tables(registers), f'{out}/institutions.parquet')

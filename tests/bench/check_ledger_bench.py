#!/usr/bin/env python3
"""Counts with sqlite3 what qd-bench says it has done: check_ledger_bench.py QD-BENCH

The benchmark's last run leaves its file; the completed rows in it must be the ones that were there before plus exactly
the tasks it claims, and its rate must be that number over its seconds.
"""
import glob
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

ROWS = 20000
COMPLETED = 6

with tempfile.TemporaryDirectory(prefix="qd-check-") as folder:
    out = subprocess.run([sys.argv[1], "ledger.sqlite", "--runs", "1", "--seconds", "1", "--rows", str(ROWS),
                          "--folder", folder, "--keep"], capture_output=True, text=True, check=True).stdout
    figure = json.loads(out.splitlines()[0])
    (path,) = glob.glob(os.path.join(folder, "*", "ledger.db"))
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        counted = db.execute("SELECT count(*) FROM task WHERE state = ? AND finished_at > 0", (COMPLETED,)).fetchone()[0]
    claimed = int(figure["tasks"])
    print(f"qd-bench: {claimed} tasks, {figure['value']:.0f} tasks/s; sqlite3 counts {counted - ROWS}")
    if counted - ROWS != claimed or claimed == 0:
        sys.exit("the ledger does not hold what the benchmark claims")
    # The run ends with the commit of its last batch, a little after its time.
    if not 0.5 <= figure["value"] * figure["seconds"] / claimed <= 1.01:
        sys.exit("the rate does not fit the count")

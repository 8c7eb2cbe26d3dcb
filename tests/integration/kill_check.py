#!/usr/bin/env python3
"""Compares what happened with what was promised, without asking the engine.

kill_check.py LEDGER LOG ACCEPTED [--poison]: the handlers' log (task, lease), the ledger file read through sqlite3, and
the accepted ids. None lost, exactly one recorded completion each, and that completion's lease is one that ran.
"""
import collections
import sqlite3
import sys

COMPLETED = 6


def main():
    ledger, log, accepted = sys.argv[1:4]
    with open(accepted) as file:
        wanted = [int(line) for line in file]
    runs = collections.defaultdict(list)
    with open(log) as file:
        for line in file:
            task, epoch = line.split()
            runs[int(task.rsplit("-", 1)[1])].append(int(epoch))
    rows = {}
    with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as db:
        for identity, state, epoch, finished in db.execute("SELECT id, state, epoch, finished_at FROM task"):
            if identity in rows:
                sys.exit(f"task {identity} has two rows")
            rows[identity] = (state, epoch, finished)
        problems = db.execute("PRAGMA integrity_check").fetchall()
        if problems != [("ok",)]:
            sys.exit(f"the ledger file is damaged: {problems[:3]}")
    faults = []
    if len(set(wanted)) != len(wanted):
        faults.append("an id was given out twice")
    for identity in wanted:
        if identity not in rows:
            faults.append(f"task {identity} was accepted and is lost")
            continue
        state, epoch, finished = rows[identity]
        if state != COMPLETED or finished == 0:
            faults.append(f"task {identity} is not completed (state {state})")
        elif epoch not in runs[identity]:
            faults.append(f"task {identity} is recorded under lease {epoch}, but ran under {runs[identity]}")
        if len(set(runs[identity])) != len(runs[identity]):
            faults.append(f"task {identity} ran twice under one lease: {runs[identity]}")
    extra = set(rows) - set(wanted)
    again = sum(1 for identity in wanted if len(runs[identity]) > 1)
    print(f"{len(wanted)} accepted, {len(rows)} rows ({len(extra)} whose answer was lost with the engine), "
          f"{sum(map(len, runs.values()))} runs, {again} tasks ran more than once, {len(faults)} faults")
    for fault in faults[:10]:
        print("FAULT:", fault)
    sys.exit(1 if faults else 0)


main()

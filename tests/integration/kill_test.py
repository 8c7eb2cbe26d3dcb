#!/usr/bin/env python3
"""Kills the engine at random moments while it works, again and again, and proves that nothing is lost.

kill_test.py DAEMON MARK [--tasks N] [--kills N] [--seed N] [--preload LIBRARY] [--case kills|poison|stopped|runaway]
"""
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

from daemon import UNREACHABLE, Daemon, children_of_marker

HERE = os.path.dirname(os.path.abspath(__file__))


def fail(text):
    print("FAIL:", text)
    sys.exit(1)


def no_orphans(mark, folder):
    end = time.monotonic() + 5
    while left := children_of_marker(mark, folder):
        if time.monotonic() > end:
            fail(f"orphans are left: {left}")
        time.sleep(0.05)


def wait_for(what, daemon, condition, patience):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition(daemon.totals()):
            return
        time.sleep(0.1)
    fail(f"{what}: not within {patience} s; totals {daemon.totals()}")


def unfinished(totals):
    return sum(totals["by_state"][state] for state in ("pending", "queued", "assigned", "running", "retrying", "suspended"))


def kills(options, folder):
    rng = random.Random(options.seed)
    log = os.path.join(folder, "log")
    settings = [f'command.allow=["{options.mark}"]', "tasks.deliveries=100", "pool.workers=4",
                "lease.length=2s", "lease.heartbeat=500ms", "lease.sweep=200ms"]
    daemon = Daemon(options.daemon, folder, settings, options.preload)
    daemon.start()
    accepted = []
    batch = 100
    waiting = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(options.tasks // batch)]
    done_kills = 0
    stale = 0
    next_kill = time.monotonic() + rng.uniform(0.05, 0.6)
    end = time.monotonic() + options.patience
    while time.monotonic() < end:
        try:
            if waiting:
                daemon.totals()  # waits until it has recovered
                # The same ticket until an answer came: a repetition after a kill must not submit twice.
                accepted += daemon.submit([{"type": "command", "payload": {"program": options.mark,
                                                                           "args": [log, str(rng.choice([0, 0, 0, 5, 20]))]}}
                                           for _ in range(batch)], waiting[0])
                waiting.pop(0)
            else:
                totals = daemon.totals()
                stale = max(stale, totals["stale_refused"])
                if unfinished(totals) == 0 and done_kills >= options.kills:
                    break
                time.sleep(0.02)
        except UNREACHABLE as problem:
            fail(f"the engine does not answer though nobody killed it: {problem}")
        if done_kills < options.kills and time.monotonic() >= next_kill:
            daemon.kill()
            done_kills += 1
            no_orphans(options.mark, folder)
            daemon.start()
            # Early kills come while tasks are submitted, later ones are spread over the work that is left.
            next_kill = time.monotonic() + rng.uniform(0.02, 0.8)
    else:
        fail(f"not finished within {options.patience} s")
    daemon.stop()
    no_orphans(options.mark, folder)
    with open(os.path.join(folder, "accepted"), "w") as file:
        file.writelines(f"{identity}\n" for identity in accepted)
    print(f"seed {options.seed}: {done_kills} kills, {stale} stale reports refused")
    if done_kills < options.kills:
        fail(f"only {done_kills} kills happened before the work was done")
    return subprocess.run([sys.executable, os.path.join(HERE, "kill_check.py"), os.path.join(folder, "ledger.db"), log,
                           os.path.join(folder, "accepted")]).returncode


def poison(options, folder):
    """A task that kills its engine is delivered three times and then quarantined; its neighbours are not harmed."""
    log = os.path.join(folder, "log")
    pid_file = os.path.join(folder, "pid")
    daemon = Daemon(options.daemon, folder, [f'command.allow=["{options.mark}"]'], options.preload)
    deaths = 0
    bad = None
    for _ in range(10):
        with open(pid_file, "w") as file:
            file.write("0")  # the task waits for the number: it must not be missed
        os.unlink(pid_file)
        daemon.start()
        with open(pid_file + ".new", "w") as file:
            file.write(str(daemon.process.pid))
        os.rename(pid_file + ".new", pid_file)
        if bad is None:
            daemon.totals()  # waits until it has recovered
            bad = daemon.submit([{"type": "command", "attempts": 100, "payload": {"program": options.mark, "args": [log, "kill", pid_file]}}])[0]
        try:
            daemon.process.wait(3)
            deaths += 1
        except subprocess.TimeoutExpired:
            break
    record = daemon.request("GET", f"/api/v1/tasks/{bad}")
    good = daemon.submit([{"type": "command", "payload": {"program": options.mark, "args": [log]}}])[0]
    # Its row, not the totals: those are a commit ahead of what is stored.
    end = time.monotonic() + 20
    while (row := daemon.request("GET", f"/api/v1/tasks/{good}"))["state"] != "completed":
        if time.monotonic() > end:
            fail(f"a harmless task did not complete beside the poisonous one: {row}")
        time.sleep(0.05)
    daemon.stop()
    print(f"the engine died {deaths} times; the task is {record['state']} ({record['reason']}), deliveries {record['deliveries']}")
    if deaths != 3 or record["state"] != "failed" or record["reason"] != "poison" or record["deliveries"] != 3:
        fail("the poisonous task was not quarantined after exactly three lost deliveries")
    return 0


def stopped(options, folder):
    """SIGSTOP for longer than the lease: sleep is not death, nothing is lost and no delivery is counted."""
    log = os.path.join(folder, "log")
    settings = [f'command.allow=["{options.mark}"]', "lease.length=2s", "lease.heartbeat=500ms", "lease.sweep=200ms"]
    daemon = Daemon(options.daemon, folder, settings, options.preload)
    daemon.start()
    daemon.totals()  # waits until it has recovered
    accepted = daemon.submit([{"type": "command", "payload": {"program": options.mark, "args": [log, "1500"]}} for _ in range(16)])
    time.sleep(0.5)
    for _ in range(2):
        daemon.process.send_signal(signal.SIGSTOP)
        time.sleep(5)
        daemon.process.send_signal(signal.SIGCONT)
        time.sleep(0.7)
    wait_for("all tasks", daemon, lambda t: unfinished(t) == 0, 60)
    totals = daemon.totals()
    daemon.stop()
    with open(os.path.join(folder, "accepted"), "w") as file:
        file.writelines(f"{identity}\n" for identity in accepted)
    print(f"leases lost: {totals['leases_lost']}")
    if totals["leases_lost"] != 0:
        fail("a sleep was taken for a death")
    return subprocess.run([sys.executable, os.path.join(HERE, "kill_check.py"), os.path.join(folder, "ledger.db"), log,
                           os.path.join(folder, "accepted")]).returncode


def runaway(options, folder):
    """What calls setsid leaves the group of its task, and still ends with it: after SIGKILL of the engine at the next
    start, at a cancel at once, at an orderly stop with it."""
    log = os.path.join(folder, "log")
    settings = ['command.allow=["sh"]', "shutdown.total=3s", "shutdown.drain=1s"]
    script = f"setsid '{options.mark}' '{log}' 60000 > /dev/null 2>&1 & wait"
    task = {"type": "command", "payload": {"program": "sh", "args": ["-c", script]}}

    def runs(which):
        end = time.monotonic() + 20
        while not (found := set(children_of_marker(options.mark, folder)) - which):
            if time.monotonic() > end:
                fail("the runaway did not start")
            time.sleep(0.05)
        return found

    daemon = Daemon(options.daemon, folder, settings, options.preload)
    daemon.start()
    daemon.totals()
    daemon.submit([task])
    first = runs(set())
    daemon.kill()
    if not first <= set(children_of_marker(options.mark, folder)):
        fail("the runaway died with its engine: this test tests nothing")
    daemon.start()
    if left := first & set(children_of_marker(options.mark, folder)):
        fail(f"survivors of the killed engine were not reaped: {left}")
    runs(first)  # the task is delivered again
    daemon.request("POST", "/api/v1/commands", {"kind": "cancel", "ticket": str(uuid.uuid4()), "tasks": {}})
    no_orphans(options.mark, folder)
    daemon.submit([task])
    runs(set())
    daemon.stop()
    if left := children_of_marker(options.mark, folder):
        fail(f"an orderly stop left {left}")
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("daemon")
    parser.add_argument("mark")
    parser.add_argument("--case", choices=["kills", "poison", "stopped", "runaway"], default="kills")
    parser.add_argument("--tasks", type=int, default=10000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=900)
    parser.add_argument("--preload", help="library that loses what was not synced when the engine is killed")
    parser.add_argument("--keep", action="store_true", help="keep the folder")
    options = parser.parse_args()
    options.daemon = os.path.abspath(options.daemon)
    options.mark = os.path.abspath(options.mark)
    folder = tempfile.mkdtemp(prefix="qd-kill-")
    code = 1
    try:
        code = {"kills": kills, "poison": poison, "stopped": stopped, "runaway": runaway}[options.case](options, folder)
    finally:
        Daemon.kill_all()
        if options.keep or code != 0:
            print("kept:", folder)
        else:
            shutil.rmtree(folder)
    sys.exit(code)


main()

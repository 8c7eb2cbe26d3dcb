#!/usr/bin/env python3
"""A disk that is really full: a small tmpfs in a mount namespace of its own. Intake is refused with the reason, what was
accepted is not lost, and all goes on by itself when there is room.

full_disk_test.py DAEMON
"""
import os
import subprocess
import sys
import tempfile
import time
import uuid

from daemon import Daemon


def fail(text):
    print("FAIL:", text)
    sys.exit(1)


def ids_of(outcome):
    return [int(piece["first"].rsplit("-", 1)[1]) + i for piece in outcome["tasks"] for i in range(piece["count"])]


def submit(daemon, waiting):
    """Ids, or the words of the refusal. A submit that was taken in just when the disk became full is neither: its
    ticket goes to `waiting`, and its answer comes when there is room."""
    ticket = str(uuid.uuid4())
    body = {"ticket": ticket, "tasks": [{"type": "synthetic", "payload": '{"ms":0}' + " " * 8000} for _ in range(20)]}
    try:
        outcome = daemon.request("POST", "/api/v1/tasks", body, timeout=3)
        return ids_of(outcome), None if outcome["ok"] else outcome["error"]
    except TimeoutError:
        waiting.append(ticket)
        return [], None


def inside(program, folder):
    ballast = os.path.join(folder, "ballast")
    with open(ballast, "wb") as file:
        file.write(b"\0" * (8 << 20))
    daemon = Daemon(program, folder, ["ledger.wal_max_mb=16"])
    daemon.start()
    daemon.totals()
    accepted = []
    waiting = []
    refusal = None
    end = time.monotonic() + 60
    while not refusal and time.monotonic() < end:
        ids, refusal = submit(daemon, waiting)
        accepted += ids
    if not refusal:
        # Neither taken nor refused is the worst of all: what the engine thinks of itself tells why.
        fail(f"no refusal within 60 s; {len(accepted)} tasks accepted, {len(waiting)} submits without an answer; "
             f"{daemon.request('GET', '/api/v1/status')}")
    print(f"{len(accepted)} tasks accepted, then refused: {refusal}")
    if refusal["code"] != "unavailable" or "full" not in refusal["detail"]:
        fail("the refusal does not say that the disk is full")
    status = daemon.request("GET", "/api/v1/status")
    if status["intake_open"] or not status["ledger"]["stalled"]:
        fail("the status does not show the stall")
    os.unlink(ballast)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        ids, refusal = submit(daemon, waiting)
        if ids:
            accepted += ids
            break
        time.sleep(0.1)
    else:
        fail(f"it does not go on by itself: {refusal}")
    for ticket in waiting:
        accepted += ids_of(daemon.request("GET", f"/api/v1/commands/{ticket}"))
    end = time.monotonic() + 30
    while time.monotonic() < end:
        totals = daemon.totals()
        if totals["by_state"]["queued"] + totals["by_state"]["assigned"] + totals["by_state"]["running"] == 0:
            break
        time.sleep(0.1)
    # The totals are a commit ahead of the rows.
    end = time.monotonic() + 10
    missing = accepted
    while missing and time.monotonic() < end:
        missing = [i for i in missing if daemon.request("GET", f"/api/v1/tasks/{i}")["state"] != "completed"]
    daemon.stop()
    print(f"{len(accepted)} accepted in all, {len(missing)} not completed")
    if missing:
        fail(f"accepted and not completed: {missing[:5]}")


def main():
    if sys.argv[1] == "--inside":
        return inside(sys.argv[2], sys.argv[3])
    program = os.path.abspath(sys.argv[1])
    # A mount namespace, as root or with a user namespace; where neither is allowed there is no small disk to be had.
    unshare = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    if subprocess.run(unshare + ["mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode != 0:
        print("skipped: this machine allows no mount namespace")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="qd-full-") as folder:
        command = 'mount -t tmpfs -o size=20m none "$1" && exec "$2" "$3" --inside "$4" "$1"'
        sys.exit(subprocess.run(unshare + ["sh", "-c", command, "sh", folder, sys.executable, os.path.abspath(__file__), program]).returncode)


main()

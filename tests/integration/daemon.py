"""What the integration tests share: a quarterdeckd of their own, spoken to over its HTTP API."""
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
import uuid


class Daemon:
    """One data folder, and the engine that runs on it now."""

    started = []  # all of this program, for kill_all()

    @classmethod
    def kill_all(cls):
        """A test that fails leaves its engine running otherwise."""
        for daemon in cls.started:
            if daemon.process.poll() is None:
                daemon.kill()

    def __init__(self, program, folder, settings=(), preload=None):
        self.program = program
        self.folder = folder
        self.settings = list(settings)
        self.preload = preload
        self.process = None
        self.url = None
        self.token = None

    def start(self, patience=30):
        environment = dict(os.environ)
        if self.preload:
            environment["LD_PRELOAD"] = self.preload
        command = [self.program, "--data-folder", self.folder, "--port", "0"]
        for setting in self.settings:
            command += ["--set", setting]
        discovery = os.path.join(self.folder, "engine.json")
        if os.path.exists(discovery):
            os.unlink(discovery)
        self.log = open(os.path.join(self.folder, "daemon.log"), "ab")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=environment)
        if self not in Daemon.started:
            Daemon.started.append(self)
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"quarterdeckd ended with {self.process.returncode}; see daemon.log")
            try:
                with open(discovery) as file:
                    found = json.load(file)
                if found["pid"] == self.process.pid:
                    self.url = found["url"]
                    with open(found["token_file"]) as file:
                        self.token = file.readline().strip()
                    return
            except (OSError, ValueError, KeyError):
                pass
            time.sleep(0.01)
        raise RuntimeError("quarterdeckd did not become ready")

    def request(self, method, path, body=None, content="application/json", timeout=40):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Content-Type", content)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            # A command that is refused has its outcome as body.
            outcome = json.loads(error.read() or b"{}")
            if "ok" not in outcome:
                raise
            return outcome

    def submit(self, tasks, ticket=None):
        """Accepted ids as numbers. The ticket makes a repetition harmless."""
        outcome = self.request("POST", "/api/v1/tasks", {"ticket": ticket or str(uuid.uuid4()), "tasks": tasks})
        ids = []
        for piece in outcome["tasks"]:
            first = int(piece["first"].rsplit("-", 1)[1])
            ids += range(first, first + piece["count"])
        return ids

    def totals(self):
        """The engine's own counts, once it has read its ledger."""
        end = time.monotonic() + 120
        while True:
            status = self.request("GET", "/api/v1/status")
            if status["phase"] not in ("starting", "recovering"):
                return status["totals"]
            if time.monotonic() > end:
                raise TimeoutError(f"the engine does not come up: {status}")
            time.sleep(0.01)

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        self.process.wait()
        self.log.close()

    def stop(self, patience=60):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(patience)
            self.log.close()


def children_of_marker(marker, folder):
    """Processes that still run the marker program for this folder's log (orphans, when the engine is gone); those of
    other tests that run meanwhile are theirs."""
    found = []
    for pid in os.listdir("/proc"):
        if not pid.isdigit():
            continue
        try:
            if os.path.realpath(f"/proc/{pid}/exe") == os.path.realpath(marker) and \
                    folder in open(f"/proc/{pid}/cmdline").read() and \
                    open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z":
                found.append(int(pid))
        except OSError:
            pass
    return found


UNREACHABLE = (urllib.error.URLError, ConnectionError, TimeoutError, OSError)

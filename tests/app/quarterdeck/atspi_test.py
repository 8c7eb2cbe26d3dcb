"""What a screen reader finds: the real program on a screen and a bus of its own, walked through AT-SPI.

    atspi_test.py <quarterdeck>

Checks roles, names, values, painted widgets' children, and that pressing a button through AT-SPI does what it says.
Everything is started here and ended here. Returns 77 (skipped) where Debian's xvfb, dbus, at-spi2-core, python3-gi or
gir1.2-atspi-2.0 is missing.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PATIENCE_S = 20
PR_SET_CHILD_SUBREAPER = 36


def skip(why):
    print("skipped:", why)
    sys.exit(77)


class World:
    """Screen, session bus and accessibility bus; each child leads a group, so that its own children end with it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="qd-atspi-")
        self.children = []
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": self.folder,
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            # libxkbcommon copies texts out of X's answers with strndup, behind which no zero byte stands: right, and
            # yet an overflow to the strict check.
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":strict_string_checks=0",
            "LSAN_OPTIONS": os.environ.get("LSAN_OPTIONS", ""),
            "UBSAN_OPTIONS": os.environ.get("UBSAN_OPTIONS", ""),
        }
        for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            path = os.path.join(self.folder, name.lower())
            os.mkdir(path, 0o700)
            self.environment[name] = path

    def start(self, *command, **more):
        child = subprocess.Popen(command, env=self.environment, start_new_session=True,
                                 stderr=subprocess.DEVNULL, **more)
        self.children.append(child)
        return child

    def begin(self):
        read, write = os.pipe()
        # The server chooses a free display and says which.
        self.start("Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset",
                   pass_fds=(write,), stdout=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as display:
            self.environment["DISPLAY"] = ":" + display.readline().strip()
        bus = self.start("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address",
                         stdout=subprocess.PIPE, text=True)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.start(LAUNCHER, "--launch-immediately", stdout=subprocess.DEVNULL)

    def end(self):
        for child in reversed(self.children):
            try:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait(PATIENCE_S)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                child.kill()
                child.wait()
        # What they had started is ours now: it ends with its bus.
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    time.sleep(0.05)
            except ChildProcessError:
                break
        shutil.rmtree(self.folder, ignore_errors=True)


def until(what, fact):
    """Waits for a fact and returns it; things on the bus come and go while one looks."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            found = fact()
            if found:
                return found
        except Exception as error:  # Atspi raises GLib.Error when an object has just gone
            if time.monotonic() > end:
                raise AssertionError(what + ": " + str(error)) from error
        if time.monotonic() > end:
            raise AssertionError("waited in vain for " + what)
        time.sleep(0.05)


def walk(node, depth=0):
    yield node
    if depth < 25:
        for i in range(min(node.get_child_count(), 400)):
            child = node.get_child_at_index(i)
            if child is not None:
                yield from walk(child, depth + 1)


def find(root, role, name):
    for node in walk(root):
        if node.get_role_name() == role and (node.get_name() or "").startswith(name) and is_shown(node):
            return node
    return None


def is_shown(node):
    import gi.repository.Atspi as Atspi
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def describe(node):
    return "nothing" if node is None else "%s \"%s\"" % (node.get_role_name(), node.get_name())


def press(node):
    action = node.get_action_iface()
    names = [action.get_action_name(i) for i in range(action.get_n_actions())]
    wanted = [i for i, name in enumerate(names) if name.lower() in ("press", "click", "toggle")]
    assert wanted, "no press among the actions of %s: %s" % (node.get_name(), names)
    assert action.do_action(wanted[0])


def check(world, program):
    from gi.repository import Atspi
    Atspi.init()
    world.start(program, "--memory", "--page", "overview", "--size", "1280x800", stdout=subprocess.DEVNULL)
    desktop = Atspi.get_desktop(0)

    def application():
        for i in range(desktop.get_child_count()):
            one = desktop.get_child_at_index(i)
            if one is not None and "quarterdeck" in (one.get_name() or "").lower():
                return one
        return None

    app = until("the program on the bus", application)
    window = until("the window", lambda: find(app, "frame", "Overview"))

    # A button does what it says: the dialog comes, its fields have names and values, and Cancel closes it.
    until("an idle engine", lambda: find(window, "label", "The engine is running") or
          find(window, "push button", "Submit a task"))
    press(until("Submit a task", lambda: find(window, "push button", "Submit a task")))
    dialog = until("the dialog", lambda: find(app, "dialog", "Submit"))
    priority = until("the priority", lambda: find(dialog, "spin button", "Priority"))
    assert priority.get_value_iface().get_current_value() == 5, "the usual priority is 5"
    kind = find(dialog, "combo box", "")
    assert kind is not None and kind.get_name(), "the kind of task has no name"
    press(find(dialog, "push button", "Cancel"))
    until("the dialog to go", lambda: find(app, "dialog", "Submit") is None)

    # Places: the rail's button leads there, and the window says where it is.
    press(until("the place", lambda: find(window, "push button", "Workers") or
                find(window, "toggle button", "Workers") or find(window, "check box", "Workers")))
    window = until("the page of workers", lambda: find(app, "frame", "Workers"))

    # A painted widget: a list whose children are the workers, by name and state.
    heat = until("the map", lambda: find(window, "list", "Workers by state"))
    cells = until("its cells", lambda: [heat.get_child_at_index(i).get_name() for i in range(heat.get_child_count())])
    assert cells[0].startswith("w-1") and "idle" in cells[0], cells[0]
    table = until("the table", lambda: find(window, "table", "Workers"))
    face = until("its rows", lambda: table.get_table_iface() if table.get_table_iface().get_n_rows() > 0 else None)
    assert face.get_n_rows() == len(cells), (face.get_n_rows(), len(cells))
    texts = [face.get_accessible_at(0, column).get_name() for column in range(face.get_n_columns())]
    assert any(text.startswith("w-") for text in texts), texts

    # Pressing a cell opens its inspector.
    press(heat.get_child_at_index(0))
    until("the inspector", lambda: find(window, "push button", "Close the inspector"))

    # Nothing that can be operated is without a name.
    operable = ("push button", "toggle button", "check box", "radio button", "text", "entry", "spin button",
                "combo box", "table", "list", "slider")
    # One look over all: rows come and go meanwhile, and then it is taken again.
    nameless, = until("a look over all", lambda: (
        ["%s in %s" % (node.get_role_name(), describe(node.get_parent())) for node in walk(window)
         if node.get_role_name() in operable and is_shown(node) and not (node.get_name() or "").strip()],))
    assert not nameless, "without a name: " + ", ".join(nameless)


def main():
    for tool in ("Xvfb", "dbus-daemon"):
        if shutil.which(tool) is None:
            skip("no " + tool)
    if not os.path.exists(LAUNCHER):
        skip("no at-spi2-core")
    try:
        import gi
        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError) as error:
        skip(str(error))
    warnings.simplefilter("ignore", DeprecationWarning)  # The new names are not in Debian 12's library yet.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    world = World()
    try:
        world.begin()
        os.environ.update(world.environment)  # Before Atspi is loaded: it reads the buses from there.
        check(world, sys.argv[1])
        print("passed")
    finally:
        world.end()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The tree check is itself checked: it is fed small trees, each with one sin, and has to name the rule that was broken."""
import tempfile
import unittest
from pathlib import Path

from check_tree import check_tree

ROOM = "# coordinator: the single writer.\n# Must never enter: threads.\n"


class CheckTree(unittest.TestCase):
    def findings(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            found, self.count = check_tree(folder)
            return found

    def refuses(self, rule, files, line=None):
        found = self.findings(files)
        self.assertEqual([f.rule for f in found], [rule], "\n".join(map(str, found)))
        if line is not None:
            self.assertEqual(found[0].line, line)

    def accepts(self, files):
        found = self.findings(files)
        self.assertEqual(found, [], "\n".join(map(str, found)))

    def test_accepts_a_clean_tree(self):
        self.accepts({
            "core/coordinator/CMakeLists.txt": ROOM,
            "core/base/time.h": "#include <chrono>\n",
            "core/coordinator/step.cpp": '#include "core/base/time.h"\n#include "core/policy/retry.h"\n'
                                         "Duration pause = std::chrono::seconds(1);\nauto runTime(int exponent);\n",
            "core/policy/retry.h": "struct Retry {};\n",
            "ui/pages/overview_page.cpp": '#include "ui/pages/overview_page.h"\n#include <QWidget>\n',
            "ui/pages/overview_page.h": '#include "ui/widgets/card.h"\n',
            "app/qdctl/main.cpp": '#include "app/qdctl/verbs.h"\n',
            "tests/app/qdctl/tst_verbs.cpp": '#include "app/qdctl/verbs.h"\n#include <QtTest/QTest>\n',
        })
        self.assertEqual(self.count, 8 - 1)

    def test_refuses_qt_in_core(self):
        for header in ("QString", "QtCore/QString", "QtTest/QTest", "qglobal.h"):
            with self.subTest(header):
                self.refuses("core-without-qt", {"core/model/task.h": f"#pragma once\n#include <{header}>\n"}, line=2)
        self.refuses("core-without-qt", {"core/model/task.cpp": '#include "ui/session/session.h"\n'})
        self.refuses("core-without-qt", {"core/model/CMakeLists.txt": ROOM + "target_link_libraries(core_model Qt6::Core)\n"}, line=3)

    def test_refuses_a_room_of_core_that_reaches_up_or_sideways(self):
        self.refuses("room-order", {"core/base/x.cpp": '#include "core/model/task.h"\n'})
        self.refuses("room-order", {"core/ledger/x.cpp": '#include "core/coordinator/step.h"\n'})
        self.refuses("room-order", {"core/engine/x.cpp": '#include "core/http/door.h"\n'})

    def test_follows_a_relative_include_to_its_room(self):
        self.refuses("room-order", {"core/model/task.h": "\n", "core/base/x.cpp": '#include "../model/task.h"\n'})

    def test_refuses_a_page_that_includes_another(self):
        self.refuses("page-by-itself", {"ui/pages/overview_page.cpp": '#include "ui/pages/workers_page.h"\n'})
        self.accepts({"ui/pages/overview_page_cards.cpp": '#include "ui/pages/overview_page.h"\n',
                      "ui/pages/overview_page.cpp": '#include "ui/pages/page.h"\n'})

    def test_refuses_a_page_that_includes_the_folder_of_another(self):
        workers = {"ui/pages/workers/workers_page.h": "\n"}
        overview = "ui/pages/overview/overview_page.cpp"
        self.refuses("page-by-itself", {**workers, overview: '#include "ui/pages/workers/worker_row.h"\n'})
        self.accepts({**workers, overview: '#include "ui/pages/common/table_view.h"\n#include "ui/pages/overview/load_bar.h"\n'})

    def test_refuses_a_room_of_core_that_nobody_placed(self):
        self.refuses("room-order", {"core/gossip/CMakeLists.txt": ROOM})

    def test_refuses_widgets_that_know_models_or_sessions(self):
        for other in ("models/task_model.h", "session/session.h", "pages/overview_page.h"):
            with self.subTest(other):
                self.refuses("widgets-without-models", {"ui/widgets/card.h": f'#include "ui/{other}"\n'})

    def test_refuses_what_includes_a_program(self):
        self.refuses("app-on-top", {"core/engine/x.cpp": '#include "app/qdctl/verbs.h"\n'})
        self.refuses("app-on-top", {"ui/shell/x.cpp": '#include "app/quarterdeck/wire.h"\n'})
        self.refuses("app-on-top", {"app/quarterdeckd/main.cpp": '#include "app/qdctl/verbs.h"\n'})
        self.refuses("app-on-top", {"tests/core/engine/tst_x.cpp": '#include "app/qdctl/verbs.h"\n'})

    def test_refuses_every_source_of_chance_in_the_deterministic_rooms(self):
        sins = [
            "auto t = std::chrono::steady_clock::time_point{};", "auto t = Watch::now();", "void step(const Clock &source);",
            "clock_gettime(CLOCK_BOOTTIME, &t);", "auto t = time(nullptr);", "std::thread t;", "std::jthread t;",
            "std::this_thread::yield();", "std::mutex m;", "Mutex m_mutex;", "std::random_device d;", "getrandom(p, 8, 0);",
            "int i = rand();", "std::uniform_int_distribution<int> d;", "std::mt19937 e;", "double d = std::exp(x);",
            "double d = log2(x);", "double d = std::pow(x, 2.0);", "std::set<Worker *> ready;", "std::map<const Task *, int> m;",
            "std::unordered_map<Worker*, int> m;", "auto key = reinterpret_cast<std::uintptr_t>(p);",
        ]
        for room in ("policy", "coordinator", "host"):
            for sin in sins:
                with self.subTest(room=room, sin=sin):
                    self.refuses("deterministic", {f"core/{room}/x.cpp": f"// one\n{sin}\n"}, line=2)
        for header in ("random", "cmath", "thread", "mutex", "ctime", "fstream"):
            with self.subTest(header):
                self.refuses("deterministic", {"core/policy/x.h": f"#include <{header}>\n"})
        self.refuses("deterministic", {"core/host/x.h": '#include "core/base/mutex.h"\n'})

    def test_leaves_other_rooms_their_clocks_and_threads(self):
        self.accepts({"core/workers/x.cpp": "#include <thread>\nauto t = std::chrono::steady_clock::now();\nstd::mutex m;\n"})

    def test_refuses_a_walk_over_a_hash_table(self):
        table = "std::unordered_map<Id, Task> m_tasks;\n"
        self.refuses("deterministic", {"core/coordinator/x.h": table, "core/coordinator/x.cpp": "for (auto &[id, task] : m_tasks) {\n"})
        self.refuses("deterministic", {"core/coordinator/x.cpp": table + "auto first = m_tasks.begin();\n"}, line=2)
        self.accepts({"core/coordinator/x.cpp": table + "auto it = m_tasks.find(id);\nfor (auto &task : m_rows) {\n"})

    def test_does_not_read_comments_and_texts(self):
        self.accepts({"core/policy/x.cpp": '// std::mutex and rand() stay out\n/* std::thread\n std::mutex */\n'
                                           'auto text = "rand() and std::mutex";\nauto raw = R"(std::thread)";\nchar quote = \'"\';\n'
                                           "int million = 1'000'000;\n"})

    def test_sees_what_follows_a_comment(self):
        self.refuses("deterministic", {"core/policy/x.cpp": "/* a\nb */\nstd::mutex m; // why\n"}, line=3)

    def test_refuses_heavy_headers_in_headers(self):
        self.refuses("network-in-source", {"core/net/x.h": "#include <boost/asio.hpp>\n"})
        self.refuses("network-in-source", {"tests/support/x.h": "#include <boost/beast/http.hpp>\n"})
        self.refuses("json-in-source", {"core/model/x.h": "#include <nlohmann/json.hpp>\n"})
        self.refuses("toml-in-source", {"core/config/x.h": "#include <toml++/toml.h>\n"})
        self.accepts({"core/model/x.cpp": "#include <nlohmann/json.hpp>\n"})
        self.accepts({"core/model/codec/json_private.h": "#include <nlohmann/json.hpp>\n"})

    def test_refuses_umbrellas(self):
        for header in ("QtCharts", "QtWidgets/QtWidgets", "QtTest/QtTest"):
            with self.subTest(header):
                self.refuses("no-umbrella", {"ui/charts/x.cpp": f"#include <{header}>\n"})

    def test_refuses_a_fifth_network_file(self):
        four = {f"core/net/x{i}.cpp": "#include <boost/asio/io_context.hpp>\n" for i in range(4)}
        self.accepts(four)
        self.refuses("network-in-four-files", {**four, "core/net/x4.cpp": "#include <boost/beast/http.hpp>\n"})

    def test_counts_a_network_file_through_its_private_header(self):
        private = {"core/net/detail/stream.h": "#include <boost/asio/io_context.hpp>\n"}
        four = {f"core/net/x{i}.cpp": '#include "core/net/detail/stream.h"\n' for i in range(4)}
        self.accepts({**private, **four})
        self.refuses("network-in-four-files", {**private, **four, "core/net/x4.cpp": '#include "core/net/detail/stream.h"\n'})

    def test_refuses_a_private_header_elsewhere(self):
        self.refuses("private-header", {"core/http/x.cpp": '#include "core/net/detail/stream.h"\n'})
        self.refuses("private-header", {"core/http/x.cpp": '#include "core/model/codec/json_private.h"\n'})
        self.accepts({"tests/core/net/tst_x.cpp": '#include "core/net/detail/stream.h"\n'})

    def test_refuses_a_room_that_does_not_say_what_it_is(self):
        self.refuses("room-words", {"core/policy/CMakeLists.txt": "# policy: decisions.\nqd_add_room(core/policy)\n"})

    def test_refuses_growth(self):
        self.accepts({"core/model/x.cpp": "\n" * 700})
        self.refuses("size", {"core/model/x.cpp": "\n" * 701})
        large = {"tests/tidy/large_files.txt": "# LINES FILE REASON\n800 core/model/x.cpp grown before the limit\n"}
        self.accepts({**large, "core/model/x.cpp": "\n" * 800})
        self.refuses("size", {**large, "core/model/x.cpp": "\n" * 801})
        self.refuses("size", {**large, "core/model/x.cpp": "\n" * 10}, line=2)

    def test_permits_what_the_list_names_with_a_reason(self):
        sin = {"core/policy/x.cpp": "std::mutex m;\n"}
        self.accepts({**sin, "tests/tidy/allowed.txt": "deterministic core/policy/x.cpp guards nothing that decides\n"})
        found = self.findings({**sin, "tests/tidy/allowed.txt": "deterministic core/policy/x.cpp\n"})
        self.assertEqual(sorted(f.rule for f in found), ["deterministic", "reason"])
        self.refuses("stale", {"core/policy/x.cpp": "\n", "tests/tidy/allowed.txt": "deterministic core/policy/x.cpp gone\n"})


if __name__ == "__main__":
    unittest.main()

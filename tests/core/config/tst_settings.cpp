#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

#include "core/base/duration_text.h"
#include "core/config/settings.h"

using namespace qd;
using namespace std::chrono_literals;

class TestSettings : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }
    void laterLayersWin();
    void defaultsNeedNoFile();
    void aNamedFileMustExist();
    void errorsSayWhereAndWhatIsAllowed_data();
    void errorsSayWhereAndWhatIsAllowed();
    void allErrorsComeAtOnce();
    void theTomlErrorHasAPosition();
    void unknownVariablesAreRefused();
    void variablesOfTasksAreNotSettings();
    void profilesChangeDefaultsOnly();
    void durationsReadAndWrite_data();
    void durationsReadAndWrite();
    void writingKeepsEverythingElse_data();
    void writingKeepsEverythingElse();
    void writingMakesFileAndFolder();
    void writingRefusesBadValues();
    void writingRefusesWhatItCannotSplice();
    void everyKeyRoundTrips();
    void printedSettingsLoadAgain();

private:
    std::filesystem::path write(const std::string &text) {
        std::filesystem::path file = path("settings.toml");
        std::ofstream{file} << text;
        return file;
    }
    [[nodiscard]] std::filesystem::path path(const std::string &name) const {
        return std::filesystem::path{m_folder->path().toStdString()} / name;
    }
    static std::string read(const std::filesystem::path &file) {
        std::ostringstream out;
        out << std::ifstream{file}.rdbuf();
        return out.str();
    }
    SettingsLoad load(const std::string &text, std::vector<std::string> flags = {},
                      std::vector<std::string> environment = {}) {
        return loadSettings(SettingInputs{write(text), std::move(flags), std::move(environment)});
    }
    static QString joined(const SettingsLoad &load) {
        QString out;
        for (const auto &error : load.errors) out += QString::fromStdString(error) + "\n";
        return out;
    }
    static SettingLine line(const std::vector<SettingLine> &lines, std::string_view key) {
        for (const SettingLine &entry : lines)
            if (entry.key == key) return entry;
        return {};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSettings::laterLayersWin() {
    const auto loaded = load("[pool]\nworkers = 2\nslots = 3\nthreads = 4\n", {"pool.threads=6"},
                             {"QD_POOL_SLOTS=5", "QD_POOL_THREADS=5", "HOME=/x", "NOISE"});
    QVERIFY2(loaded.errors.empty(), qPrintable(joined(loaded)));
    QCOMPARE(loaded.settings.pool.workers, 2U);
    QCOMPARE(line(loaded.lines, "pool.slots").value, std::string("5"));
    QCOMPARE(loaded.settings.pool.threads, 6U);
    QCOMPARE(line(loaded.lines, "pool.workers").source, SettingSource::File);
    QCOMPARE(line(loaded.lines, "pool.slots").source, SettingSource::Environment);
    QCOMPARE(line(loaded.lines, "pool.threads").source, SettingSource::Flag);
    QCOMPARE(line(loaded.lines, "lease.length").source, SettingSource::Default);
    // describe() of the settings in force tells the same, also after a copy.
    const Settings copy = loaded.settings;
    QCOMPARE(line(describe(copy), "pool.slots").source, SettingSource::Environment);
    QCOMPARE(line(describe(copy), "lease.length").value, std::string("10s"));
    QCOMPARE(line(describe(copy), "lease.length").range, std::string("500ms .. 10min"));
}

void TestSettings::defaultsNeedNoFile() {
    qputenv("XDG_CONFIG_HOME", path("nothing").c_str());
    qputenv("XDG_DATA_HOME", path("data").c_str());
    const auto loaded = loadSettings(SettingInputs{});
    QVERIFY2(loaded.errors.empty(), qPrintable(joined(loaded)));
    QVERIFY(!std::filesystem::exists(loaded.settings.configFile)); // but that is where a change would go
    QCOMPARE(loaded.settings.configFile, path("nothing") / "quarterdeck" / "settings.toml");
    QCOMPARE(loaded.settings.dataFolder, path("data") / "quarterdeck");
    QCOMPARE(ledgerPath(loaded.settings), path("data") / "quarterdeck" / "ledger.db");
    QCOMPARE(tokenPath(loaded.settings), path("data") / "quarterdeck" / "admin.token");
    qunsetenv("XDG_CONFIG_HOME");
    qunsetenv("XDG_DATA_HOME");
}

void TestSettings::aNamedFileMustExist() {
    const auto loaded = loadSettings(SettingInputs{path("absent.toml"), {}, {}});
    QCOMPARE(loaded.errors.size(), std::size_t{1});
    QVERIFY(joined(loaded).contains("absent.toml: there is no such file"));
}

void TestSettings::errorsSayWhereAndWhatIsAllowed_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("range") << "[pool]\nworkers = 0\n"
                           << ":2:11: pool.workers = 0: is out of range (allowed: 1 .. 10000)";
    QTest::newRow("negative") << "pool.workers = -1" << ":1:16: pool.workers = -1: is out of range";
    QTest::newRow("huge") << "[limits]\ninbox = 9223372036854775807" << "is out of range (allowed: 16 .. 1000000)";
    QTest::newRow("type") << "[pool]\nworkers = \"8\"\n" << "pool.workers = \"8\": must be a whole number";
    QTest::newRow("duration without unit") << "[lease]\nlength = 10\n" << "must be a duration with its unit";
    QTest::newRow("duration") << "[lease]\nlength = \"10 parsec\"\n" << ":2:10: lease.length = \"10 parsec\"";
    QTest::newRow("duration range") << "[lease]\nlength = \"1h\"\n" << "is out of range (allowed: 500ms .. 10min)";
    QTest::newRow("word") << "profile = \"prod\"\n"
                          << "is none of the words (allowed: development | staging | production | test)";
    QTest::newRow("unknown key") << "[pool]\nworker = 8\n"
                                 << ":2:10: there is no setting \"pool.worker\"; did you mean \"pool.workers\"?";
    QTest::newRow("unknown section") << "[pol]\nworkers = 8\n" << "did you mean \"pool.workers\"?";
    QTest::newRow("section as value") << "pool = 3\n" << "there is no setting \"pool\"";
    QTest::newRow("table as value") << "[pool.workers]\na = 1\n" << "is of a kind that no setting has";
    QTest::newRow("date") << "profile = 2020-01-01\n" << "a value of kind date: is of a kind that no setting has";
    QTest::newRow("list of numbers") << "[command]\nallow = [1]\n" << "is of a kind that no setting has";
    QTest::newRow("address") << "[door]\naddress = \"0.0.0.0\"\n" << "is not a loopback address";
    QTest::newRow("heartbeat rule") << "[lease]\nheartbeat = \"4s\"\n"
                                    << ":2:13: lease.heartbeat 4s must be at most a third of lease.length (10s)";
    QTest::newRow("not a number") << "[tasks]\nretry_multiplier = nan\n" << "must be a number";
}

void TestSettings::errorsSayWhereAndWhatIsAllowed() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto loaded = load(text.toStdString());
    QCOMPARE(loaded.errors.size(), std::size_t{1});
    QVERIFY2(joined(loaded).contains(expected), qPrintable(joined(loaded)));
    QVERIFY(joined(loaded).startsWith(QString::fromStdString(path("settings.toml").string()) + ":"));
}

void TestSettings::allErrorsComeAtOnce() {
    const auto loaded =
        load("[pool]\nworkers = 0\nslots = 0\n", {"nonsense", "pool.size=3", "log.json=maybe"}, {"QD_DOOR_PORT=65536"});
    const QString text = joined(loaded);
    QCOMPARE(loaded.errors.size(), std::size_t{6});
    QVERIFY(text.contains("--set nonsense: write it as key=value"));
    QVERIFY(text.contains("there is no setting \"pool.size\"; did you mean \"pool.slots\"?"));
    QVERIFY(text.contains("--set log.json: log.json = \"maybe\": must be true or false"));
    QVERIFY(text.contains("QD_DOOR_PORT: door.port = \"65536\": is out of range (allowed: 0 .. 65535)"));
}

void TestSettings::theTomlErrorHasAPosition() {
    const auto loaded = load("[pool]\nworkers = = 3\n");
    QCOMPARE(loaded.errors.size(), std::size_t{1});
    QVERIFY2(joined(loaded).contains("settings.toml:2:"), qPrintable(joined(loaded)));
}

void TestSettings::unknownVariablesAreRefused() {
    const auto loaded = load("", {}, {"QD_POOL_WORKRES=3"});
    QVERIFY2(joined(loaded).contains("QD_POOL_WORKRES: no setting has this variable; did you mean QD_POOL_WORKERS?"),
             qPrintable(joined(loaded)));
}

void TestSettings::variablesOfTasksAreNotSettings() {
    const auto loaded = load("", {}, {"QD_TASK_ID=9c41e0-1", "QD_EPOCH=1", "QD_ATTEMPT=1"});
    QVERIFY(loaded.errors.empty());
}

void TestSettings::profilesChangeDefaultsOnly() {
    QVERIFY(load("profile = \"production\"").settings.log.json);
    QVERIFY(!load("profile = \"production\"\nlog.json = false").settings.log.json);
    QCOMPARE(load("", {"profile=test"}).settings.door.port, std::uint16_t{0});
    QCOMPARE(load("", {}).settings.door.port, std::uint16_t{7070});
}

void TestSettings::durationsReadAndWrite_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("written");
    QTest::newRow("seconds") << "10s" << qint64{10'000'000'000} << "10s";
    QTest::newRow("fraction") << "1.5h" << qint64{5'400'000'000'000} << "90min";
    QTest::newRow("days") << "7d" << qint64{604'800'000'000'000} << "7d";
    QTest::newRow("short minutes") << "2m" << qint64{120'000'000'000} << "2min";
    QTest::newRow("milliseconds") << "500ms" << qint64{500'000'000} << "500ms";
    QTest::newRow("zero") << "0s" << qint64{0} << "0s";
    QTest::newRow("no unit") << "10" << qint64{-1} << "";
    QTest::newRow("no number") << "s" << qint64{-1} << "";
    QTest::newRow("negative") << "-1s" << qint64{-1} << "";
    QTest::newRow("space") << "1 s" << qint64{-1} << "";
    QTest::newRow("exponent") << "1e3s" << qint64{-1} << "";
    QTest::newRow("too long") << "999999999999d" << qint64{-1} << "";
    QTest::newRow("infinite") << "infs" << qint64{-1} << "";
}

void TestSettings::durationsReadAndWrite() {
    QFETCH(QString, text);
    QFETCH(qint64, nanoseconds);
    QFETCH(QString, written);
    const auto duration = parseDuration(text.toStdString());
    QCOMPARE(duration ? qint64{duration->count()} : qint64{-1}, nanoseconds);
    if (duration) QCOMPARE(QString::fromStdString(durationText(*duration)), written);
}

void TestSettings::writingKeepsEverythingElse_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("after");
    QTest::newRow("replaces a value") << "# mine\n[pool] # size\nworkers = 8 # eight\nslots=2\n"
                                      << "pool.workers" << "16"
                                      << "# mine\n[pool] # size\nworkers = 16 # eight\nslots=2\n";
    QTest::newRow("behind wide characters") << "pool = { workers = 8 } # \u00e4\u4e16\n"
                                            << "pool.workers" << "9"
                                            << "pool = { workers = 9 } # \u00e4\u4e16\n";
    QTest::newRow("value with wide characters") << "data_folder = \"/\u00e4\u4e16\" # x\n"
                                                << "data_folder" << "/d"
                                                << "data_folder = \"/d\" # x\n";
    QTest::newRow("dotted") << "pool.workers=8\n" << "pool.workers" << "9" << "pool.workers=9\n";
    QTest::newRow("list over lines") << "[command]\nallow = [\n  \"a\", # first\n  \"b\",\n] # end\n# tail\n"
                                     << "command.allow" << "a,b,c"
                                     << "[command]\nallow = [\"a\", \"b\", \"c\"] # end\n# tail\n";
    QTest::newRow("adds to a section") << "[ pool ]\nslots = 2\n\n[lease]\n"
                                       << "pool.workers" << "9"
                                       << "[ pool ]\nworkers = 9\nslots = 2\n\n[lease]\n";
    QTest::newRow("adds a section") << "[pool]\nslots = 2" << "lease.length" << "20s"
                                    << "[pool]\nslots = 2\n\n[lease]\nlength = \"20s\"\n";
    QTest::newRow("adds in front of sections") << "[pool]\nslots = 2\n"
                                               << "profile" << "test"
                                               << "profile = \"test\"\n[pool]\nslots = 2\n";
    QTest::newRow("windows line ends") << "[pool]\r\nslots = 2\r\n"
                                       << "pool.slots" << "3"
                                       << "[pool]\r\nslots = 3\r\n";
    QTest::newRow("empty file") << "" << "log.json" << "true" << "[log]\njson = true\n";
}

void TestSettings::writingKeepsEverythingElse() {
    QFETCH(QString, before);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, after);
    const auto file = write(before.toStdString());
    ::chmod(file.c_str(), 0640);
    const auto done = writeSetting(file, key.toStdString(), value.toStdString());
    QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
    QCOMPARE(QString::fromStdString(read(file)), after);
    struct stat info{};
    ::stat(file.c_str(), &info);
    QCOMPARE(info.st_mode & 0777U, 0640U);
    QVERIFY(!std::filesystem::exists(file.string() + ".new"));
    QVERIFY(loadSettings(SettingInputs{file, {}, {}}).errors.empty());
}

void TestSettings::writingMakesFileAndFolder() {
    const auto file = path("deep/er/settings.toml");
    QVERIFY(writeSetting(file, "command.allow", "[\"sha256sum\"]").has_value());
    QCOMPARE(read(file), std::string("[command]\nallow = [\"sha256sum\"]\n"));
}

void TestSettings::writingRefusesBadValues() {
    const auto file = write("[pool]\nworkers = 8\n");
    const auto range = writeSetting(file, "pool.workers", "0");
    QVERIFY(!range && range.error().code == ErrorCode::Invalid);
    QVERIFY(QString::fromStdString(range.error().detail).contains("allowed: 1 .. 1000"));
    QVERIFY(QString::fromStdString(writeSetting(file, "pool.worker", "1").error().detail).contains("pool.workers"));
    QVERIFY(!writeSetting(file, "data_folder", "/a\nprofile = 1"));
    QCOMPARE(read(file), std::string("[pool]\nworkers = 8\n"));
    const auto broken = write("[pool\n");
    QVERIFY(QString::fromStdString(writeSetting(broken, "pool.workers", "1").error().detail).contains("mend the file"));
}

void TestSettings::writingRefusesWhatItCannotSplice() {
    const std::string text = "pool = { workers = 8 }\n";
    const auto file = write(text);
    const auto done = writeSetting(file, "pool.slots", "2");
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Conflict);
    QCOMPARE(read(file), text);
}

void TestSettings::everyKeyRoundTrips() {
    const auto file = path("settings.toml");
    for (const SettingLine &key : settingKeys()) {
        const auto done = writeSetting(file, key.key, key.value);
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        QVERIFY2(!key.help.empty() && !key.range.empty(), key.key.c_str());
    }
    const auto loaded = loadSettings(SettingInputs{file, {}, {}});
    QVERIFY2(loaded.errors.empty(), qPrintable(joined(loaded)));
    for (const SettingLine &key : settingKeys()) {
        QCOMPARE(line(loaded.lines, key.key).source, SettingSource::File);
        if (key.key != "data_folder") QCOMPARE(line(loaded.lines, key.key).value, key.value);
    }
}

void TestSettings::printedSettingsLoadAgain() {
    const auto first = load("[pool]\nworkers = 33\n[command]\nallow = [\"a\\\\b\"]\n");
    const auto second = load(settingsAsToml(first.settings));
    QVERIFY2(second.errors.empty(), qPrintable(joined(second)));
    QCOMPARE(second.settings.pool.workers, 33U);
    QCOMPARE(second.settings.command.allow, first.settings.command.allow);
    QCOMPARE(second.settings.sources.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"

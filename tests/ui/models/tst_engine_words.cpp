// What the engine says in English, told in the language of the window.
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include "core/config/settings.h"
#include "core/model/event.h"
#include "core/model/untold.h"
#include "tests/ui/support/german.h"
#include "ui/format/format.h"
#include "ui/models/decision_words.h"
#include "ui/models/event_words.h"
#include "ui/models/setting_words.h"

using namespace qd;
using namespace qd::ui;
using qd::test::German;
using namespace std::chrono_literals;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

constexpr LedgerId kLedger{0x9c41e0};

constexpr const char *kSaid = "[the engine's sentence]";

void tell(Event &event, const Sentence &sentence) {
    event.text = sentence.text();
    event.said = sentence.said();
}

Event happening(EventKind kind, Severity severity, bool asked) {
    Event event;
    event.kind = kind;
    event.severity = severity;
    event.task = makeTaskId(0, 7);
    event.worker = WorkerId{3};
    if (asked) event.ticket = Ticket{1, 2};
    tell(event, Sentence{kSaid}.figure(2).figure(3).figure(1).quote("Grund1").quote("Grund2").quote("Grund3"));
    return event;
}

/// Words that only English has, and its sentences cannot do without.
bool hasEnglish(const QString &text) {
    static const QRegularExpression english(
        u("\\b(the|is|were|by|with|and|not|of|more|task|lost|left|joined|ended|missed|engine's)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return english.match(text).hasMatch();
}

} // namespace

class TstEngineWords : public QObject {
    Q_OBJECT

private slots:
    void everyKindOfEventSpeaksGerman() {
        const German german;
        QVERIFY(german.isLoaded());
        for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
            for (const Severity severity : {Severity::Info, Severity::Good, Severity::Warning, Severity::Bad}) {
                for (const bool asked : {false, true}) {
                    const Event event = happening(static_cast<EventKind>(kind), severity, asked);
                    const QString text = eventText(event, kLedger);
                    QVERIFY2(!text.contains(u(kSaid)), toText(event.kind).data());
                    QVERIFY2(!hasEnglish(text), qPrintable(text));
                    QVERIFY2(!text.contains(QLatin1Char('%')), qPrintable(text));
                }
            }
        }
    }
    void everyKindOfDecisionSpeaksGerman() {
        const German german;
        Decision decision;
        decision.worker = WorkerId{3};
        decision.inputs = {1, 4, 2'000'000, 3};
        for (std::size_t kind = 0; kind < kDecisionKinds; ++kind) {
            for (std::size_t guard = 1; guard < kGuards; ++guard) {
                decision.kind = static_cast<DecisionKind>(kind);
                decision.guard = static_cast<Guard>(guard);
                const QString text = decisionText(decision, u("mail"));
                QVERIFY2(!hasEnglish(text), qPrintable(text));
                QVERIFY2(!text.contains(QLatin1Char('%')), qPrintable(text));
            }
        }
        decision.kind = DecisionKind::LeaseLost;
        QCOMPARE(decisionText(decision, {}),
                 u("Lease auf w-3 nach %1 ohne Lebenszeichen verloren: Zustellung 1 von 4; wieder eingereiht.")
                     .arg(formatDuration(2s)));
        decision.inputs[2] = 0;
        QVERIFY(decisionText(decision, {}).startsWith(u("Die Engine endete")));
        decision.kind = DecisionKind::Held;
        decision.guard = Guard::PausedQueue;
        QVERIFY(decisionText(decision, u("50%1")).contains(u("50%1: die Warteschlange ist angehalten.")));
    }
    void inEnglishDecisionsAreTheEnginesOwn() {
        Decision decision;
        decision.kind = DecisionKind::PoolResized;
        decision.inputs = {2, 4, 1, 8};
        QCOMPARE(decisionText(decision, {}), QString::fromStdString(renderDecision(decision, {})));
    }
    void whatItIsAboutIsNamed() {
        const German german;
        const Event joined = happening(EventKind::WorkerJoined, Severity::Info, false);
        QCOMPARE(eventText(joined, kLedger), u("Worker w-3 kam hinzu"));
        const Event lease = happening(EventKind::TaskLeaseLost, Severity::Warning, false);
        QCOMPARE(eventText(lease, kLedger), u("Aufgabe 9c41e0-7 verlor ihre Lease auf w-3; wieder eingereiht"));
    }
    void wordsOfPeopleAndHandlersAreQuotedWithoutTheCount() {
        const German german;
        Event failed = happening(EventKind::TaskDeadLettered, Severity::Bad, false);
        tell(failed, Sentence{"Task 9c41e0-7 failed for good: "}.figure(0).quote("100 %1 of %3"));
        failed.text = withUntold(failed.text, 12);
        QCOMPARE(eventText(failed, kLedger), u("Aufgabe 9c41e0-7 ist endgültig gescheitert: 100 %1 of %3"));
        QCOMPARE(eventTip(failed, kLedger), eventText(failed, kLedger)); // Nothing more to say.
    }
    void whatIsImposedIsNamedWithItsTargetItsOwnerAndItsReason() {
        const German german;
        const auto pause = [](const char *target, const char *reason) {
            return Sentence{"The pause of queue "}
                .figure(static_cast<std::int64_t>(OverrideKind::PauseQueue))
                .figure(0)
                .quote(target)
                .figure(0)
                .say(" was imposed by ")
                .quote("ada")
                .quote(reason);
        };
        Event imposed = happening(EventKind::OverrideImposed, Severity::Info, true);
        tell(imposed, pause("mail", "Wartung"));
        QCOMPARE(eventText(imposed, kLedger), u("Die Pause der Warteschlange mail wurde von ada angeordnet: Wartung"));
        tell(imposed, pause("mail", ""));
        QCOMPARE(eventText(imposed, kLedger), u("Die Pause der Warteschlange mail wurde von ada angeordnet"));
        tell(imposed, Sentence{"The pool size of 4"}
                          .figure(static_cast<std::int64_t>(OverrideKind::PoolSize))
                          .figure(4)
                          .quote("")
                          .figure(1)
                          .say(" was renewed by ")
                          .quote("ada"));
        QCOMPARE(eventText(imposed, kLedger), u("Die Poolgröße 4 wurde von ada erneuert"));
    }
    void figuresThatAreLeftOutStandInTheToolTip() {
        const German german;
        Event joined = happening(EventKind::WorkerJoined, Severity::Info, false);
        joined.text = "Worker w-3 joined with 4 slots";
        QCOMPARE(eventTip(joined, kLedger),
                 u("Worker w-3 kam hinzu\nIn den Worten der Engine: Worker w-3 joined with 4 slots"));
    }
    void inEnglishTheEngineSpeaksForItself() {
        Event joined = happening(EventKind::WorkerJoined, Severity::Info, false);
        joined.text = "Worker w-3 joined with 4 slots";
        QCOMPARE(eventText(joined, kLedger), u("Worker w-3 joined with 4 slots"));
        QCOMPARE(eventTip(joined, kLedger), eventText(joined, kLedger));
    }

    void everySettingIsExplainedInGerman() {
        const German german;
        const std::vector<SettingLine> lines = describe(Settings{});
        QVERIFY(lines.size() > 30);
        static const QRegularExpression inFile(u("^[\\d.]+\\w* \\.\\. |\\|")); // Figures, and words to choose from.
        for (const SettingLine &line : lines) {
            QVERIFY2(settingHelp(line) != QString::fromStdString(line.help), line.key.c_str());
            const QString range = QString::fromStdString(line.range);
            QVERIFY2((settingRange(line) == range) == inFile.match(range).hasMatch(), line.key.c_str());
        }
    }
    void everySourceOfASettingIsNamedInGerman() {
        const German german;
        QStringList words;
        for (const SettingSource source :
             {SettingSource::Default, SettingSource::File, SettingSource::Environment, SettingSource::Flag})
            words << settingSource(source);
        QCOMPARE(words.join(u(", ")), u("Vorgabe, Datei, Umgebung, Schalter"));
    }
};

QTEST_MAIN(TstEngineWords)
#include "tst_engine_words.moc"

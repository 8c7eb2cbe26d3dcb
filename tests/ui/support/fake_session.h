#pragma once
// A session whose data a test makes by hand and whose commands a test reads back.

#include <QtCore/QString>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "ui/session/picture_memory.h"
#include "ui/session/session.h"

namespace qd::test {

/// Thread: GUI. Answers come from the event loop, as they do from a real session.
class FakeSession final : public ui::Session {
    Q_OBJECT
public:
    struct Posted {
        Ticket ticket;
        CommandBody body;
        QString reason;
    };

    explicit FakeSession(QObject *parent = nullptr);

    std::vector<Posted> posted;
    std::vector<TaskQuery> queries; ///< All that were asked.
    std::vector<TaskBrief> tasks;   ///< What queries are answered from.
    std::map<TaskId, TaskRecord> records;
    std::vector<Event> eventList; ///< Consecutive sequences from 1.
    std::vector<Decision> decisions;
    std::vector<SettingLine> lines;
    std::vector<QString> allowed;
    LiveOutput live;
    ui::DoorAddress doorAddress{QStringLiteral("http://127.0.0.1:7070"), QStringLiteral("/data/admin.token"), {}};
    Duration age{};
    std::optional<Instant> silent;
    bool isProduction = false;
    bool answering = true; ///< False: queries stay open, rows stay placeholders.

    void show(std::shared_ptr<const Snapshot> next);
    /// The outcome of a posted command, as the engine would tell it.
    void finish(std::size_t index, Outcome outcome);

    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const override { return m_snapshot; }
    [[nodiscard]] Instant engineNow() const override { return m_snapshot->takenAt; }
    [[nodiscard]] Duration dataAge() const override { return age; }
    [[nodiscard]] bool isFrozen() const override { return m_frozen; }
    void setFrozen(bool frozen) override;
    void showMoment(WallTime moment) override;
    [[nodiscard]] const ui::PictureMemory &memory() const override { return m_memory; }
    [[nodiscard]] std::shared_ptr<const Snapshot> newest() const override { return m_newest; }
    [[nodiscard]] std::optional<Instant> silentSince() const override { return silent; }
    [[nodiscard]] QString title() const override { return QStringLiteral("Test coordinator"); }
    [[nodiscard]] QString subtitle() const override { return QStringLiteral("memory"); }
    [[nodiscard]] bool production() const override { return isProduction; }
    [[nodiscard]] std::vector<SettingLine> settings() const override { return lines; }
    [[nodiscard]] ui::DoorAddress door() const override { return doorAddress; }
    [[nodiscard]] std::unique_ptr<ui::QueryHandle> query(TaskQuery query,
                                                         std::function<void(Result<TaskPage>)> answer) override;
    [[nodiscard]] std::unique_ptr<ui::QueryHandle> task(TaskId id,
                                                        std::function<void(Result<TaskRecord>)> answer) override;
    [[nodiscard]] LiveOutput liveOutput(TaskId) const override { return live; }
    [[nodiscard]] RingPage<Event> events(std::uint64_t from, std::size_t limit) const override;
    [[nodiscard]] std::vector<Decision> decisionsFor(WorkerId worker, std::size_t limit) const override;
    [[nodiscard]] TaskWhy whyOf(const TaskRecord &task) const override;
    [[nodiscard]] std::uint32_t dispatchSampling() const override { return 100; }
    Ticket post(CommandBody body, const QString &reason) override;
    [[nodiscard]] Result<void> allowProgram(const QString &program) override;

private:
    [[nodiscard]] TaskPage answerOf(const TaskQuery &query) const;

    std::shared_ptr<const Snapshot> m_snapshot;
    std::shared_ptr<const Snapshot> m_newest;
    ui::PictureMemory m_memory;
    bool m_frozen = false;
};

} // namespace qd::test

#pragma once
// The example, run from the window against the engine inside.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <filesystem>
#include <memory>
#include <thread>

#include "core/engine/engine.h"

namespace qd::app {

/// Thread: GUI; the example runs on a thread of its own.
class ExampleRunner : public QObject {
    Q_OBJECT
public:
    ExampleRunner(std::shared_ptr<Engine> engine, std::filesystem::path report, QObject *parent = nullptr);
    ~ExampleRunner() override; ///< Stops it and waits.

    void start();
    void stop();

signals:
    void progressed(const QString &text);
    void finished(bool good, const QString &text);

private:
    std::shared_ptr<Engine> m_engine;
    std::filesystem::path m_report;
    std::jthread m_thread;
};

} // namespace qd::app

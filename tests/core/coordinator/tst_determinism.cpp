// Same inputs, same output log; and along the way: nothing lost, no epoch going back, no dispatch before its commit.
// With QUARTERDECK_HASH_FILE set the hashes of all seeds are written there, so that two builds can be compared.

#include <QtTest/QTest>

#include <cstdio>
#include <cstdlib>

#include "tests/support/coordinator_world.h"

using namespace qd;
using namespace qd::test;

namespace {
constexpr std::uint64_t kSeeds = 1000;
constexpr int kSteps = 400;

std::uint64_t hashOf(std::uint64_t seed, Coverage *coverage, std::string *problem) {
    World world{seed};
    for (int i = 0; i < kSteps; ++i) {
        world.step();
        if (problem && problem->empty() && i % 8 == 7) *problem = world.problem();
    }
    if (coverage) world.addCoverage(*coverage);
    return world.hash();
}
} // namespace

class TestDeterminism : public QObject {
    Q_OBJECT
private slots:
    void replaysEverySeedAndCoversEveryTransition();
    void differentSeedsDiffer();
};

void TestDeterminism::replaysEverySeedAndCoversEveryTransition() {
    Coverage coverage;
    std::FILE *file = nullptr;
    if (const char *path = std::getenv("QUARTERDECK_HASH_FILE")) file = std::fopen(path, "w");
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        std::string problem;
        const std::uint64_t first = hashOf(seed, &coverage, &problem);
        QVERIFY2(problem.empty(),
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QString::fromStdString(problem))));
        if (seed % 20 == 0) QCOMPARE(hashOf(seed, nullptr, nullptr), first);
        if (file)
            std::fprintf(file, "%llu %016llx\n", static_cast<unsigned long long>(seed),
                         static_cast<unsigned long long>(first));
    }
    if (file) std::fclose(file);
    QStringList missing;
    for (const Transition &t : transitionTable())
        if (coverage[{t.from, t.to, t.reason}] == 0)
            missing << QStringLiteral("%1 -> %2 (%3)")
                           .arg(QString::fromUtf8(toText(t.from).data()), QString::fromUtf8(toText(t.to).data()),
                                QString::fromUtf8(toText(t.reason).data()));
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QStringLiteral("; "))));
}

void TestDeterminism::differentSeedsDiffer() {
    QSet<quint64> seen;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) seen.insert(hashOf(seed, nullptr, nullptr));
    QCOMPARE(seen.size(), 50);
}

QTEST_GUILESS_MAIN(TestDeterminism)
#include "tst_determinism.moc"

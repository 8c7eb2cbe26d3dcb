#include <QtTest/QTest>

#include "core/net/url.h"

using namespace qd::net;

class TestUrl : public QObject {
    Q_OBJECT

private slots:
    void readsWhatIsMeant_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("target");
        QTest::newRow("bare") << "http://example.org" << "http://example.org:80" << "/";
        QTest::newRow("upper case") << "HTTPS://Example.ORG/A" << "https://example.org:443" << "/A";
        QTest::newRow("port and query") << "http://127.0.0.1:8080/a?b=c#d" << "http://127.0.0.1:8080" << "/a?b=c";
        QTest::newRow("query only") << "http://h?x" << "http://h:80" << "/?x";
        QTest::newRow("address 6") << "http://[::1]:81/" << "http://[::1]:81" << "/";
    }
    void readsWhatIsMeant() {
        QFETCH(QString, text);
        const auto url = parseUrl(text.toStdString());
        QVERIFY(url.has_value());
        QTEST(QString::fromStdString(url->origin()), "origin");
        QTEST(QString::fromStdString(url->target), "target");
    }

    void refusesWhatCouldBeMeantTwice_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("other scheme") << QByteArray("file:///etc/passwd");
        QTest::newRow("no scheme") << QByteArray("example.org/");
        QTest::newRow("user") << QByteArray("http://user@host/");
        QTest::newRow("password") << QByteArray("http://user:pass@host/");
        QTest::newRow("line break") << QByteArray("http://host/a\r\nX: y");
        QTest::newRow("space") << QByteArray("http://host/a b");
        QTest::newRow("NUL") << QByteArray("http://host/a\0b", 15);
        QTest::newRow("backslash") << QByteArray("http://host\\@evil/");
        QTest::newRow("port") << QByteArray("http://host:99999/");
        QTest::newRow("port text") << QByteArray("http://host:80x/");
        QTest::newRow("no host") << QByteArray("http:///path");
        QTest::newRow("bracket") << QByteArray("http://[::1/");
        QTest::newRow("percent host") << QByteArray("http://a%0d/");
    }
    void refusesWhatCouldBeMeantTwice() {
        QFETCH(QByteArray, text);
        const auto url = parseUrl(text.toStdString());
        QVERIFY(!url.has_value());
        QCOMPARE(url.error().code, qd::ErrorCode::Invalid);
    }

    void resolvesRedirects_data() {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("whole");
        QTest::newRow("absolute") << "https://b/x" << "https://b:443/x";
        QTest::newRow("same scheme") << "//b/x" << "http://b:80/x";
        QTest::newRow("path") << "/x/y" << "http://a:80/x/y";
        QTest::newRow("relative") << "x" << "http://a:80/d/x";
        QTest::newRow("dots") << "../x?q=/../" << "http://a:80/x?q=/../";
        QTest::newRow("above the root") << "/../../x" << "http://a:80/x";
        QTest::newRow("query") << "?r" << "http://a:80/d/e?r";
    }
    void resolvesRedirects() {
        QFETCH(QString, reference);
        const auto url = resolveUrl(*parseUrl("http://a/d/e?q"), reference.toStdString());
        QVERIFY(url.has_value());
        QTEST(QString::fromStdString(url->origin() + url->target), "whole");
    }
};

QTEST_GUILESS_MAIN(TestUrl)
#include "tst_url.moc"

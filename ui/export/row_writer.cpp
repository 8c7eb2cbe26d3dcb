#include "ui/export/row_writer.h"

namespace qd::ui {

namespace {

/// Tasks bring names and errors of strangers, and spreadsheets run what begins like this.
bool looksLikeFormula(const QString &text) {
    if (text.isEmpty()) return false;
    const QChar first = text.front();
    return first == QLatin1Char('=') || first == QLatin1Char('+') || first == QLatin1Char('-') ||
           first == QLatin1Char('@') || first == QLatin1Char('\t') || first == QLatin1Char('\r') ||
           first == QLatin1Char('\n');
}

class CsvWriter final : public RowWriter {
public:
    void begin(const QStringList &columns, QByteArray &out) override {
        ExportRow names;
        for (const QString &name : columns) names.push_back(ExportCell::ofText(name));
        row(names, out);
    }
    void row(const ExportRow &cells, QByteArray &out) override {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) out += ',';
            cell(cells[i], out);
        }
        out += "\r\n";
    }
    void end(QByteArray &) override {}

private:
    static void cell(const ExportCell &cell, QByteArray &out) {
        if (cell.kind == ExportCell::Kind::Number) {
            out += cell.text.toLatin1();
            return;
        }
        QByteArray text = cell.text.toUtf8();
        if (looksLikeFormula(cell.text)) text.prepend('\'');
        const bool quoted = text.contains(',') || text.contains('"') || text.contains('\n') || text.contains('\r') ||
                            text.startsWith(' ') || text.endsWith(' ');
        if (quoted) text = '"' + text.replace("\"", "\"\"") + '"';
        out += text;
    }
};

class JsonWriter final : public RowWriter {
public:
    void begin(const QStringList &columns, QByteArray &out) override {
        for (const QString &name : columns) m_names.push_back(quoted(name) + ':');
        out += '[';
    }
    void row(const ExportRow &cells, QByteArray &out) override {
        out += m_first ? "\n{" : ",\n{";
        m_first = false;
        for (std::size_t i = 0; i < cells.size() && i < m_names.size(); ++i) {
            if (i > 0) out += ',';
            out += m_names[i];
            switch (cells[i].kind) {
            case ExportCell::Kind::None: out += "null"; break;
            case ExportCell::Kind::Number: out += cells[i].text.toLatin1(); break;
            case ExportCell::Kind::Text: out += quoted(cells[i].text); break;
            }
        }
        out += '}';
    }
    void end(QByteArray &out) override { out += "\n]\n"; }

private:
    static QByteArray quoted(const QString &text) {
        static constexpr char kHex[] = "0123456789abcdef";
        QByteArray result;
        const QByteArray utf8 = text.toUtf8();
        result.reserve(utf8.size() + 2);
        result += '"';
        for (const char byte : utf8) {
            const auto value = static_cast<unsigned char>(byte);
            if (byte == '"' || byte == '\\') {
                result += '\\';
                result += byte;
            } else if (value < 0x20) {
                result += "\\u00";
                result += kHex[value >> 4];
                result += kHex[value & 15];
            } else {
                result += byte;
            }
        }
        result += '"';
        return result;
    }

    std::vector<QByteArray> m_names;
    bool m_first = true;
};

} // namespace

std::unique_ptr<RowWriter> makeRowWriter(ExportFormat format) {
    switch (format) {
    case ExportFormat::Csv: return std::make_unique<CsvWriter>();
    case ExportFormat::Json: return std::make_unique<JsonWriter>();
    }
    return nullptr;
}

QString suffixOf(ExportFormat format) {
    return format == ExportFormat::Csv ? QStringLiteral("csv") : QStringLiteral("json");
}

} // namespace qd::ui

#include "ui/pages/dialogs/submit_dialog.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QMimeData>
#include <QtCore/QSignalBlocker>
#include <QtCore/QUrl>
#include <QtGui/QDropEvent>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

#include "core/model/codec/json_codec.h"
#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/painting.h"

namespace qd::ui {
namespace {

constexpr qsizetype kRefusalsShown = 3;

/// A payload to start from, per type.
QString offeredPayload(const QString &type) {
    if (type == QStringLiteral("command"))
        return QStringLiteral("{\n  \"program\": \"sha256sum\",\n  \"args\": [\"/etc/os-release\"]\n}");
    if (type == QStringLiteral("http"))
        return QStringLiteral("{\n  \"method\": \"GET\",\n  \"url\": \"http://localhost/\"\n}");
    if (type == QStringLiteral("synthetic"))
        return QStringLiteral("{\n  \"distribution\": \"lognormal\",\n  \"mean_ms\": 40,\n  \"p99_ms\": 200\n}");
    return {};
}

/// The path as a JSON text; file names may hold anything.
QString jsonText(const QString &text) {
    QString out = text;
    out.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\""));
    for (int code = 0; code < 0x20; ++code)
        out.replace(QChar(code), QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0')));
    return QLatin1Char('"') + out + QLatin1Char('"');
}

/// Where the text stops being JSON and why, for a text that is not.
QString jsonTrouble(const QString &text) {
    const QByteArray bytes = text.toUtf8();
    QJsonParseError error;
    QJsonDocument::fromJson(bytes, &error);
    if (error.error == QJsonParseError::NoError)
        return QCoreApplication::translate("SubmitDialog", "The payload is not JSON yet");
    const QByteArray before = bytes.left(error.offset);
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1;
    return QCoreApplication::translate("SubmitDialog", "The payload is not JSON yet: line %1, column %2: %3")
        .arg(line)
        .arg(column)
        .arg(error.errorString());
}

TaskSpec checksumTask(const QFileInfo &file) {
    TaskSpec task;
    task.type = "command";
    task.name = (QStringLiteral("sha256 ") + file.fileName()).toStdString().substr(0, 256);
    // "--" so that a file called "-c" is a file.
    task.payload = QStringLiteral("{\"program\":\"sha256sum\",\"args\":[\"--\",%1]}")
                       .arg(jsonText(file.absoluteFilePath()))
                       .toStdString();
    return task;
}

} // namespace

SubmitDialog::SubmitDialog(LedgerId ledger, QWidget *parent)
    : QDialog(parent), m_ledger(ledger), m_type(new QComboBox(this)), m_name(new QLineEdit(this)),
      m_payload(new QPlainTextEdit(this)), m_priority(new QSpinBox(this)), m_count(new QSpinBox(this)),
      m_key(new QLineEdit(this)), m_queue(new QLineEdit(this)), m_message(makeLabel({}, "second", this)),
      m_refusal(makeLabel({}, "bad", this)), m_files(makeLabel({}, "second", this)),
      m_clear(new QPushButton(tr("Type a task instead"), this)) {
    setWindowTitle(tr("Submit tasks"));
    setAcceptDrops(true);
    resize(620_px, 560_px);
    auto *column = new QVBoxLayout(this);
    column->addWidget(makeLabel(tr("Submit tasks"), "title", this));
    column->addWidget(
        makeLabel(tr("Type one, or drop files here: .jsonl holds a task a line, any other file gets its checksum."),
                  "second", this));
    buildForm();
    m_files->setWordWrap(true);
    m_message->setWordWrap(true);
    m_refusal->setWordWrap(true);
    m_refusal->hide();
    column->addWidget(m_files);
    column->addWidget(m_clear, 0, Qt::AlignLeft);
    column->addWidget(m_message);
    column->addWidget(m_refusal);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel")); // Qt's own words may be in another language.
    m_submit = new QPushButton(tr("&Submit"), this);
    m_submit->setProperty("tone", QStringLiteral("primary"));
    buttons->addButton(m_submit, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_clear, &QPushButton::clicked, this, &SubmitDialog::clearFiles);
    column->addWidget(buttons);
    offerPayload();
    refresh();
}

void SubmitDialog::buildForm() {
    auto *form = new QFormLayout;
    m_type->setEditable(true);
    m_type->addItems({QStringLiteral("command"), QStringLiteral("http"), QStringLiteral("synthetic")});
    m_name->setMaxLength(256);
    m_name->setPlaceholderText(tr("for people"));
    onLook(m_payload, [this] { m_payload->setFont(fontOf(FontRole::Mono)); });
    m_payload->setTabChangesFocus(true);
    m_priority->setRange(1, kPriorityMax);
    m_priority->setValue(5);
    m_priority->setToolTip(tr("10 is started first"));
    m_count->setRange(1, static_cast<int>(kSubmitMax));
    m_count->setGroupSeparatorShown(true);
    m_key->setMaxLength(256);
    m_key->setPlaceholderText(tr("same key, same task: nothing is done twice"));
    m_queue->setMaxLength(64);
    m_queue->setPlaceholderText(tr("the type"));
    form->addRow(tr("&Type"), m_type);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("Pa&yload"), m_payload);
    auto *numbers = new QHBoxLayout;
    numbers->addWidget(m_priority);
    auto *countLabel = new QLabel(tr("&Count"), this);
    countLabel->setBuddy(m_count);
    numbers->addWidget(countLabel);
    numbers->addWidget(m_count);
    numbers->addStretch();
    auto *priorityLabel = new QLabel(tr("P&riority"), this);
    priorityLabel->setBuddy(m_priority); // A row whose field is a layout gets no mnemonic by itself.
    form->addRow(priorityLabel, numbers);
    form->addRow(tr("&Queue"), m_queue);
    form->addRow(tr("&Key"), m_key);
    static_cast<QVBoxLayout *>(layout())->addLayout(form, 1);
    connect(m_type, &QComboBox::currentTextChanged, this, [this] {
        offerPayload();
        refresh();
    });
    connect(m_payload, &QPlainTextEdit::textChanged, this, &SubmitDialog::refresh);
    for (const QSpinBox *number : {m_priority, m_count})
        connect(number, &QSpinBox::valueChanged, this, &SubmitDialog::refresh);
    for (const QLineEdit *line : {m_name, m_key, m_queue})
        connect(line, &QLineEdit::textChanged, this, &SubmitDialog::refresh);
}

/// Only in place of an empty payload or of the last offer: what somebody typed is theirs.
void SubmitDialog::offerPayload() {
    const QString now = m_payload->toPlainText();
    if (!now.trimmed().isEmpty() && now != m_lastOffer) return;
    m_lastOffer = offeredPayload(m_type->currentText());
    m_payload->setPlainText(m_lastOffer);
}

QString SubmitDialog::message() const {
    return m_message->text();
}

Result<TaskSpec> SubmitDialog::typedTask() const {
    TaskSpec task;
    task.type = m_type->currentText().trimmed().toStdString();
    task.name = m_name->text().trimmed().toStdString();
    task.queue = m_queue->text().trimmed().toStdString();
    task.payload = m_payload->toPlainText().trimmed().toStdString();
    task.priority = static_cast<std::uint8_t>(m_priority->value());
    if (task.type.empty()) return fail(ErrorCode::Invalid, tr("Say which type of task it is").toStdString());
    if (task.type.size() > 64) return fail(ErrorCode::Invalid, tr("A type has at most 64 bytes").toStdString());
    if (task.payload.size() > kPayloadBytesMax)
        return fail(ErrorCode::Invalid, tr("The payload has %1, at most %2 are allowed")
                                            .arg(formatBytes(task.payload.size()), formatBytes(kPayloadBytesMax))
                                            .toStdString());
    const bool wantsJson = task.type == "command" || task.type == "http" || task.type == "synthetic";
    if (wantsJson && !task.payload.empty() && !isJson(task.payload))
        return fail(ErrorCode::Invalid, jsonTrouble(m_payload->toPlainText()).toStdString());
    if (!m_key->text().isEmpty()) {
        auto extras = std::make_shared<TaskExtras>();
        extras->idempotencyKey = m_key->text().toStdString();
        task.extras = std::move(extras);
    }
    return task;
}

Result<SubmitTasks> SubmitDialog::submission() const {
    SubmitTasks submit;
    if (!m_dropped.empty()) {
        submit.tasks = m_dropped;
        return submit;
    }
    if (m_refusedCount > 0) return fail(ErrorCode::Invalid, tr("None of the dropped lines is a task").toStdString());
    auto task = typedTask();
    if (!task) return std::unexpected(task.error());
    submit.tasks.push_back(std::move(*task));
    submit.repeat = static_cast<std::uint32_t>(m_count->value());
    return submit;
}

void SubmitDialog::refresh() {
    m_refusal->hide(); // Of what stood there before.
    setAccessibleDescription({});
    const bool dropped = !m_dropped.empty() || m_refusedCount > 0;
    for (QWidget *input :
         std::initializer_list<QWidget *>{m_type, m_name, m_payload, m_priority, m_count, m_key, m_queue})
        input->setEnabled(!dropped);
    m_clear->setVisible(dropped);
    QString files;
    if (dropped) files = tr("%1 task(s) from files").arg(formatCount(m_dropped.size()));
    if (m_refusedCount > 0) {
        files += tr(", %1 refused:").arg(formatCount(static_cast<std::uint64_t>(m_refusedCount)));
        files += QLatin1Char('\n') + m_refused.join(QLatin1Char('\n'));
    }
    files += unknownTypesNote();
    m_files->setText(files);
    m_files->setVisible(dropped);
    const auto submit = submission();
    m_submit->setEnabled(submit.has_value());
    if (!submit)
        m_message->setText(QString::fromStdString(submit.error().detail));
    else if (!m_key->text().isEmpty() && m_count->value() > 1 && !dropped)
        m_message->setText(tr("With one key for all, only the first becomes a task"));
    else
        m_message->clear();
}

/// The engine takes any type, since workers of other programs may serve it; a typing error would end as a dead letter.
QString SubmitDialog::unknownTypesNote() const {
    QStringList types;
    std::uint64_t count = 0;
    for (const TaskSpec &task : m_dropped) {
        const QString type = QString::fromStdString(task.type);
        if (m_type->findText(type) >= 0) continue;
        ++count;
        if (!types.contains(type) && types.size() < kRefusalsShown) types << type;
    }
    if (count == 0) return {};
    return QLatin1Char('\n') + tr("%1 of a type that nothing runs here by itself: %2")
                                   .arg(formatCount(count), types.join(QStringLiteral(", ")));
}

void SubmitDialog::refuse(const QString &why) {
    ++m_refusedCount;
    if (m_refused.size() < kRefusalsShown) m_refused << why;
}

void SubmitDialog::addJsonLines(const QString &path) {
    QFile file(path);
    const QString name = QFileInfo(path).fileName();
    if (file.size() > static_cast<qint64>(kJsonBytesMax))
        return refuse(tr("%1: larger than %2; use qdctl submit --file").arg(name, formatBytes(kJsonBytesMax)));
    if (!file.open(QIODevice::ReadOnly)) return refuse(QStringLiteral("%1: %2").arg(name, file.errorString()));
    const QByteArray bytes = file.readAll();
    auto batch =
        submitFromJsonLines({bytes.constData(), static_cast<std::size_t>(bytes.size())}, {m_ledger, wallNow()});
    if (!batch) return refuse(QStringLiteral("%1: %2").arg(name, QString::fromStdString(batch.error().detail)));
    for (const Refusal &refusal : batch->refusals)
        refuse(
            QStringLiteral("%1:%2: %3").arg(name).arg(refusal.index).arg(QString::fromStdString(refusal.error.detail)));
    m_refusedCount += static_cast<qsizetype>(batch->refused - batch->refusals.size());
    for (TaskSpec &task : batch->submit.tasks) {
        if (m_dropped.size() >= kSubmitMax) {
            refuse(tr("%1: more than %2 tasks; the rest was left out").arg(name, formatCount(kSubmitMax)));
            return;
        }
        m_dropped.push_back(std::move(task));
    }
}

void SubmitDialog::addFiles(const QStringList &paths) {
    for (const QString &path : paths) {
        const QFileInfo file(path);
        const QString suffix = file.suffix().toLower();
        if (!file.isFile())
            refuse(tr("%1: not a file").arg(file.fileName()));
        else if (suffix == QStringLiteral("jsonl") || suffix == QStringLiteral("ndjson"))
            addJsonLines(path);
        else if (m_dropped.size() >= kSubmitMax)
            refuse(tr("%1: more than %2 tasks").arg(file.fileName(), formatCount(kSubmitMax)));
        else
            m_dropped.push_back(checksumTask(file));
    }
    refresh();
}

void SubmitDialog::comeBack(const QString &why) {
    const QString text = why.isEmpty() ? QString() : tr("Not submitted: %1").arg(why);
    m_refusal->setText(text);
    m_refusal->setVisible(!text.isEmpty());
    setAccessibleDescription(text); // Read out with the dialog's title.
    open();
}

void SubmitDialog::clearFiles() {
    m_dropped.clear();
    m_refused.clear();
    m_refusedCount = 0;
    refresh();
}

QStringList SubmitDialog::filesOf(const QDropEvent &event) {
    QStringList paths;
    for (const QUrl &url : event.mimeData()->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

void SubmitDialog::dragEnterEvent(QDragEnterEvent *event) {
    if (!filesOf(*event).isEmpty()) event->acceptProposedAction();
}

void SubmitDialog::dropEvent(QDropEvent *event) {
    addFiles(filesOf(*event));
    event->acceptProposedAction();
}

} // namespace qd::ui

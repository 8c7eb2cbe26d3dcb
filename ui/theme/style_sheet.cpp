#include "ui/theme/style_sheet.h"

#include <QtCore/QRegularExpression>
#include <array>
#include <utility>

namespace qd::ui {

namespace {

// Words in capitals between @ signs are tokens. Headers stand over their cells: those have 8 px and the item view's 3,
// and at the right of every header 10 px are kept for the arrow.
const char kSheet[] = R"(
QToolTip { background: @FIELD@; color: @TEXT@; border: 1px solid @FIELDBORDER@; padding: 5px 7px; }
QLabel[role="second"] { color: @SECOND@; font-size: 12px; }
QLabel[role="muted"] { color: @MUTED@; font-size: 12px; }
QLabel[role="bad"] { color: @FAILING@; font-size: 12px; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="pageTitle"] { font-size: 18px; font-weight: 600; }
QLabel[role="mono"] { font-family: "JetBrains Mono"; font-size: 12px; }
QLabel[role="section"] { color: @MUTED@; font-size: 11px; font-weight: 600; }

QPushButton { background: @FIELD@; color: @TEXT@; border: 1px solid @FIELDBORDER@; border-radius: 6px;
  padding: 0 12px; min-height: 26px; }
QPushButton:hover { background: @HOVER@; border-color: @MUTED@; }
QPushButton:pressed { background: @SELECTED@; }
QPushButton:focus { border: 1px solid @FOCUS@; outline: none; }
QPushButton:disabled { color: @FAINT@; border-color: @CARDBORDER@; background: @CARD@; }
QPushButton:checked { background: @SELECTED@; border-color: @FOCUS@; }
QPushButton:checked:focus { border: 2px solid @FOCUS@; padding: 0 @FOCUSEDPAD@; min-height: @FOCUSEDHEIGHT@; }
QPushButton[tone="primary"] { background: @PRIMARY@; color: @PRIMARYTEXT@; border-color: @PRIMARY@; font-weight: 600; }
QPushButton[tone="primary"]:hover { background: @PRIMARYHOVER@; }
QPushButton[tone="primary"]:focus { border: 2px solid @TEXT@; padding: 0 @FOCUSEDPAD@; min-height: @FOCUSEDHEIGHT@; }
QPushButton[tone="danger"] { background: @DANGER@; color: @DANGERTEXT@; border-color: @DANGERBORDER@; font-weight: 600; }
QPushButton[tone="danger"]:hover { background: @DANGERHOVER@; }
QPushButton[tone="danger"]:focus { border: 2px solid @DANGERTEXT@; padding: 0 @FOCUSEDPAD@; min-height: @FOCUSEDHEIGHT@; }
QPushButton[tone="primary"]:disabled, QPushButton[tone="danger"]:disabled { background: @CARD@; color: @FAINT@;
  border-color: @CARDBORDER@; }
QPushButton[tone="quiet"] { background: transparent; border-color: transparent; color: @LINK@; padding: 0 8px; }
QPushButton[tone="quiet"]:hover { background: @HOVER@; }
QPushButton[tone="quiet"]:focus { border: 1px solid @FOCUS@; }
QPushButton::menu-indicator { subcontrol-position: right center; right: 8px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; color: @TEXT@; }
QToolButton:hover { background: @HOVER@; }
QToolButton:pressed, QToolButton:checked { background: @SELECTED@; }
QToolButton:focus { border: 1px solid @FOCUS@; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateTimeEdit, QComboBox { background: @FIELD@;
  color: @TEXT@; border: 1px solid @FIELDBORDER@; border-radius: 6px; padding: 3px 8px; selection-background-color: @PRIMARY@;
  selection-color: @PRIMARYTEXT@; }
QLineEdit, QSpinBox, QDoubleSpinBox, QDateTimeEdit, QComboBox { min-height: 20px; }
QLineEdit:hover, QSpinBox:hover, QComboBox:hover, QDoubleSpinBox:hover { border-color: @MUTED@; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateTimeEdit:focus,
QComboBox:focus { border: 1px solid @FOCUS@; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: @FAINT@; background: @CARD@; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/quarterdeck/icons/@MODE@/chevron-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @FIELD@; border: 1px solid @FIELDBORDER@; selection-background-color: @SELECTED@;
  selection-color: @TEXT@; outline: none; padding: 4px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { border: none;
  background: transparent; width: 18px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/quarterdeck/icons/@MODE@/chevron-up.svg); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/quarterdeck/icons/@MODE@/chevron-down.svg); width: 10px;
  height: 10px; }
QCheckBox, QRadioButton { spacing: 8px; color: @TEXT@; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @MUTED@; border-radius: 4px; background: @FIELD@; }
QCheckBox::indicator:checked { background: @PRIMARY@; border-color: @PRIMARY@; image: url(:/quarterdeck/icons/dark/check.svg); }
QCheckBox::indicator:focus { border: 2px solid @FOCUS@; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @MUTED@; border-radius: 8px; background: @FIELD@; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @LINK@; background: @CARD@; }
QRadioButton::indicator:focus { border: 2px solid @FOCUS@; }
QRadioButton::indicator:checked:focus { width: 6px; height: 6px; border: 5px solid @FOCUS@; }
QRadioButton:focus { text-decoration: underline; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; background: @TRACK@; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @LINK@; border-radius: 2px; }
QSlider::handle:horizontal { background: @TEXT@; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:focus { background: @FOCUS@; border: 2px solid @TEXT@; margin: -7px 0; border-radius: 9px; }
QProgressBar { background: @TRACK@; border: none; border-radius: 3px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: @LINK@; border-radius: 3px; }

QTableView, QListView, QTreeView { background: @CARD@; alternate-background-color: @CARD@; border: none; outline: none;
  gridline-color: @GRID@; selection-background-color: @SELECTED@; selection-color: @TEXT@; color: @TEXT@; }
QTableView::item { padding: 0 8px; }
QTableView QTableCornerButton::section { background: @CARD@; border: none; }
QHeaderView { background: @CARD@; border: none; }
QHeaderView::section { background: @CARD@; color: @SECOND@; border: none; border-bottom: 1px solid @CARDBORDER@;
  padding: 0 1px 0 11px; height: 28px; font-size: 12px; font-weight: 500; }
QHeaderView::section:hover { color: @TEXT@; background: @HOVER@; }
QHeaderView::up-arrow { image: url(:/quarterdeck/icons/@MODE@/chevron-up.svg); width: 10px; height: 10px; }
QHeaderView::down-arrow { image: url(:/quarterdeck/icons/@MODE@/chevron-down.svg); width: 10px; height: 10px; }

QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @SECOND@; padding: 6px 10px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @TEXT@; }
QTabBar::tab:selected { color: @TEXT@; border-bottom: 2px solid @LINK@; }
QTabBar::tab:focus { color: @FOCUS@; }
QTabWidget::pane { border: none; border-top: 1px solid @CARDBORDER@; top: -1px; }

QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: @SCROLL@; border-radius: 3px; margin: 2px 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover { background: @MUTED@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea { background: transparent; border: none; }
QSplitter::handle { background: transparent; }

QMenu { background: @FIELD@; color: @TEXT@; border: 1px solid @FIELDBORDER@; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @SELECTED@; }
QMenu::item:disabled { color: @FAINT@; }
QMenu::separator { height: 1px; background: @CARDBORDER@; margin: 4px 6px; }
QFrame#preview { background: @FIELD@; border: 1px solid @CARDBORDER@; border-radius: 6px; }
QDialog { background: @CARD@; }
QGroupBox { border: 1px solid @CARDBORDER@; border-radius: 6px; margin-top: 9px; padding: 12px 10px 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: @SECOND@; }
)";

/// Every length of the sheet at the zoom on screen.
QString zoomed(const QString &sheet) {
    static const QRegularExpression length(QStringLiteral("(\\d+)px"));
    QString result;
    qsizetype copied = 0;
    for (auto found = length.globalMatch(sheet); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        result += QStringView(sheet).mid(copied, match.capturedStart() - copied);
        result += QStringLiteral("%1px").arg(px(match.captured(1).toInt()));
        copied = match.capturedEnd();
    }
    return result.append(QStringView(sheet).mid(copied));
}

} // namespace

QString styleSheetOf(const Theme &theme) {
    const auto name = [&](ColorRole role) { return theme.color(role).name(); };
    const std::array<std::pair<QString, QString>, 29> tokens{{
        {QStringLiteral("@FIELD@"), name(ColorRole::Field)},
        {QStringLiteral("@FIELDBORDER@"), name(ColorRole::FieldBorder)},
        {QStringLiteral("@CARD@"), name(ColorRole::Card)},
        {QStringLiteral("@CARDBORDER@"), name(ColorRole::CardBorder)},
        {QStringLiteral("@HOVER@"), name(ColorRole::Hover)},
        {QStringLiteral("@SELECTED@"), name(ColorRole::Selected)},
        {QStringLiteral("@GRID@"), name(ColorRole::Grid)},
        {QStringLiteral("@TRACK@"), name(ColorRole::Track)},
        {QStringLiteral("@FOCUS@"), name(ColorRole::Focus)},
        {QStringLiteral("@TEXT@"), name(ColorRole::Text)},
        {QStringLiteral("@SECOND@"), name(ColorRole::TextSecond)},
        {QStringLiteral("@MUTED@"), name(ColorRole::TextMuted)},
        {QStringLiteral("@LINK@"), name(ColorRole::Link)},
        {QStringLiteral("@PRIMARY@"), name(ColorRole::Primary)},
        {QStringLiteral("@PRIMARYTEXT@"), name(ColorRole::PrimaryText)},
        {QStringLiteral("@DANGER@"), name(ColorRole::Danger)},
        {QStringLiteral("@DANGERBORDER@"), name(ColorRole::DangerBorder)},
        {QStringLiteral("@DANGERTEXT@"), name(ColorRole::DangerText)},
        {QStringLiteral("@FAILING@"), name(ColorRole::Failing)},
        {QStringLiteral("@FAINT@"), theme.tint(ColorRole::TextMuted, 0.6, ColorRole::Field).name()},
        {QStringLiteral("@SCROLL@"), theme.tint(ColorRole::TextMuted, 0.4, ColorRole::Card).name()},
        {QStringLiteral("@PRIMARYHOVER@"), theme.tint(ColorRole::Primary, 0.88, ColorRole::Text).name()},
        {QStringLiteral("@DANGERHOVER@"), theme.tint(ColorRole::Danger, 0.85, ColorRole::DangerBorder).name()},
        {QStringLiteral("@MODE@"), theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light")},
        {QStringLiteral("@WINDOW@"), name(ColorRole::Window)},
        {QStringLiteral("@BAR@"), name(ColorRole::Bar)},
        {QStringLiteral("@RAIL@"), name(ColorRole::Rail)},
        // A thicker border must not make a button larger.
        {QStringLiteral("@FOCUSEDPAD@"), QStringLiteral("%1px").arg(px(12) + px(1) - px(2))},
        {QStringLiteral("@FOCUSEDHEIGHT@"), QStringLiteral("%1px").arg(px(26) + 2 * (px(1) - px(2)))},
    }};
    QString sheet = zoomed(QString::fromLatin1(kSheet));
    for (const auto &[token, value] : tokens) sheet.replace(token, value);
    return sheet;
}

} // namespace qd::ui

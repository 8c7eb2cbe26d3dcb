#include "ui/pages/overview/load_bar.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSlider>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionSlider>

#include "ui/format/format.h"
#include "ui/pages/common/load_generator.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/narrow.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

/// A click in the track goes there, not a page towards it.
class RateSlider final : public QSlider {
public:
    using QSlider::QSlider;

protected:
    void mousePressEvent(QMouseEvent *event) override {
        QStyleOptionSlider option;
        initStyleOption(&option);
        const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
        const QPoint at = event->position().toPoint();
        if (event->button() == Qt::LeftButton && !handle.contains(at))
            setValue(QStyle::sliderValueFromPosition(minimum(), maximum(), at.x() - handle.width() / 2,
                                                     width() - handle.width()));
        QSlider::mousePressEvent(event); // The handle is under the pointer now and can be dragged on.
    }
};

} // namespace

LoadBar::LoadBar(LoadGenerator &load, QWidget *parent)
    : QFrame(parent), m_load(load), m_slider(new RateSlider(Qt::Horizontal, this)), m_rate(new QLabel(this)),
      m_counts(new ElidedLabel({}, FontRole::Second, ColorRole::TextMuted, this)), m_seed(new QSpinBox(this)),
      m_stop(new QPushButton(tr("Stop load"), this)) {
    auto *parts = new QHBoxLayout(this);
    parts->setContentsMargins(0, 0, 0, 0);
    auto *row = new QHBoxLayout;
    auto *rest = new QHBoxLayout;
    for (QBoxLayout *box : {parts, row, rest}) setSpacing(box, kGrid.design);
    parts->addLayout(row, 1);
    parts->addLayout(rest, 1);
    auto *label = makeLabel(tr("Synthetic load"), "second", this);
    label->setBuddy(m_slider);
    m_slider->setRange(0, LoadGenerator::kRateMax);
    m_slider->setPageStep(250);
    m_slider->setSingleStep(25);
    m_slider->setAccessibleName(tr("Synthetic load in tasks per second"));
    m_slider->setToolTip(tr("Submits made-up tasks at this rate: real work for the engine, no real results"));
    m_counts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // Live figures take what room there is.
    onLook(this, [this] {
        m_slider->setMaximumWidth(420_px);
        m_rate->setFont(fontOf(FontRole::Mono));
        m_rate->setMinimumWidth(m_rate->fontMetrics().horizontalAdvance(QStringLiteral("5 000 tasks/s ")));
    });
    m_seed->setRange(0, 999'999);
    m_seed->setPrefix(tr("seed "));
    m_seed->setValue(static_cast<int>(load.seed()));
    m_seed->setToolTip(tr("The same seed makes the same tasks in the same order"));
    m_seed->setAccessibleName(tr("Seed of the synthetic load"));
    row->addWidget(label);
    row->addWidget(m_slider, 1);
    row->addWidget(m_rate);
    rest->addWidget(m_seed);
    rest->addWidget(m_stop);
    rest->addWidget(m_counts, 1);
    constexpr int kOneLine = 760;
    onNarrow(this, kOneLine,
             [parts](bool narrow) { parts->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int rate) {
        m_load.setSwinging(false); // A rate set by hand is the rate.
        m_load.setRate(rate);
    });
    connect(m_seed, &QSpinBox::valueChanged, this,
            [this](int seed) { m_load.setSeed(static_cast<std::uint64_t>(seed)); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_load.setRate(0); });
    connect(&m_load, &LoadGenerator::rateChanged, this, &LoadBar::refresh);
    connect(&m_load, &LoadGenerator::countsChanged, this, &LoadBar::refreshCounts);
    refresh();
    refreshCounts();
}

void LoadBar::refresh() {
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(m_load.rate());
    m_rate->setText(m_load.rate() == 0 ? tr("off")
                                       : tr("%1 tasks/s").arg(formatCount(static_cast<std::uint64_t>(m_load.rate()))));
    if (m_load.isSwinging() && m_load.rate() > 0) m_rate->setText(m_rate->text() + tr(" ± 60 %"));
    m_stop->setEnabled(m_load.rate() > 0);
}

void LoadBar::refreshCounts() {
    QString text;
    if (m_load.submitted() > 0) text = tr("%1 submitted from here").arg(formatCount(m_load.submitted()));
    if (m_load.heldBack() > 0)
        text += tr(" · %1 held back: the engine takes no more").arg(formatCount(m_load.heldBack()));
    m_counts->setText(text);
}

} // namespace qd::ui

#include "ui/theme/theme.h"

#include <algorithm>
#include <utility>

#include "ui/theme/current_theme.h"

namespace qd::ui {

namespace {

using enum ColorRole;
using Entry = std::pair<ColorRole, QRgb>;

// Where a value differs from the first sketch of the look, the test of contrast or of colour vision asked for it: muted
// was too dark on cards and fields; the states were moved as little as possible until each two of them are 15 apart
// (CIEDE2000) for every eye, which under protanopia and deuteranopia only differences in brightness can do.
constexpr std::array<Entry, kColorRoles> kDark{{
    {Window, 0x0e131a},      {Rail, 0x111821},        {Bar, 0x131a23},       {Card, 0x141c26},
    {Field, 0x18212c},       {Hover, 0x1a2532},       {Selected, 0x1d3044},  {CardBorder, 0x222d3a},
    {FieldBorder, 0x2b3848}, {Grid, 0x202a36},        {Track, 0x1e2935},     {Focus, 0x4cc2ff},
    {Text, 0xd7e0ea},        {TextSecond, 0x9dacbd},  {TextMuted, 0x8b9bae}, {Link, 0x4cc2ff},
    {Primary, 0x1a6fa8},     {PrimaryText, 0xffffff}, {Danger, 0x5a2320},    {DangerBorder, 0xb54a42},
    {DangerText, 0xffd9d6},  {Healthy, 0x35caa1},     {Idle, 0x4398f9},      {Degraded, 0xfaa915},
    {Failing, 0xed7067},     {Paused, 0x93a0b1},      {Draining, 0xe4c4ff},  {Imposed, 0xb794f6},
    {Fault, 0xf06bc0},       {Unknown, 0x8b99aa},     {OnState, 0x0b1016},   {Series1, 0x4cc2ff},
    {Series2, 0x35caa1},     {Series3, 0xfaa915},     {Series4, 0xed7067},   {Series5, 0xb794f6},
    {Series6, 0xd7e0ea},
}};

constexpr std::array<Entry, kColorRoles> kLight{{
    {Window, 0xeef1f5},      {Rail, 0xf6f8fa},        {Bar, 0xfafbfc},       {Card, 0xffffff},
    {Field, 0xf5f7fa},       {Hover, 0xeaf0f6},       {Selected, 0xd9eafa},  {CardBorder, 0xd9e0e8},
    {FieldBorder, 0xc3cdd8}, {Grid, 0xe6ebf0},        {Track, 0xe4e9ef},     {Focus, 0x0077c2},
    {Text, 0x16202b},        {TextSecond, 0x45566a},  {TextMuted, 0x54657a}, {Link, 0x00629e},
    {Primary, 0x1a6fa8},     {PrimaryText, 0xffffff}, {Danger, 0xfbe9e7},    {DangerBorder, 0xb3382f},
    {DangerText, 0x8c1d18},  {Healthy, 0x107658},     {Idle, 0x0365cd},      {Degraded, 0x995800},
    {Failing, 0x7e0f12},     {Paused, 0x556071},      {Draining, 0x4c1786},  {Imposed, 0x6d3fd1},
    {Fault, 0xa8126f},       {Unknown, 0x566373},     {OnState, 0xffffff},   {Series1, 0x0077c2},
    {Series2, 0x107658},     {Series3, 0xa86400},     {Series4, 0xb3261e},   {Series5, 0x6d3fd1},
    {Series6, 0x16202b},
}};

/// Each entry must stand at its role's place; checked when compiled.
constexpr bool inOrder(const std::array<Entry, kColorRoles> &entries) {
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (static_cast<std::size_t>(entries[i].first) != i) return false;
    return true;
}
static_assert(inOrder(kDark) && inOrder(kLight));

Theme make(ThemeKind kind, const std::array<Entry, kColorRoles> &entries) {
    Theme result;
    result.kind = kind;
    for (std::size_t i = 0; i < entries.size(); ++i) result.colors[i] = QColor::fromRgb(entries[i].second);
    return result;
}

const Theme *g_current = nullptr;

} // namespace

QColor Theme::tint(ColorRole role, double opacity, ColorRole surface) const {
    const QColor &over = color(role);
    const QColor &under = color(surface);
    const double share = std::clamp(opacity, 0.0, 1.0);
    const auto mix = [share](int a, int b) { return static_cast<int>(a * share + b * (1 - share) + 0.5); };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue())};
}

const Theme &darkTheme() {
    static const Theme instance = make(ThemeKind::Dark, kDark);
    return instance;
}

const Theme &lightTheme() {
    static const Theme instance = make(ThemeKind::Light, kLight);
    return instance;
}

const Theme &theme() {
    return g_current ? *g_current : darkTheme();
}

void setCurrentTheme(const Theme &next) {
    g_current = next.isDark() ? &darkTheme() : &lightTheme();
}

QPalette paletteOf(const Theme &theme) {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, ColorRole token) { palette.setColor(role, theme.color(token)); };
    set(QPalette::Window, Window);
    set(QPalette::WindowText, Text);
    set(QPalette::Base, Card);
    set(QPalette::AlternateBase, Field);
    set(QPalette::Text, Text);
    set(QPalette::PlaceholderText, TextMuted);
    set(QPalette::Button, Field);
    set(QPalette::ButtonText, Text);
    set(QPalette::BrightText, Failing);
    set(QPalette::ToolTipBase, Field);
    set(QPalette::ToolTipText, Text);
    set(QPalette::Highlight, Selected);
    set(QPalette::HighlightedText, Text);
    set(QPalette::Link, Link);
    set(QPalette::LinkVisited, Link);
    // Fusion draws its frames and bevels from these.
    set(QPalette::Light, Hover);
    set(QPalette::Midlight, FieldBorder);
    set(QPalette::Mid, FieldBorder);
    set(QPalette::Dark, CardBorder);
    set(QPalette::Shadow, Window);
    const QColor faint = theme.tint(TextMuted, 0.6, Field);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.color(Field));
    return palette;
}

} // namespace qd::ui

#include "ui/theme/contrast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace qd::ui {

namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

double toLinear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

Vector linear(const QColor &color) {
    return {toLinear(color.redF()), toLinear(color.greenF()), toLinear(color.blueF())};
}

Vector transform(const Matrix &matrix, const Vector &v) {
    Vector result{};
    for (std::size_t i = 0; i < 3; ++i) result[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    return result;
}

double luminance(const QColor &color) {
    const Vector v = linear(color);
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
}

constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
// Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
constexpr Matrix kProtanopia{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
// Ottosson 2020, OKLab.
constexpr Matrix kToLms{{{0.4122214708, 0.5363325363, 0.0514459929},
                         {0.2119034982, 0.6806995451, 0.1073969566},
                         {0.0883024619, 0.2817188376, 0.6299787005}}};
constexpr Matrix kToLab{{{0.2104542553, 0.7936177850, -0.0040720468},
                         {1.9779984951, -2.4285922050, 0.4505937099},
                         {0.0259040371, 0.7827717662, -0.8086757660}}};

const Matrix &matrixOf(ColorVision vision) {
    switch (vision) {
    case ColorVision::Normal: return kNormal;
    case ColorVision::Protanopia: return kProtanopia;
    case ColorVision::Deuteranopia: return kDeuteranopia;
    }
    return kNormal;
}

Vector okLab(const QColor &color, ColorVision vision) {
    Vector seen = transform(matrixOf(vision), linear(color));
    for (double &channel : seen) channel = std::clamp(channel, 0.0, 1.0);
    Vector lms = transform(kToLms, seen);
    for (double &channel : lms) channel = std::cbrt(channel);
    return transform(kToLab, lms);
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b) {
    double bright = luminance(a);
    double dark = luminance(b);
    if (bright < dark) std::swap(bright, dark);
    return (bright + 0.05) / (dark + 0.05);
}

double perceivedDistance(const QColor &a, const QColor &b, ColorVision vision) {
    const Vector left = okLab(a, vision);
    const Vector right = okLab(b, vision);
    return 100 * std::hypot(left[0] - right[0], left[1] - right[1], left[2] - right[2]);
}

} // namespace qd::ui

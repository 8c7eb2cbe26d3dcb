#include "ui/theme/contrast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
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
// sRGB to CIE XYZ, D65 (IEC 61966-2-1), and its white.
constexpr Matrix kToXyz{
    {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
constexpr Vector kWhite{0.95047, 1.0, 1.08883};
constexpr double kPi = std::numbers::pi;

const Matrix &matrixOf(ColorVision vision) {
    switch (vision) {
    case ColorVision::Normal: return kNormal;
    case ColorVision::Protanopia: return kProtanopia;
    case ColorVision::Deuteranopia: return kDeuteranopia;
    }
    return kNormal;
}

double labCurve(double t) {
    return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

Vector labOf(const QColor &color, ColorVision vision) {
    Vector seen = transform(matrixOf(vision), linear(color));
    for (double &channel : seen) channel = std::clamp(channel, 0.0, 1.0);
    Vector xyz = transform(kToXyz, seen);
    for (std::size_t i = 0; i < 3; ++i) xyz[i] = labCurve(xyz[i] / kWhite[i]);
    return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double radians(double degrees) {
    return degrees * kPi / 180;
}

double hueOf(double a, double b) {
    const double hue = a == 0 && b == 0 ? 0 : std::atan2(b, a) * 180 / kPi;
    return hue < 0 ? hue + 360 : hue;
}

double pow7Share(double chroma) {
    const double seventh = std::pow(chroma, 7);
    return std::sqrt(seventh / (seventh + std::pow(25.0, 7)));
}

/// Both hues' mean on the circle, by the shorter way.
double meanHue(double left, double right) {
    const double sum = left + right;
    if (std::abs(left - right) <= 180) return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b) {
    double bright = luminance(a);
    double dark = luminance(b);
    if (bright < dark) std::swap(bright, dark);
    return (bright + 0.05) / (dark + 0.05);
}

double ciede2000(const std::array<double, 3> &left, const std::array<double, 3> &right) {
    const double stretch = 1.5 - 0.5 * pow7Share((std::hypot(left[1], left[2]) + std::hypot(right[1], right[2])) / 2);
    const double a1 = left[1] * stretch;
    const double a2 = right[1] * stretch;
    const double chroma1 = std::hypot(a1, left[2]);
    const double chroma2 = std::hypot(a2, right[2]);
    const double hue1 = hueOf(a1, left[2]);
    const double hue2 = hueOf(a2, right[2]);
    const bool grey = chroma1 * chroma2 == 0;
    double turn = grey ? 0 : hue2 - hue1;
    if (turn > 180) turn -= 360;
    if (turn < -180) turn += 360;
    const double hue = grey ? hue1 + hue2 : meanHue(hue1, hue2);
    const double chroma = (chroma1 + chroma2) / 2;
    const double off50 = std::pow((left[0] + right[0]) / 2 - 50, 2);
    const double weight = 1 - 0.17 * std::cos(radians(hue - 30)) + 0.24 * std::cos(radians(2 * hue)) +
                          0.32 * std::cos(radians(3 * hue + 6)) - 0.20 * std::cos(radians(4 * hue - 63));
    const double light = (right[0] - left[0]) / (1 + 0.015 * off50 / std::sqrt(20 + off50));
    const double colour = (chroma2 - chroma1) / (1 + 0.045 * chroma);
    const double hues = 2 * std::sqrt(chroma1 * chroma2) * std::sin(radians(turn) / 2) / (1 + 0.015 * chroma * weight);
    const double bend = 60 * std::exp(-std::pow((hue - 275) / 25, 2));
    const double rotation = -2 * pow7Share(chroma) * std::sin(radians(bend));
    return std::sqrt(light * light + colour * colour + hues * hues + rotation * colour * hues);
}

double perceivedDistance(const QColor &a, const QColor &b, ColorVision vision) {
    return ciede2000(labOf(a, vision), labOf(b, vision));
}

} // namespace qd::ui

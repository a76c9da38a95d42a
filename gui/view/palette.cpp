// SPDX-License-Identifier: MIT
#include "gui/view/palette.h"

#include <QCoreApplication>

namespace atscope::gui {
namespace {

QColor mixed(const QColor& a, const QColor& b, double part) {
  return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - part) + b.redF() * part),
                          static_cast<float>(a.greenF() * (1 - part) + b.greenF() * part),
                          static_cast<float>(a.blueF() * (1 - part) + b.blueF() * part));
}

}  // namespace

Colours::Colours(const QPalette& system) {
  background = system.color(QPalette::Base);
  text = system.color(QPalette::Text);
  dark = background.lightnessF() < 0.5F;
  lane = background;
  lane_odd = mixed(background, text, 0.03);
  gutter = mixed(background, text, 0.06);
  line = mixed(background, text, 0.16);
  strong_line = mixed(background, text, 0.34);
  faint_text = mixed(background, text, 0.66);
  selection = system.color(QPalette::Highlight);
  cursor = dark ? QColor(0xF0, 0xE4, 0x42) : QColor(0x8A, 0x2B, 0xE2);
}

// Okabe and Ito's colours, darker on a light ground so that signs keep 3:1.
QColor Colours::of(Verdict verdict) const {
  switch (verdict) {
    case Verdict::ok:
      return dark ? QColor(0x2F, 0xC0, 0x92) : QColor(0x00, 0x7F, 0x5C);
    case Verdict::error:
    case Verdict::problem_error:
      return dark ? QColor(0xFF, 0x7A, 0x45) : QColor(0xC2, 0x41, 0x0C);
    case Verdict::no_answer:
    case Verdict::aborted:
      return dark ? QColor(0xE0, 0x90, 0xC0) : QColor(0xA8, 0x3C, 0x7F);
    case Verdict::problem_warning:
      return dark ? QColor(0xF0, 0xB4, 0x2C) : QColor(0xA8, 0x6A, 0x00);
    case Verdict::problem_note:
    case Verdict::urc:
      return dark ? QColor(0x6C, 0xC4, 0xF5) : QColor(0x1C, 0x7C, 0xB8);
    case Verdict::deferred:
      return dark ? QColor(0x8F, 0xB0, 0xFF) : QColor(0x3B, 0x5B, 0xC8);
    case Verdict::data:
      return dark ? QColor(0x5A, 0xA0, 0xE8) : QColor(0x00, 0x5E, 0xA8);
    case Verdict::prompt:
      return dark ? QColor(0xB0, 0xB8, 0xC4) : QColor(0x5A, 0x64, 0x72);
    case Verdict::unparsed:
      return dark ? QColor(0xF0, 0xE4, 0x42) : QColor(0x7A, 0x6E, 0x00);
    case Verdict::guess:
    case Verdict::note:
    case Verdict::open:
    case Verdict::no_final:
    case Verdict::state:
    case Verdict::unknown:
      break;
  }
  return dark ? QColor(0x9A, 0xA4, 0xB0) : QColor(0x60, 0x6A, 0x78);
}

QColor Colours::ground(Verdict verdict) const {
  return mixed(background, of(verdict), dark ? 0.26 : 0.17);
}

QColor Colours::state(std::uint8_t code) const {
  constexpr std::array<QRgb, 6> hues = {0x0072B2, 0x009E73, 0xE69F00, 0xCC79A7, 0x56B4E9, 0xD55E00};
  return mixed(background, QColor(hues[code % hues.size()]), dark ? 0.34 : 0.22);
}

QColor Colours::heat(Ratio ratio) const {
  if (ratio == no_ratio) return of(Verdict::state);
  for (const HeatStep& step : heat_steps()) {
    if (step.to == no_ratio || ratio < step.to) return QColor(step.colour);
  }
  return {};
}

const std::array<HeatStep, 5>& heat_steps() {
  static constexpr std::array<HeatStep, 5> steps = {{{0, 50, 0x2C7BB6, 0},
                                                     {50, 200, 0x4DAFB8, 1},
                                                     {200, 500, 0xC9C24D, 2},
                                                     {500, 1000, 0xE8903A, 4},
                                                     {1000, no_ratio, 0xC2410C, 8}}};
  return steps;
}

Ratio heat_of_times(std::int64_t latency, std::int64_t median) {
  if (latency < 0 || median <= 0) return no_ratio;
  Ratio ratio = 0;
  for (const HeatStep& step : heat_steps()) {
    if (static_cast<double>(latency) >= static_cast<double>(median) * step.times) ratio = step.from;
  }
  return ratio;
}

QString sign_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return QStringLiteral("✓");
    case Verdict::error:
      return QStringLiteral("✗");
    case Verdict::no_answer:
      return QStringLiteral("∅");
    case Verdict::aborted:
      return QStringLiteral("⊘");
    case Verdict::open:
      return QStringLiteral("…");
    case Verdict::urc:
      return QStringLiteral("◆");
    case Verdict::deferred:
      return QStringLiteral("◇");
    case Verdict::prompt:
      return QStringLiteral(">");
    case Verdict::unparsed:
    case Verdict::guess:
      return QStringLiteral("?");
    case Verdict::note:
      return QStringLiteral("•");
    case Verdict::problem_error:
      return QStringLiteral("●");
    case Verdict::problem_warning:
      return QStringLiteral("▲");
    case Verdict::problem_note:
      return QStringLiteral("■");
    case Verdict::state:
    case Verdict::unknown:
    case Verdict::no_final:
    case Verdict::data:
      break;
  }
  return {};
}

QString consequence_sign_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::problem_error:
      return QStringLiteral("○");
    case Verdict::problem_warning:
      return QStringLiteral("△");
    default:
      return QStringLiteral("□");
  }
}

QString words_of(Verdict verdict) {
  const auto tr = [](const char* text) { return QCoreApplication::translate("Verdict", text); };
  switch (verdict) {
    case Verdict::ok:
      return tr("success");
    case Verdict::error:
      return tr("failure");
    case Verdict::no_answer:
      return tr("no answer");
    case Verdict::aborted:
      return tr("ended early by the host");
    case Verdict::open:
      return tr("no result yet");
    case Verdict::no_final:
      return tr("the command has no final result");
    case Verdict::urc:
      return tr("unsolicited result code");
    case Verdict::deferred:
      return tr("deferred result");
    case Verdict::prompt:
      return tr("prompt");
    case Verdict::data:
      return tr("payload");
    case Verdict::unparsed:
      return tr("not understood");
    case Verdict::guess:
      return tr("result without a command");
    case Verdict::note:
      return tr("note");
    case Verdict::state:
      return tr("state");
    case Verdict::unknown:
      return tr("unknown state");
    case Verdict::problem_error:
      return tr("error");
    case Verdict::problem_warning:
      return tr("warning");
    case Verdict::problem_note:
      return tr("note");
  }
  return {};
}

}  // namespace atscope::gui

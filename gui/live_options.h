// SPDX-License-Identifier: MIT
// Live traffic from the command line, in the words of `atscope capture`.
#pragma once

#include <QCommandLineParser>
#include <string>
#include <tl/expected.hpp>

#include "gui/document/document.h"

namespace atscope::gui {

class LiveOptions {
 public:
  /// Adds its options to the parser.
  explicit LiveOptions(QCommandLineParser& parser);
  /// Some of them were given.
  [[nodiscard]] bool any(const QCommandLineParser& parser) const;
  /// `options` with the live source; else what is wrong, in one line.
  [[nodiscard]] tl::expected<DocumentOptions, std::string> options(const QCommandLineParser& parser,
                                                                   DocumentOptions options) const;

 private:
  QCommandLineOption tap_, port_, proxy_, usb_, stdin_, link_, name_, baud_, framing_, sender_, role_,
      output_, force_;
};

}  // namespace atscope::gui

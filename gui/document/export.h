// SPDX-License-Identifier: MIT
// What a document writes to files. One list names the formats.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gui/document/document.h"

namespace atscope::gui {

struct ExportOptions {
  std::function<bool(trace::EventIndex)> wanted;  ///< empty: everything
  bool fields = false;                            ///< CSV and JSON Lines: decoded values, too
  std::function<bool()> stop;                     ///< asked now and then whether to break off
};

using ExportSink = std::function<void(std::string_view)>;

struct ExportFormat {
  std::string_view id;           ///< "jsonl"
  std::string_view description;  ///< "JSON Lines"
  std::string_view extension;    ///< ".jsonl"
  /// Writes it; what could not be read again is the error.
  tl::expected<void, std::string> (*write)(const Document& document, const ExportOptions& options,
                                           const ExportSink& sink);
};

/// CSV, JSON Lines and trace events are the bytes of `atscope decode` and `atscope convert`; a recording of
/// everything is that of `atscope convert`, unmasked as that one. A recording of a part, or of what is no
/// file any more, is made of the decoded lines.
[[nodiscard]] std::span<const ExportFormat> export_formats();
[[nodiscard]] const ExportFormat* export_format(std::string_view id);

/// Writes beside `path` and takes its place when all went well. The error is a sentence.
[[nodiscard]] tl::expected<void, std::string> export_to(const std::string& path, const ExportFormat& format,
                                                        const Document& document,
                                                        const ExportOptions& options);

// gui/document/problem_report.cpp
[[nodiscard]] tl::expected<void, std::string> write_markdown(const Document& document,
                                                             const ExportOptions& options,
                                                             const ExportSink& sink);
[[nodiscard]] tl::expected<void, std::string> write_html(const Document& document,
                                                         const ExportOptions& options,
                                                         const ExportSink& sink);

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// Events in words, with the bytes of the log made harmless.
#pragma once

#include <QString>
#include <string_view>

#include "gui/document/document.h"

namespace atscope::gui {

/// UTF-8 as it is; what is none as U+FFFD.
[[nodiscard]] QString text_of(std::string_view utf8);
/// Bytes of a line as shown_bytes() makes them harmless, at most `longest` of them.
[[nodiscard]] QString drawn(std::string_view bytes, int longest = 4096);
/// The text of an event, with secrets masked as the document says.
[[nodiscard]] QString shown_text(const Document& document, trace::EventIndex event, int longest = 4096);
/// For places that would read HTML: the same text, never rich.
[[nodiscard]] QString plain(const QString& text);
[[nodiscard]] QString event_tooltip(const Document& document, trace::EventIndex event);
/// "CME 3: operation not allowed" of a result with a code that the dialect knows; else empty.
[[nodiscard]] QString result_meaning(const Document& document, trace::EventIndex event);
/// "suppressed by a waiver: reason (atscope.toml:12)".
[[nodiscard]] QString suppression_words(const lint::Suppression& suppression);
/// "→" for the host, "←" for the module, "?" unknown.
[[nodiscard]] QString arrow_of(session::Sender sender);

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// Text that nobody vouches for, inside XML, Markdown and workflow commands.
#pragma once

#include <string>
#include <string_view>

namespace atscope::report {

/// For XML 1.0 text and attributes: control bytes are drawn (even escaped they are forbidden), markup
/// characters are references. Line ends stay.
[[nodiscard]] std::string xml_text(std::string_view text);
/// For one line of Markdown: nothing in it can begin markup, HTML, a link or a mention.
[[nodiscard]] std::string markdown_text(std::string_view text);
/// The message of a workflow command of GitHub Actions ("::error::MESSAGE").
[[nodiscard]] std::string workflow_message(std::string_view text);
/// The value of a property of one ("file=VALUE").
[[nodiscard]] std::string workflow_property(std::string_view text);

}  // namespace atscope::report

// SPDX-License-Identifier: MIT
// Where a test runner says that the next test case begins.
#pragma once

#include <string_view>

namespace atscope::capture {

/// The name of the test case that `line` begins, or nothing:
///   ==== Test NAME started at …     (Zephyr's twister)        START - NAME          (Zephyr's ztest)
///   [ RUN      ] NAME               (GoogleTest)              tests/x.py::NAME …    (pytest)
/// or the console whose log labgrid begins there:  Labgrid Console Logfile for TARGET [NAME]
[[nodiscard]] std::string_view section_begun_by(std::string_view line);

/// A line that a test runner wrote around the log and that says no more: the rest of labgrid's header.
[[nodiscard]] bool is_runner_remark(std::string_view line);

}  // namespace atscope::capture

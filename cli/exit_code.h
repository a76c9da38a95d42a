// SPDX-License-Identifier: MIT
// The exit codes of atscope, the same for every subcommand (docs/cli.md).
#pragma once

namespace atscope::cli {

enum ExitCode : int {
  exit_fine = 0,
  exit_findings = 1,         ///< lint: findings at or over --fail-on; dialect check: mistakes
  exit_could_not_run = 2,    ///< usage, a file that cannot be read, a broken dialect, a full disk
  exit_nothing_checked = 3,  ///< everything could be read, but no input held AT traffic
};

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/signals.h"

int main(int argc, char** argv) {
  atscope::cli::install_signal_handlers();
  const int exit_code = atscope::cli::parse_and_run(argc, argv, atscope::cli::all_commands);
  atscope::cli::die_if_interrupted();
  return exit_code;
}

// SPDX-License-Identifier: MIT
#include "cli/signals.h"

#include <csignal>

namespace atscope::cli {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;

void on_interrupt(int) {
  interrupt_seen = 1;
}

}  // namespace

void install_signal_handlers() {
  // A parent may have left SIGPIPE ignored; `atscope decode big.log | head` must end like other tools.
  std::signal(SIGPIPE, SIG_DFL);
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // no SA_RESTART: a blocked read returns
  sigemptyset(&action.sa_mask);
  struct sigaction before {};
  // A job that was started with SIGINT ignored (nohup, `&` in a script) keeps it ignored.
  if (sigaction(SIGINT, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
    sigaction(SIGINT, &action, nullptr);
  }
}

void install_end_handlers() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction before {};
  if (sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
    sigaction(SIGHUP, &action, nullptr);
  }
  std::signal(SIGXFSZ, SIG_IGN);
}

void ended_in_order() noexcept {
  interrupt_seen = 0;
}

bool interrupted() noexcept {
  return interrupt_seen != 0;
}

void die_if_interrupted() {
  if (!interrupted()) return;
  std::signal(SIGINT, SIG_DFL);
  std::raise(SIGINT);
}

}  // namespace atscope::cli

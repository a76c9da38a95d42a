// SPDX-License-Identifier: MIT
// Listens passively to a serial line: one port for what the host sends and one for what the module sends, or
// one port alone.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "capture/error.h"
#include "capture/live/feed.h"
#include "capture/live/tty_settings.h"

namespace atscope::capture::live {

/// One ear: a port whose receiver is wired to what `sender` transmits.
///
/// Its own inputs may be wired to the control lines of that side: at the module's ear CTS, DSR, DCD and RI
/// are those of the line; at the host's ear CTS is the line's RTS, and DSR its DTR.
struct TapEar {
  std::string path;
  Sender sender = Sender::unknown;
};

struct TapOptions {
  std::vector<TapEar> ears;
  TtySettings settings;
  std::string name;  ///< of the channel; empty: made of the ports' names
};

/// Opens all ports. A port that vanishes later is a gap, and it is opened again as soon as it is back.
[[nodiscard]] tl::expected<std::unique_ptr<Feed>, Error> tap(const TapOptions& options);

}  // namespace atscope::capture::live

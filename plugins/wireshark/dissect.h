// SPDX-License-Identifier: GPL-2.0-or-later
// What all hooks share: the engine of the open file, giving it bytes, and drawing what it says of a frame.
#pragma once

#include <string>
#include <string_view>

#include "plugins/wireshark/engine.h"
#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

extern int protocol;  ///< Wireshark's number of it

/// For the file that is open; null between files.
[[nodiscard]] Engine* engine();

void register_dissection();
[[nodiscard]] bool is_enabled();

enum class Certainty : std::uint8_t {
  sure,      ///< somebody said that it is AT
  possible,  ///< it is when a command line is seen
};

/// Frame, time, comment: what a piece has from its packet. Views are valid until the next call.
void describe(packet_info* pinfo, Piece& piece);
/// Copies the bytes of `tvb` from `offset` on, as far as they were captured. Valid until the next call.
[[nodiscard]] std::string_view copied(tvbuff_t* tvb, int offset = 0);

/// Gives the piece to the engine, on the first pass only; with it what the packet says about lost bytes.
void take(packet_info* pinfo, const Piece& piece, Certainty certainty);
/// The engine has something to say about this part of the frame.
[[nodiscard]] bool has_something(packet_info* pinfo, std::uint32_t part);
/// Columns, tree and taps for one part of a frame. Gives the number of bytes of `tvb`.
int show(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, std::uint32_t part);
/// show() under our own name, for a carrier that stands before or behind a stock dissector: what begins at
/// `offset` of `tvb` is the part.
void show_as_ours(tvbuff_t* tvb, int offset, packet_info* pinfo, proto_tree* tree, std::uint32_t part);
/// The number of a part: where the tvb begins in its data source.
[[nodiscard]] std::uint32_t part_of(tvbuff_t* tvb);

}  // namespace atscope::wireshark

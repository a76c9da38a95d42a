// SPDX-License-Identifier: GPL-2.0-or-later
// One part of a frame, drawn from what the engine keeps. Nothing here owns memory that would be lost when
// Wireshark jumps over our frames: texts are the packet's, lists are reused from call to call.
#pragma once

#include <span>
#include <string_view>

#include "decoder/session/fields.h"
#include "plugins/wireshark/engine.h"
#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

struct View {
  tvbuff_t* tvb;
  packet_info* pinfo;
  const Engine& engine;
  const Decoding& decoding;
  std::span<const SegmentIndex> segments;  ///< of this part
  std::span<const EventIndex> events;      ///< that this part shows
  bool is_first_part;                      ///< of its frame: it also shows what is about the whole frame
};

/// The event's text, masked as the user wants it; valid until the next call.
[[nodiscard]] std::string_view shown_text(const View& view, const session::Event& event);
[[nodiscard]] inline std::string_view shown_text(const View& view, EventIndex event) {
  return shown_text(view, view.decoding.trace().replay(event));
}

/// A decoded value; its place is that in the text as it is on the line.
struct ShownValue {
  session::Field field;
  bool hidden = false;
};
/// Valid until the next call.
[[nodiscard]] std::span<const ShownValue> values_of(const View& view, const session::Event& event);

/// Bytes of a part that no event covers yet: lines that later frames settle.
struct PendingLine {
  session::Event event;
  SegmentIndex segment = no_segment;
  std::uint32_t at = 0;  ///< in the tvb
};
[[nodiscard]] std::span<const PendingLine> pending_lines(const View& view);

void draw_columns(const View& view);                     // columns.cpp
void draw_tree(const View& view, proto_tree* tree);      // draw.cpp
void draw_findings(const View& view, proto_tree* tree);  // draw_findings.cpp
void queue_statistics(const View& view);                 // statistics.cpp
void queue_stream(const View& view);                     // follow.cpp

/// The word for a kind in the tree: "Final result".
[[nodiscard]] const char* title_of(session::EventKind kind);

}  // namespace atscope::wireshark

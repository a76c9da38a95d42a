// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/dissect.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/draw.h"
#include "plugins/wireshark/named_fields.h"
#include "plugins/wireshark/preferences.h"

namespace atscope::wireshark {

int protocol = -1;

namespace {

std::unique_ptr<Engine> current;
std::uint32_t last_frame = 0;
dissector_handle_t handle_to_show = nullptr;

void begin_file() {
  last_frame = 0;
  forget_link_states();
  forget_interface();
  end_carrier();
  try {
    current = std::make_unique<Engine>(engine_options());
  } catch (...) {
    current.reset();
  }
}

void end_file() {
  current.reset();
}

// The first pass is over: what waited for later bytes is decided.
void end_first_pass() {
  try {
    if (current != nullptr) current->finish(last_frame);
  } catch (...) {
    current.reset();
  }
}

int dissect_part(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  return show(tvb, pinfo, tree, data != nullptr ? *static_cast<std::uint32_t*>(data) : part_of(tvb));
}

// Exceptions end here: Wireshark is C.
template <typename Call>
void guarded(Call call) {
  try {
    call();
  } catch (...) {
    current.reset();  // out of memory: nothing is said any more, and nothing wrong
  }
}

}  // namespace

Engine* engine() {
  return current.get();
}

void register_dissection() {
  register_init_routine(begin_file);
  register_cleanup_routine(end_file);
  register_postseq_cleanup_routine(end_first_pass);
  handle_to_show = create_dissector_handle(dissect_part, protocol);
}

void show_as_ours(tvbuff_t* tvb, int offset, packet_info* pinfo, proto_tree* tree, std::uint32_t part) {
  static std::uint32_t given = 0;
  if (tree == nullptr) {  // nobody asks which protocols the frame has
    show(tvb, pinfo, nullptr, part);
    return;
  }
  given = part;
  tvbuff_t* payload = offset == 0 ? tvb : tvb_new_subset_remaining(tvb, offset);
  call_dissector_with_data(handle_to_show, payload, pinfo, tree, &given);
}

bool is_enabled() {
  return proto_is_protocol_enabled(find_protocol_by_id(protocol)) != FALSE;
}

std::uint32_t part_of(tvbuff_t* tvb) {
  return static_cast<std::uint32_t>(tvb_raw_offset(tvb));
}

std::string_view copied(tvbuff_t* tvb, int offset) {
  static std::string bytes;
  const int size = static_cast<int>(tvb_captured_length(tvb)) - offset;
  if (size <= 0) return {};
  bytes.resize(static_cast<std::size_t>(size));
  tvb_memcpy(tvb, bytes.data(), offset, static_cast<std::size_t>(size));
  return bytes;
}

void describe(packet_info* pinfo, Piece& piece) {
  static std::string comment;
  piece.frame = pinfo->num;
  if ((pinfo->presence_flags & PINFO_HAS_TS) != 0)
    piece.time = {std::int64_t{pinfo->abs_ts.secs} * 1'000'000'000 + pinfo->abs_ts.nsecs,
                  capture::Clock::utc};
  const int precision = pinfo->rec != nullptr ? pinfo->rec->tsprec : WTAP_TSPREC_NSEC;
  piece.time_resolution_ns = 1;
  for (int digits = precision; digits >= 0 && digits < 9; ++digits) piece.time_resolution_ns *= 10;
  comment.clear();
  char* text = nullptr;
  if (pinfo->rec != nullptr && pinfo->rec->block != nullptr &&
      wtap_block_get_nth_string_option_value(pinfo->rec->block, OPT_COMMENT, 0, &text) ==
          WTAP_OPTTYPE_SUCCESS &&
      text != nullptr)
    comment = text;
  if (piece.note.empty()) piece.note = comment;
}

void take(packet_info* pinfo, const Piece& piece, Certainty certainty) {
  if (PINFO_FD_VISITED(pinfo) || current == nullptr) return;
  guint64 dropped = 0;
  const bool first_of_frame = last_frame != pinfo->num;
  last_frame = std::max(last_frame, pinfo->num);
  if (first_of_frame && pinfo->rec != nullptr && pinfo->rec->block != nullptr &&
      wtap_block_get_uint64_option_value(pinfo->rec->block, OPT_PKT_DROPCOUNT, &dropped) !=
          WTAP_OPTTYPE_SUCCESS)
    dropped = 0;
  const guint32 whole = pinfo->fd->pkt_len, captured = pinfo->fd->cap_len;
  guarded([&] {
    const auto give = [&](const Piece& given) {
      if (certainty == Certainty::sure) {
        current->feed(given);
      } else {
        (void)current->offer(given);
      }
    };
    Piece remark = piece;
    remark.bytes = {};
    remark.kind = capture::SegmentKind::gap;
    std::string text;
    if (dropped > 0) {
      text = fmt::format("{} {} lost before frame {}", dropped, dropped == 1 ? "packet was" : "packets were",
                         piece.frame);
      remark.note = text;
      give(remark);
    }
    const bool data = piece.kind == capture::SegmentKind::data;
    const bool bytes_follow = !data && piece.kind != capture::SegmentKind::damaged && !piece.bytes.empty();
    if (bytes_follow) {
      remark.kind = piece.kind;
      remark.note = piece.note;
      give(remark);
      Piece bytes = piece;
      bytes.kind = capture::SegmentKind::data;
      bytes.note = {};
      give(bytes);
    } else if (!data || !piece.bytes.empty()) {
      give(piece);
    }
    remark.kind = capture::SegmentKind::gap;
    if (whole > captured) {
      text = fmt::format("the last {} bytes of frame {} were not captured (snap length)", whole - captured,
                         piece.frame);
      remark.note = text;
      give(remark);
    }
  });
}

bool has_something(packet_info* pinfo, std::uint32_t part) {
  if (current == nullptr || current->decoding() == nullptr) return false;
  const Segments& segments = current->segments();
  for (SegmentIndex index = segments.first_of_frame(pinfo->num); index != no_segment;
       index = segments[index].next_of_frame)
    if (segments[index].part == part) return true;
  return false;
}

}  // namespace atscope::wireshark

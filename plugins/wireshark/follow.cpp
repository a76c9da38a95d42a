// SPDX-License-Identifier: GPL-2.0-or-later
// One channel: followed as a stream, and filtered for.
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/draw.h"
#include "plugins/wireshark/statistics.h"

namespace atscope::wireshark {
namespace {

int tap = -1;

struct Streamed {
  const guint8* bytes;
  guint size;
  capture::ChannelId channel;
  bool from_module;
};

gchar* filter_for(unsigned channel) {
  return g_strdup_printf("atscope.stream == %u", channel);
}

// The channel of the frame; false when it has none.
bool channel_of(packet_info* pinfo, unsigned& channel) {
  if (engine() == nullptr || pinfo == nullptr) return false;
  const SegmentIndex segment = engine()->segments().first_of_frame(pinfo->num);
  if (segment == no_segment) return false;
  channel = engine()->segments()[segment].channel;
  return true;
}

gchar* filter_of_packet(epan_dissect_t* /*edt*/, packet_info* pinfo, guint* stream, guint* sub_stream) {
  unsigned channel = 0;
  if (!channel_of(pinfo, channel)) return nullptr;
  *stream = channel;
  *sub_stream = 0;
  return filter_for(channel);
}
gchar* filter_of_index(guint stream, guint /*sub_stream*/) {
  return filter_for(stream);
}
gchar* filter_of_addresses(address* /*source*/, address* /*destination*/, int /*source_port*/, int /*port*/) {
  return g_strdup("atscope");
}
gchar* port_text(wmem_allocator_t* pool, guint port) {
  return wmem_strdup_printf(pool, "%u", port);
}

tap_packet_status collect(void* data, packet_info* pinfo, epan_dissect_t* /*edt*/, const void* given,
                          tap_flags_t /*flags*/) {
  auto* info = static_cast<follow_info_t*>(data);
  const auto& piece = *static_cast<const Streamed*>(given);
  static constexpr char host[] = "host", module[] = "module";
  if (info->bytes_written[0] == 0 && info->bytes_written[1] == 0 && info->client_ip.type == AT_NONE) {
    set_address(&info->client_ip, AT_STRINGZ, sizeof host, host);
    set_address(&info->server_ip, AT_STRINGZ, sizeof module, module);
  }
  follow_record_t* record = g_new0(follow_record_t, 1);
  record->is_server = piece.from_module;
  record->packet_num = pinfo->num;
  record->abs_ts = pinfo->abs_ts;
  record->data = g_byte_array_append(g_byte_array_sized_new(piece.size), piece.bytes, piece.size);
  info->bytes_written[record->is_server != FALSE ? 1 : 0] += piece.size;
  info->payload = g_list_prepend(info->payload, record);
  return TAP_PACKET_DONT_REDRAW;
}

gboolean has_channel(packet_info* pinfo) {
  unsigned channel = 0;
  return channel_of(pinfo, channel) ? TRUE : FALSE;
}
gchar* filter_of_conversation(packet_info* pinfo) {
  unsigned channel = 0;
  return channel_of(pinfo, channel) ? filter_for(channel) : nullptr;
}

}  // namespace

void register_follow(int number) {
  tap = register_tap("atscope_follow");
  register_follow_stream(number, "atscope_follow", filter_of_packet, filter_of_index, filter_of_addresses,
                         port_text, collect);
  register_conversation_filter("atscope", "AT channel", has_channel, filter_of_conversation);
}

void queue_stream(const View& view) {
  if (have_tap_listener(tap) == FALSE) return;
  const Segments& segments = view.engine.segments();
  for (const SegmentIndex index : view.segments) {
    const SegmentRecord& record = segments[index];
    const std::string_view bytes = segments.bytes(index);
    if (record.kind != capture::SegmentKind::data || bytes.empty()) continue;
    auto* piece = wmem_new(view.pinfo->pool, Streamed);
    piece->bytes = static_cast<const guint8*>(wmem_memdup(view.pinfo->pool, bytes.data(), bytes.size()));
    piece->size = static_cast<guint>(bytes.size());
    piece->channel = record.channel;
    piece->from_module = record.sender == capture::Sender::dce;
    tap_queue_packet(tap, view.pinfo, piece);
  }
}

}  // namespace atscope::wireshark

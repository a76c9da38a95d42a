// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/draw.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <string>

#include "decoder/query/value_text.h"
#include "decoder/session/command_line.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/experts.h"
#include "plugins/wireshark/fields.h"
#include "plugins/wireshark/named_fields.h"
#include "plugins/wireshark/texts.h"

namespace atscope::wireshark {
namespace {

using session::EventKind;

constexpr int longest_label = 200;

nstime_t duration_of(std::int64_t ns) {
  nstime_t time;
  time.secs = static_cast<time_t>(ns / 1'000'000'000);
  time.nsecs = static_cast<int>(ns % 1'000'000'000);
  return time;
}

void add_duration(proto_tree* tree, const View& view, int field, std::int64_t ns) {
  const nstime_t time = duration_of(ns);
  proto_item_set_generated(proto_tree_add_time(tree, field, view.tvb, 0, 0, &time));
}
void add_link(proto_tree* tree, const View& view, int field, std::uint32_t frame) {
  if (frame == 0) return;
  proto_item_set_generated(proto_tree_add_uint(tree, field, view.tvb, 0, 0, frame));
}
proto_item* add_text(proto_tree* tree, const View& view, int field, std::string_view text) {
  const char* value = kept(view.pinfo->pool, text);
  proto_item* item = proto_tree_add_string(tree, field, view.tvb, 0, 0, value);
  proto_item_set_generated(item);
  return item;
}
void add_number(proto_tree* tree, const View& view, int field, std::uint64_t number) {
  proto_item_set_generated(proto_tree_add_uint(tree, field, view.tvb, 0, 0, static_cast<guint32>(number)));
}
void add_flag(proto_tree* tree, const View& view, int field) {
  proto_item_set_generated(proto_tree_add_boolean(tree, field, view.tvb, 0, 0, TRUE));
}

/// Where the text of an event stands: in the tvb of the part, or in one of the reassembled bytes.
struct Bytes {
  tvbuff_t* tvb = nullptr;
  int begin = 0;  ///< of the text
  int size = 0;   ///< up to the end of what is there
};

Bytes bytes_of(const View& view, EventIndex index, const session::Event& event) {
  const EventPlace& place = view.decoding.place(index);
  const Segments& segments = view.engine.segments();
  if (place.first == no_segment || event.kind == EventKind::transition) return {view.tvb, 0, 0};
  const SegmentRecord& first = segments[place.first];
  const auto inside = static_cast<int>(event.origin.offset - first.begin);
  if (place.first == place.last) {
    const int begin = static_cast<int>(first.at) + inside;
    const int room = std::max(0, static_cast<int>(tvb_captured_length(view.tvb)) - begin);
    return {view.tvb, std::min(begin, static_cast<int>(tvb_captured_length(view.tvb))),
            std::min(room, static_cast<int>(first.bytes) - inside)};
  }
  static std::string joined;
  segments.copy(place.first, event.origin.offset, place.last, joined);
  auto* copy = static_cast<guint8*>(wmem_memdup(view.pinfo->pool, joined.data(), joined.size()));
  const auto size = static_cast<guint>(joined.size());
  tvbuff_t* tvb = tvb_new_child_real_data(view.tvb, copy, size, static_cast<gint>(size));
  add_new_data_source(view.pinfo, tvb, "Reassembled AT");
  return {tvb, 0, static_cast<int>(size)};
}

std::string label_of(const session::Field& field, bool hidden) {
  std::string label = fmt::format("{}: {}", field.name, hidden ? mask::redacted : field.text);
  if (hidden) return label;
  const std::string meaning = field.meaning_text();
  if (field.scaled) {
    fmt::format_to(std::back_inserter(label), " ({:g}{}{})", *field.scaled, field.unit.empty() ? "" : " ",
                   field.unit);
  } else if (!field.unit.empty() && meaning.empty()) {
    fmt::format_to(std::back_inserter(label), " {}", field.unit);
  }
  if (!meaning.empty()) fmt::format_to(std::back_inserter(label), " ({})", meaning);
  if (!field.decoded.empty()) fmt::format_to(std::back_inserter(label), " = {}", field.decoded);
  if (!field.flag.empty()) fmt::format_to(std::back_inserter(label), " [{}]", field.flag);
  return label;
}

// What a filter compares a number with: what the value stands for.
bool number_of(const session::Field& field, double& number) {
  if (field.scaled) {
    number = *field.scaled;
    return true;
  }
  const bool has_scale =
      field.parameter != nullptr && (field.parameter->scale != 1 || field.parameter->offset != 0);
  if (has_scale || !field.number) return false;
  number = static_cast<double>(*field.number);
  return true;
}

void draw_value(proto_tree* tree, const View& view, const ShownValue& value, const Bytes& bytes) {
  const session::Field& field = value.field;
  const bool hidden = value.hidden;
  const int begin = bytes.begin + std::min(static_cast<int>(field.offset), bytes.size);
  const int size = std::clamp(bytes.begin + bytes.size - begin, 0, static_cast<int>(field.bytes));
  const std::string_view text = hidden ? mask::redacted : field.text;
  const char* label = printable(view.pinfo->pool, label_of(field, hidden));
  const NamedField named = value_field(field.name);
  double number = 0;
  const bool as_number = named.type == NamedType::number && !hidden && number_of(field, number);
  proto_item* item = nullptr;
  if (named.number >= 0 && as_number) {
    item = proto_tree_add_double_format(tree, named.number, bytes.tvb, begin, size, number, "%s", label);
  } else {
    const bool as_text = named.number >= 0 && named.type == NamedType::text;
    item = proto_tree_add_string_format(tree, as_text ? named.number : hf.value, bytes.tvb, begin, size,
                                        kept(view.pinfo->pool, text), "%s", label);
  }
  proto_tree* parts = proto_item_add_subtree(item, ett.value);
  const auto add = [&](int id, std::string_view part) {
    if (part.empty()) return;
    proto_tree_add_string(parts, id, bytes.tvb, begin, size, kept(view.pinfo->pool, part));
  };
  add(hf.value_name, field.name);
  add(hf.value_command, field.command);
  proto_tree_add_string(parts, hf.value_text, bytes.tvb, begin, size, kept(view.pinfo->pool, text));
  add(hf.value_type, session::to_string(field.type));
  if (!hidden) {
    if (field.number) proto_tree_add_int64(parts, hf.value_number, bytes.tvb, begin, size, *field.number);
    const char* meaning = kept(view.pinfo->pool, field.meaning_text());
    add(hf.value_meaning, meaning);
    if (field.scaled) proto_tree_add_double(parts, hf.value_scaled, bytes.tvb, begin, size, *field.scaled);
    add(hf.value_decoded, field.decoded);
    add(hf.value_flag, field.flag);
  }
  add(hf.value_unit, field.unit);
}

void draw_states(proto_tree* tree, const View& view, session::ChannelId channel, EventIndex event) {
  const auto tracks = view.decoding.states_of(channel);
  const auto known = std::count_if(tracks.begin(), tracks.end(), [&](const StateTrack& track) {
    return !Decoding::state_at(track, event).empty();
  });
  if (known == 0) return;
  proto_item* node = nullptr;
  proto_tree* states = proto_tree_add_subtree_format(tree, view.tvb, 0, 0, ett.states, &node,
                                                     "States before it (%d)", static_cast<int>(known));
  proto_item_set_generated(node);
  for (const StateTrack& track : tracks) {
    const std::string_view state = Decoding::state_at(track, event);
    const NamedField field = state_field(track.machine);
    if (state.empty() || field.number < 0) continue;
    const char* value = kept(view.pinfo->pool, state);
    const char* machine = printable(view.pinfo->pool, track.machine);
    const char* instance = printable(view.pinfo->pool, track.instance);
    proto_item_set_generated(proto_tree_add_string_format(states, field.number, view.tvb, 0, 0, value,
                                                          "%s%s%s: %s", machine, *instance != '\0' ? " " : "",
                                                          instance, value));
  }
}

// What is known of the transaction, on its command and on its final result.
void draw_transaction(proto_tree* tree, const View& view, const session::Event& event) {
  const trace::Trace& trace = view.decoding.trace();
  const session::TransactionId id = event.txn;
  const bool is_command = event.kind == EventKind::command;
  const trace::TransactionRecord& record = trace.transaction(id);
  const EventIndex result = view.decoding.result_of(id);
  if (is_command) {
    if (result != trace::no_event) add_link(tree, view, hf.response_in, view.decoding.frame_of(result));
    for (const EventIndex deferred : view.decoding.deferred_of(id))
      add_link(tree, view, hf.deferred_in, view.decoding.frame_of(deferred));
  }
  if (!trace.is_closed(id)) return;
  add_text(tree, view, hf.outcome, session::to_string(record.outcome));
  if (result != trace::no_event) add_text(tree, view, hf.result, shown_text(view, result));
  if (record.latency_ns >= 0) add_duration(tree, view, hf.latency, record.latency_ns);
  if (record.limit > 0) {
    add_duration(tree, view, hf.limit, record.limit);
    if (record.latency_ns > record.limit)
      add_duration(tree, view, hf.over_limit, record.latency_ns - record.limit);
  }
  if (!is_command) {
    if (record.late) add_flag(tree, view, hf.late);
    return;
  }
  if (const grammar::Nanoseconds limit = view.decoding.deferred_limit(id); limit > 0)
    add_duration(tree, view, hf.deferred_limit, limit);
  if (record.deferred_pending) add_flag(tree, view, hf.deferred_pending);
  if (record.superseded) add_flag(tree, view, hf.superseded);
}

void draw_links(proto_tree* tree, const View& view, EventIndex index, const session::Event& event) {
  const trace::Trace& trace = view.decoding.trace();
  const auto command_frame = [&](session::TransactionId id) {
    return id <= trace.transactions() ? view.decoding.frame_of(trace.transaction(id).command_event) : 0;
  };
  if (event.txn != 0) {
    add_number(tree, view, hf.txn, event.txn);
    if (event.txn > trace.transactions()) return;
    const trace::TransactionRecord& record = trace.transaction(event.txn);
    if (event.kind != EventKind::command) {
      add_link(tree, view, event.kind == EventKind::deferred ? hf.deferred_to : hf.response_to,
               command_frame(event.txn));
      if (record.command_event != trace::no_event) {
        add_text(tree, view, hf.command, shown_text(view, record.command_event));
        const session::Timestamp sent = trace.time(record.command_event);
        if (event.kind == EventKind::deferred && sent.known() && event.time.clock == sent.clock &&
            event.time.ns >= sent.ns)
          add_duration(tree, view, hf.deferred_time, event.time.ns - sent.ns);
      }
    } else {
      add_text(tree, view, hf.command, shown_text(view, event));
    }
    if (event.kind == EventKind::command || view.decoding.result_of(event.txn) == index)
      draw_transaction(tree, view, event);
  }
  if (event.kind == EventKind::urc && event.inside != 0) {
    add_number(tree, view, hf.inside, event.inside);
    add_link(tree, view, hf.inside_frame, command_frame(event.inside));
  }
  if (event.kind == EventKind::urc) {
    const EventIndex cause = view.decoding.enabled_by(index);
    if (cause != trace::no_event) add_link(tree, view, hf.enabled_by, view.decoding.frame_of(cause));
  }
}

void draw_names(proto_tree* tree, const View& view, const session::Event& event) {
  const grammar::Dialect& dialect = view.decoding.dialect();
  if (event.kind == EventKind::command) {
    session::CommandLine line(event.text);
    session::CommandItem item;
    while (line.next(item)) {
      const grammar::CommandId id = dialect.find_command(item.name);
      add_text(tree, view, hf.name,
               id != grammar::no_command ? std::string_view(dialect.command(id).name) : item.name);
    }
  } else if (event.command != grammar::no_command) {
    add_text(tree, view, hf.name, dialect.command(event.command).name);
  }
  static constexpr std::string_view forms[] = {"exec", "set", "read", "test"};
  if (event.kind == EventKind::command)
    add_text(tree, view, hf.form, forms[static_cast<std::size_t>(event.form)]);
  if (event.rule != grammar::no_rule)
    add_text(tree, view, hf.syntax, dialect.rule(event.rule).notation.text());
}

void draw_transition(proto_tree* tree, const View& view, EventIndex index, const session::Event& event) {
  for (const StateTrack& track : view.decoding.states_of(event.channel)) {
    const auto change =
        std::lower_bound(track.changes.begin(), track.changes.end(), index,
                         [](const StateChange& each, EventIndex wanted) { return each.since < wanted; });
    if (change == track.changes.end() || change->since != index) continue;
    add_text(tree, view, hf.machine, track.machine);
    if (!track.instance.empty()) add_text(tree, view, hf.instance, track.instance);
    const std::string_view from = Decoding::state_at(track, index);
    add_text(tree, view, hf.from, from.empty() ? "unknown" : from);
    add_text(tree, view, hf.to, change->state);
    return;
  }
}

void draw_general(proto_tree* tree, const View& view, const session::Event& event) {
  add_text(tree, view, hf.kind, session::to_string(event.kind));
  add_text(tree, view, hf.sender, session::to_string(event.sender));
  add_text(tree, view, hf.confidence, session::to_string(event.confidence));
  add_text(tree, view, hf.because, event.because);
}

void draw_event(proto_tree* parent, const View& view, EventIndex index) {
  static session::Event event;  // its views are the trace's
  event = view.decoding.trace().replay(index);
  const Bytes bytes = bytes_of(view, index, event);
  const std::string_view line = shown_text(view, event);
  const int text_size =
      std::min(bytes.size, static_cast<int>(event.kind == EventKind::data ? event.bytes : event.text.size()));
  const char* label = printable(view.pinfo->pool, line.substr(0, longest_label));
  const char* text = kept(view.pinfo->pool, line);
  proto_item* node = nullptr;
  proto_tree* tree = event.kind == EventKind::data
                         ? proto_tree_add_subtree_format(parent, bytes.tvb, bytes.begin, text_size, ett.event,
                                                         &node, "Data, %u bytes", event.bytes)
                         : proto_tree_add_subtree_format(parent, bytes.tvb, bytes.begin, text_size, ett.event,
                                                         &node, "%s: %s", title_of(event.kind), label);
  draw_general(tree, view, event);
  proto_tree_add_string(tree, hf.text, bytes.tvb, bytes.begin, text_size, text);
  if (event.kind == EventKind::data)
    proto_tree_add_item(tree, hf.data, bytes.tvb, bytes.begin, text_size, ENC_NA);
  for (const ShownValue& value : values_of(view, event)) draw_value(tree, view, value, bytes);
  if (event.kind == EventKind::transition) {
    proto_item_set_generated(node);
    draw_transition(tree, view, index, event);
  }
  draw_names(tree, view, event);
  draw_links(tree, view, index, event);

  const Segments& segments = view.engine.segments();
  const EventPlace& place = view.decoding.place(index);
  if (place.first != no_segment && event.kind != EventKind::transition) {
    const std::uint32_t begin = segments[place.first].frame;
    proto_item* link = proto_tree_add_uint(tree, hf.frame, view.tvb, 0, 0, begin);
    proto_item_set_generated(link);
    if (begin == view.pinfo->num) proto_item_set_hidden(link);  // there to be filtered for
    if (event.time.known()) {
      const nstime_t time = duration_of(event.time.ns);
      proto_item_set_generated(proto_tree_add_time(tree, hf.time, view.tvb, 0, 0, &time));
    }
    add_number(tree, view, hf.bytes, event.bytes);
  }
  if (place.first != place.last) {
    proto_item* joined = nullptr;
    proto_tree* parts = proto_tree_add_subtree(tree, bytes.tvb, bytes.begin, bytes.size, ett.segments,
                                               &joined, "Reassembled from several frames");
    proto_item_set_generated(joined);
    guint32 count = 0;
    constexpr guint32 most_links = 1000;
    for (SegmentIndex each = place.first; each != no_segment; each = segments[each].next_of_stream) {
      if (++count <= most_links) add_link(parts, view, hf.segment, segments[each].frame);
      if (each == place.last) break;
    }
    add_number(parts, view, hf.segments, count);
  }
  draw_states(tree, view, event.channel, index);
}

void draw_pending(proto_tree* parent, const View& view, const PendingLine& pending) {
  const std::string_view line = shown_text(view, pending.event);
  const char* label = printable(view.pinfo->pool, line.substr(0, longest_label));
  const char* text = kept(view.pinfo->pool, line);
  const bool is_command = pending.event.kind == EventKind::command;
  const int left = static_cast<int>(tvb_captured_length(view.tvb)) - static_cast<int>(pending.at);
  const int size = std::clamp(static_cast<int>(pending.event.text.size()), 0, std::max(left, 0));
  proto_tree* tree =
      proto_tree_add_subtree_format(parent, view.tvb, static_cast<int>(pending.at), size, ett.event, nullptr,
                                    "%s: %s", is_command ? "Command" : "Not settled yet", label);
  add_flag(tree, view, hf.unsettled);
  if (is_command) add_text(tree, view, hf.kind, session::to_string(pending.event.kind));
  add_text(tree, view, hf.sender, session::to_string(pending.event.sender));
  proto_tree_add_string(tree, hf.text, view.tvb, static_cast<int>(pending.at), size, text);
  if (!is_command) return;
  const Bytes bytes = {view.tvb, static_cast<int>(pending.at), size};
  for (const ShownValue& value : values_of(view, pending.event)) draw_value(tree, view, value, bytes);
  draw_names(tree, view, pending.event);
}

void draw_unusual(proto_item* item, const View& view) {
  packet_info* pinfo = view.pinfo;
  if (!view.engine.mistake().empty()) {
    const char* mistake = printable(pinfo->pool, view.engine.mistake());
    expert_add_info_format(pinfo, item, &expert_dialect, "%s", mistake);
  }
  if (view.engine.full_since() == pinfo->num) expert_add_info(pinfo, item, &expert_channels);
  if (view.decoding.trace().is_full()) expert_add_info(pinfo, item, &expert_full);
}

}  // namespace

const char* title_of(EventKind kind) {
  static constexpr const char* titles[] = {"Command",
                                           "Echo",
                                           "Information",
                                           "Intermediate result",
                                           "Final result",
                                           "Unsolicited result code",
                                           "Deferred result",
                                           "Prompt",
                                           "Data",
                                           "State change",
                                           "Unparsed",
                                           "Note"};
  return titles[static_cast<std::size_t>(kind)];
}

void draw_tree(const View& view, proto_tree* parent) {
  know_named_fields(view.decoding.dialect());
  proto_item* item = proto_tree_add_item(parent, protocol, view.tvb, 0, -1, ENC_NA);
  proto_tree* tree = proto_item_add_subtree(item, ett.protocol);
  const Segments& segments = view.engine.segments();
  if (!view.segments.empty()) {
    const char* channel =
        printable(view.pinfo->pool, view.engine.channel_name(segments[view.segments.front()].channel));
    proto_item_append_text(item, ", channel %s", channel);
    add_text(tree, view, hf.channel, channel);
    proto_item_set_generated(
        proto_tree_add_uint(tree, hf.stream, view.tvb, 0, 0, segments[view.segments.front()].channel));
  }
  draw_unusual(item, view);
  for (const EventIndex event : view.events) draw_event(tree, view, event);
  for (const PendingLine& line : pending_lines(view)) draw_pending(tree, view, line);
  for (const SegmentIndex segment : view.segments) {
    const EventIndex event = segments[segment].continued_by;
    if (event != no_event) add_link(tree, view, hf.reassembled_in, view.decoding.frame_of(event));
  }
  if (view.is_first_part) {
    draw_findings(view, tree);
    add_text(tree, view, hf.dialect, view.engine.dialect_text());
  }
}

}  // namespace atscope::wireshark

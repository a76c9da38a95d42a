// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/statistics.h"

#include <map>
#include <string>

#include "decoder/session/command_line.h"
#include "decoder/session/vocabulary.h"
#include "plugins/wireshark/draw.h"
#include "plugins/wireshark/texts.h"

namespace atscope::wireshark {
namespace {

int tap = -1;

/// What listeners are given: a transaction that has closed, or an event of its own.
struct Counted {
  enum class Kind { transaction, urc, deferred } kind;
  const char* name;     ///< of the command or the code
  const char* outcome;  ///< transaction
  gint64 latency_ns;    ///< transaction; -1: unknown
  bool over_limit;      ///< transaction
};

void queue(const View& view, const Counted& counted) {
  tap_queue_packet(tap, view.pinfo, wmem_memdup(view.pinfo->pool, &counted, sizeof counted));
}

const char* name_of(const View& view, const trace::EventRecord& event) {
  const std::string_view text = session::trimmed(view.decoding.trace().text(event));
  session::CommandLine line(text);
  session::CommandItem item;
  if (event.kind == session::EventKind::command)
    return line.next(item) ? printable(view.pinfo->pool, item.name) : "AT";
  const std::string_view tag = session::tag_of(text);
  constexpr std::size_t longest = 40;
  return printable(view.pinfo->pool, tag.empty() ? text.substr(0, longest) : tag);
}

tap_packet_status count(stats_tree* tree, packet_info* /*pinfo*/, epan_dissect_t* /*edt*/, const void* data,
                        tap_flags_t /*flags*/) {
  const auto& counted = *static_cast<const Counted*>(data);
  if (counted.kind == Counted::Kind::transaction) {
    const int commands = tick_stat_node(tree, "Commands", 0, TRUE);
    const int command = tick_stat_node(tree, counted.name, commands, TRUE);
    tick_stat_node(tree, counted.outcome, command, FALSE);
    const int outcomes = tick_stat_node(tree, "Outcomes", 0, TRUE);
    tick_stat_node(tree, counted.outcome, outcomes, FALSE);
    if (counted.over_limit) tick_stat_node(tree, "over the maximum response time", outcomes, FALSE);
  } else {
    const bool urc = counted.kind == Counted::Kind::urc;
    const int codes = tick_stat_node(tree, urc ? "Unsolicited result codes" : "Deferred results", 0, TRUE);
    tick_stat_node(tree, counted.name, codes, FALSE);
  }
  return TAP_PACKET_REDRAW;
}

void init_count(stats_tree* tree) {
  stats_tree_create_node(tree, "Commands", 0, STAT_DT_INT, TRUE);
  stats_tree_create_node(tree, "Outcomes", 0, STAT_DT_INT, TRUE);
  stats_tree_create_node(tree, "Unsolicited result codes", 0, STAT_DT_INT, TRUE);
  stats_tree_create_node(tree, "Deferred results", 0, STAT_DT_INT, TRUE);
}

// Rows by name of the command, in the order in which they are seen; Wireshark wants numbers.
std::map<std::string, int, std::less<>> rows;

void init_times(register_srt* /*srt*/, GArray* tables) {
  rows.clear();
  init_srt_table("AT commands", "AT", tables, 1, "Command", "atscope.name", nullptr);
}

tap_packet_status count_times(void* data, packet_info* pinfo, epan_dissect_t* /*edt*/, const void* given,
                              tap_flags_t /*flags*/) {
  const auto& counted = *static_cast<const Counted*>(given);
  if (counted.kind != Counted::Kind::transaction || counted.latency_ns < 0) return TAP_PACKET_DONT_REDRAW;
  srt_stat_table* table = g_array_index(static_cast<srt_data_t*>(data)->srt_array, srt_stat_table*, 0);
  const auto row = rows.emplace(counted.name, static_cast<int>(rows.size()) + 1).first->second;
  init_srt_table_row(table, row, counted.name);
  nstime_t begin;  // the table takes the time from then to the packet
  nstime_t length;
  length.secs = static_cast<time_t>(counted.latency_ns / 1'000'000'000);
  length.nsecs = static_cast<int>(counted.latency_ns % 1'000'000'000);
  nstime_delta(&begin, &pinfo->abs_ts, &length);
  add_srt_table_data(table, row, &begin, pinfo);
  return TAP_PACKET_REDRAW;
}

}  // namespace

void register_statistics(int protocol) {
  tap = register_tap("atscope");
  stats_tree_register_plugin("atscope", "atscope", "AT/Commands and outcomes", 0, count, init_count, nullptr);
  register_srt_table(protocol, "atscope", 1, count_times, init_times, nullptr);
}

void queue_statistics(const View& view) {
  if (have_tap_listener(tap) == FALSE) return;
  const trace::Trace& trace = view.decoding.trace();
  for (const EventIndex index : view.events) {
    const trace::EventRecord& event = trace.event(index);
    if (event.kind == session::EventKind::urc)
      queue(view, {Counted::Kind::urc, name_of(view, event), nullptr, -1, false});
    if (event.kind == session::EventKind::deferred)
      queue(view, {Counted::Kind::deferred, name_of(view, event), nullptr, -1, false});
  }
  if (!view.is_first_part) return;
  for (const auto& [frame, id] : view.decoding.closed_in(view.pinfo->num)) {
    const trace::TransactionRecord& record = trace.transaction(id);
    const grammar::Dialect& dialect = view.decoding.dialect();
    const char* name = record.command != grammar::no_command
                           ? printable(view.pinfo->pool, dialect.command(record.command).name)
                           : name_of(view, trace.event(record.command_event));
    queue(view,
          {Counted::Kind::transaction, name, printable(view.pinfo->pool, session::to_string(record.outcome)),
           record.latency_ns, record.limit > 0 && record.latency_ns > record.limit});
  }
}

}  // namespace atscope::wireshark

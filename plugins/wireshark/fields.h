// SPDX-License-Identifier: GPL-2.0-or-later
// The fields of the dissector: the names of the filter language behind "atscope.", and what only a dissector
// has.
#pragma once

namespace atscope::wireshark {

/// Wireshark's numbers of the fields; -1 before registration.
struct Fields {
  // as in the filter language
  int kind = -1, channel = -1, stream = -1, sender = -1, time = -1, frame = -1, bytes = -1, text = -1,
      command = -1, name = -1, form = -1, txn = -1, inside = -1, result = -1, outcome = -1, latency = -1,
      confidence = -1, because = -1, machine = -1, instance = -1, from = -1, to = -1;
  // links and times
  int response_in = -1, response_to = -1, limit = -1, over_limit = -1, deferred_in = -1, deferred_to = -1,
      deferred_time = -1, deferred_limit = -1, deferred_pending = -1, inside_frame = -1, enabled_by = -1,
      superseded = -1, late = -1;
  // frames and bytes
  int reassembled_in = -1, segment = -1, segments = -1, data = -1, line_end = -1, unsettled = -1, syntax = -1,
      dialect = -1;
  // a value of a line
  int value = -1, value_name = -1, value_command = -1, value_text = -1, value_type = -1, value_number = -1,
      value_meaning = -1, value_unit = -1, value_scaled = -1, value_decoded = -1, value_flag = -1;
  // a finding
  int finding = -1, code = -1, rule = -1, severity = -1, finding_confidence = -1, message = -1, help = -1,
      source = -1, finding_state = -1, cause = -1, fingerprint = -1, related = -1, related_text = -1,
      finding_frame = -1, finding_txn = -1, finding_id = -1;
};
extern Fields hf;

/// Subtrees that keep whether they are open.
struct Subtrees {
  int protocol = -1, event = -1, value = -1, states = -1, segments = -1, finding = -1, transaction = -1;
};
extern Subtrees ett;

/// Registers all of them for the protocol.
void register_fields(int protocol);

}  // namespace atscope::wireshark

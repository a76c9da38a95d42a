// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/fields.h"

#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

Fields hf;
Subtrees ett;

namespace {

hf_register_info text(int& number, const char* name, const char* abbreviation, const char* blurb = nullptr) {
  return {&number, {name, abbreviation, FT_STRING, BASE_NONE, nullptr, 0, blurb, HFILL}};
}
hf_register_info number(int& field, const char* name, const char* abbreviation, const char* blurb = nullptr) {
  return {&field, {name, abbreviation, FT_UINT32, BASE_DEC, nullptr, 0, blurb, HFILL}};
}
hf_register_info duration(int& field, const char* name, const char* abbreviation,
                          const char* blurb = nullptr) {
  return {&field, {name, abbreviation, FT_RELATIVE_TIME, BASE_NONE, nullptr, 0, blurb, HFILL}};
}
hf_register_info flag(int& field, const char* name, const char* abbreviation, const char* blurb = nullptr) {
  return {&field, {name, abbreviation, FT_BOOLEAN, BASE_NONE, nullptr, 0, blurb, HFILL}};
}
hf_register_info link(int& field, const char* name, const char* abbreviation, const void* kind,
                      const char* blurb = nullptr) {
  return {&field, {name, abbreviation, FT_FRAMENUM, BASE_NONE, kind, 0, blurb, HFILL}};
}

}  // namespace

void register_fields(int protocol) {
  const void* const request = FRAMENUM_TYPE(FT_FRAMENUM_REQUEST);
  const void* const response = FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE);
  static hf_register_info fields[] = {
      text(hf.kind, "Kind", "atscope.kind", "What it is"),
      text(hf.channel, "Channel", "atscope.channel", "Name of the port"),
      number(hf.stream, "Channel number", "atscope.stream", "In the order in which they were seen"),
      text(hf.sender, "Sender", "atscope.sender", "Who put it on the line: dte (host), dce (module)"),
      {&hf.time,
       {"Time", "atscope.time", FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, nullptr, 0, "When its first byte came",
        HFILL}},
      link(hf.frame, "Begins in frame", "atscope.frame", nullptr, "The frame of its first byte"),
      number(hf.bytes, "Bytes", "atscope.bytes", "On the line, with line ends"),
      text(hf.text, "Text", "atscope.text", "The line itself, without line ends"),
      text(hf.command, "Command line", "atscope.command", "The command line of its transaction"),
      text(hf.name, "Command", "atscope.name", "The name of its command"),
      text(hf.form, "Form", "atscope.form", "The form of its command: exec, set, read, test"),
      number(hf.txn, "Transaction", "atscope.txn", "Number of its transaction"),
      number(hf.inside, "Inside transaction", "atscope.inside",
             "Unsolicited code: the transaction that it came in the middle of"),
      text(hf.result, "Result", "atscope.result", "Final result code of its transaction"),
      text(hf.outcome, "Outcome", "atscope.outcome", "How its transaction ended"),
      duration(hf.latency, "Response time", "atscope.latency", "From the command to its final result"),
      text(hf.confidence, "Confidence", "atscope.confidence", "How sure the decoder is"),
      text(hf.because, "Because", "atscope.because", "The evidence, in words"),
      text(hf.machine, "State machine", "atscope.machine"),
      text(hf.instance, "Instance", "atscope.instance", "Which of several: the number of a link"),
      text(hf.from, "From", "atscope.from", "The state before"),
      text(hf.to, "To", "atscope.to", "The state behind"),

      link(hf.response_in, "Response in", "atscope.response_in", response, "The frame of its final result"),
      link(hf.response_to, "Response to", "atscope.response_to", request, "The frame of the command"),
      duration(hf.limit, "Maximum response time", "atscope.limit", "By the module's documentation"),
      duration(hf.over_limit, "Over the maximum by", "atscope.over_limit"),
      link(hf.deferred_in, "Deferred result in", "atscope.deferred_in", response,
           "The later code that the command promised"),
      link(hf.deferred_to, "Deferred result of", "atscope.deferred_to", request,
           "The command that promised it"),
      duration(hf.deferred_time, "Time since the command", "atscope.deferred_time"),
      duration(hf.deferred_limit, "Maximum time of the deferred result", "atscope.deferred_limit"),
      flag(hf.deferred_pending, "Deferred result missing", "atscope.deferred_pending",
           "Promised, and did not come"),
      link(hf.inside_frame, "In the middle of", "atscope.inside_frame", request,
           "The command whose answer it came in the middle of"),
      link(hf.enabled_by, "Enabled by", "atscope.enabled_by", request,
           "The command that set what switches this code on"),
      flag(hf.superseded, "Superseded", "atscope.superseded", "The host went on before the final result"),
      flag(hf.late, "Late", "atscope.late", "The final result came after the host had gone on"),

      link(hf.reassembled_in, "Goes on; complete in frame", "atscope.reassembled_in", nullptr),
      link(hf.segment, "Bytes in frame", "atscope.segment", nullptr),
      number(hf.segments, "Frames it lies in", "atscope.segments"),
      {&hf.data, {"Data", "atscope.data", FT_BYTES, BASE_NONE, nullptr, 0, "Payload of either side", HFILL}},
      flag(hf.line_end, "Line end", "atscope.line_end", "A line end follows the text"),
      flag(hf.unsettled, "Not settled yet", "atscope.unsettled",
           "What it is shows with later frames: a second pass knows"),
      text(hf.syntax, "Syntax", "atscope.syntax", "The production of the dialect that it fits"),
      text(hf.dialect, "Dialect", "atscope.dialect", "What the module speaks, and why it was chosen"),

      text(hf.value, "Value", "atscope.value"),
      text(hf.value_name, "Name", "atscope.value.name", "The parameter's name in the manual"),
      text(hf.value_command, "Command", "atscope.value.command",
           "On a line of several commands: whose it is"),
      text(hf.value_text, "On the line", "atscope.value.text", "Without quotes"),
      text(hf.value_type, "Type", "atscope.value.type"),
      {&hf.value_number, {"Number", "atscope.value.number", FT_INT64, BASE_DEC, nullptr, 0, nullptr, HFILL}},
      text(hf.value_meaning, "Meaning", "atscope.value.meaning"),
      text(hf.value_unit, "Unit", "atscope.value.unit"),
      {&hf.value_scaled,
       {"Stands for", "atscope.value.scaled", FT_DOUBLE, BASE_NONE, nullptr, 0, "In the unit", HFILL}},
      text(hf.value_decoded, "Decoded", "atscope.value.decoded", "In a common form"),
      text(hf.value_flag, "Wrong", "atscope.value.flag", "Why the value is none that the parameter may have"),

      text(hf.finding, "Finding", "atscope.finding"),
      number(hf.finding_id, "Number", "atscope.finding.id"),
      text(hf.code, "Code", "atscope.finding.code"),
      text(hf.rule, "Rule", "atscope.finding.rule"),
      text(hf.severity, "Severity", "atscope.finding.severity"),
      text(hf.finding_confidence, "Confidence", "atscope.finding.confidence"),
      text(hf.message, "Message", "atscope.finding.message"),
      text(hf.help, "What to do", "atscope.finding.help"),
      text(hf.source, "Source", "atscope.finding.source", "The clause or the manual's section"),
      text(hf.finding_state, "State", "atscope.finding.state"),
      number(hf.cause, "Follows from finding", "atscope.finding.cause"),
      text(hf.fingerprint, "Fingerprint", "atscope.finding.fingerprint"),
      link(hf.related, "See frame", "atscope.finding.related", nullptr),
      text(hf.related_text, "There", "atscope.finding.related_text"),
      link(hf.finding_frame, "About frame", "atscope.finding.frame", nullptr),
      number(hf.finding_txn, "Transaction", "atscope.finding.txn"),
  };
  static gint* subtrees[] = {&ett.protocol, &ett.event,   &ett.value,      &ett.states,
                             &ett.segments, &ett.finding, &ett.transaction};
  proto_register_field_array(protocol, fields, array_length(fields));
  proto_register_subtree_array(subtrees, array_length(subtrees));
}

}  // namespace atscope::wireshark

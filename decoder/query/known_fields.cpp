// SPDX-License-Identifier: MIT
#include <array>

#include "decoder/query/impl.h"

namespace atscope::query {
namespace {

constexpr std::string_view kinds[] = {"command",  "echo",     "info",       "intermediate", "result",
                                      "urc",      "deferred", "prompt",     "data",         "transition",
                                      "unparsed", "note",     "transaction"};
constexpr std::string_view senders[] = {"dte", "dce", "unknown"};
constexpr std::string_view forms[] = {"exec", "set", "read", "test"};
constexpr std::string_view outcomes[] = {"ok", "error", "no-answer", "no-final", "aborted", "open"};
constexpr std::string_view confidences[] = {"certain", "likely", "guess"};

constexpr FieldInfo fields[] = {
    {"kind", FieldKind::word, "what it is", kinds},
    {"channel", FieldKind::text, "name of the port"},
    {"sender", FieldKind::word, "who put it on the line: dte (host), dce (module)", senders},
    {"time", FieldKind::time, "when its first byte came"},
    {"line", FieldKind::number, "line of the log"},
    {"frame", FieldKind::number, "frame of the capture"},
    {"offset", FieldKind::number, "byte of the file"},
    {"bytes", FieldKind::number, "bytes on the line, with line ends"},
    {"text", FieldKind::text, "the line itself, without line ends"},
    {"command", FieldKind::text, "the command line of its transaction"},
    {"name", FieldKind::text, "the name of its command, as +CREG"},
    {"form", FieldKind::word, "the form of its command", forms},
    {"txn", FieldKind::number, "number of its transaction"},
    {"inside", FieldKind::number, "unsolicited code: the transaction that it came in the middle of"},
    {"result", FieldKind::text, "final result code of its transaction"},
    {"outcome", FieldKind::word, "how its transaction ended", outcomes},
    {"latency", FieldKind::duration, "from the command to its final result"},
    {"confidence", FieldKind::word, "how sure the decoder is", confidences},
    {"because", FieldKind::text, "the evidence, in words"},
    {"machine", FieldKind::text, "state change: the machine"},
    {"from", FieldKind::text, "state change: the state before"},
    {"to", FieldKind::text, "state change: the state behind"},
    {"state.", FieldKind::text, "state of a machine at that time, as state.tcp"},
    {"field.", FieldKind::value, "a decoded value, as field.rssi"},
};
static_assert(std::size(fields) == field_count);

}  // namespace

std::span<const FieldInfo> known_fields() {
  return fields;
}

}  // namespace atscope::query

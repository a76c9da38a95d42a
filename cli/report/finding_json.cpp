// SPDX-License-Identifier: MIT
#include "cli/report/finding_json.h"

#include "cli/source_map.h"

namespace atscope::cli {
namespace {

void write_place(report::JsonWriter& json, const capture::Origin& origin) {
  origin.frame != 0 ? json.number("frame", origin.frame) : json.number("line", origin.line);
}

}  // namespace

void FindingJson::write(report::JsonWriter& json, const Input& input, const lint::Finding& finding) {
  json.begin_object();
  json.number("v", 1);
  json.number("id", finding.id);
  json.string("code", finding.code);
  json.string("name", finding.name);
  json.string("severity", lint::to_string(finding.severity));
  json.string("confidence", lint::to_string(finding.confidence));
  json.string("file", input.name());
  write_place(json, finding.origin);
  json.number("column", finding.column);
  json.number("offset", finding.origin.offset);
  times_.write(json, finding.time);
  json.string("channel", input.channel(finding.channel));
  finding.txn == 0 ? json.null("txn") : json.number("txn", finding.txn);
  json.string("message", finding.message);
  json.string_or_null("help", finding.help);
  json.string_or_null("source", finding.source);
  json.begin_array("related");
  for (const lint::Related& related : finding.related) {
    json.begin_object();
    write_place(json, related.origin);
    json.string("message", related.message);
    json.text_or_hex(related.text);
    json.end_object();
  }
  json.end_array();
  finding.cause == 0 ? json.null("cause") : json.number("cause", finding.cause);
  json.string("fingerprint", finding.fingerprint);
  json.string_or_null("state", finding.state);
  json.string_or_null("section", finding.section);
  if (finding.suppression) {
    json.begin_object("suppressed");
    json.string("by", lint::to_string(finding.suppression.by));
    json.string("reason", finding.suppression.reason);
    json.string_or_null("place", finding.suppression.place);
    json.end_object();
  } else {
    json.null("suppressed");
  }
  if (finding.baseline == lint::BaselineState::none) {
    json.null("baseline");
  } else {
    json.string("baseline", finding.baseline == lint::BaselineState::fresh ? "new" : "unchanged");
  }
  const SourceSite* site = sources_ == nullptr ? nullptr : sources_->find(finding);
  if (site != nullptr) {
    json.begin_object("code_place");
    json.string("file", site->path);
    json.number("line", site->line);
    json.number("column", site->column);
    json.end_object();
  }
  json.text_or_hex(finding.text);
  json.end_object();
}

}  // namespace atscope::cli

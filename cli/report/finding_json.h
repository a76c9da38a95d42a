// SPDX-License-Identifier: MIT
// A finding as the JSON object of docs/jsonl.md.
#pragma once

#include "cli/pipeline.h"
#include "decoder/lint/finding.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/time_text.h"

namespace atscope::cli {

class SourceMap;

class FindingJson {
 public:
  /// `sources` may be null; it must outlive this.
  explicit FindingJson(const SourceMap* sources) : sources_(sources) {}
  void write(report::JsonWriter& json, const Input& input, const lint::Finding& finding);

 private:
  const SourceMap* sources_;
  report::TimeFields times_;
};

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// A finding as the JSON object of docs/jsonl.md.
#pragma once

#include "cli/pipeline.h"
#include "cli/report/json_writer.h"
#include "cli/report/time_text.h"
#include "decoder/lint/finding.h"

namespace atscope::cli {

class SourceMap;

class FindingJson {
 public:
  /// `sources` may be null; it must outlive this.
  explicit FindingJson(const SourceMap* sources) : sources_(sources) {}
  void write(JsonWriter& json, const Input& input, const lint::Finding& finding);

 private:
  const SourceMap* sources_;
  TimeFields times_;
};

}  // namespace atscope::cli

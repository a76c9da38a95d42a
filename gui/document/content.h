// SPDX-License-Identifier: MIT
// What reading one source has made. It is filled while it is looked at.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "decoder/grammar/dialect.h"
#include "decoder/lint/linter.h"
#include "decoder/mask/masker.h"
#include "decoder/trace/trace.h"
#include "gui/document/finding_store.h"
#include "gui/timeline/lane_set.h"

namespace atscope::gui {

struct Content {
  Content(std::shared_ptr<const grammar::Dialect> spoken, std::string why)
      : dialect(std::move(spoken)),
        dialect_text(std::move(why)),
        trace(dialect),
        lanes(trace),
        masker(*dialect, true) {}

  std::shared_ptr<const grammar::Dialect> dialect;
  std::string dialect_text;  ///< with the reason
  trace::Trace trace;
  LaneSet lanes;
  mask::Masker masker;
  FindingStore findings;
  std::atomic<trace::EventIndex> judged{0};  ///< events that the rules have seen
  lint::LintSummary lint_summary;            ///< when all are judged
};

}  // namespace atscope::gui

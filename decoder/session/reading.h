// SPDX-License-Identifier: MIT
// What a line of the module can be: every production that fits, held against what is open.
#pragma once

#include <string_view>

#include "decoder/session/transaction_table.h"
#include "decoder/session/vocabulary.h"

namespace atscope::session {

/// One production that fits, and whose it would be.
struct Reading {
  grammar::RuleId rule = grammar::no_rule;
  OpenTransaction* transaction = nullptr;
  unsigned misfits = 0;  ///< values that are not of their parameter's type or range
  explicit operator bool() const { return rule != grammar::no_rule; }
};

/// All readings of one line, the best of each kind.
struct Readings {
  Reading own_final;     ///< final result of an open command's own
  Reading final;         ///< result code that any command can end with
  Reading deferred;      ///< promised by a command that is open or waits
  Reading intermediate;  ///< of an open command
  Reading answer;        ///< of a command that is open, or waits for an answer after its OK
  Reading urc;           ///< not looked for when `answer` fits without a misfit
  grammar::RuleId stray_answer = grammar::no_rule;    ///< answer of a command that is not open
  grammar::RuleId stray_deferred = grammar::no_rule;  ///< deferred result that nobody waits for
  bool urc_possible = false;  ///< the dialect knows an unsolicited code that begins like this
  bool urc_has_tag = false;   ///< the dialect knows an unsolicited code with this tag (fitting or not)
};

/// `line` is trimmed. Looks at every rule that may begin like it; allocates nothing.
[[nodiscard]] Readings read_line(std::string_view line, const Vocabulary& vocabulary,
                                 const grammar::Settings& settings, const TransactionTable& table);

/// The unsolicited code that fits best; an empty reading when none does.
[[nodiscard]] Reading read_unsolicited(std::string_view line, const Vocabulary& vocabulary,
                                       const grammar::Settings& settings);

}  // namespace atscope::session

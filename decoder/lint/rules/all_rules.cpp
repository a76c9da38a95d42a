// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/all_rules.h"

#include <algorithm>
#include <array>

namespace atscope::lint {

// One function per rule, defined in rules/GROUP/NAME.cpp.
RuleEntry checks_limited();
RuleEntry nothing_checked();
RuleEntry payload_length_mismatch();
RuleEntry error_result();
RuleEntry service_error_code();
RuleEntry command_before_final_result();
RuleEntry orphan_result();
RuleEntry async_result_not_awaited();
RuleEntry async_result_missing();
RuleEntry wrong_state_for_command();
RuleEntry shut_missing_after_deact();
RuleEntry response_timeout();
RuleEntry host_gave_up_early();
RuleEntry malformed_line();
RuleEntry bad_quotes();
RuleEntry bad_concatenation();
RuleEntry parameter_invalid();
RuleEntry unknown_or_unsupported_form();
RuleEntry response_mismatch();
RuleEntry urc_splits_response();
RuleEntry data_before_prompt();
RuleEntry prompt_timeout();
RuleEntry unused_waiver();
RuleEntry expected_finding_missing();
RuleEntry expired_waiver();
RuleEntry marker_mistake();

std::span<const RuleEntry> all_rules() {
  static const auto rules = [] {
    std::array list{
        checks_limited(),
        nothing_checked(),
        payload_length_mismatch(),
        error_result(),
        service_error_code(),
        command_before_final_result(),
        orphan_result(),
        async_result_not_awaited(),
        async_result_missing(),
        wrong_state_for_command(),
        shut_missing_after_deact(),
        response_timeout(),
        host_gave_up_early(),
        malformed_line(),
        bad_quotes(),
        bad_concatenation(),
        parameter_invalid(),
        unknown_or_unsupported_form(),
        response_mismatch(),
        urc_splits_response(),
        data_before_prompt(),
        prompt_timeout(),
        unused_waiver(),
        expected_finding_missing(),
        expired_waiver(),
        marker_mistake(),
    };
    std::sort(list.begin(), list.end(),
              [](const RuleEntry& a, const RuleEntry& b) { return a.info->code < b.info->code; });
    return list;
  }();
  return rules;
}

}  // namespace atscope::lint

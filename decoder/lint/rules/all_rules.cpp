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
RuleEntry payload_entry_timeout();
RuleEntry follow_up_too_late();
RuleEntry terminator_in_payload();
RuleEntry command_sent_as_data();
RuleEntry escape_guard_violated();
RuleEntry rx_length_mismatch();
RuleEntry leading_lf_swallowed();
RuleEntry payload_over_limit();
RuleEntry rx_not_drained();
RuleEntry sim_not_ready();
RuleEntry network_not_ready();
RuleEntry config_lost_after_restart();
RuleEntry link_mode_conflict();
RuleEntry send_without_session();
RuleEntry bearer_not_open();
RuleEntry service_not_initialised();
RuleEntry tls_setup_order();
RuleEntry model_disagrees();
RuleEntry failure_ignored();
RuleEntry lost_bytes();
RuleEntry garbled_bytes();
RuleEntry ok_but_failed();
RuleEntry unknown_urc();
RuleEntry unexpected_restart();
RuleEntry secret_in_clear();
RuleEntry subscriber_id_in_clear();
RuleEntry secret_read_back();
RuleEntry credentials_without_tls();
RuleEntry tls_not_verified();
RuleEntry discouraged_value();
RuleEntry verbose_errors_off();
RuleEntry retry_without_backoff();
RuleEntry wrong_pin_repeated();
RuleEntry busy_polling();
RuleEntry command_lost_on_wake();
RuleEntry unused_waiver();
RuleEntry expected_finding_missing();
RuleEntry expired_waiver();
RuleEntry marker_mistake();
RuleEntry module_silent();
RuleEntry registration_denied();
RuleEntry echo_state_unclear();
RuleEntry flow_control_missing();
RuleEntry ambiguous_rx_framing();
RuleEntry sleep_defeated();
RuleEntry next_command_too_soon();
RuleEntry slow_response();

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
        payload_entry_timeout(),
        follow_up_too_late(),
        terminator_in_payload(),
        command_sent_as_data(),
        escape_guard_violated(),
        rx_length_mismatch(),
        leading_lf_swallowed(),
        payload_over_limit(),
        rx_not_drained(),
        sim_not_ready(),
        network_not_ready(),
        config_lost_after_restart(),
        link_mode_conflict(),
        send_without_session(),
        bearer_not_open(),
        service_not_initialised(),
        tls_setup_order(),
        model_disagrees(),
        failure_ignored(),
        lost_bytes(),
        garbled_bytes(),
        ok_but_failed(),
        unknown_urc(),
        unexpected_restart(),
        secret_in_clear(),
        subscriber_id_in_clear(),
        secret_read_back(),
        credentials_without_tls(),
        tls_not_verified(),
        discouraged_value(),
        verbose_errors_off(),
        retry_without_backoff(),
        wrong_pin_repeated(),
        busy_polling(),
        command_lost_on_wake(),
        unused_waiver(),
        expected_finding_missing(),
        expired_waiver(),
        marker_mistake(),
        module_silent(),
        registration_denied(),
        echo_state_unclear(),
        flow_control_missing(),
        ambiguous_rx_framing(),
        sleep_defeated(),
        next_command_too_soon(),
        slow_response(),
    };
    std::sort(list.begin(), list.end(),
              [](const RuleEntry& a, const RuleEntry& b) { return a.info->code < b.info->code; });
    return list;
  }();
  return rules;
}

}  // namespace atscope::lint

// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "decoder/mask/masked_finding.h"
#include "plugins/wireshark/draw.h"
#include "plugins/wireshark/experts.h"
#include "plugins/wireshark/fields.h"
#include "plugins/wireshark/preferences.h"
#include "plugins/wireshark/texts.h"

namespace atscope::wireshark {
namespace {

void add(proto_tree* tree, const View& view, int field, std::string_view text) {
  if (text.empty()) return;
  const char* value = kept(view.pinfo->pool, text);
  proto_item_set_generated(proto_tree_add_string(tree, field, view.tvb, 0, 0, value));
}

void add_number(proto_tree* tree, const View& view, int field, std::uint64_t number) {
  if (number == 0) return;
  proto_item_set_generated(proto_tree_add_uint(tree, field, view.tvb, 0, 0, static_cast<guint32>(number)));
}

void report(const View& view, proto_item* item, expert_field& field, const char* message, const char* code,
            std::uint32_t elsewhere) {
  if (elsewhere != 0) {
    expert_add_info_format(view.pinfo, item, &field, "%s (about frame %u) [%s]", message, elsewhere, code);
  } else {
    expert_add_info_format(view.pinfo, item, &field, "%s [%s]", message, code);
  }
}

// Without a tree only the list of expert information gets it.
void draw_finding(proto_tree* parent, const View& view, const lint::Finding& finding) {
  const std::uint32_t about = view.decoding.frame_of(finding);
  const bool elsewhere = about != 0 && about != view.pinfo->num;
  const char* message = printable(view.pinfo->pool, finding.message);
  const char* code = printable(view.pinfo->pool, finding.code);
  const char* rule = printable(view.pinfo->pool, finding.name);
  expert_field& field = expert_of(finding);
  if (parent == nullptr) {
    if (!finding.suppression) report(view, nullptr, field, message, code, elsewhere ? about : 0);
    return;
  }
  proto_item* item =
      proto_tree_add_string_format(parent, hf.finding, view.tvb, 0, 0, message, "%s %s: %s%s", code, rule,
                                   message, elsewhere ? " (about an earlier frame)" : "");
  proto_item_set_generated(item);
  proto_tree* tree = proto_item_add_subtree(item, ett.finding);
  add_number(tree, view, hf.finding_id, finding.id);
  add(tree, view, hf.code, finding.code);
  add(tree, view, hf.rule, finding.name);
  add(tree, view, hf.severity, lint::to_string(finding.severity));
  add(tree, view, hf.finding_confidence, lint::to_string(finding.confidence));
  add(tree, view, hf.message, finding.message);
  add(tree, view, hf.help, finding.help);
  add(tree, view, hf.source, finding.source);
  add(tree, view, hf.finding_state, finding.state);
  add(tree, view, hf.fingerprint, finding.fingerprint);
  add_number(tree, view, hf.finding_txn, finding.txn);
  add_number(tree, view, hf.cause, finding.cause);
  add_number(tree, view, hf.finding_frame, about);
  for (const lint::Related& related : finding.related) {
    if (related.origin.frame == 0) continue;
    add_number(tree, view, hf.related, related.origin.frame);
    add(tree, view, hf.related_text, related.message);
  }
  if (finding.suppression) {
    add(tree, view, hf.related_text, finding.suppression.reason);
  } else {
    report(view, item, field, message, code, elsewhere ? about : 0);
  }
}

}  // namespace

void draw_findings(const View& view, proto_tree* tree) {
  static lint::Finding masked;  // Wireshark may jump: nothing here is owned
  for (const std::uint32_t index : view.decoding.findings_in(view.pinfo->num)) {
    const lint::Finding& finding = view.decoding.findings()[index];
    if (masks_secrets()) masked = mask::masked(finding, view.decoding.masker());
    draw_finding(tree, view, masks_secrets() ? masked : finding);
  }
}

}  // namespace atscope::wireshark

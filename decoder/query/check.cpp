// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/query/impl.h"

namespace atscope::query {
namespace {

using Failure = tl::unexpected<QueryError>;
template <typename Value>
using Result = tl::expected<Value, QueryError>;

constexpr std::string_view prefix = "atscope.";

class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  Result<Step> step(const Node& node) {
    if (node.kind == Node::Kind::comparison) return comparison(node);
    Step result;
    result.kind = node.kind;
    for (const Node& child : node.children) {
      auto checked = step(child);
      if (!checked) return checked;
      result.children.push_back(std::move(*checked));
    }
    if (node.kind != Node::Kind::negation && result.children.size() == 1) {
      Step only = std::move(result.children.front());
      return only;
    }
    return result;
  }

  Query::Impl impl;

 private:
  [[nodiscard]] Failure failure(std::string_view place, std::string message, std::string help = {}) const {
    return Failure(QueryError{static_cast<std::size_t>(place.data() - text_.data()),
                              std::max<std::size_t>(place.size(), 1), std::move(message), std::move(help)});
  }

  Result<Step> comparison(const Node& node) {
    Step result;
    result.op = node.op;
    result.place = static_cast<std::size_t>(node.field.data() - text_.data());
    result.size = node.field.size();
    const auto found = find_field(node.field, result);
    if (!found) return Failure(found.error());
    const FieldInfo& info = **found;
    switch (result.field) {
      case FieldId::result:
      case FieldId::outcome:
      case FieldId::latency:
        impl.needs_transaction = true;
        break;
      case FieldId::value:
        impl.needs_fields = true;
        break;
      default:
        break;
    }
    if (node.op == Operator::present) return result;
    if (node.op_text == "=") return failure(node.op_text, "= is not an operator", "write == to compare");
    if (auto error = check_operator(node, info)) return Failure(std::move(*error));
    for (const Literal& literal : node.values) {
      auto wanted = value(node, info, literal);
      if (!wanted) return Failure(wanted.error());
      result.values.push_back(std::move(*wanted));
    }
    if (node.op == Operator::matches) {
      re2::RE2::Options options;
      options.set_case_sensitive(false);
      options.set_log_errors(false);
      options.set_encoding(re2::RE2::Options::EncodingLatin1);  // bytes of a log
      options.set_max_mem(8 << 20);
      auto pattern = std::make_shared<re2::RE2>(result.values.front().text, options);
      if (!pattern->ok())
        return failure(node.values.front().text, "this is no regular expression: " + pattern->error(),
                       "the syntax is that of RE2");
      result.pattern = std::move(pattern);
    }
    return result;
  }

  Result<const FieldInfo*> find_field(std::string_view written, Step& result) {
    std::string_view name = written;
    if (name.substr(0, prefix.size()) == prefix) name.remove_prefix(prefix.size());
    const auto all = known_fields();
    for (std::size_t index = 0; index < all.size(); ++index) {
      const FieldInfo& info = all[index];
      result.field = static_cast<FieldId>(index);
      if (!info.name.ends_with('.')) {
        if (equal_letters(info.name, name)) return &info;
        continue;
      }
      if (!equal_letters(name.substr(0, info.name.size()), info.name)) continue;
      std::string dynamic(name.substr(info.name.size()));
      dynamic.erase(std::remove(dynamic.begin(), dynamic.end(), '"'), dynamic.end());
      if (dynamic.empty())
        return failure(written, fmt::format("{} needs a name behind it", info.name),
                       info.name == "state." ? "as state.tcp" : "as field.rssi");
      result.dynamic = filter_name(dynamic);
      if (result.field == FieldId::state) {
        const auto known = std::find(impl.machines.begin(), impl.machines.end(), dynamic);
        result.machine = static_cast<std::size_t>(known - impl.machines.begin());
        if (known == impl.machines.end()) impl.machines.push_back(dynamic);
      }
      return &info;
    }
    std::vector<std::string_view> names;
    for (const FieldInfo& info : all) names.push_back(info.name);
    std::string help = grammar::did_you_mean(name, names);
    if (help.empty()) help = fmt::format("decoded values are written field.{}", name.substr(0, 40));
    return failure(written, fmt::format("unknown field \"{}\"", written), std::move(help));
  }

  std::optional<QueryError> check_operator(const Node& node, const FieldInfo& info) const {
    const bool of_text = node.op == Operator::contains || node.op == Operator::matches;
    const bool ordered = node.op == Operator::less || node.op == Operator::less_equal ||
                         node.op == Operator::greater || node.op == Operator::greater_equal;
    const bool is_text = info.kind == FieldKind::text || info.kind == FieldKind::value;
    if (of_text && !is_text)
      return failure(node.op_text,
                     fmt::format("{} is no text; {} has no meaning for it", info.name, node.op_text))
          .value();
    if (ordered && (info.kind == FieldKind::text || info.kind == FieldKind::word))
      return failure(node.op_text,
                     fmt::format("{} has no order; {} has no meaning for it", info.name, node.op_text))
          .value();
    return std::nullopt;
  }

  Result<Wanted> value(const Node& node, const FieldInfo& info, const Literal& literal) const {
    Wanted wanted;
    std::size_t bad = 0;
    std::optional<std::string> plain =
        literal.quoted ? unescape(literal.text, bad) : std::optional<std::string>(literal.text);
    // In a pattern the backslash belongs to the pattern.
    if (node.op == Operator::matches) plain = std::string(literal.text);
    if (!plain)
      return failure(literal.text.substr(bad, 2), "unknown escape",
                     R"(there are \" \\ \n \r \t \0 and \x1a)");
    wanted.text = std::move(*plain);
    if (node.op == Operator::contains || node.op == Operator::matches) {
      if (!literal.quoted && node.op == Operator::contains) {
        if (auto bytes = byte_string(literal.text)) wanted.text = std::move(*bytes);
      }
      return wanted;
    }
    switch (info.kind) {
      case FieldKind::word:
        return word(info, literal, std::move(wanted));
      case FieldKind::text:
        if (literal.last)
          return failure(*literal.last, fmt::format("{} has no order, and no ranges", info.name));
        if (!literal.quoted) {
          if (auto bytes = byte_string(literal.text)) wanted.text = std::move(*bytes);
        }
        return wanted;
      case FieldKind::number:
        return bounds(info, literal, std::move(wanted), "a whole number", [](std::string_view text) {
          const auto whole = whole_number(text);
          return whole ? std::optional<double>(static_cast<double>(*whole)) : std::nullopt;
        });
      case FieldKind::duration:
        if (number(literal.text))
          return failure(literal.text, "a duration needs its unit",
                         fmt::format("write {}ms or {}s", literal.text, literal.text));
        return bounds(info, literal, std::move(wanted), "a duration, as 500ms", duration_ns);
      case FieldKind::time:
        wanted.time = time_value(literal.text);
        if (literal.last) wanted.last_time = time_value(*literal.last);
        if (!wanted.time || (literal.last && !wanted.last_time))
          return failure(wanted.time ? *literal.last : literal.text, "this is no time",
                         "write \"2026-03-14T09:27:15\", 09:27:15 or seconds");
        if (literal.last && wanted.time->kind != wanted.last_time->kind)
          return failure(*literal.last, "a range needs two times of one kind");
        return wanted;
      case FieldKind::value:
        break;
    }
    if (!literal.quoted) {
      if (const auto found = quantity(literal.text)) {
        wanted.low = found->number;
        wanted.unit = std::string(found->unit);
      }
      if (literal.last) {
        const auto high = quantity(*literal.last);
        if (!wanted.low || !high) return failure(literal.text, "a range needs two numbers", "as 0..31");
        wanted.high = high->number;
        if (wanted.unit.empty()) wanted.unit = std::string(high->unit);
      }
    }
    const bool ordered =
        node.op != Operator::equal && node.op != Operator::not_equal && node.op != Operator::in;
    if (ordered && !wanted.low)
      return failure(literal.text, "an order needs a number", "as field.rssi < -90");
    return wanted;
  }

  Result<Wanted> word(const FieldInfo& info, const Literal& literal, Wanted wanted) const {
    for (const std::string_view known : info.words) {
      if (!equal_letters(known, wanted.text)) continue;
      wanted.text = std::string(known);
      return wanted;
    }
    std::string help = grammar::did_you_mean(wanted.text, info.words);
    if (help.empty()) help = fmt::format("one of {}", fmt::join(info.words, ", "));
    return failure(literal.text, fmt::format("{} is never \"{}\"", info.name, literal.text), std::move(help));
  }

  template <typename Read>
  Result<Wanted> bounds(const FieldInfo& info, const Literal& literal, Wanted wanted, const char* what,
                        Read read) const {
    wanted.low = read(literal.text);
    if (!wanted.low) return failure(literal.text, fmt::format("{} takes {}", info.name, what));
    if (!literal.last) return wanted;
    wanted.high = read(*literal.last);
    if (!wanted.high) return failure(*literal.last, fmt::format("{} takes {}", info.name, what));
    if (*wanted.high < *wanted.low) return failure(literal.text, "the range ends before it begins");
    return wanted;
  }

  std::string_view text_;
};

}  // namespace

tl::expected<std::shared_ptr<const Query::Impl>, QueryError> check(const Node& node, std::string_view text) {
  Checker checker(text);
  auto root = checker.step(node);
  if (!root) return tl::unexpected(std::move(root.error()));
  auto impl = std::make_shared<Query::Impl>(std::move(checker.impl));
  impl->root = std::move(*root);
  return std::shared_ptr<const Query::Impl>(std::move(impl));
}

}  // namespace atscope::query

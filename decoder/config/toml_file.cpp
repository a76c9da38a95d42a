// SPDX-License-Identifier: MIT
#include "decoder/config/toml_file.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <span>
#include <sstream>
#include <toml++/toml.h>

#include "decoder/config/config_keys.h"
#include "decoder/config/rule_names.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/linter.h"

namespace atscope::config {
namespace {

std::vector<std::string_view> words_of(std::string_view choices) {
  std::vector<std::string_view> words;
  while (!choices.empty()) {
    const std::size_t blank = choices.find(' ');
    words.push_back(choices.substr(0, blank));
    choices = blank == std::string_view::npos ? std::string_view() : choices.substr(blank + 1);
  }
  return words;
}

std::string joined(const std::vector<std::string_view>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

constexpr std::string_view levels = "error warning note off";

std::optional<std::optional<lint::Severity>> severity_of(std::string_view word) {
  if (word == "off") return std::optional<lint::Severity>();
  for (const auto severity : {lint::Severity::error, lint::Severity::warning, lint::Severity::note}) {
    if (word == lint::to_string(severity)) return severity;
  }
  return std::nullopt;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at != 4 && at != 7 && (text[at] < '0' || text[at] > '9')) return false;
  }
  return true;
}

std::string meant(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string_view near = grammar::nearest(word, candidates);
  return near.empty() ? std::string() : "did you mean " + std::string(near) + "?";
}

// Why the items are no value of the key; empty when they are.
std::string mistake(const ConfigKey& key, const std::vector<std::string>& items, std::string& help) {
  const std::string_view item = items.empty() ? std::string_view() : std::string_view(items.front());
  const auto one_of = [&](std::string_view choices) {
    const std::vector<std::string_view> words = words_of(choices);
    if (std::find(words.begin(), words.end(), item) != words.end()) return std::string();
    help = meant(item, words);
    return fmt::format("'{}' is none of {}", item, joined(words));
  };
  switch (key.type) {
    case KeyType::choice:
      return one_of(key.choices);
    case KeyType::level:
      return one_of(levels);
    case KeyType::flag:
      return one_of("true false");
    case KeyType::rules:
      for (const std::string& word : items) {
        if (lint::names_any_rule(word)) continue;
        const std::string near = nearest_rule(word);
        help = near.empty() ? "atscope explain rules lists them" : "did you mean " + near + "?";
        return fmt::format("there is no rule '{}'", word);
      }
      return {};
    case KeyType::number: {
      std::uint64_t number = 0;
      const auto end = std::from_chars(item.data(), item.data() + item.size(), number);
      if (end.ec == std::errc() && end.ptr == item.data() + item.size()) return {};
      return fmt::format("'{}' is no number of 0 or more", item);
    }
    case KeyType::text:
    case KeyType::path:
    case KeyType::list:
      break;
  }
  return {};
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& name, std::string folder, Config& config,
         grammar::Diagnostics& diagnostics)
      : text_(text), name_(name), folder_(std::move(folder)), config_(config), diagnostics_(diagnostics) {}

  void read() {
    toml::table document;
    try {
      document = toml::parse(text_, name_);
    } catch (const toml::parse_error& error) {
      complain(error.source(), std::string(error.description()), {}, {});
      return;
    }
    read_table(document, "");
  }

 private:
  void complain(const toml::source_region& place, std::string message, std::string expected,
                std::string help) {
    grammar::Diagnostic diagnostic;
    diagnostic.file = name_;
    diagnostic.line = std::max<std::uint32_t>(1, place.begin.line);
    diagnostic.column = std::max<std::uint32_t>(1, place.begin.column);
    diagnostic.source_line = line_text(diagnostic.line);
    diagnostic.message = std::move(message);
    diagnostic.expected = std::move(expected);
    diagnostic.help = std::move(help);
    diagnostics_.push_back(std::move(diagnostic));
  }

  [[nodiscard]] std::string line_text(std::uint32_t line) const {
    std::string_view rest = text_;
    for (; line > 1; --line) {
      const std::size_t end = rest.find('\n');
      if (end == std::string_view::npos) return {};
      rest.remove_prefix(end + 1);
    }
    return std::string(rest.substr(0, rest.find_first_of("\r\n")));
  }

  [[nodiscard]] std::string origin(const toml::node& node) const {
    return fmt::format("{}:{}", name_, node.source().begin.line);
  }

  void read_table(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      const std::string full = prefix + std::string(key.str());
      if (full == "lint" && node.is_table()) {
        read_table(*node.as_table(), "lint.");
      } else if (full == "lint.severity" && node.is_table()) {
        for (const auto& level : read_severity(*node.as_table())) config_.severity.push_back(level);
      } else if (full == "override" && node.is_array_of_tables()) {
        for (const toml::node& entry : *node.as_array()) read_override(*entry.as_table());
      } else if (full == "waiver" && node.is_array_of_tables()) {
        for (const toml::node& entry : *node.as_array()) read_waiver(*entry.as_table());
      } else if (full == "override" || full == "waiver") {
        complain(key.source(), fmt::format("'{}' must be an array of tables", full),
                 fmt::format("[[{}]]", full), {});
      } else if (full == "profile") {
        value(config_keys(), "dialect", key, node);
      } else {
        value(config_keys(), full, key, node);
      }
    }
  }

  // Stores the value of a key that stands once.
  void value(std::span<const ConfigKey> keys, const std::string& full, const toml::key& written,
             const toml::node& node) {
    const ConfigKey* key =
        known(keys, full, written, {"lint", "lint.severity", "override", "waiver", "profile"});
    if (key == nullptr) return;
    std::vector<std::string> items;
    if (!read_items(*key, node, items)) return;
    config_.values[std::string(key->name)] = {std::move(items), origin(node)};
  }

  const ConfigKey* known(std::span<const ConfigKey> keys, std::string_view full, const toml::key& written,
                         std::vector<std::string_view> more) {
    if (const ConfigKey* key = find_key(keys, full)) return key;
    for (const ConfigKey& key : keys) more.push_back(key.name);
    complain(written.source(), fmt::format("there is no key '{}'", full), {}, meant(full, more));
    return nullptr;
  }

  bool read_items(const ConfigKey& key, const toml::node& node, std::vector<std::string>& items) {
    const bool list = key.type == KeyType::rules || key.type == KeyType::list;
    if (node.is_array() && list) {
      for (const toml::node& element : *node.as_array()) {
        std::string item;
        if (!read_item(key, element, item)) return false;
        if (!check(key, {item}, element)) return false;
        items.push_back(std::move(item));
      }
      return true;
    }
    std::string item;
    if (!read_item(key, node, item)) return false;
    items.push_back(std::move(item));
    if (!check(key, items, node)) return false;
    if (key.type == KeyType::path && !items.front().empty()) {
      items.front() = (std::filesystem::path(folder_) / items.front()).lexically_normal().string();
    }
    // A dialect that is a file stands beside the configuration, too.
    if (key.name == "dialect" &&
        (items.front().find('/') != std::string::npos || items.front().ends_with(".at"))) {
      items.front() = (std::filesystem::path(folder_) / items.front()).lexically_normal().string();
    }
    return true;
  }

  bool read_item(const ConfigKey& key, const toml::node& node, std::string& item) {
    const bool wants_number = key.type == KeyType::number;
    const bool wants_flag = key.type == KeyType::flag;
    if (const auto* text = node.as_string(); text != nullptr && !wants_number && !wants_flag) {
      item = text->get();
    } else if (const auto* number = node.as_integer(); number != nullptr && wants_number) {
      item = std::to_string(number->get());
    } else if (const auto* flag = node.as_boolean(); flag != nullptr && wants_flag) {
      item = flag->get() ? "true" : "false";
    } else if (const auto* date = node.as_date(); date != nullptr && key.name == "until") {
      item = fmt::format("{:04}-{:02}-{:02}", date->get().year, static_cast<int>(date->get().month),
                         static_cast<int>(date->get().day));
    } else {
      complain(node.source(), fmt::format("the value of '{}' has the wrong type", key.name),
               wants_number                 ? "a number"
               : wants_flag                 ? "true or false"
               : key.type == KeyType::rules ? "a list of rules: [\"TIM\", \"ERR001\"]"
                                            : "a text in quotes",
               {});
      return false;
    }
    return true;
  }

  bool check(const ConfigKey& key, const std::vector<std::string>& items, const toml::node& node) {
    std::string help;
    const std::string wrong = mistake(key, items, help);
    if (wrong.empty()) return true;
    complain(node.source(), wrong, {}, help);
    return false;
  }

  std::vector<Config::Level> read_severity(const toml::table& table) {
    std::vector<Config::Level> found;
    for (const auto& [rule, node] : table) {
      const std::string word(rule.str());
      if (!lint::names_any_rule(word)) {
        const std::string near = nearest_rule(word);
        complain(rule.source(), fmt::format("there is no rule '{}'", word), {},
                 near.empty() ? "atscope explain rules lists them" : "did you mean " + near + "?");
        continue;
      }
      static constexpr ConfigKey level{"severity", KeyType::level, "", "", ""};
      std::vector<std::string> items;
      if (!read_items(level, node, items)) continue;
      found.push_back({{word, *severity_of(items.front())}, origin(node)});
    }
    return found;
  }

  struct Entry {
    std::map<std::string, std::vector<std::string>, std::less<>> items;
    std::vector<Config::Level> severity;
    [[nodiscard]] std::string text(std::string_view key) const {
      const auto found = items.find(key);
      return found == items.end() || found->second.empty() ? std::string() : found->second.front();
    }
    [[nodiscard]] std::vector<std::string> list(std::string_view key) const {
      const auto found = items.find(key);
      return found == items.end() ? std::vector<std::string>() : found->second;
    }
    [[nodiscard]] lint::Scope scope() const { return {text("log"), text("channel"), text("test")}; }
  };

  Entry read_entry(const toml::table& table, std::span<const ConfigKey> keys) {
    Entry entry;
    for (const auto& [written, node] : table) {
      std::string name(written.str());
      if (name == "device") name = "channel";
      if (name == "session" || name == "section") name = "test";
      const ConfigKey* key = known(keys, name, written, {});
      if (key == nullptr) continue;
      if (name == "severity" && node.is_table()) {
        entry.severity = read_severity(*node.as_table());
        continue;
      }
      std::vector<std::string> items;
      if (read_items(*key, node, items)) entry.items[name] = std::move(items);
    }
    return entry;
  }

  void read_override(const toml::table& table) {
    const Entry entry = read_entry(table, override_keys());
    lint::PolicyLayer layer;
    layer.scope = entry.scope();
    layer.select = entry.list("select");
    layer.ignore = entry.list("ignore");
    for (const Config::Level& level : entry.severity) layer.levels.push_back(level.level);
    for (const std::string& rule : entry.list("expect")) {
      config_.expectations.push_back({layer.scope, rule, origin(table)});
    }
    config_.overrides.push_back(std::move(layer));
    config_.override_origins.push_back(origin(table));
  }

  void read_waiver(const toml::table& table) {
    const Entry entry = read_entry(table, waiver_keys());
    const std::vector<std::string> rules = entry.list("rule");
    if (rules.empty()) {
      complain(table.source(), "a waiver names its rule", "rule = \"DAT005\"", {});
      return;
    }
    lint::Waiver waiver;
    waiver.scope = entry.scope();
    waiver.command = entry.text("command");
    waiver.error = entry.text("error");
    waiver.state = entry.text("state");
    waiver.reason = entry.text("reason");
    waiver.until = entry.text("until");
    waiver.place = origin(table);
    if (!waiver.until.empty() && !is_date(waiver.until)) {
      complain(table.get("until")->source(), fmt::format("'{}' is no date", waiver.until), "2026-12-31", {});
    }
    const auto* lint_table = config_.values.find("lint.require-reason") != config_.values.end()
                                 ? &config_.values.find("lint.require-reason")->second
                                 : nullptr;
    if (lint_table != nullptr && lint_table->items.front() == "true" && waiver.reason.empty()) {
      complain(table.source(), "a waiver says why (lint.require-reason)", "reason = \"...\"", {});
    }
    for (const std::string& rule : rules) {
      waiver.rule = rule;
      config_.waivers.push_back(waiver);
    }
  }

  std::string_view text_;
  const std::string& name_;
  std::string folder_;
  Config& config_;
  grammar::Diagnostics& diagnostics_;
};

}  // namespace

void read_toml(std::string_view text, const std::string& name, const std::string& folder, Config& config,
               grammar::Diagnostics& diagnostics) {
  Reader(text, name, folder, config, diagnostics).read();
}

bool read_value(std::string_view name, std::string_view text, const std::string& origin, Config& config,
                std::string& reason, std::string& help) {
  if (name == "profile") name = "dialect";
  if (name.starts_with("lint.severity.")) {
    const std::string rule(name.substr(14));
    const auto severity = severity_of(text);
    if (!lint::names_any_rule(rule)) {
      reason = fmt::format("there is no rule '{}'", rule);
    } else if (!severity) {
      reason = fmt::format("'{}' is none of error, warning, note, off", text);
    } else {
      config.severity.push_back({{rule, *severity}, origin});
    }
    return reason.empty();
  }
  const ConfigKey* key = find_key(config_keys(), name);
  if (key == nullptr) key = find_key(config_keys(), "lint." + std::string(name));
  if (key == nullptr) {
    std::vector<std::string_view> names;
    for (const ConfigKey& other : config_keys()) {
      names.push_back(other.name);
      if (other.name.starts_with("lint.")) names.push_back(other.name.substr(5));
    }
    reason = fmt::format("there is no key '{}'", name);
    help = meant(name, names);
    return false;
  }
  std::vector<std::string> items;
  if (key->type == KeyType::rules || key->type == KeyType::list) {
    while (!text.empty()) {
      const std::size_t comma = text.find(',');
      items.emplace_back(text.substr(0, comma));
      text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
  } else {
    items.emplace_back(text);
  }
  reason = mistake(*key, items, help);
  if (!reason.empty()) return false;
  config.values[std::string(key->name)] = {std::move(items), origin};
  return true;
}

}  // namespace atscope::config

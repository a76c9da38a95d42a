// SPDX-License-Identifier: MIT
// Puts the layers of a dialect together (the nearest declaration of a name wins) and compiles them.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

#include "decoder/grammar/gather.h"
#include "decoder/grammar/lead.h"
#include "decoder/grammar/scope.h"

namespace atscope::grammar {
namespace {

using ast::Clause;
using ast::Statement;
using CKind = Clause::Kind;
using SKind = Statement::Kind;

CommandKind kind_of(std::string_view name) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (name == "S") return CommandKind::s_register;
  if (name.size() == 1 && letter(name[0])) return CommandKind::basic;
  if (name.size() == 2 && (name[0] == '&' || name[0] == '\\') && letter(name[1])) return CommandKind::basic;
  return CommandKind::extended;
}

class Compiler {
 public:
  explicit Compiler(Gathered& gathered) : source_(gathered), scope_(gathered, builder_) {}

  std::shared_ptr<const Dialect> run() {
    const std::vector<Layer>& layers = source_.layers;
    builder_.name() = layers.front().name;
    builder_.title() = layers.front().title;
    for (std::size_t index = 1; index < layers.size(); ++index)
      builder_.ancestors().push_back(layers[index].name);
    settings();
    each(SKind::enumeration, [this](const Statement& item, const Layer&) { enumeration(item); });
    error_families();
    each(SKind::parameter, [this](const Statement& item, const Layer&) {
      if (first(parameters_, std::string(item.name), item))
        builder_.parameters().push_back(scope_.parameter(item));
    });
    each(SKind::machine, [this](const Statement& item, const Layer&) {
      if (first(machines_, std::string(item.name), item)) scope_.machines.emplace(item.name, &item);
    });
    builder_.commands().reserve(count_commands());  // they are large
    each(SKind::command, [this](const Statement& item, const Layer& layer) { declare_command(item, layer); });
    each(SKind::result, [this](const Statement& item, const Layer&) { result(item); });
    for (const auto& [id, statement] : blocks_) compile_command(scope_, *statement, id);
    each(SKind::timer, [this](const Statement& item, const Layer&) { timer(item); });
    each(SKind::urc, [this](const Statement& item, const Layer&) { urc(item); });
    for (const auto& machine : machine_order()) {
      const auto& own = layers.front().statements;
      const bool is_own = std::find(own.begin(), own.end(), machine) != own.end();
      compile_machine(scope_, *machine, is_own);
    }
    header();
    return builder_.finish();
  }

 private:
  using Names = std::map<std::string, const Layer*, std::less<>>;

  template <typename Use>
  void each(SKind kind, const Use& use) {
    for (const Layer& layer : source_.layers) {
      layer_ = &layer;
      for (const Statement* statement : layer.statements) {
        if (statement->kind == kind) use(*statement, layer);
      }
    }
  }

  // True for the nearest declaration of a name; a second one in the same dialect is a mistake.
  bool first(Names& names, const std::string& name, const Statement& item) {
    const auto [place, fresh] = names.emplace(name, layer_);
    if (!fresh && place->second == layer_) {
      source_.error(item.name.empty() ? item.notations[0] : item.name,
                    fmt::format("{} is declared twice", name));
    }
    return fresh;
  }

  // Every setting of every layer, so that conditions of inherited statements keep their meaning.
  void settings() {
    each(SKind::command, [this](const Statement& command, const Layer&) {
      for (const Statement& item : command.body) {
        if (item.kind != SKind::setting) continue;
        const auto [place, fresh] =
            scope_.settings.emplace(item.name, static_cast<SettingId>(builder_.settings().size()));
        if (fresh) builder_.settings().push_back({std::string(item.name), "", 0});
        SettingInfo& info = builder_.settings()[place->second];
        const Clause* value = find_clause(item, CKind::default_value);
        if (value != nullptr && has_initial_.insert(item.name).second) info.initial = initial(*value);
        if (info.meaning.empty()) info.meaning = scope_.meaning(item);
      }
    });
  }

  std::int64_t initial(const Clause& clause) {
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(clause.text.data(), clause.text.data() + clause.text.size(), value);
    if (error != std::errc() || end != clause.text.data() + clause.text.size()) {
      source_.error(clause.text, fmt::format("\"{}\" is no number", clause.text), "a number");
    }
    return value;
  }

  void enumeration(const Statement& item) {
    if (!first(enumerations_, std::string(item.name), item)) return;
    scope_.accepts(item, "an enum", {CKind::section, CKind::meaning});
    builder_.enumerations().push_back(scope_.once({item.place.data()}, [&] {
      Enumeration result;
      result.name = std::string(item.name);
      result.section = scope_.section(item);
      ValueKeys seen;
      for (const Statement& line : item.body) scope_.enumeration_values(result, *line.values, false, seen);
      return result;
    }));
  }

  // A family takes its codes from all layers, the nearest first; its lines from the nearest that has some.
  void error_families() {
    struct Part {
      const Statement* item;
      const Layer* layer;
    };
    std::vector<std::vector<Part>> families;
    each(SKind::errors, [&, this](const Statement& item, const Layer& layer) {
      scope_.accepts(item, "a family of errors", {CKind::section, CKind::meaning});
      const auto family = std::find_if(families.begin(), families.end(), [&](const std::vector<Part>& parts) {
        return parts[0].item->name == item.name;
      });
      if (family != families.end()) {
        family->push_back({&item, &layer});
      } else if (first(enumerations_, std::string(item.name), item)) {
        families.push_back({{&item, &layer}});
      }
    });
    for (const std::vector<Part>& parts : families) {
      std::vector<const char*> places;
      for (const Part& part : parts) places.push_back(part.item->place.data());
      auto family = scope_.once(std::move(places), [&] {
        Enumeration result;
        result.name = std::string(parts[0].item->name);
        result.section = scope_.section(*parts[0].item);
        result.is_error_family = true;
        ValueKeys seen;
        for (const Part& part : parts) {
          for (const Statement& line : part.item->body)
            scope_.enumeration_values(result, *line.values, part.layer != parts[0].layer, seen);
        }
        return result;
      });
      const auto speaks = std::find_if(parts.begin(), parts.end(),
                                       [](const Part& part) { return !part.item->notations.empty(); });
      for (const Part& part : parts) {
        if (speaks != parts.end() && part.layer == speaks->layer) error_lines(*part.item, *family);
      }
      builder_.enumerations().push_back(std::move(family));
    }
  }

  void error_lines(const Statement& item, const Enumeration& family) {
    for (const ast::Text text : item.notations) {
      auto notation = scope_.notation(text);
      if (!notation) continue;
      LineRule rule;
      rule.role = LineRole::final_error;
      rule.notation = std::move(*notation);
      rule.errors = &family;
      rule.meaning = scope_.meaning(item);
      rule.section = scope_.section(item);
      scope_.add(std::move(rule), text);
    }
  }

  [[nodiscard]] std::size_t count_commands() {
    std::set<std::string> names;
    each(SKind::command, [&](const Statement& item, const Layer&) { names.insert(upper(item.name)); });
    return names.size();
  }

  void declare_command(const Statement& item, const Layer& layer) {
    const std::string name = upper(item.name);
    if (!first(commands_, name, item)) return;
    const CommandKind kind = kind_of(name);
    const char last = name.back();
    const bool word = (last >= 'A' && last <= 'Z') || (last >= '0' && last <= '9') || last == '_';
    if (name.starts_with("AT") && name.size() > 2 && !(name[2] >= 'A' && name[2] <= 'Z')) {
      source_.error(item.name, "a command is named without AT", "as +CREG, E or &W",
                    fmt::format("write {}", name.substr(2)));
      return;
    }
    if (kind == CommandKind::extended && (!word || (name[0] >= '0' && name[0] <= '9') || name[0] == 'S')) {
      source_.error(item.name, fmt::format("\"{}\" is no command name", item.name), "as +CREG, E or &W",
                    name[0] == 'S' ? "S stands for all S-registers" : "");
      return;
    }
    if (builder_.commands().size() >= no_command) {
      source_.error(item.name, "too many commands for one dialect");
      return;
    }
    const auto id = static_cast<CommandId>(builder_.commands().size());
    scope_.commands.emplace(name, id);
    blocks_.emplace_back(id, &item);
    Command command;
    command.name = name;
    command.kind = kind;
    command.dialect = layer.name;
    builder_.commands().push_back(std::move(command));
  }

  void result(const Statement& item) {
    if (!scope_.accepts(item, "a result", {CKind::numeric, CKind::newest, CKind::meaning, CKind::section}))
      return;
    for (const ast::Text text : item.notations) {
      if (!first(results_, std::string(text), item)) continue;
      auto notation = scope_.notation(text);
      if (!notation) continue;
      LineRule rule;
      rule.role = item.role;
      rule.notation = std::move(*notation);
      rule.meaning = scope_.meaning(item);
      rule.section = scope_.section(item);
      rule.numeric = scope_.numeric(item);
      rule.newest = find_clause(item, CKind::newest) != nullptr;
      scope_.add(std::move(rule), text);
    }
  }

  void timer(const Statement& item) {
    if (!scope_.accepts(item, "a timer", {CKind::meaning, CKind::section})) return;
    if (!first(timers_, std::string(item.name), item)) return;
    builder_.timers().push_back(
        {std::string(item.name), scope_.limit(*item.limit, {}), scope_.meaning(item), scope_.section(item)});
  }

  // The nearest dialect that has a line at all has all its readings.
  void urc(const Statement& item) {
    Statement own = item;
    std::erase_if(own.notations, [this](ast::Text text) {
      return urcs_.emplace(std::string(text), layer_).first->second != layer_;
    });
    if (!own.notations.empty()) compile_urc(scope_, own, no_command);
  }

  [[nodiscard]] std::vector<const Statement*> machine_order() {
    std::vector<const Statement*> order;
    each(SKind::machine, [&, this](const Statement& item, const Layer&) {
      const auto found = scope_.machines.find(item.name);
      if (found != scope_.machines.end() && found->second == &item) order.push_back(&item);
    });
    return order;
  }

  void header() {
    bool limited = false;
    each(SKind::default_max, [&, this](const Statement& item, const Layer&) {
      scope_.accepts(item, "\"default max\"", {CKind::max, CKind::section});
      const Clause* clause = find_clause(item, CKind::max);
      if (limited || clause == nullptr) return;
      limited = true;
      builder_.default_max_response() = scope_.limit(*clause->limit, {});
    });
    each(SKind::identified, [this](const Statement& item, const Layer& layer) {
      if (&layer != &source_.layers.front()) return;
      for (const ast::Text text : *item.names) builder_.identified_by().push_back(unescaped(text));
    });
  }

  Gathered& source_;
  DialectBuilder builder_;
  Scope scope_;
  const Layer* layer_ = nullptr;
  Names enumerations_, parameters_, machines_, commands_, results_, urcs_, timers_;
  std::set<std::string_view> has_initial_;
  std::vector<std::pair<CommandId, const Statement*>> blocks_;
};

}  // namespace

tl::expected<std::shared_ptr<const Dialect>, Diagnostics> compile_dialect(std::string_view text,
                                                                          const std::string& file,
                                                                          Diagnostics* warnings) {
  auto owner = std::make_shared<const std::string>(text);
  ParsedFiles files;
  return compile_dialect({file, *owner, owner}, warnings, files);
}

tl::expected<std::shared_ptr<const Dialect>, Diagnostics> compile_dialect(const DialectText& text,
                                                                          Diagnostics* warnings,
                                                                          ParsedFiles& files) {
  Gathered gathered = gather(text, files);
  std::shared_ptr<const Dialect> dialect;
  if (!gathered.layers.empty()) dialect = Compiler(gathered).run();
  Diagnostics& found = gathered.diagnostics;
  const auto place = [&text](const Diagnostic& item) {
    return std::make_tuple(item.file != text.file, std::string_view(item.file), item.line, item.column);
  };
  std::stable_sort(found.begin(), found.end(), [&place](const Diagnostic& left, const Diagnostic& right) {
    return place(left) < place(right);
  });
  const bool failed = dialect == nullptr || gathered.failed();
  constexpr std::size_t max_shown = 100;
  if (found.size() > max_shown) {
    found[max_shown - 1].help = fmt::format("{} more are not shown", found.size() - max_shown);
    found.resize(max_shown);
  }
  if (failed) return tl::unexpected(std::move(found));
  if (warnings != nullptr) *warnings = std::move(found);
  return dialect;
}

}  // namespace atscope::grammar

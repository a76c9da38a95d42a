// SPDX-License-Identifier: MIT
#include "decoder/grammar/dump.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace atscope::grammar {
namespace {

using Json = nlohmann::ordered_json;

// Keys without a value are left out, so that what is there was said by the dialect.
void put(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}
void put(Json& object, const char* key, bool value) {
  if (value) object[key] = true;
}
template <typename Value>
void put(Json& object, const char* key, const std::optional<Value>& value) {
  if (value) object[key] = *value;
}
void put(Json& object, const char* key, Json value) {
  if (!value.empty()) object[key] = std::move(value);
}

const char* name(Form form) {
  constexpr const char* names[] = {"exec", "set", "read", "test"};
  return names[static_cast<std::size_t>(form)];
}
const char* name(CommandKind kind) {
  constexpr const char* names[] = {"basic", "s-register", "extended"};
  return names[static_cast<std::size_t>(kind)];
}
const char* name(LineRole role) {
  constexpr const char* names[] = {"answer",       "final-ok",    "final-error",    "connect",
                                   "intermediate", "deferred-ok", "deferred-error", "urc"};
  return names[static_cast<std::size_t>(role)];
}
const char* name(ValueType type) {
  constexpr const char* names[] = {"any",  "integer", "decimal", "hex",  "string", "address",
                                   "bits", "octets",  "escaped", "time", "timer"};
  return names[static_cast<std::size_t>(type)];
}
const char* name(Sensitivity sensitivity) {
  constexpr const char* names[] = {"open", "personal", "secret"};
  return names[static_cast<std::size_t>(sensitivity)];
}
const char* name(Comparison::Operator op) {
  constexpr const char* names[] = {"=", "!=", "<", "<=", ">", ">="};
  return names[static_cast<std::size_t>(op)];
}
const char* name(DataPhase::Start start) {
  constexpr const char* names[] = {"prompt", "line", "connect", "immediately"};
  return names[static_cast<std::size_t>(start)];
}
const char* name(DataPhase::End end) {
  constexpr const char* names[] = {"length", "terminator", "transparent", "ppp"};
  return names[static_cast<std::size_t>(end)];
}
const char* name(Payload::Kind kind) {
  constexpr const char* names[] = {"none", "counted", "line", "text"};
  return names[static_cast<std::size_t>(kind)];
}
const char* name(Trigger::Kind kind) {
  constexpr const char* names[] = {"sent", "ok", "error", "line", "boot", "outside"};
  return names[static_cast<std::size_t>(kind)];
}

const char* name(Need need) {
  constexpr const char* names[] = {"state", "mode", "session", "bearer", "service", "network", "sim", "tls"};
  return names[static_cast<std::size_t>(need)];
}

Json milliseconds(Nanoseconds value) {
  if (value % 1'000'000 == 0) return value / 1'000'000;
  return static_cast<double>(value) / 1e6;
}

class Dumper {
 public:
  explicit Dumper(const Dialect& dialect) : dialect_(dialect) {}

  [[nodiscard]] Json run() const {
    Json result;
    result["v"] = 1;
    result["name"] = dialect_.name();
    put(result, "title", dialect_.title());
    result["extends"] = dialect_.ancestors();
    put(result, "identified_by", Json(dialect_.identified_by()));
    put(result, "default_max_response", limit(dialect_.max_response(nullptr, nullptr)));
    result["settings"] = Json::array();
    for (const SettingInfo& setting : dialect_.settings()) {
      Json item{{"name", setting.name}, {"initial", setting.initial}};
      put(item, "meaning", setting.meaning);
      result["settings"].push_back(std::move(item));
    }
    Json timers = Json::array();
    for (const Timer& timer : dialect_.timers()) {
      Json item{{"name", timer.name}};
      put(item, "time", limit(timer.time));
      put(item, "meaning", timer.meaning);
      put(item, "section", timer.section);
      timers.push_back(std::move(item));
    }
    put(result, "timers", std::move(timers));
    result["enumerations"] = Json::array();
    for (const auto& enumeration : dialect_.enumerations()) {
      if (enumeration->name.empty()) continue;
      Json item{{"name", enumeration->name}};
      put(item, "errors", enumeration->is_error_family);
      put(item, "section", enumeration->section);
      item["values"] = values(*enumeration);
      result["enumerations"].push_back(std::move(item));
    }
    result["parameters"] = Json::array();
    for (const Parameter& item : dialect_.parameters()) result["parameters"].push_back(parameter(item));
    result["results"] = lines(true);
    result["commands"] = Json::array();
    for (const Command& item : dialect_.commands()) result["commands"].push_back(command(item));
    result["urcs"] = lines(false);
    result["machines"] = Json::array();
    for (const Machine& item : dialect_.machines()) result["machines"].push_back(machine(item));
    return result;
  }

  [[nodiscard]] Json one(const Command& item) const { return command(item); }
  [[nodiscard]] Json one(const LineRule& item) const { return line(item); }

 private:
  // Result codes (or URCs) that belong to no command.
  [[nodiscard]] Json lines(bool results) const {
    Json list = Json::array();
    for (const LineRule& rule : dialect_.line_rules()) {
      if (rule.command == no_command && (rule.role != LineRole::urc) == results) list.push_back(line(rule));
    }
    return list;
  }

  [[nodiscard]] Json rules(const std::vector<RuleId>& ids) const {
    Json list = Json::array();
    for (const RuleId id : ids) list.push_back(line(dialect_.rule(id)));
    return list;
  }

  [[nodiscard]] Json line(const LineRule& rule) const {
    Json item{{"role", name(rule.role)}, {"syntax", rule.notation.text()}};
    put(item, "when", condition(rule.when));
    put(item, "many", rule.many);
    put(item, "text", rule.text);
    put(item, "boot", rule.boot);
    put(item, "newest", rule.newest);
    put(item, "raw", rule.raw);
    Json sets = Json::object();
    for (const SettingChange& change : rule.sets)
      sets[dialect_.settings()[change.setting].name] = change.value;
    put(item, "sets", std::move(sets));
    if (rule.numeric >= 0) item["numeric"] = rule.numeric;
    if (rule.errors != nullptr) put(item, "errors", rule.errors->name);
    put(item, "fetched_by", uses(rule.fetched_by));
    if (rule.holds != 0) item["holds"] = rule.holds;
    if (rule.payload.kind != Payload::Kind::none) {
      Json payload{{"kind", name(rule.payload.kind)}};
      put(payload, "inline", rule.payload.place == Payload::Place::inline_);
      put(payload, "enclosed", rule.payload.place == Payload::Place::enclosed);
      put(payload, "length", rule.payload.length);
      if (rule.payload.multiplier != 1) payload["multiplier"] = rule.payload.multiplier;
      item["payload"] = std::move(payload);
    }
    put(item, "meaning", rule.meaning);
    put(item, "section", rule.section);
    return item;
  }

  [[nodiscard]] std::string condition(const Condition& condition) const {
    std::string text;
    for (const Comparison& term : condition.all) {
      if (!text.empty()) text += " and ";
      text += fmt::format("{} {} {}", dialect_.settings()[term.setting].name, name(term.op), term.value);
    }
    return text;
  }

  // Milliseconds; {} when nothing is known.
  [[nodiscard]] static Json limit(const Limit& limit) {
    Json item = Json::object();
    if (limit.base == 0 && limit.first.empty()) return item;
    item["ms"] = milliseconds(limit.base);
    if (!limit.first.empty()) {
      item["per"] =
          limit.second.empty() ? Json::array({limit.first}) : Json::array({limit.first, limit.second});
      item["per_ms"] = milliseconds(limit.unit);
    }
    return item;
  }
  [[nodiscard]] static Json limit(const std::optional<Limit>& value) {
    return value ? limit(*value) : Json(Json::object());
  }

  [[nodiscard]] std::string use(const CommandUse& use) const {
    return "AT" + dialect_.command(use.command).name + (use.arguments ? use.arguments->text() : "");
  }
  [[nodiscard]] Json uses(const std::vector<CommandUse>& list) const {
    Json texts = Json::array();
    for (const CommandUse& entry : list) texts.push_back(use(entry));
    return texts;
  }

  [[nodiscard]] static Json values(const Enumeration& enumeration) {
    Json list = Json::array();
    for (const EnumValue& value : enumeration.values) {
      Json item{{"value", value.value}};
      put(item, "last", value.last);
      item["meaning"] = value.meaning;
      put(item, "alternative", value.alternative);
      put(item, "words", Json(value.words));
      list.push_back(std::move(item));
    }
    return list;
  }

  [[nodiscard]] static Json parameter(const Parameter& parameter) {
    Json item{{"name", parameter.name}, {"type", name(parameter.type)}};
    put(item, "meaning", parameter.meaning);
    put(item, "minimum", parameter.minimum);
    put(item, "maximum", parameter.maximum);
    put(item, "minimum_length", parameter.minimum_length);
    put(item, "maximum_length", parameter.maximum_length);
    put(item, "unit", parameter.unit);
    if (parameter.scale != 1) item["scale"] = parameter.scale;
    if (parameter.offset != 0) item["offset"] = parameter.offset;
    put(item, "default", parameter.default_value);
    put(item, "insecure", Json(parameter.insecure));
    put(item, "failures", Json(parameter.failures));
    put(item, "at_most", parameter.at_most);
    Json discouraged = Json::array();
    for (const EnumValue& value : parameter.discouraged) {
      Json entry{{"value", value.value}, {"reason", value.meaning}};
      put(entry, "last", value.last);
      discouraged.push_back(std::move(entry));
    }
    put(item, "discouraged", std::move(discouraged));
    if (parameter.sensitivity != Sensitivity::open) item["sensitivity"] = name(parameter.sensitivity);
    if (parameter.enumeration != nullptr) {
      put(item, "enumeration", parameter.enumeration->name);
      item["values"] = values(*parameter.enumeration);
    }
    put(item, "sum", parameter.sum);
    put(item, "timer", parameter.timer);
    Json variants = Json::array();
    for (const ParameterVariant& variant : parameter.variants) {
      Json other = Dumper::parameter(variant.parameter);
      other["when"] = variant.other;
      other["is"] = variant.values;
      variants.push_back(std::move(other));
    }
    put(item, "variants", std::move(variants));
    return item;
  }

  // The command line of a form, as the manual prints it.
  [[nodiscard]] static std::string syntax(const Command& command, const FormRule& form) {
    const char* tail = form.form == Form::read ? "?" : form.form == Form::test ? "=?" : "";
    return "AT" + command.name + form.arguments.text() + tail;
  }

  [[nodiscard]] Json form(const Command& command, const FormRule& form) const {
    Json item{{"form", name(form.form)}, {"syntax", syntax(command, form)}};
    put(item, "when", condition(form.when));
    item["responses"] = rules(form.answers);
    item["finals"] = finals(form);
    put(item, "no_final", form.no_final);
    put(item, "no_ok", form.no_ok);
    put(item, "ok_first", form.before_answer);
    put(item, "deferred", rules(form.deferred));
    if (form.deferred_limit) put(item, "deferred_limit", limit(*form.deferred_limit));
    if (form.data) item["data"] = data(*form.data);
    put(item, "max_response", limit(dialect_.max_response(&command, &form)));
    put(item, "section", form.section.empty() ? command.section : form.section);
    return item;
  }

  [[nodiscard]] Json finals(const FormRule& form) const {
    Json list = Json::array();
    if (!form.no_final && !form.only_own_finals && !form.no_ok) {
      list.push_back(Json{{"role", "final-ok"}, {"syntax", "OK"}});
    }
    for (const RuleId id : form.finals) list.push_back(line(dialect_.rule(id)));
    return list;
  }

  [[nodiscard]] Json data(const DataPhase& data) const {
    Json item{{"begins", name(data.start)}};
    put(item, "announce", data.announce);
    item["ends"] = name(data.end);
    put(item, "length", data.length);
    if (data.end == DataPhase::End::terminator) {
      item["terminator"] = static_cast<unsigned char>(data.terminator);
      item["abort"] = static_cast<unsigned char>(data.abort);
    }
    put(item, "swallows_lf", data.swallows_lf);
    put(item, "time", limit(data.time));
    put(item, "pause", limit(data.pause));
    put(item, "early_when", condition(data.early));
    return item;
  }

  [[nodiscard]] Json command(const Command& command) const {
    Json item{{"name", command.name}, {"kind", name(command.kind)}, {"dialect", command.dialect}};
    put(item, "meaning", command.meaning);
    put(item, "section", command.section);
    put(item, "abortable", command.abortable);
    put(item, "ends_line", command.ends_line);
    put(item, "restarts", command.restarts);
    Json restarting = Json::array();
    for (const Notation& arguments : command.restarting) restarting.push_back(arguments.text());
    put(item, "restarts_with", std::move(restarting));
    put(item, "saves", command.saves);
    put(item, "limited_tries", command.limited_tries);
    if (command.sleeps) {
      Json sleeps{{"after_ms", milliseconds(command.sleeps->after)}};
      put(sleeps, "when", condition(command.sleeps->when));
      put(sleeps, "section", command.sleeps->section);
      item["sleeps"] = std::move(sleeps);
    }
    item["forms"] = Json::array();
    for (const FormRule& rule : command.forms) item["forms"].push_back(form(command, rule));
    item["parameters"] = Json::array();
    for (const Parameter& value : command.parameters) item["parameters"].push_back(parameter(value));
    Json urcs = Json::array();
    for (const RuleId id : command.rules) {
      if (dialect_.rule(id).role == LineRole::urc) urcs.push_back(line(dialect_.rule(id)));
    }
    put(item, "urcs", std::move(urcs));
    Json settings = Json::array();
    for (const SettingRule& rule : command.settings) {
      Json setting{{"setting", dialect_.settings()[rule.setting].name}};
      if (rule.parameter.empty()) {
        setting["value"] = rule.value;
      } else {
        setting["parameter"] = rule.parameter;
      }
      if (rule.form) setting["form"] = name(*rule.form);
      settings.push_back(std::move(setting));
    }
    put(item, "settings", std::move(settings));
    Json allowed = Json::array();
    for (const AllowedRule& rule : command.allowed) {
      Json entry{{"machine", rule.machine}, {"states", rule.states}};
      put(entry, "when", condition(rule.when));
      if (rule.form) entry["form"] = name(*rule.form);
      if (rule.need != Need::state) entry["need"] = name(rule.need);
      if (rule.instance) entry["instance"] = dialect_.settings()[*rule.instance].name;
      if (rule.arguments) entry["arguments"] = rule.arguments->text();
      put(entry, "way_out", rule.way_out);
      put(entry, "section", rule.section);
      allowed.push_back(std::move(entry));
    }
    put(item, "allowed", std::move(allowed));
    Json needs = Json::array();
    for (const NeedRule& rule : command.needs) {
      Json entry{{"commands", uses(rule.uses)}, {"need", name(rule.need)}};
      put(entry, "since", uses(rule.since));
      put(entry, "when", condition(rule.when));
      if (rule.form) entry["form"] = name(*rule.form);
      put(entry, "way_out", rule.way_out);
      put(entry, "section", rule.section);
      needs.push_back(std::move(entry));
    }
    put(item, "needs", std::move(needs));
    Json followed = Json::array();
    for (const FollowRule& rule : command.followed_by) {
      Json entry{{"command", use(rule.next)}, {"within", limit(rule.within)}};
      put(entry, "reason", rule.reason);
      put(entry, "section", rule.section);
      followed.push_back(std::move(entry));
    }
    put(item, "followed_by", std::move(followed));
    Json exposes = Json::array();
    for (const ExposeRule& rule : command.exposes) {
      Json entry{{"stored", uses(rule.stored)}};
      put(entry, "when", condition(rule.when));
      put(entry, "way_out", rule.way_out);
      put(entry, "section", rule.section);
      exposes.push_back(std::move(entry));
    }
    put(item, "exposes", std::move(exposes));
    Json required = Json::array();
    for (const RequiredSettings& rule : command.required) {
      Json entry{{"what", condition(rule.what)}};
      put(entry, "when", condition(rule.when));
      if (rule.form) entry["form"] = name(*rule.form);
      if (rule.arguments) entry["arguments"] = rule.arguments->text();
      put(entry, "way_out", rule.way_out);
      put(entry, "section", rule.section);
      required.push_back(std::move(entry));
    }
    put(item, "requires", std::move(required));
    Json keeping = Json::object();
    put(keeping, "saved_by", Json(command.keeping.saved_by));
    put(keeping, "saved_at_once", command.keeping.saved_at_once);
    put(keeping, "after_restart", command.keeping.after_restart);
    if (!keeping.empty()) put(keeping, "section", command.keeping.section);
    put(item, "keeping", std::move(keeping));
    return item;
  }

  [[nodiscard]] Json machine(const Machine& machine) const {
    Json item{{"name", machine.name}};
    put(item, "title", machine.title);
    put(item, "section", machine.section);
    put(item, "when", condition(machine.when));
    put(item, "per", machine.per);
    item["states"] = machine.states;
    item["transitions"] = Json::array();
    for (const TransitionRule& rule : machine.transitions) {
      Json entry;
      entry["from"] = Json::array();
      for (const std::uint8_t state : rule.from) entry["from"].push_back(machine.states[state]);
      entry["to"] = machine.states[rule.to];
      entry["on"] = name(rule.trigger.kind);
      if (rule.trigger.command != no_command) {
        const std::string arguments = rule.trigger.arguments ? rule.trigger.arguments->text() : "";
        entry["command"] = "AT" + dialect_.command(rule.trigger.command).name + arguments;
      }
      if (rule.trigger.notation) entry["line"] = rule.trigger.notation->text();
      put(entry, "cause", rule.trigger.text);
      put(entry, "when", condition(rule.when));
      put(entry, "comment", rule.comment);
      put(entry, "section", rule.section);
      item["transitions"].push_back(std::move(entry));
    }
    item["known_from"] = Json::array();
    for (const StateSource& source : machine.sources) {
      item["known_from"].push_back({{"line", source.notation.text()}, {"parameter", source.parameter}});
    }
    return item;
  }

  const Dialect& dialect_;
};

}  // namespace

std::string dump_json(const Dialect& dialect) {
  // Texts come from files: bytes that are no UTF-8 are shown as U+FFFD.
  return Dumper(dialect).run().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string command_json(const Dialect& dialect, const Command& command) {
  return Dumper(dialect).one(command).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string line_json(const Dialect& dialect, const LineRule& rule) {
  return Dumper(dialect).one(rule).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace atscope::grammar

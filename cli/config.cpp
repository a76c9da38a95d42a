// SPDX-License-Identifier: MIT
// `atscope config`: what the configuration says, and where it says so.
#include <fmt/format.h>
#include <iterator>
#include <optional>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/config_loader.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "decoder/config/config_keys.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

using config::config_keys;
using config::ConfigKey;
using config::ConfigValue;
using config::KeyType;

// As it would stand in the file; JSON strings are TOML strings.
std::string quoted(std::string_view text) {
  std::string out;
  report::append_json_string(out, text);
  return out;
}

std::string written(const ConfigKey& key, const std::vector<std::string>& items) {
  if (key.type == KeyType::rules || key.type == KeyType::list) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ", ") + quoted(item);
    return "[" + out + "]";
  }
  const bool bare = key.type == KeyType::number || key.type == KeyType::flag;
  return items.empty() ? std::string() : bare ? items.front() : quoted(items.front());
}

class ConfigCommand final : public Command {
 public:
  void declare(Arguments& arguments) override {
    Arguments show = arguments.subcommand("show", "Print every value with the place that set it",
                                          [this] { return show_values(); });
    show.positionals("PATH", paths_, "The log for which to look; the current folder unless given", false);
    declare_config(show, options_);
    Arguments check = arguments.subcommand("check", "Say what is wrong with the configuration",
                                           [this] { return check_values(); });
    check.positionals("PATH", paths_, "Logs for which to look; the current folder unless given", false);
    declare_config(check, options_);
  }
  int run() override { return exit_fine; }

 private:
  int show_values() {
    ConfigLoader loader(options_);
    Output output;
    if (paths_.empty()) paths_.emplace_back("-");
    for (const std::string& path : paths_) {
      const Config* config = loader.for_log(path);
      if (config == nullptr) return exit_could_not_run;
      output.write(shown(*config));
    }
    return exit_fine;
  }

  int check_values() {
    ConfigLoader loader(options_);
    Output output;
    if (paths_.empty()) paths_.emplace_back("-");
    for (const std::string& path : paths_) {
      const Config* config = loader.for_log(path);
      if (config == nullptr) return exit_findings;
      output.write(fmt::format("{}: fine\n",
                               config->file.empty() ? "no configuration" : report::visible(config->file)));
    }
    return exit_fine;
  }

  static void line(std::string& out, std::string_view name, std::string_view value, std::string_view origin) {
    fmt::format_to(std::back_inserter(out), "{:<46}  # {}\n",
                   value.empty() ? fmt::format("# {} =", name) : fmt::format("{} = {}", name, value),
                   report::visible(origin));
  }

  static std::string shown(const Config& config) {
    std::string out;
    for (const ConfigKey& key : config_keys()) {
      const ConfigValue& value = config.value(key.name);
      line(out, key.name, written(key, value.items), value.origin);
    }
    for (const Config::Level& level : config.severity) {
      line(out, "lint.severity." + level.level.rule,
           quoted(level.level.severity ? lint::to_string(*level.level.severity) : std::string_view("off")),
           level.origin);
    }
    const auto scope = [&](const lint::Scope& where) {
      for (const auto& [name, glob] : {std::pair("log", where.log), std::pair("channel", where.channel),
                                       std::pair("test", where.section)}) {
        if (!glob.empty()) out += fmt::format("  {} = {}\n", name, quoted(glob));
      }
    };
    static constexpr ConfigKey rules{"", KeyType::rules, "", "", ""};
    for (std::size_t index = 0; index < config.overrides.size(); ++index) {
      const lint::PolicyLayer& layer = config.overrides[index];
      out += fmt::format("\n{:<46}  # {}\n", "[[override]]", report::visible(config.override_origins[index]));
      scope(layer.scope);
      if (!layer.select.empty()) out += "  select = " + written(rules, layer.select) + "\n";
      if (!layer.ignore.empty()) out += "  ignore = " + written(rules, layer.ignore) + "\n";
      for (const lint::RuleLevel& level : layer.levels) {
        out +=
            fmt::format("  severity.{} = {}\n", level.rule,
                        quoted(level.severity ? lint::to_string(*level.severity) : std::string_view("off")));
      }
      for (const lint::Expectation& expectation : config.expectations) {
        if (expectation.place == config.override_origins[index])
          out += "  expect = [" + quoted(expectation.rule) + "]\n";
      }
    }
    for (const lint::Waiver& waiver : config.waivers) {
      out += fmt::format("\n{:<46}  # {}\n", "[[waiver]]", report::visible(waiver.place));
      out += "  rule = " + quoted(waiver.rule) + "\n";
      for (const auto& [name, value] : {std::pair("command", waiver.command),
                                        std::pair("error", waiver.error), std::pair("state", waiver.state)}) {
        if (!value.empty()) out += fmt::format("  {} = {}\n", name, quoted(value));
      }
      scope(waiver.scope);
      if (!waiver.reason.empty()) out += "  reason = " + quoted(waiver.reason) + "\n";
      if (!waiver.until.empty()) out += "  until = " + waiver.until + "\n";
    }
    return out;
  }

  std::vector<std::string> paths_;
  ConfigOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_config() {
  return std::make_unique<ConfigCommand>();
}

}  // namespace atscope::cli

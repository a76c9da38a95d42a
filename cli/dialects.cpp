// SPDX-License-Identifier: MIT
#include "cli/dialects.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

#include "capture/look_ahead.h"
#include "cli/console.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t longest_shown_line = 400;

bool names_a_file(const std::string& name) {
  return name.find('/') != std::string::npos || (name.size() > 3 && name.ends_with(".at"));
}

}  // namespace

void print_diagnostics(const grammar::Diagnostics& diagnostics) {
  std::string text;
  for (const grammar::Diagnostic& diagnostic : diagnostics) {
    const std::string message = grammar::format(diagnostic);
    std::string_view rest = message;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      report::append_excerpt(text, rest.substr(0, end), longest_shown_line);
      text += '\n';
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
}

std::shared_ptr<const grammar::Dialect> load_or_complain(const std::string& name_or_path,
                                                         grammar::DialectLoader& loader) {
  if (!names_a_file(name_or_path)) {
    std::vector<std::string_view> names;
    for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) names.push_back(builtin.name);
    if (std::find(names.begin(), names.end(), name_or_path) == names.end()) {
      const std::string near(grammar::nearest(name_or_path, names));
      complain("", "there is no dialect '" + name_or_path + "'",
               near.empty()
                   ? "atscope dialect list shows the built-in ones; a file needs a / or the ending .at"
                   : "did you mean " + near + "?");
      return nullptr;
    }
  }
  auto loaded = loader.load(name_or_path);
  if (loaded) return *loaded;
  complain(name_or_path, "the dialect cannot be used");
  print_diagnostics(loaded.error());
  return nullptr;
}

std::shared_ptr<const grammar::Dialect> load_or_complain(const std::string& name_or_path) {
  grammar::DialectLoader loader;
  return load_or_complain(name_or_path, loader);
}

std::vector<std::shared_ptr<const grammar::Dialect>> load_builtin_dialects() {
  grammar::DialectLoader loader;
  std::vector<std::shared_ptr<const grammar::Dialect>> dialects;
  for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) {
    if (auto dialect = load_or_complain(std::string(builtin.name), loader))
      dialects.push_back(std::move(dialect));
  }
  return dialects;
}

bool DialectShelf::load() {
  if (!is_fixed()) {
    dialects_ = load_builtin_dialects();
    return !dialects_.empty();
  }
  auto dialect = load_or_complain(name_);
  if (dialect == nullptr) return false;
  dialects_.push_back(std::move(dialect));
  return true;
}

DialectShelf::Choice DialectShelf::choose(const capture::LookAheadSource& source) {
  if (is_fixed()) return {dialects_.front(), {}};
  if (chooser_ == nullptr) chooser_ = std::make_unique<session::BuiltinChooser>();
  for (std::size_t index = 0; index < source.size(); ++index) chooser_->see(source.peek(index));
  session::DialectChooser::Choice choice = chooser_->choose();
  if (choice.because.empty()) choice.because = "nothing in the traffic tells";
  return {std::move(choice.dialect), std::move(choice.because)};
}

}  // namespace atscope::cli

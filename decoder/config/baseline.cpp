// SPDX-License-Identifier: MIT
#include "decoder/config/baseline.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "decoder/report/json_writer.h"

namespace atscope::config {
namespace {

using nlohmann::json;

std::string text_of(const json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_of(const json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

}  // namespace

std::string Baseline::load(const std::string& path, Missing missing) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return missing == Missing::is_empty ? "" : "there is no such file";
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return "it cannot be read";
  const json document = json::parse(stream, nullptr, false);
  if (document.is_discarded() || !document.is_object()) return "it is no JSON object";
  if (number_of(document, "v") != 1) return "it is of another version";
  const auto list = document.find("findings");
  if (list == document.end() || !list->is_array()) return "it has no findings";
  for (const json& item : *list) {
    const std::string fingerprint = item.is_object() ? text_of(item, "fingerprint") : std::string();
    if (fingerprint.empty()) return "an entry has no fingerprint";
    Entry& entry = entries_[fingerprint];
    entry.code = text_of(item, "code");
    entry.command = text_of(item, "command");
    entry.error = text_of(item, "error");
    entry.state = text_of(item, "state");
    entry.section = text_of(item, "section");
    entry.seen = number_of(item, "seen");
    entry.runs = number_of(item, "runs");
    entry.known = true;
  }
  return {};
}

lint::BaselineState Baseline::see(const lint::Finding& finding) {
  Entry& entry = entries_[finding.fingerprint];
  if (!entry.known) {
    entry.code = finding.code;
    entry.command = finding.command;
    entry.error = finding.error;
    entry.state = finding.state;
    entry.section = finding.section;
  }
  entry.came = true;
  return entry.known ? lint::BaselineState::unchanged : lint::BaselineState::fresh;
}

std::size_t Baseline::absent() const {
  std::size_t count = 0;
  for (const auto& [fingerprint, entry] : entries_) count += entry.known && !entry.came ? 1 : 0;
  return count;
}

bool Baseline::save(const std::string& path, bool add, bool prune) {
  std::string text;
  report::JsonWriter json(text);
  json.begin_object();
  json.number("v", 1);
  json.begin_array("findings");
  for (const auto& [fingerprint, entry] : entries_) {
    if (!entry.came && prune) continue;
    if (!entry.known && !add) continue;
    text += '\n';
    json.begin_object();
    json.string("fingerprint", fingerprint);
    json.string("code", entry.code);
    json.string("command", entry.command);
    json.string("error", entry.error);
    json.string("state", entry.state);
    json.string("section", entry.section);
    json.number("seen", entry.seen + (entry.came ? 1 : 0));
    json.number("runs", entry.runs + 1);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  text += '\n';
  // Whole or not at all: a run that is killed must not leave half a baseline.
  const std::string temporary = path + ".new";
  std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  std::error_code error;
  if (stream) std::filesystem::rename(temporary, path, error);
  if (stream && !error) return true;
  std::remove(temporary.c_str());
  return false;
}

}  // namespace atscope::config

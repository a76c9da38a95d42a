// SPDX-License-Identifier: MIT
#include "cli/source_map.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

#include "cli/report/artifact.h"

namespace atscope::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_file = std::uintmax_t{4} << 20;
constexpr std::size_t max_literal = 200;

bool is_source(const fs::path& path) {
  static constexpr std::array<std::string_view, 26> endings{
      ".c",  ".h",  ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".inc", ".ino", ".py", ".rs",   ".go", ".java",
      ".kt", ".js", ".ts", ".lua", ".cs",  ".m",   ".mm", ".s",   ".def", ".at", ".chat", ".rb", ".swift"};
  const std::string ending = path.extension().string();
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

bool is_skipped_folder(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.') || name == "build" || name == "node_modules" || name == "target" ||
         name == "__pycache__";
}

bool begins_name(char c) {
  return std::string_view("+&%^#$*!_").find(c) != std::string_view::npos;
}

bool is_name(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// "+CIPSTART" of "AT+CIPSTART=…"; empty for basic commands, which stand in too many strings by chance.
std::string name_of(std::string_view command) {
  if (command.size() < 4 || upper(command.substr(0, 2)) != "AT" || !begins_name(command[2])) return {};
  std::size_t end = 3;
  while (end < command.size() && is_name(command[end])) ++end;
  return upper(command.substr(2, end - 2));
}

// A literal without the escapes of the languages: \" is a quote.
std::string unescaped(std::string_view literal) {
  std::string out;
  for (std::size_t at = 0; at < literal.size(); ++at) {
    if (literal[at] == '\\' && at + 1 < literal.size()) {
      if (literal[at + 1] != '"' && literal[at + 1] != '\'') break;  // \r: the end of the command line
      ++at;
    }
    out += literal[at];
  }
  return out;
}

std::size_t common_beginning(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  while (size < a.size() && size < b.size() && a[size] == b[size]) ++size;
  return size;
}

}  // namespace

std::size_t SourceMap::scan(const std::string& folder, const std::string& root) {
  std::error_code error;
  std::set<fs::path> files;  // in order, so that the same tree gives the same answer
  fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && walk != end; walk.increment(error)) {
    std::error_code ignored;
    if (walk->is_directory(ignored) && is_skipped_folder(walk->path())) {
      walk.disable_recursion_pending();
    } else if (walk->is_regular_file(ignored) && is_source(walk->path()) &&
               walk->file_size(ignored) <= max_file) {
      files.insert(walk->path());
    }
  }
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    scan_file(artifact_path(file.string(), root), text);
  }
  return count_;
}

void SourceMap::scan_file(const std::string& path, std::string_view text) {
  std::uint64_t line = 1;
  std::size_t line_begin = 0;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (text[at] == '\n') {
      ++line;
      line_begin = at + 1;
      continue;
    }
    if (!begins_name(text[at]) || !is_name(text[at + 1]) || at == 0) continue;
    const bool with_at = at >= 2 && upper(text.substr(at - 2, 2)) == "AT";
    const char before = text[at - 1];
    if (!with_at && before != '"' && before != '\'') continue;
    std::size_t end = at + 1;
    while (end < text.size() && is_name(text[end])) ++end;
    if (end - at < 3) continue;
    const std::string name = upper(text.substr(at, end - at));
    // To the end of the string, a line end, or what a format fills in.
    std::size_t last = end;
    while (last < text.size() && last - at < max_literal && text[last] != '\n' && text[last] != '%' &&
           text[last] != '{' && (text[last] != '"' || text[last - 1] == '\\') && text[last] != '\'' &&
           !(text[last] == '\\' && text.substr(last + 1, 1) != "\"")) {
      ++last;
    }
    const std::size_t begin = with_at ? at - 2 : at;
    std::vector<SourceSite>& sites = sites_[name];
    if (sites.size() < kept_per_command) {
      sites.push_back(
          {path, line, begin - line_begin + 1, last - begin, std::string(text.substr(begin, last - begin))});
      ++count_;
    }
    at = end - 1;
  }
}

const SourceSite* SourceMap::find(const lint::Finding& finding) const {
  // The finding's own line may be an answer: then the command that it is about stands among the related
  // lines.
  std::string_view line = finding.text;
  std::string name = name_of(line);
  if (const std::string wanted = name_of(finding.command); !wanted.empty() && wanted != name) {
    line = finding.command;
    for (const lint::Related& related : finding.related) {
      if (name_of(related.text) == wanted) line = related.text;
    }
    name = wanted;
  }
  const auto found = sites_.find(name);
  if (name.empty() || found == sites_.end()) return nullptr;
  const SourceSite* best = nullptr;
  std::size_t best_score = 0;
  for (const SourceSite& site : found->second) {
    const std::string literal = unescaped(site.literal);
    const bool with_at = !begins_name(literal.front());
    const std::string_view tail = with_at ? std::string_view(literal).substr(2) : std::string_view(literal);
    const std::size_t score = 2 * common_beginning(line.substr(2), tail) + (with_at ? 1 : 0);
    if (best == nullptr || score > best_score) {
      best = &site;
      best_score = score;
    }
  }
  return best;
}

}  // namespace atscope::cli

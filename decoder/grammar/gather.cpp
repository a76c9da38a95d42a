// SPDX-License-Identifier: MIT
#include "decoder/grammar/gather.h"

#include <algorithm>
#include <fmt/format.h>

#include "decoder/grammar/files.h"

namespace atscope::grammar {
namespace {

using ast::Statement;

constexpr std::size_t max_depth = 16;  // of includes, and of ancestors
constexpr std::size_t max_layers = 64;

class Gatherer {
 public:
  explicit Gatherer(Gathered& result) : result_(result) {}

  void dialect(const DialectText& text) {
    const std::string& file = text.file;
    chain_.push_back(file);
    Layer layer;
    const ParsedFile& own = parse(text);
    std::vector<std::string> includes{file};
    splice(own.statements, file, includes, layer.statements);

    const Statement* head = nullptr;
    for (const Statement* statement : layer.statements) {
      if (statement->kind != Statement::Kind::dialect) continue;
      if (head != nullptr) {
        result_.error(statement->place, "a second dialect statement", "one for each file",
                      "an included file has none");
      } else {
        head = statement;
      }
    }
    if (head == nullptr) {
      if (!result_.failed()) {
        result_.error(own.source.text().substr(0, 0), "this file does not say which dialect it is",
                      "dialect NAME \"title\"", "begin it with a dialect statement");
      }
      chain_.pop_back();
      return;
    }
    layer.name = std::string(head->name);
    layer.title = std::string(*head->title);
    const std::vector<ast::Text> bases = *head->names;
    for (const ast::Text base : bases) layer.extends.emplace_back(base);
    layers_.push_back(std::move(layer));
    for (const ast::Text base : bases) extend(base, file);
    chain_.pop_back();
  }

  // An ancestor that several extend stands behind all of them.
  void finish() {
    for (std::size_t index = 0; index < layers_.size(); ++index) {
      const bool again = std::any_of(layers_.begin() + static_cast<std::ptrdiff_t>(index) + 1, layers_.end(),
                                     [&](const Layer& later) { return later.name == layers_[index].name; });
      if (!again) result_.layers.push_back(std::move(layers_[index]));
    }
  }

 private:
  const ParsedFile& parse(const DialectText& text) {
    const bool lasting = chain_.size() > 1 || result_.parsed.is_base(chain_.front());
    const ParsedFile& parsed = result_.parsed.get(text, lasting);
    result_.files.push_back(&parsed);
    result_.diagnostics.insert(result_.diagnostics.end(), parsed.diagnostics.begin(),
                               parsed.diagnostics.end());
    return parsed;
  }

  void extend(ast::Text base, const std::string& file) {
    auto found = find_dialect_text(std::string(base), file);
    if (!found) {
      result_.error(base, found.error());
    } else if (std::find(chain_.begin(), chain_.end(), found->file) != chain_.end()) {
      result_.error(base, fmt::format("\"{}\" extends itself", base), "",
                    "a dialect cannot be its own ancestor");
    } else if (chain_.size() >= max_depth || layers_.size() >= max_layers) {
      result_.error(base, "too many ancestors");
    } else {
      dialect(*found);
    }
  }

  void splice(const std::vector<Statement>& statements, const std::string& file,
              std::vector<std::string>& includes, std::vector<const Statement*>& out) {
    for (const Statement& statement : statements) {
      if (statement.kind != Statement::Kind::include) {
        out.push_back(&statement);
        continue;
      }
      auto found = find_dialect_text(std::string(statement.name), file);
      if (!found) {
        result_.error(statement.name, found.error());
      } else if (std::find(includes.begin(), includes.end(), found->file) != includes.end()) {
        result_.error(statement.name, fmt::format("\"{}\" includes itself", statement.name));
      } else if (includes.size() >= max_depth) {
        result_.error(statement.name, "includes are nested too deep");
      } else {
        includes.push_back(found->file);
        splice(parse(*found).statements, found->file, includes, out);
        includes.pop_back();
      }
    }
  }

  Gathered& result_;
  std::vector<Layer> layers_;
  std::vector<std::string> chain_;  // files of the dialects that are being read
};

}  // namespace

Diagnostic Gathered::at(const char* place) const {
  for (const ParsedFile* file : files) {
    if (file->source.holds(place)) return file->source.at(place);
  }
  return {};
}

void Gathered::error(std::string_view place, std::string message, std::string expected, std::string help) {
  Diagnostic diagnostic = at(place.data());
  diagnostic.message = std::move(message);
  diagnostic.expected = std::move(expected);
  diagnostic.help = std::move(help);
  diagnostics.push_back(std::move(diagnostic));
}

void Gathered::warn(std::string_view place, std::string message, std::string help) {
  error(place, std::move(message), {}, std::move(help));
  diagnostics.back().warning = true;
}

bool Gathered::failed() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& item) { return !item.warning; });
}

Gathered gather(const DialectText& text, ParsedFiles& files) {
  Gathered result(files);
  Gatherer gatherer(result);
  gatherer.dialect(text);
  gatherer.finish();
  return result;
}

}  // namespace atscope::grammar

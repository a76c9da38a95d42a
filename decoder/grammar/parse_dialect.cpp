// SPDX-License-Identifier: MIT
#include "decoder/grammar/parse_dialect.h"

#include <array>
#include <fmt/format.h>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/grammar/statement_grammar.h"

namespace atscope::grammar {
namespace {

using ast::Statement;
using Kind = Statement::Kind;

constexpr std::string_view top_words[] = {"dialect", "include", "identified by", "default max",
                                          "enum",    "errors",  "parameter",     "result",
                                          "command", "urc",     "machine",       "timer"};
constexpr std::string_view command_words[] = {
    "exec",       "set",           "read",         "test",     "urc",           "setting",
    "allowed in", "abortable",     "needs",        "requires", "followed by",   "exposes",
    "saves",      "limited tries", "sleeps",       "saved by", "saved at once", "effective after restart",
    "ends line",  "restarts",      "answer",       "final",    "no final",      "no ok",
    "ok first",   "deferred",      "intermediate", "max",      "when",          "many",
    "data",       "payload"};
constexpr std::string_view machine_words[] = {"states", "known from"};
constexpr std::string_view clause_words[] = {"when",    "answer",   "many",     "final",        "no final",
                                             "no ok",   "ok first", "deferred", "intermediate", "data",
                                             "payload", "max",      "boot",     "numeric",      "default",
                                             "else",    "on",       "within",   "per",          "extends"};
constexpr std::string_view parameter_words[] = {"integer",  "decimal", "hex",   "string", "address",
                                                "length",   "unit",    "scale", "offset", "default",
                                                "personal", "secret",  "sum"};

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \t<>:,="));
}

std::span<const std::string_view> words_of(Block block) {
  switch (block) {
    case Block::top:
      return top_words;
    case Block::command:
      return command_words;
    case Block::machine:
      return machine_words;
    case Block::enumeration:
      break;
  }
  return {};
}

std::string_view name_of(Block block) {
  switch (block) {
    case Block::top:
      return "a statement of a dialect";
    case Block::command:
      return "a statement of a command";
    case Block::machine:
      return "a statement of a machine";
    case Block::enumeration:
      break;
  }
  return "a value with its meaning, as 1 \"on\"";
}

std::optional<Block> block_of(std::string_view word) {
  if (word == "command") return Block::command;
  if (word == "enum" || word == "errors") return Block::enumeration;
  if (word == "machine") return Block::machine;
  return std::nullopt;
}

class Parser {
 public:
  Parser(const SourceText& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}

  std::vector<Statement> run() {
    std::vector<Statement> statements;
    const auto& lines = source_.lines();
    while (next_ < lines.size()) {
      const LogicalLine& line = lines[next_++];
      if (line.closes && !line.opens) {
        report(line.text.data(), "'}' closes nothing", "", "");
        continue;
      }
      Statement statement;
      const bool good = parse(line, Block::top, statement);
      statement.opens = line.opens;
      if (line.opens) {
        const std::optional<Block> block = block_of(first_word(line.text));
        if (good && !block) {
          report(line.text.data() + line.text.size(), "this statement holds no others", "no '{' here", "");
        }
        if (!line.closes) body(block, line, statement.body);
      }
      if (good) statements.push_back(std::move(statement));
    }
    statements.shrink_to_fit();  // they are kept for every dialect that extends this one
    return statements;
  }

 private:
  // The lines up to '}'. A line that can only stand at the top ends the block too, so that a forgotten '}'
  // is one mistake.
  void body(std::optional<Block> block, const LogicalLine& head, std::vector<Statement>& statements) {
    const auto& lines = source_.lines();
    while (next_ < lines.size()) {
      const LogicalLine& line = lines[next_];
      if (line.closes && !line.opens) {
        ++next_;
        statements.shrink_to_fit();
        return;
      }
      if (line.opens && block_of(first_word(line.text))) break;
      ++next_;
      if (line.opens) {
        report(line.text.data(), "blocks do not nest", block ? std::string(name_of(*block)) : "", "");
        std::vector<Statement> ignored;
        if (!line.closes) body(std::nullopt, line, ignored);
        continue;
      }
      Statement statement;
      if (block && parse(line, *block, statement)) statements.push_back(std::move(statement));
    }
    report(head.text.data(), "this block is not closed", "a line with '}' alone at its end", "");
  }

  bool parse(const LogicalLine& line, Block block, Statement& statement) {
    const std::optional<SyntaxMistake> mistake = parse_statement(line.text, block, statement);
    if (!mistake) {
      statement.clauses.shrink_to_fit();
      return true;
    }
    const std::string_view text = line.text;
    if (mistake->expected.empty()) {
      const std::string_view word = first_word(text);
      report(text.data(), fmt::format("unknown statement \"{}\"", word.empty() ? text : word),
             std::string(name_of(block)), did_you_mean(word, words_of(block)));
      return false;
    }
    const auto rest = static_cast<std::size_t>(text.data() + text.size() - mistake->place);
    if (rest == 0) {
      report(mistake->place, "the statement ends too early", mistake->expected, "");
      return false;
    }
    std::string_view found(mistake->place, rest);
    const std::string_view word = first_word(found).empty() ? found.substr(0, 1) : first_word(found);
    std::string help;
    if (mistake->end_wanted) {
      const bool parameter = statement.kind == Kind::parameter || text.starts_with('<');
      help = did_you_mean(word, parameter ? std::span<const std::string_view>(parameter_words)
                                          : std::span<const std::string_view>(clause_words));
      if (help.empty() && text.data() != mistake->place && mistake->place[-1] == ' ' &&
          word == found.substr(0, 1)) {
        help = "two blanks end a notation; inside one, write a single blank";
      }
    } else {
      help = did_you_mean(word, std::array<std::string_view, 1>{mistake->expected});
    }
    report(mistake->place,
           mistake->end_wanted ? fmt::format("\"{}\" does not belong here", word)
                               : fmt::format("unexpected \"{}\"", word),
           mistake->end_wanted ? "a clause, or the end of the statement" : mistake->expected,
           std::move(help));
    return false;
  }

  void report(const char* place, std::string message, std::string expected, std::string help) {
    Diagnostic diagnostic = source_.at(place);
    diagnostic.message = std::move(message);
    diagnostic.expected = std::move(expected);
    diagnostic.help = std::move(help);
    diagnostics_.push_back(std::move(diagnostic));
  }

  const SourceText& source_;
  Diagnostics& diagnostics_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<Statement> parse_dialect(const SourceText& source, Diagnostics& diagnostics) {
  return Parser(source, diagnostics).run();
}

}  // namespace atscope::grammar

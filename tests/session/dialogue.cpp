// SPDX-License-Identifier: MIT
#include "tests/session/dialogue.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>

#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/session/session.h"

namespace atscope::test {
namespace {

std::string unescape(const std::string& text) {
  std::string bytes;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] != '\\' || index + 1 >= text.size()) {
      bytes += text[index];
      continue;
    }
    switch (text[++index]) {
      case 'r':
        bytes += '\r';
        break;
      case 'n':
        bytes += '\n';
        break;
      case 't':
        bytes += '\t';
        break;
      case 'x':
        bytes += static_cast<char>(std::stoi(text.substr(index + 1, 2), nullptr, 16));
        index += 2;
        break;
      default:
        bytes += text[index];
    }
  }
  return bytes;
}

std::string trim(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::shared_ptr<const grammar::Dialect> dialect_named(const std::string& name) {
  static std::map<std::string, std::shared_ptr<const grammar::Dialect>> loaded;
  auto& entry = loaded[name];
  if (!entry) {
    const bool own = name.ends_with(".at");
    auto result = grammar::load_dialect(
        own ? std::string(ATSCOPE_SOURCE_DIR "/tests/session/dialogues/") + name : name);
    if (!result) {
      for (const grammar::Diagnostic& diagnostic : result.error())
        ADD_FAILURE() << grammar::format(diagnostic);
      return nullptr;
    }
    entry = *result;
  }
  return entry;
}

class Recorder final : public session::EventSink {
 public:
  void on_event(const session::Event& event) override {
    if (event.transition != nullptr) {
      std::string words = fmt::format("state {}", event.transition->machine);
      if (!event.transition->instance.empty()) words += fmt::format(" {}", event.transition->instance);
      words += fmt::format(": {}", event.transition->to);
      recorded.events.push_back({event.origin.line, words, std::string(event.text)});
      return;
    }
    std::string words(session::to_string(event.kind));
    if (event.txn != 0) words += fmt::format(" {}", event.txn);
    if (event.inside != 0) words += fmt::format(" in {}", event.inside);
    if (event.confidence != session::Confidence::certain)
      words += fmt::format(" {}", session::to_string(event.confidence));
    recorded.events.push_back({event.origin.line, words, std::string(event.text)});
    recorded.bytes += event.bytes;
    recorded.full.push_back(
        fmt::format("{}@{}+{} {} [{}] {} bytes {} rule {} command {} form {} ok {} end {} t {} because {}",
                    words, event.origin.line, event.origin.offset, session::to_string(event.sender),
                    event.text, event.bytes, event.channel, event.rule, event.command,
                    static_cast<int>(event.form), event.ok, event.line_end, event.time.ns, event.because));
  }
  void on_transaction(const session::Transaction& transaction) override {
    std::string words = fmt::format("{} {} {}", transaction.id, session::to_string(transaction.outcome),
                                    transaction.result.empty() ? "-" : transaction.result);
    for (const session::DeferredResult& result : transaction.deferred) words += " then " + result.text;
    if (transaction.deferred_pending) words += " then nothing";
    recorded.transactions.push_back(words);
    recorded.full.push_back(
        fmt::format("transaction {} {} {} form {} data {}/{} info {} late {} limits {} {}", words,
                    transaction.command, transaction.command_id, fmt::ptr(transaction.form_rule),
                    transaction.data_sent, transaction.data_declared, fmt::join(transaction.info, "|"),
                    transaction.late, transaction.limit, transaction.deferred_limit));
  }
  Recorded recorded;
};

}  // namespace

Dialogue read_dialogue(const std::string& path) {
  Dialogue dialogue;
  dialogue.name = std::filesystem::path(path).stem().string();
  std::ifstream file(path);
  std::string line;
  for (std::uint64_t number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("dialect: ")) {
      dialogue.dialect = trim(line.substr(9));
    } else if (line == "machines: on") {
      dialogue.machines = true;
    } else if (line.starts_with("framing: ")) {
      dialogue.framing =
          trim(line.substr(9)) == "record" ? capture::Framing::record : capture::Framing::stream;
    } else if (line.starts_with("= ")) {
      dialogue.transactions.push_back(trim(line.substr(2)));
    } else {
      DialogueLine entry;
      entry.number = number;
      if (line[0] == '[') {
        entry.time = {static_cast<std::int64_t>(std::stod(line.substr(1)) * 1e9), capture::Clock::monotonic};
        line = line.substr(line.find(']') + 2);
      }
      const std::size_t mark = line.find(";;");
      const std::string bytes = trim(line.substr(0, mark));
      switch (bytes[0]) {
        case '>':
          entry.sender = capture::Sender::dte;
          break;
        case '<':
          entry.sender = capture::Sender::dce;
          break;
        case '?':
          break;
        case '!':
          entry.kind = capture::SegmentKind::gap;
          break;
        default:
          ADD_FAILURE() << path << ':' << number << ": no direction mark: " << line;
      }
      entry.bytes = unescape(bytes.size() > 2 ? bytes.substr(2) : "");
      if (mark != std::string::npos) {
        std::string rest = line.substr(mark + 2);
        while (!trim(rest).empty()) {
          const std::size_t comma = rest.find(", ");
          entry.expected.push_back(trim(rest.substr(0, comma)));
          rest = comma == std::string::npos ? "" : rest.substr(comma + 2);
        }
      }
      dialogue.lines.push_back(std::move(entry));
    }
  }
  return dialogue;
}

std::vector<std::string> dialogue_files() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(ATSCOPE_SOURCE_DIR "/tests/session/dialogues")) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Recorded decode(const Dialogue& dialogue, const std::vector<std::size_t>& cuts,
                const session::SessionOptions& options) {
  Recorder recorder;
  const auto dialect = dialect_named(dialogue.dialect);
  if (!dialect) return {};
  machine::MachineRunner machines(dialect, recorder);
  session::EventSink& sink = dialogue.machines ? static_cast<session::EventSink&>(machines) : recorder;
  session::Session session(dialect, sink, options);
  std::uint64_t offset = 0;
  std::size_t cut = 0;
  for (const DialogueLine& line : dialogue.lines) {
    capture::Segment segment;
    segment.sender = line.sender;
    segment.kind = line.kind;
    segment.framing = dialogue.framing;
    segment.time = line.time;
    std::size_t position = 0;
    do {
      const std::size_t size =
          cuts.empty() ? line.bytes.size() : std::max<std::size_t>(1, cuts[cut++ % cuts.size()]);
      segment.bytes = std::string_view(line.bytes).substr(position, size);
      segment.origin = {offset + position, line.number, 0};
      session.feed(segment);
      position += segment.bytes.size();
    } while (position < line.bytes.size());
    offset += line.bytes.size();
  }
  session.finish();
  return std::move(recorder.recorded);
}

}  // namespace atscope::test

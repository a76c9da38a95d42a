// SPDX-License-Identifier: MIT
// Any bytes as traffic: the session ends, hands out no byte twice, and does not care how the input was cut or
// whether it remembers lines.
//
// The input is a list of chunks: one byte for sender (2 bits), pause and size, then the bytes.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "decoder/grammar/load.h"
#include "decoder/session/fields.h"
#include "decoder/session/session.h"

namespace {

using namespace atscope;

struct Summary final : session::EventSink {
  explicit Summary(const grammar::Dialect& dialect_in) : dialect(dialect_in) {}
  void on_event(const session::Event& event) override {
    bytes += event.bytes;
    words += std::string(session::to_string(event.kind)) + std::to_string(event.txn) +
             std::string(event.text) + std::string(event.because) + '\n';
    for (const session::Field& field : session::fields(event, dialect)) {
      if (field.offset + field.bytes > event.text.size()) std::abort();
    }
  }
  void on_transaction(const session::Transaction& transaction) override {
    words += std::to_string(transaction.id) + std::string(session::to_string(transaction.outcome)) + '\n';
  }
  const grammar::Dialect& dialect;
  std::uint64_t bytes = 0;
  std::string words;
};

struct Chunk {
  capture::Sender sender;
  std::int64_t time;
  std::string_view bytes;
};

Summary decode(const std::vector<Chunk>& chunks, const std::shared_ptr<const grammar::Dialect>& dialect,
               bool split, bool remember) {
  Summary summary(*dialect);
  session::SessionOptions options;
  options.remember_lines = remember;
  session::Session session(dialect, summary, options);
  for (const Chunk& chunk : chunks) {
    capture::Segment segment;
    segment.sender = chunk.sender;
    segment.time = {chunk.time, capture::Clock::monotonic};
    for (std::size_t position = 0; position < chunk.bytes.size();) {
      segment.bytes = chunk.bytes.substr(position, split ? 1 : std::string_view::npos);
      segment.origin.offset = position;
      session.feed(segment);
      position += segment.bytes.size();
    }
  }
  session.finish();
  return summary;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<const grammar::Dialect> dialect = [] {
    auto loaded = grammar::load_dialect(ATSCOPE_SOURCE_DIR "/tests/session/dialogues/small.at");
    if (!loaded) std::abort();
    return *loaded;
  }();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<Chunk> chunks;
  std::int64_t time = 0;
  std::uint64_t total = 0;
  for (std::size_t position = 0; position < input.size();) {
    const auto control = static_cast<unsigned char>(input[position++]);
    const auto sender = static_cast<capture::Sender>(control % 3);
    time += (control / 3 % 4) * 400'000'000LL;
    const std::string_view bytes = input.substr(position, 1 + control / 12 * 3);
    chunks.push_back({sender, time, bytes});
    position += bytes.size();
    total += bytes.size();
  }
  const Summary whole = decode(chunks, dialect, false, true);
  const Summary split = decode(chunks, dialect, true, true);
  const Summary forgetful = decode(chunks, dialect, false, false);
  if (whole.words != split.words || whole.words != forgetful.words || whole.bytes > total) {
    std::fprintf(stderr, "whole:\n%s\nsplit:\n%s\nwithout memory:\n%s\n", whole.words.c_str(),
                 split.words.c_str(), forgetful.words.c_str());
    std::abort();
  }
  return 0;
}

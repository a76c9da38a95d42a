// SPDX-License-Identifier: MIT
// What a trace gives out again is what it was given: the records of `atscope decode` are the same bytes.
#include "decoder/trace/replay.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <string>

#include "capture/open.h"
#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/report/event_writer.h"
#include "decoder/session/session.h"

namespace atscope::trace {
namespace {

namespace fs = std::filesystem;

class Source final : public report::EventSource {
 public:
  explicit Source(std::shared_ptr<const grammar::Dialect> dialect) : dialect_(std::move(dialect)) {}
  const std::string& name() const override { return name_; }
  const std::shared_ptr<const grammar::Dialect>& dialect() const override { return dialect_; }
  std::string_view channel(session::ChannelId) const override { return "line"; }

 private:
  std::string name_ = "log";
  std::shared_ptr<const grammar::Dialect> dialect_;
};

class Both final : public session::EventSink {
 public:
  Both(session::EventSink& one, session::EventSink& two) : one_(one), two_(two) {}
  void on_event(const session::Event& event) override { one_.on_event(event), two_.on_event(event); }
  void on_transaction(const session::Transaction& transaction) override {
    one_.on_transaction(transaction), two_.on_transaction(transaction);
  }

 private:
  session::EventSink &one_, &two_;
};

using Maker = std::unique_ptr<report::EventWriter> (*)(report::Sink, const report::EventWriterOptions&);

class ReplayTest : public testing::TestWithParam<std::string> {};

TEST_P(ReplayTest, IsWhatTheDecoderSaid) {
  const std::string path = std::string(ATSCOPE_SOURCE_DIR) + "/samples/" + GetParam();
  const auto dialect = grammar::load_dialect("yuge-ec716s");
  ASSERT_TRUE(dialect);
  for (const Maker make : {report::make_event_jsonl, report::make_event_csv, report::make_trace_events}) {
    auto input = capture::open(path);
    ASSERT_TRUE(input);
    std::string direct, again;
    const report::EventWriterOptions options{.fields = true};
    const auto writer = make([&](std::string_view text) { direct += text; }, options);
    const Source source(*dialect);
    Trace trace(*dialect);
    Both both(trace, *writer);
    writer->begin(source);
    machine::MachineRunner machines(*dialect, both);
    session::Session session(*dialect, machines);
    capture::Segment segment;
    bool is_capture = false;
    while ((*input)->next(segment)) {
      is_capture = segment.origin.frame != 0;
      session.feed(segment);
    }
    session.finish();
    writer->end();

    const auto second = make([&](std::string_view text) { again += text; }, options);
    second->begin(source);
    replay(trace, *second, {.wanted = {}, .stop = {}, .is_capture = is_capture});
    second->end();
    EXPECT_EQ(again, direct);
    EXPECT_NE(direct, "");
  }
}

std::vector<std::string> samples() {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(std::string(ATSCOPE_SOURCE_DIR) + "/samples")) {
    if (file.is_regular_file() && file.path().extension() != ".md") names.push_back(file.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Samples, ReplayTest, testing::ValuesIn(samples()), [](const auto& sample) {
  std::string name = sample.param;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
});

}  // namespace
}  // namespace atscope::trace

// SPDX-License-Identifier: MIT
// bench_index FILE [LINE]: what the parts of opening a log in the window cost, without a window: each line
// does one thing more than the one before. Processor time of one thread, and of it the system's. With LINE
// (1 to 6) that line alone, for a profiler.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sys/resource.h>

#include "capture/look_ahead.h"
#include "capture/open.h"
#include "decoder/lint/linter.h"
#include "decoder/machine/machine.h"
#include "decoder/session/choose_dialect.h"
#include "decoder/session/session.h"
#include "decoder/trace/trace.h"
#include "gui/timeline/lane_set.h"

namespace {

namespace capture = atscope::capture;
namespace gui = atscope::gui;
namespace lint = atscope::lint;
namespace machine = atscope::machine;
namespace session = atscope::session;
namespace trace = atscope::trace;

struct Work {
  double user = 0, system = 0;
};

Work worked() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {seconds(usage.ru_utime), seconds(usage.ru_stime)};
}

struct Findings final : lint::FindingSink {
  void on_finding(const lint::Finding&) override { ++count; }
  std::uint64_t count = 0;
};

struct Fan final : session::EventSink {
  void on_event(const session::Event& event) override {
    ++events;
    if (kept != nullptr) kept->on_event(event);
    if (lanes != nullptr) lanes->on_event(event);
    if (linter != nullptr) linter->on_event(event);
  }
  void on_transaction(const session::Transaction& transaction) override {
    if (kept != nullptr) kept->on_transaction(transaction);
    if (lanes != nullptr) lanes->on_transaction(transaction);
    if (linter != nullptr) linter->on_transaction(transaction);
  }
  std::uint64_t events = 0;
  trace::Trace* kept = nullptr;
  gui::LaneSet* lanes = nullptr;
  lint::Linter* linter = nullptr;
};

enum class Part { read, decode, move, keep, lanes, judge };

int measure(const char* path, const char* what, Part part) {
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  auto opened = capture::open(path);
  if (!opened) {
    std::fprintf(stderr, "%s: %s\n", path, opened.error().reason.c_str());
    return 2;
  }
  auto source = std::make_unique<capture::LookAheadSource>(std::move(*opened));
  source->look(2000, 512 * 1024);
  session::BuiltinChooser chooser;
  for (std::size_t index = 0; index < source->size(); ++index) chooser.see(source->peek(index));
  const auto dialect = chooser.choose().dialect;

  Fan fan;
  Findings findings;
  std::unique_ptr<trace::Trace> kept;
  std::unique_ptr<gui::LaneSet> lanes;
  const Work before = worked();
  if (part == Part::keep || part == Part::lanes) kept = std::make_unique<trace::Trace>(dialect);
  if (part == Part::lanes) lanes = std::make_unique<gui::LaneSet>(*kept);
  lint::Linter linter(*dialect, source->info(), findings);
  fan.kept = kept.get();
  fan.lanes = lanes.get();
  if (part == Part::judge) fan.linter = &linter;
  machine::MachineRunner machines(dialect, fan);
  linter.attach(machines);
  session::Session decoder(dialect, part == Part::decode ? static_cast<session::EventSink&>(fan) : machines);
  capture::Segment segment;
  while (source->next(segment)) {
    if (part != Part::read) decoder.feed(segment);
  }
  decoder.finish();
  const Work after = worked();
  const double user = after.user - before.user, system = after.system - before.system;
  std::printf("%-34s %7.3f s, of it system %6.3f s; %4.0f MB/s; %.2f million events\n", what, user + system,
              system, size / 1e6 / (user + system), static_cast<double>(fan.events) / 1e6);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("Usage: bench_index FILE [LINE]\n", stderr);
    return 2;
  }
  struct Line {
    const char* what;
    Part part;
  };
  constexpr Line lines[] = {{"read", Part::read},
                            {"read, decode", Part::decode},
                            {"read, decode, move the machines", Part::move},
                            {"… and keep the events", Part::keep},
                            {"… and sort them into lanes", Part::lanes},
                            {"read, decode, move, judge", Part::judge}};
  const int only = argc > 2 ? std::atoi(argv[2]) : 0;
  int number = 0;
  for (const Line& line : lines) {
    if (++number != only && only != 0) continue;
    if (const int failed = measure(argv[1], line.what, line.part)) return failed;
  }
  return 0;
}

// SPDX-License-Identifier: MIT
// The way of the data: text reader, command lines, session, machines, lint.
#include <array>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "capture/open.h"
#include "decoder/lint/linter.h"
#include "decoder/machine/machine.h"
#include "decoder/session/command_line.h"
#include "decoder/session/session.h"
#include "tests/bench/bench_input.h"

namespace {

using atscope::bench::dialect;
namespace capture = atscope::capture;
namespace lint = atscope::lint;
namespace machine = atscope::machine;
namespace session = atscope::session;

struct CountingSink final : session::EventSink {
  void on_event(const session::Event&) override { ++events; }
  void on_transaction(const session::Transaction&) override { ++transactions; }
  std::uint64_t events = 0, transactions = 0;
};

struct CountingFindings final : lint::FindingSink {
  void on_finding(const lint::Finding&) override { ++findings; }
  std::uint64_t findings = 0;
};

void set_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void walk_command_line(benchmark::State& state) {
  constexpr std::array<std::string_view, 6> lines{"AT",
                                                  "ATE0V1Q0&C1&D2",
                                                  "ATS0=0",
                                                  "AT+CREG?",
                                                  "AT+CGDCONT=1,\"IP\",\"internet.example\"",
                                                  "ATE0&W+CREG=2;+CSQ;&W"};
  std::size_t bytes = 0;
  for (const std::string_view line : lines) bytes += line.size();
  for (auto _ : state) {
    for (const std::string_view line : lines) {
      session::CommandLine walk(line);
      session::CommandItem item;
      while (walk.next(item)) benchmark::DoNotOptimize(item);
    }
  }
  set_bytes(state, bytes);
}
BENCHMARK(walk_command_line);

void read_modemmanager_log(benchmark::State& state) {
  const std::string& path = atscope::bench::modemmanager_log_path();
  for (auto _ : state) {
    auto source = capture::open(path);
    capture::Segment segment;
    while ((*source)->next(segment)) benchmark::DoNotOptimize(segment);
  }
  set_bytes(state, atscope::bench::modemmanager_log().size());
}
BENCHMARK(read_modemmanager_log)->Unit(benchmark::kMillisecond);

// Rate in bytes on the line; the log that holds them is about five times as long.
void decode_segments(benchmark::State& state) {
  const auto& segments = atscope::bench::segments();
  CountingSink sink;
  for (auto _ : state) {
    session::Session decoder(dialect(), sink);
    for (const capture::Segment& segment : segments) decoder.feed(segment);
    decoder.finish();
  }
  set_bytes(state, atscope::bench::segment_bytes());
  state.counters["transactions"] =
      static_cast<double>(sink.transactions) / static_cast<double>(state.iterations());
}
BENCHMARK(decode_segments)->Unit(benchmark::kMillisecond);

void lint_modemmanager_log(benchmark::State& state) {
  const std::string& path = atscope::bench::modemmanager_log_path();
  CountingFindings findings;
  for (auto _ : state) {
    auto source = capture::open(path);
    lint::Linter linter(*dialect(), (*source)->info(), findings);
    machine::MachineRunner machines(dialect(), linter);
    linter.attach(machines);
    session::Session decoder(dialect(), machines);
    capture::Segment segment;
    while ((*source)->next(segment)) decoder.feed(segment);
    decoder.finish();
    benchmark::DoNotOptimize(linter.finish((*source)->stats()));
  }
  set_bytes(state, atscope::bench::modemmanager_log().size());
  state.counters["findings"] =
      static_cast<double>(findings.findings) / static_cast<double>(state.iterations());
}
BENCHMARK(lint_modemmanager_log)->Unit(benchmark::kMillisecond);

// What all rules together add to decoding, the machines included: "rules_to_decoding" is to stay under 1.
void judge_segments(benchmark::State& state) {
  const auto& segments = atscope::bench::segments();
  capture::SourceInfo source;
  source.channels = {"one", "two"};
  CountingFindings findings;
  std::chrono::nanoseconds decoding{}, judging{};
  for (auto _ : state) {
    CountingSink nobody;
    const auto begin = std::chrono::steady_clock::now();
    {
      machine::MachineRunner machines(dialect(), nobody);
      session::Session decoder(dialect(), machines);
      for (const capture::Segment& segment : segments) decoder.feed(segment);
      decoder.finish();
    }
    const auto decoded = std::chrono::steady_clock::now();
    {
      lint::Linter linter(*dialect(), source, findings);
      machine::MachineRunner machines(dialect(), linter);
      linter.attach(machines);
      session::Session decoder(dialect(), machines);
      for (const capture::Segment& segment : segments) decoder.feed(segment);
      decoder.finish();
      benchmark::DoNotOptimize(linter.finish({}));
    }
    decoding += decoded - begin;
    judging += std::chrono::steady_clock::now() - decoded;
  }
  const double ratio =
      static_cast<double>((judging - decoding).count()) / static_cast<double>(decoding.count());
  state.counters["rules_to_decoding"] = ratio;
}
BENCHMARK(judge_segments)->Unit(benchmark::kMillisecond);

}  // namespace

// SPDX-License-Identifier: MIT
// The matcher: what every line of the module costs.
#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/load.h"
#include "decoder/grammar/notation.h"
#include "tests/bench/bench_input.h"

namespace {

using atscope::bench::dialect;
namespace grammar = atscope::grammar;

constexpr std::array<std::string_view, 8> lines{"OK",
                                                "+CSQ: 18,99",
                                                "+CREG: 2,1,\"1863\",\"0183db22\",7",
                                                "+CME ERROR: 14",
                                                "+COPS: 0,2,\"00101\",7",
                                                "+CGDCONT: 1,\"IP\",\"internet.example\",\"192.0.2.7\",0,0",
                                                "+NOBODY: knows,this",
                                                "free text without a tag"};

std::size_t bytes_of_lines() {
  std::size_t bytes = 0;
  for (const std::string_view line : lines) bytes += line.size();
  return bytes;
}

void match_notation(benchmark::State& state) {
  const auto notation = grammar::Notation::compile("+CREG: <n>,<stat>[,[<lac>],[<ci>],[<AcT>]]");
  grammar::Captures captures;
  for (auto _ : state) {
    captures.clear();
    benchmark::DoNotOptimize(notation->match(lines[2], captures));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(lines[2].size()));
}
BENCHMARK(match_notation);

void find_candidates(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string_view line : lines) benchmark::DoNotOptimize(dialect()->candidates(line));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lines.size()));
}
BENCHMARK(find_candidates);

void match_candidates(benchmark::State& state) {
  grammar::Captures captures;
  for (auto _ : state) {
    for (const std::string_view line : lines) {
      for (const grammar::RuleId id : dialect()->candidates(line)) {
        captures.clear();
        benchmark::DoNotOptimize(dialect()->rule(id).notation.match(line, captures));
      }
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes_of_lines()));
}
BENCHMARK(match_candidates);

void find_command(benchmark::State& state) {
  constexpr std::array<std::string_view, 5> names{"+CREG", "+csq", "E", "+CGDCONT", "+NOBODYKNOWSTHIS"};
  for (auto _ : state) {
    for (const std::string_view name : names) benchmark::DoNotOptimize(dialect()->find_command(name));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(names.size()));
}
BENCHMARK(find_command);

// Everything that `auto` may choose from, as each run of the program loads it.
void load_all_dialects(benchmark::State& state) {
  double held = 0;
  std::size_t count = 0;
  for (auto _ : state) {
    const auto before = mallinfo2().uordblks;
    std::vector<std::shared_ptr<const grammar::Dialect>> dialects;
    {
      grammar::DialectLoader loader;
      for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) {
        if (auto dialect = loader.load(std::string(builtin.name))) dialects.push_back(std::move(*dialect));
      }
      held = std::max(held, static_cast<double>(mallinfo2().uordblks - before));
    }
    count = dialects.size();
  }
  state.counters["dialects"] = static_cast<double>(count);
  state.counters["MB at most"] = held / 1e6;
}
BENCHMARK(load_all_dialects)->Unit(benchmark::kMillisecond);

}  // namespace

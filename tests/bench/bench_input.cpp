// SPDX-License-Identifier: MIT
#include "tests/bench/bench_input.h"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "capture/open.h"
#include "decoder/grammar/load.h"
#include "tests/bench/log_generator.h"

namespace atscope::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "benchmark: %s\n", what);
  std::exit(2);
}

struct LogFile {
  std::string path;
  LogFile() {
    path = (std::filesystem::temp_directory_path() / ("atscope-bench-" + std::to_string(getpid()) + ".log"))
               .string();
    std::ofstream out(path, std::ios::binary);
    out << modemmanager_log();
    if (!out.flush()) give_up("the temporary log cannot be written");
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  ~LogFile() { std::remove(path.c_str()); }
};

struct Segments {
  std::deque<std::string> texts;
  std::vector<capture::Segment> segments;
  std::size_t bytes = 0;

  Segments() {
    auto source = capture::open(modemmanager_log_path());
    if (!source) give_up(source.error().reason.c_str());
    capture::Segment segment;
    while ((*source)->next(segment)) {
      segment.bytes = texts.emplace_back(segment.bytes);
      segment.offset_steps = {};
      segment.note = {};
      bytes += segment.bytes.size();
      segments.push_back(segment);
    }
    if (segments.empty()) give_up("the generated log has no segments");
  }
};

const Segments& kept_segments() {
  static const Segments kept;
  return kept;
}

}  // namespace

const std::string& modemmanager_log() {
  static const std::string log = [] {
    std::string text;
    generate_log(Style::modemmanager, 8U << 20U, [&](std::string_view block) { text += block; });
    return text;
  }();
  return log;
}

const std::string& modemmanager_log_path() {
  static const LogFile file;
  return file.path;
}

const std::vector<capture::Segment>& segments() {
  return kept_segments().segments;
}

std::size_t segment_bytes() {
  return kept_segments().bytes;
}

const std::shared_ptr<const grammar::Dialect>& dialect() {
  static const std::shared_ptr<const grammar::Dialect> loaded = [] {
    auto result = grammar::load_dialect("3gpp");
    if (!result) give_up(result.error().empty() ? "no dialect" : result.error().front().message.c_str());
    return *result;
  }();
  return loaded;
}

}  // namespace atscope::bench

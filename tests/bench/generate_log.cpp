// SPDX-License-Identifier: MIT
// generate-log --style modemmanager --size 512M out.log
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "tests/bench/log_generator.h"

namespace {

std::optional<std::uint64_t> parse_size(const char* text) {
  char* end = nullptr;
  const std::uint64_t number = std::strtoull(text, &end, 10);
  const std::string_view unit = end;
  if (end == text || number == 0) return std::nullopt;
  if (unit.empty()) return number;
  if (unit == "K") return number << 10U;
  if (unit == "M") return number << 20U;
  if (unit == "G") return number << 30U;
  return std::nullopt;
}

int usage() {
  std::fputs("Usage: generate-log [--style modemmanager|raw] [--size N[K|M|G]] FILE\n", stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::optional<atscope::bench::Style> style = atscope::bench::Style::modemmanager;
  std::optional<std::uint64_t> size = 512U << 20U;
  const char* path = nullptr;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--style" && i + 1 < argc) {
      style = atscope::bench::find_style(argv[++i]);
    } else if (word == "--size" && i + 1 < argc) {
      size = parse_size(argv[++i]);
    } else if (word.starts_with("--") || path != nullptr) {
      return usage();
    } else {
      path = argv[i];
    }
  }
  if (!style || !size || path == nullptr) return usage();

  std::FILE* file = std::fopen(path, "wb");
  if (file == nullptr) {
    std::perror(path);
    return 2;
  }
  bool good = true;
  atscope::bench::generate_log(*style, *size, [&](std::string_view block) {
    good = good && std::fwrite(block.data(), 1, block.size(), file) == block.size();
  });
  if (std::fclose(file) != 0 || !good) {
    std::fprintf(stderr, "%s: could not be written in full\n", path);
    return 2;
  }
  return 0;
}

// SPDX-License-Identifier: MIT
#include "decoder/trace/spill_array.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <thread>

namespace atscope::trace {
namespace {

struct Pair {
  std::uint64_t number, square;
};

void expect_squares(SpillFile& file) {
  SpillArray<Pair> array(file);
  for (std::uint64_t n = 0; n < 100'000; ++n) ASSERT_TRUE(array.push_back({n, n * n}));
  ASSERT_EQ(array.size(), 100'000U);
  for (std::uint64_t n = 0; n < array.size(); n += 7) EXPECT_EQ(array[n].square, n * n);
}

TEST(SpillArray, KeepsWhatItIsGiven) {
  SpillFile file;
  expect_squares(file);
}

TEST(SpillArray, WorksInMemoryWhereNoFileCanBeMade) {
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before != nullptr ? before : "";
  setenv("TMPDIR", "/nowhere/at/all", 1);
  SpillFile file;
  expect_squares(file);
  if (before != nullptr) {
    setenv("TMPDIR", kept.c_str(), 1);
  } else {
    unsetenv("TMPDIR");
  }
}

TEST(SpillArray, SeveralShareOneFile) {
  SpillFile file;
  SpillArray<std::uint32_t> odd(file), even(file);
  for (std::uint32_t n = 0; n < 20'000; ++n) ASSERT_TRUE((n % 2 != 0 ? odd : even).push_back(n));
  for (std::uint32_t n = 0; n < 10'000; ++n) {
    EXPECT_EQ(even[n], 2 * n);
    EXPECT_EQ(odd[n], 2 * n + 1);
  }
}

TEST(SpillArray, KeepsAGroupInOnePiece) {
  SpillFile file;
  SpillArray<char> texts(file);
  for (int n = 0; n < 2000; ++n) {
    const std::string text(static_cast<std::size_t>(n % 700 + 1), static_cast<char>('a' + n % 26));
    const std::size_t place = texts.push_back_together(std::span<const char>(text));
    ASSERT_NE(place, SpillArray<char>::no_room);
    EXPECT_EQ(std::string_view(&texts[place], text.size()), text);
  }
  const std::string longer_than_the_first_chunks(100'000, 'x');
  const std::size_t place = texts.push_back_together(std::span<const char>(longer_than_the_first_chunks));
  EXPECT_EQ(std::string_view(&texts[place], 100'000), longer_than_the_first_chunks);
}

std::size_t resident_file_pages_kb() {
  std::ifstream status("/proc/self/status");
  std::size_t sum = 0;
  for (std::string word; status >> word;) {
    if (word != "RssFile:" && word != "RssShmem:") continue;
    std::size_t number = 0;
    status >> number;
    sum += number;
  }
  return sum;
}

TEST(SpillArray, GivesMemoryBackAndKeepsWhatStoodInIt) {
  SpillFile file;
  SpillArray<std::uint64_t> array(file);
  constexpr std::uint64_t total = 16'000'000;  // 128 MB
  const std::size_t before = resident_file_pages_kb();
  for (std::uint64_t n = 0; n < total; ++n) ASSERT_TRUE(array.push_back(n * n));
  EXPECT_LT(resident_file_pages_kb(), before + 48 * 1024);
  for (std::uint64_t n = 0; n < total; n += 997) ASSERT_EQ(array[n], n * n);
}

TEST(SpillArray, IsReadWhileItGrows) {
  SpillFile file;
  SpillArray<std::uint64_t> array(file);
  constexpr std::uint64_t total = 300'000;
  std::thread writer([&] {
    for (std::uint64_t n = 0; n < total; ++n) {
      if (!array.push_back(n)) return;
    }
  });
  bool in_order = true;
  for (std::size_t seen = 0; seen < total && in_order;) {
    seen = array.size();
    if (seen != 0) in_order = array[seen - 1] == seen - 1 && array[seen / 2] == seen / 2;
  }
  writer.join();
  EXPECT_TRUE(in_order);
}

}  // namespace
}  // namespace atscope::trace

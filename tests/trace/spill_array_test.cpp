// SPDX-License-Identifier: MIT
#include "decoder/trace/spill_array.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <sys/resource.h>
#include <thread>

#include "tests/sanitized.h"

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

std::size_t resident_kb() {
  std::ifstream status("/proc/self/status");
  std::size_t sum = 0;
  for (std::string word; status >> word;) {
    const bool counts = word == "RssFile:" || word == "RssShmem:" || (!sanitized && word == "RssAnon:");
    std::size_t number = 0;
    if (counts && status >> number) sum += number;
  }
  return sum;
}

TEST(SpillArray, GivesMemoryBackAndKeepsWhatStoodInIt) {
  SpillFile file;
  SpillArray<std::uint64_t> array(file);
  constexpr std::uint64_t total = 16'000'000;  // 128 MB
  const std::size_t before = resident_kb();
  for (std::uint64_t n = 0; n < total; ++n) ASSERT_TRUE(array.push_back(n * n));
  EXPECT_LT(resident_kb(), before + 16 * 1024) << "while it grew";
  for (std::uint64_t n = 0; n < total; n += 97) ASSERT_EQ(array[n], n * n);
  file.give_back();
  EXPECT_LT(resident_kb(), before + 16 * 1024) << "after it was looked at";
  for (std::uint64_t n = 0; n < total; n += 997) ASSERT_EQ(array[n], n * n);
}

TEST(SpillArray, WhatWasPutAwayStaysWhereItIsAndCanBeChanged) {
  SpillFile file;
  SpillArray<std::uint64_t> array(file);
  ASSERT_TRUE(array.push_back(1));
  const std::uint64_t& first = array[0];
  for (std::uint64_t n = 1; n < 2'000'000; ++n) ASSERT_TRUE(array.push_back(n));
  array.writable(0) = 7;
  array.writable(1'000'000) = 8;
  file.give_back();
  EXPECT_EQ(first, 7U);
  EXPECT_EQ(array[1'000'000], 8U);
  EXPECT_EQ(&first, &array[0]);
}

TEST(SpillArray, SaysWhenTheDiskIsFullAndKeepsWhatItHas) {
  // As a full disk: no file may grow past this.
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit small{4 << 20, limit.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  SpillFile file;
  SpillArray<std::uint64_t> array(file);
  std::uint64_t count = 0;
  while (count < 16'000'000 && array.push_back(count)) ++count;
  setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, before);
  EXPECT_GT(count, 100'000U);
  EXPECT_LT(count, 16'000'000U);
  ASSERT_EQ(array.size(), count);
  for (std::uint64_t n = 0; n < count; ++n) ASSERT_EQ(array[n], n);
}

TEST(SpillArray, IsReadWhileItGrows) {
  SpillFile file;
  SpillArray<std::uint64_t> array(file);
  constexpr std::uint64_t total = 3'000'000;
  std::thread writer([&] {
    for (std::uint64_t n = 0; n < total; ++n) {
      if (!array.push_back(n)) return;
    }
  });
  bool in_order = true;
  for (std::size_t seen = 0; seen < total && in_order;) {
    seen = array.size();
    if (seen != 0) in_order = array[seen - 1] == seen - 1 && array[seen / 2] == seen / 2;
    if (seen % 1024 == 0) file.give_back();
  }
  writer.join();
  EXPECT_TRUE(in_order);
}

}  // namespace
}  // namespace atscope::trace

// SPDX-License-Identifier: MIT
#include "capture/input.h"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "tests/capture/pack.h"
#include "tests/capture/read_all.h"
#include "tests/capture/temporary.h"
#include "tests/sanitized.h"

namespace atscope::capture {
namespace {

/// Lines that do not pack too well, so that the packed form has many blocks.
std::string log_of(std::size_t lines) {
  std::string text;
  unsigned state = 12345;
  for (std::size_t i = 0; i < lines; ++i) {
    state = state * 1'103'515'245U + 12'345U;
    text += "line " + std::to_string(i) + " of " + std::to_string(state) + "\r\n";
  }
  return text;
}

std::string drain(Input& input, std::size_t step) {
  std::string all;
  while (true) {
    const std::string_view view = input.peek(step);
    if (view.empty()) return all;
    EXPECT_EQ(input.offset(), all.size());
    const std::string_view part = view.substr(0, step);
    all += part;
    input.consume(part.size());
  }
}

TEST(Input, ReadsARegularFile) {
  const TemporaryFile file(log_of(100'000));
  auto input = Input::open(file.path());
  ASSERT_TRUE(input);
  EXPECT_TRUE((*input)->whole());
  EXPECT_EQ((*input)->peek(file.bytes().size()).size(), file.bytes().size());
  EXPECT_EQ(drain(**input, 4099), file.bytes());
  EXPECT_TRUE((*input)->damage().empty());
}

TEST(Input, GivesPagesBackWhileItGoesOn) {
  const auto resident_kb = [] {
    std::ifstream statm("/proc/self/statm");
    long pages = 0;
    statm >> pages >> pages;
    return pages * 4;
  };
  const TemporaryFile file(std::string(std::size_t{96} << 20U, 'x'));
  auto input = Input::open(file.path());
  ASSERT_TRUE(input);
  const long before = resident_kb();
  long most = 0;
  char sum = 0;
  while (true) {
    const std::string_view view = (*input)->peek(1).substr(0, std::size_t{64} * 1024);
    if (view.empty()) break;
    for (std::size_t i = 0; i < view.size(); i += 4096) sum = static_cast<char>(sum ^ view[i]);
    (*input)->consume(view.size());
    most = std::max(most, resident_kb());
  }
  EXPECT_EQ(sum, 0);
  EXPECT_LT(most - before, 32 * 1024);
}

TEST(Input, StopsWhereAFileWasTruncatedWhileItWasRead) {
  const std::size_t size = std::size_t{32} << 20U;
  const TemporaryFile file(std::string(size, 'x'));
  auto input = Input::open(file.path());
  ASSERT_TRUE(input);
  EXPECT_EQ((*input)->skip(1000), 1000U);
  ASSERT_EQ(::truncate(file.path().c_str(), 9'000'000), 0);
  EXPECT_EQ((*input)->peek(1)[0], 'x');
  while (!(*input)->peek(1).empty()) {
    EXPECT_EQ((*input)->peek(1)[0], 'x');
    (*input)->consume(1000);
  }
  EXPECT_EQ((*input)->offset(), 9'000'000U);
  EXPECT_EQ((*input)->damage(), "the file became shorter while it was read");
}

TEST(Input, IsReadAgainAsItWasWhenItWasOpened) {
  const std::string text = log_of(20'000);
  const TemporaryFile file(text);
  auto input = Input::open(file.path());
  ASSERT_TRUE(input);
  (void)(*input)->skip(1000);
  auto twin = (*input)->again();
  ASSERT_NE(twin, nullptr);
  { std::ofstream(file.path(), std::ios::app) << "more"; }
  ASSERT_EQ(::unlink(file.path().c_str()), 0);
  EXPECT_EQ(drain(*twin, 5000), text);
  EXPECT_EQ((*input)->peek(text.size()), text.substr(1000));
  EXPECT_TRUE(twin->damage().empty());
  EXPECT_EQ(Input::from_memory("AT")->again(), nullptr);
}

TEST(Input, GivesBackWhatALookFarAheadTook) {
  if (sanitized) GTEST_SKIP() << "the sanitizer keeps what was freed";
  const TemporaryFile file(std::string(std::size_t{48} << 20U, 'x'));
  auto input = Input::open(file.path());
  ASSERT_TRUE(input);
  const auto anonymous_kb = [] {
    std::ifstream status("/proc/self/status");
    long number = 0;
    for (std::string word; status >> word;)
      if (word == "RssAnon:") status >> number;
    return number;
  };
  const long before = anonymous_kb();
  EXPECT_GE((*input)->peek(std::size_t{16} << 20U).size(), std::size_t{16} << 20U);
  EXPECT_GT(anonymous_kb(), before + 15 * 1024);
  while (!(*input)->peek(1000).empty()) (*input)->consume(1000);
  EXPECT_LT(anonymous_kb(), before + 8 * 1024);
  EXPECT_EQ((*input)->offset(), std::size_t{48} << 20U);
}

TEST(Input, ReadsAPipeThatTrickles) {
  const std::string text = log_of(20'000);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::thread writer([&] {
    for (std::size_t at = 0; at < text.size(); at += 1000) {
      const std::string part = text.substr(at, 1000);
      EXPECT_EQ(::write(ends[1], part.data(), part.size()), static_cast<ssize_t>(part.size()));
    }
    ::close(ends[1]);
  });
  auto input = Input::from_fd(ends[0], true, "pipe");
  ASSERT_TRUE(input);
  EXPECT_FALSE((*input)->whole());
  EXPECT_EQ(drain(**input, 777), text);
  writer.join();
}

TEST(Input, ReadsAPackedPipe) {
  const std::string text = log_of(20'000);
  const std::string packed = gzip(text);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::thread writer([&] {
    EXPECT_EQ(::write(ends[1], packed.data(), packed.size()), static_cast<ssize_t>(packed.size()));
    ::close(ends[1]);
  });
  auto input = Input::from_fd(ends[0], true, "pipe");
  ASSERT_TRUE(input);
  EXPECT_EQ((*input)->container(), Input::Container::gzip);
  EXPECT_EQ(drain(**input, 100'000), text);
  writer.join();
}

TEST(Input, GoesOnFromTheMiddleOfAFileThatTheShellHandsOver) {
  const TemporaryFile file("first line\nsecond line\n");
  const int fd = ::open(file.path().c_str(), O_RDONLY);
  ASSERT_GE(fd, 0);
  ASSERT_EQ(::lseek(fd, 11, SEEK_SET), 11);
  auto input = Input::from_fd(fd, true, "standard input");
  ASSERT_TRUE(input);
  EXPECT_EQ(drain(**input, 100), "second line\n");
}

TEST(Input, DoesNotCloseADescriptorThatItDoesNotOwn) {
  const TemporaryFile file("text");
  const int fd = ::open(file.path().c_str(), O_RDONLY);
  { auto input = Input::from_fd(fd, false, "fd"); }
  EXPECT_EQ(::close(fd), 0);
}

TEST(Input, ReadsAFileOfTheKernelThatHasNoSize) {
  auto input = Input::open("/proc/self/status");
  ASSERT_TRUE(input);
  EXPECT_TRUE(drain(**input, 100).starts_with("Name:"));
}

TEST(Input, TellsWhyAFileCannotBeOpened) {
  const auto missing = Input::open("/no/such/file.log");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, Error::Kind::not_found);
  EXPECT_EQ(missing.error().path, "/no/such/file.log");
  EXPECT_FALSE(missing.error().help.empty());

  const auto directory = Input::open("/tmp");
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().kind, Error::Kind::not_readable);
  EXPECT_EQ(directory.error().reason, "is a directory");
  EXPECT_FALSE(directory.error().help.empty());
}

TEST(Input, TellsThatPermissionIsMissing) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFile file("secret");
  ASSERT_EQ(::chmod(file.path().c_str(), 0), 0);
  const auto closed = Input::open(file.path());
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().kind, Error::Kind::not_readable);
  EXPECT_EQ(closed.error().reason, "permission denied");
}

TEST(Input, SkipsBeyondWhatIsInSight) {
  const std::string text = log_of(50'000);
  auto input = Input::from_stream(std::make_unique<Trickle>(text, 4096));
  EXPECT_EQ(input->skip(1'000'000), 1'000'000U);
  EXPECT_EQ(input->offset(), 1'000'000U);
  EXPECT_EQ(input->peek(10).substr(0, 10), text.substr(1'000'000, 10));
  EXPECT_EQ(input->skip(UINT64_MAX), text.size() - 1'000'000);
  EXPECT_TRUE(input->peek(1).empty());
}

TEST(Input, DoesNotTakeMemoryForBytesThatAreNotThere) {
  auto input = Input::from_stream(std::make_unique<Trickle>("short", 2));
  EXPECT_EQ(input->peek(std::size_t{1} << 60U), "short");
}

using Packer = std::string (*)(std::string_view);
struct Packed {
  const char* name;
  Input::Container container;
  Packer pack;
};

class PackedInput : public testing::TestWithParam<Packed> {};

TEST_P(PackedInput, IsRecognisedByItsContentAndUnpacked) {
  const std::string text = log_of(20'000);
  const TemporaryFile file(GetParam().pack(text));
  auto input = Input::open(file.path());
  ASSERT_TRUE(input);
  EXPECT_EQ((*input)->container(), GetParam().container);
  EXPECT_EQ(drain(**input, 5000), text);
  EXPECT_TRUE((*input)->damage().empty());
}

TEST_P(PackedInput, GoesOnInTheNextMember) {
  const std::string packed = GetParam().pack("one\n") + GetParam().pack("") + GetParam().pack("two\n");
  auto input = Input::from_memory(packed);
  EXPECT_EQ(drain(*input, 1), "one\ntwo\n");
  EXPECT_TRUE(input->damage().empty());
}

TEST_P(PackedInput, GivesWhatItHasAndTheReasonWhenItEndsInTheMiddle) {
  const std::string text = log_of(20'000);
  const std::string packed = GetParam().pack(text);
  auto input = Input::from_memory(std::string_view(packed).substr(0, packed.size() * 2 / 3));
  const std::string got = drain(*input, 100);
  EXPECT_LT(got.size(), text.size());
  EXPECT_EQ(got, text.substr(0, got.size()));
  EXPECT_NE(input->damage().find("ends in the middle"), std::string_view::npos) << input->damage();
}

TEST_P(PackedInput, NamesDamageInside) {
  const std::string text = log_of(20'000);
  std::string packed = GetParam().pack(text);
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i)
    packed[i] = static_cast<char>(~packed[i]);
  auto input = Input::from_memory(packed);
  (void)drain(*input, 100);
  EXPECT_FALSE(input->damage().empty());
}

TEST_P(PackedInput, NamesRubbishBehindTheEnd) {
  const std::string packed = GetParam().pack("text\n") + "rubbish that is not packed";
  auto input = Input::from_memory(packed);
  EXPECT_EQ(drain(*input, 100), "text\n");
  EXPECT_FALSE(input->damage().empty());
}

INSTANTIATE_TEST_SUITE_P(Containers, PackedInput,
                         testing::Values(Packed{"gzip", Input::Container::gzip, gzip},
                                         Packed{"zstd", Input::Container::zstd, zstd},
                                         Packed{"xz", Input::Container::xz, xz}),
                         [](const auto& packed) { return std::string(packed.param.name); });

TEST(Gzip, IgnoresTheZerosThatTapesAppend) {
  const std::string packed = gzip("text\n") + std::string(512, '\0');
  auto input = Input::from_memory(packed);
  EXPECT_EQ(drain(*input, 100), "text\n");
  EXPECT_TRUE(input->damage().empty());
}

}  // namespace
}  // namespace atscope::capture

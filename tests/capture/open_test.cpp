// SPDX-License-Identifier: MIT
// open() on whatever a user may point it at.
#include "capture/open.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "capture/text/line_reader.h"
#include "tests/capture/pack.h"
#include "tests/capture/read_all.h"
#include "tests/capture/temporary.h"

namespace atscope::capture {
namespace {

using namespace std::string_literals;

const std::string kLog =
    "ModemManager[812]: <dbg> [1700000000.123456] [ttyUSB2/at] --> 'AT+CSQ<CR>'\n"
    "ModemManager[812]: <dbg> [1700000000.129000] [ttyUSB2/at] <-- '<CR><LF>OK<CR><LF>'\n";

std::unique_ptr<Source> open_file(const TemporaryFile& file) {
  auto source = open(file.path());
  EXPECT_TRUE(source) << source.error().reason;
  return source ? std::move(*source) : nullptr;
}

TEST(Open, DecidesByContentThroughEveryContainer) {
  for (const std::string& bytes : {kLog, gzip(kLog), zstd(kLog), xz(kLog)}) {
    const TemporaryFile file(bytes);
    const auto source = open_file(file);
    EXPECT_EQ(source->info().format, "modemmanager");
    const auto segments = read_all(*source);
    ASSERT_EQ(segments.size(), 2U);
    EXPECT_EQ(segments[0].bytes, "AT+CSQ\r");
    EXPECT_EQ(segments[1].origin.line, 2U);
  }
}

TEST(Open, TakesADashForStandardInput) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], kLog.data(), kLog.size()), static_cast<ssize_t>(kLog.size()));
  ::close(ends[1]);
  const int saved = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  auto source = open("-");
  ASSERT_TRUE(source);
  EXPECT_EQ(read_all(**source).size(), 2U);
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
  ::close(ends[0]);
}

TEST(Open, ReadsANamedPipeAsItFills) {
  const std::string path = testing::TempDir() + "atscope-fifo-" + std::to_string(::getpid());
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&] {
    const int fd = ::open(path.c_str(), O_WRONLY);
    for (const char c : kLog) EXPECT_EQ(::write(fd, &c, 1), 1);
    ::close(fd);
  });
  auto source = open(path);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->info().format, "modemmanager");
  EXPECT_EQ(read_all(**source).size(), 2U);
  writer.join();
  ::unlink(path.c_str());
}

TEST(Open, GivesTheFirstRecordOfALivePipeBeforeMoreCome) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], kLog.data(), kLog.size()), static_cast<ssize_t>(kLog.size()));
  auto input = Input::from_fd(ends[0], true, "pipe");
  ASSERT_TRUE(input);
  auto source = open_input(std::move(*input), "pipe");
  ASSERT_TRUE(source);
  Segment segment;
  ASSERT_TRUE((*source)->next(segment));
  EXPECT_EQ(segment.bytes, "AT+CSQ\r");
  ASSERT_TRUE((*source)->next(segment));
  ::close(ends[1]);
  EXPECT_FALSE((*source)->next(segment));
}

TEST(Open, LearnsOfAGrowingLogFromWhatIsThere) {
  struct Case {
    std::string_view format, log, first;
  };
  for (const Case& log : {Case{"raw", "AT+CSQ<CR>\nOK<CR><LF>\n", "AT+CSQ\r"},
                          Case{"transcript", "TX: AT+CSQ\nRX: OK\nTX: AT\n", "AT+CSQ"}}) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ASSERT_EQ(::write(ends[1], log.log.data(), log.log.size()), static_cast<ssize_t>(log.log.size()));
    auto input = Input::from_fd(ends[0], true, "pipe");
    ASSERT_TRUE(input);
    auto source = open_input(std::move(*input), "pipe",
                             {.format = std::string(log.format), .head_bytes = log.log.size()});
    ASSERT_TRUE(source);
    Segment segment;
    ASSERT_TRUE((*source)->next(segment));
    EXPECT_EQ(segment.bytes, log.first);
    ::close(ends[1]);
  }
}

TEST(Open, EndsATruncatedGzipWithAGapThatSaysWhy) {
  std::string log;
  unsigned state = 1;
  for (int i = 0; i < 5000; ++i) {
    state = state * 1'103'515'245U + 12'345U;
    log += "** (modem-manager:1): DEBUG: (ttyUSB0): --> 'AT+CMGR=" + std::to_string(state) + "<CR>'\n";
  }
  const std::string packed = gzip(log);
  const TemporaryFile file(packed.substr(0, packed.size() / 2));
  const auto source = open_file(file);
  const auto segments = read_all(*source);
  ASSERT_GT(segments.size(), 100U);
  EXPECT_EQ(segments.back().kind, SegmentKind::gap);
  EXPECT_EQ(segments.back().note, "the gzip data ends in the middle");
  EXPECT_EQ(segments.back().origin.offset, source->stats().bytes);
}

TEST(Open, RefusesAContainerThatIsBrokenBeforeItsFirstByte) {
  const TemporaryFile file("\x1f\x8b\x08\x00 no gzip at all");
  const auto source = open(file.path());
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, Error::Kind::corrupt);
  EXPECT_EQ(source.error().path, file.path());
  EXPECT_FALSE(source.error().reason.empty());
}

TEST(Open, PassesOnWhyAFileCannotBeRead) {
  EXPECT_EQ(open("/tmp").error().kind, Error::Kind::not_readable);
  EXPECT_EQ(open("/no/such/file").error().kind, Error::Kind::not_found);
}

TEST(Open, NamesTheNearestFormatForAMistypedOne) {
  OpenOptions options;
  options.format = "modemmanger";
  const TemporaryFile file(kLog);
  const auto source = open(file.path(), options);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, Error::Kind::unknown_format);
  EXPECT_NE(source.error().help.find("did you mean modemmanager?"), std::string::npos) << source.error().help;
  EXPECT_NE(source.error().help.find("radio-logcat"), std::string::npos);

  options.format = "completely else";
  EXPECT_EQ(open(file.path(), options).error().help.find("did you mean"), std::string::npos);
}

TEST(Open, TakesTheFormatThatTheUserNames) {
  OpenOptions options;
  options.format = "raw";
  const TemporaryFile file(kLog);
  auto source = open(file.path(), options);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->info().format, "raw");
  EXPECT_EQ(read_all(**source).front().bytes, kLog.substr(0, kLog.find('\n') + 1));
}

TEST(Open, ReadsAnythingElseAsRawAndLosesNoByte) {
  std::string all_bytes;
  for (int i = 0; i < 1024; ++i) all_bytes += static_cast<char>(i * 7);
  const std::string binary = "\x89PNG\r\n\x1a\n\0\0\0\r"s;
  const std::string prose = "no modem here\r\n\xff\xfe\xc3 bad UTF-8\rlone CR\n\n";
  const std::string kernel = "[    0.000000] Linux version 6.1\n[    0.100000] ata1: SATA max UDMA/133\n";
  for (const std::string& bytes : {all_bytes, binary, prose, kernel, "x"s, "\0\0\0\0"s}) {
    const TemporaryFile file(bytes);
    const auto source = open_file(file);
    EXPECT_EQ(source->info().format, "raw");
    std::string joined;
    for (const ReadSegment& segment : read_all(*source)) {
      EXPECT_EQ(segment.origin.offset, joined.size());
      joined += segment.bytes;
    }
    EXPECT_EQ(joined, bytes);
  }
}

TEST(Open, ReadsAnEmptyFileAsNothing) {
  const TemporaryFile file("");
  const auto source = open_file(file);
  EXPECT_TRUE(read_all(*source).empty());
  EXPECT_EQ(source->stats().bytes, 0U);
}

TEST(Open, ReadsAHugeLineInPiecesOfBoundedSize) {
  const TemporaryFile file("AT+X=" + std::string(std::size_t{20} << 20U, 'x') + "\r\nOK\r\n");
  for (const std::string& bytes : {file.bytes(), gzip(file.bytes())}) {
    const auto source = open_bytes(bytes);
    ASSERT_NE(source, nullptr);
    Segment segment;
    std::size_t sum = 0;
    while (source->next(segment)) {
      EXPECT_LE(segment.bytes.size(), LineReader::kMaxPiece + 2);
      sum += segment.bytes.size();
    }
    EXPECT_EQ(sum, file.bytes().size());
    EXPECT_EQ(source->stats().lines, 2U);
  }
}

TEST(Open, ShowsAHugeLineInAnEscapedLogAsDamage) {
  const std::string log = kLog + std::string(std::size_t{3} << 20U, 'x') + "\n" + kLog;
  const auto source = open_bytes(log);
  const auto segments = read_all(*source);
  std::size_t damaged = 0;
  for (const ReadSegment& segment : segments) {
    if (segment.kind == SegmentKind::damaged) damaged += segment.bytes.size();
  }
  EXPECT_EQ(damaged, std::size_t{3} << 20U);
  EXPECT_EQ(segments.back().origin.line, 5U);
  EXPECT_EQ(segments.back().kind, SegmentKind::data);
}

TEST(ModemManager, ShowsALineCutBeforeItsQuoteAsDamage) {
  const std::string cut = kLog.substr(0, kLog.size() - 8);
  const auto source = open_bytes(cut);
  const auto segments = read_all(*source);
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[1].kind, SegmentKind::damaged);
  EXPECT_FALSE(segments[1].note.empty());
  EXPECT_EQ(source->stats().damaged, 1U);
}

TEST(ModemManager, LeavesEscapesAloneThatItNeverWrites) {
  const auto source = open_bytes("[ttyUSB2/at] --> 'a\\65\\300<cr><CR\\7b\\'\n");
  const auto segments = read_all(*source);
  ASSERT_EQ(segments.size(), 1U);
  EXPECT_EQ(segments[0].bytes,
            "a\\65\\300<cr><CR\x07"
            "b\\");
}

TEST(ModemManager, SharesTheLastChannelAmongTooManyPorts) {
  std::string log;
  for (int i = 0; i < 1000; ++i) log += "[tty" + std::to_string(i) + "/at] --> 'AT<CR>'\n";
  const auto source = open_bytes(log);
  const auto segments = read_all(*source);
  EXPECT_EQ(segments.size(), 1000U);
  EXPECT_EQ(segments.front().channel, "tty0");
  EXPECT_EQ(segments.back().channel, "other channels");
}

TEST(SentReceived, TurnsAroundWhenTheModuleSent) {
  OpenOptions options;
  options.sent_by = Sender::dce;
  auto source =
      open_input(Input::from_memory("[2019-01-31 03:15:15:159_R:] AT\n[2019-01-31 03:15:15:159_S:] OK\n"),
                 "memory", options);
  ASSERT_TRUE(source);
  const auto segments = read_all(**source);
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[0].sender, Sender::dte);
  EXPECT_EQ(segments[1].sender, Sender::dce);
}

}  // namespace
}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
#include "capture/record/recorder.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/pcapng_blocks.h"

namespace atscope::capture {
namespace {

constexpr std::string_view kStandardOutput = "-";

// A file of which rotation leaves nothing but its head would be of no use.
constexpr std::uint64_t kSmallestFile = 4096;

Error cannot_write(const std::string& path, int error) {
  Error result{Error::Kind::not_readable, path, std::generic_category().message(error), {}};
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      result.reason = "the disk is full";
      result.help = "free some space, or record in a ring: --rotate-size 10M --keep 10";
      break;
    case EFBIG:
      result.reason = "the file may not become larger";
      result.help = "raise the limit (ulimit -f), or begin new files: --rotate-size 10M";
      break;
    case EACCES:
    case EPERM:
      result.reason = "permission denied";
      result.help = "give a place that you may write to";
      break;
    case ENOENT:
      result.reason = "its folder does not exist";
      break;
    default:
      break;
  }
  return result;
}

}  // namespace

Recorder::Recorder(RecordOptions options) : options_(std::move(options)) {
  if (options_.rotate_bytes != 0) options_.rotate_bytes = std::max(options_.rotate_bytes, kSmallestFile);
  buffer_.reserve(kBuffer + kBuffer / 4);
}

tl::expected<std::unique_ptr<Recorder>, Error> Recorder::create(RecordOptions options) {
  std::unique_ptr<Recorder> recorder(new Recorder(std::move(options)));
  // With rotation the first name needs the time of the first record; that the place can be written to is
  // known now all the same.
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  if (!recorder->open_file({std::int64_t{now.tv_sec} * 1'000'000'000, Clock::utc})) {
    return tl::unexpected(std::move(*recorder->failure_));
  }
  return recorder;
}

Recorder::~Recorder() {
  if (fd_ >= 0) static_cast<void>(close());
}

bool Recorder::fail(int error) {
  if (!failure_) {
    const std::string& path = files_.empty() ? options_.path : files_.back();
    failure_ = std::make_unique<Error>(cannot_write(path, error));
  }
  return false;
}

std::string Recorder::next_name(Timestamp time) const {
  if (!options_.rotates()) return options_.path;
  const std::size_t folder = options_.path.rfind('/') + 1;  // npos + 1 is 0
  std::size_t dot = options_.path.rfind('.');
  if (dot == std::string::npos || dot <= folder) dot = options_.path.size();
  const std::time_t seconds = time.ns / 1'000'000'000;
  std::tm broken{};
  ::gmtime_r(&seconds, &broken);
  return fmt::format("{}_{:05}_{:%Y%m%dT%H%M%S}Z{}", options_.path.substr(0, dot), numbered_ + 1, broken,
                     options_.path.substr(dot));
}

bool Recorder::open_file(Timestamp time) {
  std::string name = next_name(time);
  if (name == kStandardOutput) {
    fd_ = STDOUT_FILENO;
    owned_ = false;
  } else {
    struct stat status {};
    const bool there = ::stat(name.c_str(), &status) == 0;
    if (there && S_ISREG(status.st_mode) && status.st_size > 0 && !options_.overwrite) {
      failure_ = std::make_unique<Error>(Error{Error::Kind::not_readable, name, "is there already",
                                               "give another name, or --force to replace it"});
      return false;
    }
    fd_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0644);
    if (fd_ < 0) {
      failure_ = std::make_unique<Error>(cannot_write(name, errno));
      return false;
    }
    owned_ = true;
    files_.push_back(std::move(name));
  }
  struct stat status {};
  seekable_ = ::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode);
  ++numbered_;
  while (options_.keep != 0 && files_.size() > options_.keep) {
    ::unlink(files_.front().c_str());
    files_.pop_front();
  }
  buffer_.clear();
  earlier_bytes_ += std::exchange(written_, 0);
  records_of_file_ = 0;
  file_begin_ = {};
  writer_ = std::make_unique<pcap::PcapngWriter>(pcap::PcapngWriter::to_string(buffer_));
  for (std::size_t port = 0; port < ports_.size(); ++port) describe(port);
  return flush();
}

void Recorder::describe(std::size_t port) {
  static_cast<void>(writer_->add_port(ports_[port]));
}

std::uint32_t Recorder::add_port(const pcap::RecordedPort& port) {
  ports_.push_back(port);
  states_.emplace_back();
  describe(ports_.size() - 1);
  return static_cast<std::uint32_t>(ports_.size() - 1);
}

bool Recorder::is_full(Timestamp time) const {
  if (records_of_file_ == 0 || !options_.rotates()) return false;
  if (options_.rotate_bytes != 0 && written_ + buffer_.size() >= options_.rotate_bytes) return true;
  return options_.rotate_ns != 0 && time.known() && file_begin_.known() &&
         time.ns - file_begin_.ns >= options_.rotate_ns;
}

bool Recorder::write(std::uint32_t port, const pcap::SerialRecord& record) {
  if (failure_ || port >= ports_.size()) return false;
  if (is_full(record.time)) {
    if (!close_file() || !open_file(record.time)) return false;
    for (std::uint32_t each = 0; each < states_.size(); ++each) {
      if (!states_[each].control_lines_known) continue;
      static_cast<void>(writer_->write(
          each, {pcap::rtac::Event::status_change, states_[each].control_lines, record.time, {}, {}}));
    }
  }
  PortState& state = states_[port];
  if (!file_begin_.known()) file_begin_ = record.time;
  if (!state.statistics.begin.known()) state.statistics.begin = record.time;
  state.statistics.end = record.time;
  state.control_lines_known = state.control_lines_known || record.event == pcap::rtac::Event::status_change;
  state.control_lines = record.control_lines;
  ++state.statistics.received;
  ++records_;
  ++records_of_file_;
  static_cast<void>(writer_->write(port, record));
  return buffer_.size() < kBuffer || flush();
}

void Recorder::count_drops(std::uint32_t port, std::uint64_t records) {
  states_[port].statistics.received += records;
  states_[port].statistics.dropped += records;
}

bool Recorder::flush() {
  if (failure_) return false;
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t done = ::write(fd_, rest.data(), rest.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) {
      const int error = errno;
      keep_whole_blocks(buffer_.size() - rest.size());
      return fail(error);
    }
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  written_ += buffer_.size();
  buffer_.clear();
  return true;
}

// `partly` bytes of the buffer reached the file; those of the last, broken block are taken back.
void Recorder::keep_whole_blocks(std::size_t partly) {
  std::size_t whole = 0;
  while (partly - whole >= pcap::kBlockHeadBytes) {
    const std::size_t size = pcap::read_u32(buffer_, whole + 4, pcap::ByteOrder::little);
    if (size > partly - whole) break;
    whole += size;
  }
  written_ += whole;
  buffer_.clear();
  if (seekable_ && whole != partly && ::ftruncate(fd_, static_cast<off_t>(written_)) != 0) {
    written_ += partly - whole;
  }
}

bool Recorder::close_file() {
  for (std::uint32_t port = 0; port < ports_.size() && !failure_; ++port) {
    static_cast<void>(writer_->write_statistics(port, states_[port].statistics));
    states_[port].statistics = {};
  }
  const bool flushed = flush();
  const int fd = std::exchange(fd_, -1);
  // Network file systems tell only here that they could not store it.
  if (owned_ && ::close(fd) != 0 && errno != EINTR) return fail(errno);
  return flushed;
}

bool Recorder::close() {
  return fd_ < 0 ? !failure_ : close_file();
}

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// Keeps what was captured in native recordings (write_pcapng.h), safely: one file or many in turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "capture/error.h"
#include "capture/pcap/write_pcapng.h"

namespace atscope::capture {

struct RecordOptions {
  /// "-" is standard output. With rotation a number and the time of its first record are put into the name of
  /// each file: line.pcapng becomes line_00001_20260314T092717Z.pcapng.
  std::string path;
  bool overwrite = false;          ///< a recording that is there already may be replaced
  std::uint64_t rotate_bytes = 0;  ///< begin a new file when one has this many bytes; 0: never
  std::int64_t rotate_ns = 0;      ///< begin a new file this long after the first record of one; 0: never
  std::size_t keep = 0;            ///< delete the oldest files of this run beyond so many; 0: keep all

  [[nodiscard]] bool rotates() const { return rotate_bytes != 0 || rotate_ns != 0; }
};

/// Every file stands alone: it describes all ports and begins with the state of their control lines. Between
/// flushes at most kBuffer bytes wait, and a process that is killed loses only those; a file that breaks off
/// inside a record is readable up to it.
///
/// When the disk is full, what was written stays, cut behind its last whole record, and everything from then
/// on fails: see failure().
class Recorder {
 public:
  [[nodiscard]] static tl::expected<std::unique_ptr<Recorder>, Error> create(RecordOptions options);
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  ~Recorder();

  /// Describes a port; gives its number for write().
  std::uint32_t add_port(const pcap::RecordedPort& port);
  /// What is said of the port in files that begin later.
  void set_speed(std::uint32_t port, std::uint64_t bits_per_second) { ports_[port].speed = bits_per_second; }

  /// False as soon as something could not be written.
  [[nodiscard]] bool write(std::uint32_t port, const pcap::SerialRecord& record);
  /// `records` that should have been written for this port never came here.
  void count_drops(std::uint32_t port, std::uint64_t records);
  [[nodiscard]] bool flush();
  /// Writes the statistics of all ports and closes the file.
  [[nodiscard]] bool close();

  /// What could not be written and why, once it could not; null before.
  [[nodiscard]] const Error* failure() const { return failure_ ? failure_.get() : nullptr; }
  [[nodiscard]] std::uint64_t records() const { return records_; }
  /// In all files.
  [[nodiscard]] std::uint64_t bytes() const { return earlier_bytes_ + written_ + buffer_.size(); }
  /// The files of this run that are still there, oldest first.
  [[nodiscard]] const std::deque<std::string>& files() const { return files_; }

  static constexpr std::size_t kBuffer = std::size_t{64} << 10U;

 private:
  struct PortState {
    std::uint8_t control_lines = 0;
    bool control_lines_known = false;
    pcap::PortStatistics statistics;
  };

  explicit Recorder(RecordOptions options);
  [[nodiscard]] bool open_file(Timestamp time);
  [[nodiscard]] bool close_file();
  [[nodiscard]] bool fail(int error);
  [[nodiscard]] bool is_full(Timestamp time) const;
  void describe(std::size_t port);
  void keep_whole_blocks(std::size_t partly);
  [[nodiscard]] std::string next_name(Timestamp time) const;

  RecordOptions options_;
  int fd_ = -1;
  bool owned_ = false, seekable_ = false;
  std::string buffer_;         // whole blocks
  std::uint64_t written_ = 0;  // bytes in the present file
  std::uint64_t earlier_bytes_ = 0;
  std::unique_ptr<pcap::PcapngWriter> writer_;
  std::vector<pcap::RecordedPort> ports_;
  std::vector<PortState> states_;
  std::deque<std::string> files_;
  std::uint64_t numbered_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t records_of_file_ = 0;
  Timestamp file_begin_;
  std::unique_ptr<Error> failure_;
};

}  // namespace atscope::capture

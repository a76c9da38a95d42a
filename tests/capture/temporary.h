// SPDX-License-Identifier: MIT
// A file that lives as long as its test.
#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace atscope::capture {

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string bytes)
      : bytes_(std::move(bytes)), path_(testing::TempDir() + "atscope-XXXXXX") {
    const int fd = ::mkstemp(path_.data());
    EXPECT_GE(fd, 0);
    ::close(fd);
    std::ofstream(path_, std::ios::binary) << bytes_;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { ::unlink(path_.c_str()); }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::string path_;
};

}  // namespace atscope::capture

// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/extcap/control_pipe.h"

#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace atscope::extcap {

ControlPipe::ControlPipe(const std::string& in, std::string out) : path_(std::move(out)) {
  if (!in.empty()) in_ = ::open(in.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

ControlPipe::~ControlPipe() {
  flush();
  for (const int fd : {in_, out_}) {
    if (fd >= 0) ::close(fd);
  }
}

// A message: 'T', the size of what follows in three bytes (big-endian), the control's number, the command
// (2 adds to a log), the text.
void ControlPipe::say(std::string_view line) {
  if (path_.empty()) return;
  constexpr char kAdd = 2;
  const std::size_t size = line.size() + 3;
  waiting_ += 'T';
  for (const unsigned shift : {16U, 8U, 0U}) waiting_ += static_cast<char>(size >> shift & 0xffU);
  waiting_ += static_cast<char>(kLogControl);
  waiting_ += kAdd;
  waiting_ += line;
  waiting_ += '\n';
  flush();
}

void ControlPipe::flush() {
  if (path_.empty()) return;
  if (out_ < 0) out_ = ::open(path_.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (out_ < 0 || waiting_.empty()) return;
  const ssize_t done = ::write(out_, waiting_.data(), waiting_.size());
  if (done > 0) waiting_.erase(0, static_cast<std::size_t>(done));
}

}  // namespace atscope::extcap

// SPDX-License-Identifier: MIT
#include "capture/live/tty.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <iterator>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>
#include <utility>
// The kernel's own termios: the one of the C library knows no odd speeds.
#include <asm/termbits.h>
#include <linux/serial.h>

#include "capture/live/port_list.h"
#include "capture/pcap/rtac_serial.h"

namespace atscope::capture::live {
namespace {

namespace rtac = pcap::rtac;

struct LineBit {
  int tiocm;
  std::uint8_t bit;
};
constexpr std::array<LineBit, 6> kLineBits = {{{TIOCM_CTS, rtac::kCts},
                                               {TIOCM_CAR, rtac::kDcd},
                                               {TIOCM_DSR, rtac::kDsr},
                                               {TIOCM_RTS, rtac::kRts},
                                               {TIOCM_DTR, rtac::kDtr},
                                               {TIOCM_RNG, rtac::kRi}}};

Error cannot_open(const std::string& path, int error) {
  Error result{Error::Kind::not_readable, path, std::generic_category().message(error), {}};
  switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO: {
      result.kind = Error::Kind::not_found;
      result.reason = "there is no such port";
      const std::vector<PortInfo> ports = list_ports();
      result.help = ports.empty() ? "no serial port is there: is the adapter plugged in?" : "there are:";
      for (const PortInfo& port : ports) {
        result.help += " " + port.path;
        if (!port.description.empty()) result.help += " (" + port.description + ")";
      }
      break;
    }
    case EACCES:
    case EPERM:
      result.reason = "permission denied";
      result.help =
          "let yourself into the group of the port (sudo usermod -aG dialout $USER) and log in again";
      break;
    case EBUSY:
    case EWOULDBLOCK:
      result.reason = "another program has the port to itself";
      result.help = "see which one by: fuser -v " + path + "; to listen to its traffic, use --proxy or --usb";
      break;
    case ENOTTY:
      result.reason = "is no serial port";
      break;
    default:
      break;
  }
  return result;
}

std::optional<termios2> read_termios(int fd) {
  termios2 value{};
  if (::ioctl(fd, TCGETS2, &value) != 0) return std::nullopt;
  return value;
}

struct UsualSpeed {
  std::uint32_t baud;
  tcflag_t flag;
};
constexpr std::array kUsualSpeeds = {
    UsualSpeed{50, B50},           UsualSpeed{75, B75},           UsualSpeed{110, B110},
    UsualSpeed{134, B134},         UsualSpeed{150, B150},         UsualSpeed{200, B200},
    UsualSpeed{300, B300},         UsualSpeed{600, B600},         UsualSpeed{1200, B1200},
    UsualSpeed{1800, B1800},       UsualSpeed{2400, B2400},       UsualSpeed{4800, B4800},
    UsualSpeed{9600, B9600},       UsualSpeed{19200, B19200},     UsualSpeed{38400, B38400},
    UsualSpeed{57600, B57600},     UsualSpeed{115200, B115200},   UsualSpeed{230400, B230400},
    UsualSpeed{460800, B460800},   UsualSpeed{500000, B500000},   UsualSpeed{576000, B576000},
    UsualSpeed{921600, B921600},   UsualSpeed{1000000, B1000000}, UsualSpeed{1152000, B1152000},
    UsualSpeed{1500000, B1500000}, UsualSpeed{2000000, B2000000}, UsualSpeed{2500000, B2500000},
    UsualSpeed{3000000, B3000000}, UsualSpeed{3500000, B3500000}, UsualSpeed{4000000, B4000000},
};

// A speed that has a name gets it: programs that look at a pty through the C library know only those.
tcflag_t speed_flag(std::uint32_t baud) {
  const auto found = std::find_if(kUsualSpeeds.begin(), kUsualSpeeds.end(),
                                  [baud](const UsualSpeed& speed) { return speed.baud == baud; });
  return found == kUsualSpeeds.end() ? BOTHER : found->flag;
}

constexpr std::array<tcflag_t, 4> kDataBits = {CS5, CS6, CS7, CS8};

tcflag_t parity_flags(TtySettings::Parity parity) {
  switch (parity) {
    case TtySettings::Parity::none:
      return 0;
    case TtySettings::Parity::even:
      return PARENB;
    case TtySettings::Parity::odd:
      return PARENB | PARODD;
    case TtySettings::Parity::mark:
      return PARENB | PARODD | CMSPAR;
    case TtySettings::Parity::space:
      return PARENB | CMSPAR;
  }
  return 0;
}

TtySettings settings_of(const termios2& value) {
  TtySettings settings;
  settings.baud = value.c_ospeed;
  const auto bits = std::find(kDataBits.begin(), kDataBits.end(), value.c_cflag & CSIZE);
  settings.data_bits = static_cast<std::uint8_t>(5 + (bits - kDataBits.begin()));
  settings.stop_bits = (value.c_cflag & CSTOPB) != 0 ? 2 : 1;
  using enum TtySettings::Parity;
  for (const TtySettings::Parity parity : {none, even, odd, mark, space}) {
    const tcflag_t mask = (value.c_cflag & PARENB) != 0 ? PARENB | PARODD | CMSPAR : PARENB;
    if ((value.c_cflag & mask) == parity_flags(parity)) settings.parity = parity;
  }
  if ((value.c_cflag & CRTSCTS) != 0) {
    settings.flow = TtySettings::Flow::rtscts;
  } else if ((value.c_iflag & (IXON | IXOFF)) != 0) {
    settings.flow = TtySettings::Flow::xonxoff;
  }
  return settings;
}

}  // namespace

tl::expected<Tty, Error> Tty::open(const std::string& path) {
  // O_NONBLOCK: without a carrier a port that heeds it would not open.
  Tty tty(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!tty.is_open()) return tl::unexpected(cannot_open(path, errno));
  if (!read_termios(tty.fd_)) return tl::unexpected(cannot_open(path, ENOTTY));
  // Two ways in which programs keep others out: a lock that all can see, and one that the kernel holds.
  if (::flock(tty.fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return tl::unexpected(cannot_open(path, EBUSY));
  }
  static_cast<void>(::ioctl(tty.fd_, TIOCEXCL));
  return tty;
}

Tty::Tty(Tty&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Tty& Tty::operator=(Tty&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Tty::~Tty() {
  close();
}

void Tty::close() {
  if (fd_ < 0) return;
  static_cast<void>(::ioctl(fd_, TIOCNXCL));
  ::close(std::exchange(fd_, -1));
}

std::optional<TtySettings> Tty::settings() const {
  const std::optional<termios2> value = read_termios(fd_);
  if (!value) return std::nullopt;
  return settings_of(*value);
}

std::optional<TtySettings> Tty::apply(const TtySettings& settings, bool mark_errors) const {
  std::optional<termios2> value = read_termios(fd_);
  if (!value) return std::nullopt;
  value->c_iflag = mark_errors ? PARMRK | INPCK : 0;
  if (settings.flow == TtySettings::Flow::xonxoff) value->c_iflag |= IXON | IXOFF;
  value->c_oflag = 0;
  value->c_lflag = 0;
  value->c_cflag &= ~static_cast<tcflag_t>(CSIZE | PARENB | PARODD | CMSPAR | CSTOPB | CRTSCTS);
  value->c_cflag |= CREAD | CLOCAL | kDataBits[settings.data_bits - 5U] | parity_flags(settings.parity);
  if (settings.stop_bits == 2) value->c_cflag |= CSTOPB;
  if (settings.flow == TtySettings::Flow::rtscts) value->c_cflag |= CRTSCTS;
  if (settings.baud != 0) {
    // With BOTHER the number in c_ospeed counts; the input has the speed of the output.
    value->c_cflag &= ~static_cast<tcflag_t>(CBAUD | CBAUD << IBSHIFT);
    value->c_cflag |= speed_flag(settings.baud);
    value->c_ispeed = value->c_ospeed = settings.baud;
  }
  value->c_cc[VMIN] = 1;  // a read of nothing is then EAGAIN, and 0 is a hang-up
  value->c_cc[VTIME] = 0;
  if (::ioctl(fd_, TCSETS2, &*value) != 0) return std::nullopt;
  return this->settings();
}

bool Tty::hangs_up_on_close() const {
  const std::optional<termios2> value = read_termios(fd_);
  return value && (value->c_cflag & HUPCL) != 0;
}

void Tty::set_hang_up_on_close(bool on) const {
  std::optional<termios2> value = read_termios(fd_);
  if (!value) return;
  value->c_cflag = on ? value->c_cflag | HUPCL : value->c_cflag & ~static_cast<tcflag_t>(HUPCL);
  static_cast<void>(::ioctl(fd_, TCSETS2, &*value));
}

std::size_t Tty::discard_output() const {
  int waiting = 0;
  if (::ioctl(fd_, TIOCOUTQ, &waiting) != 0) waiting = 0;
  static_cast<void>(::ioctl(fd_, TCFLSH, TCOFLUSH));
  return static_cast<std::size_t>(waiting);
}

std::optional<std::size_t> Tty::write(std::string_view bytes) const {
  const ssize_t done = ::write(fd_, bytes.data(), bytes.size());
  if (done >= 0) return static_cast<std::size_t>(done);
  if (errno == EAGAIN || errno == EINTR) return 0;
  return std::nullopt;
}

std::optional<std::uint8_t> Tty::control_lines() const {
  int status = 0;
  if (::ioctl(fd_, TIOCMGET, &status) != 0) return std::nullopt;
  std::uint8_t lines = 0;
  for (const LineBit& line : kLineBits) {
    if ((status & line.tiocm) != 0) lines |= line.bit;
  }
  return lines;
}

bool Tty::set_control_lines(std::uint8_t lines, bool on) const {
  int status = 0;
  for (const LineBit& line : kLineBits) {
    if ((lines & line.bit) != 0) status |= line.tiocm;
  }
  return ::ioctl(fd_, on ? TIOCMBIS : TIOCMBIC, &status) == 0;
}

std::optional<LineCounts> Tty::counts() const {
  serial_icounter_struct counts{};
  if (::ioctl(fd_, TIOCGICOUNT, &counts) != 0) return std::nullopt;
  return LineCounts{counts.cts, counts.dsr, counts.rng, counts.dcd, counts.overrun, counts.buf_overrun};
}

bool Tty::set_low_latency() const {
  serial_struct serial{};
  if (::ioctl(fd_, TIOCGSERIAL, &serial) != 0) return false;
  serial.flags |= ASYNC_LOW_LATENCY;
  return ::ioctl(fd_, TIOCSSERIAL, &serial) == 0;
}

}  // namespace atscope::capture::live

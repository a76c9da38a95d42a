// SPDX-License-Identifier: MIT
#include "capture/live/usb_source.h"

#ifdef ATSCOPE_HAS_LIBPCAP

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fmt/format.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "capture/byte_stream.h"
#include "capture/live/log_source.h"
#include "capture/live/usb_packets.h"
#include "capture/pcap/open_pcap.h"

namespace atscope::capture::live {
namespace {

constexpr int kBufferBytes = 16 << 20;
constexpr int kSnapLength = 256 << 10;
constexpr std::int64_t kStatsInterval = 1'000'000'000;

struct ClosePcap {
  void operator()(pcap_t* handle) const { ::pcap_close(handle); }
};
using Handle = std::unique_ptr<pcap_t, ClosePcap>;

/// What libpcap delivers, as a capture file that grows.
class MonitorStream final : public ByteStream {
 public:
  MonitorStream(Handle handle, std::string head, StopHandle stop, std::shared_ptr<std::function<void()>> idle)
      : handle_(std::move(handle)),
        fd_(::pcap_get_selectable_fd(handle_.get())),
        stop_(std::move(stop)),
        idle_(std::move(idle)),
        out_(std::move(head)) {}

  std::size_t read(char* to, std::size_t size) override {
    while (used_ == out_.size()) {
      if (used_ != 0) out_.clear();
      used_ = 0;
      if (stop_.stopped() || !damage_.empty()) return 0;
      if (fill()) continue;
      if (*idle_) (*idle_)();
      if (stop_.stopped()) return 0;
      constexpr int idle_ms = 100;
      std::array<pollfd, 2> waits{{{fd_, POLLIN, 0}, {stop_.fd(), POLLIN, 0}}};
      static_cast<void>(::poll(waits.data(), waits.size(), idle_ms));
    }
    const std::size_t n = out_.copy(to, size, used_);
    used_ += n;
    return n;
  }
  [[nodiscard]] std::string_view damage() const override { return damage_; }

 private:
  // False when nothing is at hand.
  bool fill() {
    constexpr std::size_t enough = std::size_t{64} << 10U;
    pcap_pkthdr* head = nullptr;
    const u_char* bytes = nullptr;
    while (out_.size() < enough) {
      const int got = ::pcap_next_ex(handle_.get(), &head, &bytes);
      if (got == 0) break;
      if (got < 0) {
        damage_ = fmt::format("the USB monitor failed: {}", ::pcap_geterr(handle_.get()));
        break;
      }
      const std::int64_t ns =
          std::int64_t{head->ts.tv_sec} * 1'000'000'000 + std::int64_t{head->ts.tv_usec} * 1000;
      usb::append_packet(out_, ns, newly_dropped(ns), {reinterpret_cast<const char*>(bytes), head->caplen});
    }
    return !out_.empty();
  }

  std::uint64_t newly_dropped(std::int64_t now) {
    if (now - asked_ < kStatsInterval) return 0;
    asked_ = now;
    pcap_stat stats{};
    if (::pcap_stats(handle_.get(), &stats) != 0) return 0;
    // The counter of libpcap is 32 bits wide.
    return static_cast<std::uint32_t>(stats.ps_drop - std::exchange(dropped_, stats.ps_drop));
  }

  Handle handle_;
  int fd_;
  StopHandle stop_;
  std::shared_ptr<std::function<void()>> idle_;
  std::string out_;
  std::size_t used_ = 0;
  std::string damage_;
  std::int64_t asked_ = 0;
  std::uint32_t dropped_ = 0;
};

Error cannot_watch(const std::string& device, std::string reason, std::string help) {
  return {Error::Kind::not_readable, device, std::move(reason), std::move(help)};
}

// Everything that has to be there, in the order in which somebody has to care for it.
std::optional<Error> obstacle(const std::string& device) {
  std::error_code error;
  const std::string path = "/dev/" + device;
  if (!std::filesystem::exists("/sys/bus/usb", error)) {
    return cannot_watch(device, "this machine has no USB", "run it where the modem is plugged in");
  }
  if (!std::filesystem::exists("/dev/usbmon0", error)) {
    return cannot_watch(device, "the kernel's USB monitor is not loaded", "load it: sudo modprobe usbmon");
  }
  if (!std::filesystem::exists(path, error)) {
    return cannot_watch(device, "there is no such monitor",
                        "usbmonN watches bus N (see lsusb), usbmon0 all of them");
  }
  if (::access(path.c_str(), R_OK) != 0) {
    return cannot_watch(device, "you may not read " + path,
                        fmt::format("until the next start: sudo setfacl -m u:$USER:r {}; for good: echo "
                                    "'SUBSYSTEM==\"usbmon\", GROUP=\"plugdev\", MODE=\"0640\"' | sudo tee "
                                    "/etc/udev/rules.d/60-usbmon.rules",
                                    path));
  }
  return std::nullopt;
}

// The bus of the only modem, else all of them.
std::string device_for(const std::vector<UsbModem>& modems) {
  const bool one_bus =
      !modems.empty() && std::all_of(modems.begin(), modems.end(),
                                     [&](const UsbModem& modem) { return modem.bus == modems.front().bus; });
  return one_bus ? fmt::format("usbmon{}", modems.front().bus) : "usbmon0";
}

}  // namespace

tl::expected<std::unique_ptr<LiveSource>, Error> usb_monitor(const std::string& device,
                                                             const OpenOptions& options, StopHandle stop,
                                                             std::function<void()> idle) {
  const std::vector<UsbModem> modems = find_usb_modems("/sys/bus/usb/devices");
  const std::string name = device.empty() ? device_for(modems) : device;
  if (auto error = obstacle(name)) return tl::unexpected(std::move(*error));

  std::array<char, PCAP_ERRBUF_SIZE> message{};
  Handle handle(::pcap_create(name.c_str(), message.data()));
  if (handle == nullptr) return tl::unexpected(cannot_watch(name, message.data(), {}));
  ::pcap_set_snaplen(handle.get(), kSnapLength);
  ::pcap_set_buffer_size(handle.get(), kBufferBytes);
  ::pcap_set_immediate_mode(handle.get(), 1);
  if (::pcap_activate(handle.get()) < 0 || ::pcap_setnonblock(handle.get(), 1, message.data()) != 0) {
    return tl::unexpected(cannot_watch(name, ::pcap_geterr(handle.get()), {}));
  }
  if (::pcap_datalink(handle.get()) != DLT_USB_LINUX_MMAPPED) {
    return tl::unexpected(cannot_watch(name, "is no USB monitor", "give usbmonN"));
  }
  CaptureClock clock;
  auto call = std::make_shared<std::function<void()>>(std::move(idle));
  auto input = Input::from_stream(std::make_unique<MonitorStream>(
      std::move(handle), descriptor_capture(modems, clock.now().ns), stop, call));
  auto source = open_pcap(std::move(input), options);
  if (!source) {
    if (source.error().path.empty()) source.error().path = name;
    return tl::unexpected(std::move(source.error()));
  }
  return make_log_source(std::move(*source), name, std::move(stop), std::move(call), std::move(clock));
}

}  // namespace atscope::capture::live

#else

namespace atscope::capture::live {

tl::expected<std::unique_ptr<LiveSource>, Error> usb_monitor(const std::string& device, const OpenOptions&,
                                                             StopHandle, std::function<void()>) {
  return tl::unexpected(Error{Error::Kind::unsupported, device.empty() ? "usb" : device,
                              "this atscope was built without libpcap",
                              "build it where libpcap-dev is installed"});
}

}  // namespace atscope::capture::live

#endif

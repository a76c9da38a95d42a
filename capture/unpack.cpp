// SPDX-License-Identifier: MIT
#include "capture/unpack.h"

#include <fmt/format.h>
#include <lzma.h>
#include <string>
#include <utility>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace atscope::capture {
namespace {

constexpr std::size_t kPackedChunk = std::size_t{64} * 1024;

/// What the three have in common: a chunk of packed bytes and the reason why no more can be had.
class Unpacker : public ByteStream {
 public:
  explicit Unpacker(std::unique_ptr<ByteStream> packed) : packed_(std::move(packed)), chunk_(kPackedChunk) {}

  [[nodiscard]] std::string_view damage() const override { return damage_; }

 protected:
  /// Fetches the next packed bytes; false at their end.
  bool refill() {
    rest_ = {chunk_.data(), packed_->read(chunk_.data(), chunk_.size())};
    if (rest_.empty() && !packed_->damage().empty()) stop(std::string(packed_->damage()));
    return !rest_.empty();
  }
  void stop(std::string reason) {
    if (damage_.empty()) damage_ = std::move(reason);
    done_ = true;
  }

  std::string_view rest_;  ///< packed bytes not yet used
  bool done_ = false;

 private:
  std::unique_ptr<ByteStream> packed_;
  std::vector<char> chunk_;
  std::string damage_;
};

class Gunzip final : public Unpacker {
 public:
  explicit Gunzip(std::unique_ptr<ByteStream> packed) : Unpacker(std::move(packed)) {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&state_, MAX_WBITS + kGzipOnly) != Z_OK) {
      stop("gzip cannot be unpacked here: out of memory");
    } else {
      ready_ = true;
    }
  }
  ~Gunzip() override {
    if (ready_) inflateEnd(&state_);
  }

  std::size_t read(char* to, std::size_t size) override {
    while (!done_) {
      if (rest_.empty() && !refill()) {
        if (between_members_) {
          done_ = true;
        } else {
          stop("the gzip data ends in the middle");
        }
        break;
      }
      if (between_members_ && !begin_member()) continue;
      if (const std::size_t got = step(to, size); got != 0) return got;
    }
    return 0;
  }

 private:
  /// After a member: another one, zero padding (as tape blocks leave it), or the end.
  bool begin_member() {
    if (members_ > 0 && rest_.front() == '\0') {
      rest_.remove_prefix(1);
      return false;
    }
    if (members_ > 0 && rest_.front() != '\x1f') {
      stop("bytes that are not gzip follow the gzip data");
      return false;
    }
    if (members_ > 0) inflateReset(&state_);
    between_members_ = false;
    return true;
  }

  std::size_t step(char* to, std::size_t size) {
    constexpr std::size_t kMaxRoom = 1U << 30U;
    const auto room = static_cast<uInt>(size < kMaxRoom ? size : kMaxRoom);
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
    state_.avail_in = static_cast<uInt>(rest_.size());
    state_.next_out = reinterpret_cast<Bytef*>(to);
    state_.avail_out = room;
    const int result = inflate(&state_, Z_NO_FLUSH);
    rest_.remove_prefix(rest_.size() - state_.avail_in);
    if (result == Z_STREAM_END) {
      between_members_ = true;
      ++members_;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      stop(
          fmt::format("the gzip data is damaged ({})", state_.msg != nullptr ? state_.msg : "unknown error"));
    }
    return room - state_.avail_out;
  }

  z_stream state_{};
  bool ready_ = false;
  bool between_members_ = true;
  std::uint64_t members_ = 0;
};

class Unzstd final : public Unpacker {
 public:
  explicit Unzstd(std::unique_ptr<ByteStream> packed)
      : Unpacker(std::move(packed)), state_(ZSTD_createDStream()) {
    if (state_ == nullptr) stop("zstd cannot be unpacked here: out of memory");
  }
  ~Unzstd() override { ZSTD_freeDStream(state_); }

  std::size_t read(char* to, std::size_t size) override {
    while (!done_) {
      // A full output buffer can leave decoded bytes inside the state: ask again before reading more.
      if (rest_.empty() && !pending_ && !refill()) {
        if (between_frames_) {
          done_ = true;
        } else {
          stop("the zstd data ends in the middle");
        }
        break;
      }
      ZSTD_inBuffer in{rest_.data(), rest_.size(), 0};
      ZSTD_outBuffer out{to, size, 0};
      const std::size_t result = ZSTD_decompressStream(state_, &out, &in);
      rest_.remove_prefix(in.pos);
      if (ZSTD_isError(result) != 0) {
        stop(fmt::format("the zstd data is damaged ({})", ZSTD_getErrorName(result)));
      } else {
        between_frames_ = result == 0;
        pending_ = !between_frames_ && out.pos == out.size;
      }
      if (out.pos != 0) return out.pos;
    }
    return 0;
  }

 private:
  ZSTD_DStream* state_;
  bool between_frames_ = true;
  bool pending_ = false;
};

class Unxz final : public Unpacker {
 public:
  explicit Unxz(std::unique_ptr<ByteStream> packed) : Unpacker(std::move(packed)) {
    constexpr std::uint64_t kMemoryLimit = std::uint64_t{256} << 20U;
    if (lzma_stream_decoder(&state_, kMemoryLimit, LZMA_CONCATENATED) != LZMA_OK) {
      stop("xz cannot be unpacked here: out of memory");
    }
  }
  ~Unxz() override { lzma_end(&state_); }

  std::size_t read(char* to, std::size_t size) override {
    while (!done_) {
      if (rest_.empty() && action_ == LZMA_RUN && !refill()) {
        if (done_) break;
        action_ = LZMA_FINISH;
      }
      state_.next_in = reinterpret_cast<const std::uint8_t*>(rest_.data());
      state_.avail_in = rest_.size();
      state_.next_out = reinterpret_cast<std::uint8_t*>(to);
      state_.avail_out = size;
      const lzma_ret result = lzma_code(&state_, action_);
      rest_.remove_prefix(rest_.size() - state_.avail_in);
      if (result == LZMA_STREAM_END) {
        done_ = true;
      } else if (result != LZMA_OK) {
        stop(reason(result));
      }
      if (const std::size_t got = size - state_.avail_out; got != 0) return got;
    }
    return 0;
  }

 private:
  static std::string reason(lzma_ret result) {
    switch (result) {
      case LZMA_BUF_ERROR:
        return "the xz data ends in the middle";
      case LZMA_FORMAT_ERROR:
        return "bytes that are not xz follow the xz data";
      case LZMA_MEMLIMIT_ERROR:
      case LZMA_MEM_ERROR:
        return "the xz data needs more than 256 MiB of memory to unpack";
      case LZMA_OPTIONS_ERROR:
        return "the xz data uses a feature that liblzma does not know";
      default:
        return "the xz data is damaged";
    }
  }

  lzma_stream state_ = LZMA_STREAM_INIT;
  lzma_action action_ = LZMA_RUN;
};

}  // namespace

Input::Container container_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\x1f\x8b\x08"sv)) return Input::Container::gzip;
  if (head.starts_with("\x28\xb5\x2f\xfd"sv)) return Input::Container::zstd;
  // A skippable frame, as pzstd puts first: 50..5f 2a 4d 18.
  if (head.size() >= 4 && (head[0] & '\xf0') == '\x50' && head.substr(1, 3) == "\x2a\x4d\x18"sv) {
    return Input::Container::zstd;
  }
  if (head.starts_with("\xfd"
                       "7zXZ\0"sv)) {
    return Input::Container::xz;
  }
  return Input::Container::none;
}

std::unique_ptr<ByteStream> unpack(std::unique_ptr<ByteStream> packed, Input::Container container) {
  switch (container) {
    case Input::Container::gzip:
      return std::make_unique<Gunzip>(std::move(packed));
    case Input::Container::zstd:
      return std::make_unique<Unzstd>(std::move(packed));
    case Input::Container::xz:
      return std::make_unique<Unxz>(std::move(packed));
    case Input::Container::none:
      break;
  }
  return packed;
}

}  // namespace atscope::capture

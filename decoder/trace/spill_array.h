// SPDX-License-Identifier: MIT
// An append-only array that lives in a temporary file, so that its size is no burden on memory.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <type_traits>

namespace atscope::trace {

/// An unlinked temporary file (in $TMPDIR, else /var/tmp) in which regions of memory are put away piece by
/// piece: what is put away keeps its address, and the kernel has in memory of it what is looked at. Where no
/// such file can be made, everything stays in memory. One thread writes; give_back() is for any.
class SpillFile {
 public:
  /// A stretch of address space that is written from its beginning on.
  struct Region {
    std::byte* bytes = nullptr;
    std::size_t size = 0;
    std::size_t step = 0;      ///< so much of it at a time is best put away
    std::size_t put_away = 0;  ///< so much of it stands in the file
    std::int64_t offset = 0;   ///< in the file
  };

  SpillFile() = default;
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  /// A new region of zeros, aligned to a page, that lives as long as the file. It takes no room yet. Null
  /// when no memory is left.
  [[nodiscard]] Region* map(std::size_t bytes);
  /// Puts away what stands before `end` in the region, in whole pages; it can still be read and written.
  /// False when the disk is full: then all stays as it was.
  [[nodiscard]] bool put_away(Region& region, std::size_t end);
  /// Gives back the memory of what was put away and looked at since; it comes again when it is looked at.
  void give_back();

 private:
  int fd_ = -1;
  bool opened_ = false, full_ = false;
  std::int64_t end_ = 0;
  std::size_t since_given_back_ = 0;  // bytes that were put away since memory was given back
  std::mutex mutex_;                  // guards the list, and Region::put_away
  std::deque<Region> regions_;
};

/// Append-only array of plain records. One thread appends while others read below size(); a record never
/// moves. `file` must outlive it.
template <typename Record>
class SpillArray {
  static_assert(std::is_trivially_copyable_v<Record> && alignof(Record) <= 64);

 public:
  explicit SpillArray(SpillFile& file) : file_(file) {}
  SpillArray(const SpillArray&) = delete;
  SpillArray& operator=(const SpillArray&) = delete;

  [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_acquire); }
  [[nodiscard]] bool empty() const { return size() == 0; }

  /// `index` is below size().
  [[nodiscard]] const Record& operator[](std::size_t index) const { return *at(index); }
  /// For the appending thread alone; a reader that may look at the same time needs its own agreement.
  [[nodiscard]] Record& writable(std::size_t index) { return *at(index); }

  /// False when there is no room left; nothing is changed then.
  bool push_back(const Record& record) {
    const std::size_t index = size_.load(std::memory_order_relaxed);
    if (index >= step_end_) return push_back_together({&record, 1}) != no_room;
    *next_++ = record;
    size_.store(index + 1, std::memory_order_release);
    return true;
  }

  /// Appends `records` so that they stand in one piece (some places before them may stay empty); gives the
  /// index of the first, or no_room.
  [[nodiscard]] std::size_t push_back_together(std::span<const Record> records) {
    std::size_t index = size_.load(std::memory_order_relaxed);
    Place place = place_of(index);
    while (place.within + records.size() > place.chunk_size) {
      index += place.chunk_size - place.within;
      place = place_of(index);
    }
    if (index + records.size() > step_end_ && !make_room(place, index, records.size())) return no_room;
    next_ = std::copy(records.begin(), records.end(), at(index));
    size_.store(index + records.size(), std::memory_order_release);
    return index;
  }
  static constexpr std::size_t no_room = ~std::size_t{0};

 private:
  // Chunk c holds first_chunk << c records.
  static constexpr std::size_t first_chunk = 1024;
  struct Place {
    std::size_t chunk, within, chunk_size;
  };
  static Place place_of(std::size_t index) {
    const std::size_t chunk = static_cast<std::size_t>(std::bit_width(index / first_chunk + 1)) - 1;
    const std::size_t begin = first_chunk * ((std::size_t{1} << chunk) - 1);
    return {chunk, index - begin, first_chunk << chunk};
  }
  [[nodiscard]] Record* at(std::size_t index) const {
    const Place place = place_of(index);
    return chunks_[place.chunk].load(std::memory_order_acquire) + place.within;
  }
  // What is complete is put away before more is written.
  bool make_room(const Place& place, std::size_t index, std::size_t count) {
    const bool begins = chunks_[place.chunk].load(std::memory_order_relaxed) == nullptr;
    if (region_ != nullptr &&
        !file_.put_away(*region_, begins ? region_->size : place.within * sizeof(Record)))
      return false;
    if (begins) {
      region_ = file_.map(place.chunk_size * sizeof(Record));
      if (region_ == nullptr) return false;
      // Records are trivially copyable: their life begins with the bytes.
      chunks_[place.chunk].store(reinterpret_cast<Record*>(region_->bytes), std::memory_order_release);
    }
    const std::size_t step = region_->step / sizeof(Record) + 1;
    const std::size_t left = place.chunk_size - place.within;
    step_end_ = index + (count > step ? count : (left < step ? left : step));
    return true;
  }

  SpillFile& file_;
  SpillFile::Region* region_ = nullptr;  // of the newest chunk
  std::size_t step_end_ = 0;             // records up to here need no new step
  Record* next_ = nullptr;               // the place of record size(), while that is below step_end_
  std::array<std::atomic<Record*>, 40> chunks_{};
  std::atomic<std::size_t> size_{0};
};

}  // namespace atscope::trace

// SPDX-License-Identifier: MIT
// An append-only array that lives in a temporary file, so that its size is no burden on memory.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace atscope::trace {

/// An unlinked temporary file (in $TMPDIR, else /var/tmp), mapped region by region: the kernel keeps in
/// memory what is looked at. Where no such file can be made, plain memory takes its place. Used by one
/// thread.
class SpillFile {
 public:
  struct Region {
    std::byte* bytes = nullptr;  ///< null: neither disk nor memory is left
    std::int64_t offset = -1;    ///< in the file; -1: plain memory
  };

  SpillFile() = default;
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  /// A new region of zeros, aligned to a page. It takes no room yet.
  [[nodiscard]] Region map(std::size_t bytes);
  /// Takes room on the disk for a part of a region, before it is touched: a full disk is an answer here, and
  /// would be a signal later. From time to time gives the memory of all regions back: what stands there stays
  /// in the file, and comes again when it is looked at.
  [[nodiscard]] bool back(const Region& region, std::size_t begin, std::size_t bytes);

 private:
  struct Mapping {
    std::byte* bytes;
    std::size_t size;
    bool in_file;
  };
  int fd_ = -1;
  bool opened_ = false;
  std::int64_t end_ = 0;
  std::vector<Mapping> mappings_;
  std::size_t since_given_back_ = 0;  // bytes that were backed since memory was given back
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

  /// False when there is no room left anywhere; nothing is changed then.
  bool push_back(const Record& record) { return push_back_together({&record, 1}) != no_room; }

  /// Appends `records` so that they stand in one piece (some places before them may stay empty); gives the
  /// index of the first, or no_room.
  [[nodiscard]] std::size_t push_back_together(std::span<const Record> records) {
    std::size_t index = size_.load(std::memory_order_relaxed);
    Place place = place_of(index);
    while (place.within + records.size() > place.chunk_size) {
      index += place.chunk_size - place.within;
      place = place_of(index);
    }
    if (index + records.size() > backed_ && !make_room(place, index, records.size())) return no_room;
    Record* const to = at(index);
    for (std::size_t i = 0; i < records.size(); ++i) to[i] = records[i];
    size_.store(index + records.size(), std::memory_order_release);
    return index;
  }
  static constexpr std::size_t no_room = ~std::size_t{0};

 private:
  // Chunk c holds first_chunk << c records.
  static constexpr std::size_t first_chunk = 1024;
  static constexpr std::size_t step_bytes = std::size_t{1} << 20;
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
  bool make_room(const Place& place, std::size_t index, std::size_t count) {
    if (chunks_[place.chunk].load(std::memory_order_relaxed) == nullptr) {
      region_ = file_.map(place.chunk_size * sizeof(Record));
      if (region_.bytes == nullptr) return false;
      // Records are trivially copyable: their life begins with the bytes.
      chunks_[place.chunk].store(reinterpret_cast<Record*>(region_.bytes), std::memory_order_release);
    }
    const std::size_t step = step_bytes / sizeof(Record) + 1;
    const std::size_t left = place.chunk_size - place.within;
    const std::size_t records = count > step ? count : (left < step ? left : step);
    if (!file_.back(region_, place.within * sizeof(Record), records * sizeof(Record))) return false;
    backed_ = index + records;
    return true;
  }

  SpillFile& file_;
  SpillFile::Region region_;  // of the newest chunk
  std::size_t backed_ = 0;    // records up to here have room
  std::array<std::atomic<Record*>, 40> chunks_{};
  std::atomic<std::size_t> size_{0};
};

}  // namespace atscope::trace

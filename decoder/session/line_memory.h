// SPDX-License-Identifier: MIT
// A modem is polled: the same command lines are sent and the same lines come back, over and over. What one of
// them means depends on a few facts; it is worked out once for each and remembered.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"
#include "decoder/session/exchange.h"
#include "decoder/session/reading.h"
#include "decoder/session/transaction_table.h"

namespace atscope::session {

/// What a text's meaning depends on beside the text. Equal situations give equal meanings.
struct Situation {
  ChannelId channel = 0;
  bool flag = false;               ///< of lines: the open command has an answer that the dialect lists;
                                   ///< of exchanges: the module echoes
  std::uint64_t settings = 0;      ///< SettingsTracker::version()
  std::uint64_t open_command = 0;  ///< KnownCommandLine::number of the only open one; 0: none is open

  friend bool operator==(const Situation&, const Situation&) = default;
};

/// Keeps what was found for short texts, in a table of fixed size: a newer text takes the place of an older
/// one. Nothing is allocated after the first use.
template <typename Found, std::size_t slots, std::size_t longest_text = 88>
class Memo {
 public:
  static_assert((slots & (slots - 1)) == 0);
  static constexpr std::size_t longest = longest_text;  ///< texts over this are not kept
  static_assert(longest <= 255);

  [[nodiscard]] static bool keeps(std::string_view text) { return text.size() <= longest; }
  /// Null when the text is not known in this situation; `place` then says where keep() puts it.
  [[nodiscard]] const Found* find(const Situation& situation, std::string_view text, std::size_t& place) {
    if (!keeps(text)) {
      place = nowhere;
      return nullptr;
    }
    if (entries_ == nullptr) entries_ = std::make_unique<std::array<Entry, slots>>();
    place = hash(situation, text) & (slots - 1);
    const Entry& entry = (*entries_)[place];
    const bool same = entry.used && entry.size == text.size() && entry.situation == situation &&
                      std::memcmp(entry.text, text.data(), text.size()) == 0;
    return same ? &entry.found : nullptr;
  }

  /// Where find() did not find it.
  const Found& keep(const Situation& situation, std::string_view text, std::size_t place,
                    const Found& found) {
    if (place == nowhere) return found;
    Entry& entry = (*entries_)[place];
    entry.used = true;
    entry.situation = situation;
    entry.size = static_cast<std::uint8_t>(text.size());
    std::copy(text.begin(), text.end(), entry.text);
    entry.found = found;
    return entry.found;
  }

 private:
  static constexpr std::size_t nowhere = SIZE_MAX;

  struct Entry {
    Situation situation;
    bool used = false;
    std::uint8_t size = 0;
    char text[longest];
    Found found;
  };

  // Eight bytes at a time, each mixed by a multiplication.
  static std::size_t hash(const Situation& situation, std::string_view text) {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = (situation.open_command * 4 + situation.channel * 2 + situation.flag) ^
                          (situation.settings << 40U) ^ text.size();
    const auto mix = [&mixed](std::uint64_t word) {
      mixed = (mixed ^ word) * odd;
      mixed ^= mixed >> 32U;
    };
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= sizeof(std::uint64_t); at += sizeof(std::uint64_t), left -= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, sizeof word);
      mix(word);
    }
    std::uint64_t word = 0;
    for (std::size_t index = 0; index < left; ++index)
      word = word << 8U | static_cast<unsigned char>(at[index]);
    mix(word);
    return static_cast<std::size_t>(mixed ^ mixed >> 20U);
  }

  std::unique_ptr<std::array<Entry, slots>> entries_;
};

/// What the channels of a session remember of lines; a megabyte and a half at most.
struct LineMemory {
  explicit LineMemory(EventSink& sink) : recorder(sink) {}

  ExchangeRecorder recorder;  ///< stands before `sink`
  Memo<KnownExchange, 512, 192> exchanges;
  Memo<KnownCommandLine, 256> commands;
  Memo<Readings, 1024> lines;
  std::uint64_t last_number = 0;  ///< of a KnownCommandLine
};

}  // namespace atscope::session

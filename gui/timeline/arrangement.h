// SPDX-License-Identifier: MIT
// Which lanes the user folded, pinned, moved and hid. A session keeps its text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace atscope::gui {

class Arrangement {
 public:
  /// What the user said of one lane; lanes are known by their keys ("exchanges", "state tcp",
  /// "urcs@ttyUSB2").
  struct Choice {
    std::string key;
    bool folded = false;  ///< a thin strip without words
    bool pinned = false;  ///< above the others, and stays when they scroll
    bool hidden = false;
  };

  [[nodiscard]] bool is_folded(std::string_view key) const;
  [[nodiscard]] bool is_pinned(std::string_view key) const;
  [[nodiscard]] bool is_hidden(std::string_view key) const;
  void set_folded(std::string_view key, bool on);
  void set_pinned(std::string_view key, bool on);
  void set_hidden(std::string_view key, bool on);
  void show_all();

  /// The indices of `keys` in the order in which they are shown: pinned ones first, then in the user's order;
  /// lanes that the user never moved stand where they stand in `keys`, behind the same neighbour. With the
  /// hidden ones.
  [[nodiscard]] std::vector<std::size_t> order(const std::vector<std::string>& keys) const;
  /// Moves `key`, one of `keys`, before (`places` < 0) or behind as many lanes in sight of its kind, pinned
  /// or not.
  void move(const std::vector<std::string>& keys, std::string_view key, int places);

  /// One lane a line: "f", "p", "h" for what is set (or "-"), a space, the key; in the user's order.
  [[nodiscard]] std::string to_text() const;
  /// Lines that are no such thing are left out.
  [[nodiscard]] static Arrangement from_text(std::string_view text);

 private:
  [[nodiscard]] const Choice* find(std::string_view key) const;
  Choice& choice(std::string_view key);

  std::vector<Choice> choices_;     // what is set, in no order that matters
  std::vector<std::string> order_;  // of the lanes that stood here when the user last moved one
};

}  // namespace atscope::gui

// SPDX-License-Identifier: GPL-2.0-or-later
// The capture interfaces that Wireshark lists for atscope, with the options of their dialogs. One list names
// them.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace atscope::extcap {

/// One entry of a selector.
struct Choice {
  std::string_view value;
  std::string_view display;
};

/// One field of the dialog. Types are those of extcap(4): selector, unsigned, string, fileselect, boolflag.
struct Option {
  std::string_view call;  ///< "--baud"
  std::string_view display;
  std::string_view type;
  std::string_view default_value;
  std::string_view tooltip;
  std::string_view group;
  std::span<const Choice> choices = {};
  /// A selector that is filled when the dialog opens, and again by its reload button.
  enum class Filled { never, ports, second_of_ports, usb_buses } filled = Filled::never;
};

/// The name of a port that no list shows.
inline constexpr std::string_view kOtherPort = "other";

struct Interface {
  std::string_view name;     ///< "atscope-tap"
  std::string_view display;  ///< what the list of interfaces shows
  std::span<const Option* const> options;
};

[[nodiscard]] std::span<const Interface> interfaces();
/// Null when there is none of that name.
[[nodiscard]] const Interface* find_interface(std::string_view name);

/// What was chosen in the dialog. Wireshark leaves out what was not touched, so the defaults are ours.
class Values {
 public:
  /// Where the value of `option` goes; it begins as the default.
  [[nodiscard]] std::string& of(const Option& option);
  [[nodiscard]] const std::string& operator[](std::string_view call) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace atscope::extcap

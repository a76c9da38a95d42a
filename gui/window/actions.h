// SPDX-License-Identifier: MIT
// Every action of the window, in one table: it feeds the menus, the palette, the shortcuts, the help and the
// tests.
#pragma once

#include <QKeySequence>
#include <QString>
#include <span>

namespace atscope::gui {

class MainWindow;

struct ActionSpec {
  const char* id;    ///< "zoom-in"
  const char* menu;  ///< "View"
  const char* text;  ///< "Zoom in"
  const char* keys;  ///< "W, Ctrl++" (several are separated by ", "); empty: none
  void (*run)(MainWindow&);
  bool checkable = false;
  bool separator_before = false;
};

[[nodiscard]] std::span<const ActionSpec> all_actions();
[[nodiscard]] QList<QKeySequence> keys_of(const ActionSpec& action);

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "gui/window/actions.h"

#include <QCoreApplication>
#include <array>

#include "gui/window/main_window.h"

namespace atscope::gui {
namespace {

using W = MainWindow;

constexpr auto table = std::to_array<ActionSpec>({
    {"open", "File", QT_TRANSLATE_NOOP("Action", "Open…"), "Ctrl+O", [](W& w) { w.open_dialog(); }},
    {"open-clipboard", "File", QT_TRANSLATE_NOOP("Action", "Open pasted text"), "Ctrl+V",
     [](W& w) { w.open_clipboard(); }},
    {"reload", "File", QT_TRANSLATE_NOOP("Action", "Read again"), "F5", [](W& w) { w.reload(); }},
    {"stop", "File", QT_TRANSLATE_NOOP("Action", "Stop reading"), "Esc", [](W& w) { w.stop(); }},
    {"capture", "File", QT_TRANSLATE_NOOP("Action", "Capture…"), "Ctrl+R", [](W& w) { w.capture_dialog(); },
     false, true},
    {"stop-capture", "File", QT_TRANSLATE_NOOP("Action", "Stop capturing or following"), "Ctrl+.",
     [](W& w) { w.stop_capture(); }},
    {"export", "File", QT_TRANSLATE_NOOP("Action", "Export…"), "Ctrl+E", [](W& w) { w.export_dialog(); },
     false, true},
    {"quit", "File", QT_TRANSLATE_NOOP("Action", "Quit"), "Ctrl+Q", [](W& w) { w.close(); }, false, true},

    {"zoom-in", "View", QT_TRANSLATE_NOOP("Action", "Zoom in"), "W, Ctrl++",
     [](W& w) { w.timeline().zoom(0.6); }},
    {"zoom-out", "View", QT_TRANSLATE_NOOP("Action", "Zoom out"), "S, Ctrl+-",
     [](W& w) { w.timeline().zoom(1 / 0.6); }},
    {"pan-left", "View", QT_TRANSLATE_NOOP("Action", "Move left"), "A", [](W& w) { w.timeline().pan(-0.2); }},
    {"pan-right", "View", QT_TRANSLATE_NOOP("Action", "Move right"), "D",
     [](W& w) { w.timeline().pan(0.2); }},
    {"fit", "View", QT_TRANSLATE_NOOP("Action", "Show all"), "Home, Ctrl+0",
     [](W& w) { w.timeline().fit_all(); }},
    {"focus", "View", QT_TRANSLATE_NOOP("Action", "Show the chosen exchange; again: all"), "F",
     [](W& w) { w.focus_selection(); }},
    {"back", "View", QT_TRANSLATE_NOOP("Action", "Back to the view before"), "Alt+Left",
     [](W& w) { w.history(-1); }, false, true},
    {"forward", "View", QT_TRANSLATE_NOOP("Action", "Forward again"), "Alt+Right",
     [](W& w) { w.history(1); }},
    {"spacing", "View", QT_TRANSLATE_NOOP("Action", "One step an event (fold idle time)"), "X",
     [](W& w) { w.toggle_spacing(); }, true, true},
    {"heat", "View", QT_TRANSLATE_NOOP("Action", "Colour exchanges by latency"), "H",
     [](W& w) { w.toggle_heat(); }, true},
    {"show-secrets", "View", QT_TRANSLATE_NOOP("Action", "Show secrets"), "",
     [](W& w) { w.toggle_secrets(); }, true},
    {"show-suppressed", "View", QT_TRANSLATE_NOOP("Action", "Show suppressed problems, dimmed"), "Shift+K",
     [](W& w) { w.toggle_suppressed(); }, true},
    {"follow", "View", QT_TRANSLATE_NOOP("Action", "Follow what comes in"), "L",
     [](W& w) { w.toggle_follow(); }, true},

    {"next", "Go", QT_TRANSLATE_NOOP("Action", "Next exchange"), ".", [](W& w) { w.step(1); }},
    {"previous", "Go", QT_TRANSLATE_NOOP("Action", "Exchange before"), ",", [](W& w) { w.step(-1); }},
    {"next-problem", "Go", QT_TRANSLATE_NOOP("Action", "Next problem"), "E",
     [](W& w) { w.go_to_problem(false); }},
    {"previous-problem", "Go", QT_TRANSLATE_NOOP("Action", "Problem before"), "Shift+E",
     [](W& w) { w.go_to_problem(true); }},
    {"next-slow", "Go", QT_TRANSLATE_NOOP("Action", "Next slow exchange"), "T",
     [](W& w) { w.go_to_slow(false); }},
    {"previous-slow", "Go", QT_TRANSLATE_NOOP("Action", "Slow exchange before"), "Shift+T",
     [](W& w) { w.go_to_slow(true); }},
    {"search", "Go", QT_TRANSLATE_NOOP("Action", "Search and filter"), "/, Ctrl+F",
     [](W& w) { w.focus_query(); }, false, true},
    {"next-hit", "Go", QT_TRANSLATE_NOOP("Action", "Next hit"), "N", [](W& w) { w.go_to_hit(false); }},
    {"previous-hit", "Go", QT_TRANSLATE_NOOP("Action", "Hit before"), "Shift+N",
     [](W& w) { w.go_to_hit(true); }},
    {"stack-filter", "Go", QT_TRANSLATE_NOOP("Action", "Stack the filter (Ctrl+Enter in the line)"), "",
     [](W& w) { w.stack_filter(); }},
    {"dim", "Go", QT_TRANSLATE_NOOP("Action", "Dim what does not fit, instead of hiding it"), "Shift+D",
     [](W& w) { w.toggle_dim(); }, true},
    {"clear-filter", "Go", QT_TRANSLATE_NOOP("Action", "Clear the filter"), "Ctrl+Shift+F",
     [](W& w) { w.clear_query(); }},

    {"mark", "Go", QT_TRANSLATE_NOOP("Action", "Mark the chosen event; again: take the mark away"), "M",
     [](W& w) { w.toggle_mark(); }, false, true},
    {"next-mark", "Go", QT_TRANSLATE_NOOP("Action", "Next mark"), "U", [](W& w) { w.go_to_mark(false); }},
    {"previous-mark", "Go", QT_TRANSLATE_NOOP("Action", "Mark before"), "Shift+U",
     [](W& w) { w.go_to_mark(true); }},
    {"next-link", "Go", QT_TRANSLATE_NOOP("Action", "Along the link, to what came of it"), "]",
     [](W& w) { w.follow_link(1); }, false, true},
    {"previous-link", "Go", QT_TRANSLATE_NOOP("Action", "Back along the link, to what it came from"), "[",
     [](W& w) { w.follow_link(-1); }},

    {"lane-next", "Lanes", QT_TRANSLATE_NOOP("Action", "Next lane"), "Ctrl+Down",
     [](W& w) { w.timeline().step_lane(1); }},
    {"lane-previous", "Lanes", QT_TRANSLATE_NOOP("Action", "Lane before"), "Ctrl+Up",
     [](W& w) { w.timeline().step_lane(-1); }},
    {"lane-fold", "Lanes", QT_TRANSLATE_NOOP("Action", "Fold the lane to a strip, or unfold it"), "C",
     [](W& w) { w.timeline().toggle_lane_folded(); }, false, true},
    {"lane-pin", "Lanes", QT_TRANSLATE_NOOP("Action", "Pin the lane to the top, or release it"), "P",
     [](W& w) { w.timeline().toggle_lane_pinned(); }},
    {"lane-up", "Lanes", QT_TRANSLATE_NOOP("Action", "Move the lane up"), "Ctrl+Shift+Up",
     [](W& w) { w.timeline().move_lane(-1); }},
    {"lane-down", "Lanes", QT_TRANSLATE_NOOP("Action", "Move the lane down"), "Ctrl+Shift+Down",
     [](W& w) { w.timeline().move_lane(1); }},
    {"lane-hide", "Lanes", QT_TRANSLATE_NOOP("Action", "Hide the lane"), "Ctrl+H",
     [](W& w) { w.timeline().hide_lane(); }},
    {"lanes-show", "Lanes", QT_TRANSLATE_NOOP("Action", "Show all lanes"), "Ctrl+Shift+H",
     [](W& w) { w.timeline().show_all_lanes(); }},

    {"cursor-a", "Measure", QT_TRANSLATE_NOOP("Action", "Cursor A at the chosen event"), "1",
     [](W& w) { w.put_cursor(0); }},
    {"cursor-b", "Measure", QT_TRANSLATE_NOOP("Action", "Cursor B at the chosen event"), "2",
     [](W& w) { w.put_cursor(1); }},
    {"clear-cursors", "Measure", QT_TRANSLATE_NOOP("Action", "Take the cursors away"), "0",
     [](W& w) { w.clear_cursors(); }},
    {"zero", "Measure",
     QT_TRANSLATE_NOOP("Action", "Count time from the chosen event; again: from the start"), "Z",
     [](W& w) { w.toggle_zero(); }, false, true},

    {"name-mark", "Measure", QT_TRANSLATE_NOOP("Action", "Name the mark, with a note…"), "Shift+M",
     [](W& w) { w.mark_dialog(); }, false, true},
    {"suppress", "Measure", QT_TRANSLATE_NOOP("Action", "Suppress the chosen problem…"), "Ctrl+K",
     [](W& w) { w.suppress_problem(); }},

    {"palette", "Help", QT_TRANSLATE_NOOP("Action", "All actions…"), "Ctrl+Shift+P",
     [](W& w) { w.show_palette(); }},
    {"keys", "Help", QT_TRANSLATE_NOOP("Action", "Keys"), "?", [](W& w) { w.show_keys(); }},
});

}  // namespace

std::span<const ActionSpec> all_actions() {
  return table;
}

QList<QKeySequence> keys_of(const ActionSpec& action) {
  QList<QKeySequence> keys;
  for (const QString& key :
       QString::fromLatin1(action.keys).split(QStringLiteral(", "), Qt::SkipEmptyParts)) {
    keys << QKeySequence::fromString(key);
  }
  return keys;
}

}  // namespace atscope::gui

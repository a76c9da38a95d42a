// SPDX-License-Identifier: MIT
// bench_window FILE: opens a long capture in the real window, offscreen, and says how long everything took.
#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QLineEdit>
#include <QStandardPaths>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "gui/document/event_filter.h"
#include "gui/timeline/picture.h"
#include "gui/window/main_window.h"

namespace {

using atscope::gui::Document;
using atscope::gui::MainWindow;

constexpr double mega = 1e6;

double kilobytes(const char* what) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double number = 0;
    if (word == what && status >> number) return number;
  }
  return 0;
}

double processor_seconds(clockid_t whose = CLOCK_PROCESS_CPUTIME_ID) {
  timespec now{};
  clock_gettime(whose, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Processor time of the other threads by their names, as far as they were seen while they lived.
class Workers {
 public:
  void look() {
    for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
      std::string name;
      double nanoseconds = 0;
      std::ifstream(thread.path() / "comm") >> name;
      std::ifstream(thread.path() / "schedstat") >> nanoseconds;
      double& most = seconds_[name];
      most = std::max(most, nanoseconds / 1e9);
    }
  }
  [[nodiscard]] double seconds(const std::string& name) const {
    const auto found = seconds_.find(name);
    return found == seconds_.end() ? 0 : found->second;
  }

 private:
  std::map<std::string, double> seconds_;
};

// Elapsed, and of it what the window's thread worked: on a busy machine the second is the one that counts.
class Stopwatch {
 public:
  Stopwatch() { start(); }
  void start() {
    elapsed_.start();
    worked_ = processor_seconds(CLOCK_THREAD_CPUTIME_ID);
  }
  [[nodiscard]] double elapsed() const { return static_cast<double>(elapsed_.nsecsElapsed()) / 1e9; }
  [[nodiscard]] double worked() const { return processor_seconds(CLOCK_THREAD_CPUTIME_ID) - worked_; }

 private:
  QElapsedTimer elapsed_;
  double worked_ = 0;
};

// The longest time that the event loop was busy with one thing.
class Gaps {
 public:
  Gaps() {
    timer_.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer_, &QTimer::timeout, [this] { beat(); });
    timer_.start(2);
  }
  void say(const char* what) {
    std::printf(
        "longest block, %-9s %8.1f ms worked (%.1f s after the start), %.1f ms elapsed; %d of more than 50 "
        "ms\n",
        what, worked_, at_, elapsed_, over_50_);
    worked_ = elapsed_ = 0;
    over_50_ = 0;
  }

 private:
  void beat() {
    const double worked = since_.worked() * 1000;
    if (worked > worked_) {
      worked_ = worked;
      at_ = start_.elapsed();
    }
    elapsed_ = std::max(elapsed_, since_.elapsed() * 1000 - 2);
    over_50_ += worked > 50 ? 1 : 0;
    since_.start();
  }
  QTimer timer_;
  Stopwatch since_, start_;
  double worked_ = 0, elapsed_ = 0, at_ = 0;
  int over_50_ = 0;
};

// Sleeps between the events, as a window does: what it works is what it would work anyway.
void run_until(const std::function<bool()>& done) {
  QTimer tick;
  tick.start(5);
  while (!done()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

void settle(int ms) {
  QElapsedTimer timer;
  timer.start();
  run_until([&] { return timer.elapsed() > ms; });
}

// Every zoom from the whole to a few events, in steps of 2, in the middle and at the end; ms of the worst.
struct Frames {
  double picture = 0, paint = 0, overview = 0;
  void say(const char* what) const {
    std::printf("frame, %-17s %8.1f ms worked (picture %.1f, painting %.1f, overview %.1f)\n", what,
                picture + paint + overview, picture, paint, overview);
  }
};
Frames frames(MainWindow& window) {
  Frames worst;
  auto& timeline = window.timeline();
  auto* overview = window.findChild<atscope::gui::Minimap*>();
  QImage image(timeline.viewport()->size(), QImage::Format_ARGB32_Premultiplied);
  QImage strip(overview->size(), QImage::Format_ARGB32_Premultiplied);
  const auto [from, to] = timeline.whole();
  for (const double place : {0.5, 0.98}) {
    for (double span = to - from; span > (to - from) / std::pow(2.0, 40); span /= 2) {
      auto axis = timeline.axis();
      axis.per_pixel = span / axis.width;
      axis.begin = from + (to - from - span) * place;
      timeline.set_axis(axis);
      Stopwatch watch;
      static_cast<void>(timeline.picture());
      worst.picture = std::max(worst.picture, watch.worked() * 1000);
      watch.start();
      timeline.viewport()->render(&image);
      worst.paint = std::max(worst.paint, watch.worked() * 1000);
      watch.start();
      overview->render(&strip);
      worst.overview = std::max(worst.overview, watch.worked() * 1000);
    }
  }
  timeline.fit_all();
  return worst;
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-bench"));
  if (argc < 2) {
    std::fputs("Usage: bench_window FILE\n", stderr);
    return 2;
  }
  const auto size = static_cast<double>(std::filesystem::file_size(argv[1]));
  MainWindow window;
  window.resize(1280, 800);
  window.show();
  settle(300);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);

  const auto memory = [size](const char* what, const char* name) {
    std::printf("%-24s %8.0f MB, %.1f %% of the file\n", what, kilobytes(name) * 1024 / mega,
                100 * kilobytes(name) * 1024 / size);
  };
  memory("empty: memory of its own", "RssAnon:");
  memory("  with mapped files", "VmRSS:");
  Gaps gaps;
  Stopwatch watch;
  const double processor = processor_seconds();
  window.open(QString::fromLocal8Bit(argv[1]));
  run_until([&] { return window.timeline().picture().rows.size() > 1; });
  window.timeline().grab();
  std::printf("first picture            %8.3f s elapsed, %.3f s of processor time\n", watch.elapsed(),
              processor_seconds() - processor);
  Workers workers;
  double indexed = 0;
  run_until([&] {
    workers.look();
    if (indexed == 0 && window.document()->is_indexed()) indexed = watch.elapsed();
    return window.document()->phase() != Document::Phase::loading;
  });
  const double loaded = watch.elapsed(), window_worked = watch.worked();
  const auto& trace = window.document()->trace();
  std::printf(
      "size                     %8.0f MB, %.2f million events, %.2f million exchanges, %zu problems\n",
      size / mega, trace.size() / mega, trace.transactions() / mega, window.document()->findings());
  const auto worked = [&](const char* what, double seconds) {
    std::printf("  %-22s %8.3f s of processor time, %.0f MB/s\n", what, seconds, size / mega / seconds);
  };
  std::printf("indexed after            %8.3f s, judged after %.3f s\n", indexed, loaded);
  worked("indexing thread", workers.seconds("index"));
  worked("judging thread", workers.seconds("judge"));
  worked("window's thread", window_worked);
  memory("memory of its own", "RssAnon:");
  memory("  with mapped files", "VmRSS:");
  gaps.say("reading");
  settle(5000);
  gaps.say("after it");
  memory("at rest: of its own", "RssAnon:");
  memory("  with mapped files", "VmRSS:");

  for (const QSize screen : {QSize(1280, 800), QSize(2560, 1440)}) {
    window.resize(screen);
    settle(200);
    frames(window).say(screen.width() == 1280 ? "1280 wide" : "2560 wide");
  }
  window.action(QStringLiteral("spacing"))->trigger();
  frames(window).say("events");
  settle(200);

  for (const char* query :
       {"nowhere", "csq", "kind == urc", "latency > 1s", "command == \"+CREG\" and outcome == error"}) {
    atscope::gui::EventFilter filter{query};
    std::vector<atscope::trace::EventIndex> hits;
    watch.start();
    filter.search(*window.document(), hits, 0xFFFFFFFF);
    std::printf("filter %-17s %8.3f s worked, %zu hits%s\n", query, watch.worked(), hits.size(),
                filter.error() ? " (mistake in it)" : "");
  }
  settle(50);
  Gaps more;
  window.findChild<QLineEdit*>()->setText(QStringLiteral("kind == urc"));
  settle(8000);
  more.say("filtering");
  window.select(trace.size() / 2);
  settle(300);
  more.say("choosing");
  return 0;
}

// SPDX-License-Identifier: MIT
// soak SECONDS LINES_A_SECOND: the window follows live traffic for so long. Says how much memory it takes on
// the way, and fails when an exchange is lost or its own memory (without files that are mapped) keeps
// growing.
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <array>
#include <cstdio>
#include <thread>
#include <unistd.h>

#include "gui/window/main_window.h"

namespace {

using namespace atscope::gui;

long anonymous_kilobytes() {
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : status.readAll().split('\n'))
    if (line.startsWith("RssAnon:")) return line.mid(8).simplified().split(' ').first().toLong();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-soak"));
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 5;
  const int rate = argc > 2 ? std::atoi(argv[2]) : 2000;
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return 2;
  dup2(ends[0], 0);
  close(ends[0]);

  MainWindow window;
  window.show();
  Document::Options options;
  options.dialect = "3gpp";
  options.live.emplace();
  options.live->way = atscope::capture::live::LiveWay::standard_input;
  options.live->is_raw = true;
  window.capture(options);

  std::uint64_t said = 0;
  std::jthread writer([&said, end = ends[1], seconds, rate] {
    const QByteArray exchange = "AT+CSQ\r\r\n+CSQ: 15,0\r\n\r\nOK\r\n";
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < seconds * 1000LL) {
      while (said * 4 * 1000 <
             static_cast<std::uint64_t>(timer.elapsed()) * static_cast<std::uint64_t>(rate)) {
        if (write(end, exchange.constData(), static_cast<std::size_t>(exchange.size())) != exchange.size())
          break;
        ++said;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    close(end);
  });

  QElapsedTimer timer;
  timer.start();
  long early = 0, late = 0;
  qint64 next_report = 0;
  const qint64 step = std::max(1000, seconds * 1000 / 20);
  while (window.document()->phase() != Document::Phase::complete &&
         timer.elapsed() < seconds * 1000LL + 60'000) {
    QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    if (timer.elapsed() < next_report) continue;
    next_report += step;
    late = anonymous_kilobytes();
    if (timer.elapsed() > seconds * 250LL && early == 0) early = late;
    const auto exchanges = window.document()->is_open() ? window.document()->trace().transactions() : 0;
    std::printf("%6.1f s  %10u exchanges  %8ld kB\n", static_cast<double>(timer.elapsed()) / 1000, exchanges,
                late);
    std::fflush(stdout);
  }
  writer.join();
  const std::uint64_t seen = window.document()->trace().transactions();
  std::printf("said %llu, seen %llu, memory %ld kB after a quarter, %ld kB at the end\n",
              static_cast<unsigned long long>(said), static_cast<unsigned long long>(seen), early, late);
  constexpr long most_growth = 32 * 1024;
  return seen == said && said > 0 && late - early < most_growth ? 0 : 1;
}

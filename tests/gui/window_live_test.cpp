// SPDX-License-Identifier: MIT
// Live traffic in the window: standard input, and pseudo-terminals in the place of serial ports.
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "gui/window/banner.h"
#include "gui/window/capture_dialog.h"
#include "tests/gui/driven_window.h"

using namespace atscope::gui;
using atscope::capture::Sender;
using atscope::capture::live::LiveWay;
using test::contents;
using test::open;

namespace {

// Standard input for as long as it lives.
class Pipe {
 public:
  Pipe() : saved_(dup(0)) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) == 0) {
      dup2(ends[0], 0);
      close(ends[0]);
      end_ = ends[1];
    }
  }
  ~Pipe() {
    hang_up();
    dup2(saved_, 0);
    close(saved_);
  }
  void say(const QByteArray& bytes) const {
    QCOMPARE(::write(end_, bytes.constData(), static_cast<std::size_t>(bytes.size())), bytes.size());
  }
  void hang_up() {
    if (end_ >= 0) close(end_);
    end_ = -1;
  }

 private:
  int saved_, end_ = -1;
};

Document::Options from_standard_input() {
  Document::Options options;
  options.live.emplace();
  options.live->way = atscope::capture::live::LiveWay::standard_input;
  options.live->is_raw = true;
  options.live->sender = atscope::capture::Sender::unknown;
  return options;
}

// One end of a cable: what is said here arrives at the port `path`, and the other way round.
class Line {
 public:
  Line() : wire_(posix_openpt(O_RDWR | O_NOCTTY)) {
    if (wire_ < 0 || grantpt(wire_) != 0 || unlockpt(wire_) != 0) return;
    path_ = ptsname(wire_);
    port_ = ::open(path_.c_str(), O_RDWR | O_NOCTTY);  // held open: bytes wait for a reader that comes late
    make_raw(port_);
  }
  ~Line() {
    close(wire_);
    if (port_ >= 0) close(port_);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  static void make_raw(int fd) {
    termios settings{};
    tcgetattr(fd, &settings);
    cfmakeraw(&settings);
    tcsetattr(fd, TCSANOW, &settings);
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  void say(const QByteArray& bytes) const {
    QCOMPARE(::write(wire_, bytes.constData(), static_cast<std::size_t>(bytes.size())), bytes.size());
  }
  [[nodiscard]] QByteArray hear(qsizetype size) const { return read_some(wire_, size); }
  /// As many bytes as were asked for, unless they do not come.
  static QByteArray read_some(int fd, qsizetype size) {
    QByteArray heard;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    (void)QTest::qWaitFor(
        [&] {
          std::array<char, 512> block{};
          const ssize_t count = ::read(fd, block.data(), static_cast<std::size_t>(size - heard.size()));
          if (count > 0) heard.append(block.data(), count);
          return heard.size() == size;
        },
        60'000);
    return heard;
  }

 private:
  int wire_, port_ = -1;
  std::string path_;
};

Document::Options from(LiveWay way, const std::string& port = {}) {
  Document::Options options;
  options.live.emplace();
  options.live->way = way;
  options.live->port = port;
  return options;
}

// Types into the field that has this accessible name.
void type(const QDialog& dialog, const QString& name, const QString& text) {
  for (auto* line : dialog.findChildren<QLineEdit*>()) {
    if (line->accessibleName() != name) continue;
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, text);
    return;
  }
  QFAIL(qPrintable(name));
}

}  // namespace

class WindowLiveTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { atscope::gui::test::forget_all(); }

  void follows_live_traffic_and_yields_to_scrolling() {
    Pipe line;
    MainWindow window;
    window.show();
    window.capture(from_standard_input());
    for (int n = 0; n < 60; ++n) line.say("AT+CSQ\r\r\n+CSQ: 15,0\r\n\r\nOK\r\n");
    QTRY_VERIFY(window.document()->is_open() && window.document()->trace().transactions() == 60);
    QVERIFY(window.log().follows());
    QTRY_VERIFY(window.log().rows() > 60);
    auto* arrivals = [&window]() -> QPushButton* {
      for (auto* button : window.findChildren<QPushButton*>())
        if (button->text().contains(QStringLiteral("new"))) return button;
      return nullptr;
    }();
    QVERIFY(arrivals != nullptr && !arrivals->isVisible());
    window.timeline().setFocus();
    QTest::keyClick(&window, Qt::Key_W);  // zooming in is looking elsewhere
    QTRY_VERIFY(!window.log().follows());
    const Axis axis = window.timeline().axis();
    line.say("AT\r\r\nOK\r\n");
    QTRY_VERIFY(arrivals->isVisible());
    QCOMPARE(window.timeline().axis(), axis);
    QTest::keyClick(&window, Qt::Key_L);
    QTRY_VERIFY(window.log().follows() && !arrivals->isVisible());
    line.hang_up();
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY(banner->text().contains(QStringLiteral("ended")));
    QCOMPARE(window.document()->phase(), Document::Phase::complete);
  }

  void learns_the_dialect_while_it_listens() {
    Pipe line;
    MainWindow window;
    window.show();
    window.capture(from_standard_input());
    line.say("AT\r\r\nOK\r\n");
    QTRY_VERIFY(window.document()->is_open() && window.document()->trace().transactions() == 1);
    for (int n = 0; n < 5; ++n)
      line.say("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.1\",80,0,1\r\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    QTRY_VERIFY(window.document()->dialect()->name() == "quectel");
    QTRY_COMPARE(window.document()->trace().transactions(), 6U);
    QVERIFY(window.log().rows() >= 12);
  }

  void records_what_it_captures() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("kept.pcapng"));
    {
      Pipe line;
      MainWindow window;
      window.show();
      Document::Options options = from_standard_input();
      options.record = path.toStdString();
      window.capture(options);
      line.say("AT+CSQ\r\r\n+CSQ: 15,0\r\n\r\nOK\r\n");
      QTRY_VERIFY(window.document()->is_open() && window.document()->trace().transactions() == 1);
      window.action(QStringLiteral("stop-capture"))->trigger();
      QTRY_COMPARE(window.document()->phase(), Document::Phase::complete);
    }
    MainWindow again;
    again.show();
    QVERIFY(open(again, path));
    QTRY_COMPARE(again.document()->trace().transactions(), 1U);
  }

  void shows_what_passes_a_proxy() {
    const Line modem;
    QTemporaryDir folder;
    const QString link = folder.filePath(QStringLiteral("app"));
    MainWindow window;
    window.show();
    Document::Options options = from(LiveWay::proxy, modem.path());
    options.live->link = link.toStdString();
    window.capture(options);
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY2(banner->text().contains(link), qPrintable(banner->text()));  // what to do now
    const int application = ::open(link.toLocal8Bit().constData(), O_RDWR | O_NOCTTY);
    QVERIFY(application >= 0);
    Line::make_raw(application);
    QCOMPARE(::write(application, "AT+CSQ\r", 7), ssize_t{7});
    QCOMPARE(modem.hear(7), QByteArray("AT+CSQ\r"));
    modem.say("AT+CSQ\r\r\n+CSQ: 15,0\r\n\r\nOK\r\n");
    QCOMPARE(Line::read_some(application, 27), QByteArray("AT+CSQ\r\r\n+CSQ: 15,0\r\n\r\nOK\r\n"));
    QTRY_VERIFY(window.document()->trace().transactions() == 1 && window.document()->trace().is_closed(1));
    QTRY_VERIFY(window.log().rows() >= 4);
    const auto& trace = window.document()->trace();
    const auto& exchange = trace.transaction(1);
    QVERIFY(trace.event(exchange.command_event).sender == Sender::dte);
    QVERIFY(trace.event(exchange.result_event).sender == Sender::dce);
    window.action(QStringLiteral("stop-capture"))->trigger();
    QTRY_COMPARE(window.document()->phase(), Document::Phase::complete);
    close(application);
  }

  void shows_both_sides_of_a_tap_from_the_dialog() {
    const Line host_ear, module_ear;
    MainWindow window;
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);
    auto* dialog = window.findChild<CaptureDialog*>();
    QVERIFY(dialog != nullptr);
    type(*dialog, QStringLiteral("Hears the host"), QString::fromStdString(host_ear.path()));
    type(*dialog, QStringLiteral("Hears the module"), QString::fromStdString(module_ear.path()));
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY2(!dialog->isVisible(), qPrintable(dialog->findChild<QLabel*>(QStringLiteral("remark"))->text()));
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY2(window.document() != nullptr && (window.document()->is_open() || !banner->text().isEmpty()),
                 "nothing");
    QVERIFY2(window.document()->is_open(), qPrintable(banner->text()));
    host_ear.say("AT+CREG?\r");
    QTRY_COMPARE(window.document()->bytes_read(), std::uint64_t{9});
    module_ear.say("\r\n+CREG: 0,1\r\n\r\nOK\r\n");
    QTRY_VERIFY(window.document()->trace().transactions() == 1 && window.document()->trace().is_closed(1));
    const auto& trace = window.document()->trace();
    QVERIFY(trace.event(trace.transaction(1).command_event).sender == Sender::dte);
    QCOMPARE(trace.transaction(1).outcome, atscope::session::Outcome::ok);
    QVERIFY(window.windowTitle().contains(QStringLiteral("tap ")));
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_Period, Qt::ControlModifier);
    QTRY_COMPARE(window.document()->phase(), Document::Phase::complete);
  }

  void tells_the_way_out_where_usb_cannot_be_watched() {
    MainWindow window;
    window.show();
    window.capture(from(LiveWay::usb, "usbmon997"));
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY(!banner->text().isEmpty());
    QVERIFY2(banner->text().contains(QStringLiteral("usbmon")), qPrintable(banner->text()));
    QVERIFY2(banner->text().contains(QStringLiteral(". ")), qPrintable(banner->text()));  // reason, and help
    QVERIFY(window.document()->phase() == Document::Phase::failed &&
            !window.document()->error().help.empty());
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(window.findChild<CaptureDialog*>() != nullptr);
  }

  void replaces_a_recording_only_when_told_to() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("kept.pcapng"));
    test::write(path, "what was captured yesterday");
    Pipe line;
    MainWindow window;
    window.show();
    Document::Options options = from_standard_input();
    options.record = path.toStdString();
    window.capture(options);
    auto* banner = window.findChild<Banner*>();
    QVERIFY2(banner->text().contains(path), qPrintable(banner->text()));
    QVERIFY(window.document() == nullptr);
    QCOMPARE(contents(path), QByteArray("what was captured yesterday"));
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    line.say("AT\r\r\nOK\r\n");
    QTRY_VERIFY(window.document() != nullptr && window.document()->is_open() &&
                window.document()->trace().transactions() == 1);
    line.hang_up();
    QTRY_COMPARE(window.document()->phase(), Document::Phase::complete);
    QTRY_VERIFY(banner->text().contains(QStringLiteral("ended")));
    const QByteArray kept = contents(path);
    QVERIFY(kept.contains("AT\r"));
    // To capture again is to begin anew: the recording of before is asked about again.
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY2(banner->text().contains(QStringLiteral("already")), qPrintable(banner->text()));
    QCOMPARE(contents(path), kept);
  }

  void begins_from_the_command_line() {
    const Line modem;
    QTemporaryDir folder;
    const QString link = folder.filePath(QStringLiteral("app")),
                  kept = folder.filePath(QStringLiteral("kept.pcapng"));
    QProcess program;
    program.start(QStringLiteral(ATSCOPE_BINARY),
                  {QStringLiteral("view"), QStringLiteral("--proxy"), QString::fromStdString(modem.path()),
                   QStringLiteral("--link"), link, QStringLiteral("-o"), kept});
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY2(QFile::exists(link), program.readAllStandardError().constData());
    const int application = ::open(link.toLocal8Bit().constData(), O_RDWR | O_NOCTTY);
    QVERIFY(application >= 0);
    Line::make_raw(application);
    QCOMPARE(::write(application, "AT+CGMR\r", 8), ssize_t{8});
    QCOMPARE(modem.hear(8), QByteArray("AT+CGMR\r"));
    modem.say("\r\nOK\r\n");
    QTRY_VERIFY(contents(kept).contains("AT+CGMR") && contents(kept).contains("OK\r\n"));
    program.kill();
    program.waitForFinished();
    close(application);

    // Mistakes are told in the terminal, and no window comes.
    const auto refused = [](const QStringList& words) {
      QProcess wrong;
      wrong.start(QStringLiteral(ATSCOPE_BINARY), QStringList{QStringLiteral("view")} + words);
      wrong.waitForFinished(60'000);
      return wrong.exitCode() == 2 ? wrong.readAllStandardError() : QByteArray();
    };
    QVERIFY(refused({QStringLiteral("--tap"), QStringLiteral("/dev/one")}).contains("needs two ports"));
    QVERIFY(refused({QStringLiteral("--port"), QStringLiteral("/dev/x"), QStringLiteral("--usb")})
                .contains("more than one"));
    QVERIFY(refused({QStringLiteral("-o"), kept}).contains("nothing to capture from"));
  }

  void asks_for_the_port_that_is_missing() {
    MainWindow window;
    window.show();
    window.action(QStringLiteral("capture"))->trigger();
    auto* dialog = window.findChild<CaptureDialog*>();
    QVERIFY(dialog != nullptr);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QVERIFY(window.document() == nullptr);
  }

  void says_what_is_wrong_with_a_port() {
    MainWindow window;
    window.show();
    Document::Options options;
    options.live.emplace();
    options.live->way = atscope::capture::live::LiveWay::port;
    options.live->port = "/no/such/tty";
    window.capture(options);
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY(banner->text().contains(QStringLiteral("/no/such/tty")));
  }
};

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-test"));
  QApplication::setApplicationName(QStringLiteral("live"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  WindowLiveTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "window_live_test.moc"

// SPDX-License-Identifier: MIT
#include "tests/bench/log_generator.h"

#include <array>
#include <cstddef>
#include <ctime>
#include <fmt/format.h>
#include <string>

namespace atscope::bench {
namespace {

// SplitMix64: the same numbers with every library.
class Random {
 public:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  bool in_1000(unsigned n) { return below(1000) < n; }

 private:
  std::uint64_t state_ = 20260314;
};

struct Question {
  const char* command;
  const char* answers;  // lines, separated by '|'; '#' a digit, '@' a hex digit, "%PDU" an SMS; "" only OK
  unsigned weight;
};
constexpr std::array<Question, 18> questions{{
    {"AT+CSQ", "+CSQ: 1#,99", 26},
    {"AT+CREG?", "+CREG: 2,1,\"18@@\",\"01@@db22\",7", 13},
    {"AT+CEREG?", "+CEREG: 2,1,\"18@@\",\"01@@db22\",7", 10},
    {"AT+COPS?", "+COPS: 0,2,\"00101\",7", 8},
    {"AT+CGATT?", "+CGATT: 1", 6},
    {"AT", "", 5},
    {"AT+CPIN?", "+CPIN: READY", 5},
    {"AT+CCLK?", "+CCLK: \"26/03/1#,09:2#:3#+04\"", 4},
    {"AT+CFUN?", "+CFUN: 1", 3},
    {"AT+CGPADDR=1", "+CGPADDR: 1,\"192.0.2.#\"", 4},
    {"AT+CGDCONT?",
     "+CGDCONT: 1,\"IP\",\"internet.example\",\"192.0.2.#\",0,0|+CGDCONT: 2,\"IPV4V6\",\"ims\",\"\",0,0", 3},
    {"AT+CGACT?", "+CGACT: 1,1|+CGACT: 2,0", 3},
    {"AT+CMGR=1#", "+CMGR: 1,,39|%PDU", 3},
    {"AT+CMGL=4", "+CMGL: 1,1,,39|%PDU|+CMGL: 2,1,,39|%PDU", 1},
    {"AT+CMEE=1;+CREG=2", "", 2},
    {"AT+CPMS?", "+CPMS: \"SM\",#,30,\"SM\",#,30,\"SM\",#,30", 2},
    {"AT+CNMI=2,1,0,1,0", "", 1},
    {"AT+CSCS=\"IRA\";+CMGF=0", "", 1},
}};
constexpr std::array urcs{"+CREG: 1,\"18@@\",\"01@@db22\",7", "+CMTI: \"SM\",#",
                          "+CEREG: 5,\"18@@\",\"01@@db22\",7", "+CGEV: NW DETACH", "RING"};
constexpr std::array cme_codes{"3", "4", "10", "14", "30", "50", "100", "148"};
constexpr std::array other_lines{
    "ModemManager[812]: <inf> [{}] [modem0] state changed (registered -> connected)",
    "ModemManager[812]: <dbg> [{}] [modem0] signal quality updated (58)",
    "NetworkManager[640]: <info>  [{}] device (ttyUSB2): link is ready",
    "kernel: [{}] usb 1-1.2: reset high-speed USB device number 4 using xhci_hcd",
    "systemd[1]: Started Daily apt download activities at {}.",
};

class Generator {
 public:
  Generator(Style style, const std::function<void(std::string_view)>& write) : style_(style), write_(write) {
    for (const Question& question : questions) total_weight_ += question.weight;
    block_.reserve(block_size + 4096);
  }

  void run(std::uint64_t bytes) {
    while (written_ + block_.size() < bytes) {
      ask();
      if (block_.size() >= block_size) flush();
    }
    flush();
  }

 private:
  static constexpr std::size_t block_size = 1 << 20;
  static constexpr std::size_t read_size = 64;

  void flush() {
    write_(block_);
    written_ += block_.size();
    block_.clear();
  }

  void expand(const char* pattern) {
    for (const char* at = pattern; *at != '\0'; ++at) {
      if (*at == '#') {
        text_ += static_cast<char>('0' + random_.below(10));
      } else if (*at == '@') {
        text_ += "0123456789abcdef"[random_.below(16)];
      } else if (*at == '|') {
        text_ += "\r\n";
      } else if (*at == '%') {
        text_ += "07911326040000F0040B911346610089F600002080629173140816";
        for (int i = 0; i < 40; ++i) text_ += "0123456789ABCDEF"[random_.below(16)];
        at += 3;
      } else {
        text_ += *at;
      }
    }
  }

  const Question& pick() {
    std::uint64_t at = random_.below(total_weight_);
    for (const Question& question : questions) {
      if (at < question.weight) return question;
      at -= question.weight;
    }
    return questions.back();
  }

  void ask() {
    const Question& question = pick();
    text_.clear();
    expand(question.command);
    command_ = text_;
    pass(200'000 + random_.below(400'000));
    if (random_.in_1000(20)) {
      chunk("ttyUSB2", true, command_);
      chunk("ttyUSB2", true, "\r");
    } else {
      chunk("ttyUSB2", true, command_ + '\r');
    }
    pass(4'000 + random_.below(30'000));

    text_ = style_ == Style::raw ? command_ + "\r\r\n" : "\r\n";
    if (random_.in_1000(37)) {
      text_ += "+CME ERROR: ";
      text_ += cme_codes[random_.below(cme_codes.size())];
    } else {
      if (*question.answers != '\0') {
        expand(question.answers);
        text_ += "\r\n\r\n";
      }
      text_ += "OK";
    }
    text_ += "\r\n";
    for (std::size_t at = 0; at < text_.size(); at += read_size) {
      chunk("ttyUSB2", false, std::string_view(text_).substr(at, read_size));
    }
    if (random_.in_1000(40)) {
      pass(10'000);
      text_ = "\r\n";
      expand(urcs[random_.below(urcs.size())]);
      text_ += "\r\n";
      chunk(style_ == Style::raw || random_.in_1000(500) ? "ttyUSB2" : "ttyUSB3", false, text_);
    }
    while (style_ == Style::modemmanager && random_.in_1000(240)) other_line();
  }

  void pass(std::uint64_t microseconds) { now_us_ += microseconds; }

  void head() {
    const auto second = static_cast<std::time_t>(now_us_ / 1'000'000);
    if (second != second_) {
      second_ = second;
      std::tm parts{};
      gmtime_r(&second, &parts);
      std::array<char, 32> buffer{};
      std::strftime(buffer.data(), buffer.size(), "%b %e %H:%M:%S gateway ", &parts);
      head_ = buffer.data();
    }
    epoch_ = fmt::format("{}.{:06}", second, now_us_ % 1'000'000);
    block_ += head_;
  }

  void other_line() {
    pass(random_.below(1'000));
    head();
    const std::string_view line = other_lines[random_.below(other_lines.size())];
    const std::size_t hole = line.find("{}");
    block_ += line.substr(0, hole);
    block_ += epoch_;
    block_ += line.substr(hole + 2);
    block_ += '\n';
  }

  void chunk(std::string_view port, bool sent, std::string_view bytes) {
    if (style_ == Style::raw) {
      if (!sent) block_ += bytes;
      return;
    }
    pass(300);
    head();
    block_ += "ModemManager[812]: <dbg> [";
    block_ += epoch_;
    block_ += "] [";
    block_ += port;
    block_ += sent ? "/at] --> '" : "/at] <-- '";
    for (const char c : bytes) {
      if (c == '\r') {
        block_ += "<CR>";
      } else if (c == '\n') {
        block_ += "<LF>";
      } else {
        block_ += c;
      }
    }
    block_ += "'\n";
  }

  Style style_;
  const std::function<void(std::string_view)>& write_;
  Random random_;
  std::uint64_t total_weight_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t now_us_ = 1'773'480'413'000'000;  // 2026-03-14T09:26:53Z
  std::time_t second_ = 0;
  std::string block_, text_, command_, head_, epoch_;
};

}  // namespace

std::optional<Style> find_style(std::string_view name) {
  if (name == "modemmanager") return Style::modemmanager;
  if (name == "raw") return Style::raw;
  return std::nullopt;
}

void generate_log(Style style, std::uint64_t bytes, const std::function<void(std::string_view)>& write) {
  Generator(style, write).run(bytes);
}

}  // namespace atscope::bench

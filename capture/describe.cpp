// SPDX-License-Identifier: MIT
#include "capture/describe.h"

#include <algorithm>
#include <array>

#include "capture/text/formats.h"
#include "capture/text/stamp.h"

namespace atscope::capture {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  std::string_view name;
};

constexpr std::array<Magic, 27> kMagics = {{
    {"\x89PNG\r\n\x1a\n"sv, "binary: PNG image"},
    {"\xff\xd8\xff"sv, "binary: JPEG image"},
    {"GIF8"sv, "binary: GIF image"},
    {"%PDF-"sv, "binary: PDF document"},
    {"PK\x03\x04"sv, "binary: ZIP archive (or an office document)"},
    {"\x7f"
     "ELF"sv,
     "binary: ELF program or library"},
    {"MZ"sv, "binary: Windows program"},
    {"7z\xbc\xaf\x27\x1c"sv, "binary: 7z archive"},
    {"Rar!\x1a\x07"sv, "binary: RAR archive"},
    {"BZh"sv, "binary: bzip2 data, which atscope does not unpack"},
    {"\x04\x22\x4d\x18"sv, "binary: lz4 data, which atscope does not unpack"},
    {"\x1f\x8b"sv, "binary: gzip data"},
    {"\xfd"
     "7zXZ"sv,
     "binary: xz data"},
    {"\x28\xb5\x2f\xfd"sv, "binary: zstd data"},
    {"SQLite format 3"sv, "binary: SQLite database"},
    {"LPKSHHRH"sv, "binary: systemd journal (export it with journalctl first)"},
    {"\xd4\xc3\xb2\xa1"sv, "binary: pcap capture"},
    {"\xa1\xb2\xc3\xd4"sv, "binary: pcap capture"},
    {"\x4d\x3c\xb2\xa1"sv, "binary: pcap capture"},
    {"\xa1\xb2\x3c\x4d"sv, "binary: pcap capture"},
    {"\x0a\x0d\x0d\x0a"sv, "binary: pcapng capture"},
    {"btsnoop\0"sv, "binary: Bluetooth snoop log"},
    {"\xff\xfe"sv, "UTF-16 text (convert it with iconv -f UTF-16 -t UTF-8)"},
    {"\xfe\xff"sv, "UTF-16 text (convert it with iconv -f UTF-16 -t UTF-8)"},
    {"<?xml"sv, "an XML document"},
    {"<!DOCTYPE"sv, "an HTML document"},
    {"<html"sv, "an HTML document"},
}};

bool is_binary(std::string_view head) {
  if (head.find('\0') != std::string_view::npos) return true;
  const auto odd = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && (byte < 0x07 || byte > 0x0d) && byte != 0x1a && byte != 0x1b) || byte == 0x7f;
  };
  return static_cast<std::size_t>(std::count_if(head.begin(), head.end(), odd)) * 20 > head.size();
}

struct LineCounts {
  std::size_t lines = 0;
  std::size_t commands = 0;
  std::size_t responses = 0;
  std::size_t kernel = 0;
  std::size_t syslog = 0;
  std::size_t logcat = 0;
};

/// "[   12.345678] text"
bool is_kernel_line(std::string_view line) {
  Stamp stamp;
  if (!line.starts_with('[')) return false;
  const std::size_t size = parse_stamp(line.substr(1), stamp);
  return size != 0 && stamp.kind == Stamp::Kind::monotonic && line.substr(size + 1).starts_with(']');
}

/// "Oct 27 12:53:06 host program[1]: text" and the same with an ISO time.
bool is_syslog_line(std::string_view line) {
  Stamp stamp;
  const std::size_t size = parse_stamp(line, stamp);
  return size >= 15 && line.substr(size, 1) == " " && line.find(": ", size) != std::string_view::npos;
}

/// "07-12 01:10:33.860   945  1043 D TAG : text"
bool is_logcat_line(std::string_view line) {
  Stamp stamp;
  if (parse_stamp(line, stamp) == 0 || stamp.kind != Stamp::Kind::month_day || line.size() < 32) return false;
  return line[2] == '-' && line[18] == ' ' &&
         std::string_view("VDIWEF").find(line[31]) != std::string_view::npos;
}

LineCounts count_lines(std::string_view head) {
  LineCounts counts;
  each_line(head, [&](std::string_view line) {
    if (line.empty()) return;
    ++counts.lines;
    counts.commands += static_cast<std::size_t>(is_plain_command(line));
    counts.responses += static_cast<std::size_t>(looks_like_response(line));
    counts.kernel += static_cast<std::size_t>(is_kernel_line(line));
    counts.logcat += static_cast<std::size_t>(is_logcat_line(line));
    counts.syslog += static_cast<std::size_t>(is_syslog_line(line));
  });
  return counts;
}

}  // namespace

std::string describe(std::string_view head) {
  head = head.substr(0, kDescribeReach);
  if (head.empty()) return "empty";
  for (const Magic& magic : kMagics) {
    if (head.starts_with(magic.bytes)) return std::string(magic.name);
  }
  int score = 0;
  const Format& format = detect(head, score);
  if (score > kFallback) return "a log in the format " + std::string(format.name);
  const LineCounts counts = count_lines(head);
  if (counts.commands > 0) return "text with AT commands";
  if (is_binary(head)) return "binary data of an unknown kind";
  if (counts.lines == 0) return "empty lines only";
  if (counts.kernel * 2 > counts.lines) return "a kernel log without AT traffic";
  if (counts.logcat * 2 > counts.lines) return "an Android log without AT traffic";
  if (counts.syslog * 2 > counts.lines) return "a system log without AT traffic";
  if (counts.responses > 0) return "text with AT responses but no commands";
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (head[first] == '{' || head.substr(first, 2) == "[{")) return "JSON";
  return "text without AT traffic";
}

}  // namespace atscope::capture

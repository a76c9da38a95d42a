// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/engine.h"

#include <algorithm>
#include <utility>

#include "capture/pcap/traffic_filter.h"
#include "decoder/grammar/load.h"
#include "decoder/session/command_line.h"

namespace atscope::wireshark {
namespace {

using capture::Sender;

// As far as `atscope decode` looks ahead: the same traffic speaks for the same dialect.
constexpr std::size_t look_ahead_segments = 2000;
constexpr std::size_t look_ahead_with_dialect = 16;
constexpr std::size_t look_ahead_bytes = 512 * 1024;
constexpr const char* nothing_tells = "nothing in the traffic tells";

constexpr std::size_t most_ports = 16 * Engine::max_channels;
constexpr std::size_t most_kept_bytes = 64 * 1024;  // of a port that may be one
constexpr std::size_t most_kept_pieces = 4096;
constexpr std::size_t longest_command_line = 1024;

// A line that nothing but a host would send: with an extended command, or of one basic command, or with
// digits. "ATLAS" could be three basic commands, and is a book.
bool is_sure_command(std::string_view text) {
  if (!session::is_whole_command(text)) return false;
  session::CommandLine line(text);
  session::CommandItem item;
  std::size_t commands = 0;
  for (; line.next(item); ++commands)
    if (item.kind == grammar::CommandKind::extended) return true;
  return text.find(' ') == std::string_view::npos &&
         (commands <= 1 || text.find_first_of("0123456789") != std::string_view::npos);
}

}  // namespace

Engine::Engine(EngineOptions options) : options_(std::move(options)) {
  info_.format = "pcap";
  info_.time_resolution_ns = 1'000'000'000;
  role_known_ = options_.role != Role::automatic;
  if (options_.role == Role::dce) sent_by_ = Sender::dce;
}

std::string_view Engine::channel_name(capture::ChannelId id) const {
  return id < info_.channels.size() ? std::string_view(info_.channels[id]) : std::string_view();
}

Engine::Port* Engine::port(std::string_view name) {
  if (last_port_ != nullptr && last_name_ == name) return last_port_;
  auto found = ports_.find(name);
  if (found == ports_.end()) {
    if (ports_.size() >= most_ports) {
      say_full();
      return nullptr;
    }
    found = ports_.emplace(std::string(name), Port{}).first;
  }
  last_name_ = found->first;
  return last_port_ = &found->second;
}

bool Engine::is_claimed(std::string_view channel) const {
  const auto found = ports_.find(channel);
  return found != ports_.end() && found->second.state == Port::State::at;
}

void Engine::reject(std::string_view channel) {
  Port* given = port(channel);
  if (given == nullptr || given->state != Port::State::undecided) return;
  given->state = Port::State::other;
  given->kept = {};
}

void Engine::feed(const Piece& piece) {
  Port* given = port(piece.channel);
  if (given == nullptr) return;
  if (given->state != Port::State::at) claim(*given, piece.channel);
  decode(*given, piece);
}

bool Engine::offer(const Piece& piece) {
  Port* given = port(piece.channel);
  if (given == nullptr) return false;
  if (given->state == Port::State::undecided && shows_command(*given, piece)) claim(*given, piece.channel);
  if (given->state == Port::State::at) {
    decode(*given, piece);
    return true;
  }
  const bool keeps = given->state == Port::State::undecided &&
                     given->kept_bytes + piece.bytes.size() <= most_kept_bytes &&
                     given->kept.size() < most_kept_pieces;
  if (keeps) {
    Kept& kept = given->kept.emplace_back(Kept{piece, std::string(piece.bytes), std::string(piece.note)});
    kept.piece.bytes = kept.piece.note = kept.piece.channel = {};
    given->kept_bytes += piece.bytes.size();
  }
  return false;
}

// A whole line that is a command from end to end, of text, at the start of a line, ended by CR (or by the end
// of its record). Nothing less makes a port one that speaks AT.
bool Engine::shows_command(Port& port, const Piece& piece) {
  if (piece.kind != capture::SegmentKind::data) return false;
  const auto way = static_cast<std::size_t>(piece.direction);
  std::string& line = port.lines[way];
  bool& overlong = port.overlong[way];
  if (!capture::pcap::is_text(piece.bytes)) {
    line.clear();
    overlong = true;  // up to the next line end
    return false;
  }
  const auto is_command = [&] {
    const bool found = !overlong && line.size() >= 2 && is_sure_command(line);
    line.clear();
    overlong = false;
    return found;
  };
  for (const char c : piece.bytes) {
    if (c == '\r' || c == '\n') {
      if (is_command() && c == '\r') return true;
    } else if (line.size() < longest_command_line) {
      line += c;
    } else {
      overlong = true;
    }
  }
  return piece.framing == capture::Framing::record && is_command();
}

void Engine::say_full() {
  if (!full_since_ && segments_.size() > 0) full_since_ = segments_[segments_.size() - 1].frame;
}

void Engine::claim(Port& port, std::string_view name) {
  port.state = Port::State::at;
  if (info_.channels.size() < max_channels) {
    port.channel = static_cast<capture::ChannelId>(info_.channels.size());
    info_.channels.emplace_back(name);
  } else {
    say_full();
  }
  for (Kept& kept : port.kept) {
    kept.piece.channel = name;
    kept.piece.bytes = kept.bytes;
    kept.piece.note = kept.note;
    decode(port, kept.piece);
  }
  port.kept = {};
}

// On a hands-free connection the captured side is the phone as often as the headset.
void Engine::learn_role(const Piece& piece) {
  if (role_known_ || !piece.host_commands || piece.kind != capture::SegmentKind::data) return;
  if (piece.direction == Direction::unknown || !capture::pcap::begins_command(piece.bytes)) return;
  role_known_ = true;
  sent_by_ = piece.direction == Direction::sent ? Sender::dte : Sender::dce;
}

Sender Engine::sender_of(Direction direction) const {
  if (direction == Direction::unknown) return Sender::unknown;
  const Sender peer = sent_by_ == Sender::dte ? Sender::dce : Sender::dte;
  return direction == Direction::sent ? sent_by_ : peer;
}

void Engine::decode(Port& port, const Piece& piece) {
  if (!port.channel || finished_) return;
  learn_role(piece);
  if (decoding_ == nullptr) load_dialects();
  if (decoding_ == nullptr) return;

  ++stats_.segments;
  if (piece.kind == capture::SegmentKind::damaged) ++stats_.damaged;
  if (piece.kind == capture::SegmentKind::data) {
    if (piece.direction == Direction::unknown) info_.has_direction = false;
    if (!piece.time.known()) info_.has_time = false;
  }
  info_.time_resolution_ns = std::min(info_.time_resolution_ns, piece.time_resolution_ns);
  if (piece.time.known()) {
    if (piece.time.ns < last_time_ns_) ++stats_.clock_steps_back;
    last_time_ns_ = piece.time.ns;
  }

  SegmentRecord record;
  record.time_ns = piece.time.ns;
  record.has_time = piece.time.known();
  record.frame = piece.frame;
  record.part = piece.part;
  record.at = piece.at;
  record.channel = *port.channel;
  record.sender = sender_of(piece.direction);
  record.kind = piece.kind;
  record.framing = piece.framing;
  const SegmentIndex index = segments_.add(record, piece.bytes, piece.note);
  if (!settled_) reconsider(index);
  decoding_->feed(index);
}

void Engine::load_dialects() {
  grammar::DialectLoader loader;
  if (options_.dialect != "auto") {
    if (auto loaded = loader.load(options_.dialect)) {
      dialects_.push_back(*loaded);
      return use(*loaded, {});
    } else {
      for (const grammar::Diagnostic& diagnostic : loaded.error())
        mistake_ += grammar::format(diagnostic) + '\n';
    }
  }
  for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) {
    if (auto loaded = loader.load(std::string(builtin.name))) dialects_.push_back(*loaded);
  }
  if (dialects_.empty()) return;
  chooser_ = std::make_unique<session::DialectChooser>(dialects_);
  use(dialects_.front(), nothing_tells);
}

void Engine::use(std::shared_ptr<const grammar::Dialect> dialect, const std::string& because) {
  dialect_text_ = dialect->name();
  if (!because.empty()) dialect_text_ += " (auto: " + because + ")";
  std::optional<std::vector<std::string>> rules;
  if (options_.lint) rules = options_.rules;
  decoding_.reset();
  dialect_ = dialect;
  decoding_ = std::make_unique<Decoding>(std::move(dialect), segments_, info_, rules);
  knew_direction_ = info_.has_direction;
  knew_time_ = info_.has_time;
}

void Engine::decode_again(SegmentIndex end) {
  for (SegmentIndex index = 0; index < end; ++index) decoding_->feed(index);
}

// Until enough is seen to settle it, what came so far is decoded again whenever it speaks for another
// dialect.
void Engine::reconsider(SegmentIndex segment) {
  if (segment >= (chooser_ != nullptr ? look_ahead_segments : look_ahead_with_dialect) ||
      seen_bytes_ >= look_ahead_bytes)
    return settle();
  const capture::Segment now = segments_.segment(segment);
  seen_bytes_ += now.bytes.size() + now.note.size();
  if (chooser_ == nullptr) return;
  chooser_->see(now);
  const bool whole_lines =
      now.framing == capture::Framing::record || now.bytes.ends_with('\r') || now.bytes.ends_with('\n');
  if (now.kind != capture::SegmentKind::data || !whole_lines) return;
  session::DialectChooser::Choice choice = chooser_->choose();
  if (choice.dialect == nullptr || choice.dialect.get() == &decoding_->dialect()) return;
  use(std::move(choice.dialect), choice.because);
  decode_again(segment);
}

// Rules look at the beginning of the traffic to tell whether they can run, too.
void Engine::settle() {
  settled_ = true;
  session::DialectChooser::Choice choice;
  if (chooser_ != nullptr) {
    session::DialectChooser chooser(dialects_);
    std::size_t bytes = 0;
    for (SegmentIndex index = 0; index < std::min<std::size_t>(segments_.size(), look_ahead_segments);
         ++index) {
      if (bytes >= look_ahead_bytes) break;
      const capture::Segment segment = segments_.segment(index);
      bytes += segment.bytes.size() + segment.note.size();
      chooser.see(segment);
    }
    choice = chooser.choose();
    if (choice.because.empty()) choice.because = nothing_tells;
    chooser_.reset();
  }
  if (choice.dialect == nullptr) choice.dialect = dialect_;
  const bool same = choice.dialect.get() == &decoding_->dialect() && knew_direction_ == info_.has_direction &&
                    knew_time_ == info_.has_time;
  if (same) {
    dialect_text_ = choice.dialect->name();
    if (!choice.because.empty()) dialect_text_ += " (auto: " + choice.because + ")";
    return;
  }
  use(std::move(choice.dialect), choice.because);
  // The segment at hand is fed by who asked.
  decode_again(finished_ ? segments_.size() : segments_.size() - 1);
}

void Engine::finish(std::uint32_t frames) {
  if (finished_ || decoding_ == nullptr) return;
  finished_ = true;
  if (!settled_) settle();
  stats_.frames = frames;
  stats_.foreign_lines = frames > stats_.segments ? frames - stats_.segments : 0;
  decoding_->finish(stats_);
}

}  // namespace atscope::wireshark

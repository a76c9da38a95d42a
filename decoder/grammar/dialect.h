// SPDX-License-Identifier: MIT
// What one family of modules says and accepts, compiled from a dialect file (docs/dialect-language.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/notation.h"
#include "decoder/grammar/settings.h"

namespace atscope::grammar {

using Nanoseconds = std::int64_t;
using CommandId = std::uint16_t;
using RuleId = std::uint16_t;  ///< index into Dialect::line_rules()
inline constexpr CommandId no_command = 0xFFFF;
inline constexpr RuleId no_rule = 0xFFFF;

/// A fact of a manual carries where it stands there: "§9.14", "27.007 §7.2". May be empty.
using Section = std::string;

enum class Form : std::uint8_t { exec, set, read, test };

/// A command, perhaps only with certain arguments: AT+HTTPPARA="URL",<url>.
struct CommandUse {
  CommandId command = no_command;
  std::optional<Notation> arguments;  ///< "=<n>,1"; nothing: set and exec with any

  /// `text` follows the name, as "=0,1".
  [[nodiscard]] bool fits(CommandId id, Form form, std::string_view text) const;
};

// ---------------------------------------------------------------------------------------- parameters

enum class Sensitivity : std::uint8_t {
  open,
  personal,  ///< tells who the subscriber is: IMSI, ICCID, IMEI, phone number
  secret,    ///< lets somebody in: PIN, password, key
};

enum class ValueType : std::uint8_t {
  any,
  integer,
  decimal,
  hex,  ///< a number in hexadecimal digits: <lac>, <ci>
  string,
  address,  ///< of IP, in the forms of 27.007 clause 10.1; a mask behind it or alone; a host name
  bits,     ///< a number in binary digits: "0101"
  octets,   ///< bytes, as two hexadecimal digits each
  escaped,  ///< text in which a backslash and two hexadecimal digits stand for a byte: \22
  time,     ///< "yy/MM/dd,hh:mm:ss±zz", the zone in quarters of an hour (27.007 clause 8.15)
  timer,    ///< one octet in binary digits, coded as Parameter::timer says
};

/// How one octet says a time: unit in bits 8 to 6, count in bits 5 to 1.
enum class TimerCoding : std::uint8_t {
  gprs_timer,    ///< 24.008 clauses 10.5.7.3 and 10.5.7.4: T3314, T3324
  gprs_timer_3,  ///< 24.008 clause 10.5.7.4a: extended T3312, extended T3412
};
/// The coding of a timer by its name in the standards: "T3412".
[[nodiscard]] std::optional<TimerCoding> timer_coding(std::string_view timer);

struct EnumValue {
  std::string value;  ///< as it stands on the wire, without quotes: "1", "READY"
  std::string last;   ///< end of a range "a..b"; empty for a single value
  std::string meaning;
  std::string alternative;         ///< second meaning, where a manual has two (Cat.1 and Cat.4)
  std::vector<std::string> words;  ///< what stands for it on the wire: "SIM not inserted" (AT+CMEE=2)
};

/// A list of values with meanings; error families are enumerations too.
struct Enumeration {
  std::string name;  ///< empty for one that is written inside a parameter
  Section section;
  std::vector<EnumValue> values;
  bool is_error_family =
      false;  ///< declared with `errors`: its values are failures, unless they mean success

  /// The entry for a value as it stands on the wire (quotes allowed, numbers compare as numbers, words of an
  /// error without case).
  [[nodiscard]] const EnumValue* find(std::string_view value) const;
};

struct ParameterVariant;

struct Parameter {
  std::string name;  ///< without brackets
  std::string meaning;
  ValueType type = ValueType::any;
  Sensitivity sensitivity = Sensitivity::open;
  const Enumeration* enumeration = nullptr;                     ///< owned by the dialect
  std::optional<std::int64_t> minimum, maximum;                 ///< of a number
  std::optional<std::uint32_t> minimum_length, maximum_length;  ///< of a string, in bytes
  std::string default_value;
  std::string unit;
  double scale = 1, offset = 0;  ///< shown value = wire value * scale + offset, in `unit`
  bool sum = false;              ///< a value is the sum of some of the enumeration's
  std::string timer;             ///< ValueType::timer: its name, one that timer_coding() knows
  /// What the value is when another one of the same line has certain values; the first that holds counts.
  std::vector<ParameterVariant> variants;
  std::vector<std::string> insecure;   ///< values that weaken the protection
  std::vector<std::string> failures;   ///< values in an answer that say that it failed
  std::vector<EnumValue> discouraged;  ///< values that the manual advises against; the meaning says why
  std::string at_most;  ///< parameter of a line of the module that limits this one; empty: none
};

/// `<reject_cause> emm-cause when <cause_type> = 0`
struct ParameterVariant {
  std::string other;                ///< the parameter that decides, without brackets
  std::vector<std::string> values;  ///< any of these, without quotes
  Parameter parameter;
};

/// `parameter`, or the variant of it that the other values of the match decide for.
[[nodiscard]] const Parameter& resolved(const Parameter& parameter, const Notation& notation,
                                        const Captures& captures);

// ---------------------------------------------------------------------------------------- time limits

/// `base`, or `base + first × second × unit` with values of parameters of the command line.
struct Limit {
  Nanoseconds base = 0;
  std::string first, second;  ///< parameter names; empty when not used
  Nanoseconds unit = 0;
};

// ---------------------------------------------------------------------------------------- data

/// A phase in which bytes of the host are payload, begun by a command.
struct DataPhase {
  enum class Start : std::uint8_t {
    prompt,       ///< a prompt that no line end follows: "> ", "@"
    line,         ///< a whole line announces it: "DOWNLOAD", "+FTPPUT: 2,<n>"
    connect,      ///< the result CONNECT
    immediately,  ///< nothing: payload follows the command line
  };
  enum class End : std::uint8_t {
    length,       ///< after a number of bytes
    terminator,   ///< at `terminator` (sent) or `abort` (dropped)
    transparent,  ///< both directions, until the escape sequence or a line of the module
    ppp,          ///< as transparent, with PPP frames
  };
  Start start = Start::prompt;
  End end = End::terminator;
  std::string announce;  ///< prompt: its text without trailing blanks; line: notation of the line
  std::optional<Notation> announce_notation;  ///< for Start::line
  std::string length;  ///< End::length: name of the parameter, of the command or of `announce`
  char terminator = '\x1A';
  char abort = '\x1B';
  std::optional<Limit> time;   ///< counted from the beginning: it ends the phase as well
  std::optional<Limit> pause;  ///< so long without a byte of the host ends the phase as well
  Condition early;             ///< not empty: while it holds the module may end the phase before its end
  bool swallows_lf = false;    ///< an LF that comes first belongs to a command line that ended in CR alone
};

/// Payload of the module that follows a line of its own.
struct Payload {
  enum class Kind : std::uint8_t {
    none,
    counted,  ///< `length` gives the number of bytes (times `multiplier`)
    line,     ///< exactly the next line (an SMS PDU)
    text,     ///< lines up to the final result or the next line of the same rule (text-mode SMS)
  };
  enum class Place : std::uint8_t {
    inline_,  ///< right behind the head, on its line
    next_line,
    enclosed,  ///< the last value of the line itself, perhaps in quotes: line ends in it are none
  };
  Kind kind = Kind::none;
  Place place = Place::next_line;
  std::string length;            ///< parameter name
  std::uint32_t multiplier = 1;  ///< 2 for hex digits
};

// ---------------------------------------------------------------------------------------- lines of the
// module

enum class LineRole : std::uint8_t {
  answer,        ///< information response of a command
  final_ok,      ///< final result code, success
  final_error,   ///< final result code, failure
  connect,       ///< final result code and change to data state
  intermediate,  ///< result code before the final one
  deferred_ok,   ///< comes after the final result, promised by the command
  deferred_error,
  urc,  ///< unsolicited
};

/// A line of the module changes a setting: CONNECT OK opens, CLOSED closes.
struct SettingChange {
  SettingId setting = 0;
  std::int64_t value = 0;
};

/// One production for a line of the module.
struct LineRule {
  LineRole role = LineRole::urc;
  CommandId command = no_command;  ///< no_command: holds for all (result codes, URCs of their own)
  Notation notation;
  Condition when;
  Payload payload;
  bool many = false;    ///< answer: may come more than once
  bool text = false;    ///< answer: free text lines without a tag; `notation` is "<text...>"
  bool boot = false;    ///< urc: the module has started; settings fall back, machines restart
  bool newest = false;  ///< result code: of the newest command alone, those before it run on ("busy")
  int numeric = -1;     ///< result code: its digits under V0; -1 when it has none
  bool raw = false;     ///< urc: payload without a head: any line that fits nothing else
  std::vector<SettingChange> sets;      ///< urc and deferred result: settings that it changes
  const Enumeration* errors = nullptr;  ///< result code: family of its <err>
  std::vector<CommandUse> fetched_by;   ///< urc: it tells of data that one of these commands fetches
  std::uint32_t holds = 0;  ///< urc: so much waits in the module before something is lost; 0: unknown
  std::string meaning;
  Section section;
};

// ---------------------------------------------------------------------------------------- commands

enum class CommandKind : std::uint8_t { basic, s_register, extended };

/// One form of a command under one condition: what it takes, what comes back.
struct FormRule {
  Form form = Form::exec;
  Notation arguments;  ///< what follows the name: "=<n>[,<length>]", "" for exec, read and test
  Condition when;
  std::vector<RuleId> answers;  ///< information responses and `intermediate` lines (LineRule::role tells)
  std::vector<RuleId> finals;   ///< final results beside (or instead of) the global ones
  std::vector<RuleId> deferred;
  bool only_own_finals = false;           ///< OK is not a final result here ("final" without "or OK")
  bool no_final = false;                  ///< nothing comes back at all
  bool no_ok = false;                     ///< the answer itself ends the transaction on success (AT+CIFSR)
  bool before_answer = false;             ///< OK comes first, the answer after it (AT+CIPSTATUS)
  std::shared_ptr<const DataPhase> data;  ///< these three: null when there is none
  std::shared_ptr<const Limit> max_response;
  std::shared_ptr<const Limit> deferred_limit;
  Section section;
};

/// At the OK of the set form, setting `setting` takes the value of parameter `parameter` (or `value`).
/// An answer that carries the parameter tells the setting too.
struct SettingRule {
  SettingId setting = 0;
  std::string parameter;  ///< empty: `value` is taken
  std::int64_t value = 0;
  std::optional<Form> form;  ///< only this form; nothing: set and exec
};

/// What is missing when a command is not allowed in a state.
enum class Need : std::uint8_t { state, mode, session, bearer, service, network, sim, tls };

/// The command may only be sent while machine `machine` is in one of `states`.
struct AllowedRule {
  std::string machine;
  Need need = Need::state;
  std::optional<SettingId> instance;  ///< the setting that holds the number of the machine's instance
  std::vector<std::string> states;
  Condition when;
  std::optional<Form> form;           ///< nothing: set and exec
  std::optional<Notation> arguments;  ///< only with these arguments
  std::string way_out;                ///< what to do instead; may be empty
  Section section;
};

/// The command has its effect only while the settings are so.
struct RequiredSettings {
  Condition what;
  Condition when;
  std::optional<Form> form;           ///< nothing: set and exec
  std::optional<Notation> arguments;  ///< only with these arguments
  std::string way_out;                ///< what to do instead; may be empty
  Section section;
};

/// What becomes of the values that a command sets when the module starts again.
struct Keeping {
  std::vector<std::string> saved_by;  ///< commands that store them: "&W"
  bool saved_at_once = false;         ///< the command stores them itself
  bool after_restart = false;         ///< they count only after the next start
  Section section;
};

/// One of `uses` must have succeeded before: since the last success of one of `since`, if there are any.
struct NeedRule {
  Need need = Need::service;
  std::vector<CommandUse> uses, since;
  Condition when;
  std::optional<Form> form;  ///< nothing: set and exec
  std::string way_out;       ///< may be empty
  Section section;
};

/// After this command has brought what it promised, `next` must follow within a time.
struct FollowRule {
  CommandUse next;
  Limit within;
  std::string reason;
  Section section;
};

/// What `stored` has given to the module goes over the network in clear when this command succeeds.
struct ExposeRule {
  std::vector<CommandUse> stored;
  Condition when;
  std::string way_out;
  Section section;
};

/// Under a condition the module sleeps after a pause, and may miss the first command behind it.
struct SleepRule {
  Condition when;
  Nanoseconds after = 0;
  Section section;
};

struct Command {
  std::string name;  ///< upper case, with its tag: "+CREG", "E", "&W", "D", "S" (all S-registers)
  std::string meaning;
  Section section;
  CommandKind kind = CommandKind::extended;
  std::string dialect;  ///< the dialect that declares it
  std::vector<FormRule> forms;
  std::vector<Parameter> parameters;
  std::vector<SettingRule> settings;
  std::vector<AllowedRule> allowed;
  std::vector<NeedRule> needs;
  std::vector<FollowRule> followed_by;
  std::vector<ExposeRule> exposes;
  std::vector<RequiredSettings> required;
  Keeping keeping;
  std::shared_ptr<const Limit> max_response;  ///< null when there is none
  bool abortable = false;                     ///< any byte of the host ends it early (V.250 5.6.1)
  bool ends_line = false;                     ///< nothing after it on the command line is run
  bool restarts = false;                      ///< its success restarts the module
  std::vector<Notation> restarting;           ///< so does that with these arguments
  bool saves = false;                         ///< its success keeps the settings over a restart
  bool limited_tries = false;                 ///< the module counts wrong values, and locks
  std::optional<SleepRule> sleeps;
  std::vector<RuleId> rules;  ///< every line rule of this command

  [[nodiscard]] const Parameter* parameter(std::string_view parameter_name) const;
};

// ---------------------------------------------------------------------------------------- state machines

struct Trigger {
  enum class Kind : std::uint8_t {
    command_sent,
    command_ok,
    command_error,
    line,
    boot,
    outside,  ///< nothing on the line tells it: a pin, a pause, the other side
  };
  Kind kind = Kind::line;
  CommandId command = no_command;     ///< command_*
  std::optional<Notation> arguments;  ///< command_*: only with these arguments ("=0", "=<n>,1")
  std::optional<Notation> notation;   ///< line: any line of the module that fits
  std::string text;                   ///< outside: in words
};

struct TransitionRule {
  std::vector<std::uint8_t> from;  ///< indices of Machine::states; empty: every state
  std::uint8_t to = 0;
  Trigger trigger;
  Condition when;
  std::string comment;
  Section section;
};

/// A line that tells the state by one of its values: "STATE: <state>", "+CREG: <n>,<stat>".
/// The value (or the meaning that its enumeration gives it) is the state's name.
struct StateSource {
  Notation notation;
  std::string parameter;
  CommandId command = no_command;  ///< whose parameter list gives the enumeration
};

struct Machine {
  static constexpr std::uint8_t unknown = 0xFF;
  std::string name;   ///< "tcp"
  std::string title;  ///< "TCP/IP, single link"
  Section section;
  Condition when;
  std::string per;  ///< parameter that numbers the instances (a link); empty: one instance
  std::vector<std::string> states;
  std::vector<TransitionRule> transitions;
  std::vector<StateSource> sources;
};

/// A time that the manual names and no command's parameter: a guard time, an interval, the length of a pulse.
struct Timer {
  std::string name;
  Limit time;
  std::string meaning;
  Section section;
};

// ---------------------------------------------------------------------------------------- the dialect

/// What one family of modules says and accepts. Immutable and safe to share between threads.
class Dialect {
 public:
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const std::vector<std::string>& ancestors() const { return ancestors_; }

  [[nodiscard]] std::span<const Command> commands() const { return commands_; }
  [[nodiscard]] std::span<const LineRule> line_rules() const { return line_rules_; }
  [[nodiscard]] std::span<const Machine> machines() const { return machines_; }
  [[nodiscard]] std::span<const SettingInfo> settings() const { return settings_; }
  [[nodiscard]] std::span<const Timer> timers() const { return timers_; }
  [[nodiscard]] std::span<const std::shared_ptr<const Enumeration>> enumerations() const {
    return enumerations_;
  }

  [[nodiscard]] const Command& command(CommandId id) const { return commands_[id]; }
  [[nodiscard]] const LineRule& rule(RuleId id) const { return line_rules_[id]; }

  /// Finds a command by its name as it stands in a command line; letters compare without case.
  /// Constant time. no_command when the dialect does not know it.
  [[nodiscard]] CommandId find_command(std::string_view name) const noexcept;

  /// All rules whose lead may begin `line` (blanks at its start do not count). They still have to match.
  /// Constant time in the number of rules; the dialect's own stand before the inherited ones. A rule that
  /// begins with a value ("<imei>") is a candidate for every line; `text` answers are never listed
  /// (FormRule::answers).
  [[nodiscard]] std::span<const RuleId> candidates(std::string_view line) const noexcept;

  [[nodiscard]] std::optional<SettingId> find_setting(std::string_view name) const;
  [[nodiscard]] const Enumeration* find_enumeration(std::string_view name) const;
  [[nodiscard]] const Machine* find_machine(std::string_view name) const;

  /// The parameter list that gives names their types in a line rule without a command.
  [[nodiscard]] const Parameter* parameter(std::string_view name) const;
  [[nodiscard]] std::span<const Parameter> parameters() const { return parameters_; }

  /// Rules whose payload stands on the same line ("+IPD,<length>:", `+USORD: 0,<length>,"…"`): the cutter
  /// asks for them.
  [[nodiscard]] std::span<const RuleId> inline_payload_rules() const { return inline_payload_rules_; }

  /// The maximum response time for a command with the given form rule (either may be null).
  [[nodiscard]] const Limit& max_response(const Command* command, const FormRule* form) const;

  /// Texts in answers that show that this dialect is the right one: "Quectel", "YM310".
  [[nodiscard]] std::span<const std::string> identified_by() const { return identified_by_; }

 private:
  friend class DialectBuilder;
  std::string name_, title_;
  std::vector<std::string> ancestors_;  // nearest first
  std::vector<Command> commands_;
  std::vector<LineRule> line_rules_;
  std::vector<Machine> machines_;
  std::vector<SettingInfo> settings_;
  std::vector<Timer> timers_;
  std::vector<std::shared_ptr<const Enumeration>> enumerations_;  // may be shared with other dialects
  std::vector<Parameter> parameters_;
  std::vector<RuleId> inline_payload_rules_;
  std::vector<std::string> identified_by_;
  Limit default_max_response_;

  // Open addressing over FNV-1a of the upper-case name; the load stays under one half.
  struct NameSlot {
    std::uint32_t hash = 0;
    CommandId command = no_command;
  };
  std::vector<NameSlot> name_slots_;
  // First token of the lead -> range of candidate_ids_.
  struct LeadSlot {
    std::uint32_t hash = 0;
    std::uint32_t begin = 0, end = 0;
    std::string token;
  };
  std::vector<LeadSlot> lead_slots_;
  LeadSlot any_lead_;  // for lines whose token has no slot
  std::vector<RuleId> candidate_ids_;
};

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// `atscope redact IN -o OUT`: a copy of a log or capture that says the same without secrets. Nothing is left
// to trust: the copy is decoded again and compared with the original before it is kept.
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/input.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/redactor.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

// What must be the same after redaction: everything that is said, but for the values.
class Shape final : public session::EventSink {
 public:
  void on_event(const session::Event& event) override {
    add(static_cast<std::uint64_t>(event.kind), static_cast<std::uint64_t>(event.sender), event.channel,
        event.command, event.txn, event.bytes);
  }
  void on_transaction(const session::Transaction& transaction) override {
    add(1000 + static_cast<std::uint64_t>(transaction.outcome), transaction.command_id,
        transaction.info_lines, transaction.data_sent, transaction.deferred.size(),
        transaction.command.size());
    ++transactions;
  }
  std::uint64_t hash = 0xCBF29CE484222325U;
  std::uint64_t transactions = 0;

 private:
  template <typename... Values>
  void add(Values... values) {
    ((hash = (hash ^ static_cast<std::uint64_t>(values)) * 0x100000001B3U), ...);
  }
};

class Tee final : public session::EventSink {
 public:
  Tee(session::EventSink& a, session::EventSink& b) : a_(a), b_(b) {}
  void on_event(const session::Event& event) override { a_.on_event(event), b_.on_event(event); }
  void on_transaction(const session::Transaction& transaction) override {
    a_.on_transaction(transaction), b_.on_transaction(transaction);
  }

 private:
  session::EventSink &a_, &b_;
};

// Copies the unpacked input, with the replacements and with every known value hidden.
class Copy {
 public:
  Copy(std::vector<Replacement> replacements, const std::set<std::string>& values)
      : replacements_(std::move(replacements)), values_(values) {
    for (const std::string& value : values_) longest_ = std::max(longest_, value.size());
  }

  void feed(std::string_view bytes, Output& output) {
    while (!bytes.empty()) {
      if (next_ < replacements_.size() && position_ >= replacements_[next_].begin) {
        const Replacement& here = replacements_[next_];
        if (position_ == here.begin) pending_ += here.text;
        const std::size_t size = std::min<std::uint64_t>(here.end - position_, bytes.size());
        position_ += size;
        bytes.remove_prefix(size);
        if (position_ == here.end) ++next_;
        continue;
      }
      std::size_t size = bytes.size();
      if (next_ < replacements_.size())
        size = std::min<std::uint64_t>(size, replacements_[next_].begin - position_);
      pending_ += bytes.substr(0, size);
      position_ += size;
      bytes.remove_prefix(size);
    }
    write(output, longest_);
  }
  void finish(Output& output) { write(output, 0); }

 private:
  // A value may go over the end of a piece: its length is held back.
  void write(Output& output, std::size_t held_back) {
    for (const std::string& value : values_) {
      for (std::size_t at = pending_.find(value); at != std::string::npos;
           at = pending_.find(value, at + value.size())) {
        pending_.replace(at, value.size(), placeholder(value));
      }
    }
    const std::size_t size = pending_.size() > held_back ? pending_.size() - held_back : 0;
    output.write(std::string_view(pending_).substr(0, size));
    pending_.erase(0, size);
  }

  std::vector<Replacement> replacements_;
  const std::set<std::string>& values_;
  std::size_t longest_ = 0, next_ = 0;
  std::uint64_t position_ = 0;
  std::string pending_;
};

// Standard input is read twice: by way of a file.
class Spool {
 public:
  ~Spool() {
    if (!path_.empty()) std::remove(path_.c_str());
  }
  bool fill() {
    path_ = (std::filesystem::temp_directory_path() / "atscope-redact-XXXXXX").string();
    const int fd = mkstemp(path_.data());
    if (fd < 0) return false;
    Output output(fd, Output::Owns::yes);
    std::string block(1 << 16, '\0');
    for (ssize_t got = 0; (got = ::read(STDIN_FILENO, block.data(), block.size())) > 0;) {
      output.write(std::string_view(block).substr(0, static_cast<std::size_t>(got)));
    }
    return true;
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class Redact final : public Command {
 public:
  void declare(Arguments& arguments) override {
    declare_input(arguments, input_);
    arguments.text("-o,--output", output_, "FILE", "Where to write the copy; standard output unless given");
    arguments.flag("--force", force_, "Overwrite the output");
  }

  int run() override {
    if (input_.paths.size() != 1) {
      complain("redact", "it takes one log or capture");
      return exit_could_not_run;
    }
    std::error_code error;
    if (!output_.empty() && std::filesystem::exists(output_, error)) {
      if (std::filesystem::equivalent(output_, input_.paths.front(), error)) {
        complain(output_, "is the input; a log is evidence and is never changed");
        return exit_could_not_run;
      }
      if (!force_) {
        complain(output_, "exists already", "--force overwrites it");
        return exit_could_not_run;
      }
    }
    Spool spool;
    if (input_.paths.front() == "-") {
      if (!spool.fill()) {
        complain("<stdin>", "cannot be kept in a temporary file");
        return exit_could_not_run;
      }
      input_.paths.front() = spool.path();
    }
    return redact();
  }

 private:
  struct Reading {
    std::uint64_t shape = 0, transactions = 0;
    std::string format, dialect;
  };

  // Decodes `path`; gathers secrets when there is somebody to take them.
  int read(const InputOptions& options, Reading& reading, std::vector<Replacement>* replacements,
           std::set<std::string>* values, std::uint64_t* lost) {
    Output nothing;
    return for_each_input(options, nothing, [&](Input& input) {
      Shape shape;
      SecretFinder finder(input);
      Tee both(finder, shape);
      input.on_segment = [&](const capture::Segment& segment) { finder.see(segment); };
      input.decode(both);
      reading.shape = shape.hash;
      reading.transactions = shape.transactions;
      reading.format = input.info().format;
      reading.dialect = options.dialect.empty() ? input.dialect()->name() : options.dialect;
      if (replacements != nullptr) *replacements = finder.replacements();
      if (values != nullptr) *values = finder.values();
      if (lost != nullptr) *lost = finder.lost();
    });
  }

  int redact() {
    input_.report_at_end = true;
    Reading before;
    std::vector<Replacement> replacements;
    std::set<std::string> values;
    std::uint64_t lost = 0;
    if (const int code = read(input_, before, &replacements, &values, &lost); code != exit_fine) return code;
    if (lost != 0) {
      complain(input_.paths.front(),
               report::counted(lost, "secret") + " cannot be traced to a place in the file",
               "nothing was written");
      return exit_could_not_run;
    }

    std::string copy = output_.empty()
                           ? (std::filesystem::temp_directory_path() / "atscope-redact-XXXXXX").string()
                           : output_ + ".XXXXXX";
    const int fd = mkstemp(copy.data());
    if (fd < 0) {
      complain(output_.empty() ? copy : output_, "cannot be written");
      return exit_could_not_run;
    }
    const std::size_t hidden = replacements.size();
    const bool written = write_copy(fd, std::move(replacements), values);
    const int code = written ? check_and_keep(before, values, copy) : exit_could_not_run;
    std::remove(copy.c_str());
    if (code == exit_fine && person_watches()) {
      notice(output_.empty() ? "<stdout>" : output_, report::counted(before.transactions, "transaction") +
                                                         " as before, " + report::counted(hidden, "value") +
                                                         " hidden");
    }
    return code == exit_fine && before.transactions == 0 ? exit_nothing_checked : code;
  }

  bool write_copy(int fd, std::vector<Replacement> replacements, const std::set<std::string>& values) {
    Output output(fd, Output::Owns::yes);
    auto input = capture::Input::open(input_.paths.front());
    if (!input) {
      complain(input_.paths.front(), input.error().reason);
      return false;
    }
    Copy copy(std::move(replacements), values);
    constexpr std::size_t block = 1 << 18;
    for (std::string_view bytes = (*input)->peek(1); !bytes.empty(); bytes = (*input)->peek(1)) {
      bytes = bytes.substr(0, block);
      copy.feed(bytes, output);
      (*input)->consume(bytes.size());
    }
    copy.finish(output);
    return true;
  }

  int check_and_keep(const Reading& before, const std::set<std::string>& values, const std::string& copy) {
    InputOptions again = input_;
    again.paths = {copy};
    again.dialect = before.dialect;
    again.format = before.format;
    again.verbose = false;
    Reading after;
    std::set<std::string> left;
    if (read(again, after, nullptr, &left, nullptr) != exit_fine) return exit_could_not_run;
    std::size_t known = 0;
    for (const std::string& value : left) known += values.count(value);
    if (after.shape != before.shape || known != 0) {
      complain(input_.paths.front(),
               known != 0 ? "a secret would be left in the copy"
                          : "the copy would not decode as the original does",
               "nothing was written; please report this format");
      return exit_could_not_run;
    }
    std::error_code error;
    if (!output_.empty()) {
      const mode_t mask = umask(0);
      umask(mask);
      ::chmod(copy.c_str(), 0666 & ~mask);
      std::filesystem::rename(copy, output_, error);
      if (error) complain(output_, "cannot be written: " + error.message());
      return error ? exit_could_not_run : exit_fine;
    }
    Output output;
    std::ifstream stream(copy, std::ios::binary);
    std::string block(1 << 16, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
      output.write(std::string_view(block).substr(0, static_cast<std::size_t>(stream.gcount())));
    }
    return exit_fine;
  }

  InputOptions input_;
  std::string output_;
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> make_redact() {
  return std::make_unique<Redact>();
}

}  // namespace atscope::cli

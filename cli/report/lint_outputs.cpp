// SPDX-License-Identifier: MIT
#include "cli/report/lint_outputs.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "cli/console.h"
#include "cli/pipeline.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/mask/masked_finding.h"

namespace atscope::cli {
namespace {

const LintFormat* find_format(std::string_view name) {
  for (const LintFormat& format : lint_formats()) {
    if (format.name == name) return &format;
  }
  std::vector<std::string_view> names;
  std::string all;
  for (const LintFormat& format : lint_formats()) {
    names.push_back(format.name);
    all += (all.empty() ? "" : ", ") + std::string(format.name);
  }
  const std::string_view near = grammar::nearest(name, names);
  complain("--format", "'" + std::string(name) + "' is no output format",
           near.empty() ? "there are " + all : "did you mean " + std::string(near) + "?");
  return nullptr;
}

}  // namespace

bool LintOutputs::add(const std::string& spec) {
  const std::size_t colon = spec.find(':');
  const LintFormat* format = find_format(std::string_view(spec).substr(0, colon));
  if (format == nullptr) return false;
  Entry entry;
  entry.format = format->name;
  if (colon != std::string::npos) entry.path = spec.substr(colon + 1);
  if (colon != std::string::npos && entry.path.empty()) {
    complain("--format", "'" + spec + "' names no file behind the colon", "write FORMAT or FORMAT:FILE");
    return false;
  }
  if (entry.path == "-") entry.path.clear();
  for (const Entry& other : entries_) {
    if (other.path != entry.path) continue;
    complain("--format",
             entry.path.empty() ? "only one format can go to standard output"
                                : "two formats cannot go to the same file " + entry.path,
             "give the others a file each: -f " + std::string(entry.format) + ":FILE");
    return false;
  }
  LintReportContext context = context_;
  if (entry.path.empty()) {
    context.output = &stdout_;
    entry.masked = !show_secrets_;
  } else {
    const int fd = ::open(entry.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
      complain(entry.path, std::string("cannot be written: ") + std::strerror(errno), {});
      return false;
    }
    entry.file = std::make_unique<Output>(fd, Output::Owns::yes);
    context.output = entry.file.get();
    context.color = false;
    context.width = 0;
  }
  entry.report = format->make(context);
  entries_.push_back(std::move(entry));
  return true;
}

bool LintOutputs::goes_to_standard_output(std::string_view format) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return entry.format == format && entry.path.empty(); });
}

void LintOutputs::begin(const Input& input) {
  masker_.emplace(*input.dialect(), true);
  for (Entry& entry : entries_) entry.report->begin(input);
}

void LintOutputs::on_finding(const lint::Finding& finding) {
  const lint::Finding shown = mask::masked(finding, *masker_);
  for (Entry& entry : entries_) entry.report->on_finding(entry.masked ? shown : finding);
}

void LintOutputs::end(const lint::LintSummary& summary) {
  for (Entry& entry : entries_) entry.report->end(summary);
  stdout_.flush();
}

void LintOutputs::failed(std::string_view path, std::string_view reason) {
  for (Entry& entry : entries_) entry.report->failed(path, reason);
}

void LintOutputs::finish(const LintRun& run) {
  for (Entry& entry : entries_) {
    entry.report->finish(run);
    if (entry.file) entry.file->flush();
  }
  stdout_.flush();
}

}  // namespace atscope::cli

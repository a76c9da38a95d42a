// SPDX-License-Identifier: MIT
#include "gui/timeline/arrangement.h"

#include <algorithm>

namespace atscope::gui {

const Arrangement::Choice* Arrangement::find(std::string_view key) const {
  const auto found = std::find_if(choices_.begin(), choices_.end(),
                                  [key](const Choice& candidate) { return candidate.key == key; });
  return found == choices_.end() ? nullptr : &*found;
}

Arrangement::Choice& Arrangement::choice(std::string_view key) {
  if (const Choice* known = find(key)) return choices_[static_cast<std::size_t>(known - choices_.data())];
  return choices_.emplace_back(Choice{std::string(key)});
}

bool Arrangement::is_folded(std::string_view key) const {
  const Choice* known = find(key);
  return known != nullptr && known->folded;
}

bool Arrangement::is_pinned(std::string_view key) const {
  const Choice* known = find(key);
  return known != nullptr && known->pinned;
}

bool Arrangement::is_hidden(std::string_view key) const {
  const Choice* known = find(key);
  return known != nullptr && known->hidden;
}

void Arrangement::set_folded(std::string_view key, bool on) {
  choice(key).folded = on;
}

void Arrangement::set_pinned(std::string_view key, bool on) {
  choice(key).pinned = on;
}

void Arrangement::set_hidden(std::string_view key, bool on) {
  choice(key).hidden = on;
}

void Arrangement::show_all() {
  for (Choice& known : choices_) known.hidden = false;
}

std::vector<std::size_t> Arrangement::order(const std::vector<std::string>& keys) const {
  std::vector<std::size_t> out;
  for (const std::string& known : order_) {
    const auto found = std::find(keys.begin(), keys.end(), known);
    if (found != keys.end()) out.push_back(static_cast<std::size_t>(found - keys.begin()));
  }
  for (std::size_t index = 0; index < keys.size(); ++index) {
    if (std::find(order_.begin(), order_.end(), keys[index]) != order_.end()) continue;
    // Behind the one it follows by nature, wherever that went.
    const auto before = index == 0 ? out.end() : std::find(out.begin(), out.end(), index - 1);
    out.insert(index == 0 ? out.begin() : before + 1, index);
  }
  std::stable_partition(out.begin(), out.end(), [&](std::size_t index) { return is_pinned(keys[index]); });
  return out;
}

void Arrangement::move(const std::vector<std::string>& keys, std::string_view key, int places) {
  std::vector<std::size_t> now = order(keys);
  const auto at = [&] {
    return std::find_if(now.begin(), now.end(), [&](std::size_t index) { return keys[index] == key; });
  };
  if (at() == now.end()) return;
  for (; places != 0; places += places < 0 ? 1 : -1) {
    auto here = at();
    auto to = here;
    do {
      if (places < 0 ? to == now.begin() : to + 1 == now.end()) return;
      to += places < 0 ? -1 : 1;
    } while (is_hidden(keys[*to]));
    if (is_pinned(keys[*to]) != is_pinned(key)) break;
    if (to < here) {
      std::rotate(to, here, here + 1);
    } else {
      std::rotate(here, here + 1, to + 1);
    }
    order_.clear();
    for (const std::size_t index : now) order_.push_back(keys[index]);
  }
}

std::string Arrangement::to_text() const {
  std::string out;
  const auto line = [&out, this](const std::string& key) {
    std::string flags;
    if (is_folded(key)) flags += 'f';
    if (is_pinned(key)) flags += 'p';
    if (is_hidden(key)) flags += 'h';
    out += (flags.empty() ? "-" : flags) + ' ' + key + '\n';
  };
  for (const std::string& key : order_) line(key);
  if (!order_.empty()) out += "end\n";
  for (const Choice& known : choices_) {
    const bool set = known.folded || known.pinned || known.hidden;
    if (set && std::find(order_.begin(), order_.end(), known.key) == order_.end()) line(known.key);
  }
  return out;
}

Arrangement Arrangement::from_text(std::string_view text) {
  Arrangement out;
  const bool moved = text.starts_with("end\n") || text.find("\nend\n") != std::string_view::npos;
  bool ordered = moved;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line == "end") {
      ordered = false;
      continue;
    }
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || space == 0 || space + 1 == line.size()) continue;
    const std::string_view flags = line.substr(0, space), key = line.substr(space + 1);
    if (flags.find_first_not_of("fph-") != std::string_view::npos) continue;
    if (ordered) out.order_.emplace_back(key);
    if (flags == "-") continue;
    Choice& choice = out.choice(key);
    choice.folded = flags.find('f') != std::string_view::npos;
    choice.pinned = flags.find('p') != std::string_view::npos;
    choice.hidden = flags.find('h') != std::string_view::npos;
  }
  return out;
}

}  // namespace atscope::gui

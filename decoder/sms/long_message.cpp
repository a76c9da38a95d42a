// SPDX-License-Identifier: MIT
#include "decoder/sms/long_message.h"

#include <algorithm>
#include <fmt/format.h>

#include "decoder/sms/alphabet.h"

namespace atscope::sms {
namespace {

const Element* find(std::span<const Element> elements, std::string_view name) {
  const auto found = std::find_if(elements.begin(), elements.end(),
                                  [&](const Element& element) { return element.name == name; });
  return found == elements.end() ? nullptr : &*found;
}

}  // namespace

std::optional<LongMessages::Joined> LongMessages::add(std::uint32_t channel, std::string_view octets,
                                                      std::span<const Element> elements) {
  const Element *type = find(elements, "message"), *reference = find(elements, "part_of"),
                *count = find(elements, "parts"), *number = find(elements, "part"),
                *text = find(elements, "text"), *coding = find(elements, "coding");
  const Element* address = find(elements, "sender");
  if (address == nullptr) address = find(elements, "recipient");
  for (const Element* needed : {type, reference, count, number, text, coding, address}) {
    if (needed == nullptr) return std::nullopt;
  }
  // 23.040: a part whose number is 0 or beyond the number of parts is none.
  if (*number->number < 1 || *number->number > *count->number || !text->flag.empty()) return std::nullopt;

  Part part;
  part.seen = true;
  part.ucs2 = coding->meaning == "UCS-2";
  part.text = part.ucs2 ? std::string(octets.substr(text->offset, text->size)) : text->value;
  Message& message =
      open({channel, *type->number & 3, *reference->number, *count->number, reference->size, address->value});
  put(message, static_cast<std::size_t>(*number->number - 1), std::move(part));
  Joined result;
  if (is_complete(message)) {
    result.text = text_of(message);
  } else {
    result.missing = missing_ = missing_of(message);
  }
  limit();
  return result;
}

LongMessages::Message& LongMessages::open(Key key) {
  const auto known = std::find_if(messages_.begin(), messages_.end(),
                                  [&](const Message& message) { return message.key == key; });
  if (known != messages_.end()) {
    std::rotate(known, known + 1, messages_.end());
  } else {
    Message& fresh = messages_.emplace_back();
    fresh.parts.resize(static_cast<std::size_t>(key.parts));
    fresh.key = std::move(key);
  }
  return messages_.back();
}

void LongMessages::limit() {
  std::size_t octets = 0;
  for (const Message& message : messages_) octets += message.octets + message.parts.size() * sizeof(Part);
  std::size_t drop = 0;
  while (drop + 1 < messages_.size() && (messages_.size() - drop > most_messages || octets > most_octets)) {
    octets -= messages_[drop].octets + messages_[drop].parts.size() * sizeof(Part);
    ++drop;
  }
  messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(drop));
}

// Messages are read and listed more than once, and a sender uses its references again: another text under the
// same number begins the next message, which has the parts that came again before it.
void LongMessages::put(Message& message, std::size_t index, Part part) {
  const auto all = [&message](bool Part::*what) {
    return std::all_of(message.parts.begin(), message.parts.end(),
                       [&](const Part& each) { return each.*what; });
  };
  Part& place = message.parts[index];
  if (place.seen && place.text == part.text && place.ucs2 == part.ucs2) {
    place.again = all(&Part::seen);
    if (all(&Part::again)) {
      for (Part& each : message.parts) each.again = false;
    }
    return;
  }
  if (place.seen) {
    for (Part& each : message.parts) {
      if (!each.again) each = {};
      each.again = false;
    }
  }
  place = std::move(part);
  message.octets = 0;
  for (const Part& each : message.parts) message.octets += each.text.size();
}

bool LongMessages::is_complete(const Message& message) {
  return std::all_of(message.parts.begin(), message.parts.end(), [](const Part& part) { return part.seen; });
}

// A character of UCS-2 beyond the first plane may be cut in two: neighbours are read as one.
std::string LongMessages::text_of(const Message& message) {
  std::string text, octets;
  for (const Part& part : message.parts) {
    if (part.ucs2) {
      octets += part.text;
      continue;
    }
    text += ucs2_text(octets) + part.text;
    octets.clear();
  }
  return text + ucs2_text(octets);
}

std::string LongMessages::missing_of(const Message& message) {
  std::vector<std::string> ranges;
  std::size_t missing = 0;
  for (std::size_t begin = 0; begin < message.parts.size(); ++begin) {
    std::size_t end = begin;
    while (end < message.parts.size() && !message.parts[end].seen) ++end;
    if (end - begin > 2) {
      ranges.push_back(fmt::format("{} to {}", begin + 1, end));
    } else {
      for (std::size_t part = begin; part < end; ++part) ranges.push_back(std::to_string(part + 1));
    }
    missing += end - begin;
    begin = end;
  }
  std::string list;
  for (std::size_t index = 0; index < ranges.size(); ++index) {
    if (index > 0) list += index + 1 == ranges.size() ? " and " : ", ";
    list += ranges[index];
  }
  return fmt::format("part{} {} of {} not seen yet", missing == 1 ? "" : "s", list, message.parts.size());
}

}  // namespace atscope::sms

// SPDX-License-Identifier: MIT
#include "decoder/sms/pdu.h"

#include <algorithm>
#include <fmt/format.h>

#include "decoder/sms/alphabet.h"

namespace atscope::sms {
namespace {

constexpr std::string_view too_short = "ends too early";

enum class Alphabet : std::uint8_t { gsm7, octets, ucs2, compressed };

// 23.038 clause 4
Alphabet alphabet_of(unsigned dcs) {
  switch (dcs >> 4) {
    case 0xE:
      return Alphabet::ucs2;
    case 0xF:
      return (dcs & 0x04) != 0 ? Alphabet::octets : Alphabet::gsm7;
    case 0x8:
    case 0x9:
    case 0xA:
    case 0xB:
    case 0xC:
    case 0xD:
      return Alphabet::gsm7;
    default:
      break;
  }
  if ((dcs & 0x20) != 0) return Alphabet::compressed;
  switch (dcs >> 2 & 3) {
    case 1:
      return Alphabet::octets;
    case 2:
      return Alphabet::ucs2;
    default:
      return Alphabet::gsm7;
  }
}

std::string_view meaning_of(Alphabet alphabet) {
  switch (alphabet) {
    case Alphabet::gsm7:
      return "GSM 7-bit";
    case Alphabet::octets:
      return "8-bit data";
    case Alphabet::ucs2:
      return "UCS-2";
    case Alphabet::compressed:
      break;
  }
  return "compressed";
}

// TP-Status, 23.040 clause 9.2.3.15
std::string_view meaning_of_status(unsigned status) {
  switch (status) {
    case 0x00:
      return "received by the recipient";
    case 0x01:
      return "forwarded, delivery not confirmed";
    case 0x02:
      return "replaced by the service centre";
    default:
      break;
  }
  if (status < 0x20) return "transaction completed";
  if (status < 0x40) return "not delivered yet, the service centre still tries";
  if (status < 0x60) return "not delivered, for good";
  if (status < 0x80) return "not delivered, the service centre has given up";
  return "reserved";
}

// TP-Validity-Period, relative, 23.040 clause 9.2.3.12.1
std::string relative_validity(unsigned value) {
  if (value < 144) {
    const unsigned minutes = (value + 1) * 5;
    return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} min", minutes);
  }
  if (value < 168) return fmt::format("{} min", 12 * 60 + (value - 143) * 30);
  if (value < 197) return fmt::format("{} days", value - 166);
  return fmt::format("{} weeks", value - 192);
}

// Semi-octets, the low nibble first (23.040 clause 9.1.2.3).
std::string digits(std::string_view octets, std::size_t count) {
  constexpr std::string_view letters = "0123456789*#abc";
  std::string text;
  for (std::size_t index = 0; index < count && index / 2 < octets.size(); ++index) {
    const unsigned octet = static_cast<unsigned char>(octets[index / 2]);
    const unsigned nibble = index % 2 == 0 ? octet & 0xF : octet >> 4;
    if (nibble < letters.size()) text += letters[nibble];
  }
  return text;
}

std::optional<unsigned> two_digits(char octet) {
  const unsigned value = static_cast<unsigned char>(octet);
  const unsigned low = value & 0xF, high = value >> 4;
  if (low > 9 || high > 9) return std::nullopt;
  return low * 10 + high;
}

// Time stamp, 23.040 clause 9.2.3.11, as RFC 3339.
std::optional<std::string> time_text(std::string_view octets) {
  unsigned part[6] = {};
  for (std::size_t index = 0; index < 6; ++index) {
    const auto value = two_digits(octets[index]);
    if (!value) return std::nullopt;
    part[index] = *value;
  }
  const unsigned zone = static_cast<unsigned char>(octets[6]);
  const unsigned quarters = (zone & 0x7) * 10 + (zone >> 4);
  if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31 || part[3] > 23 || part[4] > 59 ||
      part[5] > 60 || (zone >> 4) > 9) {
    return std::nullopt;
  }
  return fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", part[0] + (part[0] < 90 ? 2000 : 1900),
                     part[1], part[2], part[3], part[4], part[5], (zone & 0x8) != 0 ? '-' : '+', quarters / 4,
                     quarters % 4 * 15);
}

class Decoder {
 public:
  Decoder(std::string_view octets, From from) : octets_(octets), from_(from) {}

  std::vector<Element> run() {
    if (!service_centre()) return {};
    if (at_ >= octets_.size()) return {};
    const unsigned first = byte(at_);
    Element& type = add("message", 1);
    type.number = first;
    has_header_ = (first & 0x40) != 0;
    switch (first & 3) {
      case 0:
        type.meaning = "SMS-DELIVER";
        deliver();
        break;
      case 1:
        type.meaning = "SMS-SUBMIT";
        submit(first >> 3 & 3);
        break;
      case 2:
        if (from_ == From::host) {
          type.meaning = "SMS-COMMAND";
          command();
        } else {
          type.meaning = "SMS-STATUS-REPORT";
          status_report();
        }
        break;
      default:
        return {};
    }
    if (!good_ && plausible_ == false) return {};
    if (!good_) elements_.back().flag = too_short;
    return std::move(elements_);
  }

 private:
  [[nodiscard]] unsigned byte(std::size_t at) const { return static_cast<unsigned char>(octets_[at]); }
  [[nodiscard]] std::size_t left() const { return octets_.size() - at_; }

  Element& add(std::string_view name, std::size_t size) {
    Element& element = elements_.emplace_back();
    element.name = name;
    element.offset = static_cast<std::uint32_t>(at_);
    element.size = static_cast<std::uint32_t>(size);
    at_ += size;
    return element;
  }

  // False when there are not so many octets left.
  bool need(std::size_t size) {
    good_ = good_ && left() >= size;
    return good_;
  }

  bool service_centre() {
    if (octets_.empty()) return false;
    const std::size_t size = byte(0);
    if (size == 0) {
      at_ = 1;
      return true;
    }
    if (size < 2 || size > 12 || size + 1 > octets_.size() || (byte(1) & 0x80) == 0) return false;
    Element& element = add("service_centre", size + 1);
    const bool international = (byte(1) >> 4 & 7) == 1;
    element.value = (international ? "+" : "") + digits(octets_.substr(2, size - 1), (size - 1) * 2);
    return true;
  }

  void address(std::string_view name) {
    if (!need(2)) return;
    const std::size_t semi_octets = byte(at_);
    const unsigned type = byte(at_ + 1);
    const std::size_t size = (semi_octets + 1) / 2;
    if (size > 10 || (type & 0x80) == 0) {  // 23.040 clause 9.1.2.5: 12 octets at most, bit 8 is 1
      good_ = false;
      return;
    }
    if (!need(2 + size)) return;
    plausible_ = true;
    const std::string_view value = octets_.substr(at_ + 2, size);
    Element& element = add(name, 2 + size);
    element.personal = true;
    const unsigned kind = type >> 4 & 7;
    element.value = kind == 5 ? gsm7_text(value, semi_octets * 4 / 7)
                              : (kind == 1 ? "+" : "") + digits(value, semi_octets);
  }

  void code(std::string_view name, std::string_view (*meaning)(unsigned) = nullptr) {
    if (!need(1)) return;
    const unsigned value = byte(at_);
    Element& element = add(name, 1);
    element.number = value;
    if (meaning != nullptr) element.meaning = meaning(value);
  }

  Alphabet coding() {
    if (!need(1)) return Alphabet::gsm7;
    const Alphabet alphabet = alphabet_of(byte(at_));
    Element& element = add("coding", 1);
    element.number = byte(element.offset);
    element.meaning = meaning_of(alphabet);
    return alphabet;
  }

  void time(std::string_view name) {
    if (!need(7)) return;
    const auto text = time_text(octets_.substr(at_, 7));
    Element& element = add(name, 7);
    if (text) {
      element.value = *text;
    } else {
      element.flag = "not a time";
    }
  }

  void deliver() {
    address("sender");
    code("protocol");
    const Alphabet alphabet = coding();
    time("time");
    user_data(alphabet);
  }

  void submit(unsigned validity_format) {
    code("reference");
    address("recipient");
    code("protocol");
    const Alphabet alphabet = coding();
    if (validity_format == 2 && need(1)) {
      const unsigned value = byte(at_);
      Element& element = add("validity", 1);
      element.number = value;
      element.value = relative_validity(value);
    } else if (validity_format == 3) {
      time("validity");
    } else if (validity_format == 1 && need(7)) {
      add("validity", 7).meaning = "enhanced";
    }
    user_data(alphabet);
  }

  void status_report() {
    code("reference");
    address("recipient");
    time("time");
    time("discharge_time");
    code("status", meaning_of_status);
    if (!good_ || left() == 0) return;
    const unsigned present = byte(at_);  // TP-PI, 23.040 clause 9.2.3.27
    code("parameters");
    if ((present & 1) != 0) code("protocol");
    Alphabet alphabet = Alphabet::gsm7;
    if ((present & 2) != 0) alphabet = coding();
    if ((present & 4) != 0) user_data(alphabet);
  }

  void command() {
    code("reference");
    code("protocol");
    code("command");
    code("number");
    address("recipient");
    if (!need(1)) return;
    const std::size_t size = std::min<std::size_t>(byte(at_), left() - 1);
    ++at_;
    if (size > 0) add("data", size);
  }

  // Information elements of the header, 23.040 clause 9.2.3.24: which part of a longer message it is.
  void header(std::string_view elements, std::size_t offset) {
    std::size_t at = 0;
    while (at + 2 <= elements.size()) {
      const unsigned id = static_cast<unsigned char>(elements[at]);
      const std::size_t size = static_cast<unsigned char>(elements[at + 1]);
      if (at + 2 + size > elements.size()) return;
      const auto octet = [&](std::size_t index) {
        return static_cast<std::int64_t>(static_cast<unsigned char>(elements[at + 2 + index]));
      };
      const bool wide = id == 0x08;
      if ((id == 0x00 && size == 3) || (wide && size == 4)) {
        const std::size_t width = wide ? 2 : 1;
        const auto put = [&](std::string_view name, std::size_t from, std::size_t bytes,
                             std::int64_t number) {
          Element& element = elements_.emplace_back();
          element.name = name;
          element.number = number;
          element.offset = static_cast<std::uint32_t>(offset + at + 2 + from);
          element.size = static_cast<std::uint32_t>(bytes);
        };
        put("part_of", 0, width, wide ? octet(0) << 8 | octet(1) : octet(0));
        put("parts", width, 1, octet(width));
        put("part", width + 1, 1, octet(width + 1));
      }
      at += 2 + size;
    }
  }

  void user_data(Alphabet alphabet) {
    if (!need(1)) return;
    const std::size_t length = byte(at_);  // septets for the 7-bit alphabet, else octets
    ++at_;
    const std::size_t octets = alphabet == Alphabet::gsm7 ? (length * 7 + 7) / 8 : length;
    const std::size_t size = std::min(octets, left());
    const std::string_view data = octets_.substr(at_, size);
    std::size_t skip = 0;
    if (has_header_ && !data.empty()) {
      skip = std::min<std::size_t>(static_cast<unsigned char>(data[0]) + 1U, data.size());
      header(data.substr(1, skip - 1), at_ + 1);
    }
    at_ += skip;
    Element& text =
        add(alphabet == Alphabet::gsm7 || alphabet == Alphabet::ucs2 ? "text" : "data", size - skip);
    switch (alphabet) {
      case Alphabet::gsm7: {
        const std::size_t header_septets = (skip * 8 + 6) / 7;
        if (length > header_septets)
          text.value = gsm7_text(data, length - header_septets, header_septets * 7);
        break;
      }
      case Alphabet::ucs2:
        text.value = ucs2_text(data.substr(skip));
        break;
      case Alphabet::octets:
      case Alphabet::compressed:
        break;
    }
    if (size < octets) text.flag = too_short;
  }

  std::string_view octets_;
  From from_;
  std::size_t at_ = 0;
  bool good_ = true, plausible_ = false, has_header_ = false;
  std::vector<Element> elements_;
};

}  // namespace

std::vector<Element> decode_pdu(std::string_view octets, From from) {
  return Decoder(octets, from).run();
}

}  // namespace atscope::sms

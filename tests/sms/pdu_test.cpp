// SPDX-License-Identifier: MIT
#include "decoder/sms/pdu.h"

#include <gtest/gtest.h>

#include "decoder/sms/alphabet.h"

namespace atscope::sms {
namespace {

std::string octets(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    bytes += static_cast<char>(digit(hex[at]) << 4 | digit(hex[at + 1]));
  return bytes;
}

class Pdu {
 public:
  explicit Pdu(std::string_view hex, From from = From::module) : elements_(decode_pdu(octets(hex), from)) {}

  [[nodiscard]] bool empty() const { return elements_.empty(); }
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] Element operator[](std::string_view name) const {
    const Element* found = find(name);
    if (found == nullptr) ADD_FAILURE() << "no " << name;
    return found == nullptr ? Element{} : *found;
  }
  [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }

 private:
  [[nodiscard]] const Element* find(std::string_view name) const {
    for (const Element& element : elements_) {
      if (element.name == name) return &element;
    }
    return nullptr;
  }
  std::vector<Element> elements_;
};

TEST(SmsDeliver, TellsSenderTimeAndText) {
  const Pdu pdu("07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37");
  EXPECT_EQ(pdu["service_centre"].value, "+27381000015");
  EXPECT_EQ(pdu["message"].meaning, "SMS-DELIVER");
  EXPECT_EQ(pdu["sender"].value, "27838890001");
  EXPECT_TRUE(pdu["sender"].personal);
  EXPECT_EQ(pdu["sender"].offset, 9u);
  EXPECT_EQ(pdu["sender"].size, 8u);
  EXPECT_EQ(pdu["time"].value, "1999-03-29T15:16:59+02:00");
  EXPECT_EQ(pdu["text"].value, "hellohello");
  EXPECT_EQ(pdu["text"].flag, "");
  EXPECT_FALSE(pdu["text"].personal);
}

TEST(SmsSubmit, TellsRecipientValidityAndText) {
  const Pdu pdu("0011000B916407281553F80000AA0AE8329BFD4697D9EC37", From::host);
  EXPECT_FALSE(pdu.has("service_centre"));
  EXPECT_EQ(pdu["message"].meaning, "SMS-SUBMIT");
  EXPECT_EQ(pdu["recipient"].value, "+46708251358");
  EXPECT_EQ(pdu["validity"].value, "4 days");
  EXPECT_EQ(pdu["text"].value, "hellohello");
}

TEST(SmsStatusReport, TellsWhatBecameOfTheMessage) {
  const Pdu pdu("00062A0B916407281553F8623041906253806230419072638000");
  EXPECT_EQ(pdu["message"].meaning, "SMS-STATUS-REPORT");
  EXPECT_EQ(pdu["reference"].number, 42);
  EXPECT_EQ(pdu["time"].value, "2026-03-14T09:26:35+02:00");
  EXPECT_EQ(pdu["discharge_time"].value, "2026-03-14T09:27:36+02:00");
  EXPECT_EQ(pdu["status"].meaning, "received by the recipient");
}

TEST(SmsHeader, TellsWhichPartOfALongerMessageItIs) {
  const Pdu pdu("00440B916407281553F80000623041906253800F050003CC0302E061391D44BFBF01");
  EXPECT_EQ(pdu["part_of"].number, 0xCC);
  EXPECT_EQ(pdu["parts"].number, 3);
  EXPECT_EQ(pdu["part"].number, 2);
  EXPECT_EQ(pdu["text"].value, "part two");
  const Pdu wide("0041000B916407281553F80000090608041234020141", From::host);
  EXPECT_EQ(wide["part_of"].number, 0x1234);
  EXPECT_EQ(wide["part"].number, 1);
  EXPECT_EQ(wide["text"].value, "A");
}

TEST(SmsAddress, MayBeLetters) {
  const Pdu pdu("00040BD0CDBC30EC5E030008623041906253080C00480069002020ACD83DDE00");
  EXPECT_EQ(pdu["sender"].value, "MyBank");
  EXPECT_EQ(pdu["coding"].meaning, "UCS-2");
  EXPECT_EQ(pdu["text"].value, "Hi \u20AC\U0001F600");
}

TEST(SmsCoding, KnowsDataThatIsNoText) {
  const Pdu pdu("0001000B916407281553F8000403010203", From::host);
  EXPECT_EQ(pdu["coding"].meaning, "8-bit data");
  EXPECT_FALSE(pdu.has("text"));
  EXPECT_EQ(pdu["data"].size, 3u);
  EXPECT_EQ(Pdu("0001000B916407281553F8002003010203", From::host)["coding"].meaning, "compressed");
  EXPECT_EQ(Pdu("0001000B916407281553F800F503010203", From::host)["coding"].meaning, "8-bit data");
  EXPECT_EQ(Pdu("0001000B916407281553F800F00141", From::host)["text"].value, "A");
}

TEST(SmsPdu, FlagsWhatEndsTooEarly) {
  const std::string whole = "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37";
  const Pdu cut(whole.substr(0, whole.size() - 6));
  EXPECT_EQ(cut["text"].value, "helloh");
  EXPECT_EQ(cut["text"].flag, "ends too early");
  for (std::size_t size = 0; size < whole.size(); size += 2) {
    const Pdu part(whole.substr(0, size));
    if (part.empty()) continue;
    EXPECT_EQ(part.elements().back().flag, "ends too early") << size;
  }
}

TEST(SmsPdu, IsNotAnyRowOfOctets) {
  for (const char* hex :
       {"", "00", "48656C6C6F", "FFFFFFFFFFFF", "0102030405060708", "00000000", "0003", "0013000F"}) {
    EXPECT_TRUE(Pdu(hex).empty()) << hex;
  }
}

TEST(Gsm7, HasAnExtensionTable) {
  EXPECT_EQ(gsm7_text(octets("E10D4ABC496DCA"), 8), "a{b}\u20AC");
  EXPECT_EQ(gsm7_text(octets("00"), 1), "@");
  EXPECT_EQ(gsm7_text(octets("1B"), 1), "");   // an escape with nothing behind it
  EXPECT_EQ(gsm7_text(octets("41"), 9), "A");  // fewer septets than told
  EXPECT_EQ(gsm7_text("", 3), "");
}

TEST(Ucs2, IsReadAsUtf16) {
  EXPECT_EQ(ucs2_text(octets("0041D83DDE00")), "A\U0001F600");
  EXPECT_EQ(ucs2_text(octets("D83D0041")), "\uFFFDA");
  EXPECT_EQ(ucs2_text(octets("004100")), "A");
}

}  // namespace
}  // namespace atscope::sms

// SPDX-License-Identifier: MIT
#include "decoder/sms/long_message.h"

#include <gtest/gtest.h>

namespace atscope::sms {
namespace {

struct PartOf {
  unsigned reference = 7, parts = 1, part = 1;
  bool wide = false;       // the reference has 16 bits
  char sender = '\x21';    // its first two digits
  unsigned coding = 0x08;  // UCS-2
};

// An SMS-DELIVER without a service centre whose user data begins with the header of a part.
std::string deliver(const PartOf& what, std::string_view user_data) {
  std::string header = what.wide ? std::string("\x06\x08\x04", 3) : std::string("\x05\x00\x03", 3);
  if (what.wide) header += static_cast<char>(what.reference >> 8);
  for (const unsigned octet : {what.reference, what.parts, what.part}) header += static_cast<char>(octet);
  std::string pdu("\x00\x44\x04\x91", 4);
  pdu += what.sender;
  pdu += '\x43';
  pdu += '\0';
  pdu += static_cast<char>(what.coding);
  pdu += std::string("\x62\x30\x41\x90\x62\x35\x40", 7);
  pdu += static_cast<char>(header.size() + user_data.size());
  return pdu + header + std::string(user_data);
}

std::string wide_letters(std::string_view text) {
  std::string octets;
  for (const char c : text) octets += std::string{'\0', c};
  return octets;
}

class Channel {
 public:
  // The text, or which parts are missing.
  std::string add(const PartOf& what, std::string_view text, std::uint32_t channel = 0) {
    return add_octets(what, wide_letters(text), channel);
  }
  std::string add_octets(const PartOf& what, std::string_view user_data, std::uint32_t channel = 0) {
    const std::string pdu = deliver(what, user_data);
    const auto joined = messages_.add(channel, pdu, decode_pdu(pdu, From::module));
    if (!joined) return "no part";
    EXPECT_NE(joined->text.empty(), joined->missing.empty());
    return joined->text.empty() ? std::string(joined->missing) : joined->text;
  }

 private:
  LongMessages messages_;
};

TEST(LongMessage, IsJoinedWhenItsLastPartIsSeen) {
  Channel channel;
  EXPECT_EQ(channel.add({7, 3, 1}, "one "), "parts 2 and 3 of 3 not seen yet");
  EXPECT_EQ(channel.add({7, 3, 2}, "two "), "part 3 of 3 not seen yet");
  EXPECT_EQ(channel.add({7, 3, 3}, "three"), "one two three");
}

TEST(LongMessage, MayComeInAnyOrderAndSaysWhatIsMissing) {
  Channel channel;
  EXPECT_EQ(channel.add({7, 5, 4}, "d"), "parts 1 to 3 and 5 of 5 not seen yet");
  EXPECT_EQ(channel.add({7, 5, 2}, "b"), "parts 1, 3 and 5 of 5 not seen yet");
  EXPECT_EQ(channel.add({7, 5, 5}, "e"), "parts 1 and 3 of 5 not seen yet");
  EXPECT_EQ(channel.add({7, 5, 1}, "a"), "part 3 of 5 not seen yet");
  EXPECT_EQ(channel.add({7, 5, 3}, "c"), "abcde");
}

TEST(LongMessage, IsToldFromOthersBySenderReferenceAndChannel) {
  Channel channel;
  channel.add({7, 2, 1}, "mine ");
  EXPECT_EQ(channel.add({7, 2, 2, false, '\x31'}, "x"), "part 1 of 2 not seen yet");
  EXPECT_EQ(channel.add({8, 2, 2}, "x"), "part 1 of 2 not seen yet");
  EXPECT_EQ(channel.add({7, 3, 2}, "x"), "parts 1 and 3 of 3 not seen yet");
  EXPECT_EQ(channel.add({7, 2, 2, true}, "x"), "part 1 of 2 not seen yet");
  EXPECT_EQ(channel.add({7, 2, 2}, "x", 1), "part 1 of 2 not seen yet");
  EXPECT_EQ(channel.add({7, 2, 2}, "own"), "mine own");
  EXPECT_EQ(channel.add({0x1234, 2, 1, true}, "wide "), "part 2 of 2 not seen yet");
  EXPECT_EQ(channel.add({0x1134, 2, 2, true}, "x"), "part 1 of 2 not seen yet");
  EXPECT_EQ(channel.add({0x1234, 2, 2, true}, "reference"), "wide reference");
}

TEST(LongMessage, IsWholeWheneverItIsListedAgain) {
  Channel channel;
  channel.add({7, 2, 1}, "a");
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_EQ(channel.add({7, 2, 2}, "b"), "ab");
    EXPECT_EQ(channel.add({7, 2, 1}, "a"), "ab");
  }
}

TEST(LongMessage, EndsWhereItsReferenceIsUsedAgain) {
  Channel channel;
  channel.add({7, 2, 1}, "Dear ");
  EXPECT_EQ(channel.add({7, 2, 2}, "Ada"), "Dear Ada");
  EXPECT_EQ(channel.add({7, 2, 1}, "Dear "), "Dear Ada") << "nothing tells it from the first yet";
  EXPECT_EQ(channel.add({7, 2, 2}, "Bob"), "Dear Bob");
  EXPECT_EQ(channel.add({7, 2, 1}, "Hello "), "part 2 of 2 not seen yet");
  EXPECT_EQ(channel.add({7, 2, 1}, "Good bye "), "part 2 of 2 not seen yet");
  EXPECT_EQ(channel.add({7, 2, 2}, "Bob"), "Good bye Bob");
}

TEST(LongMessage, KeepsACharacterThatIsCutInTwo) {
  Channel channel;
  channel.add_octets({7, 2, 1}, std::string_view("\x00\x41\xD8\x3D", 4));
  EXPECT_EQ(channel.add_octets({7, 2, 2}, std::string_view("\xDE\x00\x00\x42", 4)), "A\xF0\x9F\x98\x80\x42");
}

TEST(LongMessage, MayHavePartsInSeveralAlphabets) {
  Channel channel;
  channel.add({7, 2, 1}, "wide, ");
  // 7 septets of header and fill, then "hi": septet 7 begins at bit 49.
  const std::string part = deliver({7, 2, 2, false, '\x21', 0}, "");
  std::string octets = part;
  octets[part.size() - 7] = 9;
  octets += static_cast<char>('h' << 1 & 0xFF);
  octets += 'i';
  LongMessages messages;
  EXPECT_TRUE(messages.add(0, octets, decode_pdu(octets, From::module)));
  const std::string first = deliver({7, 2, 1}, wide_letters("wide, "));
  const auto joined = messages.add(0, first, decode_pdu(first, From::module));
  ASSERT_TRUE(joined);
  EXPECT_EQ(joined->text, "wide, hi");
}

TEST(LongMessage, NeedsANumberThatCanBe) {
  Channel channel;
  EXPECT_EQ(channel.add({7, 2, 0}, "x"), "no part");
  EXPECT_EQ(channel.add({7, 2, 3}, "x"), "no part");
  EXPECT_EQ(channel.add({7, 0, 0}, "x"), "no part");
  EXPECT_EQ(channel.add_octets({7, 2, 1, false, '\x21', 0x04}, "data"), "no part") << "8-bit data is no text";
  LongMessages messages;
  const std::string cut = deliver({7, 2, 1}, wide_letters("cut off")).substr(0, 30);
  EXPECT_FALSE(messages.add(0, cut, decode_pdu(cut, From::module)));
  EXPECT_FALSE(messages.add(0, "", {}));
}

TEST(LongMessage, IsForgottenWhenManyOthersWait) {
  Channel channel;
  channel.add({1, 2, 1}, "early ");
  for (unsigned reference = 2; reference <= LongMessages::most_messages; ++reference)
    channel.add({reference, 2, 1}, "x");
  EXPECT_EQ(channel.add({1, 2, 2}, "bird"), "early bird");
  channel.add({200, 2, 1}, "one more");
  EXPECT_EQ(channel.add({2, 2, 2}, "y"), "part 1 of 2 not seen yet");
  EXPECT_EQ(channel.add({1, 2, 2}, "bird"), "early bird");
}

}  // namespace
}  // namespace atscope::sms

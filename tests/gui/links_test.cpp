// SPDX-License-Identifier: MIT
#include "gui/timeline/links.h"

#include "tests/gui/traffic.h"

namespace atscope::gui {
namespace {

class LinksTest : public Traffic {
 protected:
  [[nodiscard]] std::string links(trace::EventIndex event) const {
    std::string out;
    for (const Link& link : links_of(trace_, event)) {
      out += std::string(to_string(link.kind)) + (link.guessed ? " guessed" : "") + ": " + text(link.from) +
             " > " + text(link.to) + '\n';
    }
    return out;
  }
  [[nodiscard]] trace::EventIndex find(std::string_view wanted) const {
    for (trace::EventIndex event = 0; event < trace_.size(); ++event) {
      if (text(event) == wanted) return event;
    }
    return trace::no_event;
  }
};

TEST_F(LinksTest, LeadFromACommandToItsAnswerAndItsDeferredResult) {
  host(1000, "AT+LINK\r").module(1020, "\r\nOK\r\n").module(1200, "\r\n+RING: 1\r\n");
  host(1300, "AT+CSQ\r").module(1310, "\r\nOK\r\n").module(1500, "\r\nLINK OK\r\n");
  session_.finish();
  const std::string expected = "answer: AT+LINK > OK\ndeferred: AT+LINK > LINK OK\n";
  EXPECT_EQ(links(find("AT+LINK")), expected);
  EXPECT_EQ(links(find("LINK OK")), expected) << "from any event of the exchange";
  EXPECT_EQ(links(find("AT+CSQ")), "answer: AT+CSQ > OK\n");
  EXPECT_EQ(links(find("+RING: 1")), "") << "a code that came in between belongs to nothing";
}

TEST_F(LinksTest, LeadToTheStateThatALineTold) {
  host(1000, "AT+LED=1\r").module(1020, "\r\nOK\r\n");
  session_.finish();
  EXPECT_EQ(links(0), "answer: AT+LED=1 > OK\nstate: OK > lamp: unknown -> on\n");
  EXPECT_EQ(links(find("lamp: unknown -> on")), links(0));
}

TEST_F(LinksTest, GuessThatACodeComesFromTheCommandThatMovedTheMachineBefore) {
  host(1000, "AT+LED=1\r").module(1020, "\r\nOK\r\n").module(5000, "\r\nLAMP BROKE\r\n");
  session_.finish();
  EXPECT_EQ(links(find("LAMP BROKE")),
            "urc guessed: AT+LED=1 > LAMP BROKE\nstate: LAMP BROKE > lamp: on -> broken\n");
  const std::vector<Link> found = links_of(trace_, find("LAMP BROKE"));
  EXPECT_EQ(found.at(0).because, "it moved 'lamp', which this command had moved last");
}

TEST_F(LinksTest, GuessTheFirstCodeOfACommandThatWasSet) {
  host(1000, "AT+BELL=1\r").module(1020, "\r\nOK\r\n").module(2000, "\r\n+RING: 1\r\n");
  module(3000, "\r\n+BELL: 4\r\n").module(4000, "\r\n+BELL: 5\r\n");
  session_.finish();
  EXPECT_EQ(links(0), "answer: AT+BELL=1 > OK\nurc guessed: AT+BELL=1 > +BELL: 4\n");
}

TEST_F(LinksTest, GuessNothingAfterACommandThatFailed) {
  host(1000, "AT+BELL=1\r").module(1020, "\r\nERROR\r\n").module(3000, "\r\n+BELL: 4\r\n");
  session_.finish();
  EXPECT_EQ(links(0), "answer: AT+BELL=1 > ERROR\n");
}

TEST_F(LinksTest, AreNoneForWhatIsNoEvent) {
  EXPECT_TRUE(links_of(trace_, 0).empty());
  EXPECT_TRUE(links_of(trace_, trace::no_event).empty());
}

}  // namespace
}  // namespace atscope::gui

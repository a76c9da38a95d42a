// SPDX-License-Identifier: MIT
// What the values of a line mean, by the built-in dialects.
#include "decoder/session/fields.h"

#include <gtest/gtest.h>

#include "decoder/grammar/load.h"

namespace atscope::session {
namespace {

const grammar::Dialect& dialect() {
  static const auto loaded = grammar::load_dialect("3gpp");
  return **loaded;
}

Event command(std::string_view text) {
  Event event;
  event.kind = EventKind::command;
  event.text = text;
  return event;
}

// A line of the module, read by the first production that fits it.
Event line(std::string_view text, grammar::LineRole role = grammar::LineRole::answer) {
  Event event;
  event.kind = EventKind::information;
  event.text = text;
  for (const grammar::RuleId id : dialect().candidates(text)) {
    const grammar::LineRule& rule = dialect().rule(id);
    if (rule.role != role || !rule.notation.matches(text) || rule.notation.lead().empty()) continue;
    event.rule = id;
    break;
  }
  return event;
}

Field field(const Event& event, std::string_view name) {
  for (Field& found : fields(event, dialect())) {
    if (found.name == name) return found;
  }
  ADD_FAILURE() << "no field " << name << " in " << event.text;
  return {};
}

TEST(Fields, ScaleSignalStrength) {
  const Field rssi = field(line("+CSQ: 15,0"), "rssi");
  EXPECT_EQ(rssi.number, 15);
  EXPECT_EQ(rssi.scaled, -83.0);
  EXPECT_EQ(rssi.unit, "dBm");
  EXPECT_EQ(rssi.flag, "");
  EXPECT_EQ(rssi.offset, 6u);
  EXPECT_EQ(rssi.bytes, 2u);
  EXPECT_EQ(field(line("+CESQ: 99,99,255,255,20,45"), "rsrq").scaled, -10.0);
  EXPECT_EQ(field(line("+CESQ: 99,99,255,255,20,45"), "rsrp").scaled, -96.0);
}

TEST(Fields, KnowSpecialValuesThatHaveNoScale) {
  const Field unknown = field(line("+CSQ: 99,99"), "rssi");
  EXPECT_EQ(unknown.meaning, "not known");
  EXPECT_FALSE(unknown.scaled);
  EXPECT_EQ(unknown.flag, "");
}

TEST(Fields, FlagWhatTheParameterCannotBe) {
  EXPECT_EQ(field(line("+CSQ: 45,0"), "rssi").flag, "out of range 0..31");
  EXPECT_FALSE(field(line("+CSQ: 45,0"), "rssi").scaled);
  EXPECT_EQ(field(line("+CSQ: 45,0"), "rssi").number, 45);
  EXPECT_EQ(field(command("AT+CMEE=7"), "n").flag, "not among the known values");
  EXPECT_EQ(field(command("AT+CPIN=\"123\""), "pin").flag, "length 3, not 4..8");
  EXPECT_EQ(field(command("AT+CPIN=\"1234\""), "pin").flag, "");
  EXPECT_EQ(field(command("AT+CGDCONT=1,\"IP\",\"x\",\"10.0.0.256\""), "PDP_addr").flag, "not an address");
  EXPECT_EQ(field(line("+CREG: 2,1,\"18zz\",\"01\""), "lac").flag, "not in hexadecimal digits");
}

TEST(Fields, LetTheCauseDependOnItsType) {
  EXPECT_EQ(field(line("+CEREG: 3,3,\"18be\",\"01\",7,0,15"), "stat").meaning, "registration denied");
  EXPECT_EQ(field(line("+CEREG: 3,3,\"18be\",\"01\",7,0,15"), "reject_cause").meaning,
            "no suitable cells in the tracking area");
  const Field of_the_maker = field(line("+CEREG: 3,3,\"18be\",\"01\",7,1,15"), "reject_cause");
  EXPECT_EQ(of_the_maker.meaning, "");
  EXPECT_EQ(of_the_maker.flag, "");
}

TEST(Fields, ReadHexadecimalNumbers) {
  const Field area = field(line("+CREG: 2,1,\"0012\",\"18BE\""), "lac");
  EXPECT_EQ(area.type, FieldType::hex);
  EXPECT_EQ(area.text, "0012");
  EXPECT_EQ(area.number, 0x12);
}

TEST(Fields, SayTimersInSeconds) {
  const Event psm = command("AT+CPSMS=1,,,\"00100011\",\"00100101\"");
  EXPECT_EQ(field(psm, "Periodic-TAU").scaled, 3.0 * 3600);
  EXPECT_EQ(field(psm, "Periodic-TAU").decoded, "3 h");
  EXPECT_EQ(field(psm, "Active-Time").scaled, 300.0);
  EXPECT_EQ(field(psm, "Periodic-RAU").type, FieldType::none);
  EXPECT_EQ(field(command("AT+CPSMS=1,,,\"11100000\",\"0010\""), "Periodic-TAU").meaning, "deactivated");
  EXPECT_EQ(field(command("AT+CPSMS=1,,,\"11100000\",\"0010\""), "Active-Time").flag,
            "not eight binary digits");
}

TEST(Fields, ReadBitStringsByTheRadioAccess) {
  EXPECT_EQ(field(command("AT+CEDRXS=2,4,\"0101\""), "Requested_eDRX_value").meaning, "81.92 s");
  EXPECT_EQ(field(command("AT+CEDRXS=2,2,\"0101\""), "Requested_eDRX_value").meaning, "48.96 s");
  EXPECT_EQ(field(command("AT+CEDRXS=2,2,\"0101\""), "Requested_eDRX_value").number, 5);
  EXPECT_EQ(field(line("+CEDRXP: 5,\"0010\",\"1001\",\"0011\"", grammar::LineRole::urc), "Paging_time_window")
                .scaled,
            10.24);
}

TEST(Fields, TypeAddresses) {
  const Event contexts = line(
      "+CGCONTRDP: "
      "1,5,\"internet\",\"10.1.2.3.255.255.255.0\",\"010.001.002.001\",\"32.1.13.184.0.0.0.0.0.0.0.0.0.0.0."
      "1\"");
  EXPECT_EQ(field(contexts, "local_addr_and_mask").decoded, "10.1.2.3/24");
  EXPECT_EQ(field(contexts, "local_addr_and_mask").type, FieldType::ipv4);
  EXPECT_EQ(field(contexts, "gw_addr").decoded, "10.1.2.1");
  EXPECT_EQ(field(contexts, "DNS_prim_addr").decoded, "2001:db8::1");
  EXPECT_EQ(field(contexts, "DNS_prim_addr").type, FieldType::ipv6);
}

TEST(Fields, ReadTheClockWithItsZone) {
  EXPECT_EQ(field(line("+CCLK: \"26/03/14,09:26:53-05\""), "time").decoded, "2026-03-14T09:26:53-01:15");
  EXPECT_EQ(field(line("+CCLK: \"2026/03/14,09:26:53\""), "time").decoded, "2026-03-14T09:26:53");
  EXPECT_EQ(field(line("+CCLK: \"26/13/14,09:26:53+04\""), "time").flag, "not a time");
}

TEST(Fields, KnowErrorFamilies) {
  Event error = line("+CME ERROR: 14", grammar::LineRole::final_error);
  error.kind = EventKind::result;
  EXPECT_EQ(field(error, "err").meaning, "SIM busy");
}

TEST(Fields, NameTheCommandWhenThereAreSeveral) {
  const Event event = command("ATE0V1&C1S3=13;+CREG=2;+CMEE=1");
  const auto found = fields(event, dialect());
  ASSERT_EQ(found.size(), 7u);
  EXPECT_EQ(found[0].command, "E");
  EXPECT_EQ(found[0].meaning, "no echo");
  EXPECT_EQ(found[3].name, "register");
  EXPECT_EQ(found[3].meaning, "command line termination character");
  EXPECT_EQ(found[4].number, 13);
  EXPECT_EQ(found[5].command, "+CREG");
  EXPECT_EQ(found[6].command, "+CMEE");
  EXPECT_EQ(field(command("ATE0"), "value").command, "");
  EXPECT_EQ(field(command("ATS0?"), "register").number, 0);
  EXPECT_TRUE(fields(command("ATE"), dialect()).empty());
}

TEST(Fields, TakeUnknownLinesApartByShape) {
  const Event event = command("AT+FOO=1,\"a,b\",(0-3,7),\"10.0.0.1\",,2.5");
  const auto found = fields(event, dialect());
  ASSERT_EQ(found.size(), 6u);
  EXPECT_EQ(found[0].name, "1");
  EXPECT_EQ(found[0].type, FieldType::integer);
  EXPECT_EQ(found[1].text, "a,b");
  EXPECT_EQ(found[2].type, FieldType::list);
  EXPECT_EQ(found[3].type, FieldType::ipv4);
  EXPECT_EQ(found[4].type, FieldType::none);
  EXPECT_EQ(found[5].type, FieldType::decimal);
  const Event answer = line("+FOO: -5,\"0012\"");
  EXPECT_EQ(field(answer, "1").number, -5);
  EXPECT_EQ(field(answer, "2").type, FieldType::string);
  EXPECT_FALSE(field(answer, "2").number);
}

TEST(Fields, TakeTheNamesThatALineGivesItsValues) {
  const Event cell = line("+XCELL:MCC:262, MNC: 02, LAC:1B2C,7");
  EXPECT_EQ(field(cell, "MCC").number, 262);
  EXPECT_EQ(field(cell, "MNC").text, "02");
  EXPECT_EQ(field(cell, "LAC").text, "1B2C");
  EXPECT_EQ(field(cell, "4").number, 7);
  EXPECT_EQ(field(cell, "MCC").offset, 11u);
  const Event others = line("+XOTHER: 12:30:15,aa:bb:cc:dd:ee:ff,fe80::1,http://example.com,N:,\"a:b\"");
  for (const Field& value : fields(others, dialect())) EXPECT_EQ(value.name.size(), 1u) << value.name;
}

TEST(Fields, ResolveEscapesAndPayloadInHexadecimalDigits) {
  const auto yuge = grammar::load_dialect("yuge-ec716s");
  ASSERT_TRUE(yuge);
  const Event publish = command("AT+MPUB=\"t\",0,0,\"{\\22a\\22:1}\\0D\\0A\"");
  const auto found = fields(publish, **yuge);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[3].decoded, "{\"a\":1}\r\n");

  Event data;
  data.kind = EventKind::data;
  data.text = "48656C6C6F";
  const auto rules = (*yuge)->line_rules();
  for (std::size_t id = 0; id < rules.size(); ++id) {
    if (rules[id].payload.multiplier == 2) data.rule = static_cast<grammar::RuleId>(id);
  }
  ASSERT_NE(data.rule, grammar::no_rule);
  const auto payload = fields(data, **yuge);
  ASSERT_EQ(payload.size(), 1u);
  EXPECT_EQ(payload[0].decoded, "Hello");
  EXPECT_EQ(payload[0].type, FieldType::octets);
}

}  // namespace
}  // namespace atscope::session

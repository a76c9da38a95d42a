// SPDX-License-Identifier: MIT
#include "decoder/grammar/dump.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/grammar/dialect_text.h"

namespace atscope::grammar {
namespace {

using Json = nlohmann::ordered_json;

TEST(DialectDump, SaysEverythingTheDialectKnows) {
  const auto dialect = dialect_of(R"(dialect yuge "Yuge"
identified by "YM310"
default max 9 s
errors cme +CME ERROR: <err>  §9 {
  50 "incorrect parameters" or "data retry active"
}
result ok  OK  numeric 0
parameter <imsi>  string personal
command +CIPMUX "multi link"  §9.8 {
  set =<n>  max 1 s + <n> * 100 ms
  read +CIPMUX: <n>
  setting mux = <n>  default 0
  <n> 0 "single" | 1 "multi"
  allowed in tcp: IDLE  else "shut first"
  urc +CIPMUX: <n>,<m>  when mux = 1  payload <m> * 2 bytes
}
command +CIPSEND {
  exec  final SEND OK  deferred ACK  within 2 s  data prompt "> " until 0x1A
}
machine tcp "TCP"  per <n> {
  states IDLE, BUSY
  IDLE, BUSY -> BUSY  on AT+CIPMUX=1 ok
  * -> IDLE  on line SHUT OK
  known from STATE: <state>
}
)");
  const Json json = Json::parse(dump_json(*dialect));
  EXPECT_EQ(json["v"], 1);
  EXPECT_EQ(json["name"], "yuge");
  EXPECT_EQ(json["default_max_response"]["ms"], 9000);
  EXPECT_EQ(json["enumerations"][0]["values"][0]["alternative"], "data retry active");
  EXPECT_EQ(json["parameters"][0]["sensitivity"], "personal");
  EXPECT_EQ(json["results"][0]["errors"], "cme");
  EXPECT_EQ(json["results"][1]["numeric"], 0);
  const Json& mux = json["commands"][0];
  EXPECT_EQ(mux["name"], "+CIPMUX");
  EXPECT_EQ(mux["section"], "§9.8");
  EXPECT_EQ(mux["forms"][0]["syntax"], "AT+CIPMUX=<n>");
  EXPECT_EQ(mux["forms"][0]["max_response"], Json::parse(R"({"ms":1000,"per":["n"],"per_ms":100})"));
  EXPECT_EQ(mux["forms"][1]["syntax"], "AT+CIPMUX?");
  EXPECT_EQ(mux["forms"][1]["responses"][0]["syntax"], "+CIPMUX: <n>");
  EXPECT_EQ(mux["forms"][1]["finals"][0]["syntax"], "OK");
  EXPECT_EQ(mux["forms"][1]["max_response"]["ms"], 9000);
  EXPECT_EQ(mux["parameters"][0]["values"][1]["meaning"], "multi");
  EXPECT_EQ(mux["urcs"][0]["when"], "mux = 1");
  EXPECT_EQ(mux["urcs"][0]["payload"]["multiplier"], 2);
  EXPECT_EQ(mux["settings"][0]["parameter"], "n");
  EXPECT_EQ(mux["allowed"][0]["way_out"], "shut first");
  const Json& send = json["commands"][1]["forms"][0];
  EXPECT_EQ(send["finals"].size(), 1u);
  EXPECT_EQ(send["finals"][0]["syntax"], "SEND OK");
  EXPECT_EQ(send["deferred"][0]["role"], "deferred-ok");
  EXPECT_EQ(send["deferred_limit"]["ms"], 2000);
  EXPECT_EQ(send["data"]["announce"], ">");
  EXPECT_EQ(send["data"]["terminator"], 26);
  const Json& machine = json["machines"][0];
  EXPECT_EQ(machine["per"], "n");
  EXPECT_EQ(machine["transitions"][0]["from"], Json::parse(R"(["IDLE","BUSY"])"));
  EXPECT_EQ(machine["transitions"][0]["command"], "AT+CIPMUX=1");
  EXPECT_EQ(machine["transitions"][1]["line"], "SHUT OK");
  EXPECT_EQ(machine["known_from"][0]["parameter"], "state");
  EXPECT_EQ(dump_json(*dialect), dump_json(*dialect));
  EXPECT_TRUE(dump_json(*dialect).ends_with("}\n"));
}

TEST(DialectDump, IsValidUtf8WhateverTheFileHolds) {
  const auto dialect = dialect_of("command +X \"\xFF\xFE\"\n");
  EXPECT_TRUE(Json::accept(dump_json(*dialect)));
}

}  // namespace
}  // namespace atscope::grammar

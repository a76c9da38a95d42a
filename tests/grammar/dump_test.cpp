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
  50 "incorrect parameters" or "data retry active"  as "wrong"
}
timer guard  1 s  "silence"
result ok  OK  numeric 0
parameter <imsi>  string personal
command +CIPMUX "multi link"  §9.8 {
  set =<n>  max 1 s + <n> * 100 ms
  read +CIPMUX: <n>
  setting mux = <n>  default 0
  <n> 0 "single" | 1 "multi"
  <m> sum 1 "a" | 2 "b"
  requires mux = 0  on set  else "one link"
  saved by AT+CIPSEND
  effective after restart
  allowed in tcp: IDLE  on set =1  else "shut first"
  urc +CIPMUX: <n>,<m>  when mux = 1  payload <m> * 2 bytes  sets mux = 1
}
command +CIPSEND {
  exec  final SEND OK  deferred ACK  within 2 s  data prompt "> " until 0x1A or pause 5 s or early when mux = 1
}
machine tcp "TCP"  per <n> {
  states IDLE, BUSY
  IDLE, BUSY -> BUSY  on AT+CIPMUX=1 ok
  * -> IDLE  on line SHUT OK
  IDLE -> BUSY  on "a pin"  when mux = 1
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
  EXPECT_EQ(json["timers"][0], Json::parse(R"({"name":"guard","time":{"ms":1000},"meaning":"silence"})"));
  EXPECT_EQ(json["enumerations"][0]["values"][0]["words"][0], "wrong");
  EXPECT_EQ(mux["requires"][0], Json::parse(R"({"what":"mux = 0","form":"set","way_out":"one link"})"));
  EXPECT_EQ(mux["keeping"], Json::parse(R"({"saved_by":["+CIPSEND"],"after_restart":true})"));
  EXPECT_TRUE(mux["parameters"][1]["sum"]);
  EXPECT_EQ(mux["urcs"][0]["sets"], Json::parse(R"({"mux":1})"));
  EXPECT_EQ(mux["allowed"][0]["arguments"], "=1");
  EXPECT_EQ(send["data"]["pause"]["ms"], 5000);
  EXPECT_EQ(send["data"]["early_when"], "mux = 1");
  EXPECT_EQ(machine["transitions"][2],
            Json::parse(R"({"from":["IDLE"],"to":"BUSY","on":"outside","cause":"a pin","when":"mux = 1"})"));
  EXPECT_EQ(dump_json(*dialect), dump_json(*dialect));
  EXPECT_TRUE(dump_json(*dialect).ends_with("}\n"));
}

TEST(DialectDump, IsValidUtf8WhateverTheFileHolds) {
  const auto dialect = dialect_of("command +X \"\xFF\xFE\"\n");
  EXPECT_TRUE(Json::accept(dump_json(*dialect)));
}

}  // namespace
}  // namespace atscope::grammar

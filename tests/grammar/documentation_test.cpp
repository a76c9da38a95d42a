// SPDX-License-Identifier: MIT
// The examples of docs/dialect-language.md, put together, are a dialect.
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

#include "tests/grammar/dialect_text.h"

namespace atscope::grammar {
namespace {

TEST(DialectDocumentation, ItsExamplesCompile) {
  std::ifstream file(ATSCOPE_SOURCE_DIR "/docs/dialect-language.md");
  ASSERT_TRUE(file);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  std::string examples;
  int blocks = 0;
  for (std::size_t at = page.find("\n```\n"); at != page.npos; ++blocks) {
    const std::size_t end = page.find("\n```\n", at + 5);
    ASSERT_NE(end, page.npos) << "an example is not closed";
    examples += page.substr(at + 5, end - at - 4);
    at = page.find("\n```\n", end + 5);
  }
  EXPECT_GE(blocks, 5);
  const std::string include = "include \"yuge-tcpip.at\"\n";
  const std::size_t at = examples.find(include);
  ASSERT_NE(at, examples.npos);
  // What the examples name and the page does not show.
  examples.replace(at, include.size(), R"(command +CSTT
command +CIICR
command +CGATT {
  set =<state>
}
command +CREG {
  read +CREG: <n>,<stat>
  urc +CREG: <stat>
  <stat> registration
}
command +CIPMUX {
  set =<n>
  setting mux = <n>
}
command +CIPMODE {
  set =<n>
  setting cipmode = <n>
}
)");
  const auto dialect = dialect_of(examples);
  EXPECT_EQ(dialect->name(), "yuge-ec716s");
  EXPECT_EQ(dialect->machines().size(),
            3u + dialect_of("dialect x \"X\" extends 3gpp\n")->machines().size() - 1u);
  const Machine* registration = dialect->find_machine("registration");
  ASSERT_NE(registration, nullptr);
  EXPECT_EQ(registration->sources[0].parameter, "stat");
  EXPECT_EQ(registration->states[0], "registered, home network");
}

}  // namespace
}  // namespace atscope::grammar

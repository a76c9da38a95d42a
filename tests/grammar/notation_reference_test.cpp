// SPDX-License-Identifier: MIT
// The compiled matcher against the slow one, over random notations and lines.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "decoder/grammar/lead.h"
#include "decoder/grammar/notation.h"
#include "tests/grammar/reference_matcher.h"

namespace atscope::grammar {
namespace {

// A repeated rest can be cut in so many ways that the matcher's budget ends first: not asked for here.
rc::Gen<std::string> piece(int depth, bool repeated = false) {
  return rc::gen::exec([depth, repeated]() -> std::string {
    const int kind = *rc::gen::inRange(0, depth > 0 ? 12 : 9);
    switch (kind) {
      case 0:
        return ",";
      case 1:
        return ": ";
      case 2:
        return *rc::gen::element<std::string>("A", "+AB", "OK", "\"", "-", " ", "B ");
      case 3:
      case 4:
      case 5:
        return "<" + std::string(1, *rc::gen::inRange('a', 'e')) + ">";
      case 6:
        return ",<" + std::string(1, *rc::gen::inRange('a', 'e')) + ">";
      case 7:
        return ",";
      case 8:
        return !repeated && *rc::gen::inRange(0, 4) == 0 ? "<r...>" : "A";
      default: {
        std::string body;
        const int count = *rc::gen::inRange(1, 4);
        for (int index = 0; index < count; ++index) body += *piece(depth - 1, repeated || kind == 11);
        return kind == 11 ? "{" + body + "}" : "[" + body + "]";
      }
    }
  });
}

rc::Gen<std::string> notation_text() {
  return rc::gen::exec([] {
    std::string text;
    const int count = *rc::gen::inRange(1, 6);
    for (int index = 0; index < count; ++index) text += *piece(2);
    return text;
  });
}

// A line that is near the notation: its literals, values for its names, brackets opened or left out.
rc::Gen<std::string> line_for(const std::string& notation) {
  return rc::gen::exec([notation] {
    std::string line;
    std::size_t skip_depth = 0;
    for (std::size_t at = 0; at < notation.size(); ++at) {
      const char c = notation[at];
      if (c == '[' || c == '{') {
        if (skip_depth > 0 || *rc::gen::inRange(0, 2) == 0) ++skip_depth;
      } else if (c == ']' || c == '}') {
        if (skip_depth > 0) --skip_depth;
      } else if (skip_depth == 0 && c == '<') {
        at = notation.find('>', at);
        line += *rc::gen::element<std::string>("", "1", "A", "OK", "\"x,y\"", "(1,2)", "\"", "(", "a b",
                                               " 7 ", "A-B", "\"q\"-\"r\"");
      } else if (skip_depth == 0) {
        line += c;
      }
    }
    const int changes = *rc::gen::inRange(0, 3);
    for (int index = 0; index < changes; ++index) {
      const std::size_t place = *rc::gen::inRange<std::size_t>(0, line.size() + 1);
      line.insert(place, 1, *rc::gen::elementOf(std::string(" ,:A1\"(B)")));
    }
    return line;
  });
}

TEST(NotationReference, FastAndSlowMatcherAgree) {
  int matched = 0, all = 0, found_leading = 0;
  EXPECT_TRUE(rc::check("fast and slow matcher agree", [&] {
    const std::string text = *notation_text();
    const std::string line = *line_for(text);
    RC_PRE(text.size() < 80 && line.size() < 60);
    const auto notation = Notation::compile(text);
    RC_ASSERT(notation.has_value());
    Captures captures;
    const bool fits = notation->match(line, captures);
    const auto expected = reference::match(text, line);
    ++all;
    RC_ASSERT(fits == expected.has_value());
    if (!fits) return;
    ++matched;
    reference::Values found;
    for (const Capture& capture : captures) found.emplace_back(notation->names()[capture.name], capture.text);
    RC_ASSERT(found == *expected);
    for (const std::string& name : notation->names()) {
      const auto leading = notation->leading_value(line, name);
      const auto first =
          std::find_if(found.begin(), found.end(), [&](const auto& value) { return value.first == name; });
      if (!leading) continue;
      RC_ASSERT(first != found.end());
      RC_ASSERT(first->second == *leading);
      ++found_leading;
    }
    // and the line is found under its token; "<n>,WORD" is looked for under numbers alone
    if (line.find_first_not_of(' ') == line.npos) return;
    const LeadKeys keys = lead_keys(*notation);
    if (std::find(keys.tokens.begin(), keys.tokens.end(), number_token) != keys.tokens.end()) return;
    const std::string token(lead_token(line));
    RC_ASSERT(keys.any || std::find(keys.tokens.begin(), keys.tokens.end(), token) != keys.tokens.end());
  }));
  EXPECT_GT(matched * 5, all) << "the lines no longer come near the notations";
  EXPECT_GT(found_leading, 0);
}

}  // namespace
}  // namespace atscope::grammar

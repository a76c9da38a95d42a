// SPDX-License-Identifier: MIT
// The dialects inside the library.
#include <algorithm>
#include <gtest/gtest.h>

#include "decoder/grammar/dump.h"
#include "decoder/grammar/files.h"
#include "decoder/grammar/lead.h"
#include "tests/grammar/dialect_text.h"

namespace atscope::grammar {
namespace {

TEST(BuiltinDialects, CompileWithoutWarnings) {
  ASSERT_FALSE(builtin_dialects().empty());
  for (const BuiltinDialect& item : builtin_dialects()) {
    const auto found = find_dialect_text(std::string(item.name), "");
    ASSERT_TRUE(found) << found.error();
    Diagnostics warnings;
    const auto dialect = compile_dialect(found->text, found->file, &warnings);
    for (const Diagnostic& warning : warnings) ADD_FAILURE() << format(warning);
    if (!dialect) {
      for (const Diagnostic& mistake : dialect.error()) ADD_FAILURE() << format(mistake);
      continue;
    }
    EXPECT_EQ((*dialect)->name(), item.name) << "a dialect is called as its file";
    EXPECT_EQ((*dialect)->title(), item.title);
  }
}

TEST(BuiltinDialects, GeneralOnesComeFirst) {
  const auto all = builtin_dialects();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0].name, "v250");
  for (std::size_t index = 0; index < all.size(); ++index) {
    const auto dialect = load_dialect(std::string(all[index].name));
    if (!dialect) continue;
    for (const std::string& ancestor : (*dialect)->ancestors()) {
      const auto place =
          std::find_if(all.begin(), all.end(), [&](const auto& item) { return item.name == ancestor; });
      ASSERT_NE(place, all.end());
      EXPECT_LT(place - all.begin(), static_cast<std::ptrdiff_t>(index))
          << all[index].name << " extends " << ancestor;
    }
  }
}

// Files and enumerations are shared by the dialects that have them in common: in any order nothing changes.
TEST(BuiltinDialects, AreTheSameFromOneLoader) {
  std::vector<BuiltinDialect> order = builtin_dialects();
  for (int turn = 0; turn < 2; ++turn) {
    DialectLoader loader;
    for (const BuiltinDialect& item : order) {
      const auto together = loader.load(std::string(item.name));
      const auto alone = load_dialect(std::string(item.name));
      ASSERT_TRUE(together && alone) << item.name;
      EXPECT_TRUE(dump_json(**together) == dump_json(**alone)) << item.name;
    }
    std::reverse(order.begin(), order.end());
  }
}

// Every line is matched against the rules that may begin with anything: they must stay few.
TEST(BuiltinDialects, HaveFewRulesThatFitAnyLine) {
  for (const BuiltinDialect& item : builtin_dialects()) {
    const auto dialect = load_dialect(std::string(item.name));
    if (!dialect) continue;
    EXPECT_LE((*dialect)->candidates("\x7Fnothing begins so").size(), 24u) << item.name;
  }
}

TEST(BuiltinDialects, FilesWithoutAHeadAreIncludedBySome) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.text.find("\ndialect ") != file.text.npos || file.text.starts_with("dialect ")) continue;
    bool included = false;
    for (const EmbeddedFile& other : embedded_files()) {
      included = included || other.text.find("include \"" + std::string(file.name) + "\"") != other.text.npos;
    }
    EXPECT_TRUE(included) << file.name;
  }
}

}  // namespace
}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// extends and include, with files in a directory of the test.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "tests/grammar/dialect_text.h"

namespace atscope::grammar {
namespace {

class Inheritance : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::path(testing::TempDir()) / (std::string("atscope-") + test->name());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_ / "sub");
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(directory_ / name) << text; }
  [[nodiscard]] std::string path(const std::string& name) const { return (directory_ / name).string(); }
  std::shared_ptr<const Dialect> load(const std::string& name) {
    auto dialect = load_dialect(path(name));
    if (dialect) return *dialect;
    for (const Diagnostic& item : dialect.error()) ADD_FAILURE() << format(item);
    return compile_dialect("dialect broken \"Broken\"\n", "x.at").value();
  }
  Diagnostic mistake(const std::string& name) {
    const auto dialect = load_dialect(path(name));
    EXPECT_FALSE(dialect);
    return dialect ? Diagnostic{} : dialect.error()[0];
  }

  std::filesystem::path directory_;
};

constexpr const char* base = R"(dialect base "Base"
default max 9 s
identified by "BASE"
enum state {
  0 "off"
}
errors cme +CME ERROR: <err> {
  0 "phone failure"
  3 "not allowed"
}
result ok  OK  numeric 0
parameter <x>  hex
command +A "old" {
  set =<n>  final OLD OK
  setting a = <n>  default 1
  urc +A: <n>
  <n> state
}
command +B "kept" {
  set =<n>  when a = 1
  <n> state
}
urc RDY  boot
machine m "old" {
  states A, B
}
)";

TEST_F(Inheritance, TheNearestDeclarationReplacesTheInheritedOneAsAWhole) {
  write("base.at", base);
  write("own.at", R"(dialect own "Own" extends base.at
identified by "OWN"
enum state {
  0 "aus"
}
command +a "new" {
  read +A: <k>
}
command +C
urc RDY  "mine"
result ok  OK  "mine"
machine m "new" {
  states C
}
)");
  const auto dialect = load("own.at");
  EXPECT_EQ(dialect->ancestors(), Texts{"base"});
  const Command& a = command_of(*dialect, "+A");
  EXPECT_EQ(a.meaning, "new");
  EXPECT_EQ(a.dialect, "own");
  ASSERT_EQ(a.forms.size(), 1u);
  EXPECT_EQ(a.forms[0].form, Form::read);
  const Command& b = command_of(*dialect, "+B");
  EXPECT_EQ(b.dialect, "base");
  EXPECT_EQ(b.parameter("n")->enumeration->find("0")->meaning, "aus");
  ASSERT_EQ(b.forms[0].when.all.size(), 1u) << "a setting outlives the command that declared it";
  EXPECT_EQ(dialect->settings()[b.forms[0].when.all[0].setting].initial, 1);
  EXPECT_EQ(dialect->commands().size(), 3u);
  EXPECT_EQ(texts(*dialect, dialect->candidates("OLD OK")), Texts{});
  EXPECT_EQ(texts(*dialect, dialect->candidates("+A: 1")), Texts{"+A: <k>"});
  ASSERT_EQ(dialect->candidates("RDY").size(), 1u);
  EXPECT_EQ(dialect->rule(dialect->candidates("RDY")[0]).meaning, "mine");
  ASSERT_EQ(dialect->candidates("OK").size(), 1u);
  EXPECT_EQ(dialect->rule(dialect->candidates("OK")[0]).meaning, "mine");
  ASSERT_EQ(dialect->machines().size(), 1u);
  EXPECT_EQ(dialect->machines()[0].title, "new");
  EXPECT_EQ(dialect->max_response(nullptr, nullptr).base, 9'000'000'000);
  EXPECT_NE(dialect->parameter("x"), nullptr);
  ASSERT_EQ(dialect->identified_by().size(), 1u) << "what identifies the base does not identify the module";
  EXPECT_EQ(dialect->identified_by()[0], "OWN");
}

TEST_F(Inheritance, ErrorsAddAndOverrideCodes) {
  write("base.at", base);
  write("own.at", "dialect own \"Own\" extends base.at\nerrors cme {\n  3 \"mine\"\n  50 \"more\"\n}\n");
  const auto dialect = load("own.at");
  const Enumeration* family = dialect->find_enumeration("cme");
  ASSERT_EQ(family->values.size(), 3u);
  EXPECT_EQ(family->find("0")->meaning, "phone failure");
  EXPECT_EQ(family->find("3")->meaning, "mine");
  EXPECT_EQ(family->find("50")->meaning, "more");
  ASSERT_EQ(dialect->candidates("+CME ERROR: 3").size(), 1u);
  EXPECT_EQ(dialect->rule(dialect->candidates("+CME ERROR: 3")[0]).errors, family);
}

TEST_F(Inheritance, SeveralBasesAndACommonAncestor) {
  write("base.at", base);
  write("left.at", "dialect left \"Left\" extends base.at\ncommand +A \"left\"\n");
  write("right.at", "dialect right \"Right\" extends base.at\ncommand +R\n");
  write("own.at", "dialect own \"Own\" extends right.at, left.at\n");
  const auto dialect = load("own.at");
  EXPECT_EQ(dialect->ancestors(), (Texts{"right", "left", "base"}));
  EXPECT_EQ(command_of(*dialect, "+A").meaning, "left") << "the common ancestor stands behind both";
}

TEST_F(Inheritance, IncludesStandInTheirPlaceAndAreRelativeToTheirFile) {
  write("own.at", "dialect own \"Own\"\ninclude \"sub/more.at\"\ncommand +Z\n");
  write("sub/more.at", "command +X\ninclude \"deep.at\"\n");
  write("sub/deep.at", "command +Y\n");
  const auto dialect = load("own.at");
  ASSERT_EQ(dialect->commands().size(), 3u);
  EXPECT_EQ(dialect->commands()[1].name, "+Y");
  EXPECT_EQ(dialect->commands()[1].dialect, "own");
}

TEST_F(Inheritance, MistakesInAnIncludeAreShownThere) {
  write("own.at", "dialect own \"Own\"\ninclude \"more.at\"\n");
  write("more.at", "\ncommand +X {\n  reed\n}\n");
  const Diagnostic found = mistake("own.at");
  EXPECT_EQ(found.file, path("more.at"));
  EXPECT_EQ(found.line, 3u);
}

TEST_F(Inheritance, CyclesAreMistakes) {
  write("a.at", "dialect a \"A\" extends b.at\n");
  write("b.at", "dialect b \"B\" extends a.at\n");
  EXPECT_EQ(mistake("a.at").message, "\"a.at\" extends itself");
  write("c.at", "dialect c \"C\"\ninclude \"d.at\"\n");
  write("d.at", "include \"c.at\"\n");
  const Diagnostic found = mistake("c.at");
  EXPECT_EQ(found.message, "\"c.at\" includes itself");
  EXPECT_EQ(found.file, path("d.at"));
}

TEST_F(Inheritance, FilesThatCannotBeReadSaySo) {
  EXPECT_EQ(mistake("none.at").message, "there is no file \"" + path("none.at") + "\"");
  std::filesystem::create_directories(directory_ / "dir.at");
  EXPECT_EQ(mistake("dir.at").message, "\"" + path("dir.at") + "\" is a directory");
  write("own.at", "dialect own \"Own\" extends 3gp\n");
  EXPECT_EQ(mistake("own.at").message, "there is no built-in dialect \"3gp\"; did you mean 3gpp?");
  EXPECT_EQ(mistake("own.at").column, 27u);
  const auto unknown = load_dialect("quectl");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error()[0].line, 0u);
  EXPECT_NE(format(unknown.error()[0]).find("there is no built-in dialect \"quectl\""), std::string::npos);
}

// What a loader forgets between two files must not come back for another one that lies where the first lay.
TEST_F(Inheritance, OneLoaderKeepsFilesApart) {
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    const std::string name(1, letter);
    write(name + ".at", "dialect " + name + " \"Own\" extends 3gpp\nenum kind {\n  0 \"of " + name +
                            "\"\n}\nerrors cme {\n  900 \"error of " + name +
                            "\"\n}\ncommand +X {\n  set =<n>\n  <n> 1 \"one of " + name + "\"\n}\n");
  }
  DialectLoader loader;
  for (int turn = 0; turn < 3; ++turn) {
    for (const std::string name : {"a", "b", "c", "d"}) {
      const auto dialect = loader.load(path(name + ".at"));
      ASSERT_TRUE(dialect);
      const auto meaning = [&](std::string_view list, std::string_view value) {
        for (const auto& item : (*dialect)->enumerations()) {
          if (item->name == list && item->find(value) != nullptr) return item->find(value)->meaning;
        }
        return std::string();
      };
      EXPECT_EQ(meaning("kind", "0"), "of " + name);
      EXPECT_EQ(meaning("cme", "900"), "error of " + name);
      EXPECT_EQ(meaning("cme", "10"), "SIM not inserted");
      const Command& command = (*dialect)->command((*dialect)->find_command("+X"));
      ASSERT_NE(command.parameter("n")->enumeration, nullptr);
      EXPECT_EQ(command.parameter("n")->enumeration->find("1")->meaning, "one of " + name);
    }
  }
}

TEST_F(Inheritance, AFileMayExtendABuiltInDialect) {
  write("own.at", "dialect own \"Own\" extends v250\n");
  const auto dialect = load("own.at");
  EXPECT_EQ(dialect->ancestors(), Texts{"v250"});
  EXPECT_NE(dialect->find_command("E"), no_command);
}

}  // namespace
}  // namespace atscope::grammar

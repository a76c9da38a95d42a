// SPDX-License-Identifier: MIT
#include "decoder/query/syntax.h"

#include <algorithm>
#include <boost/spirit/home/x3.hpp>
#include <string>

// What a failed expectation is called: the name of the rule inside it.
namespace boost::spirit::x3 {
template <typename Subject, typename Action>
struct get_info<action<Subject, Action>> {
  using result_type = std::string;
  std::string operator()(const action<Subject, Action>& parser) const { return what(parser.subject); }
};
template <typename Left, typename Right>
struct get_info<list<Left, Right>> {
  using result_type = std::string;
  std::string operator()(const list<Left, Right>& parser) const { return what(parser.left); }
};
}  // namespace boost::spirit::x3

namespace atscope::query {
namespace {

namespace x3 = boost::spirit::x3;
using x3::_attr;
using x3::_val;
using x3::lexeme;
using x3::lit;
using x3::raw;
using x3::ascii::alnum;
using x3::ascii::alpha;
using x3::standard::char_;

struct Slice {  // attribute of rules for text; a string_view would pass for a container
  const char* first = nullptr;
  const char* last = nullptr;
};
std::string_view text_of(const Slice& slice) {
  return {slice.first, static_cast<std::size_t>(slice.last - slice.first)};
}
template <typename Range>
std::string_view text_of(const Range& range) {
  return {range.begin(), static_cast<std::size_t>(range.end() - range.begin())};
}

constexpr auto take_slice = [](auto& context) {
  _val(context) = Slice{_attr(context).begin(), _attr(context).end()};
};

const auto ends_word = !(alnum | char_("_.-"));
auto keyword(const char* text) {
  return lexeme[x3::no_case[lit(text)] >> ends_word];
}
const auto any_word = lit("||") | keyword("or");
const auto all_word = lit("&&") | keyword("and");
const auto not_word = (lexeme['!' >> !lit('=')]) | keyword("not");
const auto reserved = any_word | all_word | not_word | keyword("in") | keyword("contains") |
                      keyword("matches") | keyword("eq") | keyword("ne") | keyword("lt") | keyword("le") |
                      keyword("gt") | keyword("ge");

// field."IP address": a name of a dialect may hold anything.
const auto field_name = x3::rule<struct field_name_id, Slice>{"the name of a field"} =
    !reserved >>
    lexeme[raw[(alpha | '_') >> *(alnum | char_("_./-")) >> *('"' >> +~char_('"') >> '"')]][take_slice];

struct Operators : x3::symbols<Operator> {
  Operators() {
    using enum Operator;
    add("==", equal)("=", equal)("!=", not_equal)("<", less)("<=", less_equal)(">", greater)(
        ">=", greater_equal)("~", matches);
  }
} const operators;
struct OperatorWords : x3::symbols<Operator> {
  OperatorWords() {
    using enum Operator;
    add("eq", equal)("ne", not_equal)("lt", less)("le", less_equal)("gt", greater)("ge", greater_equal)(
        "contains", contains)("matches", matches);
  }
} const operator_words;

constexpr auto put_quoted = [](auto& context) {
  _val(context).text = text_of(_attr(context));
  _val(context).quoted = true;
};
constexpr auto put_bare = [](auto& context) { _val(context).text = text_of(_attr(context)); };
constexpr auto put_last = [](auto& context) { _val(context).last = text_of(_attr(context)); };

const auto inside_quotes = raw[*((lit('\\') >> char_) | ~char_("\"\\"))];
const auto bare = +(~char_(" \t\r\n(){},\"") - "..");
const auto value = x3::rule<struct value_id, Literal>{"a value"} =
    lexeme[(('"' >> inside_quotes[put_quoted]) > '"') | raw[bare][put_bare]];
const auto element = x3::rule<struct element_id, Literal>{"a value"} =
    lexeme[(('"' >> inside_quotes[put_quoted]) > '"') |
           (raw[bare][put_bare] >> -(".." > raw[bare][put_last]))];

constexpr auto put_field = [](auto& context) { _val(context).field = text_of(_attr(context)); };
constexpr auto put_operator = [](auto& context) { _val(context).op = _attr(context); };
constexpr auto put_operator_text = [](auto& context) { _val(context).op_text = text_of(_attr(context)); };
constexpr auto put_in = [](auto& context) { _val(context).op = Operator::in; };
constexpr auto push_value = [](auto& context) { _val(context).values.push_back(_attr(context)); };
constexpr auto push_child = [](auto& context) {
  _val(context).children.push_back(std::move(_attr(context)));
};
constexpr auto copy = [](auto& context) { _val(context) = std::move(_attr(context)); };
template <Node::Kind Kind>
constexpr auto make = [](auto& context) { _val(context).kind = Kind; };

// How far a comparison got tells where its operator is.
const auto operation = x3::rule<struct operation_id, Node>{"an operator"} =
    &raw[operators | operator_words][put_operator_text] >>
    lexeme[operators[put_operator] | (x3::no_case[operator_words][put_operator] >> ends_word)];
constexpr auto put_operation = [](auto& context) {
  _val(context).op = _attr(context).op;
  _val(context).op_text = _attr(context).op_text;
};
const auto comparison = x3::rule<struct comparison_id, Node>{"a comparison, as kind == urc"} =
    field_name[put_field] >> -((keyword("in")[put_in] > '{' > (element[push_value] % ',') > '}') |
                               (operation[put_operation] > value[push_value]));

const x3::rule<struct filter_id, Node> filter = "a comparison, as kind == urc";
const auto primary = x3::rule<struct primary_id, Node>{"a comparison, as kind == urc"} =
    ('(' > filter[copy] > ')') | comparison[copy];
const x3::rule<struct term_id, Node> term = "a comparison, as kind == urc";
const auto term_def = (not_word[make<Node::Kind::negation>] > term[push_child]) | primary[copy];
const auto all = x3::rule<struct all_id, Node>{"a comparison, as kind == urc"} =
    term[push_child] >> *(all_word > term[push_child]) >> x3::eps[make<Node::Kind::all>];
const auto filter_def = all[push_child] >> *(any_word > all[push_child]) >> x3::eps[make<Node::Kind::any>];

BOOST_SPIRIT_DEFINE(filter, term)

// Parentheses and negations that are open at once bound the depth of every recursion.
std::optional<QueryError> too_deep(std::string_view text) {
  std::size_t depth = 0, negations = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' && quoted) {
      ++at;
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(') ++depth;
    if (c == ')' && depth > 0) --depth;
    const bool negation = c == '!' || ((c == 'n' || c == 'N') && at + 3 <= text.size() &&
                                       (text[at + 1] | 0x20) == 'o' && (text[at + 2] | 0x20) == 't');
    negations += negation;
    if (depth > deepest_nesting || negations > deepest_nesting)
      return QueryError{at, 1, "the filter is nested too deeply", ""};
  }
  return std::nullopt;
}

}  // namespace

tl::expected<Node, QueryError> parse_syntax(std::string_view text) {
  if (text.size() > longest_filter)
    return tl::unexpected(QueryError{longest_filter, 1, "the filter is too long", ""});
  if (text.find_first_not_of(" \t\r\n") == text.npos)
    return tl::unexpected(QueryError{0, 0, "the filter is empty", "write a comparison, as kind == urc"});
  if (auto error = too_deep(text)) return tl::unexpected(std::move(*error));
  const char* first = text.data();
  const char* last = first + text.size();
  const auto offset_of = [&](const char* place) {
    while (place < last && (*place == ' ' || *place == '\t')) ++place;
    return static_cast<std::size_t>(place - text.data());
  };
  Node node;
  try {
    if (!x3::phrase_parse(first, last, filter, x3::standard::space, node))
      return tl::unexpected(QueryError{offset_of(text.data()), 1, "a filter begins with a field",
                                       "write a comparison, as kind == urc"});
  } catch (const x3::expectation_failure<const char*>& failure) {
    const std::size_t offset = offset_of(failure.where());
    return tl::unexpected(QueryError{offset, 1,
                                     (offset >= text.size() ? "the filter ends too early; expected "
                                                            : "this does not belong here; expected ") +
                                         failure.which(),
                                     ""});
  }
  if (first == last) return node;
  const std::size_t offset = offset_of(first);
  std::size_t end = offset;
  while (end < text.size() && text[end] != ' ') ++end;
  return tl::unexpected(QueryError{offset, end - offset,
                                   "this does not belong here; expected an operator, and, or, or the end",
                                   "text with blanks stands in double quotes"});
}

}  // namespace atscope::query

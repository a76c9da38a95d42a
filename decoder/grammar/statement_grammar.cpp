// SPDX-License-Identifier: MIT
#include "decoder/grammar/statement_grammar.h"

#include <boost/spirit/home/x3.hpp>
#include <limits>

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
template <typename Left, typename Right>
struct get_info<sequence<Left, Right>> {
  using result_type = std::string;
  std::string operator()(const sequence<Left, Right>& parser) const { return what(parser.left); }
};
template <typename Subject>
struct get_info<and_predicate<Subject>> {
  using result_type = std::string;
  std::string operator()(const and_predicate<Subject>& parser) const { return what(parser.subject); }
};
template <typename Left, typename Right>
struct get_info<alternative<Left, Right>> {
  using result_type = std::string;
  std::string operator()(const alternative<Left, Right>& parser) const {
    return what(parser.left) + " or " + what(parser.right);
  }
};
}  // namespace boost::spirit::x3

namespace atscope::grammar {
namespace {

namespace x3 = boost::spirit::x3;
using ast::Clause;
using ast::Statement;
using x3::_attr;
using x3::_pass;
using x3::_val;
using x3::eoi;
using x3::lit;
using x3::raw;
using x3::ascii::alnum;
using x3::ascii::digit;
using x3::standard::char_;
using Kind = Clause::Kind;
using Role = LineRole;

struct Slice {  // attribute of rules for text; a string_view would pass for a container
  const char* first = nullptr;
  const char* last = nullptr;
};
template <typename Range>
ast::Text text_of(const Range& range) {
  return {&*range.begin(), static_cast<std::size_t>(range.end() - range.begin())};
}
ast::Text text_of(const Slice& slice) {
  return {slice.first, static_cast<std::size_t>(slice.last - slice.first)};
}

// The member itself, also where it is made only now.
template <typename T>
T& made(T& member) {
  return member;
}
template <typename T>
T& made(ast::Rare<T>& member) {
  return member.made();
}

// Semantic actions.
constexpr auto take_slice = [](auto& context) {
  const auto& range = _attr(context);
  _val(context) = Slice{&*range.begin(), &*range.begin() + (range.end() - range.begin())};
};
template <auto Member>
constexpr auto put = [](auto& context) { _val(context).*Member = _attr(context); };
template <auto Member>
constexpr auto put_text = [](auto& context) { _val(context).*Member = text_of(_attr(context)); };
template <auto Member>
constexpr auto push_text =
    [](auto& context) { made(_val(context).*Member).push_back(text_of(_attr(context))); };
template <auto Member>
constexpr auto push = [](auto& context) { made(_val(context).*Member).push_back(std::move(_attr(context))); };
template <auto Member, auto Value>
constexpr auto set = [](auto& context) { _val(context).*Member = Value; };
template <auto Member, auto Inner, auto Value>
constexpr auto set_in = [](auto& context) { _val(context).*Member.*Inner = Value; };
template <auto Member, auto Inner>
constexpr auto put_in = [](auto& context) { _val(context).*Member.*Inner = _attr(context); };
template <auto Member, auto Inner>
constexpr auto put_text_in = [](auto& context) { _val(context).*Member.*Inner = text_of(_attr(context)); };
constexpr auto copy = [](auto& context) { _val(context) = _attr(context); };
template <auto K>
constexpr auto starts = [](auto& context) {
  _val(context).kind = K;
  _val(context).place = text_of(_attr(context));
};

// ------------------------------------------------------------------------------------------------ words

const auto blank = char_(" \t");
// At the end of the statement the blank is forgiven, so that what is missing behind it gets the blame.
const auto some = x3::rule<struct some_id>{"a blank"} = x3::omit[+blank] | eoi;
const auto any = x3::omit[*blank];
const auto bar = any >> '|' >> any;
const auto ends_word = !(alnum | char_("_-"));
auto word_is(const char* text) {
  return x3::rule<struct word_id>{text} = lit(text) >> ends_word;
}

const auto name = x3::rule<struct name_id, Slice>{"a name"} = raw[+(alnum | char_("_.-"))][take_slice];
const auto path_text = raw[*((lit('\\') >> char_) | ~char_("\"\\"))];
const auto quoted = x3::rule<struct quoted_id, Slice>{"text in double quotes"} =
    lit('"') >> path_text[take_slice] > '"';
const auto angled = x3::rule<struct angled_id, Slice>{"a value in angle brackets, as <n>"} =
    lit('<') >> raw[+~char_("<>[]{}\"|,")][take_slice] > '>';
const auto section_number = x3::rule<struct section_number_id, Slice>{"the number of a section, as §9.14"} =
    raw[+~char_(" \t")][take_slice];
const auto section = x3::rule<struct section_id, Slice>{"a section, as §9.14"} =
    lit("\xC2\xA7") > section_number[copy];
const auto integer = x3::rule<struct integer_id, std::int64_t>{"a number"} =
    x3::int_parser<std::int64_t>{}[copy] >> !(alnum | '_');
const auto number = x3::rule<struct number_id, double>{"a number"} =
    &(-lit('-') >> digit) >> x3::double_[copy];
const auto byte = x3::rule<struct byte_id, std::uint32_t>{"a byte, as 0x1A"} =
    x3::no_case["0x"] > x3::uint_parser<std::uint32_t, 16, 1, 2>{}[copy] > ends_word;

// ------------------------------------------------------------------------------------------------ notation

const auto ends_notation = (blank >> blank) | (any >> eoi) | (some >> '|' >> (some | eoi));
const x3::rule<struct notation_id, Slice> notation{"notation, as +CREG: <n>,<stat>"};
const auto notation_def = !blank >> raw[+(char_ - ends_notation)][take_slice];
BOOST_SPIRIT_DEFINE(notation);
const auto ends_data_notation = ends_notation | (some >> (word_is("transparent") | word_is("ppp"))) |
                                (some >> "until" >> some >> x3::no_case["0x"]) |
                                (some >> '<' >> +~char_("<>") >> '>' >> some >> word_is("bytes"));
const auto data_notation =
    x3::rule<struct data_notation_id, Slice>{"notation of the line that announces the data"} =
        !blank >> raw[+(char_ - ends_data_notation)][take_slice];

// ------------------------------------------------------------------------------------------------ clauses

struct Operators : x3::symbols<Comparison::Operator> {
  Operators() {
    using enum Comparison::Operator;
    add("=", equal)("==", equal)("!=", not_equal)("<", less)("<=", less_equal)(">", greater)(">=",
                                                                                             greater_equal);
    name("one of = != < <= > >=");
  }
} const operators;

struct Units : x3::symbols<double> {
  Units() { add("ms", 1e6)("s", 1e9)("min", 60e9)("h", 3600e9); }
} const units;
const auto unit = x3::rule<struct unit_id, double>{"a unit of time (ms, s, min, h)"} =
    units[copy] >> ends_word;

const x3::rule<struct term_id, ast::Term> term{"a comparison, as mux = 1"};
const auto term_def = name[put_text<&ast::Term::setting>] > any > operators[put<&ast::Term::op>] > any >
                      integer[put<&ast::Term::value>];
BOOST_SPIRIT_DEFINE(term);

constexpr double longest_limit = 366.0 * 86400e9;  // ns; what is longer is a slip of the pen
constexpr auto to_nanoseconds = [](auto& context, double value) {
  if (!(value >= 0 && value <= longest_limit)) {
    _pass(context) = false;
    return Nanoseconds{0};
  }
  return static_cast<Nanoseconds>(value);
};
const auto duration = x3::rule<struct duration_id, double>{"a time, as 9 s"} =
    number[copy] > any > unit[([](auto& context) { _val(context) *= _attr(context); })];
const auto scaled_unit = x3::rule<struct scaled_unit_id, double>{"a unit of time (ms, s, min, h)"} =
    (number[copy] | x3::eps[([](auto& context) { _val(context) = 1; })]) >> any >>
    unit[([](auto& context) { _val(context) *= _attr(context); })];
const auto put_unit = [](auto& context) { _val(context).unit = to_nanoseconds(context, _attr(context)); };
const auto product = angled[push_text<&ast::Limit::factors>] >>
                     *(any >> '*' >> any >> angled[push_text<&ast::Limit::factors>]) >> any >>
                     -lit('*') >> any > scaled_unit[put_unit];
const auto put_base = [](auto& context) { _val(context).base = to_nanoseconds(context, _attr(context)); };
const x3::rule<struct limit_id, ast::Limit> limit{"a time, as 9 s or 9 s + <n> * 100 ms"};
const auto limit_def = &(digit | '<') >> (product | (duration[put_base] > -(any >> '+' >> any > product)));
BOOST_SPIRIT_DEFINE(limit);

const auto put_low = [](auto& context) { _val(context).bounds.made().low = _attr(context); };
const auto put_limit = [](auto& context) { _val(context).limit = _attr(context); };

const auto notations = notation[push_text<&Clause::notations>] % bar;
const auto failures = some >> word_is("else") >> some > (notation[push_text<&Clause::failures>] % bar);

const auto data_begin =
    x3::rule<struct data_begin_id, ast::Data>{
        "how the data begins (prompt \"> \", after NOTATION, at once)"} =
        (word_is("prompt") > some > quoted[put_text<&ast::Data::announce>]) |
        (word_is("after") > some > data_notation[put_text<&ast::Data::announce>] >
         x3::eps[set<&ast::Data::start, DataPhase::Start::line>]) |
        (lit("at") >> some >> word_is("once")[set<&ast::Data::start, DataPhase::Start::immediately>]);
const auto data_end =
    x3::rule<struct data_end_id, ast::Data>{
        "how the data ends (<length> bytes, until 0x1A, transparent, ppp)"} =
        (angled[put_text<&ast::Data::length>] > some >
         word_is("bytes")[set<&ast::Data::end, DataPhase::End::length>]) |
        (word_is("until") > some > byte[put<&ast::Data::terminator>] >
         -(some >> word_is("abort") >> some > byte[put<&ast::Data::abort>])) |
        word_is("transparent")[set<&ast::Data::end, DataPhase::End::transparent>] |
        word_is("ppp")[set<&ast::Data::end, DataPhase::End::ppp>];
const auto put_data_end = [](auto& context) {
  ast::Data& data = _val(context).data.made();
  const ast::Data& end = _attr(context);
  data.end = end.end;
  data.length = end.length;
  data.terminator = end.terminator;
  data.abort = end.abort;
};
// What else ends the data: `or after 30 s`, `or pause 5 s`, `or early when cipats = 1`; how it begins:
// `swallows LF`.
const auto data_or =
    (some >> lit("swallows") >> some >>
     word_is("LF")[([](auto& context) { _val(context).data.made().swallows_lf = true; })]) |
    (some >> word_is("or") >> some >
     ((word_is("after") > some >
       limit[([](auto& context) { _val(context).data.made().time = _attr(context); })]) |
      (word_is("pause") > some >
       limit[([](auto& context) { _val(context).data.made().pause = _attr(context); })]) |
      (word_is("early") > some > word_is("when") > some >
       term[([](auto& context) { _val(context).data.made().early.push_back(_attr(context)); })] %
           (some >> word_is("and") >> some))));

const auto payload_what =
    x3::rule<struct payload_id, ast::PayloadClause>{"what follows (<length> bytes, line, text)"} =
        (angled[put_text<&ast::PayloadClause::length>] >>
         -(any >> '*' >> any >
           x3::uint_parser<std::uint32_t, 10, 1, 4>{}[put<&ast::PayloadClause::multiplier>]) >>
         some > word_is("bytes")[set<&ast::PayloadClause::kind, Payload::Kind::counted>] >
         -(some >> (word_is("inline")[set<&ast::PayloadClause::place, Payload::Place::inline_>] |
                    word_is("enclosed")[set<&ast::PayloadClause::place, Payload::Place::enclosed>]))) |
        word_is("line")[set<&ast::PayloadClause::kind, Payload::Kind::line>] |
        word_is("text")[set<&ast::PayloadClause::kind, Payload::Kind::text>];

const auto section_clause =
    &lit("\xC2\xA7") >> raw[x3::eps][starts<Kind::section>] >> section[put_text<&Clause::text>];
const auto meaning_clause =
    &lit('"') >> raw[x3::eps][starts<Kind::meaning>] >> quoted[put_text<&Clause::text>];
template <auto K>
auto keyword(const char* text) {
  return raw[word_is(text)][starts<K>];
}
template <auto K>
auto keywords(const char* first, const char* second) {
  return raw[word_is(first) >> some >> word_is(second)][starts<K>];
}

const auto final_clause = keyword<Kind::final_result>("final") > some >
                          -(lit("OK") >> some >> word_is("or") >> some >>
                            x3::eps[set<&Clause::beside_ok, true>]) > notations
                          > -failures;
const auto deferred_clause = keyword<Kind::deferred>("deferred") > some > notations >
                             *(failures | (some >> word_is("within") >> some > limit[put_limit]));
// Rules that many others hold stand by name, with their definition apart: by value, each holder would carry a
// copy, and the temporaries of the largest would outgrow the stack.
const x3::rule<struct line_clause_id, Clause> line_clause{"a clause"};
const auto line_clause_def =
    section_clause | meaning_clause |
    (keyword<Kind::when>("when") > some >
     (term[push<&Clause::condition>] % (some >> word_is("and") >> some))) |
    keywords<Kind::answer_text>("answer", "text") | (keyword<Kind::answer>("answer") > some > notations) |
    keyword<Kind::many>("many") | final_clause | keywords<Kind::no_final>("no", "final") |
    keywords<Kind::no_ok>("no", "ok") | keywords<Kind::ok_first>("ok", "first") | deferred_clause |
    (keyword<Kind::intermediate>("intermediate") > some > notations) |
    (keyword<Kind::data>("data") > some > data_begin[put<&Clause::data>] > some > data_end[put_data_end] >
     *data_or) |
    (keyword<Kind::payload>("payload") > some > payload_what[put<&Clause::payload>]) |
    (keyword<Kind::max>("max") > some > limit[put_limit]) | keyword<Kind::boot>("boot") |
    keyword<Kind::newest>("newest") | (keyword<Kind::within>("within") > some > limit[put_limit]) |
    (keyword<Kind::since>("since") > some > notations) |
    (keywords<Kind::fetched>("fetched", "by") > some > notations) |
    (keyword<Kind::holds>("holds") > some > integer[put_low]) |
    (keyword<Kind::kind_of_need>("as") > some > name[put_text<&Clause::text>]) |
    (keyword<Kind::numeric>("numeric") > some > integer[put_low]) |
    (keyword<Kind::default_value>("default") > some > name[put_text<&Clause::text>]) |
    keyword<Kind::raw>("raw") |
    (keyword<Kind::sets>("sets") > some >
     (term[push<&Clause::condition>] % (some >> word_is("and") >> some))) |
    (keyword<Kind::on_form>("on") >> some >> name[put_text<&Clause::text>] >>
     -(some >> &lit('=') >> notation[push_text<&Clause::notations>])) |
    (keyword<Kind::otherwise>("else") >> some >> quoted[put_text<&Clause::text>]);
BOOST_SPIRIT_DEFINE(line_clause);

// ------------------------------------------------------------------------------------------------ values

const auto value_word = raw[+~char_(" \t\"|{},")];
const auto enum_value = x3::rule<struct enum_value_id, ast::Value>{"a value with its meaning, as 1 \"on\""} =
    (quoted[put_text<&ast::Value::value>] |
     (raw[+(~char_(" \t\"|{},.") | (lit('.') >> !lit('.')))][put_text<&ast::Value::value>] >>
      -(lit("..") >> value_word[put_text<&ast::Value::last>]))) >>
    some >> quoted[put_text<&ast::Value::meaning>] >>
    -(some >> word_is("or") >> some > quoted[put_text<&ast::Value::alternative>]) >>
    -(some >> word_is("as") >> some >
      quoted[push_text<&ast::Value::words>] % (some >> word_is("or") >> some));

using ast::Bounds;
const auto whole = x3::int_parser<std::int64_t>{};
const auto ends_bounds = !(alnum | char_("_."));
const auto bounds = x3::rule<struct bounds_id, Bounds>{"a range, as 0..31"} =
    ((whole[put<&Bounds::low>] >> ".." >> -whole[put<&Bounds::high>]) |
     (".." >> whole[put<&Bounds::high>])) >>
    ends_bounds;
const auto length = x3::rule<struct length_id, Bounds>{"a length, as 1..128"} =
    ((whole[put<&Bounds::low>] >> ".." >> -whole[put<&Bounds::high>]) | (".." >> whole[put<&Bounds::high>]) |
     whole[([](auto& context) { _val(context).low = _val(context).high = _attr(context); })]) >>
    ends_bounds;
const auto put_bounds = put<&Clause::bounds>;
const auto plain = x3::rule<struct plain_id, Slice>{"a value"} =
    quoted[copy] | raw[+~char_(" \t\"")][take_slice];
const auto other_value = x3::rule<struct other_value_id, Slice>{"a value"} =
    quoted[copy] | raw[+~char_(" \t\",")][take_slice];
// `0..31 "meaning"` is a range with a meaning; a list of values has a bar.
const auto lone_range = whole >> ".." >> whole >> some >> '"' >> path_text >> '"' >> !bar;

const x3::rule<struct parameter_clause_id, Clause> parameter_clause{"a clause of a parameter"};
const auto parameter_clause_def =
    section_clause |
    (!lone_range >> &(digit | '-' | '"') >> raw[x3::eps][starts<Kind::values>] >>
     enum_value[push<&Clause::values>] % bar) |
    meaning_clause | (raw[&(digit | '-' | "..")][starts<Kind::range>] >> bounds[put_bounds]) |
    (keyword<Kind::length>("length") > some > length[put_bounds]) |
    (keyword<Kind::unit>("unit") > some > plain[put_text<&Clause::text>]) |
    (keyword<Kind::scale>("scale") > some > number[put<&Clause::number>]) |
    (keyword<Kind::offset>("offset") > some > number[put<&Clause::number>]) |
    (keyword<Kind::default_value>("default") > some > plain[put_text<&Clause::text>]) |
    keyword<Kind::personal>("personal") | keyword<Kind::secret>("secret") | keyword<Kind::sum>("sum") |
    (keyword<Kind::timer>("timer") > some > name[put_text<&Clause::text>]) |
    (keyword<Kind::when_value>("when") > some > angled[put_text<&Clause::text>] > any > '=' > any >
     other_value[push_text<&Clause::others>] % (any >> ',' >> any)) |
    (keyword<Kind::insecure>("insecure") > some > (plain[push_text<&Clause::notations>] % bar)) |
    (keyword<Kind::failure>("failure") > some > (plain[push_text<&Clause::notations>] % bar)) |
    (keyword<Kind::discouraged>("discouraged") > some > (enum_value[push<&Clause::values>] % bar)) |
    (keywords<Kind::at_most>("at", "most") > some > angled[put_text<&Clause::text>]) |
    (raw[&x3::ascii::alpha][starts<Kind::type_or_enumeration>] >> name[put_text<&Clause::text>]);
BOOST_SPIRIT_DEFINE(parameter_clause);

// ------------------------------------------------------------------------------------------------ statements

using SKind = Statement::Kind;

template <auto K>
auto statement(const char* text) {
  return raw[word_is(text)][starts<K>];
}
const auto add_clause = push<&Statement::clauses>;
const auto end = x3::rule<struct end_id>{"the end of the statement"} = any >> eoi;
const auto clauses = *(some >> line_clause[add_clause]);
const auto lines = notation[push_text<&Statement::notations>] % bar;
const auto parameter_clauses = *(some >> parameter_clause[add_clause]);
const auto comma = any >> ',' >> any;

struct Roles : x3::symbols<LineRole> {
  Roles() {
    using enum LineRole;
    add("ok", final_ok)("error", final_error)("connect", connect)("intermediate", intermediate);
  }
} const roles;
const auto role = x3::rule<struct role_id, LineRole>{"one of ok, error, connect, intermediate"} =
    roles[copy] >> ends_word;
const auto command_name = x3::rule<struct command_name_id, Slice>{"a command name, as +CREG"} =
    raw[+~char_(" \t\"{}")][take_slice];

const auto ends_state = (blank >> blank) | (any >> (eoi | ',' | "->")) | (some >> word_is("on") >> blank);
const auto state = x3::rule<struct state_id, Slice>{"the name of a state"} =
    quoted[copy] | raw[+(char_ - ends_state)][take_slice];

const auto put_statement_limit = [](auto& context) { _val(context).limit = _attr(context); };
const auto top_statement = x3::rule<struct top_id, Statement>{"a statement"} =
    (statement<SKind::dialect>("dialect") > some > name[put_text<&Statement::name>] >
     *(some >> (quoted[put_text<&Statement::title>] | section |
                (word_is("extends") > some > name[push_text<&Statement::names>] % comma))) > end) |
    (statement<SKind::include>("include") > some > quoted[put_text<&Statement::name>] > end) |
    (statement<SKind::identified>("identified") > some > word_is("by") > some >
     quoted[push_text<&Statement::names>] % bar > end) |
    (statement<SKind::default_max>("default") > some > &word_is("max") > line_clause[add_clause] > clauses >
     end) |
    (statement<SKind::enumeration>("enum") > some > name[put_text<&Statement::name>] > clauses > end) |
    (statement<SKind::errors>("errors") > some > name[put_text<&Statement::name>] >
     -(some >> !(section | '"') >> lines) > clauses > end) |
    (statement<SKind::parameter>("parameter") > some > angled[put_text<&Statement::name>] >
     parameter_clauses > end) |
    (statement<SKind::result>("result") > some > role[put<&Statement::role>] > some > lines > clauses > end) |
    (statement<SKind::command>("command") > some > command_name[put_text<&Statement::name>] > clauses > end) |
    (statement<SKind::urc>("urc") > some > lines > clauses > end) |
    (statement<SKind::timer>("timer") > some > name[put_text<&Statement::name>] > some >
     limit[put_statement_limit] > clauses > end) |
    (statement<SKind::machine>("machine") > some > name[put_text<&Statement::name>] >
     *(some >>
       ((word_is("per") > some > angled[put_text<&Statement::parameter>]) | line_clause[add_clause])) > end);

const auto clause_word = word_is("when") | word_is("answer") | word_is("many") | word_is("final") |
                         (lit("no") >> some >> (word_is("final") | word_is("ok"))) |
                         (lit("ok") >> some >> "first") | word_is("deferred") | word_is("intermediate") |
                         word_is("data") | word_is("payload") | word_is("max") | word_is("sets") | section;
const auto form_lines = -(some >> !(clause_word | word_is("boot") | word_is("numeric")) >> lines);
const auto setting_value = x3::rule<struct setting_value_id, Statement>{"<parameter> or a number"} =
    angled[put_text<&Statement::parameter>] | integer[put<&Statement::value>];
const auto put_setting_value = [](auto& context) {
  _val(context).parameter = _attr(context).parameter;
  _val(context).value = _attr(context).value;
};
const auto keeping = x3::rule<struct keeping_id, Statement>{"at once, or by AT&W"} =
    (lit("at") >> some >> word_is("once")) |
    (word_is("by") > some > (lit("AT") > command_name[push_text<&Statement::names>]) % bar);
const auto command_statement = x3::rule<struct in_command_id, Statement>{"a statement of a command"} =
    (statement<SKind::exec>("exec") > form_lines > clauses > end) |
    (statement<SKind::set>("set") > form_lines > clauses > end) |
    (statement<SKind::read>("read") > form_lines > clauses > end) |
    (statement<SKind::test>("test") > form_lines > clauses > end) |
    (statement<SKind::urc>("urc") > some > lines > clauses > end) |
    (statement<SKind::setting>("setting") > some > name[put_text<&Statement::name>] > any > '=' > any >
     setting_value[put_setting_value] > clauses > end) |
    (statement<SKind::allowed>("allowed") > some > word_is("in") > some > name[put_text<&Statement::name>] >
     -(blank >> any >> name[put_text<&Statement::parameter>]) > any > ':' > any >
     state[push_text<&Statement::names>] % comma > clauses > end) |
    (statement<SKind::needs>("needs") > some > lines > clauses > end) |
    (raw[lit("followed") >> some >> word_is("by")][starts<SKind::followed>] > some > lines > clauses > end) |
    (statement<SKind::exposes>("exposes") > some > lines > clauses > end) |
    (statement<SKind::abortable>("abortable") > clauses > end) |
    (raw[lit("ends") >> some >> word_is("line")][starts<SKind::ends_line>] > clauses > end) |
    (statement<SKind::restarts>("restarts") > -(some >> &lit('=') >> lines) > clauses > end) |
    (statement<SKind::saves>("saves") > clauses > end) |
    (raw[lit("limited") >> some >> word_is("tries")][starts<SKind::tries>] > clauses > end) |
    (statement<SKind::sleeps>("sleeps") > clauses > end) |
    (statement<SKind::requires_>("requires") > some >
     term[push<&Statement::condition>] % (some >> word_is("and") >> some) > clauses > end) |
    (statement<SKind::saved>("saved") > some >
     keeping[([](auto& context) { _val(context).names = _attr(context).names; })] > clauses > end) |
    (raw[lit("effective") >> some >> "after" >> some >> word_is("restart")][starts<SKind::effective>] >
     clauses > end) |
    (raw[&lit('<')][starts<SKind::parameter>] >> angled[put_text<&Statement::name>] > parameter_clauses >
     end) |
    (raw[&clause_word][starts<SKind::general>] >> line_clause[add_clause] > clauses > end);

const auto enumeration_statement = x3::rule<struct in_enum_id, Statement>{"a value with its meaning"} =
    raw[x3::eps][starts<SKind::entries>] >
    enum_value[push<&Statement::values>] % (bar | comma | some) > clauses > end;

struct Outcomes : x3::symbols<Trigger::Kind> {
  Outcomes() {
    using enum Trigger::Kind;
    add("sent", command_sent)("ok", command_ok)("error", command_error);
  }
} const outcomes;
const auto outcome = x3::rule<struct outcome_id, Trigger::Kind>{"one of sent, ok, error"} =
    outcomes[copy] >> ends_word;
const auto command_trigger =
    x3::rule<struct command_trigger_id, ast::Trigger>{"a command with sent, ok or error"} =
        lit("AT") >> raw[*(char_ - (some >> (outcome | blank)))][put_text<&ast::Trigger::text>] > some >
        outcome[put<&ast::Trigger::kind>];
const auto boot_trigger = x3::rule<struct boot_trigger_id, ast::Trigger>{"boot"} =
    word_is("boot")[set<&ast::Trigger::kind, Trigger::Kind::boot>];
const auto line_trigger = x3::rule<struct line_trigger_id, ast::Trigger>{"notation, as +CREG: <n>,<stat>"} =
    notation[put_text<&ast::Trigger::text>];
const auto outside_trigger = x3::rule<struct outside_trigger_id, ast::Trigger>{"words in quotes"} =
    quoted[put_text<&ast::Trigger::text>] >> x3::eps[set<&ast::Trigger::kind, Trigger::Kind::outside>];
const auto add_trigger = push<&Statement::triggers>;
const auto triggers = (word_is("line") > some > line_trigger[add_trigger] % bar) | boot_trigger[add_trigger] |
                      command_trigger[add_trigger] | outside_trigger[add_trigger];
const auto trigger_ahead =
    x3::rule<struct trigger_ahead_id>{
        "what causes it (AT… ok, AT… sent, AT… error, line NOTATION, boot, \"words\")"} =
        &(word_is("line") | word_is("boot") | "AT" | '"');
const auto machine_statement = x3::rule<struct in_machine_id, Statement>{"a statement of a machine"} =
    (statement<SKind::states>("states") > some > state[push_text<&Statement::names>] % comma > end) |
    (raw[lit("known") >> some >> word_is("from")][starts<SKind::known>] > some > lines > clauses > end) |
    (raw[x3::eps][starts<SKind::transition>] >> state[push_text<&Statement::names>] % comma > any > "->" >
     any > state[put_text<&Statement::name>] > some > word_is("on") > some > trigger_ahead > triggers % bar >
     clauses > end);

template <typename Rule>
bool parse(const char*& first, const char* last, const Rule& rule, Statement& statement_out) {
  return x3::parse(first, last, rule, statement_out);
}

}  // namespace

std::optional<SyntaxMistake> parse_statement(std::string_view text, Block block, Statement& statement) {
  const char* first = text.data();
  const char* last = first + text.size();
  try {
    bool fits = false;
    switch (block) {
      case Block::top:
        fits = parse(first, last, top_statement, statement);
        break;
      case Block::command:
        fits = parse(first, last, command_statement, statement);
        break;
      case Block::enumeration:
        fits = parse(first, last, enumeration_statement, statement);
        break;
      case Block::machine:
        fits = parse(first, last, machine_statement, statement);
        break;
    }
    if (!fits) return SyntaxMistake{text.data(), "", false};
  } catch (const x3::expectation_failure<const char*>& failure) {
    const char* place = failure.where();
    while (place < last && (*place == ' ' || *place == '\t')) ++place;
    std::string expected = failure.which();
    const bool end_wanted = expected == "the end of the statement";
    return SyntaxMistake{place, std::move(expected), end_wanted};
  }
  return std::nullopt;
}

}  // namespace atscope::grammar

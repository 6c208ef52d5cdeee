// What a statement says, for people who do not read policies every day. The words mean exactly what the operator does,
// absent keys included, which is where most misreadings are:
//
//   StringNotEquals k v       holds without the key      unless k is v
//   StringEquals k v          does not                   when k is v
//   StringEqualsIfExists      holds                      when k is v or absent
//   ForAllValues:StringEquals holds for no values        when every value of k, if there are any, is v
//   ForAnyValue:StringEquals  does not                   when a value of k is v
#include <algorithm>

#include <fmt/format.h>

#include "condition/operator.h"
#include "iamproof/strata.h"

namespace iamproof {

namespace {

/// A value as it stands where that cannot be misread, else in quotation marks.
std::string word(std::string_view value) {
  const bool plain = !value.empty() && value.find_first_of(" ,\"\t\r\n") == std::string_view::npos;
  if (plain) return std::string(value);
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

/// "a", "a or b", "a, b or c", "a, b or 7 more".
std::string listed(std::vector<std::string> words, std::size_t most, std::string_view conjunction) {
  if (most > 0 && words.size() > most) {
    const std::size_t more = words.size() - most;
    words.resize(most);
    words.push_back(fmt::format("{} more", more));
  }
  if (words.size() < 2) return words.empty() ? "" : std::move(words.front());
  const std::string last = std::move(words.back());
  words.pop_back();
  return fmt::format("{} {} {}", fmt::join(words, ", "), conjunction, last);
}

std::string_view verb(const Operator& op) {
  const bool is_date = op.family == Family::date;
  switch (op.comparison) {
    case Comparison::like:
      return "is like";
    case Comparison::less:
      return is_date ? "is before" : "is less than";
    case Comparison::less_equal:
      return is_date ? "is not after" : "is at most";
    case Comparison::greater:
      return is_date ? "is after" : "is more than";
    case Comparison::greater_equal:
      return is_date ? "is not before" : "is at least";
    case Comparison::equals:
      break;
  }
  return op.family == Family::ip_address ? "is in" : "is";
}

std::vector<std::string> words_of(const Condition& condition) {
  std::vector<std::string> values;
  for (const Value& value : condition.values) values.push_back(word(value.text.text));
  if (values.empty()) values.emplace_back("one of no values");
  return values;
}

/// What the operator asks of a value, negation aside: "is like a* or b*".
std::string test_in_words(const Operator& op, const Condition& condition, std::size_t most) {
  return fmt::format("{} {}{}", verb(op), listed(words_of(condition), most, "or"),
                     op.ignore_case ? " in any letter case" : "");
}

/// The opposite: "is like neither a* nor b*". Only equality, likeness and IP ranges have one.
std::string failed_test_in_words(const Operator& op, const Condition& condition, std::size_t most) {
  const std::vector<std::string> words = words_of(condition);
  const std::string_view letters = op.ignore_case ? " in any letter case" : "";
  if (words.size() > 1) return fmt::format("{} neither {}{}", verb(op), listed(words, most, "nor"), letters);
  const std::string_view rest = verb(op).substr(2);  // after "is"
  return fmt::format("is not{} {}{}", rest, words.front(), letters);
}

std::string null_in_words(std::string_view key, const Condition& condition) {
  const auto asks = [&](std::string_view wanted) {
    return std::any_of(condition.values.begin(), condition.values.end(),
                       [&](const Value& value) { return value.text.text == wanted; });
  };
  if (asks("true") && asks("false")) return fmt::format("whether {} is present or absent", key);
  if (asks("true")) return fmt::format("when {} is absent", key);
  if (asks("false")) return fmt::format("when {} is present", key);
  return fmt::format("when the absence of {} {}", key, test_in_words(Operator{}, condition, 0));
}

std::string condition_in_words(const Condition& condition, std::size_t most) {
  const std::string key = word(condition.key.text);
  const std::optional<Operator> op = parse_operator(condition.op.text);
  if (!op) return fmt::format("when {} holds for {}", word(condition.op.text), key);
  if (op->family == Family::null) return null_in_words(key, condition);
  const std::string test = test_in_words(*op, condition, most);
  const std::string_view or_absent = op->if_exists ? " or absent" : "";
  switch (op->qualifier) {
    case Qualifier::for_all_values:
      if (op->negated) return fmt::format("when no value of {} {}", key, test);
      return fmt::format("when every value of {}, if there are any, {}", key, test);
    case Qualifier::for_any_value: {
      const std::string what = op->negated ? failed_test_in_words(*op, condition, most) : test;
      return fmt::format("when a value of {} {}{}", key, what, op->if_exists ? ", or there are none" : "");
    }
    case Qualifier::none:
      break;
  }
  if (op->negated) return fmt::format("unless {} {}", key, test);  // holds without the key anyway
  return fmt::format("when {} {}{}", key, test, or_absent);
}

std::string resources_in_words(const Statement& statement, std::size_t most) {
  const auto& list = statement.resources ? statement.resources : statement.not_resources;
  if (!list) return {};
  std::vector<std::string> patterns;
  for (const Text& text : list->values) {
    if (text.text == "*") return statement.resources ? "on every resource" : "on no resource";
    patterns.push_back(word(text.text));
  }
  const bool but = !statement.resources;
  return fmt::format("on {}{}", but ? "all resources but " : "", listed(std::move(patterns), most, but ? "and" : "or"));
}

bool is_account(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The account of `arn:aws:iam::111122223333:root`, which stands for all of it.
std::string_view account_of_root(std::string_view arn) {
  constexpr std::string_view end = ":root";
  if (!arn.starts_with("arn:") || !arn.ends_with(end)) return {};
  arn.remove_suffix(end.size());
  const std::string_view account = arn.substr(arn.rfind(':') + 1);
  return is_account(account) ? account : std::string_view{};
}

std::string principal_in_words(std::string_view kind, std::string_view text) {
  if (text == "*" && (kind.empty() || kind == "AWS")) return "everyone";
  if (kind == "AWS") {
    if (is_account(text)) return fmt::format("account {}", text);
    if (const auto account = account_of_root(text); !account.empty()) return fmt::format("account {}", account);
  }
  if (kind == "Federated") return fmt::format("whom {} vouches for", word(text));
  if (kind == "CanonicalUser") return fmt::format("canonical user {}", word(text));
  return word(text);
}

std::string principals_in_words(const Statement& statement, std::size_t most) {
  const auto& principal = statement.principal ? statement.principal : statement.not_principal;
  if (!principal) return {};
  std::vector<std::string> who;
  for (const PrincipalGroup& group : principal->groups) {
    for (const Text& text : group.values.values) who.push_back(principal_in_words(group.kind.text, text.text));
  }
  const bool but = !statement.principal;
  return fmt::format("for {}{}", but ? "everyone but " : "", listed(std::move(who), most, but ? "and" : "or"));
}

}  // namespace

StatementWords in_words(const Statement& statement, std::size_t most) {
  StatementWords words{principals_in_words(statement, most), resources_in_words(statement, most), {}};
  for (const Condition& condition : statement.conditions) {
    words.conditions.push_back(condition_in_words(condition, most));
  }
  return words;
}

}  // namespace iamproof

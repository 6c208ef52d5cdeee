// What a statement says, for people who do not read policies every day. The words mean exactly what the operator does,
// absent keys included, which is where most misreadings are:
//
//   StringNotEquals k v              holds without the key   unless k is v
//   StringEquals k v                 does not                when k is v
//   StringEqualsIfExists k v         holds                   when k is v or absent
//   ForAllValues:StringEquals k v    holds for no values     when every value of k, if there are any, is v
//   ForAllValues:StringNotEquals k v likewise                when no value of k is v
//   ForAnyValue:StringEquals k v     does not                when a value of k is v
//   ForAnyValue:StringNotEquals k v  does not                when a value of k is not v
#include <algorithm>

#include <fmt/format.h>

#include "arn/arn.h"
#include "condition/operator.h"
#include "iamproof/strata.h"

namespace iamproof {

namespace {

/// A text as it stands where that cannot be misread, else in quotation marks.
std::string plainly(std::string_view text) {
  if (!text.empty() && text.find_first_of(" ,\"\t\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

std::string_view verb(const Operator& op) {
  const bool is_date = op.family == Family::date;
  switch (op.comparison) {
    case ComparisonKind::like:
      return "is like";
    case ComparisonKind::less:
      return is_date ? "is before" : "is less than";
    case ComparisonKind::less_equal:
      return is_date ? "is not after" : "is at most";
    case ComparisonKind::greater:
      return is_date ? "is after" : "is more than";
    case ComparisonKind::greater_equal:
      return is_date ? "is not before" : "is at least";
    case ComparisonKind::equals:
      break;
  }
  return op.family == Family::ip_address ? "is in" : "is";
}

/// The account of `arn:aws:iam::111122223333:root`, which stands for all of it, or of its number alone.
std::string_view account_of(std::string_view principal) {
  constexpr std::string_view end = ":root";
  if (is_account_id(principal)) return principal;
  if (!principal.starts_with("arn:") || !principal.ends_with(end)) return {};
  principal.remove_suffix(end.size());
  const std::string_view account = principal.substr(principal.rfind(':') + 1);
  return is_account_id(account) ? account : std::string_view{};
}

class Words {
 public:
  explicit Words(const WordOptions& options) : options_(options) {}

  std::string principals(const Statement& statement) const {
    const auto& principal = statement.principal ? statement.principal : statement.not_principal;
    if (!principal) return {};
    std::vector<std::string> who;
    for (const PrincipalGroup& group : principal->groups) {
      for (const Text& text : group.values.values) who.push_back(principal_of(group.kind.text, text.text));
    }
    if (statement.principal) return "for " + listed(std::move(who), "or");
    return "for everyone but " + listed(std::move(who), "and");
  }

  std::string resources(const Statement& statement) const {
    const auto& list = statement.resources ? statement.resources : statement.not_resources;
    if (!list) return {};
    std::vector<std::string> patterns;
    for (const Text& text : list->values) {
      if (text.text == "*") return statement.resources ? "on every resource" : "on no resource";
      patterns.push_back(word(text.text));
    }
    if (statement.resources) return "on " + listed(std::move(patterns), "or");
    return "on all resources but " + listed(std::move(patterns), "and");
  }

  std::string condition(const Condition& condition) const {
    const std::string key = word(condition.key.text);
    const std::optional<Operator> op = parse_operator(condition.op.text);
    if (!op) return fmt::format("when {} holds for {}", word(condition.op.text), key);
    if (op->family == Family::null) return null(key, condition);
    switch (op->qualifier) {
      case Qualifier::for_all_values:
        if (op->negated) return fmt::format("when no value of {} {}", key, test(*op, condition));
        return fmt::format("when every value of {}, if there are any, {}", key, test(*op, condition));
      case Qualifier::for_any_value:
        return fmt::format("when a value of {} {}{}", key,
                           op->negated ? failed_test(*op, condition) : test(*op, condition),
                           op->if_exists ? ", or there are none" : "");
      case Qualifier::none:
        break;
    }
    if (op->negated) return fmt::format("unless {} {}", key, test(*op, condition));  // holds without the key anyway
    return fmt::format("when {} {}{}", key, test(*op, condition), op->if_exists ? " or absent" : "");
  }

 private:
  std::string word(std::string_view text) const { return options_.quote ? options_.quote(text) : plainly(text); }

  /// "a", "a or b", "a, b or c", "a, b or 7 more".
  std::string listed(std::vector<std::string> words, std::string_view conjunction) const {
    if (options_.most > 0 && words.size() > options_.most) {
      const std::size_t more = words.size() - options_.most;
      words.resize(options_.most);
      words.push_back(fmt::format("{} more", more));
    }
    if (words.size() < 2) return words.empty() ? "nothing" : std::move(words.front());
    const std::string last = std::move(words.back());
    words.pop_back();
    return fmt::format("{} {} {}", fmt::join(words, ", "), conjunction, last);
  }

  std::vector<std::string> values_of(const Condition& condition) const {
    std::vector<std::string> values;
    for (const Value& value : condition.values) values.push_back(word(value.text.text));
    return values;
  }

  /// What the operator asks of a value, negation aside: "is like a* or b*".
  std::string test(const Operator& op, const Condition& condition) const {
    return fmt::format("{} {}{}", verb(op), listed(values_of(condition), "or"),
                       op.ignore_case ? " in any letter case" : "");
  }

  /// The opposite: "is like neither a* nor b*". Only equality, likeness and ranges of addresses have one.
  std::string failed_test(const Operator& op, const Condition& condition) const {
    const std::string_view letters = op.ignore_case ? " in any letter case" : "";
    if (condition.values.size() > 1) {
      return fmt::format("{} neither {}{}", verb(op), listed(values_of(condition), "nor"), letters);
    }
    const std::string_view after_is = verb(op).substr(2);
    return fmt::format("is not{} {}{}", after_is, listed(values_of(condition), "nor"), letters);
  }

  std::string null(std::string_view key, const Condition& condition) const {
    const auto asks = [&](std::string_view wanted) {
      return std::any_of(condition.values.begin(), condition.values.end(),
                         [&](const Value& value) { return value.text.text == wanted; });
    };
    if (asks("true") && asks("false")) return fmt::format("whether {} is present or absent", key);
    if (asks("true")) return fmt::format("when {} is absent", key);
    if (asks("false")) return fmt::format("when {} is present", key);
    return fmt::format("when the absence of {} is {}", key, listed(values_of(condition), "or"));
  }

  std::string principal_of(std::string_view kind, std::string_view text) const {
    if (text == "*" && (kind.empty() || kind == "AWS")) return "everyone";
    if (kind == "AWS" && !account_of(text).empty()) return "account " + word(account_of(text));
    if (kind == "Federated") return fmt::format("those whom {} vouches for", word(text));
    return kind == "CanonicalUser" ? "the canonical user " + word(text) : word(text);
  }

  const WordOptions& options_;
};

}  // namespace

StatementWords in_words(const Statement& statement, const WordOptions& options) {
  const Words words(options);
  StatementWords out{words.principals(statement), words.resources(statement), {}};
  for (const Condition& condition : statement.conditions) out.conditions.push_back(words.condition(condition));
  return out;
}

}  // namespace iamproof

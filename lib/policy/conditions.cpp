// A condition is operator -> key -> values. IAM refuses an operator it does not know (unless nothing is asked of it), a
// value that is no text, number or boolean, and a date that is none; other values of the wrong type are stored and
// never match. IAM User Guide, "Condition operators".

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "finding/fix.h"
#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "policy/operators.h"
#include "policy/suggest.h"
#include "policy/typed_values.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

// `ForAnyValue:StringEquals` for a name that is right but for its base's spelling.
std::optional<std::string> nearest_operator(std::string_view name) {
  std::string_view base = name;
  std::string_view set;
  for (const std::string_view known : {std::string_view("ForAllValues:"), std::string_view("ForAnyValue:")}) {
    const std::string_view start = name.substr(0, known.size());
    if (equals_ignoring_case(start, known)) {
      set = known;
      base.remove_prefix(known.size());
    }
  }
  while (base.starts_with(':')) base.remove_prefix(1);
  std::string_view ending;
  constexpr std::string_view if_exists = "IfExists";
  if (base.size() > if_exists.size() && equals_ignoring_case(base.substr(base.size() - if_exists.size()), if_exists)) {
    ending = if_exists;
    base.remove_suffix(if_exists.size());
  }
  const auto best = closest(base, operator_bases());
  if (!best) return std::nullopt;
  return fmt::format("{}{}{}", set, *best, ending);
}

// Nothing where the statement has the operator already: an object has no two members of one name.
std::optional<Fix> write_operator(const Statement& statement, const Text& op, std::string_view name) {
  const bool is_taken = std::any_of(statement.conditions.begin(), statement.conditions.end(),
                                    [&](const Condition& other) { return other.op.text == name; }) ||
                        std::any_of(statement.empty_operators.begin(), statement.empty_operators.end(),
                                    [&](const Text& other) { return other.text == name; });
  if (is_taken) return std::nullopt;
  return fix::new_meaning(fmt::format("write `{}`", name), {fix::write_string(op.span, name)});
}

void check_unknown_operator(const GrammarContext& context, const Statement& statement, const Text& name,
                            const Path& path) {
  const std::optional<std::string> nearest = nearest_operator(name.text);
  std::string message = fmt::format("unknown condition operator {}", in_backticks(name.text));
  if (nearest) message += fmt::format("; did you mean `{}`?", *nearest);
  std::optional<Fix> fix;
  if (nearest && equals_ignoring_case(*nearest, name.text)) fix = write_operator(statement, name, *nearest);
  context.faults.add(grammar::invalid_operator, path, name.span, std::move(message), std::move(fix));
}

// A number or boolean among strings is read as its text.
Fix write_as_strings(const Condition& condition) {
  std::vector<Edit> edits;
  for (const Value& value : condition.values) {
    if (value.type == ValueType::string) continue;
    edits.push_back(fix::write_string(value.text.span, value.text.text));
  }
  return fix::new_meaning("write all values as strings", std::move(edits));
}

class ConditionCheck {
 public:
  ConditionCheck(const GrammarContext& context, const Condition& condition, const OperatorName& op, const Path& path)
      : context_(context), condition_(condition), op_(op), path_(path) {}

  void run() {
    check_key();
    if (condition_.is_array && condition_.values.empty()) check_empty();
    check_types();
    for (std::size_t i = 0; i < condition_.values.size(); ++i) {
      const Value& value = condition_.values[i];
      if (!is_scalar(value)) continue;
      if (condition_.is_array) {
        check_value(value, Path(path_, i));
      } else {
        check_value(value, path_);
      }
    }
  }

 private:
  void add(const GrammarCheck& check, const Text& text, const Path& path, std::string message) {
    context_.faults.add(check, path, text.span, std::move(message));
  }

  // Null, objects and arrays were reported when the model was read.
  bool is_scalar(const Value& value) const {
    return value.type != ValueType::string || context_.policy.source->text()[value.text.span.begin] == '"';
  }

  // prefix:name; the name may hold colons of its own.
  void check_key() {
    const std::string_view key = condition_.key.text;
    const std::size_t colon = key.find(':');
    const bool has_prefix = colon != std::string_view::npos && colon != 0;
    if (has_prefix && colon + 1 != key.size()) return;
    add(grammar::invalid_condition_key, condition_.key, path_,
        fmt::format("condition key {} has no {}", in_backticks(key), has_prefix ? "name after its colon" : "prefix"));
  }

  void check_empty() {
    const GrammarCheck& check = op_.if_exists                            ? grammar::empty_value_list_if_exists
                                : op_.set == SetOperator::for_all_values ? grammar::empty_value_list_for_all
                                : op_.set == SetOperator::for_any_value  ? grammar::empty_value_list_for_any
                                                                         : grammar::empty_value_list;
    context_.faults.add(check, path_, condition_.span,
                        fmt::format("condition key {} has no values", in_backticks(condition_.key.text)));
  }

  void check_types() {
    const auto differs = [&](const Value& value) {
      return is_scalar(value) && value.type != condition_.values.front().type;
    };
    if (condition_.values.empty() || !is_scalar(condition_.values.front())) return;
    if (std::none_of(condition_.values.begin(), condition_.values.end(), differs)) return;
    context_.faults.add(
        grammar::mixed_value_types, path_, condition_.span,
        fmt::format("condition key {} mixes values of different JSON types", in_backticks(condition_.key.text)),
        write_as_strings(condition_));
  }

  void check_value(const Value& value, const Path& path) {
    const bool takes_variables = op_.family == OperatorFamily::string || op_.family == OperatorFamily::arn;
    if (takes_variables) return check_variables(context_, value.text, path);
    if (value.text.text.find("${") != std::string_view::npos) {
      return add(
          grammar::variable_for_operator, value.text, path,
          fmt::format("`{}` does not read policy variables such as {}", op_.base, in_backticks(value.text.text)));
    }
    check_typed(value.text, path);
  }

  void check_typed(const Text& text, const Path& path) {
    const std::string_view value = text.text;
    switch (op_.family) {
      case OperatorFamily::date:
        return check_date(text, path);
      case OperatorFamily::numeric:
        if (!is_decimal(value)) report(grammar::invalid_number, text, path, "is not a number");
        return;
      case OperatorFamily::boolean:
      case OperatorFamily::null:
        if (!is_boolean(value)) report(grammar::invalid_boolean, text, path, "is neither `true` nor `false`");
        return;
      case OperatorFamily::ip:
        if (!is_ip_range(value)) report(grammar::invalid_ip_range, text, path, "is not an IP address or range");
        return;
      case OperatorFamily::binary:
        if (!is_base64(value)) report(grammar::invalid_base64, text, path, "is not base64");
        return;
      case OperatorFamily::string:
      case OperatorFamily::arn:
        return;
    }
  }

  void check_date(const Text& text, const Path& path) {
    switch (date_shape(text.text)) {
      case DateShape::good:
        return;
      case DateShape::epoch:
        return report(
            grammar::epoch_date, text, path,
            text.text.size() == 4 ? "is read as seconds since 1970, not as a year" : "is read as seconds since 1970");
      case DateShape::impossible:
        return report(grammar::impossible_date, text, path, "is a day that does not exist");
      case DateShape::wrong:
        return report(grammar::invalid_date, text, path, "is not a date");
    }
  }

  void report(const GrammarCheck& check, const Text& text, const Path& path, std::string_view what) {
    add(check, text, path, fmt::format("value {} of `{}` {}", in_backticks(text.text), op_.base, what));
  }

  const GrammarContext& context_;
  const Condition& condition_;
  const OperatorName& op_;
  const Path& path_;
};

// The conditions of one operator follow each other; keys that differ in letter case only name the same thing.
void check_key_case(const GrammarContext& context, std::span<const Condition> conditions, const Path& path) {
  if (conditions.size() < 2) return;
  struct Key {
    std::string lower;
    const Condition* condition;
  };
  std::vector<Key> keys;
  keys.reserve(conditions.size());
  for (const Condition& condition : conditions) {
    std::string lower(condition.key.text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    keys.push_back({std::move(lower), &condition});
  }
  std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.lower < b.lower; });
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].lower != keys[i - 1].lower) continue;
    const Text& key = keys[i].condition->key;
    context.faults.add(grammar::keys_differ_in_case, Path(path, key.text), key.span,
                       fmt::format("condition keys {} and {} are the same",
                                   in_backticks(keys[i - 1].condition->key.text), in_backticks(key.text)));
  }
}

void check_operator(const GrammarContext& context, const Statement& statement, std::span<const Condition> conditions,
                    const Path& path) {
  const Text& name = conditions.front().op;
  const Path here(path, name.text);
  const auto op = split_operator(name.text);
  if (!op) return check_unknown_operator(context, statement, name, here);
  if (op->family == OperatorFamily::null && op->if_exists) {
    const std::string_view without = name.text.substr(0, name.text.size() - std::string_view("IfExists").size());
    context.faults.add(grammar::null_with_if_exists, here, name.span, "`Null` takes no `IfExists`",
                       write_operator(statement, name, without));
  }
  check_key_case(context, conditions, here);
  for (const Condition& condition : conditions) {
    ConditionCheck(context, condition, *op, Path(here, condition.key.text)).run();
  }
}

}  // namespace

void check_conditions(const GrammarContext& context, const Statement& statement, const Path& path) {
  if (!statement.condition_key) return;
  const Path here(path, "Condition");
  const Source& source = *context.policy.source;
  for (const Text& op : statement.empty_operators) {
    const std::string name = in_backticks(op.text);
    context.faults.add(
        grammar::empty_operator, Path(here, op.text), op.span,
        fmt::format("condition operator {} is empty and ignored", name),
        fix::same_meaning(fmt::format("remove {}", name), {fix::remove(source, fix::member_of_key(source, op.span))}));
  }
  // All keys of one operator share its place in the text.
  const std::span<const Condition> all(statement.conditions);
  for (std::size_t first = 0; first < all.size();) {
    std::size_t end = first + 1;
    while (end < all.size() && all[end].op.span == all[first].op.span) ++end;
    check_operator(context, statement, all.subspan(first, end - first), here);
    first = end;
  }
}

}  // namespace iamproof

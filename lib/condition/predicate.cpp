// What a condition says, as a table of missing-key rules around one test on one value.
//
// With c what the request carries and test(v) the operator on a value v:
//
//                     c absent        c one value      c a set
//   (no qualifier)    negated form    test(c)          false: a multivalued key needs a qualifier
//   ForAllValues      true            test(c)          test(v) for every v, so true on the empty set
//   ForAnyValue       false           test(c)          test(v) for some v, so false on the empty set
//   ...IfExists       true            as above         as above
//   Null              "true" matches  "false" matches  by whether the set is empty; qualified forms are constant
//
// test(v) of a negated operator is "no value of the policy matches v", so several values narrow it.
#include "condition/predicate.h"

#include <algorithm>

#include "arn/arn.h"
#include "condition/family.h"
#include "support/text.h"

namespace iamproof {

static std::size_t count(const Operands& operands) {
  return operands.texts.size() + operands.numbers.size() + operands.instants.size() + operands.booleans.size() +
         operands.binaries.size() + operands.ranges.size();
}

/// Whether AWS says what a text of the policy means that was read as a pattern. Not for what is no ARN under an ARN
/// operator (a variable may make it one), and not for letters beyond ASCII where case is ignored.
static bool has_documented_meaning(const Operator& op, const Template& text) {
  const auto& tokens = text.glob.tokens();
  if (op.family == Family::arn && !text.glob.has_variables()) return arn_like(text.glob).has_value();
  return !op.ignore_case ||
         std::none_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.c > 0x7F; });
}

std::optional<Predicate> Predicate::compile(const Condition& condition, bool variables) {
  const auto op = parse_operator(condition.op.text);
  if (!op) return std::nullopt;
  Predicate predicate;
  predicate.op_ = *op;
  predicate.key_ = folded(condition.key.text);
  predicate.written_key_ = condition.key.text;
  std::string values = variables ? "+" : "-";
  for (const Value& value : condition.values) {
    const std::size_t before = count(predicate.operands_);
    read_operand(*op, value.text.text, variables, predicate.operands_);
    const bool variable = variables && value.text.text.find("${") != std::string_view::npos;
    // A text that is no boolean is documented to match nothing; for the other families AWS does not say.
    const bool is_bool = op->family == Family::boolean && !variable;
    if (count(predicate.operands_) == before && !is_bool) predicate.documented_ = false;
    const std::string text = variable ? with_folded_variables(value.text.text) : std::string(value.text.text);
    // With its length, for a value may hold whatever would stand between two.
    values += '\n' + std::to_string(text.size()) + ':' + text;
    predicate.size_ += 1 + value.text.text.size() / 64;
  }
  for (const Template& text : predicate.operands_.texts) {
    predicate.documented_ = predicate.documented_ && has_documented_meaning(*op, text);
  }
  const bool plain = op->qualifier == Qualifier::none && !op->if_exists;
  if (condition.values.empty() && plain) predicate.documented_ = false;
  const bool looks_at_values = op->family == Family::null ? plain : plain && condition.values.empty();
  predicate.documented_without_key_ = predicate.documented_ || !looks_at_values;
  predicate.canonical_ = std::string(condition.op.text) + '\n' + predicate.key_ + '\n' + values;
  predicate.language_ = {static_cast<char>('a' + static_cast<int>(op->family)),
                         static_cast<char>('a' + static_cast<int>(op->comparison)), op->ignore_case ? 'i' : 'c'};
  predicate.language_ += values;
  predicate.has_variables_ = std::any_of(predicate.operands_.texts.begin(), predicate.operands_.texts.end(),
                                         [](const Template& text) { return text.glob.has_variables(); });
  return predicate;
}

bool Predicate::accepts(std::string_view value, const Context& context) const {
  switch (op_.family) {
    case Family::string:
    case Family::arn:
      return text_accepts(*this, value, context);
    case Family::numeric:
      return numeric_accepts(op_.comparison, operands_, value);
    case Family::date:
      return date_accepts(op_.comparison, operands_, value);
    case Family::boolean:
      return boolean_accepts(operands_, value);
    case Family::binary:
      return binary_accepts(operands_, value);
    case Family::ip_address:
      return ip_accepts(operands_, value);
    case Family::null:
      return false;
  }
  return false;
}

static bool null_holds(const Operator& op, const Operands& operands, const ContextValue* value) {
  if (op.qualifier == Qualifier::for_all_values) return true;
  if (op.qualifier == Qualifier::for_any_value) return false;
  const auto* set = value == nullptr ? nullptr : std::get_if<std::vector<std::string>>(value);
  const bool null = value == nullptr || (set != nullptr && set->empty());
  return std::find(operands.booleans.begin(), operands.booleans.end(), null) != operands.booleans.end();
}

bool Predicate::holds(const ContextValue* value, const Context& context) const {
  if (op_.family == Family::null) return null_holds(op_, operands_, value);
  if (value == nullptr) {
    if (op_.if_exists || op_.qualifier == Qualifier::for_all_values) return true;
    return op_.qualifier == Qualifier::none && op_.negated;
  }
  if (const auto* single = std::get_if<std::string>(value)) return test(*single, context);
  const auto& set = std::get<std::vector<std::string>>(*value);
  const auto passes = [&](const std::string& member) { return test(member, context); };
  switch (op_.qualifier) {
    case Qualifier::for_all_values:
      return std::all_of(set.begin(), set.end(), passes);
    case Qualifier::for_any_value:
      return std::any_of(set.begin(), set.end(), passes);
    case Qualifier::none:
      return false;
  }
  return false;
}

}  // namespace iamproof

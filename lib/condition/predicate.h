/// One condition of a statement with its meaning worked out: an operator, a key and the policy's values.
///
/// Three ways to look at it, which agree by test: decide on what a request carries (holds), describe the texts it
/// accepts (language(), for text families), and give texts that stand for all others (samples(), for families whose
/// values form an order or a finite set).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condition/decimal.h"
#include "condition/instant.h"
#include "condition/ip_range.h"
#include "condition/operator.h"
#include "condition/variables.h"
#include "iamproof/policy.h"
#include "iamproof/request.h"

namespace iamproof {

/// The policy's values in the form their family compares. A value that is not of its family is left out: it never
/// matches.
struct Operands {
  std::vector<Template> texts;        ///< string and ARN
  std::vector<Decimal> numbers;       ///< numeric
  std::vector<Instant> instants;      ///< date
  std::vector<bool> booleans;         ///< Bool and Null
  std::vector<std::string> binaries;  ///< decoded
  std::vector<IpRange> ranges;        ///< IP address
};

class Predicate {
 public:
  /// `variables`: the document's version has policy variables. Nothing for an operator IAM does not know.
  static std::optional<Predicate> compile(const Condition& condition, bool variables);

  const Operator& op() const { return op_; }
  const std::string& key() const { return key_; }  ///< in lower case
  const std::string& written_key() const { return written_key_; }
  const Operands& operands() const { return operands_; }
  /// Equal for predicates that mean the same text for text.
  const std::string& canonical() const { return canonical_; }
  /// Equal for predicates with the same operands compared in the same way, negation and qualifiers aside.
  const std::string& language() const { return language_; }
  bool has_variables() const { return has_variables_; }
  /// Its values, a long one counted as several: what trying it costs.
  std::size_t size() const { return size_; }
  /// False where AWS does not say what a value means, or its own pages disagree: a text that is not of the operator's
  /// family ("1e3" as a number, a policy variable under Bool, "*" under ArnLike), or no values at all.
  bool is_documented() const { return documented_; }
  /// The same for a request without the key. Only Null and a condition without values can be in doubt there.
  bool is_documented_without_key() const { return documented_without_key_; }

  /// The whole condition, on what the request carries for the key: nothing, a value, or a set.
  /// IAM User Guide, "Conditions with multiple context keys or values", "Single-valued vs. multivalued context keys".
  bool holds(const ContextValue* value, const Context& context) const;

  /// The operator on one value, negation included, qualifier and IfExists aside.
  bool test(std::string_view value, const Context& context) const { return accepts(value, context) != op_.negated; }

 private:
  bool accepts(std::string_view value, const Context& context) const;

  Operator op_;
  std::string key_;
  std::string written_key_;
  Operands operands_;
  std::string canonical_;
  std::string language_;
  bool has_variables_ = false;
  std::size_t size_ = 1;
  bool documented_ = true;
  bool documented_without_key_ = true;
};

/// For one key: texts such that any predicate of `family` among `predicates` behaves on every text of that family as it
/// does on one of them. String and ARN families have no such list: they get likely texts only.
std::vector<std::string> samples(Family family, const std::vector<const Predicate*>& predicates);

/// The pattern a text or ARN operand compares with once its variables are replaced: ARN operators match component by
/// component. Nothing for an operand that matches no text.
std::optional<Glob> comparison_glob(const Predicate& predicate, const Glob& resolved);

}  // namespace iamproof

// Numeric operators: the bounds of the policy cut the number line into points and open gaps; a number of each stands
// for all.
#include <algorithm>

#include "condition/family.h"

namespace iamproof {

void read_number(std::string_view text, Operands& out) {
  if (auto number = Decimal::parse(text)) out.numbers.push_back(std::move(*number));
}

bool numeric_accepts(ComparisonKind comparison, const Operands& operands, std::string_view value) {
  const auto number = Decimal::parse(value);
  return number && std::any_of(operands.numbers.begin(), operands.numbers.end(),
                               [&](const Decimal& operand) { return stands(*number, comparison, operand); });
}

std::vector<std::string> numeric_samples(const Predicates& predicates) {
  std::vector<Decimal> bounds;
  for (const Predicate* predicate : predicates) {
    bounds.insert(bounds.end(), predicate->operands().numbers.begin(), predicate->operands().numbers.end());
  }
  std::sort(bounds.begin(), bounds.end(), [](const Decimal& a, const Decimal& b) { return a < b; });
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  if (bounds.empty()) return {"1"};

  std::vector<std::string> out;
  const Decimal zero;
  out.push_back(zero < bounds.front() ? zero.text() : bounds.front().minus_one().text());
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (i > 0) out.push_back(Decimal::between(bounds[i - 1], bounds[i]).text());
    out.push_back(bounds[i].text());
  }
  out.push_back(bounds.back().plus_one().text());
  return out;
}

}  // namespace iamproof

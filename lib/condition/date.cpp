// Date operators: the bounds of the policy cut time into instants and gaps. Texts carry nanoseconds at most, so the
// instants next to a bound stand for the gaps beside it.
#include <algorithm>

#include "condition/family.h"

namespace iamproof {

void read_instant(std::string_view text, Operands& out) {
  if (const auto instant = Instant::parse(text)) out.instants.push_back(*instant);
}

bool date_accepts(ComparisonKind comparison, const Operands& operands, std::string_view value) {
  const auto instant = Instant::parse(value);
  return instant && std::any_of(operands.instants.begin(), operands.instants.end(),
                                [&](const Instant& operand) { return stands(*instant, comparison, operand); });
}

std::vector<std::string> date_samples(const Predicates& predicates) {
  std::vector<Instant> instants;
  if (const auto likely = Instant::parse("2026-06-01T12:00:00Z")) instants.push_back(*likely);
  for (const Predicate* predicate : predicates) {
    for (const Instant& bound : predicate->operands().instants) {
      // Whole seconds read better and usually stand for the same gap.
      instants.push_back({bound.seconds - 1, 0});
      if (bound.seconds < INT64_MAX) instants.push_back({bound.seconds + 1, 0});
      instants.insert(instants.end(), {bound.previous(), bound, bound.next()});
    }
  }
  std::vector<std::string> out;
  for (const Instant& instant : instants) {
    if (auto text = instant.text()) out.push_back(std::move(*text));
  }
  return out;
}

}  // namespace iamproof

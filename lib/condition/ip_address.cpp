// IpAddress: the address lies in one of the policy's blocks. A block's first address and the address after its last are
// the only places where any answer can change, so these, with the first address of each family, stand for all.
#include <algorithm>

#include "condition/family.h"

namespace iamproof {

void read_ip_range(std::string_view text, Operands& out) {
  if (const auto range = IpRange::parse(text)) out.ranges.push_back(*range);
}

bool ip_accepts(const Operands& operands, std::string_view value) {
  const auto address = IpAddress::parse(value);
  return address && std::any_of(operands.ranges.begin(), operands.ranges.end(),
                                [&](const IpRange& range) { return range.contains(*address); });
}

std::vector<std::string> ip_samples(const Predicates& predicates) {
  std::vector<std::string> out = {"198.51.100.7", "2001:db8::7", "0.0.0.0", "::"};
  for (const Predicate* predicate : predicates) {
    for (const IpRange& range : predicate->operands().ranges) {
      out.push_back(range.first.text());
      if (const auto after = range.last.next()) out.push_back(after->text());
    }
  }
  return out;
}

}  // namespace iamproof

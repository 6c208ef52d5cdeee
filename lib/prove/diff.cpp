#include "iamproof/diff.h"

namespace iamproof {

static Relation relation_of(const Answer& gained, const Answer& lost) {
  const auto is = [](const Answer& answer, auto verdict) {
    return std::holds_alternative<decltype(verdict)>(answer.verdict);
  };
  if (is(gained, Unknown{}) || is(lost, Unknown{})) return Relation::unknown;
  if (is(gained, Proved{})) return is(lost, Proved{}) ? Relation::equal : Relation::narrower;
  return is(lost, Proved{}) ? Relation::wider : Relation::incomparable;
}

std::string_view to_string(Relation relation) {
  switch (relation) {
    case Relation::equal:
      return "equal";
    case Relation::narrower:
      return "narrower";
    case Relation::wider:
      return "wider";
    case Relation::incomparable:
      return "incomparable";
    case Relation::unknown:
      break;
  }
  return "unknown";
}

Diff diff(const CompiledPolicies& earlier, const CompiledPolicies& later, const ProveOptions& options) {
  Diff result;
  result.gained = prove_no_new_access(later, earlier, options);
  result.lost = prove_no_new_access(earlier, later, options);
  result.relation = relation_of(result.gained, result.lost);
  return result;
}

}  // namespace iamproof

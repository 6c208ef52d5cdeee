/// Comparisons: what their formats have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/compare.h"
#include "iamproof/report.h"
#include "report/positions.h"

namespace iamproof {

struct DiffReport::Writer {
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  virtual ~Writer() = default;
  virtual std::string add(const Compared& pair) = 0;
  virtual std::string finish(const CompareTotals& totals) = 0;
};

std::unique_ptr<DiffReport::Writer> diff_text_writer(const Catalogue& catalogue, const TextOptions& options);
std::unique_ptr<DiffReport::Writer> diff_json_writer(const Catalogue& catalogue, const JsonOptions& options);
std::unique_ptr<DiffReport::Writer> diff_markdown_writer(const Catalogue& catalogue, const TextOptions& options);

/// Which way a difference goes.
enum class DiffDirection : std::uint8_t { gained, lost, newly_denied, no_longer_denied };

/// A difference of a pair, the side whose statements make it, and the other one.
struct DifferenceView {
  DiffDirection direction;
  const Difference& difference;
  const CompiledPolicies& own;
  const CompiledPolicies& other;

  const Breach& lead(const Stratum& stratum) const { return difference.breaches[stratum.breaches.front()]; }
};

/// All four, of a pair that was compared.
std::vector<DifferenceView> differences_of(const Compared& pair);

/// How many of a stratum's actions an Allow of the other side names as well: those differ in resources, conditions or
/// principals. Of the others the other side allows nothing.
std::size_t named_by_other(const Stratum& stratum, const DifferenceView& view);

/// The Allows of the other side that name an action, in document order.
std::vector<StatementRef> allows_of_other(ActionId action, const DifferenceView& view);

/// "are newly allowed", "is allowed in fewer cases" and so on.
std::string change_in_words(const Stratum& stratum, const DifferenceView& view);

/// Whether what is gained or lost already tells of a Deny: it is named there as what makes the difference, for all of
/// the actions.
bool is_told(const Stratum& denies, const Compared& pair);

/// All actions of the strata by gravity, gravest first: "3 pay, 20 write, and actions that AWS may add later".
std::string actions_in_words(const Difference& difference, const GravityScale& scale);

/// The relation of a pair in one sentence without its name: "it allows more than before (...), and nothing less".
std::string relation_in_words(const Compared& pair, const GravityScale& scale);

/// "added", "removed", "renamed from ...", or empty.
std::string change_of(const Compared& pair);

}  // namespace iamproof

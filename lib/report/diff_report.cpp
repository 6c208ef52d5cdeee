#include "report/diff_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "compile/statement.h"
#include "report/summary.h"

namespace iamproof {

std::vector<DifferenceView> differences_of(const Compared& pair) {
  const CompiledPolicies& earlier = *pair.earlier.policies;
  const CompiledPolicies& later = *pair.later.policies;
  return {{DiffDirection::gained, pair.gained, later, earlier},
          {DiffDirection::lost, pair.lost, earlier, later},
          {DiffDirection::newly_denied, pair.newly_denied, later, earlier},
          {DiffDirection::no_longer_denied, pair.no_longer_denied, earlier, later}};
}

std::size_t named_by_other(const Stratum& stratum, const DifferenceView& view) {
  std::vector<const CompiledStatement*> allows;
  for (const CompiledStatement& statement : view.other.impl().statements) {
    if (statement.effect == Effect::allow) allows.push_back(&statement);
  }
  return static_cast<std::size_t>(std::count_if(stratum.actions.begin(), stratum.actions.end(), [&](ActionId action) {
    return std::any_of(allows.begin(), allows.end(),
                       [&](const CompiledStatement* allow) { return allow->actions.catalogue.contains(action); });
  }));
}

std::vector<StatementRef> allows_of_other(ActionId action, const DifferenceView& view) {
  std::vector<StatementRef> out;
  for (const CompiledStatement& statement : view.other.impl().statements) {
    if (statement.effect == Effect::allow && statement.actions.catalogue.contains(action)) out.push_back(statement.ref);
  }
  return out;
}

std::string change_in_words(const Stratum& stratum, const DifferenceView& view) {
  const std::size_t count = stratum.actions.size();
  const std::string_view be = count == 1 ? "is" : "are";
  const bool gains = view.direction == DiffDirection::gained;
  if (view.direction == DiffDirection::newly_denied) return fmt::format("{} explicitly denied in more cases", be);
  if (view.direction == DiffDirection::no_longer_denied) return fmt::format("{} explicitly denied in fewer cases", be);
  const std::size_t named = named_by_other(stratum, view);
  if (stratum.actions.empty() || named == count) {
    return fmt::format("{} allowed in {} cases", be, gains ? "more" : "fewer");
  }
  if (named == 0) return fmt::format("{} {} allowed", be, gains ? "newly" : "no longer");
  if (gains) return fmt::format("are allowed: {} newly, {} in more cases than before", count - named, named);
  return fmt::format("are cut back: {} no longer allowed, {} in fewer cases", count - named, named);
}

bool is_told(const Stratum& denies, const Compared& pair) {
  // A Deny of the earlier version stands in the way of what is gained, one of the later version of what is lost.
  const Difference& difference = denies.of_reference ? pair.gained : pair.lost;
  return std::any_of(difference.strata.begin(), difference.strata.end(), [&](const Stratum& stratum) {
    return stratum.denied_by == denies.statement &&
           std::includes(stratum.actions.begin(), stratum.actions.end(), denies.actions.begin(), denies.actions.end());
  });
}

std::string actions_in_words(const Difference& difference, const GravityScale& scale) {
  std::vector<ActionId> all;
  bool future = false;
  for (const Stratum& stratum : difference.strata) {
    all.insert(all.end(), stratum.actions.begin(), stratum.actions.end());
    future = future || stratum.future_actions;
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::string out = all.empty() ? "" : fmt::format("{}: {}", plural(all.size(), "action"), gravities_of(all, scale));
  if (future) out += all.empty() ? "actions that AWS may add later" : "; and actions that AWS may add later";
  return out;
}

static std::string equality_in_words(const Compared& pair) {
  if (pair.earlier.paths.empty() || pair.later.paths.empty()) {
    return pair.type == PolicyType::rcp ? "it forbids nothing by itself" : "it allows nothing by itself";
  }
  return pair.same_text ? "the text is the same" : "the text differs, but it allows exactly the same requests";
}

std::string relation_in_words(const Compared& pair, const GravityScale& scale) {
  switch (pair.relation) {
    case Relation::equal:
      return equality_in_words(pair);
    case Relation::narrower:
      return fmt::format("it allows less than before ({}), and nothing new", actions_in_words(pair.lost, scale));
    case Relation::wider:
      return fmt::format("it allows more than before ({}), and nothing less", actions_in_words(pair.gained, scale));
    case Relation::incomparable:
      return fmt::format("it allows some requests that it did not ({}), and no longer allows others ({})",
                         actions_in_words(pair.gained, scale), actions_in_words(pair.lost, scale));
    case Relation::unknown:
      break;
  }
  return pair.reason;
}

std::string change_of(const Compared& pair) {
  if (pair.earlier.paths.empty()) return "added";
  if (pair.later.paths.empty()) return "removed";
  return pair.renamed_from.empty() ? "" : "renamed from " + pair.renamed_from;
}

static std::unique_ptr<DiffReport::Writer> writer_for(DiffFormat format, const Catalogue& catalogue,
                                                      const TextOptions& text, const JsonOptions& json) {
  switch (format) {
    case DiffFormat::json:
      return diff_json_writer(catalogue, json);
    case DiffFormat::markdown:
      return diff_markdown_writer(catalogue, text);
    case DiffFormat::text:
      break;
  }
  return diff_text_writer(catalogue, text);
}

DiffReport::DiffReport(DiffFormat format, const Catalogue& catalogue, TextOptions text, JsonOptions json)
    : writer_(writer_for(format, catalogue, text, json)) {}

DiffReport::~DiffReport() = default;

std::string DiffReport::add(const Compared& pair) {
  return writer_->add(pair);
}

std::string DiffReport::finish(const CompareTotals& totals) {
  return writer_->finish(totals);
}

}  // namespace iamproof

// Two versions of a document, or of several that are attached to one principal: read, placed, and compared both ways.
#include "iamproof/compare.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "compile/full_access.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

/// The text that stands for a document that is not there.
const std::shared_ptr<const Source>& no_document() {
  static const std::shared_ptr<const Source> source =
      std::make_shared<const Source>("", R"({"Version":"2012-10-17","Statement":[]})");
  return source;
}

Policy policy_of_no_statements(PolicyType type) {
  Policy policy;
  policy.source = no_document().get();
  policy.type = type;
  policy.span = {0, static_cast<std::uint32_t>(policy.source->text().size())};
  return policy;
}

class Pair {
 public:
  Pair(const Catalogue& catalogue, const CompareOptions& options) : catalogue_(catalogue), options_(options) {}

  Compared compare(VersionPair versions) && {
    out_.name = std::move(versions.name);
    out_.renamed_from = std::move(versions.renamed_from);
    out_.errors = std::move(versions.errors);
    const bool any = !versions.together;
    take(versions.earlier, any, out_.earlier);
    take(versions.later, any, out_.later);
    if (passes_over(versions.named)) {
      out_.passed_over = true;
      return std::move(out_);
    }
    const bool both = !out_.earlier.paths.empty() && !out_.later.paths.empty();
    std::vector<Policy> earlier = read(out_.earlier, options_.read);
    std::vector<Policy> later = read(out_.later, options_.read);
    if (out_.errors.empty() && both) agree_on_type(earlier, later);
    if (!out_.errors.empty()) return std::move(out_);
    out_.type = (later.empty() ? earlier : later).front().type;
    compile(std::move(earlier), out_.earlier);
    compile(std::move(later), out_.later);
    if (!out_.errors.empty()) {
      out_.earlier.policies.reset();
      out_.later.policies.reset();
      return std::move(out_);
    }
    out_.same_text = have_same_text();
    if (out_.same_text) {
      out_.relation = Relation::equal;
      out_.assumptions.clear();  // the same text rests on nothing
    } else {
      prove_both_ways();
      prove_denies();
    }
    return std::move(out_);
  }

 private:
  static void take(std::vector<Version>& versions, bool any, ComparedSide& side) {
    for (Version& version : versions) {
      auto source = std::make_shared<const Source>(version.path, std::move(version.text));
      if (!any && !looks_like_policy(*source)) continue;
      side.sources.push_back(std::move(source));
      side.paths.push_back(std::move(version.path));
    }
  }

  bool passes_over(bool named) const {
    if (named || !out_.errors.empty()) return false;
    const auto holds_one = [](const ComparedSide& side) {
      return std::any_of(side.sources.begin(), side.sources.end(),
                         [](const auto& source) { return looks_like_policy(*source); });
    };
    return !holds_one(out_.earlier) && !holds_one(out_.later);
  }

  std::vector<Policy> read(const ComparedSide& side, const ReadOptions& how) {
    std::vector<Policy> policies;
    for (const auto& source : side.sources) {
      Result<Reading> reading = parse(*source, how);
      if (!reading) {
        std::copy(reading.errors().begin(), reading.errors().end(), std::back_inserter(out_.errors));
      } else if (!looks_like_policy(*source)) {
        out_.errors.push_back({source->name(), {}, "is not a policy: expected an object with a `Statement` element"});
      } else {
        for (const Finding& fault : reading->faults) {
          if (fault.severity == Severity::error) {
            out_.errors.push_back({source->name(), source->position(fault.span.begin), fault.message});
          }
        }
        policies.push_back(std::move(reading->policy));
      }
    }
    return policies;
  }

  /// What a document is, is guessed from the elements it uses, of which one version may lack what tells. Then it is
  /// read again as what the other one is.
  void agree_on_type(std::vector<Policy>& earlier, std::vector<Policy>& later) {
    if (earlier.size() > 1 || later.size() > 1 || earlier.front().type == later.front().type) return;
    const PolicyType was = earlier.front().type;
    const PolicyType is = later.front().type;
    if (reads_as(is, out_.earlier, earlier) || reads_as(was, out_.later, later)) return;
    out_.errors.push_back({out_.later.paths.front(),
                           {},
                           fmt::format("is of type `{}`, and {} is of type `{}`; --type says what both are",
                                       to_string(is), in_backticks(out_.earlier.paths.front()), to_string(was))});
  }

  bool reads_as(PolicyType type, const ComparedSide& side, std::vector<Policy>& policies) const {
    Result<Reading> reading = parse(*side.sources.front(), {type, options_.read.limits});
    if (!reading || !reading->is_valid()) return false;
    policies.front() = std::move(reading->policy);
    return true;
  }

  void compile(std::vector<Policy> policies, ComparedSide& side) {
    PolicySet set;
    if (policies.size() > 1) {
      refuse_others_than_identity(policies);
      set.identity = std::move(policies);
    } else {
      Policy policy = policies.empty() ? policy_of_no_statements(out_.type) : std::move(policies.front());
      if (needs_full_access(policy)) out_.assumptions.emplace_back(beside_full_access);
      set = as_attached(std::move(policy));
    }
    if (side.sources.empty()) side.sources.push_back(no_document());
    Result<CompiledPolicies> compiled = iamproof::compile(std::move(set), catalogue_);
    if (compiled) {
      side.policies.emplace(std::move(*compiled));
    } else {
      std::copy(compiled.errors().begin(), compiled.errors().end(), std::back_inserter(out_.errors));
    }
  }

  void refuse_others_than_identity(const std::vector<Policy>& policies) {
    for (const Policy& policy : policies) {
      if (policy.type == PolicyType::identity) continue;
      out_.errors.push_back({policy.source->name(),
                             {},
                             fmt::format("is of type `{}`: only identity policies are attached to one principal",
                                         to_string(policy.type))});
    }
  }

  bool have_same_text() const {
    const auto same = [](const auto& a, const auto& b) { return a->text() == b->text(); };
    const auto &a = out_.earlier, &b = out_.later;
    return a.paths.empty() == b.paths.empty() &&
           std::equal(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(), same);
  }

  void prove_both_ways() {
    Diff result = diff(*out_.earlier.policies, *out_.later.policies, options_.prove);
    out_.relation = result.relation;
    take(result.gained, *out_.later.policies, *out_.earlier.policies, out_.gained);
    take(result.lost, *out_.earlier.policies, *out_.later.policies, out_.lost);
    std::sort(out_.assumptions.begin(), out_.assumptions.end());
    out_.assumptions.erase(std::unique(out_.assumptions.begin(), out_.assumptions.end()), out_.assumptions.end());
  }

  void take(Answer& answer, const CompiledPolicies& policies, const CompiledPolicies& reference, Difference& out) {
    std::move(answer.assumptions.begin(), answer.assumptions.end(), std::back_inserter(out_.assumptions));
    out.open = std::move(answer.open);
    if (const auto* unknown = std::get_if<Unknown>(&answer.verdict); unknown != nullptr && out_.reason.empty()) {
      out_.reason = unknown->reason;
    }
    auto* refuted = std::get_if<Refuted>(&answer.verdict);
    if (refuted == nullptr) return;
    out.breaches = std::move(refuted->breaches);
    out.strata = strata(out.breaches, policies, reference, GravityScale(catalogue_));
  }

  static bool has_effect(const Policy& policy, Effect effect) {
    return std::any_of(policy.statements.begin(), policy.statements.end(),
                       [&](const Statement& statement) { return statement.effect == effect; });
  }

  static bool has_deny(const CompiledPolicies& policies) {
    return std::any_of(policies.documents().begin(), policies.documents().end(),
                       [](const PlacedPolicy& placed) { return has_effect(*placed.policy, Effect::deny); });
  }

  void prove_denies() {
    const CompiledPolicies& later = *out_.later.policies;
    const CompiledPolicies& earlier = *out_.earlier.policies;
    if (!has_deny(later) && !has_deny(earlier)) return;
    Answer answer = prove_same_denies(later, earlier, options_.prove);
    for (const std::string& reason : answer.open) {
      out_.newly_denied.open.push_back("whether both explicitly deny the same: " + reason);
    }
    auto* refuted = std::get_if<Refuted>(&answer.verdict);
    if (refuted == nullptr) return;
    for (Breach& breach : refuted->breaches) {
      (breach.of_reference ? out_.no_longer_denied : out_.newly_denied).breaches.push_back(std::move(breach));
    }
    for (Difference* some : {&out_.newly_denied, &out_.no_longer_denied}) {
      some->strata = strata(some->breaches, later, earlier, GravityScale(catalogue_));
    }
  }

  const Catalogue& catalogue_;
  const CompareOptions& options_;
  Compared out_;
};

}  // namespace

Compared compare(VersionPair versions, const Catalogue& catalogue, const CompareOptions& options) {
  return Pair(catalogue, options).compare(std::move(versions));
}

void CompareTotals::add(const Compared& pair) {
  if (pair.passed_over) {
    ++passed_over;
  } else if (!pair.is_compared()) {
    ++not_compared;
  } else {
    std::size_t* const counts[] = {&equal, &narrower, &wider, &incomparable, &unknown};
    ++*counts[static_cast<std::size_t>(pair.relation)];
  }
}

Relation CompareTotals::relation() const {
  if (unknown + not_compared > 0) return Relation::unknown;
  if (incomparable > 0 || (wider > 0 && narrower > 0)) return Relation::incomparable;
  if (wider > 0) return Relation::wider;
  return narrower > 0 ? Relation::narrower : Relation::equal;
}

}  // namespace iamproof

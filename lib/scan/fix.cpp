// A text is looked at, some of its fixes are applied, and it is looked at anew, until a round applies nothing. First
// those that mend what the document says, for only what IAM accepts has a meaning that could be kept; then the others,
// each of which must be proved to keep it. All of a round are tried at once, and one by one where that does not hold:
//
//   {"statement": {"effect": "Allow", "Action": "*:*", "Resource": "*"}}
//
//   round 1   `Version` and `Statement` are written; until now IAM would refuse the document
//   round 2   `Effect` is written
//   round 3   `*` is written for `*:*`: proved to allow the same
//   round 4   nothing is left
#include "iamproof/fix.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "report/positions.h"

namespace iamproof {

namespace {

/// A text and what is to be said of it.
struct Looked {
  std::unique_ptr<const Source> source;
  std::optional<PolicyType> type;  ///< none if the text is not JSON
  bool is_valid = false;
  std::vector<Finding> fixable;  ///< in the order of their first edits
};

/// Edits of several fixes, in the order of the text, none overlapping another.
class Batch {
 public:
  bool fits(const Fix& fix) const {
    return std::all_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
      const auto after = std::lower_bound(edits_.begin(), edits_.end(), edit, comes_before);
      const bool reaches_next = after != edits_.end() && clash(edit, *after);
      return !reaches_next && (after == edits_.begin() || !clash(*std::prev(after), edit));
    });
  }

  void add(const Fix& fix) {
    const auto middle = static_cast<std::ptrdiff_t>(edits_.size());
    edits_.insert(edits_.end(), fix.edits.begin(), fix.edits.end());
    if (middle == 0 || !comes_before(fix.edits.front(), edits_[static_cast<std::size_t>(middle) - 1])) return;
    std::inplace_merge(edits_.begin(), edits_.begin() + middle, edits_.end(), comes_before);
  }

  const std::vector<Edit>& edits() const { return edits_; }

 private:
  static bool comes_before(const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; }
  /// `a` does not come after `b`. Two insertions at one place clash as well: which of them is first?
  static bool clash(const Edit& a, const Edit& b) { return a.span.begin == b.span.begin || a.span.end > b.span.begin; }

  std::vector<Edit> edits_;
};

/// Where a byte of the edited text was before; a byte of new text was where that was put.
std::size_t place_before(std::size_t offset, const std::vector<Edit>& edits) {
  std::size_t at = 0;      // of the edited text
  std::size_t before = 0;  // of the text as it was
  for (const Edit& edit : edits) {
    const std::size_t kept = edit.span.begin - before;
    if (offset < at + kept) break;
    at += kept;
    before = edit.span.begin;
    if (offset < at + edit.text.size()) return before;
    at += edit.text.size();
    before = edit.span.end;
  }
  return before + (offset - at);
}

class Fixer {
 public:
  Fixer(const std::string& path, std::string text, const Catalogue& catalogue, const FixOptions& options)
      : catalogue_(catalogue), options_(options) {
    out_.path = path;
    out_.before = text;
    out_.after = std::move(text);
  }

  Result<FixedDocument> run() && {
    const Source first(out_.path, out_.before);
    if (const Result<Reading> reading = parse(first, options_.read)) {
      out_.had_meaning = reading->is_valid();
    } else {
      return reading.errors();
    }
    const Positions positions(first.text(), first.first());
    positions_ = &positions;
    bool changed = true;
    for (std::size_t round = 0; changed && round < options_.rounds; ++round) {
      const Looked looked = look_at(out_.after);
      out_.left.clear();
      changed = apply(looked, true) || apply(looked, false);
    }
    if (changed) give_up();
    finish();
    return std::move(out_);
  }

 private:
  Looked look_at(const std::string& text) const {
    Looked looked;
    looked.source = std::make_unique<const Source>(out_.path, text);
    ReadOptions read = options_.read;
    read.limits.faults = std::numeric_limits<std::size_t>::max();  // each may have a fix
    Result<Reading> reading = parse(*looked.source, read);
    if (!reading) return looked;
    looked.type = reading->policy.type;
    looked.is_valid = reading->is_valid();
    std::vector<Finding> findings = std::move(reading->faults);
    if (options_.find) {
      std::vector<Finding> own = options_.find(reading->policy);
      std::move(own.begin(), own.end(), std::back_inserter(findings));
    }
    if (options_.lint) {
      LintReport report = checks_of(std::move(reading->policy), looked.is_valid);
      std::move(report.findings.begin(), report.findings.end(), std::back_inserter(findings));
    }
    std::vector<std::pair<std::uint32_t, std::size_t>> order;  // where the first edit begins, and of which finding
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].fix) order.emplace_back(findings[i].fix->edits.front().span.begin, i);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [begin, i] : order) looked.fixable.push_back(std::move(findings[i]));
    return looked;
  }

  LintReport checks_of(Policy policy, bool is_valid) const {
    if (is_valid) {
      if (const Result<CompiledPolicies> compiled = compile(in_its_part(policy), catalogue_)) {
        return lint(*compiled, options_.checks);
      }
    }
    return lint(policy, catalogue_, options_.checks);
  }

  /// Fixes that are applied together.
  struct Chosen {
    std::vector<const Finding*> findings;
    Batch batch;
  };

  /// Applies what can be applied of one kind. Whether anything was.
  bool apply(const Looked& looked, bool changes_meaning) {
    Chosen candidates;
    for (const Finding& finding : looked.fixable) {
      if (finding.fix->changes_meaning != changes_meaning || !candidates.batch.fits(*finding.fix)) continue;
      candidates.batch.add(*finding.fix);
      candidates.findings.push_back(&finding);
    }
    Chosen good;
    choose(looked, candidates.findings, good);
    if (good.findings.empty()) return false;
    accept(looked, good);
    return true;
  }

  /// Adds to `good` those of `some`, all of one kind, that do what they promise beside what is in it. All at once if
  /// that holds, else each half for itself: few that are wrong among many cost little.
  void choose(const Looked& looked, std::span<const Finding* const> some, Chosen& good) {
    if (some.empty()) return;
    Batch more = good.batch;
    for (const Finding* finding : some) more.add(*finding->fix);
    std::string why_not = objection(looked, more, some.front()->fix->changes_meaning);
    if (why_not.empty()) {
      good.batch = std::move(more);
      good.findings.insert(good.findings.end(), some.begin(), some.end());
    } else if (some.size() == 1) {
      leave(*some.front(), std::move(why_not));
    } else {
      choose(looked, some.first(some.size() / 2), good);
      choose(looked, some.subspan(some.size() / 2), good);
    }
  }

  /// Why the edits are not to be made; empty if they do what they promise.
  std::string objection(const Looked& looked, const Batch& batch, bool changes_meaning) const {
    std::string text = with_edits(looked.source->text(), batch.edits());
    return changes_meaning ? objection_to_new_meaning(looked, std::move(text))
                           : objection_to_same_meaning(looked, std::move(text));
  }

  std::string objection_to_new_meaning(const Looked& looked, std::string text) const {
    const Source source(out_.path, std::move(text));
    const Result<Reading> reading = parse(source, options_.read);
    if (!reading) return fmt::format("it would leave no policy: {}", reading.errors().front().message);
    if (looked.is_valid && !reading->is_valid()) return "IAM would refuse the outcome";
    return {};
  }

  std::string objection_to_same_meaning(const Looked& looked, std::string text) const {
    if (!looked.is_valid) return "IAM would refuse the document: it has no meaning that could be kept";
    const Compared compared = compare(std::string(looked.source->text()), std::move(text), *looked.type);
    if (!compared.is_compared()) return "IAM would refuse the outcome";
    return keeps_meaning(compared);
  }

  /// Why two versions are not proved to mean the same: to allow the same and to deny the same, whatever is beside them.
  static std::string keeps_meaning(const Compared& compared) {
    if (compared.relation == Relation::unknown) {
      return fmt::format("it is not proved to keep the meaning: {}", compared.reason);
    }
    if (compared.relation != Relation::equal) {
      return fmt::format("it would change the meaning: the outcome is {}", to_string(compared.relation));
    }
    if (!compared.newly_denied.is_empty()) return "it would change the meaning: the outcome denies more";
    if (!compared.no_longer_denied.is_empty()) return "it would change the meaning: the outcome denies less";
    for (const Difference* denies : {&compared.newly_denied, &compared.no_longer_denied}) {
      if (!denies->open.empty()) return fmt::format("it is not proved to keep the meaning: {}", denies->open.front());
    }
    return {};
  }

  Compared compare(std::string before, std::string after, PolicyType type) const {
    VersionPair versions;
    versions.name = out_.path;
    versions.earlier.push_back({out_.path, std::move(before)});
    versions.later.push_back({out_.path, std::move(after)});
    versions.named = true;
    CompareOptions options;
    options.read = options_.read;
    options.read.type = type;
    options.prove = options_.prove;
    return iamproof::compare(std::move(versions), catalogue_, options);
  }

  Position first_position(std::size_t offset) const {
    for (auto edits = history_.rbegin(); edits != history_.rend(); ++edits) offset = place_before(offset, *edits);
    return positions_->at(offset);
  }

  void leave(const Finding& finding, std::string reason) {
    out_.left.push_back({finding, first_position(finding.span.begin), std::move(reason)});
  }

  void accept(const Looked& looked, const Chosen& chosen) {
    for (const Finding* finding : chosen.findings) {
      out_.applied.push_back({*finding, first_position(finding->span.begin)});
    }
    out_.after = with_edits(looked.source->text(), chosen.batch.edits());
    history_.push_back(chosen.batch.edits());
  }

  /// The rounds are used up.
  void give_up() {
    const Looked looked = look_at(out_.after);
    out_.left.clear();
    for (const Finding& finding : looked.fixable) {
      leave(finding, fmt::format("{} rounds were not enough", options_.rounds));
    }
  }

  /// What all of it comes to. Steps that each keep the meaning keep it together; should the whole not be proved to,
  /// none of it is done.
  void finish() {
    const auto in_order = [](const auto& a, const auto& b) {
      return std::tie(a.position.line, a.position.column) < std::tie(b.position.line, b.position.column);
    };
    std::stable_sort(out_.applied.begin(), out_.applied.end(), in_order);
    std::stable_sort(out_.left.begin(), out_.left.end(), in_order);
    const Looked last = look_at(out_.after);
    out_.has_meaning = last.is_valid;
    if (!out_.is_changed() || !out_.had_meaning || !out_.has_meaning) return;
    Compared compared = compare(out_.before, out_.after, *last.type);
    const bool is_meant = std::any_of(out_.applied.begin(), out_.applied.end(),
                                      [](const AppliedFix& fix) { return fix.finding.fix->changes_meaning; });
    if (!is_meant && !keeps_meaning(compared).empty()) return undo(keeps_meaning(compared));
    out_.comparison.emplace(std::move(compared));
  }

  void undo(const std::string& why) {
    for (AppliedFix& fix : out_.applied) out_.left.push_back({std::move(fix.finding), fix.position, why});
    out_.applied.clear();
    out_.after = out_.before;
    out_.has_meaning = out_.had_meaning;
  }

  const Catalogue& catalogue_;
  const FixOptions& options_;
  const Positions* positions_ = nullptr;    ///< of the text as it was at first
  std::vector<std::vector<Edit>> history_;  ///< of each round
  FixedDocument out_;
};

}  // namespace

Result<FixedDocument> apply_fixes(const std::string& path, std::string text, const Catalogue& catalogue,
                                  const FixOptions& options) {
  return Fixer(path, std::move(text), catalogue, options).run();
}

}  // namespace iamproof

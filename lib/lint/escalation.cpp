// A way is open when each of its steps is given away to plain requests by some Allow, its own one for each step if need
// be. The statement that a finding is about is the one of the first step: for a role that is passed, iam:PassRole.
#include "lint/escalation.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "lint/data.h"

namespace iamproof {

namespace {

std::vector<PlainAction> steps_of(const DataRow& row, const Catalogue& catalogue) {
  std::vector<PlainAction> out;
  for (const std::string_view written : split(row.at(2), ' ')) {
    const std::vector<std::string_view> parts = split(written, '@');
    const std::string_view name = parts.front();
    auto step = plain_action(name, catalogue);
    if (!step) return {};
    if (parts.size() > 1) step->on = parts.back();
    if (name == "iam:PassRole" && row.at(3) != "-")
      step->carries.push_back({"iam:passedtoservice", split(row.at(3), ' ')});
    out.push_back(std::move(*step));
  }
  return out;
}

class Search {
 public:
  Search(const Subject& subject, std::uint64_t step_budget, Reporter& reporter)
      : subject_(subject), reporter_(reporter), grants_(subject, step_budget, reporter) {}

  void look_at(const EscalationWay& way) {
    if (!is_named(way)) return;
    std::vector<const CompiledStatement*> givers;
    for (const PlainAction& step : way.steps) {
      const CompiledStatement* giver = giver_of(step);
      if (giver == nullptr) return;
      givers.push_back(giver);
    }
    const CompiledStatement* lead = givers.front();
    auto [found, first] = found_.try_emplace(lead->ref, Found{&way, std::move(givers), 0});
    if (!first) ++found->second.others;
  }

  void report() const {
    for (const auto& [ref, found] : found_) report(found);
  }

 private:
  struct Found {
    const EscalationWay* way;
    std::vector<const CompiledStatement*> givers;  ///< of each step
    std::size_t others;
  };

  bool is_named(const EscalationWay& way) const {
    return std::all_of(way.steps.begin(), way.steps.end(), [&](const PlainAction& step) {
      return std::any_of(subject_.allows().begin(), subject_.allows().end(), [&](const CompiledStatement* allow) {
        return allow->actions.catalogue.contains(step.action);
      });
    });
  }

  /// Steps come back in way after way.
  const CompiledStatement* giver_of(const PlainAction& step) {
    std::string key = fmt::format("{} {}", step.action, step.on);
    for (const Carried& carried : step.carries)
      key += fmt::format(" {}={}", carried.key, fmt::join(carried.values, " "));
    const auto known = givers_.find(key);
    if (known != givers_.end()) return known->second;
    return givers_.emplace(std::move(key), grants_.giver_of(step)).first->second;
  }

  /// "`iam:PassRole` with `ecs:RegisterTaskDefinition` and `ecs:CreateService` of `Tasks`".
  std::string actions_of(const Found& found) const {
    const std::vector<std::size_t> named = once_each(found);
    std::string out;
    for (std::size_t i = 0; i < named.size(); ++i) {
      const std::string_view before = i == 0 ? "" : i == 1 ? " with " : i + 1 == named.size() ? " and " : ", ";
      const ActionId action = found.way->steps[named[i]].action;
      out += fmt::format("{}`{}`", before, subject_.policies().catalogue().action_name(action));
      const CompiledStatement* giver = found.givers[named[i]];
      const bool last_of_giver = i + 1 == named.size() || found.givers[named[i + 1]] != giver;
      if (giver != found.givers.front() && last_of_giver) {
        out += fmt::format(" of {}", reporter_.name_of(*giver, *found.givers.front()));
      }
    }
    return out;
  }

  /// The steps without those that repeat an action on something else.
  static std::vector<std::size_t> once_each(const Found& found) {
    const std::vector<PlainAction>& steps = found.way->steps;
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool named = std::any_of(out.begin(), out.end(),
                                     [&](std::size_t earlier) { return steps[earlier].action == steps[i].action; });
      if (!named) out.push_back(i);
    }
    return out;
  }

  /// Where the other actions are named, as far as that is in the document of the first one.
  std::vector<RelatedPlace> other_places(const Found& found, const RelatedPlace& first) const {
    std::vector<RelatedPlace> out;
    for (std::size_t i = 1; i < found.givers.size(); ++i) {
      if (found.givers[i]->ref.policy != found.givers.front()->ref.policy) continue;
      RelatedPlace place = entry_of(subject_, *found.givers[i], found.way->steps[i].action);
      const auto is_it = [&](const RelatedPlace& other) { return other.pointer == place.pointer; };
      if (!is_it(first) && std::none_of(out.begin(), out.end(), is_it)) out.push_back(std::move(place));
    }
    std::sort(out.begin(), out.end(),
              [](const RelatedPlace& a, const RelatedPlace& b) { return a.span.begin < b.span.begin; });
    return out;
  }

  void report(const Found& found) const {
    const RelatedPlace at = entry_of(subject_, *found.givers.front(), found.way->steps.front().action);
    const std::string more =
        found.others == 0 ? "" : fmt::format(", and in {} more way{}", found.others, found.others == 1 ? "" : "s");
    reporter_.at_entry(
        *found.givers.front(), at, Severity::security_warning,
        fmt::format("{} {} its holders {} ({}){}", actions_of(found), "lets", found.way->gist, found.way->id, more),
        "leave one of these actions out, or name the resources that they are needed on", other_places(found, at));
  }

  const Subject& subject_;
  Reporter& reporter_;
  PlainGrants grants_;
  std::map<StatementRef, Found> found_;
  std::map<std::string, const CompiledStatement*> givers_;
};

}  // namespace

EscalationWays::EscalationWays(const Catalogue& catalogue) {
  std::vector<ActionId> first;
  for (const DataRow& row : data_rows("privilege-escalation")) {
    EscalationWay way{row.at(0), row.at(1), row.at(4), steps_of(row, catalogue)};
    if (way.steps.empty()) continue;
    first.push_back(way.steps.front().action);
    ways.push_back(std::move(way));
  }
  std::sort(first.begin(), first.end());
  leads = ActionGroup(first);
}

bool is_through_workloads(const EscalationWay& way) {
  return way.kind == "running-role";
}

bool is_over_organization(const EscalationWay& way) {
  return way.kind == "organization" || way.kind == "identity-center";
}

void report_escalation(const Subject& subject, std::uint64_t step_budget, Reporter& reporter,
                       bool (*wanted)(const EscalationWay& way)) {
  with_facts<EscalationWays>(subject.policies().catalogue(), [&](const EscalationWays& known) {
    if (!known.leads.met_by_any(subject.allows())) return;
    Search search(subject, step_budget, reporter);
    for (const EscalationWay& way : known.ways) {
      if (wanted(way)) search.look_at(way);
    }
    search.report();
  });
}

}  // namespace iamproof

// Two actions that lie in the same statements cannot be told apart by any of them, so the search need not try both.
//
// Actions of the catalogue are split statement by statement: starting from one class of all, each statement cuts the
// classes it meets into the part inside it and the part outside. The work is the number of (statement, action) pairs.
//
// Actions outside the catalogue (AWS adds some every week) form a language. For a service that some pattern names, the
// patterns' automata give one name for each combination of patterns that some name meets. All other services, known or
// not, look alike to every statement: only `*` and the Not-forms reach them, so one made-up service stands for them
// all.
//
//   Allow ["s3:Get*", "s3:GetObject*"], Deny "s3:*Tagging"
//   classes: catalogue s3:GetBucketAcl..., s3:GetObject..., s3:GetObjectTagging..., s3:GetBucketTagging,
//   s3:PutObjectTagging...
//            outside   s3:getx, s3:getobjectx, s3:getobjectxtagging, s3:getxtagging, s3:xtagging
#include "prove/action_classes.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace iamproof {

namespace {

using Statements = std::vector<const CompiledStatement*>;

/// What one step of a budget buys where actions are only counted through.
constexpr std::uint64_t actions_per_step = 32;

constexpr std::string_view name_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-_.";

bool any_needed(const Statements& in_class, const NeededStatement& needed) {
  return std::any_of(in_class.begin(), in_class.end(), [&](const CompiledStatement* s) { return needed(*s); });
}

/// Splits the actions of the catalogue; gives each its class number. False: out of budget.
bool partition(const Statements& statements, Budget& budget, std::vector<std::uint32_t>& class_of) {
  std::uint32_t class_count = 1;
  std::vector<std::uint32_t> inside_part;  // by class: the class of its part inside the statement, or 0
  std::vector<std::uint32_t> touched;
  for (const CompiledStatement* statement : statements) {
    std::uint64_t work = 64;
    inside_part.resize(class_count, 0);
    statement->actions.catalogue.for_each([&](std::size_t action) {
      ++work;
      const std::uint32_t old = class_of[action];
      if (inside_part[old] == 0) {
        inside_part[old] = class_count++;
        touched.push_back(old);
      }
      class_of[action] = inside_part[old];
    });
    for (const std::uint32_t old : touched) inside_part[old] = 0;
    touched.clear();
    if (!budget.spend(work / actions_per_step)) return false;
  }
  return true;
}

bool add_catalogue_classes(const Statements& statements, std::size_t action_count, Budget& budget,
                           std::vector<ActionClass>& out) {
  std::vector<std::uint32_t> class_of(action_count, 0);
  if (!partition(statements, budget, class_of)) return false;
  std::unordered_map<std::uint32_t, std::size_t> index_of;
  Bitset first(action_count);  // an action of each class
  for (ActionId action = 0; action < action_count; ++action) {
    const auto [at, is_new] = index_of.try_emplace(class_of[action], out.size());
    if (is_new) {
      out.emplace_back();
      first.insert(action);
    }
    out[at->second].members.push_back(action);
  }
  for (const CompiledStatement* statement : statements) {
    std::uint64_t work = 64;
    first.for_each_common(statement->actions.catalogue, [&](std::size_t action) {
      ++work;
      out[index_of.find(class_of[action])->second].statements.push_back(statement);
    });
    if (!budget.spend(work / actions_per_step)) return false;
  }
  return true;
}

/// Finds the classes of actions that the catalogue does not have.
class Outside {
 public:
  Outside(const Statements& statements, const Catalogue& catalogue, Budget& budget)
      : statements_(statements), catalogue_(catalogue), budget_(budget) {}

  bool add_classes(const NeededStatement& needed_a, const NeededStatement& needed_b, std::vector<ActionClass>& out) {
    add(fresh_service() + ":newaction", out);
    const Reach reach_a(statements_, needed_a);
    const Reach reach_b(statements_, needed_b);
    for (const auto& [service, patterns] : patterns_by_service()) {
      if (!reach_a.includes(service) || !reach_b.includes(service)) continue;
      if (!add_service(service, patterns, out)) return false;
    }
    return true;
  }

 private:
  using Patterns = std::map<std::string_view, const Glob*>;  // by their text

  /// The services of which names outside the catalogue may lie in some of the statements.
  class Reach {
   public:
    Reach(const Statements& statements, const NeededStatement& needed) {
      for (const CompiledStatement* statement : statements) {
        if (needed(*statement)) add(statement->actions);
      }
    }
    bool includes(std::string_view service) const { return everywhere_ || services_.contains(service); }

   private:
    void add(const ActionElement& actions) {
      everywhere_ = everywhere_ || actions.negated;
      for (const std::uint32_t i : actions.outside) {
        const ActionPattern& pattern = actions.patterns[i];
        everywhere_ = everywhere_ || pattern.kind == ActionPattern::Kind::everything;
        services_.insert(pattern.service());
      }
    }
    bool everywhere_ = false;
    std::set<std::string_view> services_;
  };

  std::map<std::string_view, Patterns> patterns_by_service() const {
    std::map<std::string_view, Patterns> out;
    for (const CompiledStatement* statement : statements_) {
      for (const std::uint32_t i : statement->actions.outside) {
        const ActionPattern& pattern = statement->actions.patterns[i];
        if (pattern.kind != ActionPattern::Kind::everything)
          out[pattern.service()].emplace(pattern.text, &pattern.glob);
      }
    }
    return out;
  }

  bool add_service(std::string_view service, const Patterns& patterns, std::vector<ActionClass>& out) {
    std::vector<const Glob*> globs;
    for (const auto& [text, glob] : patterns) globs.push_back(glob);
    std::vector<std::string_view> known;
    if (const auto id = catalogue_.find_service(service)) {
      const ServiceInfo info = catalogue_.service(*id);
      for (ActionId a = info.first_action; a < info.first_action + info.action_count; ++a) {
        known.push_back(catalogue_.action_name_folded(a));
      }
    }
    const auto found = signatures(globs, std::string(service) + ":", name_alphabet, known, budget_);
    if (!found) return false;
    for (const Signature& signature : *found) {
      add(signature.text, out);
      if (!budget_.spend(1 + statements_.size() / actions_per_step)) return false;
    }
    return true;
  }

  void add(const std::string& name, std::vector<ActionClass>& out) const {
    ActionClass added;
    added.outside = name;
    for (const CompiledStatement* statement : statements_) {
      if (statement->actions.matches_outside(name)) added.statements.push_back(statement);
    }
    out.push_back(std::move(added));
  }

  /// A prefix that no service and no pattern has.
  std::string fresh_service() const {
    const auto patterns = patterns_by_service();
    std::string name = "newservice";
    while (catalogue_.find_service(name) || patterns.contains(name)) name += 'x';
    return name;
  }

  const Statements& statements_;
  const Catalogue& catalogue_;
  Budget& budget_;
};

}  // namespace

std::optional<std::vector<ActionClass>> action_classes(const Statements& statements, const NeededStatement& needed_a,
                                                       const NeededStatement& needed_b, const Catalogue& catalogue,
                                                       bool closed, Budget& budget) {
  std::vector<ActionClass> classes;
  if (!add_catalogue_classes(statements, catalogue.action_count(), budget, classes)) return std::nullopt;
  if (!closed && !Outside(statements, catalogue, budget).add_classes(needed_a, needed_b, classes)) return std::nullopt;
  std::erase_if(classes, [&](const ActionClass& c) {
    return !any_needed(c.statements, needed_a) || !any_needed(c.statements, needed_b);
  });
  return classes;
}

}  // namespace iamproof

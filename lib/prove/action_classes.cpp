// Two actions that lie in the same statements cannot be told apart by any of them, so the search need not try both.
//
// Actions of the catalogue are split statement by statement: starting from one class of all, each statement cuts the
// classes it meets into the part inside it and the part outside. The work is the number of (statement, action) pairs.
//
// Actions outside the catalogue (AWS adds some every week) form a language. For a service that some pattern names, the
// patterns' automata give one name for each combination of patterns that some name meets. All other services, known or not,
// look alike to every statement: only `*` and the Not-forms reach them, so one made-up service stands for them all.
//
//   Allow ["s3:Get*", "s3:GetObject*"], Deny "s3:*Tagging"
//   classes: catalogue s3:GetBucketAcl..., s3:GetObject..., s3:GetObjectTagging..., s3:GetBucketTagging, s3:PutObjectTagging...
//            outside   s3:getx, s3:getobjectx, s3:getobjectxtagging, s3:getxtagging, s3:xtagging
#include "prove/action_classes.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace iamproof {

namespace {

using Statements = std::vector<const CompiledStatement*>;

constexpr std::string_view name_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-_.";

/// Whether every statement list that must meet a class does.
bool meets(const Statements& in_class, const Statements& needed) {
  return needed.empty() || std::any_of(needed.begin(), needed.end(), [&](const CompiledStatement* statement) {
           return std::find(in_class.begin(), in_class.end(), statement) != in_class.end();
         });
}

/// Splits the actions of the catalogue; gives each its class number.
std::vector<std::uint32_t> partition(const Statements& statements, std::size_t action_count) {
  std::vector<std::uint32_t> class_of(action_count, 0);
  std::uint32_t class_count = 1;
  std::unordered_map<std::uint32_t, std::uint32_t> inside_part;
  for (const CompiledStatement* statement : statements) {
    inside_part.clear();
    statement->actions.catalogue.for_each([&](std::size_t action) {
      const auto [at, is_new] = inside_part.try_emplace(class_of[action], class_count);
      if (is_new) ++class_count;
      class_of[action] = at->second;
    });
  }
  return class_of;
}

void add_catalogue_classes(const Statements& statements, std::size_t action_count, std::vector<ActionClass>& out) {
  const auto class_of = partition(statements, action_count);
  std::unordered_map<std::uint32_t, std::size_t> index_of;
  for (ActionId action = 0; action < action_count; ++action) {
    const auto [at, is_new] = index_of.try_emplace(class_of[action], out.size());
    if (is_new) {
      ActionClass& added = out.emplace_back();
      for (const CompiledStatement* statement : statements) {
        if (statement->actions.catalogue.contains(action)) added.statements.push_back(statement);
      }
    }
    out[at->second].members.push_back(action);
  }
}

/// Finds the classes of actions that the catalogue does not have.
class Outside {
 public:
  Outside(const Statements& statements, const Catalogue& catalogue, Budget& budget)
      : statements_(statements), catalogue_(catalogue), budget_(budget) {}

  bool add_classes(const Statements& needed_a, const Statements& needed_b, std::vector<ActionClass>& out) {
    add(fresh_service() + ":newaction", out);
    for (const auto& [service, patterns] : patterns_by_service()) {
      if (!can_reach(needed_a, service) || !can_reach(needed_b, service)) continue;
      if (!add_service(service, patterns, out)) return false;
    }
    return true;
  }

 private:
  using Patterns = std::vector<const Glob*>;

  /// Whether a name of the service outside the catalogue may lie in some of the statements.
  static bool can_reach(const Statements& needed, std::string_view service) {
    return needed.empty() || std::any_of(needed.begin(), needed.end(), [&](const CompiledStatement* statement) {
             const ActionElement& actions = statement->actions;
             return actions.negated || std::any_of(actions.outside.begin(), actions.outside.end(), [&](std::uint32_t i) {
                      const ActionPattern& pattern = actions.patterns[i];
                      return pattern.kind == ActionPattern::Kind::everything || pattern.service() == service;
                    });
           });
  }

  std::map<std::string_view, Patterns> patterns_by_service() const {
    std::map<std::string_view, Patterns> out;
    for (const CompiledStatement* statement : statements_) {
      for (const std::uint32_t i : statement->actions.outside) {
        const ActionPattern& pattern = statement->actions.patterns[i];
        if (pattern.kind != ActionPattern::Kind::everything) out[pattern.service()].push_back(&pattern.glob);
      }
    }
    return out;
  }

  bool add_service(std::string_view service, Patterns patterns, std::vector<ActionClass>& out) {
    const auto before = [](const Glob* a, const Glob* b) { return a->tokens().size() < b->tokens().size(); };
    std::sort(patterns.begin(), patterns.end(), before);
    const auto same = [](const Glob* a, const Glob* b) { return *a == *b; };
    Patterns distinct;
    for (const Glob* pattern : patterns) {
      if (std::none_of(distinct.begin(), distinct.end(), [&](const Glob* seen) { return same(seen, pattern); })) {
        distinct.push_back(pattern);
      }
    }
    std::vector<std::string_view> known;
    if (const auto id = catalogue_.find_service(service)) {
      const ServiceInfo info = catalogue_.service(*id);
      for (ActionId a = info.first_action; a < info.first_action + info.action_count; ++a) {
        known.push_back(catalogue_.action_name_folded(a));
      }
    }
    const auto found = signatures(distinct, std::string(service) + ":", name_alphabet, known, budget_);
    if (!found) return false;
    for (const Signature& signature : *found) add(signature.text, out);
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
    std::string name = "newservice";
    const auto taken = [&](const CompiledStatement* statement) {
      const auto& patterns = statement->actions.patterns;
      return std::any_of(patterns.begin(), patterns.end(),
                         [&](const ActionPattern& pattern) { return pattern.service() == name; });
    };
    while (catalogue_.find_service(name) || std::any_of(statements_.begin(), statements_.end(), taken)) name += 'x';
    return name;
  }

  const Statements& statements_;
  const Catalogue& catalogue_;
  Budget& budget_;
};

}  // namespace

std::optional<std::vector<ActionClass>> action_classes(const Statements& statements, const Statements& needed_a,
                                                       const Statements& needed_b, const Catalogue& catalogue,
                                                       bool closed, Budget& budget) {
  std::vector<ActionClass> classes;
  add_catalogue_classes(statements, catalogue.action_count(), classes);
  if (!closed && !Outside(statements, catalogue, budget).add_classes(needed_a, needed_b, classes)) return std::nullopt;
  std::erase_if(classes, [&](const ActionClass& c) {
    return !meets(c.statements, needed_a) || !meets(c.statements, needed_b);
  });
  return classes;
}

}  // namespace iamproof

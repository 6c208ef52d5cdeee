// Two actions that lie in the same statements cannot be told apart by any of them, so the search need not try both.
//
// Actions of the catalogue are numbered, and a statement's are a set of bits. Sixty-four of them at a time are cut by
// every statement that names some of them and not all; most words are not cut at all. What an action ends up with is
// the set of the statements that name it.
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
#include <bit>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

namespace iamproof {

namespace {

using Statements = std::vector<const CompiledStatement*>;

/// What one step of a budget buys where actions are only counted through.
constexpr std::uint64_t actions_per_step = 32;

constexpr std::string_view name_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-_.";

/// Splits actions of the catalogue by the statements that name them. A set of statements is a path down a tree, which
/// has a branch for each statement that names something.
class Partition {
 public:
  Partition(const Statements& statements, std::vector<ActionClass>& out) : statements_(statements), out_(out) {}

  /// False: out of budget.
  bool run(const Bitset& wanted, Budget& budget) {
    constexpr std::uint64_t words_per_step = 64;
    for (std::size_t word = 0; word < wanted.words().size(); ++word) {
      if (wanted.words()[word] == 0) continue;
      split(word, wanted.words()[word]);
      if (!budget.spend(1 + statements_.size() * parts_.size() / words_per_step)) return false;
      std::sort(parts_.begin(), parts_.end(),
                [](const Part& a, const Part& b) { return std::countr_zero(a.actions) < std::countr_zero(b.actions); });
      for (const Part& part : parts_) add(word, part);
    }
    return true;
  }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  struct Part {
    std::uint64_t actions;  // bits of the word
    std::uint32_t node;
  };

  struct Node {
    std::uint32_t parent;
    std::uint32_t statement;
    std::uint32_t index = none;  // of the class, where there is one
  };

  void split(std::size_t word, std::uint64_t wanted) {
    parts_.assign(1, {wanted, 0});
    for (std::uint32_t i = 0; i < statements_.size(); ++i) {
      const std::uint64_t named = statements_[i]->actions.catalogue.words()[word];
      if ((named & wanted) == 0) continue;
      const std::size_t count = parts_.size();
      for (std::size_t p = 0; p < count; ++p) {
        const std::uint64_t inside = parts_[p].actions & named;
        if (inside == 0) continue;
        if (inside != parts_[p].actions) parts_.push_back({parts_[p].actions & ~named, parts_[p].node});
        parts_[p] = {inside, child(parts_[p].node, i)};
      }
    }
  }

  std::uint32_t child(std::uint32_t node, std::uint32_t statement) {
    const std::uint64_t branch = (std::uint64_t{node} << 32U) | statement;
    const auto [at, is_new] = children_.try_emplace(branch, static_cast<std::uint32_t>(nodes_.size()));
    if (is_new) nodes_.push_back({node, statement});
    return at->second;
  }

  void add(std::size_t word, const Part& part) {
    Node& node = nodes_[part.node];
    if (node.index == none) {
      node.index = static_cast<std::uint32_t>(out_.size());
      out_.push_back({{}, {}, statements_of(part.node)});
    }
    std::vector<ActionId>& members = out_[node.index].members;
    for (std::uint64_t bits = part.actions; bits != 0; bits &= bits - 1) {
      members.push_back(static_cast<ActionId>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
    }
  }

  Statements statements_of(std::uint32_t node) const {
    Statements out;
    for (; node != 0; node = nodes_[node].parent) out.push_back(statements_[nodes_[node].statement]);
    std::reverse(out.begin(), out.end());
    return out;
  }

  const Statements& statements_;
  std::vector<ActionClass>& out_;
  std::vector<Part> parts_;
  std::vector<Node> nodes_{{0, none}};
  std::unordered_map<std::uint64_t, std::uint32_t> children_;
};

/// Finds the classes of actions that the catalogue does not have.
class Outside {
 public:
  Outside(const Statements& statements, const Catalogue& catalogue, Budget& budget)
      : statements_(statements), catalogue_(catalogue), budget_(budget) {}

  bool add_classes(const ActionScope& scope, std::vector<ActionClass>& out) {
    if (scope.everywhere) {
      add(fresh_service() + ":newaction", out);
      for (const auto& [service, patterns] : patterns_by_service()) {
        if (!add_service(service, patterns, out)) return false;
      }
      return true;
    }
    std::map<std::string_view, const ActionPattern*> wanted;
    for (const ActionPattern* pattern : scope.outside) wanted.emplace(pattern->text, pattern);
    for (const auto& [text, pattern] : wanted) {
      if (!add_pattern(*pattern, out)) return false;
    }
    return true;
  }

 private:
  using Patterns = std::map<std::string_view, const Glob*>;  // by their text

  std::map<std::string_view, Patterns> patterns_by_service() const {
    std::map<std::string_view, Patterns> out;
    for_each_pattern(
        [&](const ActionPattern& pattern) { out[pattern.service()].emplace(pattern.text, &pattern.glob); });
    return out;
  }

  /// That matches names outside the catalogue, and not all of them.
  template <class Visit>
  void for_each_pattern(Visit visit) const {
    for (const CompiledStatement* statement : statements_) {
      for (const std::uint32_t i : statement->actions.outside) {
        const ActionPattern& pattern = statement->actions.patterns[i];
        if (pattern.kind != ActionPattern::Kind::everything) visit(pattern);
      }
    }
  }

  bool add_service(std::string_view service, const Patterns& patterns, std::vector<ActionClass>& out) {
    std::vector<const Glob*> globs;
    for (const auto& [text, glob] : patterns) globs.push_back(glob);
    return add_signatures(globs, service, std::string(service) + ":", nullptr, out);
  }

  /// Whether a text that begins with the service and a colon is a name that an action may have.
  static bool is_name(std::string_view text, std::string_view service) {
    const std::string_view name = text.substr(std::min(service.size() + 1, text.size()));
    return !name.empty() && name.find_first_not_of(name_alphabet) == std::string_view::npos;
  }

  /// The names that `wanted` matches, told apart by the patterns that match some of them too.
  bool add_pattern(const ActionPattern& wanted, std::vector<ActionClass>& out) {
    if (wanted.kind == ActionPattern::Kind::exact) {
      if (is_name(wanted.text, wanted.service())) add(wanted.text, out);
      return true;
    }
    Patterns patterns;
    std::uint64_t looked_at = 0;
    for_each_pattern([&](const ActionPattern& pattern) {
      if (pattern.service() != wanted.service()) return;
      ++looked_at;
      if (!disjoint(pattern.glob, wanted.glob)) patterns.emplace(pattern.text, &pattern.glob);
    });
    if (!budget_.spend(1 + looked_at)) return false;
    const std::string head = wanted.text.substr(0, wanted.prefix);
    if (is_name(head, wanted.service()) && wanted.glob.matches(head) && !catalogue_.find_action(head)) add(head, out);
    std::vector<const Glob*> globs{&wanted.glob};
    for (const auto& [text, glob] : patterns) {
      if (text != wanted.text) globs.push_back(glob);
    }
    return add_signatures(globs, wanted.service(), head, &wanted.glob, out);
  }

  /// A class for each combination of globs that some name of the service meets, of those that lie in `within`.
  bool add_signatures(const std::vector<const Glob*>& globs, std::string_view service, const std::string& head,
                      const Glob* within, std::vector<ActionClass>& out) {
    std::vector<std::string_view> known;
    if (const auto id = catalogue_.find_service(service)) {
      const ServiceInfo info = catalogue_.service(*id);
      for (ActionId a = info.first_action; a < info.first_action + info.action_count; ++a) {
        known.push_back(catalogue_.action_name_folded(a));
      }
    }
    const auto found = signatures(globs, head, name_alphabet, known, budget_);
    if (!found) return false;
    for (const Signature& signature : *found) {
      if (within != nullptr && !within->matches(signature.text)) continue;
      add(signature.text, out);
      if (!budget_.spend(1 + statements_.size() / actions_per_step)) return false;
    }
    return true;
  }

  void add(const std::string& name, std::vector<ActionClass>& out) {
    if (!names_.insert(name).second) return;
    ActionClass added;
    added.outside = name;
    for (const CompiledStatement* statement : statements_) {
      if (statement->actions.matches_outside(name)) added.statements.push_back(statement);
    }
    out.push_back(std::move(added));
  }

  /// A prefix that no service and no pattern has.
  std::string fresh_service() const {
    const auto is_named = [&](std::string_view service) {
      return std::any_of(statements_.begin(), statements_.end(), [&](const CompiledStatement* statement) {
        const auto& patterns = statement->actions.patterns;
        return std::any_of(patterns.begin(), patterns.end(),
                           [&](const ActionPattern& p) { return p.service() == service; });
      });
    };
    std::string name = "newservice";
    while (catalogue_.find_service(name) || is_named(name)) name += 'x';
    return name;
  }

  const Statements& statements_;
  const Catalogue& catalogue_;
  Budget& budget_;
  std::set<std::string> names_;  // that have been added
};

}  // namespace

void ActionScope::add(const ActionElement& actions) {
  catalogue.insert_all(actions.catalogue);
  everywhere = everywhere || actions.negated;
  for (const std::uint32_t i : actions.outside) add_outside(actions.patterns[i]);
}

void ActionScope::add_outside(const ActionPattern& pattern) {
  everywhere = everywhere || pattern.kind == ActionPattern::Kind::everything;
  outside.push_back(&pattern);
}

void ActionScope::intersect(const ActionScope& other) {
  catalogue.keep_common(other.catalogue);
  if (everywhere) {
    outside = other.outside;
  } else if (!other.everywhere) {
    std::set<std::string_view> services;
    for (const ActionPattern* pattern : other.outside) services.insert(pattern->service());
    std::erase_if(outside, [&](const ActionPattern* pattern) { return !services.contains(pattern->service()); });
  }
  everywhere = everywhere && other.everywhere;
}

std::optional<std::vector<ActionClass>> action_classes(const Statements& statements, const ActionScope& scope,
                                                       const Catalogue& catalogue, bool closed, Budget& budget) {
  std::vector<ActionClass> classes;
  if (!Partition(statements, classes).run(scope.catalogue, budget)) return std::nullopt;
  if (!closed && !Outside(statements, catalogue, budget).add_classes(scope, classes)) return std::nullopt;
  return classes;
}

bool is_named_by(const ActionClass& actions, const Statements& statements) {
  return std::any_of(statements.begin(), statements.end(), [&](const CompiledStatement* statement) {
    return std::find(actions.statements.begin(), actions.statements.end(), statement) != actions.statements.end();
  });
}

}  // namespace iamproof

// Two actions that lie in the same statements cannot be told apart by any of them, so the search need not try both.
//
// Actions of the catalogue are numbered, and a statement's are a set of bits. Sixty-four of them at a time are cut by
// every statement that names some of them and not all; most words are not cut at all. What an action ends up with is
// the set of the statements that name it.
//
// Actions outside the catalogue (AWS adds some every week) are the later actions of a pattern: of each that is wanted,
// or where all names are, of each service that some pattern names. All other services, known or not, look alike to
// every statement: only `*` and the Not-forms reach them, so one made-up service stands for them all.
//
//   Allow ["s3:Get*", "s3:PutObject"], Deny "s3:*Tagging"
//   classes  s3:GetBucketAcl, ...   s3:GetObjectTagging, ...   s3:PutObject   s3:PutObjectTagging, ...
//            later actions of s3:get*, which the Deny splits
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
      out_.push_back({{}, {}, statements_of(part.node), {}, {}});
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
  Outside(const Statements& statements, const Statements& rules, const Catalogue& catalogue, Budget& budget,
          std::vector<ActionClass>& out)
      : statements_(statements), rules_(rules), catalogue_(catalogue), budget_(budget), out_(out) {}

  /// False: out of budget.
  bool run(const ActionScope& scope) {
    std::map<std::string, const Glob*, std::less<>> wanted;  // by text
    std::vector<Glob> services;
    if (scope.everywhere) {
      add_name(fresh_service() + ":newaction");
      const auto names = named_services();
      services.reserve(names.size());
      for (const std::string_view service : names) {
        services.emplace_back(std::string(service) + ":*", LetterCase::insensitive);
        wanted.emplace(std::string(service) + ":*", &services.back());
      }
    } else {
      for (const ActionPattern* pattern : scope.outside) {
        if (pattern->kind == ActionPattern::Kind::exact) {
          if (!add_single(pattern->text)) return false;
        } else {
          wanted.emplace(pattern->text, &pattern->glob);
        }
      }
    }
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const auto& entry) { return add_later(entry.first, *entry.second); });
  }

 private:
  std::set<std::string_view> named_services() const {
    std::set<std::string_view> services;
    for (const Statements* list : {&statements_, &rules_}) {
      for (const CompiledStatement* statement : *list) {
        for (const std::uint32_t i : statement->actions.outside) {
          const ActionPattern& pattern = statement->actions.patterns[i];
          if (pattern.kind != ActionPattern::Kind::everything) services.insert(pattern.service());
        }
      }
    }
    return services;
  }

  bool spend_for_statements() {
    constexpr std::uint64_t statements_per_step = 8;
    return budget_.spend(1 + (statements_.size() + rules_.size()) / statements_per_step);
  }

  bool add_single(const std::string& name) {
    if (is_action_name(name)) add_name(name);
    return spend_for_statements();
  }

  void add_name(const std::string& name) {
    if (!names_.insert(name).second) return;
    ActionClass added;
    added.outside = name;
    for (const Statements* list : {&statements_, &rules_}) {
      for (const CompiledStatement* statement : *list) {
        if (statement->actions.matches_outside(name)) added.statements.push_back(statement);
      }
    }
    out_.push_back(std::move(added));
  }

  bool add_later(std::string_view text, const Glob& within) {
    ActionClass added;
    LaterActions later{within, {}, &catalogue_, {}};
    const std::string_view service = text.substr(0, text.find(':'));
    std::uint64_t patterns = 0;
    for (const CompiledStatement* statement : statements_) {
      patterns += statement->actions.outside_of(service).size();
      const Share share = share_of(statement->actions, within);
      if (share == Share::none) continue;
      added.statements.push_back(statement);
      if (share == Share::some) later.split_by.push_back(statement);
    }
    std::sort(later.split_by.begin(), later.split_by.end(), std::less<>());
    if (!set_apart(within, later, added)) return false;
    if (!budget_.spend(patterns) || !spend_for_statements()) return false;
    if (later.split_by.empty()) return add_alike(later, std::move(added));
    added.outside = name_like(service);
    added.later = std::move(later);
    out_.push_back(std::move(added));
    return true;
  }

  /// Actions that no statement tells apart: one name will do, and goes with those of the same statements.
  bool add_alike(const LaterActions& later, ActionClass added) {
    TextSearch name = find_name(later, {}, budget_);
    if (name.found != Found::yes) return name.found == Found::no;
    added.outside = std::move(name.text);
    const auto [at, is_new] = alike_.try_emplace(added.statements, out_.size());
    if (is_new) {
      out_.push_back(std::move(added));
    } else {
      out_[at->second].also.push_back(std::move(added.outside));
    }
    return true;
  }

  /// A rule holds for all names, or for single ones that are asked about on their own.
  bool set_apart(const Glob& within, LaterActions& later, ActionClass& added) {
    for (const CompiledStatement* rule : rules_) {
      const Share share = share_of(rule->actions, within);
      if (share == Share::all) added.statements.push_back(rule);
      if (share != Share::some) continue;
      for (const std::uint32_t i : rule->actions.outside) {
        const ActionPattern& pattern = rule->actions.patterns[i];
        if (disjoint(pattern.glob, within)) continue;
        if (pattern.kind != ActionPattern::Kind::exact || !add_single(pattern.text)) return false;
        later.apart.push_back(pattern.glob);
      }
    }
    return true;
  }

  /// Of the service, and nobody's.
  std::string name_like(std::string_view service) const {
    std::string name = std::string(service) + ":newaction";
    while (catalogue_.find_action(name)) name += 'x';
    return name;
  }

  /// A prefix that no service and no pattern has.
  std::string fresh_service() const {
    const std::set<std::string_view> services = named_services();
    std::string name = "newservice";
    while (catalogue_.find_service(name) || services.contains(name)) name += 'x';
    return name;
  }

  const Statements& statements_;
  const Statements& rules_;
  const Catalogue& catalogue_;
  Budget& budget_;
  std::vector<ActionClass>& out_;
  std::set<std::string> names_;              // single ones that have been added
  std::map<Statements, std::size_t> alike_;  // classes of names that are alike
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

std::optional<std::vector<ActionClass>> action_classes(const Statements& statements, const Statements& rules,
                                                       const ActionScope& scope, const Catalogue& catalogue,
                                                       bool closed, Budget& budget) {
  std::vector<ActionClass> classes;
  Statements all = statements;
  all.insert(all.end(), rules.begin(), rules.end());
  if (!Partition(all, classes).run(scope.catalogue, budget)) return std::nullopt;
  if (!closed && !Outside(statements, rules, catalogue, budget, classes).run(scope)) return std::nullopt;
  return classes;
}

bool is_named_by_one(const ActionClass& actions, const Statements& statements) {
  return std::any_of(statements.begin(), statements.end(), [&](const CompiledStatement* statement) {
    const bool named =
        std::find(actions.statements.begin(), actions.statements.end(), statement) != actions.statements.end();
    return named && !(actions.later && actions.later->is_split_by(*statement));
  });
}

}  // namespace iamproof

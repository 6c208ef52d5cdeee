// Where the statements that apply leave a variable's key few values (Null true, StringEquals), each of them is a case
// of its own, in which the variable is known.
//
//   Allow b/${aws:username}/* if StringEquals aws:username [bob, carol], region b/alice/*
//   two cases, b/bob/* and b/carol/*; neither meets b/alice/*
//
// In each case first the widened search. No candidate: a proof. A candidate that rests on nothing undocumented is
// replayed; most replay.
//
// Where a policy variable was widened the candidate may fail to. Then the keys that variables read are given values,
// and the narrowed search, exact for these values, is run: with the key absent, with a value that reads well, and with
// the values that the widened candidate suggests.
//
//   Allow b/${aws:username}/*, region b/alice/*
//   widened candidate: b/alice/x, with `${aws:username}` = anything; suggests aws:username = "alice", which replays
//
// A key of AWS's that the catalogue does not have may be misspelt or undocumented. A comparison of two texts carries it
// in a scene where nothing else will do: whoever tests it says something else than who does not. A claim about one
// stays open.
//
// And where all that is left rests on what a condition without set operator makes of a multivalued key, which AWS does
// not document, the evaluator's way is taken, and the answer says so:
//
//   Allow if StringEquals aws:TagKeys a, region ForAnyValue:StringNotEquals aws:TagKeys a: none, if it fails on lists
//   Allow; Deny if StringEquals aws:TagKeys a, region ForAnyValue:StringEquals aws:TagKeys a: the list [a], if so
//
// All this first without the facts about keys that go together: most scenes fit them, and a proof that needs none rests
// on none. A scene that breaks some is no request that anybody can send. The statements it breaks join those that must
// not apply, and the search begins again, until a scene fits or there is none:
//
//   Allow if StringEquals aws:SourceVpce vpce-1 and IpAddress aws:SourceIp 203.0.113.0/24
//   scene: both keys; broken: "a request through a VPC endpoint carries no aws:SourceIp"; with it there is none
//
// Facts that a proof may not rest on only choose among scenes, at a cost that is bounded.
#include "prove/settle.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "glob/characters.h"

namespace iamproof {

namespace {

using Texts = std::vector<std::optional<std::string>>;

class Pins {
 public:
  Pins(const SearchProblem& problem, const KeyTable& keys, const FixedKeys& fixed, const Scene& candidate,
       Budget& budget)
      : keys_(keys), fixed_(fixed), budget_(budget) {
    problem.for_each([&](const CompiledStatement& statement) { collect(statement, candidate); });
  }

  const std::map<std::string, Texts>& choices() const { return choices_; }

 private:
  static constexpr std::size_t most_texts = 6;

  void collect(const CompiledStatement& statement, const Scene& candidate) {
    for (const ResourcePattern& pattern : statement.resources.patterns) suggest(pattern.pattern, candidate.resource);
    for (const Predicate& predicate : statement.conditions) {
      const auto value = candidate.context.find(predicate.key());
      const auto* text = value == candidate.context.end() ? nullptr : std::get_if<std::string>(&value->second);
      for (const Template& operand : predicate.operands().texts) {
        suggest(operand, text == nullptr ? std::string_view() : *text);
      }
    }
  }

  void suggest(const Template& pattern, std::string_view text) {
    for (std::uint32_t i = 0; i < pattern.variables.size(); ++i) {
      const std::string& key = pattern.variables[i].key;
      if (fixed_.states.contains(key)) continue;
      if (keys_.find(key)->second.multivalued) continue;  // a set gives a variable no value
      Texts& texts = choices_[key];
      const std::uint64_t places = text.size() * text.size() / 64;
      if (texts.size() == most_texts || !budget_.spend(1 + places + pattern.glob.tokens().size() / 16)) continue;
      add(texts, std::nullopt);
      const KeyFacts& facts = keys_.find(key)->second;
      const auto add_value = [&](std::string value) {
        if (facts.may_be(value)) add(texts, std::move(value));
      };
      const std::string_view likely = likely_value(key);
      add_value(std::string(likely.empty() ? "example" : likely));
      if (facts.type == KeyType::arn) add_value("arn:aws:iam::111122223333:role/example");
      const std::string more = up_to_wildcard(pattern, i);
      for (std::string& suggestion : variable_texts(pattern, i, text)) {
        if (!more.empty()) add_value(suggestion + more + "example");
        add_value(std::move(suggestion));
      }
      if (facts.family == Family::string) continue;
      for (std::string& sample : samples(facts.family, {})) add_value(std::move(sample));
    }
  }

  /// The text between a variable and a `*` after it: of b/${tag}/* and b/shared/*, `shared/` may begin the tag as well.
  static std::string up_to_wildcard(const Template& pattern, std::uint32_t variable) {
    const auto& tokens = pattern.glob.tokens();
    const auto is_literal = [](const Token& token) { return token.kind == Token::Kind::literal; };
    const auto at = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) {
      return token.kind == Token::Kind::variable && token.variable == variable;
    });
    if (at == tokens.end()) return {};
    const auto end = std::find_if_not(at + 1, tokens.end(), is_literal);
    if (end == tokens.end() || end->kind != Token::Kind::many) return {};
    std::string out;
    for (auto token = at + 1; token != end; ++token) append(out, token->c);
    return out;
  }

  static void add(Texts& texts, std::optional<std::string> text) {
    if (texts.size() < most_texts && std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  }

  const KeyTable& keys_;
  const FixedKeys& fixed_;
  Budget& budget_;
  std::map<std::string, Texts> choices_;
};

std::optional<std::string> literal_text(const Template& text) {
  if (!text.glob.is_literal() || text.glob.has_variables()) return std::nullopt;
  std::string out;
  for (const Token& token : text.glob.tokens()) append(out, token.c);
  return out;
}

/// The keys that variables read and of which the statements that must apply leave few values: all of these.
class Confined {
 public:
  Confined(const SearchProblem& problem, const KeyTable& keys, const FixedKeys& fixed) : keys_(keys) {
    problem.for_each([&](const CompiledStatement& statement) { note_variables(statement); });
    for (const CompiledStatement* statement : problem.must) {
      for (const Predicate& predicate : statement->conditions) confine(predicate);
    }
    std::erase_if(states_, [&](const auto& state) {
      return !read_.contains(state.first) || tied_.contains(state.first) || fixed.states.contains(state.first) ||
             fixed.confined.contains(state.first);
    });
    while (cases() > most_cases) states_.erase(std::prev(states_.end()));
  }

  const std::map<std::string, Texts>& states() const { return states_; }

 private:
  static constexpr std::size_t most_cases = 16;

  void note_variables(const CompiledStatement& statement) {
    for (const ResourcePattern& pattern : statement.resources.patterns) note_read(pattern.pattern);
    for (const Predicate& predicate : statement.conditions) {
      for (const Template& text : predicate.operands().texts) note_read(text);
      if (predicate.has_variables()) tied_.insert(predicate.key());
    }
  }

  void note_read(const Template& text) {
    for (const Variable& variable : text.variables) read_.insert(variable.key);
  }

  void confine(const Predicate& predicate) {
    const Operator& op = predicate.op();
    const KeyFacts& facts = keys_.find(predicate.key())->second;
    if (facts.multivalued || op.if_exists || op.qualifier != Qualifier::none) return;
    if (op.family == Family::null) {
      if (predicate.operands().booleans == std::vector<bool>{true}) states_[predicate.key()] = {std::nullopt};
      return;
    }
    const bool lists_values = op.family == Family::string && op.comparison == ComparisonKind::equals && !op.negated &&
                              !op.ignore_case && facts.fits(Family::string) && (facts.known || !facts.reserved);
    if (!lists_values || states_.contains(predicate.key())) return;
    Texts texts;
    for (const Template& operand : predicate.operands().texts) {
      auto text = literal_text(operand);
      if (!text) return;
      if (facts.is_value(*text)) texts.push_back(std::move(*text));  // no request carries anything else
    }
    if (!texts.empty()) states_[predicate.key()] = std::move(texts);
  }

  std::size_t cases() const {
    std::size_t count = 1;
    for (const auto& [key, texts] : states_) count = std::min(count * texts.size(), most_cases + 1);
    return count;
  }

  const KeyTable& keys_;
  std::set<std::string> read_, tied_;  // by variables; to other keys by variables of their own
  std::map<std::string, Texts> states_;
};

class Settler {
 public:
  Settler(const SearchProblem& problem, const Setting& setting, Budget& budget,
          const std::function<bool(const Scene&)>& replays)
      : problem_(problem),
        universe_(setting.universe),
        keys_(setting.keys),
        fixed_(setting.fixed),
        budget_(budget),
        replays_(replays),
        may_carry_unheard_of_keys_(setting.unheard_of_keys && !setting.assume.unknown_keys_absent) {
    world_.keys = &setting.keys;
    world_.fixed = &setting.fixed;
    world_.assume = setting.assume;
  }

  Settled run() {
    const Confined confined(problem_, keys_, fixed_);
    const Choices cases(confined.states().begin(), confined.states().end());
    std::vector<std::size_t> chosen(cases.size(), 0);
    std::optional<Open> open;
    NoRequest none;
    do {
      Settled settled = run_case(cases, chosen);
      if (std::holds_alternative<Scene>(settled)) return settled;
      if (auto* why = std::get_if<Open>(&settled); why != nullptr && !open) open = std::move(*why);
      if (auto* of_case = std::get_if<NoRequest>(&settled)) none.lists_fail.merge(of_case->lists_fail);
    } while (advance(cases, chosen));
    if (open) return std::move(*open);
    return none;
  }

 private:
  using Choices = std::vector<std::pair<std::string, Texts>>;

  static constexpr std::size_t most_worlds = 64;

  Settled run_case(const Choices& cases, const std::vector<std::size_t>& chosen) {
    world_.direction = Direction::over_approximate;
    pin(cases, chosen);
    SearchAnswer widened = search(problem_, universe_, world_, budget_);
    if (widened.found == Found::no) return NoRequest{};
    if (widened.found == Found::out_of_budget) return Open{"the search ran out of its step budget"};
    if (is_certain(widened) && replays_(widened.scene)) return std::move(widened.scene);
    if (auto scene = narrowed(widened.scene)) return std::move(*scene);
    pin(cases, chosen);
    Settled settled = Open{widened.worth == Worth::uncertain ? widened.reason : variable_reason()};
    if (world_.assume.set_operators_required) settled = as_evaluated(std::move(settled));
    if (std::holds_alternative<Open>(settled)) {
      if (auto scene = with_unheard_of_keys(widened.scene)) settled = std::move(*scene);
    }
    if (auto* scene = std::get_if<Scene>(&settled)) note_lists(*scene);
    world_.lists_fail.clear();
    if (budget_.left == 0 && std::holds_alternative<Open>(settled)) {
      return Open{"the search ran out of its step budget"};
    }
    return settled;
  }

  /// Whether nothing that AWS leaves open has part in what the evaluator says of the scene. Where variables were
  /// widened the scene may replay for another reason than it was found for, in a statement that the problem does not
  /// have.
  bool is_certain(const SearchAnswer& answer) const {
    if (answer.worth != Worth::approximate) return answer.worth == Worth::exact;
    return std::none_of(answer.scene.context.begin(), answer.scene.context.end(), [&](const auto& carried) {
      const auto& [key, value] = carried;
      const auto at = keys_.find(key);
      if (at == keys_.end()) return false;  // no condition looks at it
      const KeyFacts& facts = at->second;
      const bool open_list = facts.multivalued && facts.unqualified && !std::holds_alternative<std::string>(value) &&
                             !world_.lists_fail.contains(key);
      return facts.undocumented || open_list;
    });
  }

  std::optional<Scene> narrowed(const Scene& candidate) {
    world_.direction = Direction::under_approximate;
    const Pins pins(problem_, keys_, fixed_, candidate, budget_);
    const Choices choices(pins.choices().begin(), pins.choices().end());
    std::vector<std::size_t> chosen(choices.size(), 0);
    for (std::size_t worlds = 0; worlds < most_worlds && budget_.left != 0; ++worlds) {
      pin(choices, chosen);
      SearchAnswer answer = search(problem_, universe_, world_, budget_);
      if (answer.found == Found::yes && replays_(answer.scene)) return std::move(answer.scene);
      if (!advance(choices, chosen)) break;
    }
    return std::nullopt;
  }

  /// A scene that carries a key which the catalogue does not have, though its namespace is AWS's.
  std::optional<Scene> with_unheard_of_keys(const Scene& candidate) {
    const auto is_unheard_of = [](const auto& key) { return !key.second.known && key.second.reserved; };
    if (!may_carry_unheard_of_keys_ || std::none_of(keys_.begin(), keys_.end(), is_unheard_of)) return std::nullopt;
    world_.unheard_of_keys = true;
    auto scene = narrowed(candidate);
    world_.unheard_of_keys = false;
    return scene;
  }

  /// The same question with conditions without set operator decided as the evaluator does: for a proof, of the fewest
  /// keys that will do.
  Settled as_evaluated(Settled open) {
    auto& keys = world_.lists_fail;
    keys = keys_without_set_operator();
    erase_those_read(keys);
    if (keys.empty()) return open;
    world_.direction = Direction::over_approximate;
    const auto is_proof = [&] { return search(problem_, universe_, world_, budget_).found == Found::no; };
    const SearchAnswer widened = search(problem_, universe_, world_, budget_);
    if (widened.found == Found::no) {
      for (const std::string& key : std::set<std::string>(keys.begin(), keys.end())) {
        keys.erase(key);
        if (!is_proof()) keys.insert(key);
      }
      return NoRequest{{}, keys};
    }
    if (widened.found == Found::out_of_budget) return open;
    if (is_certain(widened) && replays_(widened.scene)) return widened.scene;
    if (auto scene = narrowed(widened.scene)) return std::move(*scene);
    return open;
  }

  /// Multivalued keys that conditions without set operator test.
  std::set<std::string, std::less<>> keys_without_set_operator() const {
    std::set<std::string, std::less<>> keys;
    problem_.for_each([&](const CompiledStatement& statement) {
      for (const Predicate& predicate : statement.conditions) {
        const bool unqualified = predicate.op().qualifier == Qualifier::none && predicate.op().family != Family::null;
        if (unqualified && keys_.find(predicate.key())->second.multivalued) keys.insert(predicate.key());
      }
    });
    return keys;
  }

  /// A variable that reads one is not looked into: of a value that comes on its own it would have the text.
  void erase_those_read(std::set<std::string, std::less<>>& keys) const {
    const auto erase_read = [&](const Template& text) {
      for (const Variable& variable : text.variables) keys.erase(variable.key);
    };
    problem_.for_each([&](const CompiledStatement& statement) {
      for (const ResourcePattern& pattern : statement.resources.patterns) erase_read(pattern.pattern);
      for (const Predicate& predicate : statement.conditions) {
        for (const Template& text : predicate.operands().texts) erase_read(text);
      }
    });
  }

  void note_lists(Scene& scene) const {
    for (const std::string& key : world_.lists_fail) {
      if (scene.context.contains(key)) scene.lists_fail.insert(key);
    }
  }

  void pin(const Choices& choices, const std::vector<std::size_t>& chosen) {
    world_.pinned = fixed_.states;
    world_.pinned_context.clear();
    for (const auto& [key, state] : fixed_.states) {
      if (state) world_.pinned_context.emplace(key, *state);
    }
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const auto& text = choices[i].second[chosen[i]];
      world_.pinned.emplace(choices[i].first, text);
      if (text) world_.pinned_context.emplace(choices[i].first, *text);
    }
  }

  /// The next combination, counting like an odometer; false after the last.
  static bool advance(const Choices& choices, std::vector<std::size_t>& chosen) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (++chosen[i] < choices[i].second.size()) return true;
      chosen[i] = 0;
    }
    return false;
  }

  static std::string variable_reason() {
    return "policy variables tie the request together in a way that could not be settled";
  }

  const SearchProblem& problem_;
  const ResourceUniverse& universe_;
  const KeyTable& keys_;
  const FixedKeys& fixed_;
  Budget& budget_;
  const std::function<bool(const Scene&)>& replays_;
  const bool may_carry_unheard_of_keys_;
  SearchWorld world_;
};

/// Searches again under the facts that a scene breaks.
class Refiner {
 public:
  Refiner(const SearchProblem& problem, const Setting& setting, Budget& budget,
          const std::function<bool(const Scene&)>& replays)
      : problem_(problem), setting_(setting), budget_(budget), replays_(replays) {}

  Settled run() {
    Settled settled = search_with({});
    if (setting_.facts == nullptr || setting_.facts->empty() || std::holds_alternative<NoRequest>(settled))
      return settled;
    const auto* first = std::get_if<Scene>(&settled);
    if (first != nullptr && setting_.facts->fits(*first, problem_)) return settled;
    if (setting_.assume.key_facts) settled = refine(std::move(settled), Certainty::certain);
    if (auto* scene = std::get_if<Scene>(&settled)) prefer(*scene);
    return settled;
  }

 private:
  static constexpr std::size_t most_rounds = 24;
  static constexpr std::uint64_t worth_of_a_better_scene = 20'000;  // steps

  Settled search_with(const Exclusions& exclusions) {
    if (exclusions.empty()) return Settler(problem_, setting_, budget_, replays_).run();
    SearchProblem problem = problem_;
    FixedKeys fixed = setting_.fixed;
    for (const Exclusion& exclusion : exclusions) {
      if (exclusion.never != nullptr) problem.must_not.push_back(exclusion.never.get());
      if (exclusion.form != nullptr) fixed.confined.try_emplace(exclusion.fact->binds.front(), *exclusion.form);
    }
    const Setting setting{setting_.universe, setting_.keys,  fixed,
                          setting_.assume,   setting_.facts, setting_.unheard_of_keys};
    return Settler(problem, setting, budget_, replays_).run();
  }

  /// Until a scene fits, or there is none, or what is left open stays so.
  Settled refine(Settled settled, Certainty certainty) {
    Exclusions used;
    for (std::size_t round = 0; round < most_rounds; ++round) {
      const auto* scene = std::get_if<Scene>(&settled);
      Exclusions more = scene != nullptr ? setting_.facts->broken_by(*scene, problem_, certainty)
                        : round == 0     ? setting_.facts->about(problem_, certainty)
                                         : Exclusions{};
      if (more.empty()) return settled;
      std::move(more.begin(), more.end(), std::back_inserter(used));
      settled = search_with(used);
      if (auto* none = std::get_if<NoRequest>(&settled)) {
        none->because = needed(std::move(used), none->lists_fail);
        return settled;
      }
    }
    return Open{"no request was found that carries only keys and values that go together"};
  }

  /// A scene that fits more facts than a proof may rest on, if one is at hand.
  void prefer(Scene& scene) {
    Budget whole = budget_;
    budget_.left = std::min(budget_.left, worth_of_a_better_scene);
    const std::uint64_t given = budget_.left;
    Settled better = refine(scene, Certainty::any);
    if (auto* found = std::get_if<Scene>(&better)) scene = std::move(*found);
    whole.spend(given - budget_.left);
    budget_ = whole;
  }

  /// The facts of the exclusions, less those without which there is no request either, for the same reason.
  std::vector<const CrossKeyFact*> needed(Exclusions used, const std::set<std::string, std::less<>>& lists_fail) {
    std::vector<const CrossKeyFact*> facts = facts_of(used);
    for (std::size_t i = 0; i < facts.size() && facts.size() > 1;) {
      Exclusions rest = used;
      std::erase_if(rest, [&](const Exclusion& exclusion) { return exclusion.fact == facts[i]; });
      const Settled settled = search_with(rest);
      const auto* none = std::get_if<NoRequest>(&settled);
      if (none != nullptr &&
          std::includes(lists_fail.begin(), lists_fail.end(), none->lists_fail.begin(), none->lists_fail.end())) {
        used = std::move(rest);
        facts.erase(facts.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    return facts;
  }

  static std::vector<const CrossKeyFact*> facts_of(const Exclusions& exclusions) {
    std::vector<const CrossKeyFact*> facts;
    for (const Exclusion& exclusion : exclusions) {
      if (std::find(facts.begin(), facts.end(), exclusion.fact) == facts.end()) facts.push_back(exclusion.fact);
    }
    return facts;
  }

  const SearchProblem& problem_;
  const Setting& setting_;
  Budget& budget_;
  const std::function<bool(const Scene&)>& replays_;
};

}  // namespace

Settled settle(const SearchProblem& problem, const Setting& setting, Budget& budget,
               const std::function<bool(const Scene&)>& replays) {
  return Refiner(problem, setting, budget, replays).run();
}

}  // namespace iamproof

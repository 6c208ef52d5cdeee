// First the widened search. No candidate: a proof. A candidate that rests on nothing undocumented is replayed; most replay.
//
// Where a policy variable was widened the candidate may fail to. Then the keys that variables read are given values, and
// the narrowed search, exact for these values, is run: with the key absent, with a value that reads well, and with the
// values that the widened candidate suggests.
//
//   Allow b/${aws:username}/*, region b/alice/*
//   widened candidate: b/alice/x, with `${aws:username}` = anything; suggests aws:username = "alice", which replays
#include "prove/settle.h"

#include <algorithm>
#include <set>

namespace iamproof {

namespace {

using Texts = std::vector<std::optional<std::string>>;

class Pins {
 public:
  Pins(const SearchProblem& problem, const KeyTable& keys, const Scene& candidate, Budget& budget)
      : keys_(keys), budget_(budget) {
    for (const auto* statements : {&problem.must, &problem.must_not}) {
      for (const CompiledStatement* statement : *statements) collect(*statement, candidate);
    }
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
      for (std::string& suggestion : variable_texts(pattern, i, text)) add_value(std::move(suggestion));
      if (facts.family == Family::string) continue;
      for (std::string& sample : samples(facts.family, {})) add_value(std::move(sample));
    }
  }

  static void add(Texts& texts, std::optional<std::string> text) {
    if (texts.size() < most_texts && std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  }

  const KeyTable& keys_;
  Budget& budget_;
  std::map<std::string, Texts> choices_;
};

class Settler {
 public:
  Settler(const SearchProblem& problem, const ResourceUniverse& universe, const KeyTable& keys,
          const Assumptions& assume, Budget& budget, const std::function<bool(const Scene&)>& replays)
      : problem_(problem), universe_(universe), keys_(keys), budget_(budget), replays_(replays) {
    world_.keys = &keys;
    world_.assume = assume;
  }

  Settled run() {
    SearchAnswer widened = search(problem_, universe_, world_, budget_);
    if (widened.found == Found::no) return NoRequest{};
    if (widened.found == Found::out_of_budget) return Open{"the search ran out of its step budget"};
    if (widened.worth != Worth::uncertain && replays_(widened.scene)) return std::move(widened.scene);
    if (auto scene = narrowed(widened.scene)) return std::move(*scene);
    if (budget_.left == 0) return Open{"the search ran out of its step budget"};
    return Open{widened.worth == Worth::uncertain ? widened.reason : variable_reason()};
  }

 private:
  static constexpr std::size_t most_worlds = 64;

  std::optional<Scene> narrowed(const Scene& candidate) {
    world_.direction = Direction::under_approximate;
    const Pins pins(problem_, keys_, candidate, budget_);
    std::vector<std::pair<std::string, Texts>> choices(pins.choices().begin(), pins.choices().end());
    std::vector<std::size_t> chosen(choices.size(), 0);
    for (std::size_t worlds = 0; worlds < most_worlds && budget_.left != 0; ++worlds) {
      pin(choices, chosen);
      SearchAnswer answer = search(problem_, universe_, world_, budget_);
      if (answer.found == Found::yes && replays_(answer.scene)) return std::move(answer.scene);
      if (!advance(choices, chosen)) break;
    }
    return std::nullopt;
  }

  void pin(const std::vector<std::pair<std::string, Texts>>& choices, const std::vector<std::size_t>& chosen) {
    world_.pinned.clear();
    world_.pinned_context.clear();
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const auto& text = choices[i].second[chosen[i]];
      world_.pinned.emplace(choices[i].first, text);
      if (text) world_.pinned_context.emplace(choices[i].first, *text);
    }
  }

  /// The next combination, counting like an odometer; false after the last.
  static bool advance(const std::vector<std::pair<std::string, Texts>>& choices, std::vector<std::size_t>& chosen) {
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
  Budget& budget_;
  const std::function<bool(const Scene&)>& replays_;
  SearchWorld world_;
};

}  // namespace

Settled settle(const SearchProblem& problem, const ResourceUniverse& universe, const KeyTable& keys,
               const Assumptions& assume, Budget& budget, const std::function<bool(const Scene&)>& replays) {
  return Settler(problem, universe, keys, assume, budget, replays).run();
}

}  // namespace iamproof

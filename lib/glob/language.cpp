// Is there a text inside these patterns and outside those, and which?
//
// A breadth-first walk over the product of all patterns, determinised as it is walked, so the first text that satisfies
// every constraint is a shortest one. Everything else here is there to walk less:
//
//   - All `outside` constraints are one. Globs that cannot matter are dropped first: an inside one within an outside
//     one or apart from a whole other inside constraint, an outside one apart from a whole inside constraint.
//   - The shortest text of an inside constraint is tried at once, and is the answer more often than not. A constraint
//     that lists whole texts is settled by trying each.
//   - A state is given up when an inside constraint has no position left or an outside glob matches whatever follows.
//   An
//     inside constraint that matches whatever follows is replaced by one position for good.
//   - A state is left only by characters that it can tell apart: those its positions name, and one more for each class
//     that they look at. That one may be any other character of the class, so we take one that reads well.
//
//   inside s3:*  outside s3:Get*  ->  "s3:"         inside a?*  outside ax*  ->  "ay": x is named, y is like all others
#include "glob/language.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "glob/characters.h"
#include "glob/product.h"
#include "glob/subsume.h"

namespace iamproof {
namespace {

using Globs = std::vector<const Glob*>;

TextSearch out_of_budget() {
  return {Found::out_of_budget, {}};
}

/// Whether all characters of a text are of an alphabet, where there is one.
bool is_over(std::string_view text, std::string_view alphabet) {
  return alphabet.empty() || text.find_first_not_of(alphabet) == std::string_view::npos;
}

struct Problem {
  std::vector<Globs> inside;
  Globs outside;
  std::string_view alphabet;

  std::size_t size() const {
    return std::accumulate(inside.begin(), inside.end(), outside.size(),
                           [](std::size_t sum, const Globs& globs) { return sum + globs.size(); });
  }

  bool satisfied_by(std::string_view text) const {
    const auto matches = [text](const Glob* glob) { return glob->matches(text); };
    return is_over(text, alphabet) && std::none_of(outside.begin(), outside.end(), matches) &&
           std::all_of(inside.begin(), inside.end(),
                       [&](const Globs& globs) { return std::any_of(globs.begin(), globs.end(), matches); });
  }
};

/// Compares globs in pairs for as long as that is cheap beside the walk it may save. Then every answer is false, which
/// only means that nothing is dropped.
class Comparison {
 public:
  explicit Comparison(std::uint64_t work) : work_(work) {}

  std::uint64_t left() const { return work_; }

  bool within(const Glob& inner, const Globs& outers) {
    return work_ != 0 && std::any_of(outers.begin(), outers.end(), [&](const Glob* outer) {
             return compare(*outer, inner) == Heads::alike && simulates(*outer, inner);
           });
  }

  bool apart(const Glob& glob, const Globs& others) {
    return std::all_of(others.begin(), others.end(), [&](const Glob* other) {
      const Heads heads = compare(*other, glob);
      return heads == Heads::differ || (heads == Heads::alike && disjoint(*other, glob));
    });
  }

 private:
  enum class Heads : std::uint8_t { differ, alike, too_dear };

  Heads compare(const Glob& a, const Glob& b) {
    const std::size_t longest_head = std::min(a.tokens().size(), b.tokens().size());
    if (!spend(1 + longest_head / 16)) return Heads::too_dear;
    const std::optional<std::size_t> head = common_head(a, b);
    if (!head) return Heads::differ;
    return spend((a.tokens().size() - *head) * (b.tokens().size() - *head)) ? Heads::alike : Heads::too_dear;
  }

  bool spend(std::uint64_t work) {
    work_ = work > work_ ? 0 : work_ - work;
    return work_ != 0;
  }

  std::uint64_t work_;  // pairs of tokens
};

/// Nothing when a constraint cannot be satisfied, whatever the others are.
std::optional<Problem> problem_of(std::span<const Membership> constraints) {
  Problem problem;
  for (const Membership& constraint : constraints) {
    Globs globs;
    for (const Glob* glob : constraint.globs) {
      if (!glob->has_variables()) globs.push_back(glob);
    }
    const bool everything =
        std::any_of(globs.begin(), globs.end(), [](const Glob* glob) { return glob->is_everything(); });
    if (constraint.inside) {
      if (globs.empty()) return std::nullopt;
      if (!everything) problem.inside.push_back(std::move(globs));
    } else {
      if (everything) return std::nullopt;
      problem.outside.insert(problem.outside.end(), globs.begin(), globs.end());
    }
  }
  return problem;
}

/// Exact. False when an inside constraint has nothing left.
bool simplify(Problem& problem, Comparison& comparison) {
  for (Globs& globs : problem.inside) {
    std::erase_if(globs, [&](const Glob* glob) {
      return comparison.within(*glob, problem.outside) ||
             std::any_of(problem.inside.begin(), problem.inside.end(),
                         [&](const Globs& others) { return &others != &globs && comparison.apart(*glob, others); });
    });
    if (globs.empty()) return false;
  }
  std::erase_if(problem.outside, [&](const Glob* glob) {
    return std::any_of(problem.inside.begin(), problem.inside.end(),
                       [&](const Globs& globs) { return comparison.apart(*glob, globs); });
  });
  return true;
}

/// The same, with at most a quarter of the budget spent on it.
bool simplify(Problem& problem, Budget& budget) {
  constexpr std::uint64_t pairs_per_step = 16;
  Comparison comparison(pairs_per_step * (budget.left / 4));
  const std::uint64_t before = comparison.left();
  const bool possible = simplify(problem, comparison);
  budget.spend((before - comparison.left()) / pairs_per_step);
  return possible;
}

/// Digits nobody asked for read as an account of AWS's examples.
char32_t pleasant_digit(std::size_t place) {
  return U"111122223333"[place % 12];
}

/// A shortest text of the glob.
std::string sample(const Glob& glob) {
  std::string text;
  std::size_t digits = 0;
  for (const Token& token : glob.tokens()) {
    if (token.kind == Token::Kind::many) continue;
    char32_t c = token.c;
    if (token.kind == Token::Kind::one) c = token.cls == CharClass::digit ? pleasant_digit(digits) : U'x';
    digits = in_class(c, CharClass::digit) ? digits + 1 : 0;
    append(text, c);
  }
  return text;
}

std::size_t least_length(const Glob& glob) {
  return static_cast<std::size_t>(std::count_if(glob.tokens().begin(), glob.tokens().end(),
                                                [](const Token& token) { return token.kind != Token::Kind::many; }));
}

bool has_letters(const Glob& glob) {
  return std::any_of(glob.tokens().begin(), glob.tokens().end(),
                     [](const Token& token) { return token.kind == Token::Kind::literal && is_lower(token.c); });
}

bool all_insensitive(const Problem& problem) {
  const auto insensitive = [](const Glob* glob) { return glob->letters() == LetterCase::insensitive; };
  return std::all_of(problem.outside.begin(), problem.outside.end(), insensitive) &&
         std::all_of(problem.inside.begin(), problem.inside.end(),
                     [&](const Globs& globs) { return std::all_of(globs.begin(), globs.end(), insensitive); });
}

/// An answer that needs no walk, if there is one.
std::optional<TextSearch> answer_by_samples(const Problem& problem, Budget& budget) {
  const bool case_is_idle = all_insensitive(problem);
  for (const Globs& globs : problem.inside) {
    std::vector<std::pair<std::size_t, const Glob*>> by_length;
    for (const Glob* glob : globs) by_length.emplace_back(least_length(*glob), glob);
    std::stable_sort(by_length.begin(), by_length.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    const bool finite = std::all_of(globs.begin(), globs.end(), [&](const Glob* glob) {
      const bool one_case = glob->letters() == LetterCase::sensitive || case_is_idle || !has_letters(*glob);
      return glob->is_literal() && one_case;
    });
    for (const auto& [length, glob] : by_length) {
      if (!finite && length > by_length.front().first) break;  // a longer one need not be a shortest text
      if (!budget.spend(1 + problem.size() / 16)) return out_of_budget();
      std::string text = sample(*glob);
      if (problem.satisfied_by(text)) return TextSearch{Found::yes, std::move(text)};
    }
    if (finite) return TextSearch{};
  }
  return std::nullopt;
}

/// One constraint of the walk: its positions are those from `begin` up to `end`.
struct Group {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t matched = 0;  ///< inside: the position that stands for "whatever follows"
  bool inside = true;
};

class Walk {
 public:
  explicit Walk(const Problem& problem, Budget& budget) : problem_(problem), budget_(budget) {
    for (const Globs& globs : problem.inside) add(globs, true);
    add(problem.outside, false);
  }

  TextSearch run() {
    if (start()) return found(0);
    for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
      const State state(states_[n]);  // the table may move
      State next;
      for (const char32_t letter : letters_of(state, nodes_[n].digits)) {
        if (!budget_.spend(cost_of(state))) return out_of_budget();
        if (!advance(state, letter, next) || !states_.insert(next).is_new) continue;
        const std::size_t digits = in_class(letter, CharClass::digit) ? nodes_[n].digits + std::size_t{1} : 0;
        nodes_.push_back({n, letter, static_cast<std::uint8_t>(digits % 12)});
        if (accepts(next)) return found(static_cast<std::uint32_t>(nodes_.size() - 1));
      }
    }
    return {};
  }

 private:
  /// How a state was first reached; its number is the state's.
  struct Node {
    std::uint32_t parent = 0;
    char32_t letter = 0;
    std::uint8_t digits = 0;  // that the text ends with
  };

  void add(const Globs& globs, bool inside) {
    Group group{.begin = product_.size(), .inside = inside};
    for (const Glob* glob : globs) starts_.push_back(product_.add(*glob));
    group.matched = product_.add(Glob("*"));
    group.end = product_.size();
    groups_.push_back(group);
  }

  /// Whether the empty text is an answer.
  bool start() {
    states_.insert(starts_);
    nodes_.emplace_back();
    return accepts(starts_);
  }

  static StateView part_of(StateView state, const Group& group) {
    const auto begin = std::lower_bound(state.begin(), state.end(), group.begin);
    const auto end = std::lower_bound(begin, state.end(), group.end);
    return {begin, end};
  }

  /// False when no text that goes on from there can satisfy all constraints.
  bool advance(StateView from, char32_t letter, State& to) const {
    to.clear();
    for (const Group& group : groups_) {
      const std::size_t before = to.size();
      product_.advance(part_of(from, group), letter, to);
      const bool matched = std::any_of(to.begin() + static_cast<std::ptrdiff_t>(before), to.end(),
                                       [this](std::uint32_t i) { return product_[i].accepts_rest(); });
      if (group.inside && to.size() == before) return false;
      if (matched && !group.inside) return false;
      if (matched) {
        to.resize(before);
        to.push_back(group.matched);
      }
    }
    return true;
  }

  bool accepts(StateView state) const {
    return std::all_of(groups_.begin(), groups_.end(), [&](const Group& group) {
      const StateView part = part_of(state, group);
      const bool matches =
          std::any_of(part.begin(), part.end(), [this](std::uint32_t i) { return product_[i].is_end(); });
      return matches == group.inside;
    });
  }

  using LetterList = boost::container::small_vector<char32_t, 16>;

  /// The characters to leave a state by, the most readable first.
  LetterList letters_of(StateView state, std::size_t digits) const {
    Interest all;
    product_.look(state, all);
    LetterList letters;
    for (const Group& group : groups_) {
      Interest own;
      if (group.inside) product_.look(part_of(state, group), own);
      if (!group.inside || own.classes) continue;
      add_named(own, all, letters);  // nothing else keeps this constraint alive
      keep_alphabet(letters);
      return letters;
    }
    if (const auto letter = unnamed_letter(all)) letters.push_back(*letter);
    if (all.narrow) add_unnamed_digit(all, digits, letters);
    add_named(all, all, letters);
    if (all.narrow && !all.names(U':')) letters.push_back(U':');
    keep_alphabet(letters);
    return letters;
  }

  void keep_alphabet(LetterList& letters) const {
    if (problem_.alphabet.empty()) return;
    std::size_t kept = 0;
    for (const char32_t c : letters) {
      if (c < 0x80 && problem_.alphabet.find(static_cast<char>(c)) != std::string_view::npos) letters[kept++] = c;
    }
    letters.resize(kept);
  }

  /// The upper case of a letter is another character only where somebody names one of the two as it is.
  static void add_named(const Interest& from, const Interest& all, LetterList& letters) {
    CharacterSet named = from.exact;
    from.both_cases.for_each([&](char32_t c) {
      named.insert(c);
      if (all.exact.contains(c) || all.exact.contains(unfold(c))) named.insert(unfold(c));
    });
    LetterList upper;
    named.for_each([&](char32_t c) { (is_upper(c) ? upper : letters).push_back(c); });
    letters.insert(letters.end(), upper.begin(), upper.end());
  }

  /// Neither colon nor, without an alphabet, digit, and like every other such character that is not named.
  std::optional<char32_t> unnamed_letter(const Interest& all) const {
    constexpr std::string_view readable = "xyzwvutsrqponmlkjihgfedcba-_ABCDEFGHIJKLMNOPQRSTUVWXYZ/.+=@,!";
    for (const std::string_view letters : {readable, problem_.alphabet}) {
      for (const char c : letters) {
        const bool is_named = c == ':' || all.names(static_cast<char32_t>(c));
        if (!is_named && is_over(std::string_view(&c, 1), problem_.alphabet)) return static_cast<char32_t>(c);
      }
    }
    if (!problem_.alphabet.empty()) return std::nullopt;
    char32_t c = 0xE0;  // there are more than a million, and a pattern names few
    while (all.names(c)) c = c == 0xD7FF ? 0xE000 : c + 1;
    return c;
  }

  static void add_unnamed_digit(const Interest& all, std::size_t digits, LetterList& letters) {
    if (const char32_t c = pleasant_digit(digits); !all.names(c)) return letters.push_back(c);
    for (char32_t c = U'0'; c <= U'9'; ++c) {
      if (!all.names(c)) return letters.push_back(c);
    }
  }

  /// Stray bytes of two patterns can join to a character that neither has; then there is no answer to stand by.
  TextSearch found(std::uint32_t n) const {
    std::vector<char32_t> letters;
    for (; n != 0; n = nodes_[n].parent) letters.push_back(nodes_[n].letter);
    TextSearch answer{Found::yes, {}};
    for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) append(answer.text, *letter);
    if (!problem_.satisfied_by(answer.text)) return out_of_budget();
    return answer;
  }

  const Problem& problem_;
  Budget& budget_;
  Product product_;
  std::vector<Group> groups_;
  State starts_;
  StateTable states_;
  std::vector<Node> nodes_;
};

}  // namespace

TextSearch find_text(std::span<const Membership> constraints, Budget& budget, std::string_view alphabet) {
  std::optional<Problem> problem = problem_of(constraints);
  if (!problem) return {};
  problem->alphabet = alphabet;
  if (std::optional<TextSearch> answer = answer_by_samples(*problem, budget)) return *std::move(answer);
  if (!simplify(*problem, budget)) return {};
  if (std::optional<TextSearch> answer = answer_by_samples(*problem, budget)) return *std::move(answer);
  return Walk(*problem, budget).run();
}

}  // namespace iamproof

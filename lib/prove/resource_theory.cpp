// The resource is one text, and every Resource element a union of patterns it must lie inside or outside of.
//
// A pattern with a policy variable stands for a different set in every context. Widened: where the text must lie
// inside, the variable is `*`; where it must lie outside, the pattern excludes nothing that is certain and is left out,
// except that a pattern required inside which an excluded one covers whatever the variable stands for cannot be the one
// that matches:
//
//   inside user/${u}, outside user/${u}*      nothing is left
//   inside user/${u}, outside user/${u}x      user/* is left: the search goes on, and the evaluator has the last word
//
// An ARN with parts missing is read by IAM as if `*` filled them, by some accounts: a text that only such a reading
// matches is no certain answer either way.
#include "prove/resource_theory.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include <fmt/format.h>

#include "arn/arn.h"

namespace iamproof {

namespace {

Glob padded(const Glob& pattern) {
  std::vector<Token> tokens = pattern.tokens();
  const Glob rest(":*");
  tokens.insert(tokens.end(), rest.tokens().begin(), rest.tokens().end());
  return Glob::from_tokens(std::move(tokens), pattern.letters());
}

class ResourceSolver {
 public:
  ResourceSolver(const std::vector<ResourceConstraint>& constraints, const ResourceUniverse& universe,
                 const SearchWorld& world, Budget& budget)
      : constraints_(constraints), universe_(universe), world_(world), budget_(budget) {}

  ResourceAnswer solve(const std::string& hint) {
    if (!spend_reading()) return out_of_budget();
    collect();
    if (contradiction_) return {};
    std::vector<Membership> memberships(inside_.size() + outside_.size() + 1);
    for (std::size_t i = 0; i < inside_.size(); ++i) memberships[i] = {inside_[i], true};
    for (std::size_t i = 0; i < outside_.size(); ++i) memberships[inside_.size() + i] = {outside_[i], false};
    memberships.back() = {pointers_to(universe_.patterns), true};
    if (!universe_.within.empty()) memberships.push_back({pointers_to(universe_.within), true});
    if (!universe_.without.empty()) memberships.push_back({pointers_to(universe_.without), false});
    if (auto likely = find_likely(memberships, hint)) {
      answer_.found = Found::yes;
      answer_.resource = std::move(*likely);
      return answer_;
    }
    TextSearch search = find_text(memberships, budget_);
    answer_.found = search.found;
    answer_.resource = std::move(search.text);
    if (answer_.found == Found::yes) prefer_usual(std::move(memberships));
    return answer_;
  }

 private:
  using Globs = std::vector<const Glob*>;

  bool over() const { return world_.direction == Direction::over_approximate; }

  static ResourceAnswer out_of_budget() {
    ResourceAnswer answer;
    answer.found = Found::out_of_budget;
    return answer;
  }

  bool spend_reading() {
    for (const auto& [element, wanted] : constraints_) patterns_ += element->patterns.size();
    return budget_.spend(patterns_ / 4);
  }

  void collect() {
    for (const auto& [element, wanted] : constraints_) {
      const bool inside = wanted != element->negated;
      Globs globs = inside ? inside_globs(*element) : outside_globs(*element);
      if (inside && globs.empty()) contradiction_ = true;
      (inside ? inside_ : outside_).push_back(std::move(globs));
    }
  }

  /// Whether an excluded pattern holds whatever this one does, for every value of their variables.
  bool covered(const ResourcePattern& pattern) {
    if (!budget_.spend(patterns_ / 16)) return false;
    for (const auto& [element, wanted] : constraints_) {
      if (wanted != element->negated) continue;
      for (const ResourcePattern& excluded : element->patterns) {
        if (hold_wherever(excluded.pattern.variables, pattern.pattern.variables) &&
            budget_.spend(excluded.pattern.glob.tokens().size() * pattern.pattern.glob.tokens().size() / 64) &&
            subsumes(excluded.pattern.glob, pattern.pattern.glob)) {
          return true;
        }
      }
    }
    return false;
  }

  const Glob* keep(Glob glob) { return &made_.emplace_back(std::move(glob)); }

  /// As resolve(): most patterns have no variable and stand for themselves.
  const Glob* resolved(const Template& pattern) {
    if (!pattern.glob.has_variables()) return &pattern.glob;
    auto glob = resolve(pattern, world_.pinned_context);
    return glob ? keep(std::move(*glob)) : nullptr;
  }

  Globs inside_globs(const ResourceElement& element) {
    Globs out;
    for (const ResourcePattern& pattern : element.patterns) {
      if (world_.leaves_open(pattern.pattern)) {
        if (covered(pattern)) continue;
        out.push_back(keep(widened(pattern.pattern.glob)));
        answer_.worth = worse(answer_.worth, Worth::approximate);
      } else if (const Glob* glob = resolved(pattern.pattern)) {
        out.push_back(glob);
      }
      if (over() && pattern.partial_arn) {
        out.push_back(keep(padded(widened(pattern.pattern.glob))));
        doubt();
      }
    }
    return out;
  }

  Globs outside_globs(const ResourceElement& element) {
    Globs out;
    for (const ResourcePattern& pattern : element.patterns) {
      if (world_.leaves_open(pattern.pattern)) {
        answer_.worth = worse(answer_.worth, Worth::approximate);
        continue;
      }
      const Glob* glob = resolved(pattern.pattern);
      if (glob == nullptr) continue;
      if (pattern.partial_arn) {
        if (over()) {
          doubt();
          continue;
        }
        out.push_back(keep(padded(*glob)));
      }
      out.push_back(glob);
    }
    return out;
  }

  void doubt() {
    answer_.worth = Worth::uncertain;
    answer_.reason = "AWS does not document which resources an ARN with missing parts matches";
  }

  /// A resource that reads better, if one is at hand.
  void prefer_usual(std::vector<Membership> memberships) {
    constexpr std::uint64_t worth_of_a_better_text = 1'000;  // steps
    const Membership usual{pointers_to(universe_.usual), true};
    if (usual.globs.empty() || satisfies({usual}, answer_.resource)) return;
    memberships.push_back(usual);
    Budget budget{std::min(budget_.left, worth_of_a_better_text)};
    const std::uint64_t given = budget.left;
    TextSearch search = find_text(memberships, budget);
    budget_.spend(given - budget.left);
    if (search.found == Found::yes) answer_.resource = std::move(search.text);
  }

  static Globs pointers_to(const std::vector<Glob>& globs) {
    Globs out;
    out.reserve(globs.size());
    for (const Glob& glob : globs) out.push_back(&glob);
    return out;
  }

  static bool satisfies(const std::vector<Membership>& memberships, std::string_view text) {
    return std::all_of(memberships.begin(), memberships.end(), [&](const Membership& member) {
      const bool inside =
          std::any_of(member.globs.begin(), member.globs.end(), [&](const Glob* glob) { return glob->matches(text); });
      return inside == member.inside;
    });
  }

  std::optional<std::string> find_likely(const std::vector<Membership>& memberships, const std::string& hint) {
    for (const std::string& text : universe_.likely) {
      if (satisfies(memberships, text)) return text;
    }
    if (!hint.empty() && satisfies(memberships, hint)) return hint;
    std::size_t tries = 64;
    for (const Globs& globs : inside_) {
      for (const Glob* glob : globs) {
        if (tries-- == 0 || !budget_.spend(patterns_ / 8)) return std::nullopt;
        std::string text = likely_resource(*glob);
        if (satisfies(memberships, text)) return text;
      }
    }
    return std::nullopt;
  }

  const std::vector<ResourceConstraint>& constraints_;
  const ResourceUniverse& universe_;
  const SearchWorld& world_;
  Budget& budget_;
  std::vector<Globs> inside_, outside_;
  std::deque<Glob> made_;     // those that no policy has
  std::size_t patterns_ = 0;  // of all constraints
  bool contradiction_ = false;
  ResourceAnswer answer_;
};

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else {
    out += "x";  // likely texts are ASCII
  }
}

/// The text of part `part` of an ARN, where a pattern leaves it open.
std::string_view likely_part(std::size_t part) {
  switch (part) {
    case 1:
      return "aws";
    case 3:
      return "eu-west-1";
    case 4:
      return "111122223333";
    default:
      return "example";
  }
}

}  // namespace

std::string likely_resource(const Glob& pattern) {
  if (pattern.is_everything()) return "*";
  std::string out;
  std::size_t part = 0;
  std::size_t account_digits = 0;
  for (const Token& token : pattern.tokens()) {
    switch (token.kind) {
      case Token::Kind::literal:
        append_utf8(out, token.c);
        if (token.c == U':' && part < 5) ++part;
        break;
      case Token::Kind::one:
        out += token.cls == CharClass::digit ? "111122223333"[account_digits++ % 12] : 'x';
        break;
      case Token::Kind::many:
        if (part != 1 || !out.ends_with("aws")) out += likely_part(part);
        break;
      case Token::Kind::variable:
        break;
    }
  }
  return out;
}

ResourceUniverse ResourceUniverse::any() {
  ResourceUniverse universe;
  universe.patterns = {Glob::literal("*"), Glob("arn:*:*:*:*:*")};
  universe.likely = {"*"};
  return universe;
}

/// One format of the catalogue. What AWS owns stands in no customer's account, as `arn:aws:iam::aws:policy/...` and
/// `arn:aws:ssm:eu-west-1::document/...` do.
static void add_format(std::string_view format, Colons colons, ResourceUniverse& universe) {
  constexpr std::string_view account = ":${Account}:";
  universe.patterns.push_back(arn_format(format, colons));
  universe.usual.push_back(arn_format(format, colons, Placeholders::filled));
  universe.likely.push_back(likely_resource(universe.patterns.back()));
  const std::size_t at = format.find(account);
  if (at == std::string_view::npos) return;
  for (const std::string_view owner : {"::", ":aws:"}) {
    std::string owned(format);
    universe.patterns.push_back(arn_format(owned.replace(at, account.size(), owner), colons));
  }
}

ResourceUniverse ResourceUniverse::of_action(const Catalogue& catalogue, ActionId action, Colons colons) {
  constexpr std::string_view separator = ", ";  // between the formats of a type that has several
  ResourceUniverse universe;
  bool required = false;
  for (const ActionResource& resource : catalogue.resources(action)) {
    std::string_view formats = catalogue.resource_type(resource.type).arn;
    while (true) {
      const std::size_t end = formats.find(separator);
      add_format(formats.substr(0, end), colons, universe);
      if (end == std::string_view::npos) break;
      formats.remove_prefix(end + separator.size());
    }
    required = required || resource.required;
  }
  if (!required) {
    universe.patterns.push_back(Glob::literal("*"));
    universe.likely.emplace_back("*");
  }
  return universe;
}

const ResourceUniverse& ResourceUniverse::shared(const Catalogue& catalogue, ActionId action) {
  struct Made {
    std::optional<Catalogue> catalogue;
    std::unordered_map<std::uint32_t, ResourceUniverse> universes;  // by Catalogue::resource_list
  };
  thread_local Made made;
  if (!made.catalogue || !(*made.catalogue == catalogue)) made = {catalogue, {}};
  const auto [at, is_new] = made.universes.try_emplace(catalogue.resource_list(action));
  if (is_new) at->second = of_action(catalogue, action);
  return at->second;
}

ResourceUniverse ResourceUniverse::owned_by(std::string_view account) const {
  ResourceUniverse universe = *this;
  universe.within = of_account_or_none(account);
  for (std::string& text : universe.likely) {
    const auto parts = split_arn(text);
    if (!parts || !is_account_id(parts->account)) continue;
    text.replace(static_cast<std::size_t>(parts->account.data() - text.data()), parts->account.size(), account);
  }
  return universe;
}

std::vector<Glob> of_account_or_none(std::string_view account) {
  const auto in_account = [](std::string_view pattern) {
    return *arn_like(Glob(std::string("arn:*:*:*:").append(pattern).append(":*")));
  };
  std::vector<Glob> out = {Glob::literal("*"), *arn_like(Glob("arn:*:s3*:*:*:*")), in_account(account)};
  // What is no account number says nothing of the owner: it is empty, shorter or longer.
  constexpr std::size_t digits = 12;
  for (std::size_t length = 0; length < digits; ++length) out.push_back(in_account(std::string(length, '?')));
  out.push_back(in_account(std::string(digits + 1, '?') + "*"));
  return out;
}

ResourceAnswer solve_resource(const std::vector<ResourceConstraint>& constraints, const ResourceUniverse& universe,
                              const SearchWorld& world, Budget& budget, const std::string& hint) {
  return ResourceSolver(constraints, universe, world, budget).solve(hint);
}

std::vector<std::string> variable_texts(const Template& pattern, std::uint32_t variable, std::string_view text) {
  const auto& tokens = pattern.glob.tokens();
  const auto is_it = [&](const Token& token) {
    return token.kind == Token::Kind::variable && token.variable == variable;
  };
  const auto at = std::find_if(tokens.begin(), tokens.end(), is_it);
  if (at == tokens.end()) return {};
  const Glob before = widened(Glob::from_tokens({tokens.begin(), at}, pattern.glob.letters()));
  const Glob after = widened(Glob::from_tokens({at + 1, tokens.end()}, pattern.glob.letters()));
  constexpr std::size_t most_suggestions = 8;
  // Splits text = head + value + tail so that head and tail match. Texts are short; a long one is given up.
  if (text.size() > 512) return {};
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= text.size(); ++begin) {
    if (!before.matches(text.substr(0, begin))) continue;
    for (std::size_t end = begin; end <= text.size(); ++end) {
      if (!after.matches(text.substr(end))) continue;
      out.emplace_back(text.substr(begin, end - begin));
      if (out.size() == most_suggestions) return out;
    }
  }
  return out;
}

}  // namespace iamproof

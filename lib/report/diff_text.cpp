// A comparison for people. "The roles have changed. Why?" is answered in words first, then statement by statement, the
// gravest first: what it lets in, where it stands, what it says, and a request that shows it.
//
//     policies/admin.json  identity policy
//       wider: it allows more than before (31 actions: 12 write, 19 read), and nothing less
//
//     + write: `billing:PutContractInformation` and 30 more actions are newly allowed
//       --> policies/admin.json:4:17  (Sid Bills)
//        |
//      4 |       "Action": "b*:*",
//        |                 ^^^^^^
//        = on every resource, when aws:MultiFactorAuthPresent is true
//            billing  Write 12, Read 19  (PutContractInformation, ...)
//        = witness: a request that is allowed now and was implicitly denied
//            ...
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "report/diff_report.h"
#include "report/pen.h"
#include "report/show.h"
#include "report/summary.h"
#include "report/words.h"

namespace iamproof {

namespace {

// How much of a long list is shown without `verbose`.
constexpr std::size_t full_strata = 5;
constexpr std::size_t brief_strata = 20;
constexpr std::size_t shown_terms = 3;

struct Look {
  std::string_view sign;
  Style style;
};

Look look_of(DiffDirection direction) {
  switch (direction) {
    case DiffDirection::gained:
      return {"+", Style::red};
    case DiffDirection::lost:
      return {"-", Style::green};
    case DiffDirection::newly_denied:
      return {"note:", Style::cyan};
    case DiffDirection::no_longer_denied:
      break;
  }
  return {"note:", Style::yellow};
}

Style style_of(Relation relation) {
  switch (relation) {
    case Relation::wider:
    case Relation::incomparable:
      return Style::red;
    case Relation::unknown:
      return Style::yellow;
    case Relation::equal:
    case Relation::narrower:
      break;
  }
  return Style::green;
}

class PairText : Pen {
 public:
  PairText(std::string& out, const Compared& pair, const Catalogue& catalogue, const GravityScale& scale,
           const TextOptions& options)
      : Pen(out, options), pair_(pair), catalogue_(catalogue), scale_(scale) {}

  void write() {
    const std::string change = change_of(pair_);
    print("{}  {}\n", in(Style::bold, safe(pair_.name)),
          in(Style::dim, fmt::format("{}{}{}", kind_of(pair_.type), change.empty() ? "" : ", ", safe(change))));
    print("  {}: {}\n", in(style_of(pair_.relation), to_string(pair_.relation)),
          safe(relation_in_words(pair_, scale_)));
    for (const std::string& assumption : pair_.assumptions) {
      if (options_.verbose) print("  {}\n", in(Style::dim, "assuming: " + safe(assumption)));
    }
    print("\n");
    for (const DifferenceView& view : differences_of(pair_)) difference(view);
  }

 private:
  static bool is_of_denies(const DifferenceView& view) {
    return view.direction == DiffDirection::newly_denied || view.direction == DiffDirection::no_longer_denied;
  }

  void difference(const DifferenceView& view) {
    std::vector<Stratum> strata = view.difference.strata;
    if (is_of_denies(view)) std::erase_if(strata, [&](const Stratum& stratum) { return is_told(stratum, pair_); });
    const std::size_t in_full = options_.verbose ? strata.size() : std::min(strata.size(), full_strata);
    const std::size_t in_short = options_.verbose ? strata.size() : std::min(strata.size(), brief_strata);
    for (std::size_t i = 0; i < in_full; ++i) full(view, strata[i]);
    for (std::size_t i = in_full; i < in_short; ++i) print("{}\n", title(view, strata[i]));
    if (strata.size() > in_short) {
      print("{} and {} more; --verbose shows all\n", ellipsis(), strata.size() - in_short);
    }
    if (strata.size() > in_full) print("\n");
    for (const std::string& open : view.difference.open) {
      print("{} {}\n\n", in(Style::yellow, "not settled:"), safe(open));
    }
  }

  std::string title(const DifferenceView& view, const Stratum& stratum) const {
    const Look look = look_of(view.direction);
    std::string what = "actions that AWS may add later";
    if (const auto first = scale_.gravest(stratum.actions)) {
      what = fmt::format("`{}`", safe(catalogue_.action_name(*first)));
      if (stratum.actions.size() > 1) what += fmt::format(" and {}", plural(stratum.actions.size() - 1, "more action"));
    }
    return fmt::format("{} {}", in(look.style, fmt::format("{} {}:", look.sign, to_string(stratum.gravity))),
                       in(Style::bold, fmt::format("{} {}", what, change_in_words(stratum, view))));
  }

  void full(const DifferenceView& view, const Stratum& stratum) {
    print("{}\n", title(view, stratum));
    if (stratum.denied_by) deny_in_the_way(view, *stratum.denied_by);
    const Breach& lead = view.lead(stratum);
    const std::size_t gutter =
        stratum.statement ? place(view.own, *stratum.statement, lead.span, look_of(view.direction).style) : 2;
    const std::string note = in(Style::blue, fmt::format("{:>{}} =", "", gutter));
    const std::string indent(gutter + 5, ' ');
    if (stratum.statement) {
      statement(view.own.statement(*stratum.statement), note);
      other_patterns(view, stratum, note);
      other_statements(view, stratum, note);
    } else {
      print("{} {}\n", note, safe(lead.reason));
    }
    if (stratum.future_actions && !stratum.actions.empty()) print("{} and actions that AWS may add later\n", note);
    append_services(out_, stratum.actions, catalogue_, indent, options_);
    if (!stratum.denied_by) terms_of_other(view, stratum, note);
    witness(view, stratum, note, indent);
    print("\n");
  }

  std::size_t place(const CompiledPolicies& policies, StatementRef ref, Span span, Style style) {
    const Source& source = *policies.policy(ref).source;
    const auto& sid = policies.statement(ref).sid;
    return append_place(out_,
                        {source.name(), &source, span, places_.at(source, span.begin),
                         sid ? std::optional(std::string(sid->text)) : std::nullopt},
                        style, options_);
  }

  void statement(const Statement& statement, std::string_view note) {
    if (const std::string said = terms_of(statement, options_); !said.empty()) print("{} {}\n", note, said);
  }

  /// The strings of the statement that let in the rest of what it does.
  void other_patterns(const DifferenceView& view, const Stratum& stratum, std::string_view note) {
    const Source& source = *view.own.policy(*stratum.statement).source;
    std::vector<std::string> patterns;
    for (const std::size_t number : stratum.breaches) {
      const Breach& breach = view.difference.breaches[number];
      const bool is_other = number != stratum.breaches.front() && breach.statement == stratum.statement;
      if (is_other) patterns.push_back(safe(source.slice(breach.span)));
    }
    append_likewise(out_, std::move(patterns), note, options_);
  }

  /// The other statements that a Deny concerns.
  void other_statements(const DifferenceView& view, const Stratum& stratum, std::string_view note) {
    std::vector<std::string> places;
    for (const StatementRef ref : stratum.others) {
      places.push_back(name_of(view.own, ref, view.own.policy(*stratum.statement).source));
    }
    append_likewise(out_, std::move(places), note, options_);
  }

  /// "Sid (line 7)", with the document's name where it is another one than `here`.
  std::string name_of(const CompiledPolicies& policies, StatementRef ref, const Source* here) {
    const Source& source = *policies.policy(ref).source;
    const Statement& statement = policies.statement(ref);
    const std::size_t line = places_.at(source, statement.span.begin).line;
    return statement_in_words(statement, source, line, &source == here, options_);
  }

  void deny_in_the_way(const DifferenceView& view, StatementRef deny) {
    const Statement& statement = view.other.statement(deny);
    const TextList* actions = statement.actions ? &*statement.actions : nullptr;
    if (actions == nullptr && statement.not_actions) actions = &*statement.not_actions;
    const std::size_t gutter = place(view.other, deny, actions != nullptr ? actions->key : statement.span, Style::blue);
    const std::string note = in(Style::blue, fmt::format("{:>{}} =", "", gutter));
    const std::string_view when =
        view.direction == DiffDirection::gained ? "before, this Deny was" : "now this Deny is";
    print("{} {} in the way of what follows\n", note, when);
    this->statement(statement, note);
    if (!statement.sid) return;
    for (const StatementRef ref : statements_of(view.own)) {  // it may still be there, with other words
      const Statement& like = view.own.statement(ref);
      if (like.effect != Effect::deny || !like.sid || like.sid->text != statement.sid->text) continue;
      print("{} {}: {}  {}\n", note, view.direction == DiffDirection::gained ? "now" : "before",
            terms_of(like, options_), in(Style::dim, place_of(view.own, ref)));
    }
  }

  static std::vector<StatementRef> statements_of(const CompiledPolicies& policies) {
    std::vector<StatementRef> out;
    const auto documents = policies.documents();
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
      for (std::uint32_t j = 0; j < documents[i].policy->statements.size(); ++j) out.push_back({i, j});
    }
    return out;
  }

  /// "(new.json:7)"
  std::string place_of(const CompiledPolicies& policies, StatementRef ref) {
    const Source& source = *policies.policy(ref).source;
    return fmt::format("({}:{})", safe(source.name()), places_.at(source, policies.statement(ref).span.begin).line);
  }

  /// On which terms the other side allows the gravest of the actions, where it does.
  void terms_of_other(const DifferenceView& view, const Stratum& stratum, std::string_view note) {
    const auto first = scale_.gravest(stratum.actions);
    if (!first || is_of_denies(view)) return;
    const std::vector<StatementRef> allows = allows_of_other(*first, view);
    const std::size_t count = options_.verbose ? allows.size() : std::min(allows.size(), shown_terms);
    for (std::size_t i = 0; i < count; ++i) {
      print("{} {}: {}  {}\n", note, view.direction == DiffDirection::gained ? "before" : "now",
            terms_of(view.other.statement(allows[i]), options_), in(Style::dim, place_of(view.other, allows[i])));
    }
    if (count < allows.size()) print("{} and {}\n", note, plural(allows.size() - count, "more statement"));
  }

  void witness(const DifferenceView& view, const Stratum& stratum, std::string_view note, std::string_view indent) {
    const Request& request = view.lead(stratum).witness;
    const std::string_view now = decision_in_words(claimed_decision(*pair_.later.policies, request));
    const std::string_view before = decision_in_words(claimed_decision(*pair_.earlier.policies, request));
    print("{} witness: a request that is {} now, and was {} before\n", note, in(Style::bold, now), before);
    std::vector<std::string_view> keys;
    const auto add = [&](const Statement& statement) {
      for (const Condition& condition : statement.conditions) keys.push_back(condition.key.text);
    };
    if (stratum.statement) add(view.own.statement(*stratum.statement));
    if (stratum.denied_by) add(view.other.statement(*stratum.denied_by));
    append_request(out_, request, distinct(std::move(keys)), indent, options_);
    append_odd(out_, view.lead(stratum).odd, indent, options_);
  }

  static std::vector<std::string_view> distinct(std::vector<std::string_view> keys) {
    const KeyNameLess less;
    std::stable_sort(keys.begin(), keys.end(), less);
    const auto same = [&](std::string_view a, std::string_view b) { return !less(a, b) && !less(b, a); };
    keys.erase(std::unique(keys.begin(), keys.end(), same), keys.end());
    return keys;
  }

  const Compared& pair_;
  const Catalogue& catalogue_;
  const GravityScale& scale_;
  TextPositions places_;
};

class TextWriter final : public DiffReport::Writer {
 public:
  TextWriter(const Catalogue& catalogue, const TextOptions& options)
      : catalogue_(catalogue), scale_(catalogue), options_(options) {}

  std::string add(const Compared& pair) override {
    std::string out;
    const bool is_news = !pair.same_text || !change_of(pair).empty() || options_.verbose;
    if (pair.is_compared() && is_news) PairText(out, pair, catalogue_, scale_, options_).write();
    return out;
  }

  std::string finish(const CompareTotals& totals) override {
    std::vector<std::string> parts;
    const auto count = [&](std::size_t number, std::string_view word, Style style) {
      if (number > 0) parts.push_back(styled(fmt::format("{} {}", number, word), style, options_));
    };
    count(totals.wider, "wider", Style::red);
    count(totals.incomparable, "incomparable", Style::red);
    count(totals.unknown, "unknown", Style::yellow);
    count(totals.narrower, "narrower", Style::green);
    count(totals.equal, "equal", Style::green);
    count(totals.not_compared, "not compared", Style::red);
    const std::size_t pairs = totals.compared() + totals.not_compared;
    std::string out = pairs == 0 ? "no policy differs" : plural(pairs, "document");
    if (pairs > 0) out += fmt::format(" compared: {}", fmt::join(parts, ", "));
    if (totals.passed_over > 0)
      out += fmt::format("; {} without a policy passed over", plural(totals.passed_over, "file"));
    if (pairs > 1) {
      const Relation relation = totals.relation();
      out += fmt::format("; overall {}", styled(to_string(relation), style_of(relation), options_));
    }
    return out += '\n';
  }

 private:
  Catalogue catalogue_;
  GravityScale scale_;
  TextOptions options_;
};

}  // namespace

std::unique_ptr<DiffReport::Writer> diff_text_writer(const Catalogue& catalogue, const TextOptions& options) {
  return std::make_unique<TextWriter>(catalogue, options);
}

}  // namespace iamproof

// A comparison for programs: one object; its arrays hold one element a line. A witness is a whole case, to be replayed
// as it stands: of `gained` on the later policies, which allow it, and as `contrast` on the earlier ones, which do not.
//
// Copies of the documents are embedded up to a budget for each pair, as in a check; what comes after names them.
#include <algorithm>

#include <fmt/format.h>

#include "iamproof/evaluate.h"
#include "report/diff_report.h"
#include "report/document_json.h"
#include "report/json_parts.h"
#include "report/json_writer.h"

namespace iamproof {

namespace {

constexpr std::size_t embedding_budget = std::size_t{1} << 20U;

std::string_view to_string(DiffDirection direction) {
  switch (direction) {
    case DiffDirection::gained:
      return "gained";
    case DiffDirection::lost:
      return "lost";
    case DiffDirection::newly_denied:
      return "newly-denied";
    case DiffDirection::no_longer_denied:
      break;
  }
  return "no-longer-denied";
}

/// The policies of one side, by the parts they play in a case.
class SideJson {
 public:
  explicit SideJson(const ComparedSide& side) : side_(side) {
    for (const PlacedPolicy& placed : side.policies->documents()) {
      std::string& text = documents_.emplace_back();
      append_compact(text, placed.policy->source->slice(placed.policy->span));
      bytes_ += text.size();
    }
  }

  std::size_t bytes() const { return bytes_; }
  bool exists() const { return !side_.paths.empty(); }
  const CompiledPolicies& policies() const { return *side_.policies; }

  /// A case of this side: the request with the decision that the comparison rests on.
  void write_case(JsonWriter& json, std::string_view id, const Request& request, bool embed) const {
    const Decision claimed = claimed_decision(policies(), request);
    json.begin('{').key("id").string(id).key("policies").begin('{');
    write_policies(json, embed);
    if (rests_on_trust(policies(), request)) {
      json.key("resource");
      write_trusting_policy(json, request);
    }
    if (evaluate(policies(), request).decision != claimed && policies().policies().identity.empty()) {
      json.key("identity").begin('[');
      write_allowing_policy(json);
      json.end(']');
    }
    json.end('}');
    if (is_pattern(request)) json.key("patterns").boolean(false);  // an asterisk in it is one
    json.key("request");
    write_request(json, request);
    json.key("expected").string(iamproof::to_string(claimed)).end('}');
  }

 private:
  void write_policies(JsonWriter& json, bool embed) const {
    const auto documents = policies().documents();
    for (const PolicyType part : {PolicyType::identity, PolicyType::resource, PolicyType::boundary, PolicyType::session,
                                  PolicyType::scp, PolicyType::rcp, PolicyType::endpoint}) {
      const bool is_list = part == PolicyType::identity || part == PolicyType::session || part == PolicyType::scp ||
                           part == PolicyType::rcp;
      bool any = false;
      for (std::size_t i = 0; i < documents.size(); ++i) {
        // One that is not there has no statements, and whatever else is in the set decides alone.
        if (documents[i].part != part || is_absent(documents[i])) continue;
        if (!any) json.key(iamproof::to_string(part));
        if (!any && is_list) json.begin('[');
        any = true;
        write_document(json, i, embed);
      }
      if (any && is_list) json.end(']');
    }
  }

  bool is_absent(const PlacedPolicy& placed) const {
    return !exists() && placed.policy->source == side_.sources.front().get();
  }

  void write_document(JsonWriter& json, std::size_t number, bool embed) const {
    if (embed) {
      json.raw(documents_[number]);
    } else {
      json.string(policies().documents()[number].policy->source->name());
    }
  }

  const ComparedSide& side_;
  std::vector<std::string> documents_;  ///< compact
  std::size_t bytes_ = 0;
};

class PairJson {
 public:
  PairJson(const Compared& pair, const Catalogue& catalogue, const GravityScale& scale, bool verbose)
      : pair_(pair),
        catalogue_(catalogue),
        scale_(scale),
        verbose_(verbose),
        earlier_(pair.earlier),
        later_(pair.later) {}

  std::string entry(const DifferenceView& view, const Stratum& stratum) {
    const Breach& lead = view.lead(stratum);
    JsonWriter json;
    json.begin('{').key("pair").string(pair_.name).key("gravity").string(iamproof::to_string(stratum.gravity));
    json.key("message").string(message(view, stratum));
    place(json, view.own, stratum.statement, lead.span, lead.pointer);
    json.key("pointers").begin('[');
    for (const std::size_t breach : stratum.breaches) json.string(view.difference.breaches[breach].pointer);
    json.end(']');
    words(json, view.own, stratum.statement);
    json.key("others").begin('[');
    for (const StatementRef other : stratum.others) whole_statement(json, view.own, other);
    json.end(']').key("denied_by");
    if (stratum.denied_by) {
      whole_statement(json, view.other, *stratum.denied_by);
    } else {
      json.null();
    }
    json.key("actions");
    write_action_summary(json, stratum.actions, stratum.future_actions, catalogue_, verbose_);
    witnesses(json, view, lead.witness);
    json.key("odd");
    write_strings(json, lead.odd);
    return json.end('}').text();
  }

 private:
  std::string message(const DifferenceView& view, const Stratum& stratum) const {
    const auto first = scale_.gravest(stratum.actions);
    const std::string change = change_in_words(stratum, view);
    if (!first) return "actions that AWS may add later " + change;
    const std::size_t others = stratum.actions.size() - 1;
    const std::string more = others == 0 ? "" : fmt::format(" and {} more action{}", others, others == 1 ? "" : "s");
    return fmt::format("`{}`{} {}", catalogue_.action_name(*first), more, change);
  }

  void place(JsonWriter& json, const CompiledPolicies& policies, std::optional<StatementRef> ref, Span span,
             std::string_view pointer) {
    if (!ref) {
      json.key("path").null();
      return;
    }
    const Policy& policy = policies.policy(*ref);
    const Source& source = *policy.source;
    const Position begin = places_.at(source, span.begin);
    const Position end = places_.at(source, span.end);
    json.key("path").string(source.name()).key("line").number(begin.line).key("column").number(begin.column);
    json.key("end_line").number(end.line).key("end_column").number(end.column);
    json.key("pointer").string(pointer).key("sid");
    const auto& sid = policies.statement(*ref).sid;
    write_optional(json, sid ? std::optional(std::string(sid->text)) : std::nullopt);
    json.key("policy_type").string(iamproof::to_string(policy.type));
  }

  static void words(JsonWriter& json, const CompiledPolicies& policies, std::optional<StatementRef> ref) {
    write_statement_words(json, ref ? &policies.statement(*ref) : nullptr);
  }

  void whole_statement(JsonWriter& json, const CompiledPolicies& policies, StatementRef ref) {
    const Statement& statement = policies.statement(ref);
    json.begin('{');
    place(json, policies, ref, statement.span, statement.pointer);
    words(json, policies, ref);
    json.end('}');
  }

  void witnesses(JsonWriter& json, const DifferenceView& view, const Request& request) {
    const bool is_later = view.direction == DiffDirection::gained || view.direction == DiffDirection::newly_denied;
    const SideJson& own = is_later ? later_ : earlier_;
    const SideJson& other = is_later ? earlier_ : later_;
    const bool embed = embedded_ + own.bytes() + other.bytes() <= embedding_budget;
    if (embed) embedded_ += own.bytes() + other.bytes();
    const std::string id = fmt::format("{}: {}", to_string(view.direction), pair_.name);
    json.key("witness");
    own.write_case(json, id, request, embed);
    json.key("contrast");
    if (other.exists()) {
      other.write_case(json, id, request, embed);
    } else {
      json.null();
    }
  }

  const Compared& pair_;
  const Catalogue& catalogue_;
  const GravityScale& scale_;
  bool verbose_;
  SideJson earlier_, later_;
  TextPositions places_;
  std::size_t embedded_ = 0;
};

class JsonDiffWriter final : public DiffReport::Writer {
 public:
  JsonDiffWriter(const Catalogue& catalogue, const JsonOptions& options)
      : catalogue_(catalogue), scale_(catalogue), version_(options.tool_version), verbose_(options.verbose) {}

  std::string add(const Compared& pair) override {
    for (const Error& error : pair.errors) {
      append_line(not_compared_, reason_json(error.source, error.message, error.position));
    }
    if (pair.passed_over) return {};
    append_line(pairs_, pair_json(pair));
    if (!pair.is_compared()) return {};
    PairJson json(pair, catalogue_, scale_, verbose_);
    for (const DifferenceView& view : differences_of(pair)) {
      std::string& list = lists_[static_cast<std::size_t>(view.direction)];
      for (const Stratum& stratum : view.difference.strata) append_line(list, json.entry(view, stratum));
    }
    return {};
  }

  std::string finish(const CompareTotals& totals) override {
    JsonWriter sums;
    sums.begin('{').key("equal").number(totals.equal).key("narrower").number(totals.narrower);
    sums.key("wider").number(totals.wider).key("incomparable").number(totals.incomparable);
    sums.key("unknown").number(totals.unknown).key("not_compared").number(totals.not_compared).end('}');
    std::string out = "{\n  \"version\": 1";
    const auto member = [&](std::string_view name, std::string_view json) {
      out += fmt::format(",\n  \"{}\": {}", name, json);
    };
    member("tool", tool_json(catalogue_, JsonOptions{version_, verbose_}));
    member("relation", fmt::format("\"{}\"", iamproof::to_string(totals.relation())));
    member("gained", as_array(lists_[0]));
    member("lost", as_array(lists_[1]));
    member("newly_denied", as_array(lists_[2]));
    member("no_longer_denied", as_array(lists_[3]));
    member("pairs", as_array(pairs_));
    member("not_compared", as_array(not_compared_));
    member("passed_over", fmt::to_string(totals.passed_over));
    member("summary", sums.text());
    return out += "\n}\n";
  }

 private:
  static void write_paths(JsonWriter& json, const ComparedSide& side) {
    json.begin('[');
    for (const std::string& path : side.paths) json.string(path);
    json.end(']');
  }

  static std::string pair_json(const Compared& pair) {
    JsonWriter json;
    json.begin('{').key("name").string(pair.name).key("earlier");
    write_paths(json, pair.earlier);
    json.key("later");
    write_paths(json, pair.later);
    json.key("renamed_from");
    write_optional(json, pair.renamed_from.empty() ? std::nullopt : std::optional(pair.renamed_from));
    json.key("policy_type").string(iamproof::to_string(pair.type));
    json.key("relation").string(iamproof::to_string(pair.relation)).key("reason");
    write_optional(json, pair.reason.empty() ? std::nullopt : std::optional(pair.reason));
    json.key("same_text").boolean(pair.same_text).key("assumptions");
    write_strings(json, pair.assumptions);
    json.key("open").begin('[');
    for (const Difference* some : {&pair.gained, &pair.lost, &pair.newly_denied, &pair.no_longer_denied}) {
      for (const std::string& open : some->open) json.string(open);
    }
    json.end(']');
    return json.end('}').text();
  }

  Catalogue catalogue_;
  GravityScale scale_;
  std::string version_;
  bool verbose_;
  std::array<std::string, 4> lists_;  ///< by DiffDirection
  std::string pairs_, not_compared_;
};

}  // namespace

std::unique_ptr<DiffReport::Writer> diff_json_writer(const Catalogue& catalogue, const JsonOptions& options) {
  return std::make_unique<JsonDiffWriter>(catalogue, options);
}

}  // namespace iamproof

#include "iamproof/policy.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "json/json.h"
#include "policy/faults.h"
#include "policy/grammar.h"
#include "policy/model.h"

namespace iamproof {

static constexpr std::array<std::string_view, 8> type_names = {"identity", "resource", "trust", "boundary",
                                                               "session",  "scp",      "rcp",   "endpoint"};

std::string_view to_string(PolicyType type) {
  return type_names[static_cast<std::size_t>(type)];
}

std::optional<PolicyType> policy_type_from(std::string_view name) {
  for (std::size_t i = 0; i < type_names.size(); ++i) {
    if (type_names[i] == name) return static_cast<PolicyType>(i);
  }
  return std::nullopt;
}

bool Reading::is_valid() const {
  return std::none_of(faults.begin(), faults.end(),
                      [](const Finding& fault) { return fault.severity == Severity::error; });
}

static bool has_trust_actions_only(const Statement& statement) {
  return statement.actions && !statement.actions->values.empty() && !statement.not_actions &&
         std::all_of(statement.actions->values.begin(), statement.actions->values.end(),
                     [](const Text& action) { return is_trust_action(action.text); });
}

static bool names_resources(const Statement& statement) {
  return statement.resources || statement.not_resources;
}

// Only what is attached to something else than an identity says whom it is about; of that, a trust policy is known by
// its actions and by not naming the role it belongs to.
static PolicyType guess_type(const Policy& policy) {
  const auto& statements = policy.statements;
  const bool has_principals = std::any_of(statements.begin(), statements.end(), [](const Statement& statement) {
    return statement.principal || statement.not_principal;
  });
  if (!has_principals) return PolicyType::identity;
  const bool trust = std::all_of(statements.begin(), statements.end(), has_trust_actions_only) &&
                     std::none_of(statements.begin(), statements.end(), names_resources);
  return trust ? PolicyType::trust : PolicyType::resource;
}

static json::Limits json_limits(const ReadLimits& limits) {
  return {limits.bytes, limits.depth, limits.string_bytes, limits.faults};
}

// The first statement that is one too many.
static std::optional<Span> statement_beyond(const json::Document& document, std::size_t most) {
  if (!document.root().is(json::Kind::object)) return std::nullopt;
  for (const json::Member member : document.root().members()) {
    if (member.key.text() != "Statement" || !member.value.is(json::Kind::array)) continue;
    if (member.value.size() <= most) return std::nullopt;
    auto element = member.value.elements().begin();
    for (std::size_t i = 0; i < most; ++i) ++element;
    return (*element).span();
  }
  return std::nullopt;
}

Result<Reading> parse(const Source& source, const ReadOptions& options) {
  const Result<json::Document> document = json::read(source, json_limits(options.limits));
  if (!document) return document.errors();
  if (const auto surplus = statement_beyond(*document, options.limits.statements)) {
    return Error{source.name(), source.position(surplus->begin),
                 fmt::format("the policy has more statements than the limit of {}", options.limits.statements)};
  }
  Faults faults(source, options.limits.faults);
  Policy policy = read_model(*document, faults);
  policy.type = options.type ? *options.type : guess_type(policy);
  if (document->root().is(json::Kind::object)) check_grammar(policy, faults);
  return Reading{std::move(policy), std::move(faults).take()};
}

bool looks_like_policy(const Source& source) {
  return json::has_key(source.text(), "Statement");
}

}  // namespace iamproof

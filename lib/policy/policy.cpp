#include "iamproof/policy.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "json/json.h"
#include "policy/faults.h"
#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "policy/model.h"
#include "policy/read.h"

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

json::Limits json_limits(const ReadLimits& limits) {
  return {limits.bytes, limits.depth, limits.string_bytes, limits.faults};
}

// The first statement that is one too many.
static std::optional<Span> statement_beyond(json::Value root, std::size_t most) {
  if (!root.is(json::Kind::object)) return std::nullopt;
  for (const json::Member member : root.members()) {
    if (member.key.text() != "Statement" || !member.value.is(json::Kind::array)) continue;
    if (member.value.size() <= most) return std::nullopt;
    auto element = member.value.elements().begin();
    for (std::size_t i = 0; i < most; ++i) ++element;
    return (*element).span();
  }
  return std::nullopt;
}

Result<Reading> read_policy(const json::Document& document, json::Value root, const TypeOf& type_of,
                            const ReadLimits& limits) {
  const Source& source = document.source();
  if (const auto surplus = statement_beyond(root, limits.statements)) {
    return Error{source.name(), source.position(surplus->begin),
                 fmt::format("the policy has more statements than the limit of {}", limits.statements)};
  }
  Faults faults(source, limits.faults);
  Policy policy = read_model(document, root, faults);
  ToldType told = type_of(policy);
  policy.type = told.type;
  policy.service = std::move(told.service);
  policy.type_reason = std::move(told.reason);
  if (root.is(json::Kind::object)) check_grammar(policy, faults);
  return Reading{std::move(policy), std::move(faults).take()};
}

Result<Reading> parse(const Source& source, const ReadOptions& options) {
  const Result<json::Document> document = json::read(source, json_limits(options.limits));
  if (!document) return document.errors();
  const auto type_of = [&](const Policy& policy) { return tell_type(policy, options); };
  return read_policy(*document, document->root(), type_of, options.limits);
}

std::optional<Finding> syntax_fault(const Source& source, const ReadLimits& limits) {
  auto fault = json::first_syntax_fault(source, json_limits(limits));
  if (!fault) return std::nullopt;
  Finding finding;
  finding.check = grammar::json_syntax.id;
  finding.aws_code = grammar::json_syntax.aws_code;
  finding.severity = grammar::json_syntax.severity;
  finding.message = std::move(fault->message);
  finding.path = source.name();
  finding.span = fault->span;
  finding.help = grammar::json_syntax.help;
  return finding;
}

bool looks_like_policy(const Source& source) {
  return json::has_key(source.text(), "Statement");
}

}  // namespace iamproof

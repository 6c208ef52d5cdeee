// Claims with the answer that the rules of IAM give, from corpus/claims.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "iamproof/prove.h"
#include "support/rows.h"

using namespace iamproof;
using namespace support;

namespace {

/// The evaluator's word on whether a request refutes a claim.
bool refutes(const CompiledPolicies& policies, const CompiledClaims& claims, std::size_t index,
             const Request& request) {
  if (const auto reference = reference_of(claims, index, policies)) {
    const Decision here = claimed_decision(policies, request);
    const Decision there = claimed_decision(*reference, request);
    if (claims.file().claims[index].kind == ClaimKind::equivalent) return here != there;
    return here == Decision::explicit_allow && there != Decision::explicit_allow;
  }
  const bool inside = region_contains(claims, index, request);
  const Decision decision = claimed_decision(policies, request);
  const Claim& claim = claims.file().claims[index];
  switch (claim.kind) {
    case ClaimKind::never_allowed:
      return inside && decision == Decision::explicit_allow;
    case ClaimKind::only_within:
      return !inside && decision == Decision::explicit_allow;
    case ClaimKind::always_denied:
      return inside && decision != Decision::explicit_deny;
    case ClaimKind::always_allowed:
      return inside && decision != Decision::explicit_allow;
    case ClaimKind::no_outsiders:
      return decision == Decision::explicit_allow && is_outsider(policies, claim.trusted, request);
    case ClaimKind::no_new_access:
    case ClaimKind::equivalent:
      break;  // not about a region
  }
  return false;
}

/// Where a breach points: at a statement of one side, and at a Deny of the other.
void check_places(const CompiledPolicies& policies, const CompiledClaims& claims, std::size_t index,
                  const Breach& breach) {
  const auto reference = reference_of(claims, index, policies);
  CHECK((reference || (!breach.of_reference && !breach.denied_by)));
  if (!reference) return;
  const CompiledPolicies& side = breach.of_reference ? *reference : policies;
  const CompiledPolicies& other = breach.of_reference ? policies : *reference;
  if (breach.statement) {
    REQUIRE(breach.statement->policy < side.documents().size());
    const Statement& statement = side.statement(*breach.statement);
    CHECK(breach.span.begin >= statement.span.begin);
    CHECK(breach.span.end <= statement.span.end);
    CHECK(breach.pointer.starts_with(statement.pointer));
  }
  if (!breach.denied_by) return;
  REQUIRE(breach.denied_by->policy < other.documents().size());
  CHECK(other.statement(*breach.denied_by).effect == Effect::deny);
}

void check_witnesses(const CompiledPolicies& policies, const CompiledClaims& claims, std::size_t index,
                     const Refuted& refuted) {
  CHECK_FALSE(refuted.breaches.empty());
  for (const Breach& breach : refuted.breaches) {
    CAPTURE(write_request(breach.witness));
    CHECK(std::is_sorted(breach.actions.begin(), breach.actions.end()));
    CHECK(refutes(policies, claims, index, breach.witness));
    check_places(policies, claims, index, breach);
  }
}

bool names_fact(const Answer& answer, const std::string& id) {
  return std::any_of(answer.assumptions.begin(), answer.assumptions.end(),
                     [&](const std::string& sentence) { return sentence.find("(`" + id + "`)") != std::string::npos; });
}

Documents documents_of(const Json& row) {
  const Json& policies = row.at("policies");
  if (const Json* type = row.find("type")) return compile_alone(policies.items.at(0), *policy_type_from(type->text));
  return policies.is(Json::Kind::array) ? compile_documents(policies) : compile_set(policies);
}

void check_row(const Json& row) {
  const Documents documents = documents_of(row);
  REQUIRE_MESSAGE(documents.policies, documents.fault);
  const Json* type = row.find("type");
  const Claims claims = compile_claims(row.at("claims"), type != nullptr ? policy_type_from(type->text) : std::nullopt);
  REQUIRE_MESSAGE(claims.compiled, claims.fault);
  ProveOptions options;
  if (const Json* mode = row.find("mode")) {
    REQUIRE(mode_from(mode->text));
    options.assume = assumptions_of(*mode_from(mode->text));
  }
  const std::vector<Answer> answers = prove(*documents.policies, *claims.compiled, options);
  CHECK(answers.size() == claims.compiled->file().claims.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CAPTURE(describe(answers[i]));
    CHECK(verdict_name(answers[i].verdict) == row.at("expected").text);
    if (row.find("assumptions_free") != nullptr) CHECK(answers[i].assumptions.empty());
    if (const Json* fact = row.find("fact")) CHECK(names_fact(answers[i], fact->text));
    if (const auto* refuted = std::get_if<Refuted>(&answers[i].verdict)) {
      check_witnesses(*documents.policies, *claims.compiled, i, *refuted);
    }
  }
}

}  // namespace

TEST_CASE("prove: each claim of the corpus gets its answer") {
  struct {
    const char* file;
    std::size_t rows;
  } files[] = {
      {"claims/symbolic.ndjson", 228},  {"claims/sets.ndjson", 64},         {"claims/facts.ndjson", 134},
      {"claims/outsiders.ndjson", 212}, {"claims/comparisons.ndjson", 117},
  };
  std::set<std::string> ids;
  for (const auto& file : files) {
    const auto rows = read_ndjson(corpus_file(file.file));
    CAPTURE(file.file);
    CHECK(rows.size() == file.rows);
    for (const auto& numbered : rows) {
      const int line = numbered.first;
      const std::string id = numbered.second.at("id").text;
      CAPTURE(line);
      CAPTURE(id);
      CHECK(ids.insert(id).second);
      check_row(numbered.second);
    }
  }
}

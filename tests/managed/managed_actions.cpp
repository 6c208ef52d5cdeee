// The pack org-admin over every AWS managed policy, in one dimension: which actions. Statements of policies and of
// claims are reduced to their action elements, as if each were about every resource in every context; then a claim is a
// question about sets of names, and the oracle answers it with a plain loop over the catalogue.
//
//   managed_actions managedPolicies.json [STRIDE]
//
// Fails where a verdict differs from the oracle's, and where the actions of a refutation are not those that the oracle
// finds.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "agree/running.h"
#include "iamproof/pack.h"
#include "iamproof/prove.h"
#include "managed/package.h"
#include "oracle/evaluator.h"
#include "oracle/prover.h"
#include "oracle/text.h"
#include "support/json.h"

using namespace iamproof;
using support::Json;

namespace {

using agree::must;

constexpr std::size_t failures_shown = 20;

// ---- Reducing ----

Json reduced_statement(const Json& statement) {
  Json out = Json::object();
  for (const char* name : {"Effect", "Action", "NotAction"})
    if (const Json* value = statement.find(name)) out.add(name, *value);
  if (!out.find("Action") && !out.find("NotAction")) out.add("Action", Json::string("*"));
  out.add("Resource", Json::string("*"));
  return out;
}

Json reduced_list(const Json& statements) {
  Json out = Json::array();
  for (const Json& statement : statements.is(Json::Kind::array) ? statements.items : std::vector<Json>{statements})
    out.items.push_back(reduced_statement(statement));
  return out;
}

Json reduced_policy(const Json& document) {
  Json out = Json::object();
  out.add("Version", Json::string("2012-10-17"));
  out.add("Statement", reduced_list(document.at("Statement")));
  return out;
}

// Without families: their patterns become one statement of the region.
Json reduced_claim(const Json& claim, const Catalogue& catalogue) {
  Json out = Json::object();
  out.add("id", claim.at("id"));
  out.add("claim", claim.at("claim"));
  const Json* written = claim.find("region");
  Json region = written ? reduced_list(*written) : Json::array();
  Json patterns = Json::array();
  if (const Json* families = claim.find("families"))
    for (const Json& family : families->items)
      for (const auto& entry : catalogue.family(family.text))
        patterns.items.push_back(Json::string(std::string(entry.pattern)));
  if (!patterns.items.empty()) region.items.push_back(Json::object({{"Action", std::move(patterns)}}));
  out.add("region", std::move(region));
  return out;
}

// ---- The oracle ----

/// Sets of the catalogue's actions, worked out name by name and once for each pattern.
class Names {
 public:
  using Set = std::vector<bool>;

  explicit Names(const Catalogue& catalogue) : catalogue_(catalogue) {
    for (ActionId id = 0; id < catalogue.action_count(); ++id)
      names_.push_back(oracle::fold(std::string(catalogue.action_name_folded(id))));
  }

  std::size_t size() const { return names_.size(); }

  Set named_by(const oracle::Statement& statement) {
    Set out(names_.size());
    for (const std::string& pattern : statement.actions)
      for (const ActionId id : matched_by(pattern)) out[id] = true;
    if (statement.not_action) out.flip();
    return out;
  }

 private:
  const std::vector<ActionId>& matched_by(const std::string& written) {
    const auto [at, is_new] = known_.try_emplace(oracle::fold(written));
    if (is_new) {
      const oracle::Pattern pattern = oracle::wildcard_pattern(at->first);
      // Up to its first wildcard a pattern is the beginning of what it matches.
      const std::string begin = at->first.substr(0, at->first.find_first_of("*?"));
      for (ActionId id = 0; id < names_.size(); ++id)
        if (names_[id].compare(0, begin.size(), begin) == 0 && matches(pattern, oracle::characters(names_[id])))
          at->second.push_back(id);
    }
    return at->second;
  }

  const Catalogue& catalogue_;
  std::vector<std::string> names_;
  std::map<std::string, std::vector<ActionId>> known_;
};

class Run {
 public:
  Run() : catalogue_(Catalogue::built_in()), names_(catalogue_) {
    const Json pack = support::read_json(std::string(find_pack("org-admin")->text));
    Json claims = Json::array();
    for (const Json& claim : pack.at("claims").items) {
      claims.items.push_back(reduced_claim(claim, catalogue_));
      wanted_.push_back(oracle::read_claim(claims.items.back()));
      in_region_.push_back(some(wanted_.back().region));
    }
    claims_source_ = std::make_unique<Source>("claims", write_json(Json::object({{"claims", std::move(claims)}})));
    claims_ = std::make_unique<CompiledClaims>(must(compile(must(parse_claims(*claims_source_)), catalogue_)));
    options_.assume.closed_catalogue = true;
    // Requests that claims are not about: AWS allows everybody the first; who makes the others has no policies.
    for (const char* name : {"sts:GetCallerIdentity", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"})
      left_out_.push_back(*catalogue_.find_action(name));
  }

  void document(const managed::Version& version) {
    ++documents_;
    const Json reduced = reduced_policy(support::read_json(version.document->text()));
    const Source source(version.name, write_json(reduced));
    Reading reading = must(parse(source, {PolicyType::identity, {}}));
    PolicySet set;
    set.identity.push_back(std::move(reading.policy));
    const auto answers = prove(must(compile(std::move(set), catalogue_)), *claims_, options_);

    std::vector<oracle::Statement> allows, denies;
    for (oracle::Statement& statement : oracle::read_policy(reduced))
      (statement.allow ? allows : denies).push_back(std::move(statement));
    const Names::Set allowed = some(allows);
    const Names::Set denied = some(denies);
    for (std::size_t i = 0; i < answers.size(); ++i) judge(version.name, answers[i], i, allowed, denied);
  }

  int report() const {
    fmt::print("{} documents, {} claims each: proved {}, refuted {} over {} actions; {} failures\n", documents_,
               wanted_.size(), proved_, refuted_, actions_, failures_);
    return failures_ == 0 && documents_ > 0 ? 0 : 1;
  }

 private:
  Names::Set some(const std::vector<oracle::Statement>& statements) {
    Names::Set out(names_.size());
    for (const oracle::Statement& statement : statements) {
      const Names::Set named = names_.named_by(statement);
      for (std::size_t i = 0; i < out.size(); ++i) out[i] = out[i] || named[i];
    }
    return out;
  }

  void judge(const std::string& name, const Answer& answer, std::size_t claim, const Names::Set& allowed,
             const Names::Set& denied) {
    std::vector<ActionId> expected;
    for (ActionId id = 0; id < names_.size(); ++id) {
      if (std::find(left_out_.begin(), left_out_.end(), id) != left_out_.end()) continue;
      const auto decision = denied[id]    ? oracle::Decision::explicit_deny
                            : allowed[id] ? oracle::Decision::allow
                                          : oracle::Decision::implicit_deny;
      if (oracle::refutes(wanted_[claim], decision, in_region_[claim][id])) expected.push_back(id);
    }
    std::vector<ActionId> got;
    if (const auto* refuted = std::get_if<Refuted>(&answer.verdict))
      for (const Breach& breach : refuted->breaches)
        got.insert(got.end(), breach.actions.begin(), breach.actions.end());
    std::sort(got.begin(), got.end());
    got.erase(std::unique(got.begin(), got.end()), got.end());
    const std::string& id = claims_->file().claims[claim].id;
    if (const auto* unknown = std::get_if<Unknown>(&answer.verdict)) return fail(name, id, unknown->reason);
    ++(expected.empty() ? proved_ : refuted_);
    actions_ += expected.size();
    if (got != expected) fail(name, id, difference(got, expected));
  }

  std::string difference(const std::vector<ActionId>& got, const std::vector<ActionId>& expected) const {
    std::vector<ActionId> odd;
    std::set_symmetric_difference(got.begin(), got.end(), expected.begin(), expected.end(), std::back_inserter(odd));
    const bool missing = std::binary_search(expected.begin(), expected.end(), odd.front());
    return fmt::format("{} actions differ, the first {} {}", odd.size(),
                       missing ? "is missing:" : "is one too many:", catalogue_.action_name(odd.front()));
  }

  void fail(const std::string& name, const std::string& claim, const std::string& why) {
    if (++failures_ <= failures_shown) fmt::print("FAILED {}, {}: {}\n", name, claim, why);
  }

  Catalogue catalogue_;
  Names names_;
  std::vector<oracle::Claim> wanted_;
  std::vector<Names::Set> in_region_;
  std::unique_ptr<Source> claims_source_;
  std::unique_ptr<CompiledClaims> claims_;
  ProveOptions options_;
  std::vector<ActionId> left_out_;
  std::size_t documents_ = 0, proved_ = 0, refuted_ = 0, actions_ = 0, failures_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    fmt::print("usage: managed_actions managedPolicies.json [STRIDE]\n");
    return 2;
  }
  const std::size_t stride = argc == 3 ? std::stoul(argv[2]) : 1;
  const auto policies = managed::read_package(argv[1]);
  Run run;
  std::size_t number = 0;
  for (const managed::ManagedPolicy& policy : policies)
    for (const managed::Version& version : policy.versions)
      if (number++ % stride == 0) run.document(version);
  return run.report();
}

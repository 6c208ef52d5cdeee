// Nobody outside is let in: whatever outsiders are allowed carries a trusted value. That is `only-within` the region of
// trusted values (trust.cpp), asked of outsiders alone.
//
// Outsiders are anonymous callers; the accounts that are not trusted, the one that no policy names among them; AWS
// services that no policy names, for they act for anybody; and whoever an identity provider vouches for. The account of
// the resource is no outsider, nor are services that a policy names: if these may be led to act for outsiders, an
// answer says that it rests on their not being so.
//
// Keys that follow from what such a caller is are settled beforehand: a call of an account carries no aws:SourceArn,
// which only services of AWS set; an anonymous one has no aws:PrincipalOrgID; every token has a subject.
//
// Each account, provider and kind of caller is asked about on its own, so that each string that lets in somebody is
// found.
#include "prove/outsiders.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "arn/arn.h"
#include "evaluate/decide.h"
#include "evaluate/principal.h"
#include "policy/path.h"
#include "prove/callers.h"
#include "prove/issuers.h"
#include "prove/prover.h"
#include "prove/trust.h"
#include "prove/witness.h"

namespace iamproof {

namespace {

using Keys = std::initializer_list<const char*>;

constexpr Keys keys_of_services = {
    "aws:principalservicename", "aws:principalservicenameslist",
    "aws:sourceaccount",        "aws:sourcearn",
    "aws:sourceorgid",          "aws:sourceorgpaths",
};
constexpr Keys keys_of_credentials = {
    "aws:assumedroot",
    "aws:chatbotsourcearn",
    "aws:ec2instancesourceprivateipv4",
    "aws:ec2instancesourcevpc",
    "aws:federatedprovider",
    "aws:multifactorauthage",
    "aws:multifactorauthpresent",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:signinsessionarn",
    "aws:sourceidentity",
    "aws:tokenissuetime",
    "aws:username",
    "kms:calleraccount",
};

/// Callers who are asked about together.
struct Group {
  Origin origin = Origin::nowhere;
  std::string name;  ///< an account, a provider, or what its one caller goes by
  std::vector<CallerClass> callers;
  bool is_unnamed = false;
};

/// A key of an identity provider's tokens: its name begins with the provider's host.
bool is_claim(std::string_view key) {
  return key.substr(0, key.find_first_of(":/")).find('.') != std::string_view::npos || key.starts_with("saml:");
}

bool tests(const CompiledClaim& region, std::string_view key) {
  return std::any_of(region.region.begin(), region.region.end(), [&](const CompiledStatement& statement) {
    return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                       [&](const Predicate& predicate) { return predicate.key() == key; });
  });
}

/// Where the answers to one question about several groups come together: breaches by the principal that lets in.
class Findings {
 public:
  explicit Findings(const CompiledPolicies& policies) : policies_(policies) {}

  void add(const Group& group, Answer answer) {
    steps_ += answer.steps;
    assumptions_.insert(answer.assumptions.begin(), answer.assumptions.end());
    open_.insert(answer.open.begin(), answer.open.end());
    if (const auto* unknown = std::get_if<Unknown>(&answer.verdict)) open_.insert(unknown->reason);
    auto* refuted = std::get_if<Refuted>(&answer.verdict);
    if (refuted == nullptr) return;
    for (Breach& breach : refuted->breaches) add(group, std::move(breach));
  }
  void open(std::string reason) { open_.insert(std::move(reason)); }
  void assume(std::string sentence) { assumptions_.insert(std::move(sentence)); }
  bool empty() const { return breaches_.empty(); }
  bool is_proved() const { return breaches_.empty() && open_.empty(); }
  std::uint64_t steps() const { return steps_; }
  void spend(std::uint64_t steps) { steps_ += steps; }

  Answer take() {
    Answer answer;
    answer.steps = steps_;
    answer.open.assign(open_.begin(), open_.end());
    answer.assumptions.assign(assumptions_.begin(), assumptions_.end());
    if (breaches_.empty()) {
      answer.verdict = open_.empty() ? Verdict(Proved{}) : Verdict(Unknown{*open_.begin()});
      return answer;
    }
    Refuted refuted;
    for (auto& [place, ranked] : breaches_) {
      Breach& breach = ranked.second;
      std::sort(breach.actions.begin(), breach.actions.end());
      breach.actions.erase(std::unique(breach.actions.begin(), breach.actions.end()), breach.actions.end());
      refuted.breaches.push_back(std::move(breach));
    }
    answer.verdict = std::move(refuted);
    return answer;
  }

 private:
  using Place = std::tuple<std::optional<StatementRef>, std::uint32_t>;

  void add(const Group& group, Breach breach) {
    point_at_principal(breach);
    breach.reason = reason_of(group, breach.witness);
    const int rank = rank_of(group, breach.witness);
    const auto [at, is_new] = breaches_.try_emplace(Place{breach.statement, breach.span.begin}, rank, breach);
    if (is_new) return;
    auto& [best, kept] = at->second;
    kept.future_actions = kept.future_actions || breach.future_actions;
    kept.actions.insert(kept.actions.end(), breach.actions.begin(), breach.actions.end());
    // A request of an action that exists says more than one of an action that may come.
    const bool nearer = breach.actions.empty() == kept.actions.empty() && rank < best;
    if (!nearer) return;
    best = rank;
    kept.reason = std::move(breach.reason);
    kept.witness = std::move(breach.witness);
  }

  void point_at_principal(Breach& breach) const {
    if (!breach.statement) return;
    const Statement& written = policies_.statement(*breach.statement);
    if (written.not_principal) {
      breach.span = written.not_principal->key;
      breach.pointer = written.pointer + "/NotPrincipal";
    }
    if (!written.principal) return;
    breach.span = written.principal->span;
    breach.pointer = written.pointer + "/Principal";
    const PrincipalElement element = compile_principal(*written.principal, false);
    const Caller caller = Caller::of(breach.witness);
    std::size_t number = 0;
    for (const PrincipalGroup& group : written.principal->groups) {
      for (std::size_t i = 0; i < group.values.values.size(); ++i, ++number) {
        if (form_of(element.patterns[number], caller) == no_form) continue;
        breach.span = group.values.values[i].span;
        if (!group.kind.text.empty()) breach.pointer += "/" + pointer_token(group.kind.text);
        if (!group.kind.text.empty() && group.values.is_array) breach.pointer += fmt::format("/{}", i);
        return;
      }
    }
  }

  static std::string reason_of(const Group& group, const Request& witness) {
    const Caller caller = Caller::of(witness);
    switch (caller.kind) {
      case CallerKind::anonymous:
        return "anyone is let in, without credentials";
      case CallerKind::service:
        return "any AWS service is let in, whoever it acts for";
      case CallerKind::identity_provider:
        return reason_of_provider(group.name, witness);
      case CallerKind::user:
      case CallerKind::root:
      case CallerKind::session:
      case CallerKind::role:
      case CallerKind::federated_user:
      case CallerKind::unknown:
        break;
    }
    if (group.is_unnamed) return fmt::format("any account is let in, `{}` for one", caller.account);
    return fmt::format("the account `{}` is let in and is not trusted", caller.account);
  }

  static std::string reason_of_provider(const std::string& provider, const Request& witness) {
    const auto host = issuer_host(provider);
    if (!host) return fmt::format("whoever `{}` vouches for is let in and is not trusted", provider);
    const auto subject = witness.context.find(std::string_view(subject_key(*host)));
    const auto* text = subject == witness.context.end() ? nullptr : std::get_if<std::string>(&subject->second);
    if (text == nullptr) return fmt::format("whoever `{}` vouches for is let in", *host);
    return fmt::format("whoever `{}` vouches for is let in, `{}` for one", *host, *text);
  }

  /// Which of several callers shows best what is let in. Few services take calls without credentials.
  static int rank_of(const Group& group, const Request& witness) {
    static constexpr std::array<std::string_view, 5> unsigned_calls = {"s3:", "sqs:", "sns:", "es:", "execute-api:"};
    if (group.origin == Origin::account) return group.is_unnamed ? 1 : 2;
    const bool is_unsigned = std::any_of(unsigned_calls.begin(), unsigned_calls.end(),
                                         [&](std::string_view prefix) { return witness.action.starts_with(prefix); });
    if (witness.principal == "anonymous") return is_unsigned ? 0 : 3;
    return 4;
  }

  const CompiledPolicies& policies_;
  std::map<Place, std::pair<int, Breach>> breaches_;
  std::set<std::string> assumptions_, open_;
  std::uint64_t steps_ = 0;
};

Glob twelve_digits() {
  return Glob::from_tokens(std::vector<Token>(12, {.kind = Token::Kind::one, .cls = CharClass::digit}));
}

/// The account in the ARN of a provider.
std::string_view account_of_provider(std::string_view provider) {
  const auto parts = split_arn(provider);
  return parts ? parts->account : std::string_view();
}

class Outsiders {
 public:
  Outsiders(const CompiledPolicies& policies, const TrustZone& zone)
      : policies_(policies), trusted_(trusted_by(policies, zone)), tested_(keys_tested_by(policies)) {
    for (CallerClass& caller : caller_classes({&policies.impl()}, accounts_apart())) place(std::move(caller));
  }

  const std::vector<Group>& groups() const { return groups_; }
  const std::vector<Group>& deputies() const { return deputies_; }
  /// Identities that are named and of which nobody can tell whose they are.
  const Names& of_nobody_knows() const { return of_nobody_knows_; }
  const Names& tested() const { return tested_; }

  CompiledClaim region(const Group& group) const {
    return trusted_region(policies_, trusted_, group.origin, group.is_unnamed ? std::string() : group.name);
  }

  bool has_canonical_users_outside() const { return !trusted_.named_by_policy; }

 private:
  /// Those that are trusted, and those of which the policies have resources: these are no outsiders there.
  Names accounts_apart() const {
    Names accounts = trusted_.accounts;
    for (const CompiledStatement& statement : policies_.impl().statements) {
      for (const ResourcePattern& resource : statement.resources.patterns) {
        if (std::string account = fixed_account(resource.pattern); !account.empty())
          accounts.insert(std::move(account));
      }
    }
    return accounts;
  }

  void place(CallerClass added) {
    confine("aws:sourceowner", twelve_digits(), "444455556666", added.keys);
    confine("aws:sourcevpc", Glob("vpc-?*"), "vpc-1a2b3c4d", added.keys);
    confine("aws:sourcevpce", Glob("vpce-?*"), "vpce-1a2b3c4d", added.keys);
    const Caller caller = Caller::of(added.request);
    switch (caller.kind) {
      case CallerKind::anonymous:
        settle_anonymous(added.keys);
        return add(groups_, Origin::nowhere, "anonymous", std::move(added));
      case CallerKind::service:
        return place_service(std::move(added));
      case CallerKind::identity_provider:
        return place_provider(std::move(added));
      case CallerKind::user:
      case CallerKind::root:
      case CallerKind::session:
      case CallerKind::role:
      case CallerKind::federated_user:
      case CallerKind::unknown:
        break;
    }
    place_in_account(std::move(added));
  }

  static void add(std::vector<Group>& groups, Origin origin, const std::string& name, CallerClass added) {
    const auto at = std::find_if(groups.begin(), groups.end(),
                                 [&](const Group& group) { return group.origin == origin && group.name == name; });
    Group& group = at == groups.end() ? groups.emplace_back(Group{origin, name, {}, false}) : *at;
    group.is_unnamed = group.is_unnamed || added.open_account;
    // The last one that gets in is the one that is shown: users before root users.
    group.callers.insert(group.callers.begin(), std::move(added));
  }

  /// Keys that nothing looks at stay out of a witness.
  void settle(std::string_view key, const KeyState& state, FixedKeys& out) const {
    if (const auto at = tested_.find(key); at != tested_.end()) out.states.insert_or_assign(*at, state);
  }

  void set_absent(const Keys& keys, FixedKeys& out) const {
    for (const char* key : keys) settle(key, std::nullopt, out);
  }

  void set_absent_with_prefix(std::string_view prefix, FixedKeys& out) const {
    for (const std::string& key : tested_) {
      if (key.starts_with(prefix)) settle(key, std::nullopt, out);
    }
  }

  /// What the values of a key look like, where a request has it.
  static void confine(const char* key, Glob form, const char* likely, FixedKeys& out) {
    Confinement& confined = out.confined[key];
    confined.inside = {std::move(form)};
    confined.may_be_absent = true;
    confined.likely = {likely};
  }

  void settle_anonymous(FixedKeys& keys) const {
    set_absent(keys_of_services, keys);
    set_absent(keys_of_credentials, keys);
    set_absent({"aws:principalisawsservice"}, keys);
    set_absent_with_prefix("aws:principaltag/", keys);
    settle("aws:userid", ContextValue("anonymous"), keys);
  }

  void place_service(CallerClass added) {
    const std::string name = added.request.principal;
    set_absent(keys_of_credentials, added.keys);
    set_absent_with_prefix("aws:principaltag/", added.keys);
    settle("aws:principalisawsservice", ContextValue("true"), added.keys);
    confine("aws:sourceaccount", twelve_digits(), "444455556666", added.keys);
    confine("aws:sourcearn", Glob("arn:*:*:*:*:*"), "arn:aws:s3:::example-bucket", added.keys);
    confine("aws:sourceorgid", Glob("o-?*"), "o-exampleorgid", added.keys);
    const bool is_named = trusted_.services.contains(name);
    Confinement& own_name = added.keys.confined["aws:principalservicename"];
    own_name.inside = {is_named ? Glob::literal(name) : Glob("?*.amazonaws.com")};
    if (is_named) return add(deputies_, Origin::nowhere, name, std::move(added));
    for (const std::string& other : trusted_.services) own_name.outside.push_back(Glob::literal(other));
    add(groups_, Origin::nowhere, name, std::move(added));
  }

  void place_provider(CallerClass added) {
    const std::string name = added.request.principal;
    const auto host = issuer_host(name);
    // What a SAML provider vouches for is up to whoever set it up, in that account.
    const bool in_trusted_account = trusted_.named_by_policy || trusted_.accounts.contains(account_of_provider(name));
    if (!host && in_trusted_account) return;
    set_absent(keys_of_services, added.keys);
    set_absent({"aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:username", "kms:calleraccount"},
               added.keys);
    const std::string own = host ? *host + ":" : "saml:";
    for (const std::string& key : tested_) {
      if (is_claim(key) && !key.starts_with(own)) settle(key, std::nullopt, added.keys);
    }
    const std::string subject = host ? subject_key(*host) : "saml:sub";
    const Group group{Origin::provider, name, {}, false};
    if (tested_.contains(subject) || tests(region(group), subject)) {
      Confinement& own_subject = added.keys.confined[subject];
      own_subject.inside = {Glob("?*")};
      if (host) own_subject.likely = {std::string(likely_subject(*host))};
    } else {
      added.keys.states[subject] = std::string(host ? likely_subject(*host) : "example-subject");
    }
    add(groups_, Origin::provider, name, std::move(added));
  }

  void place_in_account(CallerClass added) {
    const std::string account(Caller::of(added.request).account);
    if (trusted_.accounts.contains(account) || added.request.resource_account == account) return;
    if (!is_account_id(account)) {
      if (!trusted_.named_by_policy) of_nobody_knows_.insert(added.request.principal);
      return;
    }
    set_absent(keys_of_services, added.keys);
    settle("aws:principalisawsservice", ContextValue("false"), added.keys);
    confine("aws:principalorgid", Glob("o-?*"), "o-exampleorgid", added.keys);
    confine("aws:principalorgpaths", Glob("o-?*/r-?*/*"), "o-exampleorgid/r-ab12/ou-ab12-11111111/", added.keys);
    if (added.open_account) {
      added.keys.confined["kms:calleraccount"] = added.keys.confined["aws:principalaccount"];
    } else {
      settle("kms:calleraccount", ContextValue(account), added.keys);
    }
    add(groups_, Origin::account, account, std::move(added));
  }

  const CompiledPolicies& policies_;
  Trusted trusted_;
  Names tested_;
  std::vector<Group> groups_, deputies_;
  Names of_nobody_knows_;
};

class OutsiderProver {
 public:
  OutsiderProver(const CompiledPolicies& policies, const TrustZone& zone, const Unstated& unstated,
                 const ProveOptions& options)
      : policies_(policies), unstated_(unstated), options_(options), outsiders_(policies, zone), findings_(policies) {}

  Answer run() {
    for (const std::string& identity : outsiders_.of_nobody_knows()) {
      findings_.open(fmt::format("whose identity `{}` is cannot be told", identity));
    }
    for (const Group& group : outsiders_.groups()) {
      if (options_.first_only && !findings_.empty()) break;
      if (is_trust_policy() && group.name == "anonymous") continue;  // calls of STS are signed, or by a provider
      findings_.add(group, ask(group, options_.first_only));
    }
    if (findings_.is_proved()) note_assumptions();
    return findings_.take();
  }

 private:
  bool is_trust_policy() const { return policies_.policies().resource->type == PolicyType::trust; }

  Answer ask(const Group& group, bool first_only) {
    if (group.origin == Origin::provider && has_usual_subjects(group)) {
      // A subject of the usual form makes the better witness.
      Answer usual = ask_of(with_usual_subjects(group), first_only);
      if (std::holds_alternative<Refuted>(usual.verdict)) return usual;
      findings_.spend(usual.steps);
    }
    return ask_of(group, first_only);
  }

  static bool has_usual_subjects(const Group& group) {
    const auto host = issuer_host(group.name);
    return host && !usual_subjects(*host).empty();
  }

  static Group with_usual_subjects(Group group) {
    const auto host = issuer_host(group.name);
    for (CallerClass& caller : group.callers) {
      const auto subject = caller.keys.confined.find(subject_key(*host));
      if (subject != caller.keys.confined.end()) subject->second.inside = usual_subjects(*host);
    }
    return group;
  }

  Answer ask_of(const Group& group, bool first_only) const {
    Inquiry inquiry{ProofQuestion::only_within, group.callers, unstated_};
    inquiry.canonical_users_are_others = !outsiders_.has_canonical_users_outside();
    ProveOptions options = options_;
    options.first_only = first_only;
    options.step_budget -= std::min(options.step_budget, findings_.steps());
    const CompiledClaim region = outsiders_.region(group);
    Answer answer = prove_claim(policies_, region, inquiry, options);
    if (auto* refuted = std::get_if<Refuted>(&answer.verdict)) {
      for (Breach& breach : refuted->breaches) agree_on_owner(region, breach.witness);
    }
    return answer;
  }

  /// Lets the ARN of the resource, the owner and the provider of a witness say the same, if it still is one then.
  void agree_on_owner(const CompiledClaim& region, Request& witness) const {
    Request agreeing = witness;
    const Caller caller = Caller::of(witness);
    if (caller.kind == CallerKind::identity_provider && is_account_id(account_of_provider(caller.text))) {
      agreeing.resource_account = account_of_provider(caller.text);
    }
    const auto parts = split_arn(witness.resource);
    if (parts && is_account_id(parts->account)) {
      const bool is_callers = parts->account == caller.account || caller.kind == CallerKind::identity_provider;
      if (is_callers && agreeing.resource_account) {
        const auto at = static_cast<std::size_t>(parts->account.data() - witness.resource.data());
        agreeing.resource.replace(at, parts->account.size(), *agreeing.resource_account);
      } else {
        agreeing.resource_account = parts->account;
      }
    }
    const ActionName action(agreeing.action, policies_.catalogue());
    const bool refutes = decide(policies_.impl(), agreeing, action, unstated_) == Decision::explicit_allow &&
                         !in_region(region, agreeing, action);
    if (refutes) witness = std::move(agreeing);
  }

  void note_assumptions() {
    const bool of_services = std::any_of(keys_of_services.begin(), keys_of_services.end(), [&](const char* key) {
      return outsiders_.tested().contains(std::string(key));
    });
    if (of_services) {
      findings_.assume(
          "only calls that AWS services make for themselves carry aws:SourceArn, aws:SourceAccount and their kin");
    }
    for (const Group& service : outsiders_.deputies()) {
      const Answer answer = ask_of(service, true);
      findings_.spend(answer.steps);
      if (std::holds_alternative<Proved>(answer.verdict)) continue;
      findings_.assume(
          fmt::format("`{}` is not led to act for outsiders: no condition fixes for whom it acts", service.name));
    }
  }

  const CompiledPolicies& policies_;
  const Unstated& unstated_;
  const ProveOptions& options_;
  Outsiders outsiders_;
  Findings findings_;
};

Answer unknown(std::string reason) {
  Answer answer;
  answer.verdict = Unknown{std::move(reason)};
  return answer;
}

}  // namespace

Answer prove_outsiders(const CompiledPolicies& policies, const TrustZone& zone, const Unstated& unstated,
                       const ProveOptions& options) {
  const PolicySet& set = policies.policies();
  if (!set.resource) {
    return unknown(
        "`no-outsiders` is about who is let in: give the policy of a resource, or the trust policy of a role");
  }
  if (!set.identity.empty() || set.boundary || !set.session.empty()) {
    return unknown(
        "`no-outsiders` is about callers whose own policies nobody knows: leave out identity-based policies, "
        "boundaries and session policies");
  }
  return OutsiderProver(policies, zone, unstated, options).run();
}

bool is_outsider(const CompiledPolicies& policies, const TrustZone& zone, const Request& request) {
  const Trusted trusted = trusted_by(policies, zone);
  const Caller caller = Caller::of(request);
  Group group;
  switch (caller.kind) {
    case CallerKind::anonymous:
      break;
    case CallerKind::service:
      if (trusted.services.contains(caller.text)) return false;
      break;
    case CallerKind::identity_provider:
      if (!issuer_host(caller.text) &&
          (zone.named_by_policy || trusted.accounts.contains(account_of_provider(caller.text)))) {
        return false;
      }
      group.origin = Origin::provider;
      break;
    case CallerKind::user:
    case CallerKind::root:
    case CallerKind::session:
    case CallerKind::role:
    case CallerKind::federated_user:
    case CallerKind::unknown:
      if (trusted.accounts.contains(caller.account) || owner_of(request, caller) == caller.account) return false;
      group.origin = Origin::account;
      break;
  }
  const CompiledClaim region =
      trusted_region(policies, trusted, group.origin, group.origin == Origin::account ? caller.account : caller.text);
  return !in_region(region, request, ActionName(request.action, policies.catalogue()));
}

}  // namespace iamproof

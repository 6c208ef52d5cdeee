// Principal elements name callers by account, by ARN, by service. Two callers that the same elements name in the same
// form are alike to them, so the callers that the documents name, and one that none names for each account and kind,
// stand for all:
//
//   Principal {"AWS": ["111122223333", "arn:aws:iam::444455556666:role/app"]}
//   a user and a session of 111122223333;  a user, a session of app and another session of 444455556666;
//   a user and a session of an account that nobody names
//
// and for each of these accounts a federated user.
//
// Where the set says nothing of the caller's own policies, each is in two classes: of resources of its own account and
// of another one's. An ARN that names an account says which of them a request is in, as aws:ResourceAccount does.
//
// The keys that say who a caller is go with the caller: one that is named has its own aws:PrincipalArn, the others
// those ARNs of their kind and account that are not named.
#include "prove/callers.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "arn/arn.h"
#include "support/text.h"

namespace iamproof {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view nobodys_account = "111122223333";
constexpr std::string_view other_account = "444455556666";

std::string iam_arn(std::string_view partition, std::string_view account, std::string_view resource) {
  return std::string("arn:").append(partition).append(":iam::").append(account).append(":").append(resource);
}

/// What the principals of a set name.
struct Named {
  std::set<std::string, std::less<>> accounts, users, roles, sessions, federated_users, services, providers;

  void add(const PrincipalElement& element) {
    using Kind = PrincipalPattern::Kind;
    for (const PrincipalPattern& pattern : element.patterns) {
      if (pattern.kind == Kind::account) accounts.emplace(pattern.account);
      if (pattern.kind == Kind::service) services.emplace(pattern.text);
      if (pattern.kind == Kind::identity_provider) providers.emplace(pattern.text);
      if (pattern.kind == Kind::identity) add_arn(pattern.text);
    }
  }

 private:
  void add_arn(std::string_view arn) {
    Request request;
    request.principal = arn;
    const Caller caller = Caller::of(request);
    if (is_account_id(caller.account)) accounts.emplace(caller.account);
    if (caller.kind == CallerKind::user) users.emplace(arn);
    if (caller.kind == CallerKind::role) roles.emplace(arn);
    if (caller.kind == CallerKind::session) sessions.emplace(arn);
    if (caller.kind == CallerKind::federated_user) federated_users.emplace(arn);
  }
};

class Classes {
 public:
  Classes(const std::vector<const CompiledPolicies::Impl*>& sets, const std::set<std::string, std::less<>>& apart) {
    named_.accounts = apart;
    for (const CompiledPolicies::Impl* set : sets) {
      for (const CompiledStatement& statement : set->statements) {
        if (statement.principal) named_.add(*statement.principal);
      }
      const PolicySet& policies = set->policies;
      if (!policies.management_account.empty()) management_accounts_.insert(policies.management_account);
      have_identity_ = have_identity_ || !policies.identity.empty();
      have_session_ = have_session_ || !policies.session.empty();
      have_rcp_ = have_rcp_ || !policies.rcp.empty();
    }
    named_.accounts.insert(management_accounts_.begin(), management_accounts_.end());
  }

  std::vector<CallerClass> run() {
    std::set<std::string, std::less<>> accounts = named_.accounts;
    unnamed_ = unnamed_account();
    accounts.insert(unnamed_);
    for (const std::string& account : accounts) {
      add_account(account);
      if (!have_identity_) add_root(account);
    }
    // Session policies are those of a session.
    if (!have_session_) {
      for (const std::string& user : named_.users) add_one(user, {});
    }
    for (const std::string& user : named_.federated_users) add_federated(user);
    for (const std::string& session : named_.sessions) add_session(session);
    for (const std::string& role : named_.roles) add_sessions_of(role);
    if (!have_identity_) add_those_without_policies();
    return std::move(classes_);
  }

 private:
  std::string unnamed_account() const {
    for (const std::string_view account : {nobodys_account, other_account}) {
      if (!named_.accounts.contains(account)) return std::string(account);
    }
    std::string account = "100000000000";
    while (named_.accounts.contains(account)) account[account.find_last_of("012345678")]++;
    return account;
  }

  /// In the caller's own account, and where the set says nothing of the caller's own policies in another one too. (With
  /// them, what another account's resource grants is granted at home all the more.)
  void add(CallerClass added, const std::string& account) {
    if (account == unnamed_) open_account(added);
    added.request.resource_account = account;
    if (have_identity_) return classes_.push_back(std::move(added));
    CallerClass at_home = added;
    if (account == unnamed_) {
      at_home.never_said_owner = {named_.accounts.begin(), named_.accounts.end()};
    } else {
      at_home.said_owner = account;
    }
    classes_.push_back(std::move(at_home));
    add_abroad(std::move(added), account);
  }

  /// A caller of the account that no document names stands for those of all such accounts.
  void open_account(CallerClass& added) const {
    added.open_account = true;
    added.keys.states.erase("aws:principalaccount");
    Confinement& number = added.keys.confined["aws:principalaccount"];
    number.inside = {
        Glob::from_tokens(std::vector<Token>(12, {.kind = Token::Kind::one, .cls = CharClass::digit}), {})};
    Confinement& arn = added.keys.confined["aws:principalarn"];
    for (const std::string& account : named_.accounts) {
      number.outside.push_back(Glob::literal(account));
      arn.outside.push_back(*arn_like(Glob("arn:*:*::" + account + ":*")));
    }
  }

  /// The ARNs of an account, any number where the account is open.
  Glob in_account(std::string_view service, const std::string& account, std::string_view resource) const {
    const std::string number = account == unnamed_ ? "????????????" : account;
    const auto arns = arn_like(Glob(fmt::format("arn:aws*:{}::{}:{}", service, number, resource)));
    std::vector<Token> tokens = arns->tokens();
    int colons = 0;
    for (Token& token : tokens) {
      if (token.kind == Token::Kind::literal && token.c == U':') ++colons;
      if (token.kind == Token::Kind::one && colons == 4) token.cls = CharClass::digit;
    }
    return Glob::from_tokens(std::move(tokens));
  }

  void add_abroad(CallerClass added, std::string_view account) {
    for (const std::string_view owner : {nobodys_account, other_account, "777788889999"sv}) {
      if (owner != account && !management_accounts_.contains(owner)) added.request.resource_account = owner;
    }
    CallerClass abroad = added;
    if (have_rcp_) abroad.never_said_owner = {management_accounts_.begin(), management_accounts_.end()};
    classes_.push_back(std::move(abroad));
    // RCPs do not bind the resources of the management account.
    if (!have_rcp_) return;
    for (const std::string& owner : management_accounts_) {
      if (owner == account) continue;
      added.request.resource_account = owner;
      added.said_owner = owner;
      classes_.push_back(added);
    }
  }

  void add_one(const std::string& principal, const std::string& issuer) {
    CallerClass added;
    added.is_fixed = true;
    added.request.principal = principal;
    if (!issuer.empty()) added.request.session_issuer = issuer;
    settle_keys(added);
    add(added, std::string(Caller::of(added.request).account));
  }

  /// Keys that a single caller has for certain.
  static void settle_keys(CallerClass& added) {
    Request request = added.request;
    derive_context(request);
    for (const char* key : {"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username"}) {
      const auto at = request.context.find(std::string_view(key));
      added.keys.states[key] = at == request.context.end() ? KeyState() : KeyState(at->second);
    }
  }

  /// A user and a session that no document names.
  void add_account(const std::string& account) {
    if (!have_session_) add_user(account);
    CallerClass session = unnamed("role/?*", account, "AssumedRole", named_.roles);
    const std::string role = fresh("example-role", named_.roles);
    session.request.principal = session_of("aws", account, role);
    session.request.session_issuer = iam_arn("aws", account, "role/" + role);
    session.keys.states["aws:username"] = std::nullopt;
    add(std::move(session), account);
    add_unnamed_federated(account, {});
    for (const std::string& issuer : named_.users) {
      if (account_of(issuer) == account) add_unnamed_federated(account, issuer);
    }
  }

  /// Of another account than the resource's.
  void add_root(const std::string& account) {
    CallerClass root = unnamed("root", account, "Account", {});
    root.request.principal = iam_arn("aws", account, "root");
    root.keys.states["aws:username"] = std::nullopt;
    if (account == unnamed_) open_account(root);
    add_abroad(std::move(root), account);
  }

  void add_user(const std::string& account) {
    CallerClass user = unnamed("user/?*", account, "User", named_.users);
    user.request.principal = iam_arn("aws", account, "user/" + fresh("example-user", named_.users));
    user.keys.confined["aws:username"].inside = {Glob("?*")};
    add(std::move(user), account);
  }

  /// A session of GetFederationToken, of a user whom no document names or of one who is named.
  void add_unnamed_federated(const std::string& account, const std::string& issuer) {
    CallerClass added = unnamed("user/?*", account, "FederatedUser", {});
    Confinement& arn = added.keys.confined["aws:principalarn"];
    arn.inside = {in_account("sts", account, "federated-user/?*")};
    for (const std::string& other : named_.federated_users) arn.outside.push_back(Glob::literal(other));
    added.keys.states["aws:username"] = std::nullopt;
    added.request.principal =
        "arn:aws:sts::" + account + ":federated-user/" + fresh("example-user", named_.federated_users);
    if (!issuer.empty()) added.request.session_issuer = issuer;
    add(std::move(added), account);
  }

  void add_federated(const std::string& user) {
    add_one(user, {});
    for (const std::string& issuer : named_.users) {
      if (account_of(issuer) == account_of(user)) add_one(user, issuer);
    }
  }

  static std::string account_of(const std::string& arn) {
    Request request;
    request.principal = arn;
    return std::string(Caller::of(request).account);
  }

  /// A name that none of the ARNs ends in.
  static std::string fresh(std::string name, const std::set<std::string, std::less<>>& arns) {
    while (std::any_of(arns.begin(), arns.end(), [&](const std::string& arn) { return arn.ends_with(name); }))
      name += 'x';
    return name;
  }

  std::string session_of(std::string_view partition, std::string_view account, std::string_view role) const {
    std::string arn = "arn:";
    arn.append(partition).append(":sts::").append(account).append(":assumed-role/").append(role);
    arn += "/example-session";
    while (named_.sessions.contains(arn)) arn += 'x';
    return arn;
  }

  CallerClass unnamed(std::string_view resource, const std::string& account, const char* type,
                      const std::set<std::string, std::less<>>& named) const {
    CallerClass added;
    Confinement& arn = added.keys.confined["aws:principalarn"];
    arn.inside = {in_account("iam", account, resource)};
    for (const std::string& other : named) arn.outside.push_back(Glob::literal(other));
    added.keys.states["aws:principalaccount"] = account;
    added.keys.states["aws:principaltype"] = std::string(type);
    return added;
  }

  /// A session that is named: of a role that no document names, whose path nothing tells, or of one that is named.
  void add_session(const std::string& session) {
    Request request;
    request.principal = session;
    const Caller caller = Caller::of(request);
    const std::string account(caller.account);
    const std::string name(caller.name);
    CallerClass added = unnamed("role/" + name, account, "AssumedRole", named_.roles);
    added.keys.confined["aws:principalarn"].inside.push_back(
        *arn_like(Glob("arn:aws*:iam::" + account + ":role/*/" + name)));
    added.keys.states["aws:username"] = std::nullopt;
    added.is_fixed = true;
    added.request.principal = session;
    added.request.session_issuer = unnamed_role(caller.partition, account, name);
    add(std::move(added), account);
    for (const std::string& role : named_.roles) {
      Request of_role;
      of_role.principal = role;
      const Caller issuer = Caller::of(of_role);
      if (issuer.account == caller.account && issuer.name == caller.name) add_one(session, role);
    }
  }

  /// A role of that name, under a path if need be. (Without an issuer a session is taken to be of the role without
  /// path, which may be one that is named.)
  std::string unnamed_role(std::string_view partition, const std::string& account, const std::string& name) const {
    std::string path;
    for (std::string role;; path = path.empty() ? "example/" : "x" + path) {
      role = iam_arn(partition, account, "role/" + path + name);
      if (!named_.roles.contains(role)) return role;
    }
  }

  /// Sessions of a role that are not named themselves are alike.
  void add_sessions_of(const std::string& role) {
    Request request;
    request.principal = role;
    const Caller caller = Caller::of(request);
    add_one(session_of(caller.partition, caller.account, caller.name), role);
  }

  void add_those_without_policies() {
    for (const std::string& service : named_.services) add_bare(service);
    for (const std::string& provider : named_.providers) add_bare(provider);
    std::string service = "example.amazonaws.com";
    while (named_.services.contains(service)) service.insert(0, "x");
    add_bare(service);
    std::string provider = "provider.example.com";
    while (named_.providers.contains(provider)) provider.insert(0, "x");
    add_bare(provider);
    add_bare("anonymous");
  }

  /// AWS does not say which keys of a principal such calls carry: they are left open.
  void add_bare(const std::string& principal) {
    CallerClass added;
    added.is_fixed = true;
    added.request.principal = principal;
    const CallerKind kind = Caller::of(added.request).kind;
    if (kind == CallerKind::anonymous) settle_keys(added);
    // Whether a request is made by a service for itself is what the key tells.
    if (kind == CallerKind::anonymous) added.keys.states["aws:principalisawsservice"] = std::nullopt;
    if (kind == CallerKind::service) added.keys.states["aws:principalisawsservice"] = std::string("true");
    add_abroad(std::move(added), {});
  }

  Named named_;
  std::set<std::string, std::less<>> management_accounts_;
  bool have_identity_ = false, have_session_ = false, have_rcp_ = false;
  std::string unnamed_;
  std::vector<CallerClass> classes_;
};

/// The session of a role, by the role's ARN; it has the name of another session.
std::string session_named_by(std::string_view role, const Caller& other) {
  Request request;
  request.principal = role;
  const Caller caller = Caller::of(request);
  if (caller.kind != CallerKind::role) return std::string(role);
  std::string arn = "arn:";
  arn.append(caller.partition).append(":sts::").append(caller.account).append(":assumed-role/").append(caller.name);
  return arn.append("/").append(other.session);
}

bool has_principals(const CompiledPolicies::Impl& policies) {
  return policies.policies.resource || policies.policies.endpoint || !policies.policies.management_account.empty();
}

}  // namespace

std::vector<CallerClass> caller_classes(const std::vector<const CompiledPolicies::Impl*>& sets,
                                        const std::set<std::string, std::less<>>& apart) {
  const auto any = [&](auto holds) {
    return std::any_of(sets.begin(), sets.end(), [&](const CompiledPolicies::Impl* set) { return holds(*set); });
  };
  if (any(has_principals)) return Classes(sets, apart).run();
  const bool in_session = any([](const CompiledPolicies::Impl& set) { return !set.policies.session.empty(); });
  CallerClass anyone;
  anyone.request.principal = in_session ? "arn:aws:sts::111122223333:assumed-role/example-role/example-session"
                                        : "arn:aws:iam::111122223333:user/example-user";
  if (in_session) {
    Confinement& arn = anyone.keys.confined["aws:principalarn"];
    arn.inside = {arn_format("arn:${Partition}:iam::${Account}:role/${Name}"),
                  arn_format("arn:${Partition}:sts::${Account}:federated-user/${Name}")};
    arn.may_be_absent = true;
  }
  return {std::move(anyone)};
}

void leave_own_arns_at_home(CallerClass& caller) {
  const Caller who = Caller::of(caller.request);
  const auto& owner = caller.request.resource_account;
  if (!caller.said_owner.empty() || caller.closed_context || caller.open_account) return;
  if (!owner || !is_account_id(who.account) || *owner == who.account) return;
  caller.never_said_owner.emplace_back(who.account);
}

CallerClass only_caller(const Request& request) {
  CallerClass caller;
  caller.is_fixed = true;
  caller.closed_context = true;
  // What is left open says neither whose the resource is nor whose session it is.
  Request known = request;
  std::erase_if(known.context, [](const auto& entry) { return entry.second == ContextValue("*"); });
  const Caller who = Caller::of(known);
  caller.request.principal = request.principal;
  caller.request.session_issuer = request.session_issuer;
  if (!who.issuer.empty()) caller.request.session_issuer = who.issuer;
  if (const std::string_view owner = owner_of(known, who); !owner.empty()) caller.request.resource_account = owner;
  for (const auto& [name, value] : request.context) {
    const std::string key = folded(name);
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && *text == "*") {
      caller.keys.confined[key].inside = {Glob("*")};
    } else {
      caller.keys.states[key] = value;
    }
  }
  return caller;
}

static const std::string* single_value(const Request& request, std::string_view key) {
  const auto at = request.context.find(key);
  return at == request.context.end() ? nullptr : std::get_if<std::string>(&at->second);
}

/// The text with the first of two accounts in place of the second.
static std::string with_account(std::string text, std::string_view old_account, std::string_view account) {
  const std::size_t at = text.find(old_account);
  return at == std::string::npos ? text : text.replace(at, old_account.size(), account);
}

/// Moves an unnamed caller to the account that the context says.
static void set_account(const CallerClass& caller, std::string_view account, Request& witness) {
  const std::string home(Caller::of(caller.request).account);
  witness.principal = with_account(witness.principal, home, account);
  if (witness.session_issuer) witness.session_issuer = with_account(*witness.session_issuer, home, account);
  if (witness.resource_account == home) {
    witness.resource_account = account;
  } else if (witness.resource_account == account) {
    witness.resource_account = home;
  }
}

void set_caller(const CallerClass& caller, Request& witness) {
  witness.principal = caller.request.principal;
  witness.session_issuer = caller.request.session_issuer;
  witness.resource_account = caller.request.resource_account;
  const CallerKind kind = Caller::of(caller.request).kind;
  const std::string* arn = single_value(witness, "aws:PrincipalArn");
  const std::string* number = single_value(witness, "aws:PrincipalAccount");
  if (number == nullptr && caller.keys.confined.contains("kms:calleraccount")) {
    number = single_value(witness, "kms:CallerAccount");
  }
  if (caller.open_account) {
    const auto parts = split_arn(arn == nullptr ? std::string_view() : *arn);
    if (parts) {
      set_account(caller, parts->account, witness);
    } else if (number != nullptr) {
      set_account(caller, *number, witness);
    }
  }
  const std::string* service = single_value(witness, "aws:PrincipalServiceName");
  if (service != nullptr && caller.keys.confined.contains("aws:principalservicename")) witness.principal = *service;
  const std::string* name = single_value(witness, "aws:username");
  if (arn == nullptr) {
    const bool is_unnamed = !caller.is_fixed && kind == CallerKind::user && name != nullptr;
    if (is_unnamed) witness.principal = witness.principal.substr(0, witness.principal.find('/') + 1) + *name;
  } else if (kind == CallerKind::session) {
    witness.session_issuer = *arn;
    if (!caller.is_fixed) witness.principal = session_named_by(*arn, Caller::of(caller.request));
  } else if (!caller.is_fixed) {
    witness.principal = *arn;
  }
}

std::optional<Request> moved_to(const CallerClass& caller, std::string_view account, const Request& witness) {
  const std::string home(Caller::of(witness).account);
  if (!caller.open_account || !is_account_id(home)) return std::nullopt;
  Request moved = witness;
  moved.principal = with_account(moved.principal, home, account);
  if (moved.session_issuer) moved.session_issuer = with_account(*moved.session_issuer, home, account);
  for (const char* key : {"aws:PrincipalAccount", "aws:PrincipalArn", "kms:CallerAccount"}) {
    const auto at = moved.context.find(std::string_view(key));
    if (at == moved.context.end()) continue;
    if (auto* text = std::get_if<std::string>(&at->second)) *text = with_account(*text, home, account);
  }
  return moved;
}

bool is_consistent(const Request& witness) {
  const Caller caller = Caller::of(witness);
  const std::string* number = single_value(witness, "aws:PrincipalAccount");
  const std::string* name = single_value(witness, "aws:username");
  const bool has_account = caller.is_identity() || caller.kind == CallerKind::root;
  if (has_account && (!is_account_id(caller.account) || (number != nullptr && *number != caller.account))) return false;
  return name == nullptr || caller.kind != CallerKind::user || *name == caller.name;
}

}  // namespace iamproof

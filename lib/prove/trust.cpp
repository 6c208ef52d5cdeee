// A request is an insider's when one of its keys says so: a trust key, which AWS sets and no caller can choose, carries
// a trusted value. A zone of trust is therefore a region, one statement for each trust key:
//
//   trusted: account 111122223333, organization o-example
//   StringEqualsIgnoreCase aws:SourceAccount [111122223333]     ArnLike aws:SourceArn [arn:*:*:*:111122223333:*]
//   StringEqualsIgnoreCase aws:PrincipalOrgID [o-example]       ForAnyValue:StringLike aws:PrincipalOrgPaths
//   [o-example/*]
//
// What a policy names is trusted by it: an account, an organization, a fixed value of a trust key. Fixed means that the
// part which says whose the value is has no wildcard and no policy variable; `arn:aws:s3:*:111122223333:*` under
// ArnLike fixes the account, while under StringLike the first `*` may swallow colons and the account with them. That is
// asked of the values alone: whether a condition confines requests to them (an operator may be negated, or hold where
// the key is absent) comes out of the search for a request outside.
//
// Amazon S3 User Guide, "The meaning of public"; no list is published for other services, and the keys here are those
// of S3 and their kin. sts:ExternalId, aws:referer, aws:UserAgent and tags are not among them: callers choose these.
#include "prove/trust.h"

#include <algorithm>
#include <array>

#include "arn/arn.h"
#include "condition/ip_range.h"
#include "glob/characters.h"
#include "prove/issuers.h"

namespace iamproof {

namespace {

enum class Says : std::uint8_t {
  account,
  arn,  ///< its account, if it has one
  organization,
  organization_paths,  ///< "o-example/r-ab12/ou-ab12-11111111/"
  vpc,                 ///< the id of one or of an endpoint
  vpc_arn,
  address,
  text,  ///< nothing beyond itself
};

struct TrustKey {
  std::string_view name;
  Says says;
  bool of_caller = false;  ///< it follows from the account of a caller that has one
  bool multivalued = false;
  bool not_in_access_points = false;  ///< says nothing in the policy of an access point
};

constexpr auto trust_keys = std::to_array<TrustKey>({
    {"aws:principalaccount", Says::account, true},
    {"aws:principalarn", Says::arn, true},
    {"aws:principalorgid", Says::organization},
    {"aws:principalorgpaths", Says::organization_paths, false, true},
    {"aws:principalservicename", Says::text},
    {"aws:principalservicenameslist", Says::text, false, true},
    {"aws:sourceaccount", Says::account},
    {"aws:sourcearn", Says::arn},
    {"aws:sourceip", Says::address},
    {"aws:sourceorgid", Says::organization},
    {"aws:sourceorgpaths", Says::organization_paths, false, true},
    {"aws:sourceowner", Says::account},
    {"aws:sourcevpc", Says::vpc},
    {"aws:sourcevpcarn", Says::vpc_arn},
    {"aws:sourcevpce", Says::vpc},
    {"aws:userid", Says::text},
    {"aws:vpceaccount", Says::account},
    {"aws:vpceorgid", Says::organization},
    {"aws:vpceorgpaths", Says::organization_paths, false, true},
    {"kms:calleraccount", Says::account, true},
    {"s3:dataaccesspointaccount", Says::account, false, false, true},
    {"s3:dataaccesspointarn", Says::arn, false, false, true},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", Says::text},
});

constexpr std::string_view access_points = "arn:*:s3:*:*:accesspoint/*";
constexpr std::string_view cognito = "cognito-identity.amazonaws.com";

const TrustKey* find_trust_key(std::string_view key) {
  const auto* at = std::find_if(trust_keys.begin(), trust_keys.end(), [&](const TrustKey& k) { return k.name == key; });
  return at == trust_keys.end() ? nullptr : at;
}

/// A value of a policy: its text up to the first wildcard or variable, and whether that is all of it.
struct Written {
  std::string text;
  bool is_fixed = true;
};

Written written(const Template& value) {
  Written out;
  for (const Token& token : value.glob.tokens()) {
    if (token.kind != Token::Kind::literal) {
      out.is_fixed = false;
      break;
    }
    append(out.text, token.c);
  }
  return out;
}

/// The account of an ARN pattern; "" where it is none that is fixed. ARN operators compare it by itself.
std::string account_of(const Template& arn, Family family) {
  std::string part;
  int colons = 0;
  for (const Token& token : arn.glob.tokens()) {
    if (token.kind == Token::Kind::literal && token.c == U':') {
      if (++colons == 5) return is_account_id(part) ? part : std::string();
      part.clear();
    } else if (token.kind == Token::Kind::literal) {
      append(part, token.c);
    } else if (token.kind == Token::Kind::variable || family != Family::arn || colons == 4) {
      return {};
    }
  }
  return {};
}

/// Letters, digits and hyphens, of which ids of AWS are made: nothing that a pattern reads otherwise.
bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// Amazon S3 calls blocks wider than /8, or /32 of IPv6, public, unless they are private.
bool is_narrow(const IpRange& block) {
  static const std::array<IpRange, 4> private_blocks = {*IpRange::parse("10.0.0.0/8"), *IpRange::parse("172.16.0.0/12"),
                                                        *IpRange::parse("192.168.0.0/16"), *IpRange::parse("fc00::/7")};
  const bool is_private = std::any_of(private_blocks.begin(), private_blocks.end(), [&](const IpRange& other) {
    return other.contains(block.first) && other.contains(block.last);
  });
  if (is_private) return true;
  const std::size_t fixed_bytes = block.first.v6 ? 4 : 1;
  return std::equal(block.first.bytes.begin(), block.first.bytes.begin() + static_cast<std::ptrdiff_t>(fixed_bytes),
                    block.last.bytes.begin());
}

/// Gathers what the policies of a set name.
class NamedByPolicy {
 public:
  NamedByPolicy(const CompiledPolicies& policies, Trusted& out) : policies_(policies), out_(out) {}

  void run() {
    for (const CompiledStatement& statement : policies_.impl().statements) {
      if (!statement.principal) continue;
      for (const PrincipalPattern& pattern : statement.principal->patterns) add_principal(pattern);
    }
    for (const CompiledStatement& statement : policies_.impl().statements) {
      for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
        add_condition(statement.conditions[i], policies_.statement(statement.ref).conditions[i]);
      }
    }
  }

 private:
  using Kind = PrincipalPattern::Kind;

  void add_principal(const PrincipalPattern& pattern) {
    if (pattern.kind == Kind::account) out_.accounts.emplace(pattern.account);
    if (pattern.kind == Kind::canonical_user) out_.has_canonical_users = true;
    if (pattern.kind == Kind::identity_provider) {
      if (const auto host = issuer_host(pattern.text)) hosts_.insert(*host);
    }
    if (pattern.kind != Kind::identity) return;
    const auto parts = split_arn(pattern.text);
    if (parts && is_account_id(parts->account)) out_.accounts.emplace(parts->account);
  }

  void add_condition(const Predicate& predicate, const Condition& condition) {
    const TrustKey* key = find_trust_key(predicate.key());
    if (key != nullptr && key->says == Says::address) {
      for (const Value& value : condition.values) add_block(predicate, value.text.text);
    } else if (key != nullptr) {
      for (const Template& value : predicate.operands().texts) add_value(*key, predicate.op().family, value);
    }
    for (const std::string& host : hosts_) add_claim(host, predicate);
  }

  void add_block(const Predicate& predicate, std::string_view text) {
    if (predicate.op().family != Family::ip_address) return;
    const auto block = IpRange::parse(text);
    if (block && is_narrow(*block)) out_.blocks.emplace_back(text);
  }

  void add_value(const TrustKey& key, Family family, const Template& value) {
    const Written text = written(value);
    switch (key.says) {
      case Says::account:
        if (text.is_fixed && is_account_id(text.text)) {
          out_.accounts.insert(text.text);
          return;
        }
        break;
      case Says::arn:
      case Says::vpc_arn:
        if (std::string account = account_of(value, family); !account.empty()) {
          out_.accounts.insert(std::move(account));
          return;
        }
        break;
      case Says::organization:
        if (text.is_fixed && is_id(text.text)) {
          out_.organizations.insert(text.text);
          return;
        }
        break;
      case Says::organization_paths:
        if (const std::size_t slash = text.text.find('/'); slash != std::string::npos) {
          if (is_id(text.text.substr(0, slash))) {
            out_.organizations.insert(text.text.substr(0, slash));
            return;
          }
        }
        break;
      case Says::vpc:
        if (text.is_fixed && is_id(text.text)) {
          out_.vpcs.insert(text.text);
          return;
        }
        break;
      case Says::address:
        return;
      case Says::text:
        break;
    }
    // A text that is no account, no organization: nobody has it. But "anonymous" is what anonymous callers have.
    if (text.is_fixed && !text.text.empty() && text.text != "anonymous") {
      out_.texts[std::string(key.name)].insert(text.text);
    }
  }

  /// What a provider says of whom it vouches for.
  void add_claim(const std::string& host, const Predicate& predicate) {
    const std::string& key = predicate.key();
    if (key == subject_key(host)) {
      for (const Template& value : predicate.operands().texts) {
        const SubjectTrust trust = trust_of_subject(host, value);
        out_.subjects[key].insert(trust.patterns.begin(), trust.patterns.end());
        if (trust.exact) out_.texts[key].insert(*trust.exact);
      }
      return;
    }
    const auto owners = owner_keys(host);
    const bool is_pool = host == cognito && key == std::string(cognito) + ":aud";
    if (!is_pool && std::find(owners.begin(), owners.end(), key) == owners.end()) return;
    for (const Template& value : predicate.operands().texts) {
      if (const Written text = written(value); text.is_fixed && !text.text.empty()) out_.texts[key].insert(text.text);
    }
  }

  const CompiledPolicies& policies_;
  Trusted& out_;
  Names hosts_;
};

using Values = std::vector<std::string>;

Predicate condition_on(std::string_view key, std::string_view op, const Values& values) {
  Condition condition;
  condition.op.text = op;
  condition.key.text = key;
  condition.is_array = true;
  for (const std::string& value : values) condition.values.push_back({{value, {}}, ValueType::string});
  auto predicate = Predicate::compile(condition, false);
  return std::move(*predicate);
}

class RegionOfTrust {
 public:
  RegionOfTrust(const CompiledPolicies& policies, const Trusted& trusted)
      : catalogue_(policies.catalogue()), trusted_(trusted), tested_(keys_tested_by(policies)) {}

  void add_keys_of_requests(Origin origin) {
    for (const TrustKey& key : trust_keys) {
      if (tested_.contains(key.name) && !(key.of_caller && origin == Origin::account)) add_key(key);
    }
  }

  void add_keys_of(std::string_view provider) {
    const auto host = issuer_host(provider);
    const std::string subject = host ? subject_key(*host) : "saml:sub";
    Values patterns(trusted_.any_subjects.begin(), trusted_.any_subjects.end());
    if (const auto own = trusted_.subjects.find(subject); own != trusted_.subjects.end()) {
      patterns.insert(patterns.end(), own->second.begin(), own->second.end());
    }
    add(subject, "StringLike", patterns);
    if (!host) return;
    add(subject, "StringEquals", texts_of(subject));
    for (const std::string& key : owner_keys(*host)) add(key, "StringEquals", texts_of(key));
    if (*host == cognito) add_pools();
  }

  void add_resources_of(std::string_view account) {
    const Glob resources("arn:*:*:*:" + std::string(account) + ":*");
    add_statement().resources.patterns.front().pattern.glob = *arn_like(resources);
  }

  CompiledClaim take() {
    for (const CompiledStatement& statement : claim_.region) claim_.statements.push_back(&statement);
    return std::move(claim_);
  }

 private:
  Values texts_of(std::string_view key) const {
    const auto at = trusted_.texts.find(key);
    return at == trusted_.texts.end() ? Values() : Values(at->second.begin(), at->second.end());
  }

  CompiledStatement& add_statement() {
    claim_.region.push_back(compile_patterns({{"*", {}}}, catalogue_));
    return claim_.region.back();
  }

  void add(std::string_view key, std::string_view op, const Values& values) {
    if (values.empty()) return;
    CompiledStatement& statement = add_statement();
    statement.conditions.push_back(condition_on(key, op, values));
    statement.size += statement.conditions.back().size();
    const TrustKey* trust_key = find_trust_key(key);
    if (trust_key == nullptr || !trust_key->not_in_access_points) return;
    statement.resources.negated = true;
    statement.resources.patterns.front().pattern.glob = *arn_like(Glob(access_points));
  }

  void add_key(const TrustKey& key) {
    const std::string_view any = key.multivalued ? "ForAnyValue:" : "";
    Values patterns;
    switch (key.says) {
      case Says::account:
        add(key.name, "StringEquals", {trusted_.accounts.begin(), trusted_.accounts.end()});
        break;
      case Says::vpc_arn:
        for (const std::string& id : trusted_.vpcs) patterns.push_back("arn:*:ec2:*:*:vpc/" + id);
        [[fallthrough]];
      case Says::arn:
        for (const std::string& account : trusted_.accounts) patterns.push_back("arn:*:*:*:" + account + ":*");
        add(key.name, "ArnLike", patterns);
        break;
      case Says::organization:
        add(key.name, "StringEqualsIgnoreCase", {trusted_.organizations.begin(), trusted_.organizations.end()});
        break;
      case Says::organization_paths:
        for (const std::string& id : trusted_.organizations) patterns.push_back(id + "/*");
        add(key.name, std::string(any) + "StringLike", patterns);
        break;
      case Says::vpc:
        add(key.name, "StringEqualsIgnoreCase", {trusted_.vpcs.begin(), trusted_.vpcs.end()});
        break;
      case Says::address:
        add(key.name, "IpAddress", trusted_.blocks);
        break;
      case Says::text:
        break;
    }
    add_texts(key.name, any);
  }

  /// Ids of AWS do not differ by case alone. Letters that no id has are compared as they stand.
  void add_texts(std::string_view key, std::string_view any) {
    Values texts = texts_of(key);
    const auto is_ascii = [](const std::string& text) {
      return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    };
    const auto others = std::stable_partition(texts.begin(), texts.end(), is_ascii);
    add(key, std::string(any) + "StringEqualsIgnoreCase", {texts.begin(), others});
    add(key, std::string(any) + "StringEquals", {others, texts.end()});
  }

  /// The audience of Amazon Cognito is the identity pool; but a pool may let in guests.
  void add_pools() {
    const std::string audience = std::string(cognito) + ":aud";
    const Values pools = texts_of(audience);
    if (pools.empty()) return;
    CompiledStatement& statement = add_statement();
    statement.conditions.push_back(condition_on(audience, "StringEquals", pools));
    statement.conditions.push_back(
        condition_on(std::string(cognito) + ":amr", "ForAnyValue:StringEquals", {"authenticated"}));
  }

  const Catalogue& catalogue_;
  const Trusted& trusted_;
  Names tested_;
  CompiledClaim claim_;
};

}  // namespace

Trusted trusted_by(const CompiledPolicies& policies, const TrustZone& zone) {
  Trusted trusted;
  trusted.accounts.insert(zone.accounts.begin(), zone.accounts.end());
  trusted.organizations.insert(zone.organizations.begin(), zone.organizations.end());
  trusted.vpcs.insert(zone.vpcs.begin(), zone.vpcs.end());
  trusted.any_subjects.insert(zone.subjects.begin(), zone.subjects.end());
  trusted.named_by_policy = zone.named_by_policy;
  for (const CompiledStatement& statement : policies.impl().statements) {
    if (!statement.principal) continue;
    for (const PrincipalPattern& pattern : statement.principal->patterns) {
      if (pattern.kind == PrincipalPattern::Kind::service) trusted.services.emplace(pattern.text);
    }
  }
  if (zone.named_by_policy) NamedByPolicy(policies, trusted).run();
  return trusted;
}

CompiledClaim trusted_region(const CompiledPolicies& policies, const Trusted& trusted, Origin origin,
                             std::string_view caller) {
  RegionOfTrust region(policies, trusted);
  region.add_keys_of_requests(origin);
  if (origin == Origin::provider) region.add_keys_of(caller);
  if (origin == Origin::account && !caller.empty()) region.add_resources_of(caller);
  return region.take();
}

std::string fixed_account(const Template& arn) {
  return account_of(arn, Family::string);
}

Names keys_tested_by(const CompiledPolicies& policies) {
  Names keys;
  const auto add_variables = [&](const Template& text) {
    for (const Variable& variable : text.variables) keys.insert(variable.key);
  };
  for (const CompiledStatement& statement : policies.impl().statements) {
    for (const ResourcePattern& resource : statement.resources.patterns) add_variables(resource.pattern);
    for (const Predicate& predicate : statement.conditions) {
      keys.insert(predicate.key());
      for (const Template& operand : predicate.operands().texts) add_variables(operand);
    }
  }
  return keys;
}

}  // namespace iamproof

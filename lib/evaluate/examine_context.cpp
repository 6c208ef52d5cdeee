// What a request carries: keys that exist and that the action has, as many values as the key has, of its type; and
// nothing that cannot be so, given who sends the request. The keys that AWS sets from principal and resource are worked
// out anew and compared. Keys of identity providers are anybody's own and pass.
#include <algorithm>
#include <array>
#include <initializer_list>

#include <fmt/format.h>

#include "arn/arn.h"
#include "condition/decimal.h"
#include "condition/instant.h"
#include "condition/ip_range.h"
#include "evaluate/derive.h"
#include "evaluate/examine.h"
#include "policy/path.h"
#include "policy/typed_values.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view other) { return equal_folded(other, name); });
}

/// The key belongs to a namespace of AWS, so that AWS's catalogue can tell whether it exists. `saml:sub` and
/// `token.actions.githubusercontent.com:sub` belong to identity providers.
bool is_of_aws(std::string_view key) {
  const std::size_t colon = key.find(':');
  const std::string_view space = key.substr(0, colon);
  if (colon == std::string_view::npos || equal_folded(space, "aws")) return true;
  return space.find('.') == std::string_view::npos && !equal_folded(space, "saml");
}

/// Whether the catalogue says that the action does not have the key. Its resource types' keys count, whichever of them
/// the resource is.
bool is_foreign(const KeyInfo& key, const Examination& examination) {
  if (!examination.action || key.global || !is_of_aws(key.name)) return false;
  const Catalogue& catalogue = examination.catalogue;
  if (contains(catalogue.condition_keys(*examination.action), key.name)) return false;
  const auto types = catalogue.resources(*examination.action);
  return std::none_of(types.begin(), types.end(), [&](const ActionResource& type) {
    return contains(catalogue.resource_condition_keys(type.type), key.name);
  });
}

bool is_value(KeyType type, std::string_view text) {
  switch (type) {
    case KeyType::string:
      return true;
    case KeyType::arn:
      return split_arn(text).has_value();
    case KeyType::boolean:
      return is_boolean(text);
    case KeyType::date:
      return Instant::parse(text).has_value();
    case KeyType::numeric:
      return Decimal::parse(text).has_value();
    case KeyType::ip_address:
      return IpAddress::parse(text).has_value();
    case KeyType::binary:
      return is_base64(text);
  }
  return true;
}

std::string_view words(KeyType type) {
  switch (type) {
    case KeyType::arn:
      return "an ARN";
    case KeyType::boolean:
      return "`true` or `false`";
    case KeyType::date:
      return "a date such as `2026-06-01T12:00:00Z`";
    case KeyType::numeric:
      return "a number";
    case KeyType::ip_address:
      return "one IP address";
    case KeyType::binary:
      return "base64";
    case KeyType::string:
      break;
  }
  return "a text";
}

using Kinds = std::initializer_list<CallerKind>;

/// Keys that only some callers have. A name that ends in `/` stands for all that begin so.
struct Holder {
  std::string_view key;
  std::uint32_t kinds;
  std::string_view whose;  ///< "of users"
};

constexpr std::uint32_t bits(Kinds kinds) {
  std::uint32_t out = 0;
  for (const CallerKind kind : kinds) out |= std::uint32_t{1} << static_cast<unsigned>(kind);
  return out;
}

using enum CallerKind;

// IAM User Guide, "AWS global condition context keys", Availability of each. Where it leaves a kind of caller open, the
// kind may have the key.
constexpr std::uint32_t signed_callers = bits({user, root, session, role, federated_user, service});
constexpr std::uint32_t sessions = bits({session, role});
constexpr std::uint32_t services = bits({service});
constexpr auto holders = std::to_array<Holder>({
    {"aws:username", bits({user}), "of IAM users"},
    {"aws:PrincipalArn", signed_callers, "of callers who sign"},
    {"aws:PrincipalIsAWSService", signed_callers, "of callers who sign"},
    {"aws:PrincipalOrgID", signed_callers, "of callers who sign"},
    {"aws:PrincipalOrgPaths", signed_callers, "of callers who sign"},
    {"aws:PrincipalTag/", signed_callers, "of callers who sign"},
    {"aws:MultiFactorAuthPresent", signed_callers, "of callers who sign"},
    {"aws:MultiFactorAuthAge", signed_callers, "of callers who sign"},
    {"aws:TokenIssueTime", signed_callers, "of callers who sign"},
    {"aws:PrincipalServiceName", services, "of services that call for themselves"},
    {"aws:PrincipalServiceNamesList", services, "of services that call for themselves"},
    {"aws:SourceAccount", services, "of services that call for themselves"},
    {"aws:SourceArn", services, "of services that call for themselves"},
    {"aws:SourceOrgID", services, "of services that call for themselves"},
    {"aws:SourceOrgPaths", services, "of services that call for themselves"},
    {"aws:AssumedRoot", bits({root, session, role}), "of sessions"},
    {"aws:Ec2InstanceSourcePrivateIPv4", sessions, "of role sessions"},
    {"aws:Ec2InstanceSourceVpc", sessions, "of role sessions"},
    {"ec2:RoleDelivery", sessions, "of role sessions"},
    {"ec2:SourceInstanceArn", sessions, "of role sessions"},
    {"lambda:SourceFunctionArn", sessions, "of role sessions"},
    {"ssm:SourceInstanceArn", sessions, "of role sessions"},
});

const Holder* holder_of(std::string_view key) {
  const auto at = std::find_if(holders.begin(), holders.end(), [&](const Holder& holder) {
    const bool prefix = holder.key.ends_with('/');
    return equal_folded(prefix ? key.substr(0, holder.key.size()) : key, holder.key);
  });
  return at == holders.end() ? nullptr : &*at;
}

bool same_text(std::string_view key, std::string_view a, std::string_view b) {
  return a == b || (equal_folded(key, "aws:PrincipalIsAWSService") && equal_folded(a, b));
}

/// The keys of one request, one at a time.
class ContextExaminer {
 public:
  explicit ContextExaminer(Examination& examination)
      : examination_(examination), expected_(keys_of_parties(examination.request, examination.caller)) {}

  void run(const std::string& key, const ContextValue& value) {
    key_ = key;
    const auto info = examination_.catalogue.find_key(key);
    if (!info) return unknown_key();
    if (!names_its_variable(*info)) {
      return fault(fmt::format("{} stands for many keys: put a name in place of its last part", in_backticks(key)));
    }
    if (is_foreign(*info, examination_)) {
      fault(fmt::format("{} does not come with {}", in_backticks(key), in_backticks(examination_.request.action)));
    }
    check_values(*info, value);
    check_caller(value);
  }

 private:
  void fault(std::string message) { examination_.fault("/context/" + pointer_token(key_), std::move(message)); }

  /// `aws:RequestTag/${TagKey}` is how the catalogue writes a key, and no key.
  bool names_its_variable(const KeyInfo& info) const {
    const bool is_template = info.name.find_first_of("$<") != std::string_view::npos;
    return !is_template || !equal_folded(info.name, key_);
  }

  void unknown_key() {
    if (!is_of_aws(key_)) return;
    fault(fmt::format("{} is no known context key{}", in_backticks(key_),
                      did_you_mean(examination_.catalogue.nearest_keys(key_))));
  }

  void check_values(const KeyInfo& info, const ContextValue& value) {
    const auto* single = std::get_if<std::string>(&value);
    if (single != nullptr && info.multivalued) {
      fault(fmt::format("{} is multivalued: give a list", in_backticks(key_)));
    } else if (single == nullptr && !info.multivalued) {
      fault(fmt::format("{} is single-valued: give no list", in_backticks(key_)));
    }
    if (single != nullptr) return check_value(info.type, *single);
    for (const std::string& item : std::get<std::vector<std::string>>(value)) check_value(info.type, item);
  }

  void check_value(KeyType type, std::string_view text) {
    if (is_value(type, text)) return;
    fault(fmt::format("{} is not {}, as {} is", in_backticks(text), words(type), in_backticks(key_)));
  }

  void check_caller(const ContextValue& value) {
    const Caller& caller = examination_.caller;
    if (caller.kind == CallerKind::unknown) return;
    const Holder* holder = holder_of(key_);
    if (holder != nullptr && (holder->kinds & bits({caller.kind})) == 0) {
      return fault(
          fmt::format("{} is a key {}, and {} is none", in_backticks(key_), holder->whose, in_backticks(caller.text)));
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return;
    const auto expected = expected_.find(key_);
    if (expected != expected_.end()) return check_expected(*text, std::get<std::string>(expected->second));
    if (equal_folded(key_, "aws:userid")) check_userid(*text);
  }

  void check_expected(std::string_view text, std::string_view expected) {
    if (same_text(key_, text, expected)) return;
    const bool of_resource = equal_folded(key_, "aws:ResourceAccount");
    const std::string_view whose = of_resource ? examination_.request.resource : examination_.caller.text;
    fault(fmt::format("{} is {} for {}, not {}", in_backticks(key_), in_backticks(expected), in_backticks(whose),
                      in_backticks(text)));
  }

  /// The id of a user or role is IAM's own; the session's name after it is not.
  void check_userid(std::string_view text) {
    const Caller& caller = examination_.caller;
    if (caller.kind == CallerKind::user && text.find(':') != std::string_view::npos) {
      fault(fmt::format("{} is not {}: a user's is an id without a session", in_backticks(key_), in_backticks(text)));
    }
    if (caller.kind != CallerKind::session) return;
    const std::string ending = fmt::format(":{}", caller.session);
    if (text.ends_with(ending)) return;
    fault(fmt::format("{} of {} ends in {}, unlike {}", in_backticks(key_), in_backticks(caller.text),
                      in_backticks(ending), in_backticks(text)));
  }

  Examination& examination_;
  Context expected_;
  std::string_view key_;
};

}  // namespace

void examine_context(Examination& examination) {
  ContextExaminer examiner(examination);
  for (const auto& [key, value] : examination.request.context) examiner.run(key, value);
}

}  // namespace iamproof

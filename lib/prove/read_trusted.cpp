#include "prove/read_trusted.h"

#include <algorithm>

#include <fmt/format.h>

#include "arn/arn.h"

namespace iamproof {

namespace {

using json::Kind;
using json::Member;
using json::Value;

/// Lower-case letters and digits after a prefix.
bool is_id(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || text.size() == prefix.size()) return false;
  text.remove_prefix(prefix.size());
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

bool is_organization(std::string_view text) {
  return is_id(text, "o-");
}

bool is_vpc(std::string_view text) {
  return is_id(text, "vpc-") || is_id(text, "vpce-");
}

bool is_subject(std::string_view text) {
  return text.find_first_not_of("*?") != std::string_view::npos;
}

class TrustReader {
 public:
  explicit TrustReader(const std::function<void(Value, std::string)>& fail) : fail_(fail) {}

  TrustZone read(Value object) {
    TrustZone zone;
    if (!object.is(Kind::object)) {
      fail_(object, fmt::format("`trusted` is an object with {}, not {}", elements, json::with_article(object.kind())));
      return zone;
    }
    for (const Member member : object.members()) read_member(member, zone);
    return zone;
  }

 private:
  static constexpr std::string_view elements =
      "`accounts`, `organizations`, `vpcs`, `subjects` and `named_by_policy`, each as needed";

  void read_member(const Member& member, TrustZone& zone) {
    const std::string_view name = member.key.text();
    if (name == "accounts") {
      zone.accounts = list(member, "an account, twelve digits", is_account_id);
    } else if (name == "organizations") {
      zone.organizations = list(member, "the id of an organization, such as `o-exampleorgid`", is_organization);
    } else if (name == "vpcs") {
      zone.vpcs = list(member, "the id of a VPC or an endpoint, such as `vpc-1a2b3c4d` or `vpce-1a2b3c4d`", is_vpc);
    } else if (name == "subjects") {
      zone.subjects = list(member, "a subject: with nothing but wildcards it would be everybody", is_subject);
    } else if (name == "named_by_policy") {
      if (!member.value.is(Kind::boolean)) fail_(member.value, "`named_by_policy` is `true` or `false`");
      zone.named_by_policy = member.value.text() == "true";
    } else {
      fail_(member.key, fmt::format("`{}` is no element of `trusted`; expected {}", name, elements));
    }
  }

  std::vector<std::string> list(const Member& member, std::string_view what, bool (*is_one)(std::string_view)) {
    std::vector<std::string> out;
    if (!member.value.is(Kind::array)) {
      fail_(member.value, fmt::format("`{}` is an array of strings", member.key.text()));
      return out;
    }
    for (const Value element : member.value.elements()) {
      if (!element.is(Kind::string)) {
        fail_(element, fmt::format("`{}` is an array of strings", member.key.text()));
      } else if (!is_one(element.text())) {
        fail_(element, fmt::format("`{}` is not {}", element.text(), what));
      } else {
        out.emplace_back(element.text());
      }
    }
    return out;
  }

  const std::function<void(Value, std::string)>& fail_;
};

}  // namespace

TrustZone read_trusted(json::Value object, const std::function<void(json::Value, std::string)>& fail) {
  return TrustReader(fail).read(object);
}

}  // namespace iamproof

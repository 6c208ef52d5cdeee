#include "agree/facts.h"

#include <algorithm>
#include <stdexcept>

#include "agree/askers.h"
#include "oracle/text.h"
#include "oracle/values.h"

namespace agree {

using oracle::ContextValue;
using oracle::Request;

static std::optional<std::string> text_of(const Request& request, const char* key) {
  const ContextValue* value = request.find(key);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

static std::vector<std::string> parts_of(const std::string& arn) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::size_t colon = arn.find(':', at);
    if (colon == std::string::npos) return {};
    parts.push_back(arn.substr(at, colon - at));
    at = colon + 1;
  }
  parts.push_back(arn.substr(at));
  return parts;
}

static bool begins_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

static bool is_arn_of(const std::string& arn, const std::string& kind) {
  const auto parts = parts_of(arn);
  return !parts.empty() && parts[2] == "iam" && parts[3].empty() && begins_with(parts[5], kind + "/");
}

static bool is_account(const std::string& text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> facts_named_in(const std::vector<std::string>& sentences) {
  std::vector<std::string> facts;
  for (const std::string& sentence : sentences) {
    const std::size_t at = sentence.rfind(" (`");
    if (at == std::string::npos || sentence.substr(sentence.size() - 2) != "`)") continue;
    facts.push_back(sentence.substr(at + 3, sentence.size() - at - 5));
  }
  return facts;
}

static bool breaks_user_name_of_user(const std::optional<std::string>& name, const std::optional<std::string>& arn,
                                     const std::optional<std::string>& type) {
  if (arn || !type) {
    if (name.has_value() != (arn && is_arn_of(*arn, "user"))) return true;
  }
  return type && name.has_value() != (*type == "User");
}

static bool breaks_name_in_arn(const std::optional<std::string>& name, const std::optional<std::string>& arn) {
  if (!arn || !is_arn_of(*arn, "user")) return name.has_value();
  return !name || *name != arn->substr(arn->rfind('/') + 1);
}

static bool breaks_type_of_arn(const std::optional<std::string>& type, const std::optional<std::string>& arn) {
  for (const auto& [kind, word] : {std::pair{"user", "User"}, std::pair{"role", "AssumedRole"}})
    if ((type && *type == word) != (arn && is_arn_of(*arn, kind))) return true;
  return false;
}

static bool breaks_account_of_arn(const std::optional<std::string>& account, const std::optional<std::string>& arn) {
  return arn && (!account || parts_of(*arn)[4] != *account);
}

static bool breaks_arn_form(const std::optional<std::string>& arn) {
  if (!arn) return false;
  const auto parts = parts_of(*arn);
  if (parts.empty()) return false;
  if (!begins_with(parts[1], "aws") || !parts[3].empty()) return true;
  if (parts[2] == "sts") return false;
  return parts[2] != "iam" || parts[5].substr(parts[5].rfind('/') + 1).find(':') != std::string::npos;
}

static bool breaks_owner_of_arn(const Request& request) {
  const auto owner = text_of(request, "aws:ResourceAccount");
  const auto parts = parts_of(request.resource);
  if (!owner || parts.empty() || begins_with(parts[2], "s3") || !is_account(parts[4])) return false;
  return parts[4] != *owner;
}

static bool breaks_tag_keys(const Request& request) {
  const ContextValue* keys = request.find("aws:TagKeys");
  const auto* set = keys == nullptr ? nullptr : std::get_if<std::vector<std::string>>(keys);
  if (set == nullptr || set->empty()) return false;
  const std::string prefix = "aws:requesttag/";
  for (const auto& [name, value] : request.context) {
    if (!begins_with(oracle::fold(name), prefix)) continue;
    const std::string tag = name.substr(prefix.size());
    if (std::none_of(set->begin(), set->end(),
                     [&](const std::string& key) { return oracle::same_but_for_case(key, tag); }))
      return true;
  }
  return false;
}

static bool breaks_order_of_times(const Request& request) {
  const auto issued = text_of(request, "aws:TokenIssueTime");
  const auto now = text_of(request, "aws:CurrentTime");
  const auto a = issued ? oracle::read_instant(*issued) : std::nullopt;
  const auto b = now ? oracle::read_instant(*now) : std::nullopt;
  return a && b && oracle::compare(*a, *b) > 0;
}

const std::vector<std::string>& facts_written_down() {
  static const std::vector<std::string> facts = {"current-time-present",
                                                 "principal-account-present",
                                                 "principal-type-present",
                                                 "principal-arn-present",
                                                 "user-name-form",
                                                 "principal-arn-form",
                                                 "user-name-of-user",
                                                 "user-name-of-arn",
                                                 "principal-type-of-arn",
                                                 "principal-account-of-arn",
                                                 "resource-account-of-arn",
                                                 "tag-keys-of-tags",
                                                 "credentials-before-request"};
  return facts;
}

bool looks_at_resource(const std::string& fact) {
  return fact == "resource-account-of-arn";
}

bool breaks(const Request& request, const std::string& fact) {
  static const std::pair<const char*, const char*> always[] = {
      {"current-time-present", "aws:CurrentTime"},
      {"principal-account-present", "aws:PrincipalAccount"},
      {"principal-type-present", "aws:PrincipalType"},
      {"principal-arn-present", "aws:PrincipalArn"},
  };
  for (const auto& [id, key] : always)
    if (fact == id) return request.find(key) == nullptr;
  const auto name = text_of(request, "aws:username");
  const auto arn = text_of(request, "aws:PrincipalArn");
  const auto type = text_of(request, "aws:PrincipalType");
  const auto account = text_of(request, "aws:PrincipalAccount");
  if (fact == "user-name-form") return name && name->find_first_of(":/") != std::string::npos;
  if (fact == "principal-arn-form") return breaks_arn_form(arn);
  if (fact == "user-name-of-user") return breaks_user_name_of_user(name, arn, type);
  if (fact == "user-name-of-arn") return breaks_name_in_arn(name, arn);
  if (fact == "principal-type-of-arn") return breaks_type_of_arn(type, arn);
  if (fact == "principal-account-of-arn") return breaks_account_of_arn(account, arn);
  if (fact == "resource-account-of-arn") return breaks_owner_of_arn(request);
  if (fact == "owner-of-arn") return contradicts_owner(request);
  if (fact == "tag-keys-of-tags") return breaks_tag_keys(request);
  if (fact == "credentials-before-request") return breaks_order_of_times(request);
  throw std::runtime_error("a fact that nobody wrote down a second time: " + fact);
}

bool breaks_any(const Request& request, const std::vector<std::string>& facts) {
  return std::any_of(facts.begin(), facts.end(), [&](const std::string& fact) { return breaks(request, fact); });
}

}  // namespace agree

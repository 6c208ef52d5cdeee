// AWS counts a policy in one of two ways. IAM leaves out white space outside strings; AWS Organizations and VPC
// endpoints count every character. Of most services it is not published which of the two holds, and then a document
// counts as too long only if it is without white space too. What is minified keeps its escapes as they are written.
#include "lint/size.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "lint/data.h"

namespace iamproof {

namespace {

WhiteSpace white_space_from(std::string_view word) {
  if (word == "counted") return WhiteSpace::counted;
  return word == "not-counted" ? WhiteSpace::not_counted : WhiteSpace::not_known;
}

std::vector<Quota> read_quotas() {
  std::vector<Quota> out;
  for (const DataRow& row : data_rows("policy-quotas")) {
    Quota& quota = out.emplace_back();
    quota.of = row[0];
    std::from_chars(row[1].data(), row[1].data() + row[1].size(), quota.limit);
    quota.in_bytes = row[2] == "bytes";
    quota.white_space = white_space_from(row[3]);
    quota.what = row[4];
  }
  return out;
}

/// In bytes, or in characters.
std::size_t length_of(std::string_view text, bool in_bytes) {
  if (in_bytes) return text.size();
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// One past the quotation mark that ends the string which begins at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (std::size_t end = text.find('"', at + 1);; end = text.find('"', end + 1)) {
    std::size_t backslashes = 0;
    while (text[end - 1 - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 0) return end + 1;
  }
}

/// What can be done about it. `size.minified` is above the limit or not.
std::string cure(const Size& size, const Quota& quota, std::string_view unit) {
  const std::size_t saved = size.written - size.minified;
  if (quota.white_space == WhiteSpace::not_counted) {
    return "shorten or split it; minifying gains nothing, since white space does not count";
  }
  if (saved == 0) return "shorten or split it; it has no white space that minifying could take out";
  if (size.minified <= quota.limit) {
    return fmt::format("minify it: that saves {} {} and brings it to {}", saved, unit, size.minified);
  }
  return fmt::format("shorten or split it; minifying saves {} {}, which is not enough", saved, unit);
}

std::size_t length(Span span) {
  return span.end - span.begin;
}

std::size_t most_of(const std::optional<TextList>& list) {
  if (!list) return 0;
  std::size_t most = 20;  // the element's name, its brackets
  for (const Text& text : list->values) most += length(text.span) + 1;
  return most;
}

std::size_t most_of(const std::optional<Principal>& principal) {
  if (!principal) return 0;
  std::size_t most = 20;
  for (const PrincipalGroup& group : principal->groups) most += length(group.kind.span) + most_of(group.values);
  return most;
}

/// No less than the minified length of what the model has of a statement. A condition's operator is counted anew for
/// each of its keys.
std::size_t most_of(const Statement& statement) {
  constexpr std::size_t braces_sid_effect_and_condition = 80;
  std::size_t most = braces_sid_effect_and_condition + most_of(statement.actions) + most_of(statement.not_actions) +
                     most_of(statement.resources) + most_of(statement.not_resources) + most_of(statement.principal) +
                     most_of(statement.not_principal);
  if (statement.sid) most += length(statement.sid->span);
  for (const Condition& condition : statement.conditions) {
    most += length(condition.op.span) + length(condition.key.span) + 8;
    for (const Value& value : condition.values) most += length(value.text.span) + 1;
  }
  for (const Text& op : statement.empty_operators) most += length(op.span) + 8;
  return most;
}

/// Whether a document that IAM takes is for certain no longer than `limit` without white space. Less work than to
/// count.
bool is_short(const Policy& policy, std::size_t limit) {
  if (!policy.unknown_elements.empty()) return false;
  std::size_t most = 60 + (policy.id ? length(policy.id->span) : 0);  // braces and Version
  for (const Statement& statement : policy.statements) {
    most += most_of(statement);
    if (most > limit || !statement.unknown_elements.empty()) return false;
  }
  return true;
}

}  // namespace

std::span<const Quota> quotas() {
  static const std::vector<Quota> rows = read_quotas();
  return rows;
}

const Quota* find_quota(std::string_view of) {
  const auto rows = quotas();
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const Quota& quota) { return quota.of == of; });
  return at == rows.end() ? nullptr : &*at;
}

Size size_of(const Policy& policy, bool in_bytes) {
  const std::string_view text = policy.source->slice(policy.span);
  Size size{length_of(text, in_bytes), 0};
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t end = c == '"' ? end_of_string(text, at) : at + 1;
    const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_space) size.minified += length_of(text.substr(at, end - at), in_bytes);
    at = end;
  }
  return size;
}

std::optional<Excess> excess_of(const Policy& policy, const Quota& quota) {
  if (policy.span.end - policy.span.begin <= quota.limit) return std::nullopt;
  const bool counted = quota.white_space == WhiteSpace::counted;
  if (!counted && is_short(policy, quota.limit)) return std::nullopt;
  const Size size = size_of(policy, quota.in_bytes);
  const std::size_t counts = counted ? size.written : size.minified;
  if (counts <= quota.limit) return std::nullopt;
  const std::string_view unit = quota.in_bytes ? "bytes" : "characters";
  return Excess{fmt::format("the policy has {} {}{}, {} more than the quota of {} for {}", counts, unit,
                            counted ? ", white space included" : " without white space", counts - quota.limit,
                            quota.limit, quota.what),
                cure(size, quota, unit)};
}

}  // namespace iamproof

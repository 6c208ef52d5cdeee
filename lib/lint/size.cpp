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

/// Bytes, or the bytes that begin a character.
bool counts(char c, bool in_bytes) {
  return in_bytes || (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
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
  Size size{0, 0};
  bool in_string = false;
  bool escaped = false;
  for (const char c : policy.source->slice(policy.span)) {
    if (counts(c, in_bytes)) {
      ++size.written;
      const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (in_string || !is_space) ++size.minified;
    }
    if (c == '"' && !escaped) in_string = !in_string;
    escaped = in_string && c == '\\' && !escaped;
  }
  return size;
}

std::optional<Excess> excess_of(const Policy& policy, const Quota& quota) {
  if (policy.span.end - policy.span.begin <= quota.limit) return std::nullopt;
  const Size size = size_of(policy, quota.in_bytes);
  const bool counted = quota.white_space == WhiteSpace::counted;
  const std::size_t counts = counted ? size.written : size.minified;
  if (counts <= quota.limit) return std::nullopt;
  const std::string_view unit = quota.in_bytes ? "bytes" : "characters";
  return Excess{fmt::format("the policy has {} {}{}, {} more than the quota of {} for {}", counts, unit,
                            counted ? ", white space included" : " without white space", counts - quota.limit,
                            quota.limit, quota.what),
                cure(size, quota, unit)};
}

}  // namespace iamproof

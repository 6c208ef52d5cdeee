#include "lint/implied.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/data.h"

namespace iamproof {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;  ///< stronger, weaker

/// How close two findings must be for one to follow from the other.
enum class Near : std::uint8_t { same_statement, same_condition };

const std::map<Pair, Near>& implications() {
  static const std::map<Pair, Near> pairs = [] {
    std::map<Pair, Near> out;
    for (const DataRow& row : data_rows("implied")) {
      const bool of_condition = row.size() > 2 && row[2] == "condition";
      out.emplace(Pair(row.at(0), row.at(1)), of_condition ? Near::same_condition : Near::same_statement);
    }
    return out;
  }();
  return pairs;
}

/// "/Statement/3" of "/Statement/3/Action/1"; "/Statement" where that is a lone object.
std::string_view statement_of(std::string_view pointer) {
  constexpr std::string_view list = "/Statement/";
  if (!pointer.starts_with(list)) return pointer.substr(0, list.size() - 1);
  const std::size_t end = pointer.find('/', list.size());
  const std::string_view number = pointer.substr(list.size(), end == pointer.npos ? end : end - list.size());
  const bool is_number = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_number ? pointer.substr(0, end) : list.substr(0, list.size() - 1);
}

bool may_imply(const Finding& finding) {
  const auto at = implications().lower_bound(Pair(finding.check, ""));
  return at != implications().end() && at->first.first == finding.check;
}

/// Those that others may follow from, by document and statement, in their order.
using Stronger = std::map<std::pair<std::string_view, std::string_view>, std::vector<std::size_t>>;

Stronger stronger_of(const std::vector<Finding>& findings) {
  Stronger out;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (may_imply(findings[i])) out[{findings[i].path, statement_of(findings[i].pointer)}].push_back(i);
  }
  return out;
}

/// Whether one place is, or lies within, the other.
bool overlap(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (b.size() == a.size() || b[a.size()] == '/');
}

/// Of the same statement.
bool implies(const Finding& stronger, const Finding& weaker) {
  const auto at = implications().find(Pair(stronger.check, weaker.check));
  if (at == implications().end() || stronger.severity < weaker.severity) return false;
  return at->second == Near::same_statement || overlap(stronger.pointer, weaker.pointer);
}

void count(const Finding& weaker, Finding& stronger) {
  std::vector<ImpliedFindings>& implied = stronger.implied;
  const auto at = std::find_if(implied.begin(), implied.end(),
                               [&](const ImpliedFindings& known) { return known.check == weaker.check; });
  if (at != implied.end()) {
    ++at->count;
  } else {
    implied.push_back({weaker.check, 1});
  }
}

/// The finding that this one is counted at: one that follows from no other itself.
std::size_t cause_of(std::size_t finding, const std::vector<Finding>& findings, const Stronger& stronger) {
  const Finding& weaker = findings[finding];
  if (weaker.aws_code) return finding;
  const auto others = stronger.find({weaker.path, statement_of(weaker.pointer)});
  if (others == stronger.end()) return finding;
  const auto cause = std::find_if(others->second.begin(), others->second.end(),
                                  [&](std::size_t other) { return implies(findings[other], weaker); });
  return cause == others->second.end() ? finding : cause_of(*cause, findings, stronger);
}

}  // namespace

void fold_implied(std::vector<Finding>& findings) {
  if (findings.size() < 2) return;
  const Stronger stronger = stronger_of(findings);
  if (stronger.empty()) return;
  std::vector<bool> follows(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const std::size_t cause = cause_of(i, findings, stronger);
    if (cause == i) continue;
    follows[i] = true;
    count(findings[i], findings[cause]);
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (follows[i]) continue;
    if (kept != i) findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

}  // namespace iamproof

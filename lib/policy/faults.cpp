#include "policy/faults.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace iamproof {

void Faults::add(const GrammarCheck& check, const Path& path, Span span, std::string message, std::optional<Fix> fix) {
  add(check, check.severity, path, span, std::move(message), std::move(fix));
}

void Faults::add(const GrammarCheck& check, Severity severity, const Path& path, Span span, std::string message,
                 std::optional<Fix> fix) {
  if (findings_.size() == most_) {
    ++unlisted_;
    gravest_unlisted_ = std::max(gravest_unlisted_, severity);
    return;
  }
  Finding finding;
  finding.check = check.id;
  if (!check.aws_code.empty()) finding.aws_code = check.aws_code;
  finding.severity = severity;
  finding.message = std::move(message);
  finding.path = source_.name();
  finding.span = span;
  finding.pointer = path.to_string();
  if (sid_) finding.sid = std::string(*sid_);
  finding.help = check.help;
  finding.fix = std::move(fix);
  findings_.push_back(std::move(finding));
}

std::vector<Finding> Faults::take() && {
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; });
  if (unlisted_ != 0) {
    Finding rest;
    rest.check = "unlisted-faults";
    rest.severity = gravest_unlisted_;
    rest.message = fmt::format("{} more faults are not listed", unlisted_);
    rest.path = source_.name();
    const auto end = static_cast<std::uint32_t>(source_.text().size());
    rest.span = {end, end};
    findings_.push_back(std::move(rest));
  }
  return std::move(findings_);
}

}  // namespace iamproof

#include "scan/guardrails.h"

#include <algorithm>

#include <fmt/format.h>

namespace iamproof {

/// A role's own policy is a trust policy; what else belongs to a resource is told by nothing.
static Result<Reading> parse_as(const Source& source, PolicyType type, const ReadLimits& limits) {
  if (type == PolicyType::resource) {
    Result<Reading> guessed = parse(source, {{}, limits});
    if (guessed && guessed->policy.type == PolicyType::trust) return guessed;
  }
  return parse(source, {type, limits});
}

std::optional<Policy> Guardrails::read(const std::string& path, PolicyType type, const ReadLimits& limits,
                                       Errors& errors) {
  Result<std::string> text = read_file(path);
  if (!text) {
    errors.insert(errors.end(), text.errors().begin(), text.errors().end());
    return std::nullopt;
  }
  const Source& source = sources_.emplace_back(path == "-" ? "<stdin>" : path, std::move(*text));
  Result<Reading> reading = parse_as(source, type, limits);
  if (!reading) {
    errors.insert(errors.end(), reading.errors().begin(), reading.errors().end());
    return std::nullopt;
  }
  for (const Finding& fault : reading->faults) {
    if (fault.severity == Severity::error) {
      errors.push_back({source.name(), source.position(fault.span.begin), fault.message});
    }
  }
  documents_.push_back(&source);
  return std::move(reading->policy);
}

Errors Guardrails::load(const GuardrailPaths& paths, const ReadOptions& options) {
  Errors errors;
  const auto one = [&](const std::string& path, PolicyType type) {
    return path.empty() ? std::nullopt : read(path, type, options.limits, errors);
  };
  const auto levels = [&](const std::vector<std::string>& files, PolicyType type,
                          std::vector<std::vector<Policy>>& out) {
    for (const std::string& path : files) {
      if (auto policy = one(path, type)) out.push_back({std::move(*policy)});
    }
  };
  set_.resource = one(paths.resource, PolicyType::resource);
  set_.boundary = one(paths.boundary, PolicyType::boundary);
  for (const std::string& path : paths.session) {
    if (auto policy = one(path, PolicyType::session)) set_.session.push_back(std::move(*policy));
  }
  levels(paths.scp, PolicyType::scp, set_.scp);
  levels(paths.rcp, PolicyType::rcp, set_.rcp);
  set_.endpoint = one(paths.endpoint, PolicyType::endpoint);
  return errors;
}

std::string Guardrails::add_to(PolicySet& set) const {
  std::string conflict;
  const auto one = [&](std::optional<Policy>& own, const std::optional<Policy>& given, std::string_view what) {
    if (!given) return;
    if (own) conflict = fmt::format("`{}` would be a second {}", given->source->name(), what);
    own = given;
  };
  one(set.resource, set_.resource, "policy of the resource");
  one(set.boundary, set_.boundary, "permissions boundary");
  one(set.endpoint, set_.endpoint, "policy of the endpoint");
  set.session.insert(set.session.end(), set_.session.begin(), set_.session.end());
  set.scp.insert(set.scp.end(), set_.scp.begin(), set_.scp.end());
  set.rcp.insert(set.rcp.end(), set_.rcp.begin(), set_.rcp.end());
  return conflict;
}

void Guardrails::add_to(CheckSubject& subject, const CompiledPolicies& compiled) const {
  for (const PlacedPolicy& placed : compiled.documents()) {
    if (std::find(documents_.begin(), documents_.end(), placed.policy->source) == documents_.end()) continue;
    CheckedDocument document;
    document.path = placed.policy->source->name();
    document.source = placed.policy->source;
    document.policy = placed.policy;
    document.is_guardrail = true;
    document.part = placed.part;
    document.level = placed.level;
    subject.documents.push_back(std::move(document));
  }
}

const Policy& Guardrails::first_control_policy() const {
  return set_.scp.empty() ? set_.rcp.front().front() : set_.scp.front().front();
}

}  // namespace iamproof

#include "case/files.h"

#include <map>

#include "policy/grammar_checks.h"

namespace iamproof {

TypeOf type_for(PolicyType part) {
  if (part == PolicyType::resource) return resource_or_trust;
  return [part](const Policy&) { return part; };
}

static void put(std::vector<std::vector<Policy>>& levels, std::size_t level, const Policy& policy) {
  if (levels.size() <= level) levels.resize(level + 1);
  levels[level].push_back(policy);
}

// Most services refuse a principal such as `arn:aws:iam::111122223333:user/*`; where one is stored it names nobody.
// IAM User Guide, "AWS JSON policy elements: Principal".
static bool has_meaning(const Finding& fault) {
  return fault.check == grammar::wildcard_in_principal.id;
}

Errors place_policy(Case& value, PolicyType part, std::size_t level, const Reading& reading, const Source& source) {
  Errors errors;
  for (const Finding& fault : reading.faults) {
    if (fault.severity != Severity::error) continue;
    Errors& list = has_meaning(fault) ? value.refusals : errors;
    list.push_back({source.name(), source.position(fault.span.begin), fault.message});
  }
  if (!errors.empty()) return errors;
  PolicySet& set = value.policies;
  switch (part) {
    case PolicyType::identity:
      set.identity.push_back(reading.policy);
      break;
    case PolicyType::resource:
    case PolicyType::trust:
      set.resource = reading.policy;
      break;
    case PolicyType::boundary:
      set.boundary = reading.policy;
      break;
    case PolicyType::session:
      set.session.push_back(reading.policy);
      break;
    case PolicyType::scp:
      put(set.scp, level, reading.policy);
      break;
    case PolicyType::rcp:
      put(set.rcp, level, reading.policy);
      break;
    case PolicyType::endpoint:
      set.endpoint = reading.policy;
      break;
  }
  return {};
}

/// A text, or why there is none.
struct PolicyFiles::Impl {
  struct File {
    std::shared_ptr<const Source> source;
    Errors errors;
  };
  struct Kept {
    std::shared_ptr<const Source> source;
    Result<Reading> reading;
  };

  File load(const std::string& path) {
    if (path == "-") {
      // Standard input can be read once only, so it is kept whatever else is not.
      if (!standard_input) standard_input = open(path);
      return *standard_input;
    }
    return open(path);
  }

  File open(const std::string& path) const {
    Result<std::string> text = read_file(path, limits.policies.bytes);
    if (!text) return {nullptr, text.errors()};
    return {std::make_shared<const Source>(path == "-" ? "<stdin>" : path, std::move(*text)), {}};
  }

  Kept read(const std::string& path, PolicyType part) {
    File file = load(path);
    if (!file.source) return {nullptr, std::move(file.errors)};
    const auto document = json::read(*file.source, json_limits(limits.policies));
    if (!document) return {std::move(file.source), document.errors()};
    return {std::move(file.source), read_policy(*document, document->root(), type_for(part), limits.policies)};
  }

  const Kept& find(const std::string& path, PolicyType part) {
    const auto key = std::make_pair(part, path);
    if (const auto at = kept.find(key); at != kept.end()) return at->second;
    Kept fresh = read(path, part);
    const std::size_t bytes = path.size() + (fresh.source ? fresh.source->text().size() : 0);
    if (kept_bytes + bytes > limits.kept_bytes) {
      kept.clear();
      kept_bytes = 0;
    }
    kept_bytes += bytes;
    return kept.insert_or_assign(key, std::move(fresh)).first->second;
  }

  CaseLimits limits;
  std::optional<File> standard_input;
  std::map<std::pair<PolicyType, std::string>, Kept> kept;
  std::size_t kept_bytes = 0;
};

PolicyFiles::PolicyFiles(const CaseLimits& limits) : impl_(std::make_unique<Impl>()) {
  impl_->limits = limits;
}

PolicyFiles::~PolicyFiles() = default;

const CaseLimits& PolicyFiles::limits() const {
  return impl_->limits;
}

void PolicyFiles::reserve_standard_input() {
  impl_->standard_input =
      Impl::File{nullptr, {Error{"<stdin>", {}, "is read for something else already; name a file"}}};
}

Errors PolicyFiles::add(Case& value, PolicyType part, std::size_t level, const std::string& path) {
  const Impl::Kept& kept = impl_->find(path, part);
  if (!kept.reading) return kept.reading.errors();
  Errors errors = place_policy(value, part, level, *kept.reading, *kept.source);
  if (errors.empty()) value.sources.push_back(kept.source);
  return errors;
}

}  // namespace iamproof

/// Policies that decide beside those of each subject: read once, and put beside every one of them.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/scan.h"

namespace iamproof {

class Guardrails {
 public:
  /// Reads the files. Errors: those that cannot be read or that IAM would refuse.
  Errors load(const GuardrailPaths& paths, const ReadOptions& options);

  bool empty() const { return documents_.empty(); }
  bool has_control_policies() const { return !set_.scp.empty() || !set_.rcp.empty(); }

  /// Adds copies of the policies, which borrow from here. Returns what is wrong with that: a part that there is one of
  /// and that the set has already.
  std::string add_to(PolicySet& set) const;
  /// As documents of a subject, whose own ones are there already.
  void add_to(CheckSubject& subject, const CompiledPolicies& compiled) const;
  /// The first SCP, else the first RCP.
  const Policy& first_control_policy() const;

 private:
  std::optional<Policy> read(const std::string& path, PolicyType type, const ReadLimits& limits, Errors& errors);

  std::deque<Source> sources_;
  std::vector<const Source*> documents_;
  PolicySet set_;
};

}  // namespace iamproof

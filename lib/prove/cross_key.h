/// What AWS documents of context keys that go together: requests that the text of policies allows for and that nobody
/// can send.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "prove/search.h"

namespace iamproof {

/// One line of data/cross_key_facts.json.
struct CrossKeyFact {
  std::string id;      ///< "endpoint-hides-address"
  std::string title;   ///< "a request through a VPC endpoint carries no aws:SourceIp"
  std::string source;  ///< the page of the IAM User Guide and the keys on it
  /// Documented so that a proof may rest on it. Otherwise only the choice of a witness does.
  bool certain = true;
  bool is_signed = false;  ///< of requests that are signed
  /// Statements that apply to no request.
  std::vector<std::shared_ptr<const CompiledStatement>> never;
  /// Keys whose values are tied together: the statements are made when values are known.
  std::vector<std::string> binds;
};

/// What ties the owner of a resource to its ARN: a fact of requests rather than of keys, see CallerClass::said_owner.
constexpr std::string_view owner_of_arn = "owner-of-arn";

/// All there are. Read at the first call.
std::span<const CrossKeyFact> cross_key_facts();

/// A statement that applies to no request by a fact, or the texts that a fact leaves its key.
struct Exclusion {
  const CrossKeyFact* fact = nullptr;
  std::shared_ptr<const CompiledStatement> never;
  std::shared_ptr<const Confinement> form;  ///< where there is no statement
};

using Exclusions = std::vector<Exclusion>;

/// Which facts an answer may use.
enum class Certainty : std::uint8_t { certain, any };

/// The facts about the keys of one table. Borrows the table.
class CrossKeys {
 public:
  /// `is_signed`: the callers in question sign their requests.
  CrossKeys(const KeyTable& keys, bool is_signed);

  bool empty() const { return fixed_.empty() && bound_.empty(); }

  /// Whether the scene breaks no fact about keys that the problem tests and nothing else.
  bool fits(const Scene& scene, const SearchProblem& problem);
  /// What it breaks of those.
  Exclusions broken_by(const Scene& scene, const SearchProblem& problem, Certainty certainty) const;
  /// Every statement about such keys that needs no values.
  Exclusions about(const SearchProblem& problem, Certainty certainty) const;

 private:
  bool is_usable(const Predicate& predicate) const;
  bool breaks_none(const Scene& scene) const;
  void add_if_broken(const Exclusion& exclusion, const Scene& scene, const SearchProblem& problem,
                     Exclusions& out) const;

  const KeyTable& keys_;
  Exclusions fixed_;
  std::vector<const CrossKeyFact*> bound_;
  bool looks_at_resource_ = false;
  std::optional<Context> fitting_;  ///< the last context that broke no fact whatsoever; most scenes have the same
};

}  // namespace iamproof

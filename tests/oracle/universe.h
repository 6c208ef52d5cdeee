/// A second opinion on all requests of a small world at once: which of them policies allow and deny, as bits. Policies
/// looked at once can be compared by the thousand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "oracle/prover.h"

namespace oracle {

/// A set of requests of one universe: a word for each context, in it a bit for each pair of action and resource.
using Mask = std::vector<std::uint64_t>;

/// What policies decide on the requests of a universe. No request is in both.
struct Access {
  Mask allowed, denied;
};

class Universe {
 public:
  /// Of a world without parties, of at most 64 pairs of action and resource. Throws if there are more.
  explicit Universe(World world);

  const World& world() const { return world_; }
  /// How many requests.
  std::size_t size() const { return pairs_ * contexts_.size(); }

  Mask all() const;
  Mask where(const std::function<bool(const std::string& action, const std::string& resource)>& is_request) const;
  /// Those for which a key is in one of the states that the test takes.
  Mask where(std::size_t key, const std::function<bool(const std::optional<ContextValue>&)>& takes) const;
  /// Those whose context the test takes. It sees requests without action and resource.
  Mask where_context(const std::function<bool(const Request&)>& takes) const;
  /// Those that the test takes, one by one: slow.
  Mask where_request(const std::function<bool(const Request&)>& takes) const;

  Mask applies(const Statement& statement) const;
  Access decide(const std::vector<Statement>& policies) const;

  /// The first of a set; nothing if it is empty.
  std::optional<Request> first(const Mask& mask) const;
  /// Whether the set has a request for the action, given by its number in the world.
  bool has_action(const Mask& mask, std::size_t action) const;

 private:
  // The number of each key's state.
  using States = std::vector<std::size_t>;

  template <class Value, class Ask>
  class Table;

  std::vector<std::size_t> keys_of(const std::vector<std::string>& texts) const;
  Request request(const States& states) const;
  Request request(const States& states, std::size_t pair) const;
  std::uint64_t actions_of(const Statement& statement) const;
  std::uint64_t resources_of(const Statement& statement, Request request) const;
  /// Where the context alone lets a condition hold; and what pairs a statement names there.
  void keep_where_it_holds(const Condition& condition, bool has_variables, Mask& mask) const;

  World world_;
  std::size_t pairs_;
  std::vector<States> contexts_;
};

/// Those of both.
Mask both(Mask a, const Mask& b);
/// Those of `a` that are not in `b`.
Mask without(Mask a, const Mask& b);
bool is_empty(const Mask& mask);
/// Whether a request is in `a` and in `within`, and not in `b`: without making a mask.
bool exceeds(const Mask& a, const Mask& b, const Mask& within);

}  // namespace oracle

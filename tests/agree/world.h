/// The small world in which the oracle tries every request: what a claim speaks about, its neighbours, and nothing
/// else.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "agree/alphabet.h"
#include "agree/random.h"
#include "oracle/prover.h"

namespace agree {

/// How the requests of a world are limited beyond what the alphabet knows of actions and keys.
struct Limits {
  bool existing_actions_only = false;
  bool no_unknown_reserved_keys = false;  ///< in the namespaces of AWS and of its services
  std::vector<std::string> unknown_sets;  ///< keys AWS does not document, taken to carry sets; the others do not
  /// Multivalued keys, in lower case, of which a request may carry a value on its own.
  std::set<std::string> on_their_own;
};

/// A world for statements of policies and regions. What AWS documents of keys holds in it: which are multivalued, and
/// that values are of their key's type.
oracle::World make_world(Random& random, const std::vector<const oracle::Statement*>& statements, const Limits& limits);

/// A larger one, for many policies at once: eight actions on eight resources in at most `contexts` contexts, as far as
/// two states for each key leave so few. A key that AWS does not document is in states of both kinds, values and sets.
oracle::World make_universe(Random& random, const std::vector<const oracle::Statement*>& statements,
                            const Limits& limits, std::size_t contexts);

/// Whether the action works on the resource, as far as AWS documents it.
bool works_on(const std::string& action, const std::string& resource);

/// Whether a key is in the namespace of AWS or of one of its services.
bool is_reserved(const std::string& key);

/// Whether a request carries a key of such a namespace that AWS does not document.
bool carries_unheard_of_key(const oracle::Request& request);

/// Why no request can look like that; empty if it can.
std::string impossible(const oracle::Request& request, bool resource_types, const Limits& limits);

}  // namespace agree

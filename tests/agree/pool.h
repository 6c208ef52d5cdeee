/// Some dozens of random policies over the same few keys and patterns, many of them variants of one another, so that
/// any two can be compared and often just hold or just fail.
#pragma once

#include <string>
#include <vector>

#include "agree/documents.h"
#include "agree/random.h"
#include "support/json.h"

namespace agree {

std::vector<support::Json> make_pool(Random& random, const Flavour& flavour, std::size_t count);

/// Ways to write the same policy: its statements in another order, lists of one as texts and back, lists in another
/// order, a statement split by its actions or resources, no Sids.
support::Json rewritten(Random& random, const support::Json& policy);

/// The statements of a document, and the document with others.
std::vector<support::Json> statements_of(const support::Json& policy);
support::Json with_statements(const support::Json& policy, std::vector<support::Json> statements);

}  // namespace agree

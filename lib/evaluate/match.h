/// Whether one statement applies to one request, and where it fails.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "compile/statement.h"
#include "evaluate/requirements.h"
#include "iamproof/evaluate.h"

namespace iamproof {

/// Everything but the principal.
bool applies(const CompiledStatement& statement, const Request& request, const ActionName& action);

/// Every condition of the statement.
bool conditions_hold(const CompiledStatement& statement, const Context& context);

/// A statement, its document's text and the request it is held against.
struct Trial {
  const CompiledStatement& statement;
  const Statement& written;
  const Request& request;
  const ActionName& action;
  const Caller& caller;
  const PolicySet& set;
};

/// The elements that fail, the first `most` of them; none: the statement applies.
std::vector<Miss> misses_of(const Trial& trial, std::size_t most);

/// The strings by which a statement applies that does.
Match match_of(const Trial& trial);

}  // namespace iamproof

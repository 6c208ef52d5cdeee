/// Whether one statement applies to one request, and where it first fails.
#pragma once

#include <string>
#include <variant>

#include "compile/statement.h"
#include "iamproof/evaluate.h"

namespace iamproof {

bool applies(const CompiledStatement& statement, const Request& request, const ActionName& action);

/// Every condition of the statement.
bool conditions_hold(const CompiledStatement& statement, const Context& context);

/// The same, with the reason. `written` is the statement in its document.
std::variant<Match, Miss> explain_match(const CompiledStatement& statement, const Statement& written,
                                        const Request& request, const ActionName& action);

}  // namespace iamproof

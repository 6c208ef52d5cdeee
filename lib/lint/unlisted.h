/// Resources that actions work on though AWS does not list them.
#pragma once

#include "compile/statement.h"
#include "iamproof/catalogue.h"

namespace iamproof {

/// Whether the statement names such a resource of the action: a row of data/unlisted_resources.tsv says so.
bool works_on_unlisted(const Catalogue& catalogue, ActionId action, const CompiledStatement& statement);

/// The same for any of the statement's actions.
bool works_on_unlisted(const Catalogue& catalogue, const CompiledStatement& statement);

}  // namespace iamproof

/// From JSON to the model of policy.h.
#pragma once

#include "iamproof/policy.h"
#include "json/json.h"
#include "policy/faults.h"

namespace iamproof {

/// The document as written, which is all of a JSON text or, as `root`, a part of it. What has a JSON type that the
/// grammar does not allow is reported and stands in the model as the raw text of its token, so that places in lists
/// stay true; what has no place in the model is left out. The type is left to be decided.
Policy read_model(const json::Document& document, json::Value root, Faults& faults);

/// Statements that stand in a list of their own, as the regions of claims do: adds them to `policy`, whose source and
/// decoded texts are the document's. `path` is the list's.
void read_statements(json::Value list, const Path& path, Policy& policy, Faults& faults);

/// Whether a text of the model was a JSON string; the grammar says nothing more about one that was not.
inline bool was_string(const Policy& policy, const Text& text) {
  return policy.source->text()[text.span.begin] == '"';
}

}  // namespace iamproof

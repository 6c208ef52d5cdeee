// Concrete requests and their decisions, from corpus/decisions.

#include <doctest/doctest.h>

#include <set>

#include "iamproof/evaluate.h"
#include "support/rows.h"

using namespace iamproof;
using namespace support;

TEST_CASE("evaluate: each request of the corpus gets its decision") {
  std::set<std::string> ids;
  for (const auto& numbered : read_ndjson(corpus_file("decisions/identity.ndjson"))) {
    const int line = numbered.first;
    const Json& row = numbered.second;
    const std::string id = row.at("id").text;
    CAPTURE(line);
    CAPTURE(id);
    CHECK(ids.insert(id).second);
    const Documents documents = compile_documents(row.at("policies").at("identity"));
    REQUIRE_MESSAGE(documents.policies, documents.fault);
    const Request request = read_request(row.at("request"));
    const Evaluation evaluation = evaluate(*documents.policies, request);
    CHECK(to_string(evaluation.decision) == row.at("expected").text);
    CHECK(decide(*documents.policies, request) == evaluation.decision);
    CHECK(evaluation.because.empty() == (evaluation.decision == Decision::implicit_deny));
  }
  CHECK(ids.size() == 74);
}

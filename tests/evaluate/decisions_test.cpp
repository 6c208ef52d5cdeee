// Concrete requests and their decisions, from corpus/decisions.

#include <doctest/doctest.h>

#include <set>

#include "iamproof/evaluate.h"
#include "support/rows.h"

using namespace iamproof;
using namespace support;

static bool may_say_why_not(const Evaluation& evaluation) {
  // The root user and sts:GetCallerIdentity need no statement.
  const Step step = evaluation.settled_by.step;
  return step == Step::root_user || step == Step::no_policy || evaluation.decision == Decision::implicit_deny;
}

static void check_row(const Json& row) {
  const bool refused = row.find("refused") != nullptr;
  if (refused) CHECK_FALSE(compile_set(row.at("policies")).fault.empty());
  const Documents documents = compile_set(row.at("policies"), refused);
  REQUIRE_MESSAGE(documents.policies, documents.fault);
  const Request request = read_request(row.at("request"));
  const Evaluation evaluation = evaluate(*documents.policies, request);
  CAPTURE(evaluation.settled_by.why);
  CHECK(to_string(evaluation.decision) == row.at("expected").text);
  CHECK(decide(*documents.policies, request) == evaluation.decision);
  CHECK_FALSE(evaluation.settled_by.why.empty());
  CHECK((!evaluation.because.empty() || may_say_why_not(evaluation)));
  if (evaluation.decision == Decision::implicit_deny) CHECK(evaluation.because.empty());

  const std::set<std::string> certainties = {"documented", "documented, pages differ", "observed", "inferred"};
  CHECK(certainties.contains(row.at("certainty").text));
  CHECK_FALSE(row.at("why").text.empty());
}

TEST_CASE("evaluate: each request of the corpus gets its decision") {
  struct {
    const char* file;
    std::size_t rows;
  } files[] = {
      {"decisions/identity.ndjson", 75},
      {"decisions/sets.ndjson", 173},
  };
  std::set<std::string> ids;
  for (const auto& file : files) {
    const auto rows = read_ndjson(corpus_file(file.file));
    CAPTURE(file.file);
    CHECK(rows.size() == file.rows);
    for (const auto& numbered : rows) {
      const int line = numbered.first;
      const std::string id = numbered.second.at("id").text;
      CAPTURE(line);
      CAPTURE(id);
      CHECK(ids.insert(id).second);
      check_row(numbered.second);
    }
  }
}

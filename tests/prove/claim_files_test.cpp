// Claim files: what a claim that compares may and may not hold, and where the fault is when it is wrong.

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>

#include "iamproof/prove.h"

using namespace iamproof;

namespace {

const char* const allow_all =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})";

/// Files by name, as a caller of the library may have them.
ClaimReadOptions files(const std::map<std::string, std::string>& texts) {
  ClaimReadOptions options;
  options.open = [texts](std::string_view path) -> Result<std::shared_ptr<const Source>> {
    const auto at = texts.find(std::string(path));
    if (at == texts.end()) return Error{std::string(path), {}, "cannot be opened: there is none"};
    return std::make_shared<const Source>("folder/" + at->first, at->second);
  };
  return options;
}

std::string claim_with(const std::string& elements) {
  return R"({"claims": [)"
         "\n"
         R"(  {"id": "a", )" +
         elements + "}\n]}";
}

/// The first error as people see it, or "".
std::string first_error(const std::string& text, const ClaimReadOptions& options) {
  const Source source("claims.json", text);
  const auto file = parse_claims(source, options);
  if (file) return {};
  const Error& error = file.errors().front();
  std::string out = error.source;
  if (error.position) {
    out += ":" + std::to_string(error.position->line) + ":" + std::to_string(error.position->column);
  }
  return out + ": " + error.message;
}

}  // namespace

TEST_CASE("claims: a comparison has a reference and no region, other claims the reverse") {
  const ClaimReadOptions options =
      files({{"old.json", allow_all},
             {"wrong.json", "{\n \"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\"}}"},
             {"broken.json", "{\n\"Statement\": ["}});
  struct {
    std::string elements;
    std::string error;
  } rows[] = {
      {R"("claim": "no-new-access", "reference": "old.json")", ""},
      {std::string(R"("claim": "equivalent", "reference": )") + allow_all, ""},
      {R"("reference": "old.json", "claim": "no-new-access")", ""},
      {R"("claim": "no-new-access")",
       "claims.json:2:3: `no-new-access` needs `reference`, a policy or the path of a file with one"},
      {R"("claim": "no-new-access", "reference": "old.json", "region": [{"Action": "*"}])",
       "claims.json:2:66: `no-new-access` compares with its `reference`: it takes no `region`"},
      {R"("claim": "equivalent", "reference": "old.json", "families": ["billing"])",
       "claims.json:2:63: `equivalent` compares with its `reference`: it takes no `families`"},
      {R"("claim": "never-allowed", "reference": "old.json", "region": [{"Action": "*"}])",
       "claims.json:2:41: `never-allowed` takes no `reference`; `no-new-access` and `equivalent` do"},
      {R"("claim": "equivalent", "reference": 7)",
       "claims.json:2:51: `reference` is a policy or the path of a file with one, not a number"},
      {R"("claim": "equivalent", "reference": "new.json")",
       "claims.json:2:51: the reference `new.json` cannot be opened: there is none"},
      {R"("claim": "equivalent", "reference": "wrong.json")",
       "folder/wrong.json:2:15: the statement has neither `Action` nor `NotAction`"},
      {R"("claim": "equivalent", "reference": {"Version": "2012-10-17"})",
       "claims.json:2:51: the document has no `Statement`"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.elements);
    CHECK(first_error(claim_with(row.elements), options) == row.error);
  }
  CHECK(first_error(claim_with(R"("claim": "equivalent", "reference": "broken.json")"), options)
            .starts_with("folder/broken.json:2:"));
}

TEST_CASE("claims: what is wrong with a claim file is said, and where") {
  const struct {
    std::string text, error;
  } rows[] = {
      {"[]", "1:1: a claim file is an object with `claims`, not an array"},
      {R"({"name": "n", "title": "t"})", "1:1: a claim file needs `claims`, an array of claims"},
      {R"({"claims": {}})", "1:12: `claims` is an array of claims"},
      {R"({"claims": [], "more": 1})",
       "1:16: `more` is no element of a claim file; expected `name`, `title`, `claims`"},
      {R"({"title": 1, "claims": []})", "1:11: `title` is a string, not a number"},
      {R"({"claims": ["a"]})", "1:13: a claim is an object"},
      {claim_with(R"("claim": "sometimes")"), "2:24: a claim is one of `never-allowed`"},
      {claim_with(R"("severity": "bad", "claim": "never-allowed", "families": ["billing"])"),
       "2:27: a severity is `error`, `security-warning`, `warning` or `suggestion`"},
      {claim_with(R"("colour": "red", "claim": "never-allowed", "families": ["billing"])"),
       "2:15: `colour` is no element of a claim"},
      {R"({"claims": [{"claim": "never-allowed", "families": ["billing"]}]})", "1:13: a claim needs an `id`"},
      {claim_with(R"("families": ["billing"])"), "2:3: a claim needs `claim`, one of the kinds of claims"},
      {claim_with(R"("claim": "never-allowed")"), "2:3: a claim needs `region`, `families`, or both"},
      {claim_with(R"("claim": "never-allowed", "families": "billing")"), "2:53: `families` is an array of strings"},
      {claim_with(R"("claim": "never-allowed", "families": [7])"), "2:54: `families` is an array of strings"},
      {claim_with(R"("claim": "never-allowed", "region": {"Action": "*"})"),
       "2:51: a region is an array of statements"},
      {claim_with(R"("claim": "never-allowed", "region": [{"Effect": "Deny", "Action": "*"}])"),
       "2:63: a statement of a region has no Effect"},
      {claim_with(R"("claim": "never-allowed", "region": [{"Principal": "*", "Action": "*"}])"),
       "2:52: a statement of a region has no Principal"},
      {claim_with(R"("claim": "never-allowed", "region": [{"Action": "GetObject"}])"), "2:63: "},
      {claim_with(R"("claim": "never-allowed", "region": [{"NotAction": "GetObject"}])"), "2:66: "},
      {claim_with(R"("claim": "never-allowed", "region": [{"Resource": "bucket"}])"), "2:65: "},
      {claim_with(R"("claim": "never-allowed", "region": [{"NotResource": "bucket"}])"), "2:68: "},
      {claim_with(R"("claim": "never-allowed", "region": [{"Condition": {"Bool": {"aws:SecureTransport": "maybe"}}}])"),
       "2:99: value `maybe` of `Bool` is neither `true` nor `false`"},
      {claim_with(R"("claim": "never-allowed", "region": [{"Condition": {"IpAddress": {"aws:SourceIp": "10.0"}}}])"),
       "2:97: value `10.0` of `IpAddress` is not an IP address or range"},
      {claim_with(R"("claim": "never-allowed", "region": [{"Action": "s3:"}])"),
       "2:63: action `s3:` has no name after its colon"},
      {R"({"claims": [{"id": "a", "claim": "never-allowed", "families": ["billing"]},)"
       "\n"
       R"({"id": "a", "claim": "never-allowed", "families": ["billing"]}]})",
       "2:1: the id `a` is taken by an earlier claim"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const std::string error = first_error(row.text, {});
    CAPTURE(error);
    CHECK(error.substr(0, 12 + row.error.size()) == "claims.json:" + row.error);
  }
}

TEST_CASE("claims: a region knows its place in the file") {
  const Source source("claims.json", R"({"claims": [
    {"id": "a", "claim": "never-allowed", "region": [{"Action": "s3:*"}]},
    {"id": "b", "claim": "never-allowed", "region": [{"Action": "s3:*"}, {"Action": "iam:*"}]}]})");
  const Result<ClaimFile> file = parse_claims(source);
  REQUIRE(file);
  CHECK(file->claims[0].region[0].pointer == "/claims/0/region/0");
  CHECK(file->claims[1].region[1].pointer == "/claims/1/region/1");
  CHECK(file->claims[0].title == "a");
}

TEST_CASE("claims: the library reads no file by itself") {
  CHECK(first_error(claim_with(R"("claim": "equivalent", "reference": "/etc/passwd")"), {}) ==
        "claims.json:2:51: `reference` names a file, and none can be read here: put the policy itself there");
}

TEST_CASE("claims: a reference from a file of its own outlives the reading") {
  const Source source("claims.json", claim_with(R"("claim": "no-new-access", "reference": "old.json")"));
  Result<ClaimFile> file = parse_claims(source, files({{"old.json", allow_all}}));
  REQUIRE(file);
  REQUIRE(file->sources.size() == 1);
  const Result<CompiledClaims> claims = compile(std::move(*file), Catalogue::built_in());
  REQUIRE(claims);
  const Source text("new.json", allow_all);
  const Result<Reading> reading = parse(text);
  REQUIRE(reading);
  const Result<CompiledPolicies> policies = compile(alone(reading->policy), Catalogue::built_in());
  REQUIRE(policies);
  const std::vector<Answer> answers = prove(*policies, *claims);
  REQUIRE(answers.size() == 1);
  CHECK(std::holds_alternative<Proved>(answers.front().verdict));
  const auto reference = reference_of(*claims, 0, *policies);
  REQUIRE(reference);
  CHECK(main_document(*reference).source->name() == "folder/old.json");
}

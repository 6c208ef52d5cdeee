// The reader against corpus/: what is refused, what is remarked on, and what must pass in silence.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "iamproof/policy.h"
#include "json/json.h"

using namespace iamproof;

static const std::filesystem::path corpus = std::filesystem::path(IAMPROOF_ROOT) / "corpus";

static std::string text_of(const std::filesystem::path& path) {
  auto text = read_file(path.string());
  REQUIRE_MESSAGE(text, path.string());
  return *text;
}

static std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  return files;
}

static std::string row(const std::string& file, const std::string& type, Position position, std::string_view severity,
                       const std::string& check, const std::string& message) {
  return file + '\t' + type + '\t' + std::to_string(position.line) + ':' + std::to_string(position.column) + '\t' +
         std::string(severity) + '\t' + check + '\t' + message + '\n';
}

// All that is wrong with a file, in the form of corpus/malformed/expected.tsv.
static std::string rows_of(const std::string& file, const std::string& type) {
  const Source source(file, text_of(corpus / "malformed" / (file + ".json")));
  ReadOptions options;
  options.type = policy_type_from(type);
  const auto reading = parse(source, options);
  std::string rows;
  if (!reading) {
    for (const Error& error : reading.errors()) {
      rows += row(file, type, error.position.value(), "refused", "-", error.message);
    }
    return rows;
  }
  for (const Finding& fault : reading->faults) {
    rows += row(file, type, source.position(fault.span.begin), to_string(fault.severity), fault.check, fault.message);
  }
  return rows;
}

TEST_CASE("corpus: each malformed document gets exactly the faults written down") {
  const std::string expected = text_of(corpus / "malformed" / "expected.tsv");
  std::set<std::string> seen;
  std::size_t at = expected.find('\n') + 1;  // after the heading
  while (at < expected.size()) {
    const std::size_t tab = expected.find('\t', at);
    const std::size_t second_tab = expected.find('\t', tab + 1);
    REQUIRE(second_tab != std::string::npos);
    const std::string file = expected.substr(at, tab - at);
    const std::string type = expected.substr(tab + 1, second_tab - tab - 1);
    std::string rows;
    while (expected.compare(at, file.size() + 1, file + '\t') == 0) {
      const std::size_t end = expected.find('\n', at) + 1;
      rows += expected.substr(at, end - at);
      at = end;
    }
    CAPTURE(file);
    CHECK(seen.insert(file).second);
    CHECK(rows_of(file, type) == rows);
  }
  for (const auto& path : files_in(corpus / "malformed")) {
    CAPTURE(path.string());
    CHECK(seen.count(path.stem().string()) == 1);
  }
}

TEST_CASE("corpus: valid documents of each policy type have no fault") {
  for (const PolicyType type : {PolicyType::identity, PolicyType::resource, PolicyType::trust, PolicyType::boundary,
                                PolicyType::session, PolicyType::scp, PolicyType::rcp, PolicyType::endpoint}) {
    for (const auto& path : files_in(corpus / "policies" / to_string(type))) {
      CAPTURE(path.string());
      const Source source(path.string(), text_of(path));
      CHECK(looks_like_policy(source));
      const auto reading = parse(source, {type, {}});
      REQUIRE(reading);
      CHECK(reading->is_valid());
      CHECK(reading->faults.empty());
      CHECK_FALSE(reading->policy.statements.empty());
    }
  }
}

TEST_CASE("corpus: the type of a policy is guessed from its elements") {
  for (const PolicyType type : {PolicyType::identity, PolicyType::resource, PolicyType::trust}) {
    for (const auto& path : files_in(corpus / "policies" / to_string(type))) {
      CAPTURE(path.string());
      const Source source(path.string(), text_of(path));
      const auto reading = parse(source);
      REQUIRE(reading);
      CHECK(to_string(reading->policy.type) == to_string(type));
    }
  }
}

TEST_CASE("corpus: documents to accept and to reject") {
  const std::string lines = text_of(corpus / "validation" / "v-cases.ndjson");
  std::size_t cases = 0;
  for (std::size_t at = 0; at < lines.size(); ++cases) {
    const std::size_t end = lines.find('\n', at);
    const Source line("v-cases.ndjson", lines.substr(at, end - at));
    at = end + 1;
    const auto row = json::read(line);
    REQUIRE(row);
    std::string id, type, document, check;
    bool accept = false;
    for (const json::Member member : row->root().members()) {
      const std::string_view name = member.key.text();
      const std::string value(member.value.text());
      if (name == "id") id = value;
      if (name == "policy_type") type = value;
      if (name == "document") document = value;
      if (name == "check" && member.value.is(json::Kind::string)) check = value;
      if (name == "accept") accept = value == "true";
    }
    CAPTURE(id);
    CAPTURE(document);
    REQUIRE(policy_type_from(type));
    const Source source(id, document);
    const auto reading = parse(source, {policy_type_from(type), {}});
    if (check == "json") {
      CHECK_FALSE(reading);
      CHECK_FALSE(accept);
      continue;
    }
    REQUIRE(reading);
    CHECK(reading->is_valid() == accept);
    const bool told = std::any_of(reading->faults.begin(), reading->faults.end(), [&](const Finding& fault) {
      return fault.check == check && (fault.severity == Severity::error) == !accept;
    });
    CHECK(told == !check.empty());
  }
  CHECK(cases == 34);
}

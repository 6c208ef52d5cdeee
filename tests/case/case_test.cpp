#include "iamproof/case.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

using namespace iamproof;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view allow_reads =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}})";

CaseReading read(const std::string& text, const CaseLimits& limits = {}) {
  PolicyFiles files(limits);
  return read_case(std::make_shared<const Source>("case.json", text), files);
}

/// A case with this between its braces, and what every case needs.
std::string with(std::string_view members, std::string_view policies = "", std::string_view request = "") {
  std::string text = R"({"policies": {)";
  text += policies;
  text += R"(}, "request": {"principal": "anonymous", "action": "s3:GetObject", "resource": "*")";
  text += request.empty() ? "" : ", ";
  text += request;
  text += members.empty() ? "}" : "}, ";
  text += members;
  return text + "}";
}

std::string messages(const Errors& errors) {
  std::string out;
  for (const Error& error : errors) out += error.message + "\n";
  return out;
}

/// A file that lives as long as the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view text) {
    std::string name = (fs::temp_directory_path() / "iamproof-case-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    REQUIRE(descriptor >= 0);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << text;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { fs::remove(path_); }

  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

/// "line:id" of each case of a text, "line!" where there are errors.
std::string stream(std::string_view text, const CaseLimits& limits = {}) {
  const TemporaryFile file(text);
  PolicyFiles files(limits);
  std::string out;
  read_cases(file.path(), files, [&](const CaseReading& reading) {
    out += std::to_string(reading.value.line) + (reading.errors.empty() ? ":" : "!") + reading.value.id + " ";
  });
  return out;
}

}  // namespace

TEST_CASE("case: every member is read into its place") {
  const std::string doc(allow_reads);
  const CaseReading reading = read(with(
      R"("id": "x", "title": 1, "why": {"a": 1}, "expected": "ExplicitlyDenied", "patterns": false,
         "management_account": "444455556666")",
      R"("identity": )" + doc + R"(, "resource": null, "boundary": )" + doc + R"(, "session": [)" + doc + "," + doc +
          R"(], "scp": [)" + doc + ", [], [" + doc + "," + doc + R"(]], "rcp": null)",
      R"("resource_account": "111122223333", "session_issuer": "arn:x", "context_is_complete": true,
         "context": {"a:string": "s", "a:number": 1.50, "a:boolean": true, "a:set": ["x", 2, false], "a:none": []})"));
  REQUIRE_MESSAGE(reading.errors.empty(), messages(reading.errors));
  const Case& value = reading.value;
  CHECK(value.id == "x");
  CHECK(value.path == "case.json");
  CHECK(value.expected == Decision::explicit_deny);
  CHECK_FALSE(value.patterns);
  CHECK(value.context_is_complete);
  CHECK(value.policies.management_account == "444455556666");
  CHECK(value.policies.identity.size() == 1);
  CHECK_FALSE(value.policies.resource);
  REQUIRE(value.policies.boundary);
  CHECK(value.policies.boundary->type == PolicyType::boundary);
  CHECK(value.policies.session.size() == 2);
  REQUIRE(value.policies.scp.size() == 3);
  CHECK(value.policies.scp[0].size() == 1);
  CHECK(value.policies.scp[1].empty());
  CHECK(value.policies.scp[2].size() == 2);
  CHECK(value.policies.rcp.empty());
  CHECK(value.request.resource_account == "111122223333");
  CHECK(value.request.session_issuer == "arn:x");
  const Context expected = {{"a:string", "s"},
                            {"a:number", "1.50"},
                            {"a:boolean", "true"},
                            {"a:set", std::vector<std::string>{"x", "2", "false"}},
                            {"a:none", std::vector<std::string>{}}};
  CHECK(value.request.context == expected);
}

TEST_CASE("case: a policy of a resource is a trust policy where it looks like one") {
  struct {
    std::string_view statement;
    PolicyType type;
  } rows[] = {
      {R"("Action": "sts:AssumeRole")", PolicyType::trust},
      {R"("Action": ["sts:AssumeRole", "sts:TagSession"])", PolicyType::trust},
      {R"("Action": "sts:AssumeRole", "Resource": "*")", PolicyType::resource},
      {R"("Action": "s3:GetObject", "Resource": "*")", PolicyType::resource},
  };
  for (const auto& row : rows) {
    CAPTURE(row.statement);
    const CaseReading reading =
        read(with("", R"("resource": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", )" +
                          std::string(row.statement) + "}}"));
    REQUIRE_MESSAGE(reading.errors.empty(), messages(reading.errors));
    CHECK(reading.value.policies.resource->type == row.type);
  }
}

TEST_CASE("case: what is wrong has its place in the text") {
  struct {
    std::string text;
    std::uint32_t line, column;
    std::string_view message;
  } rows[] = {
      {"7", 1, 1, "a case is an object"},
      {"", 1, 1, "the text is empty"},
      {"{\n \"policies\": {}}", 1, 1, "a case needs a `request`"},
      {"{\"policies\": {},\n \"request\": []}", 2, 13, "`request` is an object, not an array"},
      {with("\n\"Expected\": \"Allowed\""), 2, 1, "did you mean `expected`?"},
      {with("\"expected\":\n \"Denied\""), 2, 2, "`Denied` is no decision"},
      {with("", "\n\"identities\": []"), 2, 1, "unknown member `identities` of `policies`"},
      {with("", "\n\"identity\": [[]]"), 2, 14, "is a policy or the path of a file"},
      {with("", "\n\"scp\": \"x.json\""), 2, 8, "an array of levels"},
      {with("",
            "\n\"identity\": [{\"Version\": \"2012-10-17\",\n\"Statement\": [{\"Effect\": \"Deny\", \"Resource\": "
            "\"*\"}]}]"),
       3, 15, "neither `Action` nor `NotAction`"},
      {with("", "", "\n\"acton\": 1"), 2, 1, "did you mean `action`?"},
      {with("", "", "\n\"principal_arn\": \"x\""), 2, 1, "principal twice"},
      {with("", "", "\n\"context\": {\"a\": \"1\", \"A\": \"2\"}"), 2, 23, "already"},
      {with("", "", "\n\"context\": {\"a\": null}"), 2, 18, "leave out a key that is absent"},
      {with("", "", "\n\"context\": []"), 2, 12, "`context` is an object"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const CaseReading reading = read(row.text);
    REQUIRE(reading.errors.size() == 1);
    const Error& error = reading.errors.front();
    CHECK(error.source == "case.json");
    CHECK(error.position == Position{row.line, row.column});
    CHECK_MESSAGE(error.message.find(row.message) != std::string::npos, error.message);
  }
}

TEST_CASE("case: limits and nesting are errors, not crashes") {
  std::string deep = with("\"x\": ");
  deep.pop_back();
  deep += std::string(100'000, '[');
  CHECK_FALSE(read(deep).errors.empty());
  CHECK_FALSE(read(with("\"x\": " + std::string(1000, '[') + std::string(1000, ']'))).errors.empty());
  CaseLimits limits;
  limits.policies.statements = 1;
  const std::string statement = R"({"Effect": "Allow", "Action": "*", "Resource": "*"})";
  const std::string two =
      R"("identity": {"Version": "2012-10-17", "Statement": [)" + statement + "," + statement + "]}";
  CHECK(messages(read(with("", two), limits).errors) == "the policy has more statements than the limit of 1\n");
  CHECK(read(with("", two)).errors.empty());
}

TEST_CASE("case: files hold cases in any layout") {
  const std::string a = with("\"id\": \"a\"");
  const std::string b = with("\"id\": \"b\"");
  const std::string tall = "{\n\"id\": \"t\",\n" + with("").substr(1);
  struct {
    std::string text, expected;
  } rows[] = {
      {a, "1:a "},
      {a + "\n" + b + "\n", "1:a 2:b "},
      {a + "\r\n\r\n  " + b, "1:a 3:b "},
      {"\n\n" + tall, "3:t "},
      {tall + "\n" + tall + tall, "1:t 4:t 6:t "},
      {"[" + a + ",\n" + b + "]", "1:a 2:b "},
      {"[\n" + a + "\n,\n" + tall + "\n]\n" + "[" + b + "]", "2:a 4:t 8:b "},
      {"[]", ""},
      {" \n\t", ""},
      {"", ""},
      // one that is broken leaves the others alone
      {a + "\n{\"id\": \n" + b, "1:a 2! 3:b "},
      {"{\"id\": \"x\n" + b, "1! 2:b "},
      {"nonsense\n" + b, "1! 2:b "},
      {"[1, " + a + ", {\"id\": \"}\"}, " + b + "]", "1! 1:a 1!} 1:b "},
      // what is broken between them ends the file
      {"[" + a + "\n," + b, "1:a 2:b 1!"},
      {"[" + a + ",\n]", "1:a 2! "},
      {tall + "nonsense", "1:t 3! "},
      {"[" + a + ", {\"id\": ", "1:a 1! 1! "},
      {"\xEF\xBB\xBF" + a, "1! "},
  };
  for (auto& row : rows) {
    CAPTURE(row.text);
    if (!row.expected.empty() && row.expected.back() != ' ') row.expected += ' ';
    CHECK(stream(row.text) == row.expected);
  }
}

TEST_CASE("case: one that is too long is an error, and lines after it are read") {
  CaseLimits limits;
  limits.case_bytes = 300;
  const std::string a = with("\"id\": \"a\"");
  const std::string huge = with("\"id\": \"" + std::string(400, 'x') + "\"");
  CHECK(stream(a + "\n" + huge + "\n" + a, limits) == "1:a 2! 3:a ");
  CHECK(stream("[" + a + ",\n" + huge + "," + a + "]", limits) == "1:a 2! ");
  CHECK(stream(std::string(1000, ' ') + a, limits) == "1:a ");
}

TEST_CASE("case: policies of files are read once and belong to each case") {
  const TemporaryFile policy(allow_reads);
  PolicyFiles files;
  const std::string text = with("", "\"identity\": [\"" + policy.path() + "\"]");
  const CaseReading first = read_case(std::make_shared<const Source>("1", text), files);
  const CaseReading second = read_case(std::make_shared<const Source>("2", text), files);
  REQUIRE(first.errors.empty());
  REQUIRE(second.errors.empty());
  CHECK(first.value.policies.identity.front().source == second.value.policies.identity.front().source);
  CHECK(first.value.policies.identity.front().source->name() == policy.path());
  CHECK_FALSE(first.value.policies_key.empty());
  CHECK(first.value.policies_key == second.value.policies_key);
  const CaseReading other =
      read_case(std::make_shared<const Source>(
                    "3", with("\"management_account\": \"111122223333\"", "\"identity\": [\"" + policy.path() + "\"]")),
                files);
  CHECK(other.value.policies_key != first.value.policies_key);
  CHECK(read(with("", "\"identity\": " + std::string(allow_reads))).value.policies_key.empty());
}

TEST_CASE("case: a key of the command line is a value or a set of values") {
  const auto list = [](std::vector<std::string> values) { return ContextValue(std::move(values)); };
  struct {
    std::string_view text;
    ContextValue value;
  } rows[] = {
      {"k=v", "v"},
      {"k=", ""},
      {"k=a=b", "a=b"},
      {"k=[a, b]", list({"a", "b"})},
      {"k=[]", list({})},
      {"k=[ ]", list({})},
      {"k=[a]", list({"a"})},
      {"k=[a,]", list({"a", ""})},
      {R"(k=["a,b", 1, true])", list({"a,b", "1", "true"})},
      {"k=[a", "[a"},
      {"k={}", "{}"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    Request request;
    REQUIRE(add_context(request, row.text).empty());
    CHECK(request.context.at("k") == row.value);
  }
  Request request;
  CHECK(add_context(request, std::string_view("novalue")).size() == 1);
  CHECK(add_context(request, std::string_view("=v")).size() == 1);
  CHECK(request.context.empty());
  request.context = {{"AWS:X", "old"}};
  CHECK(add_context(request, Source("c", R"({"aws:x": ["new"]})")).empty());
  CHECK(request.context == Context{{"aws:x", list({"new"})}});
}

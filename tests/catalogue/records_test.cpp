#include "catalogue/records.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace iamproof;

static constexpr std::string_view good =
    "catalogue\t1\t2030-01-02\tx\n"
    "service\ts\tS\tc\n"
    "resource\ts\tr\tarn:x\ts:k\n"
    "action\ts:A\tRead\tr!\ts:k\n"
    "key\ts:k\tString\n"
    "family\tf\t1\td\n"
    "entry\tf\ts:A\tr\n";

TEST_CASE("records: a wrong line is an error that names it and says what was expected") {
  struct {
    std::string_view line, said;
  } rows[] = {
      {"nonsense", "`nonsense` begins no line of a catalogue"},
      {" service\ts\tS\tc", "begins no line"},
      {"\tservice", "begins no line"},
      {"\xEF\xBB\xBFservice\ts\tS\tc", "begins no line"},
      {"service", "a line `service` has a prefix, a name and a category, separated by tabs; found 0 fields"},
      {"service\tt\tT", "found 2 fields"},
      {"service\tt\tT\tc\tx", "found 4 fields"},
      {"service t T c", "begins no line"},
      {"service\t\tT\tc", "is empty"},
      {"service\tUPPER\tT\tc", "`UPPER` is no service prefix"},
      {"service\tt*\tT\tc", "`t*` is no service prefix"},
      {"service\ts\tagain\tc", "`s` is given twice"},
      {"service\tt\tT\x01\tc", "control characters"},
      {"service\tt\tT\xC3\tc", "not UTF-8"},
      {"service\tt\t\xED\xA0\x80\tc", "not UTF-8"},  // a surrogate
      {"service\tt\t\xC0\xAF\tc", "not UTF-8"},      // overlong
      {"service\tt\t\xF5\x80\x80\x80\tc", "not UTF-8"},
      {"action\ts:B\tRead\tr", "a line `action` has a name, an access level, resource types, condition keys and"},
      {"action\ts:B\tRead\tr\ts:k\ts:A\tmore", "found 6 fields"},
      {"action\ts:B\tReads\tr\ts:k", "`Reads` is no access level; expected List, Read, Tagging, Write or Permissions"},
      {"action\tsB\tRead\tr\ts:k", "`sB` is no action; expected a name such as `s3:GetObject`"},
      {"action\ts:\tRead\tr\ts:k", "`s:` is no action"},
      {"action\ts:B*\tRead\tr\ts:k", "`s:B*` is no action"},
      {"action\ts:B:C\tRead\tr\ts:k", "`s:B:C` is no action"},
      {"action\ts:a\tRead\tr\ts:k", "`s:a` is given twice"},
      {"action\tt:A\tRead\t-\t-", "`t:A` names the service `t`, which no line of the catalogue gives"},
      {"action\ts:B\tRead\tq\t-", "`s:B` names the resource type `q`"},
      {"action\ts:B\tRead\tr,\t-", "`s:B` names the resource type ``"},
      {"action\ts:B\tRead\t-\ts:q", "`s:B` names the condition key `s:q`"},
      {"action\ts:B\tRead\t-\tq", "`q` is no condition key"},
      {"action\ts:B\tRead\t-\ts:k,,s:k", "`` is no condition key"},
      {"action\ts:B\tRead\t-\t-\tnone", "`none` is no action"},
      {"resource\tt\tr\tarn:x\t-", "`r` names the service `t`"},
      {"resource\ts\tr2\tarn:x\ts:q", "`r2` names the condition key `s:q`"},
      {"resource\ts\tR\tarn:x\t-", "`R` is given twice"},
      {"resource\ts\tr!\tarn:x\t-", "`r!` is no name of a resource type"},
      {"key\ts:q\tText", "`Text` is no type of a condition key; expected String, ARN, Bool"},
      {"key\ts:q\tArrayOf", "`ArrayOf` is no type"},
      {"key\tq\tString", "`q` is no condition key"},
      {"key\tS:K\tString", "`S:K` is given twice"},
      {"global\ts:k\tString", "`s:k` is given twice"},
      {"global\ts:q", "a line `global` has a condition key and its type"},
      {"operation\ts:O\ts:Q", "`s:O` names the action `s:Q`"},
      {"operation\ts:O\tQ", "`Q` is no action"},
      {"family\tg\tone\td", "`one` is no version of a family; expected a whole number"},
      {"family\tg\t-1\td", "`-1` is no version"},
      {"family\tg\t1x\td", "`1x` is no version"},
      {"family\tg\t99999999999\td", "`99999999999` is no version"},
      {"family\tG\t1\td", "`G` is no name of a family"},
      {"family\tf\t1\td", "`f` is given twice"},
      {"entry\tg\ts:A\tr", "`s:A` names the family `g`"},
      {"entry\tf\tA\tr", "`A` is no action pattern; expected `*` or one such as `s3:Get*`"},
      {"entry\tf\t*:A\tr", "`*:A` is no action pattern"},
      {"entry\tf\tS:a\tr", "is no action pattern"},
      {"entry\tf\ts:a\tr", "`s:a` is given twice"},
      {"catalogue\t2\t2030-01-02\tx", "the catalogue is of format `2`; expected 1"},
      {"catalogue\t1\t2030-01-02\tx", "there is a second line `catalogue`"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.line);
    const Source text("x.txt", std::string(good) + std::string(row.line) + "\r\n");
    const auto catalogue = Catalogue::read(text);
    REQUIRE_FALSE(catalogue);
    REQUIRE(catalogue.errors().size() == 1);
    const Error& error = catalogue.errors().front();
    CAPTURE(error.message);
    CHECK(error.message.find(row.said) != std::string::npos);
    CHECK(error.source == "x.txt");
    CHECK(error.position == Position{8, 1});
  }
}

TEST_CASE("records: one run tells everything that is wrong, and where") {
  const Source text("x.txt", "bad\n\n# fine\nservice\ts\n" + std::string(good) + "key\ts:k\tString\n");
  const auto records = parse_records(text);
  REQUIRE_FALSE(records);
  REQUIRE(records.errors().size() == 3);
  CHECK(records.errors()[0].position == Position{1, 1});
  CHECK(records.errors()[1].position == Position{4, 1});
  CHECK(records.errors()[2].position == Position{12, 1});
}

TEST_CASE("records: a text without its first line, an endless list of errors, fields without end") {
  const auto nothing = Catalogue::read(Source("x.txt", ""));
  REQUIRE_FALSE(nothing);
  CHECK(nothing.errors().front().message.find("has no line `catalogue`") != std::string::npos);

  std::string lines;
  for (int i = 0; i < 100000; ++i) lines += "bad\n";
  const auto many = parse_records(Source("x.txt", lines));
  REQUIRE_FALSE(many);
  CHECK(many.errors().size() == 100);

  CHECK_FALSE(parse_records(Source("x.txt", "service\ts\t" + std::string(70000, 'x') + "\tc\n")));
  CHECK_FALSE(parse_records(Source("x.txt", "action\ts:" + std::string(254, 'x') + "\tRead\t-\t-\n")));
  CHECK(parse_records(Source("x.txt", "action\ts:" + std::string(253, 'x') + "\tRead\t-\t-\n")));
  CHECK_FALSE(parse_records(Source("x.txt", std::string(1000000, '\t'))));
  CHECK_FALSE(parse_records(Source("x.txt", std::string("service\ts\tS\0\tc\n", 16))));
}

TEST_CASE("records: text cut anywhere is read or refused") {
  for (std::size_t size = 0; size <= good.size(); ++size) {
    const Source text("x.txt", std::string(good.substr(0, size)));
    const auto catalogue = Catalogue::read(text);
    if (!catalogue) CHECK(!catalogue.errors().empty());
  }
}

TEST_CASE("records: text spoilt anywhere is read or refused") {
  std::mt19937 random(8128);
  const std::string_view pieces[] = {"\t",   "\n",   "-",   ",",        "!",  ":", "*",
                                     "\xFF", "\xC3", "s:A", "action\t", "${", "<", "#"};
  for (int i = 0; i < 5000; ++i) {
    std::string spoilt(good);
    for (auto left = random() % 4 + 1; left > 0; --left) {
      const std::size_t at = random() % spoilt.size();
      const std::size_t removed = random() % 3;
      spoilt.replace(at, removed, pieces[random() % std::size(pieces)]);
    }
    CAPTURE(spoilt);
    const auto catalogue = Catalogue::read(Source("x.txt", spoilt));
    if (!catalogue) {
      REQUIRE(!catalogue.errors().empty());
      continue;
    }
    for (ActionId id = 0; id < catalogue->action_count(); ++id) {
      REQUIRE(catalogue->find_action(catalogue->action_name(id)) == id);
      for (const std::string_view key : catalogue->condition_keys(id)) REQUIRE(catalogue->find_key(key));
    }
    (void)catalogue->find_key("s:k/x");
    (void)catalogue->nearest_actions("s:B");
  }
}

TEST_CASE("records: more than can be numbered is an error") {
  std::string lines(good);
  for (int i = 0; i < 65534; ++i) lines += "action\ts:B" + std::to_string(i) + "\tRead\t-\t-\n";
  const auto catalogue = Catalogue::read(Source("x.txt", lines));
  REQUIRE_FALSE(catalogue);
  CHECK(catalogue.errors().front().source == "x.txt");
  CHECK(catalogue.errors().front().message == "the catalogue has more than 65534 actions");
}

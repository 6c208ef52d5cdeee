#include "iamproof/source.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace iamproof;

TEST_CASE("source: a byte's line and column") {
  const Source source("x", "ab\n\xC3\xA9 d\r\n\nend");
  struct {
    std::size_t offset;
    Position expected;
    std::string_view line;
  } rows[] = {
      {0, {1, 1}, "ab"},         {2, {1, 3}, "ab"},                               // the line end belongs to its line
      {3, {2, 1}, "\xC3\xA9 d"}, {5, {2, 2}, "\xC3\xA9 d"},                       // two bytes, one column
      {9, {3, 1}, ""},           {10, {4, 1}, "end"},       {99, {4, 4}, "end"},  // past the end is the end
  };
  for (const auto& row : rows) {
    CAPTURE(row.offset);
    CHECK(source.position(row.offset) == row.expected);
    CHECK(source.line_at(row.offset) == row.line);
  }
}

TEST_CASE("source: a text cut out of a larger one is counted from where it begins") {
  const Source source("x", "ab\ncd", Position{7, 5});
  CHECK(source.position(0) == Position{7, 5});
  CHECK(source.position(1) == Position{7, 6});
  CHECK(source.position(3) == Position{8, 1});
  CHECK(source.position(99) == Position{8, 3});
}

TEST_CASE("source: a file that is not there is an error that names it") {
  const auto text = read_file("no/such/file.json");
  REQUIRE_FALSE(text);
  CHECK(text.errors().front().source == "no/such/file.json");
}

TEST_CASE("source: a file is replaced with its permissions, through links, and nothing is left beside it") {
  namespace fs = std::filesystem;
  std::string name = (fs::temp_directory_path() / "iamproof-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path folder = name;
  const std::string file = folder / "policy.json", link = folder / "link.json";
  std::ofstream(file) << "before";
  fs::permissions(file, fs::perms(0640));
  fs::create_symlink("policy.json", link);

  CHECK_FALSE(replace_file(file, "after"));
  CHECK(*read_file(file) == "after");
  CHECK(fs::status(file).permissions() == fs::perms(0640));
  CHECK_FALSE(replace_file(link, ""));
  CHECK(fs::is_symlink(link));
  CHECK(*read_file(file) == "");

  const auto missing = replace_file(folder / "no.json", "x");
  REQUIRE(missing);
  CHECK(missing->source == (folder / "no.json").string());
  CHECK(replace_file(folder, "x"));
  CHECK(replace_file("/dev/null", "x"));
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 2);
  fs::remove_all(folder);
}

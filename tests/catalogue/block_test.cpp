#include "catalogue/block.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include "catalogue/built_in.h"
#include "iamproof/source.h"

using namespace iamproof;

TEST_CASE("block: the built-in one is small and aligned") {
  CHECK(built_in_block_size() > std::size_t{1} << 20U);
  CHECK(built_in_block_size() < std::size_t{2} << 20U);
  CHECK(reinterpret_cast<std::uintptr_t>(built_in_block()) % 8 == 0);
}

TEST_CASE("block: the files make the built-in one") {
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(IAMPROOF_ROOT "/lib/catalogue/data")) {
    if (file.path().extension() != ".txt") continue;
    const auto text = read_file(file.path().string());
    REQUIRE(text);
    all += *text;
  }
  const Source source("all", all);
  const auto records = parse_records(source);
  REQUIRE(records);
  CHECK(unknown_names(*records, source).empty());
  const Catalogue catalogue = Catalogue::built_in();
  CHECK(records->actions.size() == catalogue.action_count());
  CHECK(records->services.size() == catalogue.service_count());
  CHECK(records->families.size() == catalogue.families().size());
  const auto block = build_block(*records);
  REQUIRE(block);
  REQUIRE(block->size() == built_in_block_size());
  CHECK(std::equal(block->begin(), block->end(), built_in_block()));
}

TEST_CASE("block: its records make the very same block again") {
  const Records records = records_of(open_block(built_in_block()));
  const auto again = build_block(records);
  REQUIRE(again);
  REQUIRE(again->size() == built_in_block_size());
  CHECK(std::equal(again->begin(), again->end(), built_in_block()));
}

TEST_CASE("block: hash tables are not crowded") {
  const Block block = open_block(built_in_block());
  for (const auto& slots :
       {block.action_slots, block.service_slots, block.key_slots, block.template_slots, block.operation_slots}) {
    std::size_t run = 0;
    std::size_t longest = 0;
    for (const std::uint16_t slot : slots) {
      run = slot == empty_slot ? 0 : run + 1;
      longest = std::max(longest, run);
    }
    CHECK(longest < 200);
    CHECK(longest < slots.size());
  }
}

TEST_CASE("block: where a key's variable part is") {
  struct {
    std::string_view key;
    std::size_t begin, end;  // equal: there is none
  } rows[] = {
      {"aws:RequestTag/${TagKey}", 15, 24},
      {"s3:ExistingObjectTag/<key>", 21, 26},
      {"events:Metadata/${K}/Matcher", 16, 20},
      {"aws:SourceIp", 0, 0},
      {"a:${open", 0, 0},
      {"a:<open", 0, 0},
      {"a:>b<", 0, 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.key);
    const auto part = variable_part(row.key);
    REQUIRE(part.has_value() == (row.begin != row.end));
    if (!part) continue;
    CHECK(part->begin == row.begin);
    CHECK(part->end == row.end);
  }
}

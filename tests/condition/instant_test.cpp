#include "condition/instant.h"

#include <doctest/doctest.h>

using namespace iamproof;

TEST_CASE("instant: the forms of a date") {
  struct {
    std::string_view text;
    std::int64_t seconds;
    std::int32_t nanoseconds;
  } rows[] = {
      {"1970-01-01T00:00:00Z", 0, 0},
      {"2026-01-01T00:00:00+02:00", 1767218400, 0},
      {"2025-12-31T22:00:00Z", 1767218400, 0},
      {"2026-01-01", 1767225600, 0},
      {"2026-01", 1767225600, 0},
      {"1767225600", 1767225600, 0},  // epoch seconds
      {"2025", 2025, 0},              // and so is this
      {"2026-01-01T00:00Z", 1767225600, 0},
      {"2026-01-01t00:00:00z", 1767225600, 0},
      {"2026-01-01T0:00:00+00", 1767225600, 0},
      {"2026-01-01T00:00:00.5Z", 1767225600, 500'000'000},
      {"2026-01-01T00:00:00.000000001", 1767225600, 1},
      {"2024-02-29T12:00:00Z", 1709208000, 0},
      {"2000-03-01", 951868800, 0},
      {"1969-12-31T23:59:59Z", -1, 0},
      {"0000-01-01", -62167219200, 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto instant = Instant::parse(row.text);
    REQUIRE(instant);
    CHECK(instant->seconds == row.seconds);
    CHECK(instant->nanoseconds == row.nanoseconds);
    const auto text = instant->text();
    REQUIRE(text);
    CHECK(Instant::parse(*text) == instant);
  }
}

TEST_CASE("instant: what is no date is nothing") {
  for (const char* text : {"", "soon", "2026-13-01", "2026-00-01", "2026-01-32", "2026-01-01T24:00Z",
                           "2026-01-01T00:60Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00+24:00",
                           "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00Q",
                           "2026-1-1", "-5", "9223372036854775808", "2026-01-01T", "2026-01-01T00", "12.5"}) {
    CAPTURE(text);
    CHECK_FALSE(Instant::parse(text));
  }
}

TEST_CASE("instant: neighbours and the beginning of time") {
  CHECK(Instant{5, 7}.previous() == Instant{5, 6});
  CHECK(Instant{5, 1}.previous() == Instant{5, 0});
  CHECK(Instant{5, 7}.next() == Instant{5, 8});
  CHECK(Instant{5, 999'999'998}.next() == Instant{5, 999'999'999});
  CHECK(Instant{5, 0}.previous() == Instant{4, 999'999'999});
  CHECK(Instant{5, 999'999'999}.next() == Instant{6, 0});
  CHECK(Instant{INT64_MAX, 999'999'999}.next().seconds == INT64_MAX);  // no second is later
  CHECK_FALSE(Instant::parse("0000-01-01")->previous().text());
}

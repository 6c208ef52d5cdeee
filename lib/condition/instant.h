/// Points in time, as date operators compare them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace iamproof {

/// Seconds since 1970-01-01T00:00:00Z and nanoseconds 0 .. 999'999'999 after them.
struct Instant {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;

  /// The W3C profile of ISO 8601 from a bare year-month to fractions of a second, or epoch seconds: a text with neither
  /// `-` nor `T` is epoch seconds, so `2025` is 1970-01-01T00:33:45Z. Missing parts are lowest, no offset is UTC.
  /// IAM User Guide, "Date condition operators".
  static std::optional<Instant> parse(std::string_view text);

  /// ISO 8601 in UTC. Nothing before the year 0: no text denotes such a time.
  std::optional<std::string> text() const;

  Instant next() const;      ///< one nanosecond later
  Instant previous() const;  ///< one nanosecond earlier
};

}  // namespace iamproof

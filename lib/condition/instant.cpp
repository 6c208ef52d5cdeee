#include "condition/instant.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace iamproof {

namespace {

constexpr std::int64_t seconds_per_day = 86'400;

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years are counted from March, so that the leap
/// day is the last of its year, in cycles of 400 years of 146,097 days.
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t cycle = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_cycle = year - cycle * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return cycle * 146'097 + day_of_cycle - 719'468;
}

struct Civil {
  std::int64_t year, month, day;
};

Civil civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t cycle = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_cycle = days - cycle * 146'097;
  const std::int64_t year_of_cycle =
      (day_of_cycle - day_of_cycle / 1'460 + day_of_cycle / 36'524 - day_of_cycle / 146'096) / 365;
  const std::int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const std::int64_t month = shifted_month + (shifted_month < 10 ? 3 : -9);
  return {year_of_cycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day};
}

/// Takes a number of `min` to `max` digits off the front.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t min, std::size_t max) {
  std::size_t size = 0;
  while (size < text.size() && size < max && text[size] >= '0' && text[size] <= '9') ++size;
  if (size < min) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + size, number);
  text.remove_prefix(size);
  return number;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool in_range(const std::optional<std::int64_t>& number, std::int64_t low, std::int64_t high) {
  return number && *number >= low && *number <= high;
}

/// `.5` as nanoseconds; up to nine digits.
std::optional<std::int32_t> take_fraction(std::string_view& text) {
  const std::size_t before = text.size();
  const auto digits = take_number(text, 1, 9);
  if (!digits) return std::nullopt;
  std::int64_t nanoseconds = *digits;
  for (std::size_t size = before - text.size(); size < 9; ++size) nanoseconds *= 10;
  return static_cast<std::int32_t>(nanoseconds);
}

/// `Z`, `+hh`, `+hh:mm` or nothing, as seconds to subtract.
std::optional<std::int64_t> take_offset(std::string_view& text) {
  if (text.empty()) return 0;
  if (take(text, 'Z') || take(text, 'z')) return 0;
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const auto hours = take_number(text, 2, 2);
  if (!in_range(hours, 0, 23)) return std::nullopt;
  std::int64_t minutes = 0;
  if (take(text, ':')) {
    const auto read = take_number(text, 2, 2);
    if (!in_range(read, 0, 59)) return std::nullopt;
    minutes = *read;
  }
  const std::int64_t offset = *hours * 3600 + minutes * 60;
  return east ? offset : -offset;
}

std::optional<Instant> parse_time(std::string_view text, std::int64_t days) {
  const auto hour = take_number(text, 1, 2);
  if (!in_range(hour, 0, 23) || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2, 2);
  if (!in_range(minute, 0, 59)) return std::nullopt;
  std::int64_t second = 0;
  std::int32_t nanoseconds = 0;
  if (take(text, ':')) {
    const auto read = take_number(text, 2, 2);
    if (!in_range(read, 0, 59)) return std::nullopt;
    second = *read;
    if (take(text, '.')) {
      const auto fraction = take_fraction(text);
      if (!fraction) return std::nullopt;
      nanoseconds = *fraction;
    }
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Instant{days * seconds_per_day + *hour * 3600 + *minute * 60 + second - *offset, nanoseconds};
}

std::optional<Instant> parse_epoch(std::string_view text) {
  Instant instant;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), instant.seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return instant;
}

}  // namespace

std::optional<Instant> Instant::parse(std::string_view text) {
  if (text.find_first_of("-Tt") == std::string_view::npos) return parse_epoch(text);
  const auto year = take_number(text, 4, 9);
  if (!year) return std::nullopt;
  std::int64_t month = 1;
  std::int64_t day = 1;
  if (take(text, '-')) {
    const auto read = take_number(text, 2, 2);
    if (!in_range(read, 1, 12)) return std::nullopt;
    month = *read;
    if (take(text, '-')) {
      const auto read_day = take_number(text, 2, 2);
      if (!in_range(read_day, 1, 31)) return std::nullopt;
      day = *read_day;
    }
  }
  const std::int64_t days = days_from_civil(*year, month, day);
  if (text.empty()) return Instant{days * seconds_per_day, 0};
  if (!take(text, 'T') && !take(text, 't')) return std::nullopt;
  return parse_time(text, days);
}

std::optional<std::string> Instant::text() const {
  std::int64_t days = seconds / seconds_per_day;
  std::int64_t rest = seconds % seconds_per_day;
  if (rest < 0) {
    rest += seconds_per_day;
    --days;
  }
  const Civil date = civil_from_days(days);
  if (date.year < 0) return std::nullopt;
  if (date.year > 999'999'999) return fmt::format("{}", seconds);
  std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month, date.day, rest / 3600,
                                rest / 60 % 60, rest % 60);
  if (nanoseconds != 0) out += fmt::format(".{:09}", nanoseconds);
  return out + "Z";
}

Instant Instant::next() const {
  if (nanoseconds < 999'999'999) return {seconds, nanoseconds + 1};
  return {seconds + (seconds < INT64_MAX ? 1 : 0), 0};
}

Instant Instant::previous() const {
  if (nanoseconds > 0) return {seconds, nanoseconds - 1};
  return {seconds - 1, 999'999'999};
}

}  // namespace iamproof

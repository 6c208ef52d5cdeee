#include "oracle/values.h"

#include <algorithm>
#include <vector>

#include "oracle/text.h"

namespace oracle {

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// ---- Numbers ----

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    number.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const std::size_t dot = text.find('.');
  number.whole = std::string(text.substr(0, dot));
  if (!all_digits(number.whole)) return std::nullopt;
  if (dot != std::string_view::npos) {
    number.fraction = std::string(text.substr(dot + 1));
    if (!all_digits(number.fraction)) return std::nullopt;
  }
  while (!number.whole.empty() && number.whole.front() == '0') number.whole.erase(0, 1);
  while (!number.fraction.empty() && number.fraction.back() == '0') number.fraction.pop_back();
  if (number.whole.empty() && number.fraction.empty()) number.negative = false;  // minus zero is zero
  return number;
}

static int compare_sizes(const Decimal& a, const Decimal& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  if (a.whole != b.whole) return a.whole < b.whole ? -1 : 1;
  if (a.fraction != b.fraction) return a.fraction < b.fraction ? -1 : 1;
  return 0;
}

int compare(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  return a.negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

// ---- Dates ----

static std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

static bool is_leap(std::int64_t year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
static std::int64_t days_since_1970(std::int64_t year, int month, int day) {
  const auto days_before_year = [](std::int64_t y) {
    const std::int64_t past = y - 1;
    return 365 * past + floor_divide(past, 4) - floor_divide(past, 100) + floor_divide(past, 400);
  };
  const int month_lengths[] = {31, is_leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int64_t days = days_before_year(year) - days_before_year(1970);
  for (int m = 1; m < month; ++m) days += month_lengths[m - 1];
  return days + day - 1;
}

namespace {

// Takes a text apart from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }

  bool take(std::string_view any_of) {
    if (at_end() || any_of.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
  }

  // A number of `least` to `most` digits within [low, high].
  std::optional<std::int64_t> number(std::size_t least, std::size_t most, std::int64_t low, std::int64_t high) {
    const std::string digits = run_of_digits();
    if (digits.size() < least || digits.size() > most) return std::nullopt;
    const std::int64_t value = std::stoll(digits);
    if (value < low || value > high) return std::nullopt;
    return value;
  }

  std::string run_of_digits() {
    std::string digits;
    while (!at_end() && is_digit(text_[at_])) digits += text_[at_++];
    return digits;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

// Whole seconds, possibly negative or more than a day, onto a day.
Instant instant_of(std::int64_t day, std::int64_t seconds, std::int64_t nanoseconds) {
  const std::int64_t more_days = floor_divide(seconds, seconds_per_day);
  return {day + more_days, (seconds - more_days * seconds_per_day) * nanoseconds_per_second + nanoseconds};
}

std::optional<Instant> read_epoch_seconds(std::string_view text) {
  if (!all_digits(text)) return std::nullopt;
  std::string digits(text);
  while (digits.size() > 1 && digits.front() == '0') digits.erase(0, 1);
  const std::string largest = "9223372036854775807";
  if (digits.size() > largest.size() || (digits.size() == largest.size() && digits > largest)) return std::nullopt;
  return instant_of(0, std::stoll(digits), 0);
}

// `.5` is half a second; at most nine digits.
std::optional<std::int64_t> read_fraction(Scanner& scanner) {
  std::string digits = scanner.run_of_digits();
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  digits.append(9 - digits.size(), '0');
  return std::stoll(digits);
}

// Nothing (UTC), `Z`, `+hh` or `+hh:mm`, as seconds east of Greenwich.
std::optional<std::int64_t> read_offset(Scanner& scanner) {
  if (scanner.at_end() || scanner.take("Zz")) return 0;
  const bool east = scanner.take("+");
  if (!east && !scanner.take("-")) return std::nullopt;
  const auto hours = scanner.number(2, 2, 0, 23);
  if (!hours) return std::nullopt;
  std::int64_t minutes = 0;
  if (scanner.take(":")) {
    const auto given = scanner.number(2, 2, 0, 59);
    if (!given) return std::nullopt;
    minutes = *given;
  }
  const std::int64_t seconds = *hours * 3600 + minutes * 60;
  return east ? seconds : -seconds;
}

// `hh:mm[:ss[.f]]` and the offset, on the given day.
std::optional<Instant> read_time(Scanner& scanner, std::int64_t day) {
  const auto hour = scanner.number(1, 2, 0, 23);
  if (!hour || !scanner.take(":")) return std::nullopt;
  const auto minute = scanner.number(2, 2, 0, 59);
  if (!minute) return std::nullopt;
  std::int64_t second = 0;
  std::int64_t nanosecond = 0;
  if (scanner.take(":")) {
    const auto given = scanner.number(2, 2, 0, 59);
    if (!given) return std::nullopt;
    second = *given;
    if (scanner.take(".")) {
      const auto fraction = read_fraction(scanner);
      if (!fraction) return std::nullopt;
      nanosecond = *fraction;
    }
  }
  const auto offset = read_offset(scanner);
  if (!offset) return std::nullopt;
  return instant_of(day, *hour * 3600 + *minute * 60 + second - *offset, nanosecond);
}

}  // namespace

std::optional<Instant> read_instant(std::string_view text) {
  if (text.find_first_of("-Tt") == std::string_view::npos) return read_epoch_seconds(text);
  Scanner scanner(text);
  const auto year = scanner.number(4, 15, 0, 999'999'999'999'999);
  if (!year || !scanner.take("-")) return std::nullopt;
  const auto month = scanner.number(2, 2, 1, 12);
  if (!month) return std::nullopt;
  if (scanner.at_end()) return Instant{days_since_1970(*year, static_cast<int>(*month), 1), 0};
  if (!scanner.take("-")) return std::nullopt;
  const auto day = scanner.number(2, 2, 1, 31);
  if (!day) return std::nullopt;
  Instant instant{days_since_1970(*year, static_cast<int>(*month), static_cast<int>(*day)), 0};
  if (scanner.at_end()) return instant;
  if (!scanner.take("Tt")) return std::nullopt;
  const auto with_time = read_time(scanner, instant.day);
  if (!with_time || !scanner.at_end()) return std::nullopt;
  return with_time;
}

int compare(const Instant& a, const Instant& b) {
  if (a.day != b.day) return a.day < b.day ? -1 : 1;
  if (a.nanosecond != b.nanosecond) return a.nanosecond < b.nanosecond ? -1 : 1;
  return 0;
}

// ---- Addresses ----

static std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

static std::optional<int> read_small_number(std::string_view text, int highest) {
  if (!all_digits(text) || text.size() > 3) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;  // `010` is eight to some readers, ten to others
  const int value = std::stoi(std::string(text));
  if (value > highest) return std::nullopt;
  return value;
}

static std::optional<std::vector<std::uint8_t>> read_v4_bytes(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  for (const std::string_view part : parts) {
    const auto byte = read_small_number(part, 255);
    if (!byte) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*byte));
  }
  return bytes;
}

// Groups of up to four hexadecimal digits; the last may be an IPv4 address instead of two groups.
static std::optional<std::vector<std::uint8_t>> read_v6_groups(std::string_view text, bool v4_may_end) {
  std::vector<std::uint8_t> bytes;
  if (text.empty()) return bytes;
  const auto groups = split(text, ':');
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::string group(groups[i]);
    if (v4_may_end && i + 1 == groups.size() && group.find('.') != std::string::npos) {
      const auto v4 = read_v4_bytes(group);
      if (!v4) return std::nullopt;
      bytes.insert(bytes.end(), v4->begin(), v4->end());
      continue;
    }
    if (group.empty() || group.size() > 4 || group.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
      return std::nullopt;
    const unsigned long value = std::stoul(group, nullptr, 16);
    bytes.push_back(static_cast<std::uint8_t>(value / 256));
    bytes.push_back(static_cast<std::uint8_t>(value % 256));
  }
  return bytes;
}

// `::` stands for the zero groups that are missing, at least one; it may occur once.
static std::optional<std::vector<std::uint8_t>> read_v6_bytes(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    auto bytes = read_v6_groups(text, true);
    if (!bytes || bytes->size() != 16) return std::nullopt;
    return bytes;
  }
  auto bytes = read_v6_groups(text.substr(0, gap), false);
  const auto tail = read_v6_groups(text.substr(gap + 2), true);
  if (!bytes || !tail || bytes->size() + tail->size() > 14) return std::nullopt;
  bytes->resize(16 - tail->size(), 0);
  bytes->insert(bytes->end(), tail->begin(), tail->end());
  return bytes;
}

std::optional<Address> read_address(std::string_view text) {
  Address address;
  address.v6 = text.find(':') != std::string_view::npos;
  const auto bytes = address.v6 ? read_v6_bytes(text) : read_v4_bytes(text);
  if (!bytes) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), address.bytes.begin());
  return address;
}

std::optional<AddressBlock> read_address_block(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const int longest = address->v6 ? 128 : 32;
  if (slash == std::string_view::npos) return AddressBlock{*address, longest};
  const auto length = read_small_number(text.substr(slash + 1), longest);
  if (!length) return std::nullopt;
  return AddressBlock{*address, *length};
}

bool contains(const AddressBlock& block, const Address& address) {
  if (block.address.v6 != address.v6) return false;
  for (int bit = 0; bit < block.prefix_length; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const unsigned mask = 0x80U >> static_cast<unsigned>(bit % 8);
    if ((block.address.bytes[byte] & mask) != (address.bytes[byte] & mask)) return false;
  }
  return true;
}

// ---- Booleans and bytes ----

std::optional<bool> read_boolean(std::string_view text) {
  const std::string folded = fold(text);
  if (folded == "true") return true;
  if (folded == "false") return false;
  return std::nullopt;
}

std::optional<std::string> read_base64(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  std::string_view digits = text;
  for (int i = 0; i < 2 && !digits.empty() && digits.back() == '='; ++i) digits.remove_suffix(1);
  std::string bits;
  for (const char c : digits) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    for (unsigned bit = 6; bit-- > 0;) bits += (value >> bit) & 1U ? '1' : '0';
  }
  std::string bytes;
  for (std::size_t at = 0; at + 8 <= bits.size(); at += 8)
    bytes += static_cast<char>(std::stoi(bits.substr(at, 8), nullptr, 2));
  return bytes;
}

}  // namespace oracle

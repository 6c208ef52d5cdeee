#include "policy/typed_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include <arpa/inet.h>

#include "policy/suggest.h"

namespace iamproof {

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

namespace {

// Takes a text apart from the front.
class Parts {
 public:
  explicit Parts(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_[0]) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view digits() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const std::string_view digits = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(digits.size());
    return digits;
  }

  // A number of one to `most` digits between two bounds.
  std::optional<int> number(std::size_t most, int low, int high) {
    const std::string_view text = digits();
    int value = 0;
    if (text.empty() || text.size() > most) return std::nullopt;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (value < low || value > high) return std::nullopt;
    return value;
  }

 private:
  std::string_view rest_;
};

bool take_offset(Parts& parts) {
  if (parts.take("Zz")) return true;
  if (!parts.take("+-")) return true;
  if (!parts.number(2, 0, 23)) return false;
  return !parts.take(":") || parts.number(2, 0, 59);
}

// After the T.
bool take_time(Parts& parts) {
  if (!parts.number(2, 0, 24)) return false;
  if (parts.take(":") && !parts.number(2, 0, 59)) return false;
  if (parts.take(":") && !parts.number(2, 0, 60)) return false;
  if (parts.take(".") && parts.digits().empty()) return false;
  return take_offset(parts);
}

int days_in(int month, std::string_view year_digits) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  // Only the last four digits matter: 10000 is a multiple of 400.
  int year = 0;
  const std::string_view last = year_digits.substr(year_digits.size() - std::min<std::size_t>(4, year_digits.size()));
  std::from_chars(last.data(), last.data() + last.size(), year);
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

}  // namespace

static DateShape calendar_shape(std::string_view text) {
  Parts parts(text);
  parts.take("-");
  const std::string_view year = parts.digits();
  if (year.empty()) return DateShape::wrong;
  int month = 1;
  int day = 1;
  if (parts.take("-")) {
    const auto number = parts.number(2, 1, 12);
    if (!number) return DateShape::wrong;
    month = *number;
    if (parts.take("-")) {
      const auto in_month = parts.number(2, 1, 31);
      if (!in_month) return DateShape::wrong;
      day = *in_month;
    }
  }
  if (parts.take("Tt") ? !take_time(parts) : !take_offset(parts)) return DateShape::wrong;
  if (!parts.done()) return DateShape::wrong;
  return day > days_in(month, year) ? DateShape::impossible : DateShape::good;
}

// Without T and without - it is a number of seconds, as far as 64 bits go: "2025" is half past midnight on 1970-01-01.
DateShape date_shape(std::string_view text) {
  if (text.find_first_of("Tt-") != std::string_view::npos) return calendar_shape(text);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? DateShape::epoch : DateShape::wrong;
}

bool is_decimal(std::string_view text) {
  Parts parts(text);
  parts.take("+-");
  const bool whole = !parts.digits().empty();
  const bool fraction = parts.take(".") && !parts.digits().empty();
  return (whole || fraction) && parts.done();
}

bool is_boolean(std::string_view text) {
  return equals_ignoring_case(text, "true") || equals_ignoring_case(text, "false");
}

static bool is_address(int family, std::string_view text) {
  std::array<unsigned char, 16> address{};
  return text.find('\0') == std::string_view::npos && inet_pton(family, std::string(text).c_str(), address.data()) == 1;
}

bool is_ip_range(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const bool v4 = is_address(AF_INET, address);
  if (!v4 && !is_address(AF_INET6, address)) return false;
  if (slash == std::string_view::npos) return true;
  Parts length(text.substr(slash + 1));
  return length.number(3, 0, v4 ? 32 : 128) && length.done();
}

bool is_base64(std::string_view text) {
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  const std::string_view body = text.substr(0, text.size() - padding);
  return text.size() % 4 == 0 && std::all_of(body.begin(), body.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' || c == '/';
         });
}

}  // namespace iamproof

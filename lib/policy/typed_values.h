/// Whether a text can be a value of an operator's type. What it means is for the condition stage.
#pragma once

#include <cstdint>
#include <string_view>

namespace iamproof {

enum class DateShape : std::uint8_t {
  good,
  epoch,       ///< seconds since 1970: legal, and rarely meant
  impossible,  ///< a day that the month does not have; IAM looks at 1 to 31 only
  wrong,       ///< refused by IAM
};

/// YYYY[-MM[-DD]] and, after T or t, hh[:mm[:ss[.fraction]]] with Z, z or an offset. W3C "Date and Time Formats".
DateShape date_shape(std::string_view text);

bool is_decimal(std::string_view text);   ///< sign, digits, fraction; no exponent
bool is_boolean(std::string_view text);   ///< true or false in any case
bool is_ip_range(std::string_view text);  ///< an IPv4 or IPv6 address, with a prefix length or without
bool is_base64(std::string_view text);

}  // namespace iamproof

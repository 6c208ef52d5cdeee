/// The frame of a JSON report: one object whose arrays hold one element a line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "iamproof/report.h"

namespace iamproof {

/// Appends an element to the inside of an array.
void append_line(std::string& array, std::string_view element);

/// The array around its inside.
std::string as_array(const std::string& inside);

/// Appends to the inside of `not_analysed` why documents of a subject were not.
void append_not_analysed(std::string& array, const CheckSubject& subject);

/// {"path", "reason"} and, where it is about a place, "line" and "column".
std::string reason_json(std::string_view path, std::string_view reason, const std::optional<Position>& position);

/// The value of `tool`.
std::string tool_json(const Catalogue& catalogue, const JsonOptions& options);

}  // namespace iamproof

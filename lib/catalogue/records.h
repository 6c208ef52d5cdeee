/// The text form of a catalogue (data/README.md), record by record. Everything borrows from the text it was read from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof {

constexpr std::size_t longest_action_name = 255;

struct ServiceRecord {
  std::string_view prefix;
  std::string_view name;
  std::string_view category;
};

struct ResourceRecord {
  std::string_view service;
  std::string_view name;
  std::string_view arn;
  std::vector<std::string_view> keys;
};

struct ResourceUse {
  std::string_view name;
  bool required = false;
};

struct ActionRecord {
  std::string_view name;
  AccessLevel level = AccessLevel::list;
  std::vector<ResourceUse> resources;
  std::vector<std::string_view> keys;
  std::vector<std::string_view> dependents;
};

struct OperationRecord {
  std::string_view name;
  std::string_view action;
};

struct FamilyRecord {
  std::string_view name;
  std::uint32_t version = 0;
  std::string_view description;
};

/// A record and the byte of the text where its line begins.
template <class Record>
struct Placed {
  Record record;
  std::size_t at = 0;
};

/// A text's records by their folded names, so in the order of the catalogue's numbers. A service goes by "s3:", a
/// resource type by "s3:bucket": in this order, too, "acm-pca" comes before "acm".
struct Records {
  template <class Record>
  using ByName = std::map<std::string, Placed<Record>>;

  std::string_view date;
  std::string_view version;
  ByName<ServiceRecord> services;
  ByName<ResourceRecord> resources;
  ByName<ActionRecord> actions;
  ByName<KeyInfo> keys;
  ByName<OperationRecord> operations;
  ByName<FamilyRecord> families;
  std::map<std::pair<std::string, std::string>, Placed<FamilyEntry>> entries;  ///< by family and pattern
};

/// Reads lines. Errors: a line that is no record, a record given twice. Names are not yet looked up.
Result<Records> parse_records(const Source& text);

/// Adds the records of `overlay` to `base`, or puts them in place of those of the same name. A family line replaces the
/// whole family; entry lines without one are added to the family there is.
void lay_over(Records& base, Records overlay);

/// Whatever a record of `text` names that is not among the records.
Errors unknown_names(const Records& records, const Source& text);

}  // namespace iamproof

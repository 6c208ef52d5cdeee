/// A catalogue as one block of bytes that can be used where it lies: no pointers, nothing to decode or relocate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "catalogue/records.h"
#include "iamproof/catalogue.h"
#include "iamproof/result.h"

namespace iamproof {

/// Where a string of the pool begins.
using StringRef = std::uint32_t;
/// A list's number. Its items lie between where it begins and where the next one does.
using ListRef = std::uint16_t;
using ListItem = std::uint16_t;

/// What many actions have in common, stored once.
struct DefinitionRow {
  ListRef resources;  ///< ids of resource types; required_bit marks the required ones
  ListRef keys;       ///< ids of keys
  std::uint16_t service;
  std::uint16_t level;
};

/// The dependent actions of those few actions that have any; sorted.
struct DependentRow {
  ActionId action;
  StringRef name;
};

struct ServiceRow {
  StringRef prefix;
  StringRef name;
  StringRef category;
  std::uint32_t first_action;
};

struct ResourceTypeRow {
  StringRef name;
  StringRef arn;
  ListRef keys;
  std::uint16_t service;
};

struct KeyRow {
  StringRef name;
  KeyType type;
  bool multivalued;
  bool global;
  std::uint8_t unused;
};

/// A key with a variable part, "aws:RequestTag/${TagKey}": the texts before and after it. Sorted by the folded text
/// before it and then the longest text after it first.
struct TemplateRow {
  std::uint32_t key;
  std::uint16_t before;
  std::uint16_t after;
};

struct OperationRow {
  StringRef name;
  ActionId action;
};

struct FamilyRow {
  StringRef name;
  StringRef description;
  std::uint32_t version;
  std::uint32_t first_entry;
};

struct EntryRow {
  std::uint32_t pattern;  ///< an action id with action_bit set, or a StringRef
  StringRef reason;
};

/// Where an action's name begins is given from where its group's first name does, in two bytes: so many names of at
/// most so many bytes make less than 64 KiB.
constexpr std::size_t names_in_group = 256;

constexpr ListItem required_bit = 0x8000;
constexpr std::uint32_t action_bit = 0x80000000;
constexpr std::uint16_t empty_slot = 0xFFFF;

/// The use of a resource type that a list item stands for.
inline ActionResource action_resource(ListItem item) {
  return {item & (required_bit - 1U), (item & required_bit) != 0};
}

/// The tables of a block. Names, services, families and lists have one row more than there are of them, to end the last
/// one's range.
struct Block {
  std::string_view date;
  std::string_view version;
  std::span<const char> names;                   ///< of all actions, end to end
  std::span<const char> folded_names;            ///< the same in lower case
  std::span<const std::uint32_t> name_groups;    ///< where the group's names begin
  std::span<const std::uint16_t> name_begins;    ///< from there
  std::span<const std::uint16_t> definition_of;  ///< by action
  std::span<const DefinitionRow> definitions;
  std::span<const ServiceRow> services;
  std::span<const ResourceTypeRow> resource_types;
  std::span<const KeyRow> keys;
  std::span<const TemplateRow> templates;
  std::span<const OperationRow> operations;
  std::span<const FamilyRow> families;
  std::span<const EntryRow> entries;
  std::span<const DependentRow> dependents;
  std::span<const std::uint32_t> list_begins;
  std::span<const ListItem> list_items;
  std::span<const char> pool;
  // Open addressing: the row's number at the hash of its folded name, or in the next free slot after it.
  std::span<const std::uint16_t> action_slots;
  std::span<const std::uint16_t> service_slots;
  std::span<const std::uint16_t> key_slots;
  std::span<const std::uint16_t> template_slots;  ///< by the text before the variable; the first row of those alike
  std::span<const std::uint16_t> operation_slots;

  std::string_view string(StringRef at) const {
    std::uint16_t size = 0;
    std::memcpy(&size, pool.data() + at, sizeof size);
    return {pool.data() + at + sizeof size, size};
  }
  std::span<const ListItem> list(ListRef list) const {
    return list_items.subspan(list_begins[list], list_begins[list + 1U] - list_begins[list]);
  }
  std::size_t action_count() const { return definition_of.size(); }
  std::string_view name(ActionId id) const { return range(names, id); }
  std::string_view folded_name(ActionId id) const { return range(folded_names, id); }
  std::string_view pattern(const EntryRow& entry) const {
    return (entry.pattern & action_bit) != 0 ? name(entry.pattern & ~action_bit) : string(entry.pattern);
  }

 private:
  std::size_t name_begin(ActionId id) const { return name_groups[id / names_in_group] + name_begins[id]; }
  std::string_view range(std::span<const char> text, ActionId id) const {
    return {text.data() + name_begin(id), name_begin(id + 1) - name_begin(id)};
  }
};

/// Lays out the records, which must name nothing unknown. Errors: more of something than a block can number.
Result<std::vector<std::byte>> build_block(const Records& records);

/// The tables of what build_block() made, on a machine of the same byte order. Constant time; `bytes` must be aligned
/// to 8 and outlive the Block.
Block open_block(const std::byte* bytes);

/// The records again; they borrow from the Block.
Records records_of(const Block& block);

std::span<const DependentRow> dependents_of(const Block& block, ActionId action);

/// Calls `found(row)` for the rows in the slots that a name of this hash can be in, until it answers true.
template <class Found>
std::optional<std::uint32_t> probe(std::span<const std::uint16_t> slots, std::uint64_t hash, Found&& found) {
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = hash & mask; slots[at] != empty_slot; at = (at + 1) & mask) {
    if (found(slots[at])) return slots[at];
  }
  return std::nullopt;
}

/// Where the variable part of a key begins and ends: "${...}" or "<...>". Nothing for a key that has none.
struct VariablePart {
  std::size_t begin;
  std::size_t end;
};
std::optional<VariablePart> variable_part(std::string_view key);

}  // namespace iamproof

/// What AWS publishes about its services: actions, resource types, condition keys; and our families of actions.
///
/// The built-in catalogue is part of the library's read-only data: using it costs no start-up work. Another one can be
/// read from text, and private services can be laid over either. Facts: the Service Authorization Reference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof {

/// An action's number in its Catalogue: 0 .. action_count()-1, in the order of the lower-cased names.
using ActionId = std::uint32_t;
using ServiceId = std::uint32_t;
using ResourceTypeId = std::uint32_t;

/// As the Service Authorization Reference has them; gravest last.
enum class AccessLevel : std::uint8_t { list, read, tagging, write, permissions_management };
std::string_view to_string(AccessLevel level);  ///< "List", "Read", "Tagging", "Write", "Permissions management"
std::optional<AccessLevel> access_level_from(std::string_view name);  ///< without regard to case

enum class KeyType : std::uint8_t { string, arn, boolean, date, numeric, ip_address, binary };
std::string_view to_string(KeyType type);

/// A condition key's type, and whether a request carries one value or a set.
struct KeyInfo {
  std::string_view name;  ///< as AWS writes it; templates as "aws:RequestTag/${TagKey}"
  KeyType type = KeyType::string;
  bool multivalued = false;
  bool global =
      false;  ///< belongs to no one service: the aws: keys, and those of credentials ("ec2:SourceInstanceArn")
};

/// A kind of resource an action works on.
struct ActionResource {
  ResourceTypeId type = 0;
  bool required = false;
};

struct ServiceInfo {
  std::string_view prefix;
  std::string_view name;
  std::string_view category;
  ActionId first_action = 0;  ///< its actions are consecutive
  std::uint32_t action_count = 0;
};

struct ResourceTypeInfo {
  ServiceId service = 0;
  std::string_view name;
  std::string_view arn;  ///< a format, "arn:${Partition}:s3:::${BucketName}"; several are separated by ", "
};

/// One line of a family: a pattern of actions and why it is there.
struct FamilyEntry {
  std::string_view pattern;  ///< an action pattern, as in a policy
  std::string_view reason;
};

/// All string_views borrow from the Catalogue and must not outlive its last copy. Copies are cheap and share the data.
class Catalogue {
 public:
  /// The catalogue compiled into the library. Constant time.
  static Catalogue built_in();
  /// A catalogue from text in the format of lib/catalogue/data. Errors name the line and what was expected; also, more
  /// than 65,534 actions, services, keys or operations, 32,767 resource types, or 256 MiB.
  static Result<Catalogue> read(const Source& text);
  /// This catalogue with the services, actions, keys and families of `text` added, or put in place of those of the
  /// same name. The result numbers its actions anew.
  Result<Catalogue> with_overlay(const Source& text) const;

  std::string_view date() const;     ///< of the data, "2026-09-26"
  std::string_view version() const;  ///< of the package it came from

  std::size_t action_count() const;
  std::string_view action_name(ActionId id) const;         ///< "s3:GetObject"
  std::string_view action_name_folded(ActionId id) const;  ///< "s3:getobject"
  AccessLevel access_level(ActionId id) const;
  ServiceId service_of(ActionId id) const;
  std::vector<ActionResource> resources(ActionId id) const;
  /// A number that actions with the same resource types, required alike, share.
  std::uint32_t resource_list(ActionId id) const;
  std::vector<std::string_view> condition_keys(ActionId id) const;     ///< its own, not those of its resource types
  std::vector<std::string_view> dependent_actions(ActionId id) const;  ///< names, as published

  /// Exact name, without regard to case. Constant time.
  std::optional<ActionId> find_action(std::string_view name) const;
  /// Every action an action pattern (`*`, `?`) matches, ascending. Work is limited to the services it can match.
  std::vector<ActionId> expand(std::string_view pattern) const;
  /// Names near a mistyped one, nearest first; same service preferred.
  std::vector<std::string_view> nearest_actions(std::string_view name, std::size_t limit = 3) const;
  /// For a name that is an API operation but no action ("s3:ListObjectsV2"): the action that authorises it; else "".
  std::string_view action_for_operation(std::string_view name) const;

  std::size_t service_count() const;
  ServiceInfo service(ServiceId id) const;
  std::optional<ServiceId> find_service(std::string_view prefix) const;

  std::size_t resource_type_count() const;
  ResourceTypeInfo resource_type(ResourceTypeId id) const;
  std::vector<std::string_view> resource_condition_keys(ResourceTypeId id) const;

  /// A key by name without regard to case; "aws:RequestTag/team" finds the template. Constant time.
  std::optional<KeyInfo> find_key(std::string_view name) const;
  std::vector<std::string_view> nearest_keys(std::string_view name, std::size_t limit = 3) const;

  std::vector<std::string_view> families() const;
  std::string_view family_description(std::string_view family) const;
  /// Grows when what the family means changes; 0 if there is no such family.
  std::uint32_t family_version(std::string_view family) const;
  /// The lines of a family; empty if there is no such family.
  std::vector<FamilyEntry> family(std::string_view name) const;

  /// Whether both are the same data in the same place, so that their numbers mean the same.
  friend bool operator==(const Catalogue& a, const Catalogue& b);

  struct Impl;
  explicit Catalogue(std::shared_ptr<const Impl> impl);

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace iamproof

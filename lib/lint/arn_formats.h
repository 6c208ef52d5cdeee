/// The shapes that ARNs of each service have, to tell which patterns match a resource that may exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"
#include "iamproof/catalogue.h"

namespace iamproof {

/// The pattern with `*` for each of its policy variables, which may have colons in their names.
std::string without_variables(std::string_view pattern);

/// The formats of a catalogue's resource types by the service that they name, which is not always that of the type:
/// those of `servicecatalog` name `catalog`.
///
/// A placeholder before the fifth colon stands for one or more characters but colons, one behind it for any. That is
/// how AWS's validator reads them, as far as can be seen: `arn:aws:kms:*::key/a` has a shape of KMS, since its first
/// `*` can take in the account and more, and `arn:aws:kms:::key/a` has none.
class ArnFormats {
 public:
  /// Made once for each thread. Valid until the thread asks about another catalogue.
  static const ArnFormats& of(const Catalogue& catalogue);

  /// Whether a format names the service; none that is closed.
  bool name_service(std::string_view service) const;

  /// Whether a text that the pattern matches has a shape of its service; true where the service has none. `text` is the
  /// pattern as written, but for its variables.
  bool fit(std::string_view text, const Glob& pattern) const;
  bool fit(std::string_view text) const;

  /// Whether a text that the pattern matches may be an ARN of the resource type. Here a placeholder has a colon only
  /// where it may (see arn_format), an account may be missing or a word, as in the ARNs of what AWS owns, and an id
  /// that AWS makes may be missing. Over-approximates: where only a search would tell, the answer is yes.
  bool fit_type(ResourceTypeId type, std::string_view text, const Glob& pattern) const;

 private:
  struct Shape {
    std::string_view resource_start;  ///< the sixth part up to its first placeholder
    Glob glob;
    bool is_plain = false;  ///< behind the start is one placeholder; Region and account are one, or nothing
    bool has_region = false, has_account = false;
  };
  struct TypeShape {
    std::string_view service;         ///< "" for a placeholder
    std::string_view resource_start;  ///< as in Shape
    Glob glob;
    bool colons = true;  ///< whether the sixth part may have some
  };
  struct Service {
    std::string_view name;
    std::vector<std::string_view> formats;
    mutable std::vector<Shape> shapes;  ///< of the formats, made when they are needed
  };

  explicit ArnFormats(const Catalogue& catalogue);

  const Service* find(std::string_view service) const;
  static Shape shape_of(std::string_view format);
  static const std::vector<Shape>& shapes_of(const Service& service);

  Catalogue catalogue_;
  std::vector<Service> services_;                      ///< sorted by name
  mutable std::vector<std::vector<TypeShape>> types_;  ///< by resource type, made when they are needed
};

}  // namespace iamproof

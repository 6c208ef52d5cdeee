/// Making the fixes of findings: edits that leave a JSON text one, whatever its layout.
///
///   finding.fix = fix::new_meaning("write `s3:GetObject`", {fix::write_string(action.span, "s3:GetObject")});
///   finding.fix = fix::same_meaning("remove it", {fix::remove(source, list.values[3].span)});
///   finding.fix = fix::same_meaning("remove them", fix::remove_all(source, {values[1].span, values[3].span}));
///
/// The source is one that was read: it is valid JSON, and spans are those of its tokens. JSON has no comments and its
/// strings have no quotation marks but escaped ones, so that what stands around a span is told from the bytes next to
/// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iamproof/finding.h"
#include "iamproof/source.h"

namespace iamproof::fix {

/// A cure after which the policy means the same. It is proved before it is applied, and not applied if that fails.
Fix same_meaning(std::string title, std::vector<Edit> edits);
/// A cure that is meant to change what the policy says. What that lets in or keeps out is told when it is applied.
Fix new_meaning(std::string title, std::vector<Edit> edits);

/// `text` as a JSON string.
std::string quoted(std::string_view text);

/// Any value, as JSON, in the place of another.
Edit write(Span value, std::string json);
/// A string, or a member's name, in the place of another.
Edit write_string(Span value, std::string_view text);

/// Takes an element out of its array, or a member (from its key to the end of its value) out of its object, with one
/// comma and the white space beside it, so that what is left is laid out as it was. The only one leaves [] or {}.
/// Edits that take out neighbours may overlap: use remove_all().
Edit remove(const Source& source, Span item);
/// Several of one container or of several: no item inside another.
std::vector<Edit> remove_all(const Source& source, std::vector<Span> items);

/// Puts a member in front of the others of an object, on a line of its own if the first one has one.
Edit insert_member(const Source& source, Span object, std::string_view name, std::string_view json);

/// The member with this value. Its name, decoded, has no quotation mark.
Span member_of_value(const Source& source, Span value);
/// The member with this name.
Span member_of_key(const Source& source, Span key);

}  // namespace iamproof::fix

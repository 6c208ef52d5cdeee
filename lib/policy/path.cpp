#include "policy/path.h"

namespace iamproof {

std::string pointer_token(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

void Path::append_to(std::string& out) const {
  if (parent_ == nullptr) {
    out += key_;
    return;
  }
  parent_->append_to(out);
  out += '/';
  if (is_index_) {
    out += std::to_string(index_);
  } else if (key_.find_first_of("~/") == std::string_view::npos) {
    out += key_;
  } else {
    out += pointer_token(key_);
  }
}

std::string Path::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

}  // namespace iamproof

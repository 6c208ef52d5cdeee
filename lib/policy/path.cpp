#include "policy/path.h"

namespace iamproof {

std::string Path::to_string() const {
  if (parent_ == nullptr) return std::string(key_);
  std::string out = parent_->to_string();
  out += '/';
  if (is_index_) return out += std::to_string(index_);
  for (const char c : key_) {
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

}  // namespace iamproof

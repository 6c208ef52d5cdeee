/// What every text report writes with: formatted lines, untrusted text made fit to show, styles.
#pragma once

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "report/terminal.h"

namespace iamproof {

/// Appends to a text that must outlive it, as the options do.
class Pen {
 public:
  Pen(std::string& out, const TextOptions& options) : out_(out), options_(options) {}

 protected:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  std::string safe(std::string_view text) const { return shown(text, options_); }
  std::string in(Style style, std::string_view text) const { return styled(text, style, options_); }
  std::string_view ellipsis() const { return options_.unicode ? "…" : "..."; }

  std::string& out_;
  const TextOptions& options_;
};

}  // namespace iamproof

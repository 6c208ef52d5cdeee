// The shortest script of lines taken out and put in, by E. Myers' greedy search: for each number of differences d, how
// far one gets on each diagonal (lines of one text minus lines of the other). Every d is remembered to find the way
// back, which takes d * d places; texts that differ in more than `most_differences` lines are shown as one change.
#include <algorithm>
#include <string_view>
#include <vector>

#include "iamproof/report.h"
#include "report/pen.h"

namespace iamproof {

namespace {

constexpr std::size_t context = 3;
constexpr int most_differences = 1000;

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

/// A line of either text or of both, by its number in each.
struct Step {
  char sign;  ///< ' ', '-' or '+'
  std::size_t before, after;
};

/// Lines [begin, end) of each text that differ at both ends.
struct Middle {
  std::size_t begin, before_end, after_end;
};

Middle middle_of(const Lines& before, const Lines& after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t begin = 0;
  while (begin < shorter && before[begin] == after[begin]) ++begin;
  std::size_t tail = 0;
  while (tail < shorter - begin && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  return {begin, before.size() - tail, after.size() - tail};
}

class Search {
 public:
  Search(const Lines& before, const Lines& after, Middle middle)
      : before_(before),
        after_(after),
        middle_(middle),
        width_(static_cast<int>(middle.before_end - middle.begin)),
        height_(static_cast<int>(middle.after_end - middle.begin)) {}

  /// From the end to the beginning. Without a way that is short enough: all out, all in.
  std::vector<Step> run() {
    std::vector<int> reach(2 * most_differences + 3, 0);
    const int most = std::min(most_differences, width_ + height_);
    for (int d = 0; d <= most; ++d) {
      for (int k = -d; k <= d; k += 2) {
        int x = goes_down(reach, d, k) ? at(reach, k + 1) : at(reach, k - 1) + 1;
        while (x < width_ && x - k < height_ && same(x, x - k)) ++x;
        at(reach, k) = x;
        if (x >= width_ && x - k >= height_) return way_back(d);
      }
      // What the next round reads: diagonals -d to d.
      trace_.emplace_back(reach.begin() + (middle_of_reach - d - 1), reach.begin() + (middle_of_reach + d + 2));
    }
    return all_of_it();
  }

 private:
  static constexpr int middle_of_reach = most_differences + 1;

  static int& at(std::vector<int>& reach, int k) { return reach[static_cast<std::size_t>(middle_of_reach + k)]; }
  int traced(int d, int k) const { return trace_[static_cast<std::size_t>(d)][static_cast<std::size_t>(k + d + 1)]; }

  bool same(int x, int y) const {
    return before_[middle_.begin + static_cast<std::size_t>(x)] == after_[middle_.begin + static_cast<std::size_t>(y)];
  }

  static bool goes_down(std::vector<int>& reach, int d, int k) {
    return k == -d || (k != d && at(reach, k - 1) < at(reach, k + 1));
  }

  Step step(char sign, int x, int y) const {
    return {sign, middle_.begin + static_cast<std::size_t>(x), middle_.begin + static_cast<std::size_t>(y)};
  }

  std::vector<Step> way_back(int differences) const {
    std::vector<Step> steps;
    int x = width_, y = height_;
    for (int d = differences; d > 0; --d) {
      const int k = x - y;
      const bool down = k == -d || (k != d && traced(d - 1, k - 1) < traced(d - 1, k + 1));
      const int from_k = down ? k + 1 : k - 1;
      const int from_x = traced(d - 1, from_k);
      const int from_y = from_x - from_k;
      while (x > from_x + (down ? 0 : 1) && y > from_y + (down ? 1 : 0)) steps.push_back(step(' ', --x, --y));
      x = from_x;
      y = from_y;
      steps.push_back(step(down ? '+' : '-', x, y));
    }
    while (x > 0) steps.push_back(step(' ', --x, --y));
    return steps;
  }

  std::vector<Step> all_of_it() const {
    std::vector<Step> steps;
    for (int y = height_; y-- > 0;) steps.push_back(step('+', width_, y));
    for (int x = width_; x-- > 0;) steps.push_back(step('-', x, 0));
    return steps;
  }

  const Lines& before_;
  const Lines& after_;
  Middle middle_;
  int width_, height_;
  std::vector<std::vector<int>> trace_;  ///< of each d: diagonals -d - 1 to d + 1
};

/// The whole way from one text to the other, forwards.
std::vector<Step> steps_of(const Lines& before, const Lines& after) {
  const Middle middle = middle_of(before, after);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < middle.begin; ++i) steps.push_back({' ', i, i});
  std::vector<Step> inside = Search(before, after, middle).run();
  steps.insert(steps.end(), inside.rbegin(), inside.rend());
  for (std::size_t i = 0; middle.before_end + i < before.size(); ++i) {
    steps.push_back({' ', middle.before_end + i, middle.after_end + i});
  }
  return steps;
}

class LineDiff : Pen {
 public:
  LineDiff(std::string& out, const TextOptions& options) : Pen(out, options) {}

  void write(std::string_view path, std::string_view before, std::string_view after) {
    const Lines old_lines = lines_of(before);
    const Lines new_lines = lines_of(after);
    const std::vector<Step> steps = steps_of(old_lines, new_lines);
    print("{}\n{}\n", in(Style::bold, fmt::format("--- {}", safe(path))),
          in(Style::bold, fmt::format("+++ {}", safe(path))));
    for (std::size_t at = next_change(steps, 0); at < steps.size();) {
      const std::size_t begin = at - std::min(at, context);
      std::size_t end = at;
      for (std::size_t next = at; next < steps.size() && next <= end + 2 * context; next = next_change(steps, end)) {
        end = next + 1;
      }
      at = next_change(steps, end);
      end = std::min(steps.size(), end + context);
      hunk(std::span(steps).subspan(begin, end - begin), old_lines, new_lines);
    }
  }

 private:
  static std::size_t next_change(const std::vector<Step>& steps, std::size_t from) {
    while (from < steps.size() && steps[from].sign == ' ') ++from;
    return from;
  }

  void hunk(std::span<const Step> steps, const Lines& before, const Lines& after) {
    const auto count = [&](char other) {
      return std::count_if(steps.begin(), steps.end(), [&](const Step& step) { return step.sign != other; });
    };
    const auto old_count = count('+'), new_count = count('-');
    // A side without lines is named by the line before.
    print("{}\n", in(Style::cyan, fmt::format("@@ -{},{} +{},{} @@", steps[0].before + (old_count > 0 ? 1 : 0),
                                              old_count, steps[0].after + (new_count > 0 ? 1 : 0), new_count)));
    for (const Step& step : steps) line(step.sign, step.sign == '+' ? after[step.after] : before[step.before]);
  }

  void line(char sign, std::string_view text) {
    const bool ends = text.ends_with('\n');
    if (ends) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    std::string shown_line(1, sign);
    for (std::size_t at = 0; at < text.size();) {
      const CodePoint c = code_point_at(text, at);
      append_shown(shown_line, c, options_.unicode);
      at += c.bytes;
    }
    const Style style = sign == '+' ? Style::green : sign == '-' ? Style::red : Style::plain;
    print("{}\n", in(style, shown_line));
    if (!ends) print("\\ no line end at the end of the file\n");
  }
};

}  // namespace

void write_line_diff(std::string& out, std::string_view path, std::string_view before, std::string_view after,
                     const TextOptions& options) {
  LineDiff(out, options).write(path, before, after);
}

}  // namespace iamproof

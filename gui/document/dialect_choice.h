// SPDX-License-Identifier: MIT
// Which dialect a document is read with: the one that the user names, else the one that its traffic speaks
// for.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"
#include "decoder/session/choose_dialect.h"

namespace atscope::gui {

class DialectChoice {
 public:
  struct Chosen {
    std::shared_ptr<const grammar::Dialect> dialect;  ///< null: see mistakes()
    std::string text;                                 ///< its name, and the reason
  };

  /// `name` is a name, a file or "auto".
  explicit DialectChoice(const std::string& name);
  void see(const capture::Segment& segment);
  /// By what was seen; call once.
  [[nodiscard]] Chosen chosen();
  [[nodiscard]] const std::string& mistakes() const { return mistakes_; }

 private:
  std::shared_ptr<const grammar::Dialect> named_;
  std::unique_ptr<session::BuiltinChooser> builtin_;  // for "auto"
  std::string mistakes_;
};

/// While traffic comes in: keeps the first of it, and says when it speaks for another dialect.
class LateChoice {
 public:
  LateChoice();
  /// The better dialect, if it is not `now`. `segment` itself is not kept before the next call.
  [[nodiscard]] std::optional<DialectChoice::Chosen> see(const capture::Segment& segment,
                                                         const grammar::Dialect& now);
  /// All segments before the last that was seen.
  void again(const std::function<void(const capture::Segment&)>& feed);
  /// Enough has been seen: the choice stays.
  [[nodiscard]] bool is_settled() const;

 private:
  struct Kept {
    capture::Segment segment;  // the views are empty
    std::string bytes, note;
  };
  std::vector<std::shared_ptr<const grammar::Dialect>> candidates_;
  session::DialectChooser chooser_;
  std::vector<Kept> kept_;
  std::size_t before_ = 0, bytes_ = 0;
};

}  // namespace atscope::gui

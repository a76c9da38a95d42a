// SPDX-License-Identifier: MIT
// Bytes in hexadecimal and as characters, with a part marked.
#pragma once

#include <QAbstractScrollArea>
#include <string>
#include <string_view>

#include "decoder/mask/masker.h"

namespace atscope::gui {

class ByteView final : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit ByteView(QWidget* parent = nullptr);
  /// `hidden` bytes are drawn as dots.
  void show_bytes(std::string_view bytes, mask::Spans hidden = {});
  void mark(std::size_t offset, std::size_t size);

 Q_SIGNALS:
  void byte_chosen(std::size_t offset);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] int line_height() const;
  [[nodiscard]] int cell() const;
  [[nodiscard]] int bytes_a_line() const;
  void scroll_bar();

  [[nodiscard]] bool is_hidden(std::size_t offset) const;

  std::string bytes_;
  mask::Spans hidden_;
  std::size_t mark_begin_ = 0, mark_size_ = 0;
  QFont fixed_;
};

}  // namespace atscope::gui

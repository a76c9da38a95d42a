// SPDX-License-Identifier: MIT
#include "gui/dock/byte_view.h"

#include <QFontDatabase>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "gui/view/palette.h"

namespace atscope::gui {
ByteView::ByteView(QWidget* parent)
    : QAbstractScrollArea(parent), fixed_(QFontDatabase::systemFont(QFontDatabase::FixedFont)) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Bytes"));
  setAccessibleDescription(tr("The bytes of the chosen event, in hexadecimal and as characters"));
  fixed_.setPointSizeF(font().pointSizeF());
}

void ByteView::show_bytes(std::string_view bytes, mask::Spans hidden) {
  bytes_ = bytes;
  hidden_ = std::move(hidden);
  mark_size_ = 0;
  scroll_bar();
  viewport()->update();
}

void ByteView::mark(std::size_t offset, std::size_t size) {
  mark_begin_ = offset;
  mark_size_ = size;
  viewport()->update();
}

bool ByteView::is_hidden(std::size_t offset) const {
  return std::any_of(hidden_.begin(), hidden_.end(),
                     [offset](mask::Span span) { return span.begin <= offset && offset < span.end; });
}

int ByteView::line_height() const {
  return QFontMetrics(fixed_).height() + 2;
}

int ByteView::cell() const {
  return QFontMetrics(fixed_).horizontalAdvance(QLatin1Char('0'));
}

int ByteView::bytes_a_line() const {
  // Place, hexadecimal and characters of 16 bytes, of 8 in little room.
  return viewport()->width() >= (6 + 16 * 4 + 2) * cell() ? 16 : 8;
}

void ByteView::scroll_bar() {
  const auto a_line = static_cast<std::size_t>(bytes_a_line());
  const int lines = static_cast<int>((bytes_.size() + a_line - 1) / a_line);
  const int page = std::max(1, viewport()->height() / line_height());
  verticalScrollBar()->setRange(0, std::max(0, lines - page));
  verticalScrollBar()->setPageStep(page);
}

void ByteView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  const Colours colours(palette());
  painter.fillRect(viewport()->rect(), colours.background);
  painter.setFont(fixed_);
  const int wide = cell(), high = line_height();
  const auto a_line = static_cast<std::size_t>(bytes_a_line());
  const int hex_at = 6 * wide, text_at = hex_at + bytes_a_line() * 3 * wide + wide;
  QColor marked = colours.selection;
  marked.setAlpha(90);
  int y = 2;
  for (std::size_t line = static_cast<std::size_t>(verticalScrollBar()->value());
       line * a_line < bytes_.size() && y < viewport()->height(); ++line, y += high) {
    painter.setPen(colours.faint_text);
    painter.drawText(QRect(4, y, hex_at, high), Qt::AlignVCenter,
                     QStringLiteral("%1").arg(line * a_line, 4, 16, QLatin1Char('0')));
    for (std::size_t n = 0; n < a_line && line * a_line + n < bytes_.size(); ++n) {
      const std::size_t offset = line * a_line + n;
      const auto byte = static_cast<unsigned char>(bytes_[offset]);
      const QRect hex(hex_at + static_cast<int>(n) * 3 * wide, y, 3 * wide, high);
      const QRect text(text_at + static_cast<int>(n) * wide, y, wide, high);
      if (offset >= mark_begin_ && offset < mark_begin_ + mark_size_) {
        painter.fillRect(hex.adjusted(-wide / 2, 0, -wide / 2, 0), marked);
        painter.fillRect(text, marked);
      }
      const bool hidden = is_hidden(offset);
      const bool shown = !hidden && byte >= 0x20 && byte < 0x7F;
      painter.setPen(shown ? colours.text : colours.faint_text);
      painter.drawText(
          hex, Qt::AlignVCenter,
          hidden ? QStringLiteral("••") : QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0')));
      painter.drawText(text, Qt::AlignVCenter,
                       hidden  ? QStringLiteral("•")
                       : shown ? QString(QLatin1Char(static_cast<char>(byte)))
                               : QStringLiteral("·"));
    }
  }
}

void ByteView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  scroll_bar();
}

void ByteView::mousePressEvent(QMouseEvent* event) {
  const int hex_at = 6 * cell(), text_at = hex_at + bytes_a_line() * 3 * cell() + cell();
  const int x = static_cast<int>(event->position().x());
  const int column =
      x >= text_at ? (x - text_at) / std::max(1, cell()) : (x - hex_at) / std::max(1, 3 * cell());
  const int line = verticalScrollBar()->value() + static_cast<int>(event->position().y()) / line_height();
  if (column < 0 || column >= bytes_a_line()) return;
  const std::size_t offset =
      static_cast<std::size_t>(line * bytes_a_line()) + static_cast<std::size_t>(column);
  if (offset < bytes_.size()) Q_EMIT byte_chosen(offset);
}

}  // namespace atscope::gui

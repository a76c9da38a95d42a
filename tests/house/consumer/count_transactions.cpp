// SPDX-License-Identifier: MIT
// count_transactions FILE N: leaves with 0 if FILE holds N transactions that ended well.
#include <cstdlib>

#include "capture/open.h"
#include "decoder/grammar/load.h"
#include "decoder/session/session.h"

namespace {

struct Counter : atscope::session::EventSink {
  void on_event(const atscope::session::Event&) override {}
  void on_transaction(const atscope::session::Transaction& transaction) override {
    if (transaction.outcome == atscope::session::Outcome::ok) ++good;
  }
  int good = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  auto source = atscope::capture::open(argv[1]);
  auto dialect = atscope::grammar::load_dialect("3gpp");
  if (!source || !dialect) return 2;

  Counter counter;
  atscope::session::Session session(*dialect, counter);
  atscope::capture::Segment segment;
  while ((*source)->next(segment)) session.feed(segment);
  session.finish();
  return counter.good == std::atoi(argv[2]) ? 0 : 1;
}

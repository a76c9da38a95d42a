// SPDX-License-Identifier: MIT
// Counts what the machines allocate once they have seen the traffic's shape: nothing.
#include <cstdlib>
#include <gtest/gtest.h>
#include <new>

#include "tests/machine/talk.h"

namespace {
bool counting = false;
std::size_t allocations = 0;
}  // namespace

// Not inlined, or the compiler takes new and free for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (counting) ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*how*/) noexcept {
  if (counting) ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace atscope::machine {
namespace {

class Counter final : public session::EventSink {
 public:
  void on_event(const session::Event& event) override {
    if (event.kind == session::EventKind::transition) ++transitions;
  }
  void on_transaction(const session::Transaction& /*transaction*/) override {}
  std::size_t transitions = 0;
};

TEST(MachineAllocations, NoneOnceWarm) {
  const auto dialect = dialect_of(R"(dialect hot "hot"
result ok OK
command +OPEN "open" {
  set =<n>,<host>
  setting opened = 1  default 0
}
urc GONE: <n>
urc RDY  boot
machine a-machine-with-a-name-that-no-small-string-holds "link"  per <n> {
  states closed, open with a long name of the state
  * -> open with a long name of the state  on AT+OPEN ok
  * -> closed  on line GONE: <n>
}
)");
  Counter out;
  MachineRunner runner(dialect, out);
  session::TransactionId txn = 0;
  const auto event = [&](session::EventKind kind, std::string_view text) {
    session::Event made;
    made.kind = kind;
    made.text = text;
    made.txn = txn;
    runner.on_event(made);
  };
  const auto talk = [&] {
    ++txn;
    event(session::EventKind::command, "AT+OPEN=1,\"an argument that no small string holds\"");
    event(session::EventKind::result, "OK");
    event(session::EventKind::urc, "GONE: 1");
    event(session::EventKind::urc, "+SOMETHING: 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15");
  };
  for (int i = 0; i < 100; ++i) talk();
  const std::size_t before = out.transitions;
  counting = true;
  for (int i = 0; i < 100; ++i) talk();
  counting = false;
  EXPECT_EQ(allocations, 0U);
  EXPECT_EQ(out.transitions - before, 200U);
}

}  // namespace
}  // namespace atscope::machine

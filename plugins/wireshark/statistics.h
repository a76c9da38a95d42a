// SPDX-License-Identifier: GPL-2.0-or-later
// Statistics > AT: commands and their outcomes as a tree (-z atscope,tree), response times (-z atscope,srt).
#pragma once

namespace atscope::wireshark {

void register_statistics(int protocol);
/// Follow stream (-z follow,atscope,ascii,0) and the conversation filter of a channel.
void register_follow(int protocol);

}  // namespace atscope::wireshark

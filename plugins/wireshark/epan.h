// SPDX-License-Identifier: GPL-2.0-or-later
// Wireshark's headers, which are C and know nothing of our warnings.
#pragma once

#define WS_BUILD_DLL
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
// clang-format off: it must stand before the others
#include <epan/packet.h>
#include <glib.h>
// clang-format on
#include <epan/charsets.h>
#include <epan/column-utils.h>
#include <epan/conversation_filter.h>
#include <epan/dissectors/packet-btrfcomm.h>
#include <epan/dissectors/packet-usb.h>
#include <epan/epan.h>
#include <epan/expert.h>
#include <epan/follow.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>
#include <epan/srt_table.h>
#include <epan/stats_tree.h>
#include <epan/strutil.h>
#include <epan/tap.h>
#include <wiretap/wtap.h>
#include <wsutil/nstime.h>
#pragma GCC diagnostic pop

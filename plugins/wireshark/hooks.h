// SPDX-License-Identifier: GPL-2.0-or-later
// Where AT comes from: one file for each family of carriers.
#pragma once

namespace atscope::wireshark {

void hook_serial();        ///< link type 250, Decode As on rtacser.data
void hook_exported_pdu();  ///< link type 252: names "atscope" and "at"
void hook_user_link();     ///< link types USER, by preference or by the table DLT_USER
void hook_usb();           ///< bulk transfers, by heuristics; FTDI adapters
void hook_bluetooth();     ///< RFCOMM, by Decode As; dial-up networking by its service
void hook_stock();         ///< behind the stock dissectors, by preference

/// The preferences have changed.
void rehook_user_link();
void rehook_stock();

}  // namespace atscope::wireshark

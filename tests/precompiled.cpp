// SPDX-License-Identifier: MIT
// Nothing but what the tests have in common: see CMakeLists.txt.

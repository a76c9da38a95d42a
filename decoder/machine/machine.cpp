// SPDX-License-Identifier: MIT
#include "decoder/machine/machine.h"

// SPDX-License-Identifier: MIT
#include "capture/source.h"

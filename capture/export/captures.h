// SPDX-License-Identifier: MIT
#pragma once

#include "capture/export/exporter.h"

namespace atscope::capture {

[[nodiscard]] std::unique_ptr<Exporter> make_native_exporter(ExportSink sink);
[[nodiscard]] std::unique_ptr<Exporter> make_upper_pdu_exporter(ExportSink sink);
[[nodiscard]] std::unique_ptr<Exporter> make_classic_exporter(ExportSink sink);

}  // namespace atscope::capture

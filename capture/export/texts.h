// SPDX-License-Identifier: MIT
#pragma once

#include "capture/export/exporter.h"

namespace atscope::capture {

[[nodiscard]] std::unique_ptr<Exporter> make_modemmanager_exporter(ExportSink sink);
[[nodiscard]] std::unique_ptr<Exporter> make_transcript_exporter(ExportSink sink);
[[nodiscard]] std::unique_ptr<Exporter> make_hexline_exporter(ExportSink sink);

}  // namespace atscope::capture

# SPDX-License-Identifier: MIT
set(ATSCOPE_PCAP_SOURCES
  pcap/classic_reader.cpp
  pcap/link_types.cpp
  pcap/open_pcap.cpp
  pcap/packet_reader.cpp
  pcap/pcap_source.cpp
  pcap/pcapng_reader.cpp
  pcap/rtac_serial.cpp
  pcap/time_scale.cpp
  pcap/upper_pdu.cpp
  pcap/write_pcapng.cpp)

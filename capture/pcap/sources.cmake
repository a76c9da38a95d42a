# SPDX-License-Identifier: MIT
set(ATSCOPE_PCAP_SOURCES
  pcap/bluetooth_link.cpp
  pcap/btsnoop_reader.cpp
  pcap/classic_reader.cpp
  pcap/link_types.cpp
  pcap/open_pcap.cpp
  pcap/packet_reader.cpp
  pcap/pcap_source.cpp
  pcap/pcapng_reader.cpp
  pcap/rtac_serial.cpp
  pcap/time_scale.cpp
  pcap/upper_pdu.cpp
  pcap/usb_link.cpp
  pcap/usb_serial.cpp
  pcap/user_link.cpp
  pcap/write_pcapng.cpp)

"""What auditors look at first (分析): places worth a look, none of them a finding, and a sample to look at."""

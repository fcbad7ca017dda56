"""Cases: one filing, whatever the channel, and its way to a decision."""

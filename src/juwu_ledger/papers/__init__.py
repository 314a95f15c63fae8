"""Reports as pure data: functions of (Books, Period). All arithmetic of the papers is here."""

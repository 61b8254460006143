"""What was announced: dated policy statements as data, one file a bank."""

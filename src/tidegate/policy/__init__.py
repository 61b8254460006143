"""What the central bank decides: pillars and signals, communication, regime, reaction function, end of QT."""

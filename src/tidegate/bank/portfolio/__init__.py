"""Securities: the book by CUSIP, the issuance it rolls into, and its run-off."""

"""The reaction function: rates first, then the balance sheet, in the order of the article."""

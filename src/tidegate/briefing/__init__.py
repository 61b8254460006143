"""The whole answer: data and models joined into sections that report, page and terminal render."""

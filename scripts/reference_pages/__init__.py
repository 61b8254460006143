"""The pages of the generated reference: one module a kind of page, none of which writes a file."""

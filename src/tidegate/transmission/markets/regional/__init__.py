"""Taiwan and Hong Kong: a managed float and a linked exchange rate, and one Fed path carried to both."""

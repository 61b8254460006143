"""What the balance sheet moves: money markets, yields, the economy, markets."""

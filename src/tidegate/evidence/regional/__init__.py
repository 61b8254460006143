"""What the record says of Taiwan and Hong Kong: estimates on monthly figures, and replays that knew only the past."""

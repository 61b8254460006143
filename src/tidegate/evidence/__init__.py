"""What the record proves: phases, tracker, the article's figures, scores."""

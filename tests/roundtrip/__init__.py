"""Round trips: what comes back, what does not, and how that is reported."""

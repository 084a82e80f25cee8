"""Routes between versions and runs them: dict to dict, pure, through the hub."""

"""What each command found, in the one shape of a report: a file a command, or for two that find the same."""

"""Files to documents to spans, and edits back to text: every byte that kconv does not change stays as it was."""

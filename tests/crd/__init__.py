"""Custom resources: models, their schemas and definitions, and what a real API server says of them."""

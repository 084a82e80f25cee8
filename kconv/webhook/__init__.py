"""The API server asks a webhook to convert the objects of a custom resource, one ConversionReview at a time."""

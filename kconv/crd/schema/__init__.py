"""Pydantic models to structural schemas: what a model says, and nothing that the API server would read otherwise.

A walk of its own over the fields, not pydantic's JSON schema: that says ``anyOf`` null for an optional field, ISO 8601
for a duration, ``exclusiveMinimum: 0`` and ``$ref``, none of which the API server takes. What has no counterpart is
refused here, at the line where it is written.
"""

"""What an object names moves with the migration of what is named."""

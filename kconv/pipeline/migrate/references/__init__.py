"""What an object names moves with what is named, and so does an object that it holds as text."""

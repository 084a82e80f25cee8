"""`kconv webhook`: what a conversion webhook needs beside itself, one file a command."""

"""The custom resources of an imaginary company: their rules as its authors write them, and their schemas."""

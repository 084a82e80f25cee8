"""What kconv writes by default must be what a real API server takes.

`samples` holds one valid object of each kind, or several, in its hub's version. Each goes down to every older version, as
somebody may once have written it, loses some of its fields at random, and comes back up.
"""

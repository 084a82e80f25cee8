"""What of the engine a reader may skip: rules put together, once for each version or pair of versions.

``walks`` converts in one walk what ``plainly`` converts rule by rule, with the short ways of ``direct`` for the
commonest rules; ``defaults`` and ``defaults_to_write`` find without a second conversion which defaults are to be
written down, as ``engine.preserve`` does by comparison. Tests in tests/engine hold each to be equal to the plain
reading.
"""

"""Reports of documents: ``results`` puts what each command found into one shape, ``formats`` writes that shape, each in
its own way; and the pages of ``explain`` and ``resources``, which report no documents."""

"""`python -m kconv`, where the scripts' folder is not on PATH."""

from kconv.cli import main

if __name__ == "__main__":  # worker processes import this module too
    main()

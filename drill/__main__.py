"""``python -m drill`` is the console script ``drill``."""

from drill.cli import main

if __name__ == "__main__":
    main()

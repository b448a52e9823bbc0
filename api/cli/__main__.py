"""`python -m api.cli` is `dhr`."""

import sys

from api.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""``python -m coachdesk`` is the same as ``coachdesk``."""

import sys

from coachdesk.cli.app import main

if __name__ == "__main__":  # the recognizer's process imports this module too
    sys.exit(main())

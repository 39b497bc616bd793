"""``python -m coachdesk`` is the same as ``coachdesk``."""

import sys

from coachdesk.cli.app import main

sys.exit(main())

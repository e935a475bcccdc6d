#!/usr/bin/env python
"""Bailiwick's command line: `manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    """Run one management command with Bailiwick's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bailiwick.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except ImproperlyConfigured as error:  # who set it wants the name and what is allowed, not where that was found out
        sys.exit(str(error))
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to complain at the exit
        sys.exit(1)


if __name__ == "__main__":
    main()

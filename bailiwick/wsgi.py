"""The web process, for granian or any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from bailiwick.heap import keep_memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bailiwick.settings")
keep_memory()
application = get_wsgi_application()

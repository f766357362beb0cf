"""The WSGI entry for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from config.heap import settle_with_views

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

application = get_wsgi_application()
settle_with_views()

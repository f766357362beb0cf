"""Wiring: settings, URLs, the API, Celery. Nothing of the domain."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
